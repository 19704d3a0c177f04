//! Memory: which values share storage, and which slot of the workspace each storage lies in. A graph comes in, a list of
//! steps with places goes out; what is live at the same time never shares a place.

use std::collections::HashMap;

use crate::dim::{Dim, Shape};
use crate::fuse::Head;
use crate::graph::{Graph, LayerId, Op, Value, WeightId};

/// Steps in order, and the slots they use.
#[derive(Debug)]
pub struct Plan {
    /// What it is for.
    pub mode: Mode,
    /// What to do, in order; the optional steps last.
    pub steps: Vec<Step>,
    /// The sizes that each slot must hold, for one sample.
    pub slots: Vec<Vec<Dim>>,
}

/// One operation with its places.
#[derive(Debug)]
pub struct Step {
    /// What it computes.
    pub op: Op,
    /// What from.
    pub inputs: Vec<Operand>,
    /// Where to; the place of its first input if it works in place.
    pub output: Operand,
    /// For which layer.
    pub layer: LayerId,
    /// Whether only the gradient of the input needs it.
    pub optional: bool,
}

/// A value in its place.
#[derive(Clone, Debug)]
pub struct Operand {
    /// Where it lies.
    pub place: Place,
    /// Its shape, without the batch.
    pub shape: Shape,
}

/// Where a value lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The caller's batch, read only.
    Input,
    /// The caller's outputs.
    Output,
    /// The caller's gradient of the input.
    InputGradient,
    /// A weight's part of the caller's gradient.
    Gradient(WeightId),
    /// A part of the workspace.
    Slot(usize),
}

/// What a plan is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Forward only; dropout does nothing.
    Predict,
    /// Forward and back; the head turns its pre-activation into outputs where it lies.
    Train(Head),
}

/// Plans a graph.
pub fn plan(graph: &Graph, mode: Mode) -> Plan {
    let order = order(graph);
    let position: HashMap<Value, usize> = order.iter().enumerate().map(|(at, (value, _))| (*value, at)).collect();
    let contents = contents(graph, mode);
    let mut lifetimes = Lifetimes::new(graph, mode, &order, &contents);
    let storages = storages(graph, &order, &position, &contents, &mut lifetimes);
    let (places, slots) = places(graph, mode, &order, &contents, &storages);
    let operand = |value: Value| Operand {
        place: places[storages.of[contents[value.0].0]],
        shape: graph.node(value).shape.clone(),
    };
    let mut steps = Vec::new();
    for &(value, optional) in &order {
        let node = graph.node(value);
        let inputs: Vec<_> = node.inputs.iter().map(|input| operand(*input)).collect();
        if matches!(node.op, Op::LossGradient) {
            steps.extend(delivery(&inputs[0], Place::Output, node.layer, false));
        }
        let output = match &node.op {
            Op::InputGradient => {
                steps.extend(delivery(&inputs[0], Place::InputGradient, node.layer, true));
                continue;
            }
            Op::AffineGradKernel(weight) | Op::AffineGradBias(weight) => {
                Operand { place: Place::Gradient(*weight), shape: node.shape.clone() }
            }
            _ if contents[value.0] != value || matches!(node.op, Op::Input) => continue,
            _ => operand(value),
        };
        steps.push(Step { op: node.op.clone(), inputs, output, layer: node.layer, optional });
    }
    if mode == Mode::Predict {
        steps.extend(delivery(&operand(graph.output), Place::Output, graph.node(graph.output).layer, false));
    }
    Plan { mode, steps, slots }
}

/// The step that brings a value where the caller expects it, if it does not lie there already.
fn delivery(value: &Operand, place: Place, layer: LayerId, optional: bool) -> Option<Step> {
    let output = Operand { place, shape: value.shape.clone() };
    (value.place != place).then(|| Step { op: Op::Copy, inputs: vec![value.clone()], output, layer, optional })
}

/// The nodes in order, those that only the gradient of the input needs last; with whether they are such.
fn order(graph: &Graph) -> Vec<(Value, bool)> {
    let mut needed = vec![false; graph.nodes.len()];
    for (value, node) in graph.values().collect::<Vec<_>>().into_iter().rev() {
        let asked = matches!(node.op, Op::AffineGradKernel(_) | Op::AffineGradBias(_) | Op::LossGradient);
        if asked || value == graph.output || needed[value.0] {
            needed[value.0] = true;
            node.inputs.iter().for_each(|input| needed[input.0] = true);
        }
    }
    let optional = |wanted: bool| {
        graph
            .values()
            .map(|(value, _)| (value, !needed[value.0]))
            .filter(move |(_, optional)| *optional == wanted)
            .collect()
    };
    let mut order: Vec<_> = optional(false);
    let rest: Vec<_> = optional(true);
    order.extend(rest);
    order
}

/// For each value the first value with the same elements in memory: a reshaped value is the value itself.
fn contents(graph: &Graph, mode: Mode) -> Vec<Value> {
    let mut contents: Vec<Value> = Vec::with_capacity(graph.nodes.len());
    for (value, node) in graph.values() {
        let same = match node.op {
            Op::Reshape => true,
            Op::Dropout { .. } => mode == Mode::Predict,
            _ => false,
        };
        contents.push(if same { contents[node.inputs[0].0] } else { value });
    }
    contents
}

/// Until when each content is read, as a position in the order.
struct Lifetimes(HashMap<Value, usize>);

impl Lifetimes {
    fn new(graph: &Graph, mode: Mode, order: &[(Value, bool)], contents: &[Value]) -> Self {
        let mut last = HashMap::new();
        for (at, (value, _)) in order.iter().enumerate() {
            last.insert(contents[value.0], at);
            for input in &graph.node(*value).inputs {
                last.insert(contents[input.0], at);
            }
        }
        // The outputs are the caller's to read; with a head other than linear the loss overwrites its pre-activation.
        if matches!(mode, Mode::Predict | Mode::Train(Head::Linear)) {
            last.insert(contents[graph.output.0], usize::MAX);
        }
        Self(last)
    }

    fn of(&self, content: Value) -> usize {
        self.0.get(&content).copied().unwrap_or(0)
    }
}

/// Contents that follow each other in the same memory, because an operation works in place.
struct Storages {
    /// For each value that is a content, its storage.
    of: Vec<usize>,
    /// First and last position at which a storage is in use.
    live: Vec<(usize, usize)>,
    /// What a storage must hold.
    size: Vec<Dim>,
    /// The contents of a storage in turn.
    contents: Vec<Vec<Value>>,
}

fn storages(
    graph: &Graph,
    order: &[(Value, bool)],
    position: &HashMap<Value, usize>,
    contents: &[Value],
    lifetimes: &mut Lifetimes,
) -> Storages {
    let mut storages =
        Storages { of: vec![0; graph.nodes.len()], live: Vec::new(), size: Vec::new(), contents: Vec::new() };
    for &(value, _) in order {
        let node = graph.node(value);
        if contents[value.0] != value || written_elsewhere(&node.op) {
            continue;
        }
        let at = position[&value];
        let reused = node.inputs.first().map(|input| contents[input.0]).filter(|input| {
            works_in_place(&node.op) && lifetimes.of(*input) == at && !matches!(graph.node(*input).op, Op::Input)
        });
        let storage = reused.map_or(storages.live.len(), |input| storages.of[input.0]);
        if reused.is_none() {
            storages.live.push((at, at));
            storages.size.push(node.shape.len());
            storages.contents.push(Vec::new());
        }
        storages.of[value.0] = storage;
        storages.live[storage].1 = lifetimes.of(value);
        storages.contents[storage].push(value);
    }
    storages
}

/// Whether an operation writes to a slice of the caller's rather than making a value.
fn written_elsewhere(op: &Op) -> bool {
    matches!(op, Op::AffineGradKernel(_) | Op::AffineGradBias(_) | Op::InputGradient)
}

/// Whether an operation can write over its first input.
fn works_in_place(op: &Op) -> bool {
    match op {
        Op::Pointwise(_)
        | Op::Softmax
        | Op::LogSoftmax
        | Op::Dropout { .. }
        | Op::PointwiseGrad(_)
        | Op::SoftmaxGrad
        | Op::LogSoftmaxGrad
        | Op::Add => true,
        Op::Input
        | Op::Reshape
        | Op::Affine { .. }
        | Op::LossGradient
        | Op::AffineGradKernel(_)
        | Op::AffineGradBias(_)
        | Op::AffineGradInput { .. }
        | Op::Copy
        | Op::InputGradient => false,
    }
}

/// The place of each storage, and the slots that are needed.
fn places(
    graph: &Graph,
    mode: Mode,
    order: &[(Value, bool)],
    contents: &[Value],
    storages: &Storages,
) -> (Vec<Place>, Vec<Vec<Dim>>) {
    let mut slots: Vec<(usize, Vec<Dim>)> = Vec::new();
    let places = (0..storages.live.len()).map(|storage| {
        given_place(graph, mode, order, contents, storages, storage).unwrap_or_else(|| {
            let (start, end) = storages.live[storage];
            let size = &storages.size[storage];
            // The free slot whose size is nearest: growing one costs less than opening another.
            let free = slots.iter().enumerate().filter(|(_, (busy, _))| *busy < start);
            let nearest = free.min_by_key(|(_, (_, sizes))| {
                sizes.iter().map(|other| other.factor().abs_diff(size.factor())).min().unwrap_or(usize::MAX)
            });
            let slot = nearest.map_or(slots.len(), |(slot, _)| slot);
            if slot == slots.len() {
                slots.push((end, Vec::new()));
            }
            slots[slot].0 = end;
            if !slots[slot].1.contains(size) {
                slots[slot].1.push(size.clone());
            }
            Place::Slot(slot)
        })
    });
    let places = places.collect();
    (places, slots.into_iter().map(|(_, sizes)| sizes).collect())
}

/// The caller's place for a storage, if it can lie there.
fn given_place(
    graph: &Graph,
    mode: Mode,
    order: &[(Value, bool)],
    contents: &[Value],
    storages: &Storages,
    storage: usize,
) -> Option<Place> {
    let holds = |value: Value| storages.of[contents[value.0].0] == storage;
    if storages.contents[storage].iter().any(|content| matches!(graph.node(*content).op, Op::Input)) {
        return Some(Place::Input);
    }
    if holds(graph.output) {
        // The loss turns the pre-activation of such a head into outputs: nobody else may read it after that.
        let overwritten = !matches!(mode, Mode::Predict | Mode::Train(Head::Linear));
        let loss = order.iter().position(|(value, _)| matches!(graph.node(*value).op, Op::LossGradient));
        let read_later = loss.is_some_and(|loss| storages.live[storage].1 > loss);
        return (!(overwritten && read_later)).then_some(Place::Output);
    }
    let optional = |value: &Value| order.iter().any(|(other, optional)| other == value && *optional);
    let delivered = graph.values().find(|(_, node)| matches!(node.op, Op::InputGradient));
    let delivers = delivered.is_some_and(|(_, node)| holds(node.inputs[0]));
    (delivers && storages.contents[storage].iter().all(optional)).then_some(Place::InputGradient)
}
