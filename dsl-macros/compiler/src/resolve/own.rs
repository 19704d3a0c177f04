//! What is the user's own in a stage: a layer by its path, values as initial states.

use proc_macro2::Ident;

use super::Id;
use super::stages::Scope;
use super::work::{Found, Home};
use crate::ast::{Argument, Call, Path, Stage, StageKind, Value, ValueKind};
use crate::layers::{self, Layer, Stated};

impl Scope<'_> {
    /// `initial_state = h`, or `(h, c)`: values among the arguments, which become inputs.
    pub(super) fn without_initial_state(&mut self, call: &Call, inputs: &mut Vec<Id>) -> Call {
        let mut call = call.clone();
        let state = |argument: &Argument| argument.name.as_ref().is_some_and(|name| name == "initial_state");
        let Some(at) = call.arguments.iter().position(state) else { return call };
        let takes = layers::find(&call.name.to_string())
            .is_some_and(|spec| spec.weights.iter().any(|weight| weight.contains("recurrent")));
        if !takes {
            return call;
        }
        let argument = call.arguments.remove(at);
        let values = match argument.value.kind {
            ValueKind::Tuple(values) => values,
            _ => vec![argument.value],
        };
        for value in values {
            match &value.kind {
                ValueKind::Call(word) if word.arguments.is_empty() => {
                    let stage = Stage { kind: StageKind::Call(word.clone()), name: None };
                    let ids = self.source(&stage);
                    inputs.push(self.single(&ids, value.spot));
                }
                _ => {
                    let message = "`initial_state` expects the name of a value, or a tuple of names";
                    self.report.error(value.spot, message, "name it by `let`, and write `initial_state = (h, c)`");
                    inputs.push(Id::UNKNOWN);
                }
            }
        }
        call
    }

    /// A layer of the user's.
    pub(super) fn path(&mut self, path: &Path, name: Option<&Ident>, inputs: Vec<Id>) -> Vec<Id> {
        let mut shape_of = |value: &Option<Value>, at| match value {
            None => Some(None),
            Some(value) => layers::shape_of(value, at, self.report).map(Some),
        };
        let (input, shape) = (shape_of(&path.input, "input_shape ="), shape_of(&path.shape, ":"));
        let stated = input.clone().flatten().zip(path.input.as_ref());
        let words = format!("`{}`", path.last);
        let kind = input.and(shape).map(|shape| {
            let layer = layers::Custom { path: path.tokens.clone(), shape, spot: path.spot };
            Box::new(layer) as Box<dyn Layer>
        });
        let found = Found {
            class: path.last.to_string(),
            span: path.last.span(),
            home: Home::User,
            sound: kind.is_some(),
            kind,
            stated: stated.map(|(shape, value)| Stated { shape, spot: value.spot }),
            trainable: true,
            drops_mask: false,
            words,
            spot: path.spot,
        };
        self.at_work(found, name, inputs)
    }
}
