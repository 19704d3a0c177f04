//! Stages to layers: names are looked up in the catalogue, arguments read, layers named. A stage with a mistake stays
//! in the list, so that later stages are judged all the same.

use std::collections::HashMap;

use proc_macro2::{Ident, Span};
use syn::ext::IdentExt;

use crate::activation::{self, Activate};
use crate::ast::{Chain, Stage, StageKind};
use crate::layers::{self, Layer, Stated};
use crate::report::{Report, Spot};

/// A stage, looked up.
#[derive(Debug)]
pub struct Resolved {
    /// The layer's name in the model, the user's or the default.
    pub name: Ident,
    /// Keras' name of its class, with the user's span.
    pub class: Ident,
    /// What it does; `None` after a mistake that leaves its output unknown.
    pub layer: Option<Layer>,
    /// The stage in the user's words: its name, or `a closure`.
    pub words: String,
    /// The input shape that it states.
    pub input: Option<Stated>,
    /// Whether it was read without a mistake.
    pub sound: bool,
    /// Where it stands: its name, or the start of the closure.
    pub spot: Spot,
}

/// Names that the generated type's methods have taken.
pub const RESERVED: &[&str] = &[
    "new",
    "seeded",
    "default",
    "from_parameters",
    "parameters",
    "parameters_mut",
    "reset",
    "predict",
    "predict_into",
    "predict_with",
    "predict_batch",
    "predict_batch_into",
    "predict_class",
    "summary",
    "save",
    "load",
    "ram",
    "training_ram",
    "workspace",
    "loss_and_gradient",
    "input_gradient",
    "clone",
    "fmt",
];

/// Looks up every stage.
pub fn resolve(chain: &Chain, report: &mut Report) -> Vec<Resolved> {
    let mut names = Names::default();
    chain.stages.iter().map(|stage| one(stage, &mut names, report)).collect()
}

fn one(stage: &Stage, names: &mut Names, report: &mut Report) -> Resolved {
    let before = report.len();
    let (class, layer, input) = match &stage.kind {
        StageKind::Closure(closure) => ("Activation", Some(activated(activation::closure(closure, report))), None),
        StageKind::Call(call) if activation::is_activation(call) => {
            ("Activation", Some(activated(activation::resolve(call, report))), None)
        }
        StageKind::Call(call) if names.taken.contains(&call.name.unraw()) => {
            let message = format!("the layer `{}` is used again, but shared layers are not available yet", call.name);
            report.error(call.name.span(), message, "write a layer of its own, `Dense(10)`");
            ("Unknown", None, None)
        }
        StageKind::Call(call) => match layers::resolve(call, report) {
            Some(resolved) => (resolved.class, resolved.layer, resolved.input),
            None => ("Unknown", None, None),
        },
    };
    let (words, spot) = match &stage.kind {
        StageKind::Call(call) => (format!("`{}`", call.name), call.name.span().into()),
        StageKind::Closure(closure) => ("the closure".to_owned(), closure.span.into()),
    };
    let span = match &stage.kind {
        StageKind::Call(call) if call.name == class => call.name.span(),
        _ => Span::call_site(),
    };
    let sound = report.len() == before;
    let name = names.name(stage.name.as_ref(), class, report);
    Resolved { name, class: Ident::new(class, span), layer, words, input, sound, spot }
}

/// An activation as a layer; one with a mistake leaves the shapes as they are, so that later layers are judged.
fn activated(activate: Option<Activate>) -> Layer {
    Layer::Activation(activate.unwrap_or(Activate::Identity))
}

/// The names given so far.
#[derive(Default)]
struct Names {
    counters: HashMap<&'static str, usize>,
    taken: Vec<Ident>,
}

impl Names {
    /// The user's name, or Keras' snake case of the class with a counter from 1.
    fn name(&mut self, given: Option<&Ident>, class: &'static str, report: &mut Report) -> Ident {
        let name = match given {
            Some(given) => {
                self.check(given, report);
                given.clone()
            }
            None => loop {
                let counter = self.counters.entry(class).or_default();
                *counter += 1;
                let name = Ident::new(&format!("{}{counter}", snake(class)), Span::call_site());
                if !self.taken.contains(&name) {
                    break name;
                }
            },
        };
        self.taken.push(name.unraw());
        name
    }

    fn check(&self, name: &Ident, report: &mut Report) {
        let text = name.unraw().to_string();
        if self.taken.contains(&name.unraw()) {
            let message = format!("two layers are named `{text}`");
            report.error(name.span(), message, "give each layer a name of its own");
        } else if RESERVED.contains(&text.as_str()) {
            let message = format!("`{text}` cannot name a layer: models have a method of that name");
            report.error(name.span(), message, format!("choose another name, such as `{text}_layer`"));
        } else if let Some(layer) = text.strip_suffix("_mut") {
            let message =
                format!("`{text}` cannot name a layer: `{layer}_mut` is how `{layer}` is reached to be changed");
            report.error(name.span(), message, format!("choose another name, such as `{layer}`"));
        } else if text.chars().any(char::is_uppercase) {
            let message = format!("`{text}` cannot name a layer: the model has a method of its name");
            report.error(name.span(), message, format!("write it in lower case, `{}`", text.to_lowercase()));
        } else if text == "_" {
            report.error(name.span(), "`_` cannot name a layer", "leave out `as _`: layers have default names");
        }
    }
}

/// Keras' snake case of a class: `Dense` becomes `dense`, `MaxPooling2D` `max_pooling2d`.
fn snake(class: &str) -> String {
    let mut snake = String::new();
    let mut previous = '_';
    for c in class.chars() {
        if c.is_uppercase() && (previous.is_lowercase()) {
            snake.push('_');
        }
        snake.extend(c.to_lowercase());
        previous = c;
    }
    snake
}
