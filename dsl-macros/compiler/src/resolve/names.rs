//! The names of layers: the user's, or Keras' snake case of the class with a counter from 1.

use std::collections::{HashMap, HashSet};

use proc_macro2::{Ident, Span};
use syn::ext::IdentExt;

use crate::ast::{Body, Source, Stage, StageKind, Sum};
use crate::report::Report;

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
    "layer_output",
    "summary",
    "save",
    "load",
    "export_onnx",
    "ram",
    "training_ram",
    "workspace",
    "loss_and_gradient",
    "input_gradient",
    "clone",
    "fmt",
];

/// The names given so far.
#[derive(Debug, Default)]
pub(super) struct Names {
    counters: HashMap<String, usize>,
    taken: HashSet<String>,
}

impl Names {
    /// The user's name, or Keras' snake case of the class with a counter from 1.
    pub(super) fn name(&mut self, given: Option<&Ident>, class: &str, report: &mut Report) -> Ident {
        let name = match given {
            Some(given) => {
                self.check(given, report);
                given.clone()
            }
            None => loop {
                let counter = self.counters.entry(class.to_owned()).or_default();
                *counter += 1;
                let name = Ident::new(&format!("{}{counter}", snake(class)), Span::call_site());
                if !self.taken.contains(&name.to_string()) {
                    break name;
                }
            },
        };
        self.take(&name);
        name
    }

    /// Whether a name is taken.
    pub(super) fn has(&self, name: &Ident) -> bool {
        self.taken.contains(&name.unraw().to_string())
    }

    /// A name for a value, which is none of a layer's.
    pub(super) fn take(&mut self, name: &Ident) {
        self.taken.insert(name.unraw().to_string());
    }

    fn check(&self, name: &Ident, report: &mut Report) {
        let text = name.unraw().to_string();
        if self.has(name) {
            let message = format!("`{text}` already names something in this model");
            report.error(name.span(), message, "give it a name of its own");
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

/// The names that `as` gives in a model.
pub(super) fn of_layers(body: &Body) -> Vec<Ident> {
    let mut names = Vec::new();
    let sums = body.bindings.iter().map(|binding| &binding.value).chain(&body.outputs);
    sums.for_each(|sum| in_sum(sum, &mut names));
    names
}

fn in_sum(sum: &Sum, names: &mut Vec<Ident>) {
    match sum {
        Sum::Binary(left, _, right) => {
            in_sum(left, names);
            in_sum(right, names);
        }
        Sum::Chain(chain) => {
            match &chain.source {
                Source::Stage(stage) => in_stages(std::slice::from_ref(stage), names),
                Source::Applied(stage, sums) => {
                    in_stages(std::slice::from_ref(stage), names);
                    for sum in sums {
                        in_sum(sum, names);
                    }
                }
                Source::Sum(sum) => in_sum(sum, names),
            }
            in_stages(&chain.stages, names);
        }
    }
}

fn in_stages(stages: &[Stage], names: &mut Vec<Ident>) {
    for stage in stages {
        names.extend(stage.name.clone());
        if let StageKind::Residual(_, inside) | StageKind::Repeat(_, _, inside) = &stage.kind {
            in_stages(inside, names);
        }
    }
}

/// Keras' snake case of a class: `Dense` becomes `dense`, `MaxPooling2D` `max_pooling2d`, `PReLU` `p_re_lu`. A word starts
/// at a capital that follows a small letter or comes before one.
fn snake(class: &str) -> String {
    let letters: Vec<char> = class.chars().collect();
    let mut snake = String::new();
    for (at, c) in letters.iter().enumerate() {
        let before = at.checked_sub(1).is_some_and(|before| letters[before].is_lowercase());
        let after = letters.get(at + 1).is_some_and(|after| after.is_lowercase());
        if at > 0 && c.is_uppercase() && (before || after) {
            snake.push('_');
        }
        snake.extend(c.to_lowercase());
    }
    snake
}
