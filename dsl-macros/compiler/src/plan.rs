//! Memory: which values share storage, and which slot of the workspace each storage lies in. A graph comes in, a list of
//! steps with places goes out; what is live at the same time never shares a place.

mod order;

use std::collections::{HashMap, HashSet};

use crate::dim::{Dim, Shape};
use crate::fuse::Head;
use crate::graph::{Graph, LayerId, Op, Value, WeightId};
use order::order;

/// Steps in order, and the slots they use.
#[derive(Debug)]
pub struct Plan {
    /// What it is for.
    pub mode: Mode,
    /// What to do, in order; the optional steps last.
    pub steps: Vec<Step>,
    /// The sizes that each slot must hold, for one sample.
    pub slots: Vec<Vec<Dim>>,
    /// Where each layer's output lies, after so many steps.
    pub layers: Vec<(usize, LayerId, Operand)>,
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
    /// The caller's batch, read only: the part that is the input of this number.
    Input(usize),
    /// The caller's outputs: the part that is the output of this number.
    Output(usize),
    /// The caller's masks: the part that is the mask of this number, among the outputs that have one.
    Mask(usize),
    /// The caller's gradient of the inputs: the part that belongs to the input of this number.
    InputGradient(usize),
    /// A weight's part of the caller's gradient.
    Gradient(WeightId),
    /// A place beside it for what is then added to it: the weight is used several times.
    Again(WeightId),
    /// The state of this number, which one batch leaves to the next.
    Carried(usize),
    /// A part of the workspace.
    Slot(usize),
}

/// What a plan is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Forward only.
    Predict,
    /// Forward only, to the masks of the outputs in the place of the outputs.
    Masks,
    /// Forward and back; the heads turn their pre-activations into outputs where they lie.
    Train(Vec<Head>),
}

impl Mode {
    /// Where the graph's output of a number goes.
    fn result(&self, number: usize) -> Place {
        match self {
            Self::Predict | Self::Train(_) => Place::Output(number),
            Self::Masks => Place::Mask(number),
        }
    }

    /// Whether the outputs, once made, stay as they are.
    fn keeps_outputs(&self) -> bool {
        match self {
            Self::Predict | Self::Masks => true,
            Self::Train(heads) => heads.iter().all(|head| *head == Head::Linear),
        }
    }
}

/// Plans what computes the masks of a graph's outputs, if one has a mask.
pub fn masks(graph: &Graph) -> Option<Plan> {
    let outputs: Vec<_> = graph.masks.iter().flatten().copied().collect();
    let masks = Graph { outputs, masks: Vec::new(), ..graph.clone() };
    (!masks.outputs.is_empty()).then(|| plan(&masks, Mode::Masks))
}

/// Plans a graph.
pub fn plan(graph: &Graph, mode: Mode) -> Plan {
    let order = order(graph, &mode);
    let position: HashMap<Value, usize> = order.iter().enumerate().map(|(at, (value, _))| (*value, at)).collect();
    let contents = contents(graph);
    let mut lifetimes = Lifetimes::new(graph, &mode, &order, &contents);
    let storages = storages(graph, &order, &position, &contents, &mut lifetimes);
    let (places, slots) = places(graph, &mode, &order, &contents, &storages);
    let operand = |value: Value| Operand {
        place: places[storages.of[contents[value.0].0]],
        shape: graph.node(value).shape.clone(),
    };
    let deliveries = |layer: LayerId| {
        let outputs = graph.outputs.iter().enumerate().map(|(at, output)| (*output, mode.result(at)));
        let masks = graph.masks.iter().flatten().enumerate().map(|(at, mask)| (*mask, Place::Mask(at)));
        let masks = masks.filter(|_| matches!(mode, Mode::Train(_)));
        let places = outputs.chain(masks);
        places.filter_map(|(value, place)| delivery(&operand(value), place, layer, false)).collect::<Vec<_>>()
    };
    let mut steps = Vec::new();
    let mut written = HashSet::new();
    let mut layers = Vec::new();
    for &(value, optional) in &order {
        let node = graph.node(value);
        let after = steps.len() + usize::from(!matches!(node.op, Op::Input(_)));
        let made = graph.layers.iter().enumerate().filter(|(_, layer)| contents[layer.output.0] == value);
        layers.extend(made.map(|(at, layer)| (after, LayerId(at), operand(layer.output))));
        let inputs: Vec<_> = node.inputs.iter().map(|input| operand(*input)).collect();
        let output = match &node.op {
            Op::InputGradient(number) => {
                steps.extend(delivery(&inputs[0], Place::InputGradient(*number), node.layer, true));
                continue;
            }
            Op::Carry(number) => {
                steps.extend(delivery(&inputs[0], Place::Carried(*number), node.layer, false));
                continue;
            }
            Op::Input(_) | Op::Scratch | Op::Carried(_) => continue,
            _ if contents[value.0] != value => continue,
            op => match target(op) {
                Some(weight) => {
                    let first = written.insert((weight, part(op)));
                    let place = if first { Place::Gradient(weight) } else { Place::Again(weight) };
                    Operand { place, shape: node.shape.clone() }
                }
                None => operand(value),
            },
        };
        if matches!(node.op, Op::LossGradient) {
            steps.extend(deliveries(node.layer));
        }
        steps.push(Step { op: node.op.clone(), inputs, output, layer: node.layer, optional });
    }
    if !matches!(mode, Mode::Train(_)) {
        steps.extend(deliveries(graph.node(graph.outputs[0]).layer));
    }
    Plan { mode, steps, slots, layers }
}

impl Plan {
    /// The weights that steps want memory for beside the workspace of samples: their gradients are made in several steps, or
    /// a kernel asks for it.
    pub fn shared(&self) -> impl Iterator<Item = WeightId> + '_ {
        self.steps.iter().flat_map(|step| match (step.output.place, &step.op) {
            (Place::Again(weight), _) => vec![weight],
            (_, Op::Kernel(kernel)) => kernel.call().shared(),
            _ => Vec::new(),
        })
    }
}

/// Which part of its target an operation writes.
fn part(op: &Op) -> Option<String> {
    let Op::Kernel(kernel) = op else { return None };
    kernel.target_part().map(|[start, _]| start.to_string())
}

/// The weight whose place in the gradient an operation writes.
fn target(op: &Op) -> Option<WeightId> {
    match op {
        Op::AffineGradKernel(weight) | Op::AffineGradBias(weight) => Some(*weight),
        Op::Kernel(kernel) => kernel.target(),
        Op::Input(_)
        | Op::Reshape
        | Op::Affine { .. }
        | Op::Pointwise(_)
        | Op::Softmax
        | Op::LogSoftmax
        | Op::Scratch
        | Op::Carried(_)
        | Op::Carry(_)
        | Op::LossGradient
        | Op::LossPart(_)
        | Op::AffineGradInput { .. }
        | Op::PointwiseGrad(_)
        | Op::SoftmaxGrad
        | Op::LogSoftmaxGrad
        | Op::Copy
        | Op::InputGradient(_) => None,
    }
}

/// The step that brings a value where the caller expects it, if it does not lie there already.
fn delivery(value: &Operand, place: Place, layer: LayerId, optional: bool) -> Option<Step> {
    let output = Operand { place, shape: value.shape.clone() };
    (value.place != place).then(|| Step { op: Op::Copy, inputs: vec![value.clone()], output, layer, optional })
}

/// For each value the first value with the same elements in memory: a reshaped value is the value itself.
fn contents(graph: &Graph) -> Vec<Value> {
    let mut contents: Vec<Value> = Vec::with_capacity(graph.nodes.len());
    for (value, node) in graph.values() {
        contents.push(if matches!(node.op, Op::Reshape) { contents[node.inputs[0].0] } else { value });
    }
    contents
}

/// Until when each content is read, as a position in the order.
struct Lifetimes(HashMap<Value, usize>);

impl Lifetimes {
    fn new(graph: &Graph, mode: &Mode, order: &[(Value, bool)], contents: &[Value]) -> Self {
        let mut last = HashMap::new();
        for (at, (value, _)) in order.iter().enumerate() {
            last.insert(contents[value.0], at);
            for input in &graph.node(*value).inputs {
                last.insert(contents[input.0], at);
            }
        }
        // The outputs are the caller's to read; with a head other than linear the loss overwrites its pre-activation.
        if mode.keeps_outputs() {
            for output in &graph.outputs {
                last.insert(contents[output.0], usize::MAX);
            }
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
            let again = node.inputs[1..].iter().any(|other| contents[other.0] == *input);
            let given = matches!(graph.node(*input).op, Op::Input(_) | Op::Carried(_));
            works_in_place(&node.op) && lifetimes.of(*input) == at && !given && !again
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
    target(op).is_some() || matches!(op, Op::InputGradient(_) | Op::Carry(_))
}

/// Whether an operation can write over its first input.
fn works_in_place(op: &Op) -> bool {
    match op {
        Op::Kernel(kernel) => kernel.in_place(),
        Op::Pointwise(_)
        | Op::Softmax
        | Op::LogSoftmax
        | Op::PointwiseGrad(_)
        | Op::SoftmaxGrad
        | Op::LogSoftmaxGrad => true,
        Op::Input(_)
        | Op::Reshape
        | Op::Affine { .. }
        | Op::Scratch
        | Op::Carried(_)
        | Op::Carry(_)
        | Op::LossGradient
        | Op::LossPart(_)
        | Op::AffineGradKernel(_)
        | Op::AffineGradBias(_)
        | Op::AffineGradInput { .. }
        | Op::Copy
        | Op::InputGradient(_) => false,
    }
}

/// The place of each storage, and the slots that are needed.
fn places(
    graph: &Graph,
    mode: &Mode,
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
    mode: &Mode,
    order: &[(Value, bool)],
    contents: &[Value],
    storages: &Storages,
    storage: usize,
) -> Option<Place> {
    let holds = |value: Value| storages.of[contents[value.0].0] == storage;
    for content in &storages.contents[storage] {
        match graph.node(*content).op {
            Op::Input(number) => return Some(Place::Input(number)),
            Op::Carried(number) => return Some(Place::Carried(number)),
            _ => {}
        }
    }
    let outputs: Vec<_> = graph.outputs.iter().filter(|output| holds(**output)).collect();
    if !outputs.is_empty() {
        if graph.outputs.len() > 1 {
            return None;
        }
        // The loss turns the pre-activation of such a head into outputs: nobody else may read it after that.
        let loss = order.iter().position(|(value, _)| matches!(graph.node(*value).op, Op::LossGradient));
        let read_later = loss.is_some_and(|loss| storages.live[storage].1 > loss);
        return (mode.keeps_outputs() || !read_later).then_some(mode.result(0));
    }
    let optional = |value: &Value| order.iter().any(|(other, optional)| other == value && *optional);
    let mut delivered = graph.values().filter_map(|(_, node)| match node.op {
        Op::InputGradient(number) if holds(node.inputs[0]) => Some(number),
        _ => None,
    });
    let number = delivered.next().filter(|_| graph.inputs.len() == 1)?;
    storages.contents[storage].iter().all(optional).then_some(Place::InputGradient(number))
}
