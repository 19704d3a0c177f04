//! Names to layers: a model's syntax to the layers that it declares and the order in which they are at work. Values and
//! models are looked up, arguments read, layers named. What has a mistake stays in the list, so that later layers are judged
//! all the same.

mod names;
mod stages;

use std::ops::Range;

use proc_macro2::Ident;

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
    /// A model inside it that has mistakes of its own.
    pub broken: Option<Ident>,
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
    let outputs = Scope::new(&mut network, items, models, report).body(body);
    network.outputs = outputs;
    network
}
