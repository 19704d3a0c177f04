//! A layer put to work: it is declared, named, and given its inputs, as many as it takes.

use proc_macro2::{Ident, Span};
use syn::ext::IdentExt;

use super::stages::{Reused, Scope};
use super::{Declared, Id, Use};
use crate::layers::{self, Layer, Stated, Takes};
use crate::report::Spot;

/// Where a layer comes from.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Home {
    /// The table of layers.
    Language,
    /// A type of the user's.
    User,
}

/// What a stage is, looked up.
pub(super) struct Found {
    pub(super) class: String,
    pub(super) span: Span,
    pub(super) home: Home,
    pub(super) kind: Option<Box<dyn Layer>>,
    pub(super) stated: Option<Stated>,
    pub(super) trainable: bool,
    pub(super) drops_mask: bool,
    pub(super) words: String,
    pub(super) spot: Spot,
    /// Whether it was read without a mistake.
    pub(super) sound: bool,
}

impl Scope<'_> {
    /// A layer of a given kind.
    pub(super) fn declare(
        &mut self,
        name: Option<&Ident>,
        class: &str,
        kind: Box<dyn Layer>,
        words: String,
        spot: Spot,
        inputs: Vec<Id>,
    ) -> Vec<Id> {
        let (class, span) = (class.to_owned(), Span::call_site());
        let (stated, trainable, drops_mask, sound) = (None, true, false, true);
        let found = Found {
            class,
            span,
            home: Home::Language,
            kind: Some(kind),
            stated,
            trainable,
            drops_mask,
            words,
            spot,
            sound,
        };
        self.at_work(found, name, inputs)
    }

    /// Declares a layer and puts it to work.
    pub(super) fn at_work(&mut self, found: Found, name: Option<&Ident>, inputs: Vec<Id>) -> Vec<Id> {
        let Found { class, span, home, kind, stated, trainable, drops_mask, words, spot, sound } = found;
        let own = self.names.name(name, &class, self.report);
        let layer = self.network.layers.len();
        if let Some(name) = name {
            self.layers.insert(name.unraw().to_string(), Reused::Layer(layer));
        }
        let name = format!("{}{}", self.prefix, own.unraw());
        let class = Ident::new(&class, span);
        self.network.layers.push(Declared { name, class, own: home == Home::User, kind, trainable, drops_mask, spot });
        self.use_layer(layer, stated, words, spot, inputs, sound)
    }

    pub(super) fn use_layer(
        &mut self,
        layer: usize,
        stated: Option<Stated>,
        words: String,
        spot: Spot,
        mut inputs: Vec<Id>,
        sound: bool,
    ) -> Vec<Id> {
        let takes = self.network.layers[layer].kind.as_deref().map(Layer::takes);
        let mut inlined = false;
        match (&stated, inputs.is_empty()) {
            (Some(_), true) => {
                if let Some(given) = self.given.as_mut() {
                    inlined = true;
                    inputs.push(given.pop_front().unwrap_or(Id::UNKNOWN));
                }
            }
            (Some(stated), false) => self.second_input(layer, stated, &words, &inputs),
            (None, true) if sound && takes == Some(Takes::Several) => self.wrong_count(layer, &words, spot, 0),
            (None, true) if sound => self.no_input(layer, &words, spot),
            (None, _) => {}
        }
        let count = inputs.len();
        let fits = match takes {
            None => true,
            _ if inputs.contains(&Id::UNKNOWN) => true,
            Some(Takes::One) => count <= 1,
            Some(Takes::Several) => count != 1,
            Some(Takes::Between(least, most)) => count == 0 || (least..=most).contains(&count),
        };
        if !fits {
            self.wrong_count(layer, &words, spot, count);
        }
        if !fits || (inputs.is_empty() && stated.is_none()) {
            inputs = vec![Id::UNKNOWN];
        }
        let gives = self.network.layers[layer].kind.as_deref().map_or(1, Layer::gives);
        let used = self.network.uses.len();
        self.network.uses.push(Use { layer, inputs, stated, inlined, words, spot, within: self.within });
        (0..gives).map(|part| Id { used, part }).collect()
    }

    /// A layer that takes another number of values.
    fn wrong_count(&mut self, layer: usize, words: &str, spot: Spot, count: usize) {
        let declared = &self.network.layers[layer];
        let (name, class) = (words.trim_matches('`'), declared.class.to_string());
        let arguments = if layers::needs_arguments(&class) { "…" } else { "" };
        let (expected, help) = match declared.kind.as_deref().map(Layer::takes) {
            Some(Takes::Several) => {
                ("two values or more".to_owned(), format!("write them in parentheses, `{name}({arguments})(a, b)`"))
            }
            Some(Takes::Between(least, most)) => {
                let all = if class == "MultiHeadAttention" { "query, value, key" } else { "x, …" };
                let help = format!("write them in parentheses, `{name}({arguments})({all})`");
                (format!("{least} to {most} values"), help)
            }
            _ => {
                let arguments = if arguments.is_empty() { "" } else { "(…)" };
                let help = format!("apply it to one, `a -> {name}{arguments}`, or join them, `Concatenate()(a, b)`");
                ("one value".to_owned(), help)
            }
        };
        let found = if count == 0 { "none".to_owned() } else { count.to_string() };
        self.report.error(spot, format!("{words} takes {expected}, found {found}"), help);
    }

    /// A layer that states an input shape where its input comes from another.
    fn second_input(&mut self, layer: usize, stated: &Stated, words: &str, inputs: &[Id]) {
        let before = inputs.first().and_then(|id| self.network.uses.get(id.used));
        let before = before.map_or("what stands".to_owned(), |before| before.words.clone());
        let message = format!("{words} states an input shape, but its input comes from {before} before it");
        let help = match self.network.layers[layer].class.to_string().as_str() {
            "Flatten" => "write `Flatten` without sizes",
            "Input" => "leave it out, or write `Reshape` to change the shape",
            _ => "leave `input_shape` out",
        };
        self.report.error(stated.spot, message, help);
    }

    /// A start of the model that does not say what shape its input has.
    fn no_input(&mut self, layer: usize, words: &str, spot: Spot) {
        let start = if self.network.uses.is_empty() { "the model" } else { "this chain" };
        let message = format!("{start} starts with {words}, which does not say what shape its input has");
        let class = self.network.layers[layer].class.to_string();
        let help = match class.as_str() {
            _ if self.subtracted => {
                "write `->` instead of `-`, or start with the value to take away, `x -> …`".to_owned()
            }
            _ if !self.network.uses.is_empty() => {
                "start with a value, `x -> …`, or with the shape of another input, `Input(784)`".to_owned()
            }
            "Flatten" => "write the shape of one sample, `Flatten(28, 28)`".to_owned(),
            _ if self.network.layers[layer].own => format!(
                "start with the shape of one sample, `Input(784) -> …`, or state it, `…::{class}(input_shape = (784,))`"
            ),
            "Dense" => "start with the shape of one sample, `Input(784) -> Dense(…)`".to_owned(),
            _ => match layers::start(&class) {
                Some(input) => format!("start with the shape of one sample, such as `{input} -> …`"),
                None => "start with the shape of one sample, `Input(28, 28)` or `Flatten(28, 28)`".to_owned(),
            },
        };
        self.report.error(spot, message, help);
    }
}
