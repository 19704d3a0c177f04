//! `Bidirectional(LSTM(32))`, `TimeDistributed(Conv2D(8, 3))`

use super::arguments::Arguments;
use super::geometry::reversed;
use super::merge::Merging;
use super::words::describe;
use super::{Layer, Masks, Merge, Mismatch, Need, Origin, Parameter, Spec, Takes, is_layer};
use crate::ast::ValueKind;
use crate::build::{Build, Tensor};
use crate::dim::{Dim, Shape};
use crate::ops;
use crate::report::Report;

pub(super) const BIDIRECTIONAL: Spec = Spec {
    name: "Bidirectional",
    aliases: &[],
    summary: "a recurrent layer from the first step to the last and another from the last to the first; `merge_mode` is `concat`, `sum`, `mul`, `ave`, or `none` for two outputs",
    shapes: "(steps, features) → as the layer, its units doubled by `concat`",
    page: "recurrent_layers/bidirectional",
    example: "Input(8, 4) -> Bidirectional(LSTM(6)) -> Dense(2)",
    parameters: &[
        Parameter::new("layer", Need::Required("LSTM(32)")),
        Parameter::new("merge_mode", Need::Default("concat")),
        Parameter::new("weights", Need::Refused("weights are loaded from a file: leave it out")),
        Parameter::new("backward_layer", Need::Refused("the layer back has the arguments of the layer forth")),
    ],
    weights: &[
        "forward.kernel",
        "forward.recurrent_kernel",
        "forward.bias?",
        "backward.kernel",
        "backward.recurrent_kernel",
        "backward.bias?",
    ],
    resolve: |arguments, report| {
        let mode = arguments.word("merge_mode", &["concat", "sum", "mul", "ave", "none"], report);
        let (forward, name) = inner(arguments, report)?;
        let Some(backward) = forward.other_way() else {
            let message = format!("`Bidirectional` expects a recurrent layer, found `{name}`");
            report.error(arguments.spot("layer"), message, "write `Bidirectional(LSTM(32))`");
            return None;
        };
        Some(Box::new(Bidirectional { forward, backward, mode: mode? }))
    },
};

pub(super) const TIME_DISTRIBUTED: Spec = Spec {
    name: "TimeDistributed",
    aliases: &[],
    summary: "a layer on each step by itself, with the same weights",
    shapes: "(steps, …) → (steps, what the layer gives for one)",
    page: "recurrent_layers/time_distributed",
    example: "Input(3, 8, 8, 1) -> TimeDistributed(Conv2D(2, 3)) -> Flatten -> Dense(2)",
    parameters: &[Parameter::new("layer", Need::Required("Conv2D(8, 3)"))],
    weights: &["kernel?", "bias?", "gamma?", "beta?"],
    resolve: |arguments, report| {
        let (layer, name) = inner(arguments, report)?;
        if layer.takes() == Takes::Several {
            let message = format!("`TimeDistributed` takes a layer of one value, found `{name}`");
            report.error(arguments.spot("layer"), message, "apply it to whole sequences instead");
            return None;
        }
        Some(Box::new(TimeDistributed(layer)))
    },
};

/// The layer inside, and its name.
fn inner(arguments: &Arguments<'_>, report: &mut Report) -> Option<(Box<dyn Layer>, String)> {
    let value = arguments.get("layer")?;
    let ValueKind::Call(call) = &value.kind else {
        let (name, found) = (&arguments.call.name, describe(&value.kind));
        let units = if let ValueKind::Integer(units @ 1..) = value.kind { units } else { 32 };
        let message = format!("`{name}` expects a layer, found {found}");
        report.error(value.spot, message, format!("write the layer with its arguments, `{name}(LSTM({units}))`"));
        return None;
    };
    if !is_layer(&call.name.to_string()) && crate::activation::is_activation(call) {
        let message = format!("`{}` expects a layer, found the activation `{}`", arguments.call.name, call.name);
        report.error(value.spot, message, format!("an activation works on each element: write `-> {}`", call.name));
        return None;
    }
    let resolved = super::resolve(call, report)?;
    if let Some(stated) = resolved.input {
        report.error(stated.spot, "a layer inside another states no input shape", "leave it out");
    }
    Some((resolved.layer?, call.name.to_string()))
}

#[derive(Debug)]
struct Bidirectional {
    forward: Box<dyn Layer>,
    backward: Box<dyn Layer>,
    mode: &'static str,
}

impl Layer for Bidirectional {
    fn apply(&self, build: &mut Build, inputs: &[Tensor]) -> Result<Vec<Tensor>, Mismatch> {
        let states = &inputs[1..];
        if states.len() % 2 == 1 {
            let message = format!("`Bidirectional` takes initial states for both layers, found {}", states.len());
            return Err(Mismatch::layer(message, "write those of the layer forth, then those of the layer back"));
        }
        let (forth, back) = states.split_at(states.len() / 2);
        let of = |states: &[Tensor]| [&inputs[..1], states].concat();
        let mut forth = build.within("forward.", &[], |build| self.forward.apply(build, &of(forth)))?;
        let mut back = build.within("backward.", &[], |build| self.backward.apply(build, &of(back)))?;
        let (mut a, mut b) = (forth.remove(0), back.remove(0));
        if self.forward.keeps_steps() {
            b = Tensor { mask: a.mask, ..reversed(build, &b) };
            // As in Keras, steps that do not count put out zeros here, where a layer alone repeats its output.
            if let Some(mask) = inputs[0].mask {
                for y in [&mut a, &mut b] {
                    y.value = build.kernel(ops::ZeroMasked { width: y.shape.last() }, &[y.value, mask], &y.shape);
                }
            }
        }
        let merge = |build: &mut Build, merging| {
            let merge = Merge { merging, words: "`Bidirectional`", goes_on: false };
            merge.apply(build, &[a.clone(), b.clone()])
        };
        let mut outputs = match self.mode {
            "sum" => merge(build, Merging::Add)?,
            "mul" => merge(build, Merging::Multiply)?,
            "ave" => merge(build, Merging::Average)?,
            "none" => vec![a, b],
            _ => {
                let widths = vec![a.shape.last(), b.shape.last()];
                let mut shape = a.shape.clone();
                if let Some(last) = shape.0.last_mut() {
                    *last = Dim::sum(&widths);
                }
                let value = build.kernel(ops::Concatenate { widths }, &[a.value, b.value], &shape);
                vec![Tensor { value, shape, mask: a.mask }]
            }
        };
        outputs.extend(forth);
        outputs.extend(back);
        Ok(outputs)
    }

    fn takes(&self) -> Takes {
        Takes::Between(1, 5)
    }

    fn forgets_steps(&self) -> bool {
        self.forward.forgets_steps()
    }

    fn gives(&self) -> usize {
        let merged = if self.mode == "none" { 2 } else { 1 };
        merged + 2 * (self.forward.gives() - 1)
    }

    fn masks(&self) -> Masks {
        Masks::Own
    }
}

#[derive(Debug)]
struct TimeDistributed(Box<dyn Layer>);

impl Layer for TimeDistributed {
    fn apply(&self, build: &mut Build, inputs: &[Tensor]) -> Result<Vec<Tensor>, Mismatch> {
        let x = &inputs[0];
        if x.shape.rank() < 2 {
            let message = format!("`TimeDistributed` expects an input of rank 2 or more (steps, …), found {}", x.shape);
            return Err(Mismatch::input(message, "use the layer itself, or insert a `Reshape(steps, features)`"));
        }
        let steps = x.shape.0[0].clone();
        let each = Tensor::new(x.value, Shape(x.shape.0[1..].to_vec()));
        let within = std::slice::from_ref(&steps);
        let outputs = build.within("", within, |build| self.0.apply(build, &[each])).map_err(|mismatch| {
            let each = Shape(x.shape.0[1..].to_vec());
            let help = format!("a step has the shape {each}: change it by a `Reshape` before `TimeDistributed`");
            if mismatch.origin == Origin::Layer { mismatch } else { Mismatch { help, ..mismatch } }
        })?;
        let whole = outputs.into_iter().map(|output| {
            let shape = Shape(std::iter::once(&steps).chain(&output.shape.0).cloned().collect());
            Tensor { value: output.value, shape, mask: x.mask }
        });
        Ok(whole.collect())
    }

    fn gives(&self) -> usize {
        self.0.gives()
    }

    fn masks(&self) -> Masks {
        Masks::Own
    }
}
