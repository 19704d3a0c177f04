//! Names to layers: a model's syntax to the layers that it declares and the order in which they are at work. Values and
//! models are looked up, arguments read, layers named. What has a mistake stays in the list, so that later layers are judged
//! all the same.

mod blocks;
mod models;
mod names;
mod stages;
mod work;

use std::ops::Range;

use proc_macro2::{Ident, Span};

use crate::ast::{Body, Item};
use crate::layers::{Layer, Stated};
use crate::report::{Report, Spot};
use stages::Scope;

pub use names::RESERVED;

/// A model, looked up.
#[derive(Debug, Default)]
pub struct Network {
    /// The layers, each once.
    pub layers: Vec<Declared>,
    /// The layers at work, each after those whose values it takes.
    pub uses: Vec<Use>,
    /// The models inside it.
    pub parts: Vec<Nested>,
    /// The model's outputs.
    pub outputs: Vec<Id>,
    /// The models at work as its layers, those inside them left out.
    pub calls: Vec<Inlined>,
    /// A model inside it that has mistakes of its own.
    pub broken: Option<Ident>,
    /// Where a model is used that needs this one, and who needs whom.
    circle: Option<(Span, String)>,
    /// What makes it larger than any model.
    too_large: Option<Spot>,
}

/// A model at work as a layer.
#[derive(Debug)]
pub struct Inlined {
    /// The word that stands for it.
    pub name: Ident,
    /// The model.
    pub model: Ident,
}

/// A layer.
#[derive(Debug)]
pub struct Declared {
    /// Its name in the model, `encoder1.dense1` in a model inside it.
    pub name: String,
    /// Keras' name of its class, with the user's span.
    pub class: Ident,
    /// Whether the class is a type of the user's.
    pub own: bool,
    /// What it does; `None` after a mistake that leaves its output unknown.
    pub kind: Option<Box<dyn Layer>>,
    /// Whether it is trained.
    pub trainable: bool,
    /// Whether masks end here.
    pub drops_mask: bool,
    /// Where it stands: its name, or the start of the closure.
    pub spot: Spot,
}

/// A layer at work.
#[derive(Clone, Debug)]
pub struct Use {
    /// Which layer.
    pub layer: usize,
    /// What it takes; nothing at a start of the model.
    pub inputs: Vec<Id>,
    /// The input shape that it states.
    pub stated: Option<Stated>,
    /// Whether the statement is that of a model inside this one, which its input must fit.
    pub inlined: bool,
    /// The layer in the user's words: its name, or `the closure`.
    pub words: String,
    /// Where it stands.
    pub spot: Spot,
    /// The model of which it is a layer, one of [`Network::calls`], if it is not the one that is compiled.
    pub within: Option<usize>,
}

/// A value: the layer at work that makes it, and which of that one's outputs it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Id {
    /// The layer at work.
    pub used: usize,
    /// Which of its outputs.
    pub part: usize,
}

impl Id {
    /// A value that a mistake leaves unknown.
    const UNKNOWN: Self = Self { used: usize::MAX, part: 0 };
}

/// A model inside a model.
#[derive(Debug)]
pub struct Nested {
    /// Its name in the model.
    pub name: String,
    /// The model, with the user's span.
    pub model: Ident,
    /// Its layers at work.
    pub uses: Range<usize>,
}

/// Looks up everything in a model. `items` are those of the same call, which can be its layers.
pub fn resolve(body: &Body, name: Option<&Ident>, items: &[syn::Result<Item>], report: &mut Report) -> Network {
    let mut network = Network::default();
    let models: Vec<_> = name.into_iter().cloned().collect();
    (network.outputs, _) = Scope::new(&mut network, items, models, report).body(body);
    if let Some((spot, message)) = &network.circle {
        report.error(*spot, message, "a model is made of others that do not need it");
    }
    if let Some(spot) = network.too_large {
        report.error(spot, "the model has more than 10000 layers", "repeat fewer of them");
    }
    network
}
