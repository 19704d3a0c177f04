//! Layers at work to operations with shapes: each layer judges the shapes that reach it, and adds its operations to the
//! graph. A layer whose input is unknown is not judged: one mistake, one message.

mod carried;

use std::collections::HashMap;

use crate::claim::{Claim, Holds};
use crate::dim::{Dim, Shape};
use crate::explain;
use crate::graph::{self, Graph, LayerId, Op, Role, Value, Weight, WeightId};
use crate::layers::{Masks, Mismatch};
use crate::ops::Operation;
use crate::report::{Report, Spot};
use crate::resolve::{Declared, Id, Network, Use};
use crate::start::Start;

/// More elements than this do not fit a computer's memory, nor `isize` once multiplied by a batch. The second number is
/// for compilers of 32 bits.
const LARGEST: usize = 1 << if usize::BITS > 40 { 40 } else { 29 };

/// A value while the graph is built.
#[derive(Clone, Debug)]
pub struct Tensor {
    /// Its node.
    pub value: Value,
    /// Its shape, as the layer sees it that works on it.
    pub shape: Shape,
    /// Which of its steps count, if not all do: 1 or 0 for each.
    pub mask: Option<Value>,
}

impl Tensor {
    /// A value of which all steps count.
    pub fn new(value: Value, shape: Shape) -> Self {
        Self { value, shape, mask: None }
    }
}

/// The graph that is being built, for the layer whose turn it is.
#[derive(Debug)]
pub struct Build {
    /// The graph so far.
    pub graph: Graph,
    /// What only rustc can judge.
    pub claims: Vec<Claim>,
    layer: LayerId,
    trainable: bool,
    /// The layer in the user's words.
    pub words: String,
    /// Where the layer stands.
    pub spot: Spot,
    /// The axes that a wrapper has taken off the shapes, such as the steps of `TimeDistributed`.
    outer: Vec<Dim>,
    /// What a wrapper puts before the names of weights.
    prefix: String,
    weights: HashMap<(LayerId, String), WeightId>,
    /// The states that layers carry from batch to batch, each by its number in the layer.
    carried: HashMap<(LayerId, String, usize), usize>,
    draws: u32,
    /// How often the layer has drawn at this use.
    drawn: u32,
}

/// Builds the graph of a model; `None` after a mistake. With it what only rustc can judge.
pub fn build(network: &Network, report: &mut Report) -> Option<(Graph, Vec<Claim>)> {
    let layers = network.layers.iter().map(|layer| graph::Layer {
        name: layer.name.clone(),
        class: layer.class.clone(),
        own: layer.own,
        output: Value(0),
        spot: layer.spot,
        layout: graph::Layout::default(),
    });
    let graph = Graph {
        nodes: Vec::new(),
        layers: layers.collect(),
        weights: Vec::new(),
        parts: Vec::new(),
        inputs: Vec::new(),
        indices: Vec::new(),
        outputs: Vec::new(),
        masks: Vec::new(),
        carried: Vec::new(),
    };
    let mut build = Build {
        graph,
        claims: Vec::new(),
        layer: LayerId(0),
        trainable: true,
        words: String::new(),
        spot: proc_macro2::Span::call_site().into(),
        outer: Vec::new(),
        prefix: String::new(),
        weights: HashMap::new(),
        carried: HashMap::new(),
        draws: 0,
        drawn: 0,
    };
    let mut values: Vec<Option<Vec<Tensor>>> = Vec::with_capacity(network.uses.len());
    let mut first = vec![true; network.layers.len()];
    for (at, used) in network.uses.iter().enumerate() {
        for nested in network.parts.iter().filter(|part| part.uses.start == at) {
            let (name, model) = (nested.name.clone(), nested.model.clone());
            let start = build.graph.weights.len();
            build.graph.parts.push(graph::Part { name, model, weights: start..start });
        }
        let layer = &network.layers[used.layer];
        build.layer = LayerId(used.layer);
        build.trainable = layer.trainable;
        build.words.clone_from(&used.words);
        build.spot = used.spot;
        (build.draws, build.drawn) = (u32::try_from(at).unwrap_or(u32::MAX), 0);
        report.within(used.within);
        let outputs = build.turn(network, used, layer, &values, report);
        report.within(None);
        if let Some([output, ..]) = outputs.as_deref().filter(|_| std::mem::take(&mut first[used.layer])) {
            build.graph.layers[used.layer].output = output.value;
        }
        values.push(outputs);
        for nested in network.parts.iter().filter(|part| part.uses.end == at + 1) {
            let end = build.graph.weights.len();
            if let Some(part) = build.graph.parts.iter_mut().find(|part| part.name == nested.name) {
                part.weights.end = end;
            }
        }
    }
    let outputs: Vec<_> = network.outputs.iter().map(|id| tensor(&values, *id)).collect::<Option<_>>()?;
    build.graph.outputs = outputs.iter().map(|output| output.value).collect();
    build.graph.masks = outputs.iter().map(|output| build.mask_of(output)).collect();
    check_ends(&build.graph, report);
    report.is_empty().then_some((build.graph, build.claims))
}

/// The runtime knows tuples of up to so many.
const MOST_ENDS: usize = 4;

/// Whether there are not too many inputs and outputs.
fn check_ends(graph: &Graph, report: &mut Report) {
    for (what, ends) in [("inputs", &graph.inputs), ("outputs", &graph.outputs)] {
        if let Some(end) = ends.get(MOST_ENDS) {
            let spot = graph.layers[graph.node(*end).layer.0].spot;
            let message = format!("a model has at most {MOST_ENDS} {what}, this is one more");
            report.error(spot, message, "join some of them, by `Concatenate` or in one array");
        }
    }
}

fn tensor(values: &[Option<Vec<Tensor>>], id: Id) -> Option<&Tensor> {
    values.get(id.used)?.as_ref()?.get(id.part)
}

impl Build {
    /// A layer's turn: its outputs, or `None` if they are unknown.
    fn turn(
        &mut self,
        network: &Network,
        used: &Use,
        layer: &Declared,
        values: &[Option<Vec<Tensor>>],
        report: &mut Report,
    ) -> Option<Vec<Tensor>> {
        let inputs: Option<Vec<_>> = used.inputs.iter().map(|id| tensor(values, *id).cloned()).collect();
        let inputs = match (inputs, &used.stated) {
            (Some(inputs), None) => Some(inputs),
            (Some(inputs), Some(stated)) if inputs.is_empty() => {
                drop(inputs);
                Some(vec![self.model_input(&stated.shape)])
            }
            (Some(inputs), Some(stated)) if used.inlined && !inputs[0].shape.same(&stated.shape) => {
                explain::unlike_stated(network, used, &inputs[0].shape, &stated.shape, report);
                Some(vec![Tensor { shape: stated.shape.clone(), ..inputs[0].clone() }])
            }
            (Some(inputs), Some(stated)) => {
                let shape = self.as_stated(network, used, &inputs[0].shape, &stated.shape);
                Some(vec![Tensor { shape, ..inputs[0].clone() }])
            }
            (None, Some(stated)) if used.inlined => {
                let value = self.graph.push(Op::Scratch, Vec::new(), stated.shape.clone(), self.layer);
                Some(vec![Tensor::new(value, stated.shape.clone())])
            }
            (None, _) => None,
        };
        let kind = layer.kind.as_deref()?;
        let alone = |build: &mut Self| {
            let shape = kind.alone()?;
            let value = build.graph.push(Op::Scratch, Vec::new(), shape.clone(), build.layer);
            Some(vec![Tensor::new(value, shape)])
        };
        let Some(mut inputs) = inputs else { return alone(self) };
        if let Masks::Dropped = kind.masks()
            && !layer.drops_mask
            && inputs.iter().any(|input| input.mask.is_some())
        {
            let message = format!("{} does not pass on which steps are masked", used.words);
            let arguments = if crate::layers::needs_arguments(&layer.class.to_string()) { "…, " } else { "" };
            let help =
                format!("if all steps shall count from here on, write `{}({arguments}mask = drop)`", layer.class);
            report.error(used.spot, message, help);
        }
        if layer.drops_mask {
            for input in &mut inputs {
                input.mask = None;
            }
        }
        match kind.apply(self, &inputs) {
            Ok(mut outputs) => {
                if let Masks::Passed = kind.masks() {
                    let mask = inputs.first().and_then(|input| input.mask);
                    for output in &mut outputs {
                        output.mask = mask;
                    }
                }
                let too_large = outputs.iter().find(|output| output.shape.len().factor() > LARGEST);
                if let Some(output) = too_large {
                    let message = format!("the output {} of {} is larger than memory", output.shape, used.words);
                    report.error(used.spot, message, "choose smaller sizes");
                    return None;
                }
                Some(outputs)
            }
            Err(mismatch) => {
                explain::mismatch(network, used, &inputs, mismatch, report);
                alone(self)
            }
        }
    }

    /// Leaves it to rustc whether what a model inside another takes is as its input says.
    fn as_stated(&mut self, network: &Network, used: &Use, found: &Shape, stated: &Shape) -> Shape {
        let Some(call) = used.within.map(|call| &network.calls[call]).filter(|_| used.inlined) else {
            return found.clone();
        };
        for (stated, found) in stated.0.iter().zip(&found.0) {
            if stated.same(found).is_none() {
                let (expected, found, spot) = (stated.clone(), found.clone(), call.name.span().into());
                let (rule, holds) = (format!("the input of `{}`", call.name), Holds::Equal { expected, found });
                self.claims.push(Claim { rule, holds, spot });
            }
        }
        stated.clone()
    }

    fn model_input(&mut self, shape: &Shape) -> Tensor {
        let number = self.graph.inputs.len();
        let value = self.graph.push(Op::Input(number), Vec::new(), shape.clone(), self.layer);
        self.graph.inputs.push(value);
        Tensor::new(value, shape.clone())
    }

    /// Adds a node that makes a value of a shape.
    pub fn push(&mut self, op: Op, inputs: &[Value], shape: &Shape) -> Value {
        let whole = Shape(self.outer.iter().chain(&shape.0).cloned().collect());
        self.graph.push(op, inputs.to_vec(), whole, self.layer)
    }

    /// Adds an operation.
    pub fn kernel(&mut self, operation: impl Operation + 'static, inputs: &[Value], shape: &Shape) -> Value {
        self.push(Op::kernel(operation), inputs, shape)
    }

    /// A part of the workspace that lasts from here to the last operation that names it.
    pub fn scratch(&mut self, shape: &Shape) -> Value {
        self.push(Op::Scratch, &[], shape)
    }

    /// The layer's weight of a name: made the first time, the same when the layer is used again.
    ///
    /// # Errors
    /// A layer used again on an input for which its weights would have another shape.
    pub fn weight(&mut self, name: &str, shape: Shape, start: &Start) -> Result<WeightId, Mismatch> {
        let role = if self.trainable { Role::Trained } else { Role::Fixed };
        self.weight_with(name, shape, start, role)
    }

    /// As [`weight`](Self::weight), for what a step changes rather than the optimizer.
    ///
    /// # Errors
    /// As [`weight`](Self::weight).
    pub fn state(&mut self, name: &str, shape: Shape, start: &Start) -> Result<WeightId, Mismatch> {
        let role = if self.trainable { Role::State } else { Role::Fixed };
        self.weight_with(name, shape, start, role)
    }

    /// As [`weight`](Self::weight), for what never changes while training.
    ///
    /// # Errors
    /// As [`weight`](Self::weight).
    pub fn fixed(&mut self, name: &str, shape: Shape, start: &Start) -> Result<WeightId, Mismatch> {
        self.weight_with(name, shape, start, Role::Fixed)
    }

    fn weight_with(&mut self, name: &str, shape: Shape, start: &Start, role: Role) -> Result<WeightId, Mismatch> {
        let name = format!("{}{name}", self.prefix);
        if let Some(known) = self.weights.get(&(self.layer, name.clone())) {
            let before = &self.graph.weights[known.0].shape;
            if before.same(&shape) {
                return Ok(*known);
            }
            let message = format!(
                "the weights of {} are shared, but `{name}` would have the shape {before} here and {shape} there",
                self.words
            );
            return Err(Mismatch::input(message, "give it inputs of one shape, or use a layer of its own"));
        }
        if shape.len().factor() > LARGEST {
            let message = format!("the {name} {shape} of {} is larger than memory", self.words);
            return Err(Mismatch::layer(message, "choose smaller sizes"));
        }
        let id = WeightId(self.graph.weights.len());
        self.graph.weights.push(Weight { layer: self.layer, name: name.clone(), shape, start: start.clone(), role });
        self.weights.insert((self.layer, name), id);
        Ok(id)
    }

    /// Whether the layer is trained.
    pub fn trainable(&self) -> bool {
        self.trainable
    }

    /// A number for random draws: each use of a layer draws by itself, and so does each part of it that asks.
    pub fn draws(&mut self) -> u32 {
        // Layers at work have numbers below 2^16.
        let number = self.draws + (self.drawn << 16);
        self.drawn += 1;
        number
    }

    /// Leaves it to rustc whether two sizes are equal.
    pub fn claim(&mut self, rule: String, expected: Dim, found: Dim) {
        self.claims.push(Claim { rule, holds: Holds::Equal { expected, found }, spot: self.spot });
    }

    /// Leaves it to rustc whether a number divides a size that the macro does not know.
    pub fn claim_divides(&mut self, rule: String, by: usize, size: Dim) {
        if !size.factor().is_multiple_of(by) {
            self.claims.push(Claim { rule, holds: Holds::Divides { by, size }, spot: self.spot });
        }
    }

    /// Runs a layer inside this one: its weights' names get a prefix, and its shapes lack the outer axes.
    ///
    /// # Errors
    /// What the layer says.
    pub fn within<R>(&mut self, prefix: &str, outer: &[Dim], f: impl FnOnce(&mut Self) -> R) -> R {
        let (length, axes) = (self.prefix.len(), self.outer.len());
        self.prefix.push_str(prefix);
        self.outer.extend(outer.iter().cloned());
        let result = f(self);
        self.prefix.truncate(length);
        self.outer.truncate(axes);
        result
    }

    /// The product of the axes that a wrapper has taken off.
    pub fn outer(&self) -> Dim {
        Dim::product(&self.outer)
    }

    /// Notes that a value holds indices below a number; false if it is no input of the model, in its own shape or another.
    pub fn takes_indices(&mut self, value: Value, below: &Dim) -> bool {
        let node = self.graph.node(value);
        match node.op {
            Op::Input(number) => {
                self.graph.indices.push((number, below.clone()));
                true
            }
            Op::Reshape => {
                let input = node.inputs[0];
                self.takes_indices(input, below)
            }
            _ => false,
        }
    }

    /// The mask of an output, if it says of each of its steps whether it counts.
    fn mask_of(&self, output: &Tensor) -> Option<Value> {
        let steps = |mask: &Value| {
            let mask = &self.graph.node(*mask).shape;
            mask.rank() < output.shape.rank() && mask.same(&Shape(output.shape.0[..mask.rank()].to_vec()))
        };
        output.mask.filter(steps)
    }

    /// How long a weight is.
    pub fn weight_len(&self, weight: WeightId) -> Dim {
        self.graph.weights[weight.0].shape.len()
    }

    /// The shape of a value, as the layer sees it whose turn it is.
    pub fn shape_of(&self, value: Value) -> Shape {
        Shape(self.graph.node(value).shape.0[self.outer.len()..].to_vec())
    }
}
