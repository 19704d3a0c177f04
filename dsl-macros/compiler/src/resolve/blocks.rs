//! `Residual(…)` and `repeat(…)`: stages in parentheses.

use proc_macro2::Ident;

use super::Id;
use super::stages::Scope;
use crate::ast::{Stage, Value, ValueKind};
use crate::layers::{Residual, words};
use crate::report::Spot;

/// More repetitions than this are a mistake.
const MOST: i128 = 1000;

impl Scope<'_> {
    pub(super) fn residual(&mut self, spot: Spot, stages: &[Stage], name: Option<&Ident>, inputs: &[Id]) -> Vec<Id> {
        if let Some(name) = name {
            let message = format!("`{name}` would name several layers");
            self.report.error(name.span(), message, "name a layer in the parentheses, `Residual(Dense(64) as hidden)`");
        }
        if inputs.len() != 1 {
            let help = "start with the shape of one sample, `Input(64) -> Residual(…)`";
            self.report.error(spot, "`Residual` has no input to add", help);
            return vec![Id::UNKNOWN];
        }
        let ids = self.chained(stages, inputs.to_vec());
        let output = self.single(&ids, spot);
        self.declare(None, "Add", Box::new(Residual), "`Residual`".into(), spot, vec![output, inputs[0]])
    }

    pub(super) fn repeat(
        &mut self,
        spot: Spot,
        count: &Value,
        stages: &[Stage],
        name: Option<&Ident>,
        inputs: Vec<Id>,
    ) -> Vec<Id> {
        let before = self.report.len();
        let times = self.times(count);
        if let Some(name) = name {
            let message = format!("`{name}` would name several layers");
            let help = "declare a model for the layers, and write it once, `Block as first -> repeat(5, Block)`";
            self.report.error(name.span(), message, help);
        }
        if let Some(name) = stages.iter().find_map(|stage| stage.name.as_ref())
            && times > 1
        {
            let message = format!("`{name}` would name {times} layers");
            self.report.error(name.span(), message, "leave `as` out: each repetition has layers of its own");
        }
        if inputs.is_empty() {
            let help = "start with the shape of one sample, `Input(64) -> repeat(…)`";
            self.report.error(spot, "`repeat` has no input", help);
            return vec![Id::UNKNOWN];
        }
        let mut ids = inputs;
        for _ in 0..times {
            ids = self.chained(stages, ids);
            // A mistake is told once.
            if self.report.len() > before || self.too_large(spot) {
                break;
            }
        }
        ids
    }

    /// How often; once after a mistake.
    fn times(&mut self, count: &Value) -> i128 {
        let help = match &count.kind {
            ValueKind::Integer(times @ 1..=MOST) => return *times,
            ValueKind::Path(_) | ValueKind::Block(_) => "write the number itself: the macro does not know its value",
            ValueKind::Call(call) if words::names_constant(call) => {
                "write the number itself: the macro does not know its value"
            }
            ValueKind::Integer(0) => "leave `repeat` out, or write how often, `repeat(6, …)`",
            _ => "write how often, `repeat(6, …)`",
        };
        let found = words::describe(&count.kind);
        self.report.error(count.spot, format!("`repeat` expects a number from 1 to {MOST}, found {found}"), help);
        1
    }
}
