//! A model of the same call as a layer, a copy of its own each time; and layers and models that were named, once more.

use std::collections::VecDeque;
use std::ops::Range;

use proc_macro2::Ident;
use syn::ext::IdentExt;

use super::stages::{Reused, Scope};
use super::{Id, Inlined, Nested, Use};
use crate::ast::{Call, Item};
use crate::report::{Report, Spot};

/// More layers at work than this are a mistake: they come of repetitions within repetitions.
const MOST: usize = 10_000;

/// A model at work inside another.
#[derive(Clone)]
pub(super) struct Instance {
    model: Ident,
    uses: Range<usize>,
    inputs: Vec<Id>,
    outputs: Vec<Id>,
}

impl<'a> Scope<'a> {
    /// Whether the model has grown beyond every use, which is told in the end.
    pub(super) fn too_large(&mut self, spot: Spot) -> bool {
        if self.network.uses.len() > MOST && self.network.too_large.is_none() {
            let outermost = self.within.map(|call| self.network.calls[call].name.span().into());
            self.network.too_large = Some(outermost.unwrap_or(spot));
        }
        self.network.too_large.is_some()
    }

    /// A layer or a model that was named before.
    pub(super) fn again(&mut self, call: &Call, reused: &Reused, name: Option<&Ident>, inputs: Vec<Id>) -> Vec<Id> {
        let (words, spot) = (format!("`{}`", call.name), Spot::from(call.name.span()));
        if let Some(name) = name {
            let message = format!("`{}` has a name: it is the layer of that name once more", call.name);
            self.report.error(name.span(), message, "leave `as` out");
        }
        self.no_arguments(call, "it is the layer of that name once more");
        if inputs.is_empty() {
            let help = format!("apply it to a value, `x -> {}`", call.name);
            self.report.error(spot, format!("the layer {words} has no input here"), help);
            return vec![Id::UNKNOWN];
        }
        match reused {
            Reused::Layer(layer) => self.use_layer(*layer, None, words, spot, inputs, true),
            Reused::Model(instance) => {
                if instance.inputs.len() != inputs.len() {
                    self.wrong_number(call, instance.inputs.len(), inputs.len());
                    return vec![Id::UNKNOWN];
                }
                self.replay(call, instance, &inputs)
            }
        }
    }

    /// A name that stands for something with all its arguments.
    fn no_arguments(&mut self, call: &Call, because: &str) {
        if let Some(argument) = call.arguments.first() {
            let message = format!("`{}` takes no arguments: {because}", call.name);
            self.report.error(argument.spot(), message, format!("write `{}`", call.name));
        }
    }

    /// Another number of values than a model has inputs.
    fn wrong_number(&mut self, call: &Call, takes: usize, found: usize) {
        let name = &call.name;
        let message = format!("`{name}` takes {takes} {}, found {found}", plural(takes, "value"));
        let help = if takes == 1 {
            format!("apply it to one, `a -> {name}`")
        } else {
            let values: Vec<_> = ('a'..='z').take(takes).map(String::from).collect();
            format!("write them in parentheses, `{name}({})`", values.join(", "))
        };
        self.report.error(name.span(), message, help);
    }

    /// The layers of a model at work once more, on other values.
    fn replay(&mut self, call: &Call, instance: &Instance, inputs: &[Id]) -> Vec<Id> {
        if self.too_large(call.name.span().into()) {
            return vec![Id::UNKNOWN; instance.outputs.len()];
        }
        let within = self.inside(&call.name, &instance.model);
        let (start, shift) = (instance.uses.start, self.network.uses.len() - instance.uses.start);
        let moved = |id: &Id| {
            if let Some(at) = instance.inputs.iter().position(|input| input == id) {
                return inputs[at];
            }
            let inside = id.used != usize::MAX && id.used >= start;
            Id { used: if inside { id.used + shift } else { id.used }, ..*id }
        };
        for at in instance.uses.clone() {
            let used = self.network.uses[at].clone();
            let inputs = used.inputs.iter().map(moved).collect();
            self.network.uses.push(Use { inputs, within: Some(within), ..used });
        }
        instance.outputs.iter().map(moved).collect()
    }

    /// The model that is looked up as a layer of the outermost one, in whose layer this one is at work.
    fn inside(&mut self, name: &Ident, model: &Ident) -> usize {
        self.within.unwrap_or_else(|| {
            self.network.calls.push(Inlined { name: name.clone(), model: model.clone() });
            self.network.calls.len() - 1
        })
    }

    pub(super) fn item(&self, name: &Ident) -> Option<&'a Item> {
        let items = self.items;
        items.iter().flatten().find(|item| item.name.unraw() == name.unraw())
    }

    /// A model of the same call as a layer: a copy of its own.
    pub(super) fn model(&mut self, call: &Call, item: &'a Item, name: Option<&Ident>, inputs: Vec<Id>) -> Vec<Id> {
        if self.too_large(call.name.span().into()) || self.circle(call, item) {
            return vec![Id::UNKNOWN];
        }
        self.no_arguments(call, "it is a model of its own");
        let own = self.names.name(name, &item.name.to_string(), self.report);
        let Ok(body) = &item.body else {
            self.network.broken.get_or_insert_with(|| call.name.clone());
            return vec![Id::UNKNOWN];
        };
        let mut silent = Report::default();
        let start = self.network.uses.len();
        let nested = format!("{}{}", self.prefix, own.unraw());
        let mut models = self.models.clone();
        models.push(call.name.clone());
        let within = self.inside(&call.name, &item.name);
        let mut scope = Scope::new(self.network, self.items, models, &mut silent);
        scope.prefix = format!("{nested}.");
        scope.within = Some(within);
        scope.given = (!inputs.is_empty()).then(|| inputs.iter().copied().collect());
        let (outputs, left) = scope.body(body);
        let uses = start..self.network.uses.len();
        if !silent.is_empty() {
            self.network.broken.get_or_insert_with(|| call.name.clone());
            return vec![Id::UNKNOWN];
        }
        let taken = |used: &&Use| used.inlined && used.inputs == [Id::UNKNOWN];
        let missing = self.network.uses[uses.clone()].iter().filter(taken).count();
        if !inputs.contains(&Id::UNKNOWN) && (missing > 0 || left > 0) {
            self.wrong_number(call, inputs.len() + missing - left, inputs.len());
            return vec![Id::UNKNOWN];
        }
        if let Some(name) = name {
            let instance = Instance { model: item.name.clone(), uses: uses.clone(), inputs, outputs: outputs.clone() };
            self.layers.insert(name.unraw().to_string(), Reused::Model(instance));
        }
        self.network.parts.push(Nested { name: nested, model: call.name.clone(), uses });
        outputs
    }

    /// Whether a model is a layer of itself. The first of such a circle tells of it.
    fn circle(&mut self, call: &Call, item: &Item) -> bool {
        let Some(at) = self.models.iter().position(|model| model.unraw() == item.name.unraw()) else { return false };
        self.network.broken.get_or_insert_with(|| call.name.clone());
        let circle = &self.models[at..];
        let first =
            self.items.iter().flatten().find(|item| circle.iter().any(|name| name.unraw() == item.name.unraw()));
        if at > 0 || first.is_none_or(|first| first.name.unraw() != item.name.unraw()) {
            return true;
        }
        let by = match circle {
            [_] => "itself".to_owned(),
            [_, others @ ..] => {
                let others: Vec<_> = others.iter().map(|name| format!("`{name}`")).collect();
                format!("{}, which needs `{}`", others.join(", which needs "), item.name)
            }
            [] => return true,
        };
        let (message, spot) = (format!("`{}` needs {by}", item.name), circle.get(1).unwrap_or(&call.name).span());
        self.network.circle.get_or_insert((spot, message));
        true
    }
}

/// The values that a model inside another was given, and has not taken.
pub(super) fn left(given: Option<&VecDeque<Id>>) -> usize {
    given.map_or(0, VecDeque::len)
}

/// `1 value`, `2 values`
pub(super) fn plural(count: usize, word: &str) -> String {
    if count == 1 { word.to_owned() } else { format!("{word}s") }
}
