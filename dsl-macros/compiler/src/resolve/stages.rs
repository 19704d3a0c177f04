//! Sums, chains and stages: each to the layers that it declares and uses.

use std::collections::{HashMap, VecDeque};

use proc_macro2::{Ident, Span};
use syn::ext::IdentExt;

use super::models::{Instance, left, plural};
use super::names::{self, Names};
use super::work::{Found, Home};
use super::{Id, Network};
use crate::activation::{self, Activate};
use crate::ast::{Binding, Body, Call, Chain, Item, Source, Stage, StageKind, Sum, ValueKind};
use crate::layers::{self, Activation, Layer, Merge, Merging};
use crate::nearest::nearest;
use crate::report::{Report, Spot};

/// What is known while one model is looked up.
pub(super) struct Scope<'a> {
    pub(super) network: &'a mut Network,
    pub(super) items: &'a [syn::Result<Item>],
    /// The models that this one is looked up for, the outermost first.
    pub(super) models: Vec<Ident>,
    pub(super) report: &'a mut Report,
    /// What comes before the names of layers: `encoder1.`
    pub(super) prefix: String,
    /// The model of which this one is a layer, if it is one.
    pub(super) within: Option<usize>,
    pub(super) names: Names,
    values: Vec<Named>,
    pub(super) layers: HashMap<String, Reused>,
    /// The values that a model inside another takes, or `None` if it states its inputs itself.
    pub(super) given: Option<VecDeque<Id>>,
    /// Whether a `-` stands before what is looked up, the start of a chain.
    pub(super) subtracted: bool,
    /// The names that `let` statements further down give.
    later: Vec<Ident>,
    /// The names that `as` gives, here or further down.
    named: Vec<Ident>,
}

/// A value with a name.
struct Named {
    name: Ident,
    id: Id,
    used: bool,
}

/// A layer or a model that was named, to be used again.
#[derive(Clone)]
pub(super) enum Reused {
    Layer(usize),
    Model(Instance),
}

impl<'a> Scope<'a> {
    pub(super) fn new(
        network: &'a mut Network,
        items: &'a [syn::Result<Item>],
        models: Vec<Ident>,
        report: &'a mut Report,
    ) -> Self {
        let (prefix, within, names, given) = (String::new(), None, Names::default(), None);
        let (values, layers, later, named) = (Vec::new(), HashMap::new(), Vec::new(), Vec::new());
        let subtracted = false;
        Self { network, items, models, report, prefix, within, names, values, layers, given, subtracted, later, named }
    }

    /// A whole model: its outputs, and how many of the given values it has not taken.
    pub(super) fn body(mut self, body: &Body) -> (Vec<Id>, usize) {
        let before = self.report.len();
        self.later = body.bindings.iter().flat_map(|binding| binding.names.iter().cloned()).collect();
        self.later.reverse();
        self.named = names::of_layers(body);
        for binding in &body.bindings {
            self.binding(binding);
        }
        let mut outputs = Vec::new();
        for sum in &body.outputs {
            let ids = self.sum(sum);
            if body.outputs.len() == 1 {
                outputs = ids;
            } else {
                outputs.push(self.single(&ids, sum.spot()));
            }
        }
        // After another mistake a value may look unused that is not.
        if self.report.len() == before {
            self.unused(body);
        }
        (outputs, left(self.given.as_ref()))
    }

    fn unused(&mut self, body: &Body) {
        for value in &self.values {
            if !value.used && value.id != Id::UNKNOWN && !value.name.to_string().starts_with('_') {
                let message = format!("the value `{}` is never used", value.name);
                let among = |binding: &Binding| binding.names.len() > 1 && binding.names.contains(&value.name);
                let help = if body.bindings.iter().any(among) {
                    format!("use it, or name it `_{}`", value.name)
                } else {
                    "use it, or leave the statement out".to_owned()
                };
                self.report.error(value.name.span(), message, help);
            }
        }
    }

    fn binding(&mut self, binding: &Binding) {
        let ids = self.sum(&binding.value);
        let unknown = ids.contains(&Id::UNKNOWN);
        if ids.len() != binding.names.len() && !unknown {
            let (found, names) = (ids.len(), binding.names.len());
            let message =
                format!("{} gives {found} {}, and `let` names {names}", self.words_of(&ids).0, plural(found, "value"));
            let given = binding.names.iter().map(ToString::to_string);
            let more = ["state", "cell"].into_iter().map(String::from).chain((4..).map(|at| format!("output{at}")));
            let all: Vec<_> = given.chain(more.skip(names.max(1) - 1)).take(found).collect();
            let help = match all.as_slice() {
                [one] => format!("write `let {one} = …;`"),
                all => format!("write a name for each, `let ({}) = …;`", all.join(", ")),
            };
            self.report.error(binding.names[0].span(), message, help);
        }
        for (at, name) in binding.names.iter().enumerate() {
            self.later.pop();
            let word = name.unraw().to_string();
            if word == "_" {
                continue;
            }
            let of_the_language = layers::is_layer(&word)
                || activation::names().any(|known| known == word)
                || matches!(word.as_str(), "Residual" | "repeat");
            if self.names.has(name) {
                let message = format!("`{name}` already names something in this model");
                self.report.error(name.span(), message, "choose another name: values do not change");
            } else if of_the_language {
                let message = format!("`{name}` is a word of the language");
                self.report.error(name.span(), message, "choose another name for the value");
            } else if self.item(name).is_some() {
                let message = format!("`{name}` already names a model");
                self.report.error(name.span(), message, "choose another name for the value");
            }
            self.names.take(name);
            let id = if unknown { Id::UNKNOWN } else { ids.get(at).copied().unwrap_or(Id::UNKNOWN) };
            self.values.push(Named { name: name.clone(), id, used: false });
        }
    }

    fn sum(&mut self, sum: &Sum) -> Vec<Id> {
        match sum {
            Sum::Chain(chain) => self.chain(chain),
            Sum::Binary(left, sign, right) => {
                let a = self.one(left);
                self.subtracted = sign.mark == '-';
                let b = self.one(right);
                let (merging, words, class) = match sign.mark {
                    '+' => (Merging::Add, "`+`", "Add"),
                    '-' => (Merging::Subtract, "`-`", "Subtract"),
                    _ => (Merging::Multiply, "`*`", "Multiply"),
                };
                let goes_on = matches!(&**right, Sum::Chain(chain) if !chain.stages.is_empty());
                let merge = Merge { merging, words, goes_on };
                self.declare(None, class, Box::new(merge), words.into(), sign.spot, vec![a, b])
            }
        }
    }

    /// The value of a sum that must be one.
    fn one(&mut self, sum: &Sum) -> Id {
        let ids = self.sum(sum);
        self.single(&ids, sum.spot())
    }

    pub(super) fn single(&mut self, ids: &[Id], spot: Spot) -> Id {
        match ids {
            [id] => *id,
            [] => Id::UNKNOWN,
            several => {
                if !several.contains(&Id::UNKNOWN) {
                    let (words, place) = self.words_of(several);
                    let message = format!("{words} gives {} values, where one is expected", several.len());
                    let names = if several.len() == 2 { "a, b" } else { "a, b, …" };
                    let help = format!("name them, `let ({names}) = …;`, and use one");
                    self.report.error(place.unwrap_or(spot), message, help);
                }
                Id::UNKNOWN
            }
        }
    }

    /// What gives some values, in the user's words, and where it stands.
    fn words_of(&self, ids: &[Id]) -> (String, Option<Spot>) {
        let uses: Vec<_> = ids.iter().filter_map(|id| self.network.uses.get(id.used)).collect();
        let inside = uses.iter().filter(|used| used.within != self.within).find_map(|used| used.within);
        match (inside, uses.first()) {
            (Some(call), _) => {
                let name = &self.network.calls[call].name;
                (format!("`{name}`"), Some(name.span().into()))
            }
            (None, Some(used)) => (used.words.clone(), Some(used.spot)),
            (None, None) => ("this".to_owned(), None),
        }
    }

    fn chain(&mut self, chain: &Chain) -> Vec<Id> {
        self.subtracted &= matches!(chain.source, Source::Stage(_));
        let mut ids = match &chain.source {
            Source::Sum(sum) => self.sum(sum),
            Source::Stage(stage) => self.source(stage),
            // Nothing is known of what an unknown layer is applied to.
            Source::Applied(stage, _) if !self.knows(&stage.kind) => self.stage(stage, vec![Id::UNKNOWN], true),
            Source::Applied(stage, sums) => {
                let inputs = sums.iter().map(|sum| self.one(sum)).collect();
                self.stage(stage, inputs, true)
            }
        };
        self.subtracted = false;
        let mut spot = chain.spot();
        for stage in &chain.stages {
            let input = self.single(&ids, spot);
            ids = self.stage(stage, vec![input], false);
            spot = stage.kind.spot();
        }
        ids
    }

    /// Whether a stage is something of the language, or of the user's.
    fn knows(&self, kind: &StageKind) -> bool {
        let StageKind::Call(call) = kind else { return true };
        let word = call.name.unraw().to_string();
        let own = self.layers.contains_key(&word) || self.names.has(&call.name) || self.item(&call.name).is_some();
        own || layers::is_layer(&word) || activation::is_activation(call)
    }

    pub(super) fn chained(&mut self, stages: &[Stage], mut ids: Vec<Id>) -> Vec<Id> {
        for stage in stages {
            let input = self.single(&ids, stage.kind.spot());
            ids = self.stage(stage, vec![input], false);
        }
        ids
    }

    /// The first stage of a chain: a value by its name, or a layer that states its input.
    pub(super) fn source(&mut self, stage: &Stage) -> Vec<Id> {
        if let StageKind::Call(call) = &stage.kind
            && call.arguments.is_empty()
        {
            if let Some(value) = self.values.iter_mut().find(|value| value.name.unraw() == call.name.unraw()) {
                value.used = true;
                let id = value.id;
                if let Some(name) = &stage.name {
                    let message = format!("`as` names layers, and `{}` is a value", call.name);
                    self.report.error(name.span(), message, format!("write `let {name} = {};`", call.name));
                }
                return vec![id];
            }
            if self.later.iter().any(|later| later.unraw() == call.name.unraw()) {
                let message = format!("`{}` is used before it is defined", call.name);
                self.report.error(call.name.span(), message, "move its `let` before this statement");
                return vec![Id::UNKNOWN];
            }
        }
        self.stage(stage, Vec::new(), false)
    }

    /// A stage on its inputs; without any at a start of the model.
    fn stage(&mut self, stage: &Stage, inputs: Vec<Id>, applied: bool) -> Vec<Id> {
        let name = stage.name.as_ref();
        match &stage.kind {
            StageKind::Residual(spot, stages) => self.residual(*spot, stages, name, &inputs),
            StageKind::Repeat(spot, count, stages) => self.repeat(*spot, count, stages, name, inputs),
            StageKind::Path(path) => self.path(path, name, inputs),
            StageKind::Closure(closure) => {
                let kind = activated(activation::closure(closure, self.report));
                let spot = closure.span.into();
                self.declare(name, "Activation", kind, "the closure".into(), spot, inputs)
            }
            StageKind::Call(call) => self.call(call, name, inputs, applied),
        }
    }

    fn call(&mut self, call: &Call, name: Option<&Ident>, mut inputs: Vec<Id>, applied: bool) -> Vec<Id> {
        let (words, spot) = (format!("`{}`", call.name), Spot::from(call.name.span()));
        if self.values_as_arguments(call) {
            self.names.name(name, "Unknown", self.report);
            return vec![Id::UNKNOWN];
        }
        if activation::is_activation(call) {
            let kind = activated(activation::resolve(call, self.report));
            return self.declare(name, "Activation", kind, words, spot, inputs);
        }
        let word = call.name.unraw().to_string();
        if !layers::is_layer(&word) {
            if let Some(reused) = self.layers.get(&word).cloned() {
                return self.again(call, &reused, name, inputs);
            }
            if let Some(item) = self.item(&call.name) {
                return self.model(call, item, name, inputs);
            }
            if let Some(value) = self.values.iter_mut().find(|value| value.name.unraw() == call.name.unraw()) {
                value.used = true;
                let message = format!("`{}` is a value, not a layer", call.name);
                self.report.error(
                    spot,
                    message,
                    "a value stands at the beginning of a chain; join values by `+` or `Concatenate()(a, b)`",
                );
                return vec![Id::UNKNOWN];
            }
            if self.names.has(&call.name) {
                return vec![Id::UNKNOWN];
            }
        }
        let before = self.report.len();
        let (call, inputs) = (&self.without_initial_state(call, &mut inputs), inputs);
        let alone = inputs.is_empty() && !applied && call.arguments.is_empty();
        let resolved = self.looked_up(call, &word, applied, alone);
        let sound = self.report.len() == before;
        let Some(resolved) = resolved else {
            self.names.name(name, "Unknown", self.report);
            return vec![Id::UNKNOWN];
        };
        let span = if call.name == resolved.class { call.name.span() } else { Span::call_site() };
        let found = Found {
            class: resolved.class.to_owned(),
            span,
            home: Home::Language,
            kind: resolved.layer,
            stated: resolved.input,
            trainable: resolved.trainable,
            drops_mask: resolved.drops_mask,
            words,
            spot,
            sound,
        };
        self.at_work(found, name, inputs)
    }

    /// `Flatten(x)`, as other frameworks have it: told once, and the values count as used.
    fn values_as_arguments(&mut self, call: &Call) -> bool {
        let mut found: Vec<Ident> = Vec::new();
        for argument in call.arguments.iter().filter(|argument| argument.name.is_none()) {
            if let ValueKind::Call(inner) = &argument.value.kind
                && inner.arguments.is_empty()
                && let Some(value) = self.values.iter_mut().find(|value| value.name.unraw() == inner.name.unraw())
            {
                value.used = true;
                found.push(inner.name.clone());
            }
        }
        let Some(first) = found.first() else { return false };
        let (name, rest) = (&call.name, call.arguments.len() > found.len());
        let message = format!("`{first}` is a value, not an argument of `{name}`");
        let help = if found.len() > 1 || layers::merges(&name.to_string()) {
            let (arguments, values) = (if rest { "…" } else { "" }, found.iter().map(ToString::to_string));
            format!("write `{name}({arguments})({})`", values.collect::<Vec<_>>().join(", "))
        } else {
            format!("write `{first} -> {name}{}`", if rest { "(…)" } else { "" })
        };
        self.report.error(first.span(), message, help);
        true
    }

    /// A layer of the language, or the nearest name of anything that could stand here; `alone` without anything that
    /// only a layer has.
    fn looked_up(&mut self, call: &Call, word: &str, applied: bool, alone: bool) -> Option<layers::Resolved> {
        if !layers::is_layer(word) && layers::foreign::layer(word).is_none() {
            if self.named.iter().any(|named| named.unraw() == word) {
                let message = format!("`{word}` names a layer further down");
                let help = format!("name the layer where it is first at work, here: `Dense(…) as {word}`");
                self.report.error(call.name.span(), message, help);
                return None;
            }
            let values = self.values.iter().filter(|_| !applied).map(|value| value.name.to_string());
            let models = self.items.iter().flatten().map(|item| item.name.to_string());
            let own: Vec<String> = self.layers.keys().cloned().chain(values).chain(models).collect();
            if let Some(near) = nearest(word, own.iter().map(String::as_str)) {
                let message = format!("unknown name `{word}`");
                self.report.error(call.name.span(), message, format!("did you mean `{near}`?"));
                return None;
            }
            let lower = !word.starts_with(char::is_uppercase);
            if alone && lower && !self.network.uses.is_empty() && layers::foreign::nearest_stage(word).is_none() {
                let message = format!("unknown value `{word}`");
                self.report.error(call.name.span(), message, format!("define it before, `let {word} = …;`"));
                return None;
            }
        }
        layers::resolve(call, self.report)
    }
}

/// An activation as a layer; one with a mistake leaves the shapes as they are, so that later layers are judged.
fn activated(activate: Option<Activate>) -> Box<dyn Layer> {
    Box::new(Activation(activate.unwrap_or(Activate::Identity)))
}
