//! What a model describes itself to: the values so far, the graph that they are of, and what went wrong.

use std::ops::Range;

use super::graph::{Attributes, Graph};
use super::proto::{Data, Element, Model, Port};
use super::value::{Origin, Value};
use super::{Export, Failure};
use crate::input::Input;
use crate::model::Layer;

/// Writes the operators of a model, operation by operation.
#[derive(Debug)]
pub struct Exporter {
    /// All numbers of the model.
    parameters: Vec<f32>,
    /// Which of the inputs are indices.
    indices: &'static [Option<usize>],
    several: bool,
    graph: Graph,
    values: Vec<Value>,
    frame: Frame,
    inputs: Vec<Port>,
    failure: Option<Failure>,
}

/// The model whose operations come next: the whole one, or one inside it.
#[derive(Debug)]
struct Frame {
    layers: &'static [Layer],
    /// What stands before the names of its layers.
    prefix: String,
    /// The number of its first value among all.
    first: usize,
    /// Where its weights begin.
    offset: usize,
    /// The value that it is given, if it is inside another.
    given: Option<usize>,
    outputs: Vec<usize>,
    /// What it leaves to the next batch, with the numbers of the states.
    carried: Vec<(usize, usize)>,
}

impl Frame {
    fn new(layers: &'static [Layer]) -> Self {
        let (outputs, carried) = (Vec::new(), Vec::new());
        Self { layers, prefix: String::new(), first: 0, offset: 0, given: None, outputs, carried }
    }
}

impl Exporter {
    /// Lets a model with these parameters describe itself.
    pub(super) fn run<M: Export>(parameters: Vec<f32>) -> Result<Model, Failure> {
        let mut exporter = Self {
            parameters,
            indices: M::INDICES,
            several: <M::Input as Input<M::Scalar>>::PARTS.len() > 1,
            graph: Graph::default(),
            values: Vec::new(),
            frame: Frame::new(M::LAYERS),
            inputs: Vec::new(),
            failure: None,
        };
        M::describe(&mut exporter);
        exporter.finish(M::NAME)
    }

    fn finish(mut self, name: &'static str) -> Result<Model, Failure> {
        if let Some(failure) = self.failure {
            return Err(failure);
        }
        let single = self.frame.outputs.len() == 1;
        let output = |at: usize| if single { "output".to_owned() } else { format!("output{}", at + 1) };
        let mut ends: Vec<_> = self.frame.outputs.iter().enumerate().map(|(at, value)| (output(at), *value)).collect();
        self.frame.carried.sort_unstable();
        ends.extend(self.frame.carried.iter().map(|(state, value)| (format!("next_state{}", state + 1), *value)));
        // The states are inputs too: behind those of the model, in their order.
        self.inputs.sort_by_key(|port| port.name.starts_with("state"));
        let (mut outputs, mut named) = (Vec::new(), Vec::new());
        for (name, value) in ends {
            let shape = self.values[value].shape.clone();
            named.push((self.values[value].tensor(&mut self.graph, &shape), name.clone()));
            outputs.push(Port { name, element: Element::Float, shape });
        }
        let (nodes, tensors) = self.graph.finish(&named);
        Ok(Model { name, nodes, tensors, inputs: self.inputs, outputs })
    }

    /// A value is what the next batch finds as the state of a number.
    pub fn carry(&mut self, state: usize, value: usize) {
        let value = self.frame.first + value;
        // A layer that is at work several times goes on where it ended before: the last value is what is left.
        self.frame.carried.retain(|(known, _)| *known != state);
        self.frame.carried.push((state, value));
    }

    /// The next operation: its layer, and the shape of what it makes, without the batch.
    pub fn node(&mut self, layer: usize, shape: &[usize]) -> Node<'_> {
        let name = self.frame.layers.get(layer).map_or("", |layer| layer.name);
        self.graph.scope = format!("{}{name}", self.frame.prefix);
        Node { exporter: self, shape: shape.to_vec() }
    }

    /// A value is an output.
    pub fn output(&mut self, value: usize) {
        self.frame.outputs.push(self.frame.first + value);
    }
}

/// A weight of a model, or a part of it.
#[derive(Clone, Copy, Debug)]
pub struct Weight {
    layer: usize,
    /// Its place among the weights of the layer.
    place: usize,
    /// Where the part begins, and how long it is.
    part: Option<[usize; 2]>,
}

/// A weight by its layer and its place among the weights of that.
pub fn weight(layer: usize, place: usize) -> Weight {
    Weight { layer, place, part: None }
}

impl Weight {
    /// A part of it, by its start and its length.
    pub fn part(self, start: usize, len: usize) -> Self {
        Self { part: Some([start, len]), ..self }
    }
}

/// An operation that is being described.
#[derive(Debug)]
pub struct Node<'a> {
    exporter: &'a mut Exporter,
    /// The shape of what it makes.
    pub(super) shape: Vec<usize>,
}

impl Node<'_> {
    /// The graph.
    pub(super) fn graph(&mut self) -> &mut Graph {
        &mut self.exporter.graph
    }

    /// Adds an operator: the name of its result.
    pub(super) fn op<const N: usize>(
        &mut self,
        op: &'static str,
        inputs: &[&str],
        attributes: Attributes<N>,
    ) -> String {
        self.exporter.graph.op(op, inputs, attributes)
    }

    /// The number of a value among all.
    fn number(&self, x: usize) -> usize {
        self.exporter.frame.first + x
    }

    /// A value.
    pub(super) fn value(&self, x: usize) -> &Value {
        &self.exporter.values[self.number(x)]
    }

    /// What a value comes from.
    pub(super) fn origin(&self, x: usize) -> Origin {
        self.value(x).origin.clone()
    }

    /// Says what a value comes from.
    pub(super) fn set_origin(&mut self, x: usize, origin: Origin) {
        let number = self.number(x);
        self.exporter.values[number].origin = origin;
    }

    /// The tensor of a value in this shape.
    pub(super) fn tensor(&mut self, x: usize, shape: &[usize]) -> String {
        let number = self.number(x);
        self.exporter.values[number].tensor(&mut self.exporter.graph, shape)
    }

    /// The tensor of a value in the shape of what is made.
    pub(super) fn same(&mut self, x: usize) -> String {
        let shape = self.shape.clone();
        self.tensor(x, &shape)
    }

    /// The tensor of images, their channels first.
    pub(super) fn images(&mut self, x: usize, shape: [usize; 3]) -> String {
        let number = self.number(x);
        self.exporter.values[number].images(&mut self.exporter.graph, shape)
    }

    /// The tensor of whole numbers in this shape.
    pub(super) fn indices(&mut self, x: usize, shape: &[usize]) -> String {
        let number = self.number(x);
        self.exporter.values[number].indices(&mut self.exporter.graph, shape)
    }

    /// The name of a weight, and where it is among the parameters.
    fn find(&self, weight: Weight) -> (String, Range<usize>) {
        let Frame { layers, prefix, offset, .. } = &self.exporter.frame;
        let Weight { layer, place, part } = weight;
        let found = layers.get(layer).and_then(|layer| Some((layer, layer.weights.get(place)?)));
        let Some((layer, weight)) = found else { return (String::new(), 0..0) };
        let (name, first) = (format!("{prefix}{}.{}", layer.name, weight.name), offset + weight.offset);
        match part {
            None => (name, first..first + weight.len()),
            Some([start, len]) => (format!("{name}[{start}..]"), first + start..first + start + len),
        }
    }

    /// The numbers of a weight.
    pub(super) fn numbers(&self, weight: Weight) -> Vec<f32> {
        self.exporter.parameters[self.find(weight).1].to_vec()
    }

    /// How many they are.
    pub(super) fn len(&self, weight: Weight) -> usize {
        self.find(weight).1.len()
    }

    /// Where the weights of a model inside begin, the first of which is this.
    pub(super) fn start(&self, weight: Weight) -> usize {
        self.find(weight).1.start
    }

    /// A weight as a tensor of the file.
    pub(super) fn weight(&mut self, weight: Weight, shape: &[usize]) -> String {
        let numbers = self.numbers(weight);
        self.derived(weight, shape, numbers)
    }

    /// A weight as a tensor of the file whose axes are these of its own shape.
    pub(super) fn transposed(&mut self, weight: Weight, shape: &[usize], axes: &[usize]) -> String {
        let numbers = transposed(&self.numbers(weight), shape, axes);
        let shape: Vec<_> = axes.iter().map(|axis| shape[*axis]).collect();
        self.derived(weight, &shape, numbers)
    }

    /// What follows from a weight, under its name.
    pub(super) fn derived(&mut self, weight: Weight, shape: &[usize], numbers: Vec<f32>) -> String {
        let (name, _) = self.find(weight);
        self.exporter.graph.tensor(&name, shape, Data::Floats(numbers))
    }

    /// The operation is not to be had in ONNX.
    pub(super) fn fail(&mut self, reason: &'static str) {
        let stage = self.exporter.graph.scope.clone();
        self.exporter.failure.get_or_insert(Failure { stage, reason });
    }

    /// Makes the value, held by a tensor of this shape.
    pub(super) fn give(self, name: String, shape: &[usize]) {
        self.give_from(name, shape, Origin::Any);
    }

    /// As [`give`](Self::give), of an origin that others ask for. The values that it names are those of this model.
    pub(super) fn give_from(self, name: String, shape: &[usize], origin: Origin) {
        let mut value = Value::new(&self.shape).plain(name, shape);
        value.origin = origin;
        self.exporter.values.push(value);
    }

    /// Makes the value, held by a tensor of its own shape.
    pub(super) fn give_same(self, name: String) {
        let shape = self.shape.clone();
        self.give(name, &shape);
    }

    /// Makes the value: images with the channels first.
    pub(super) fn give_images(self, name: String, shape: [usize; 3]) {
        self.give_images_from(name, shape, Origin::Any);
    }

    /// As [`give_images`](Self::give_images), of an origin that others ask for.
    pub(super) fn give_images_from(self, name: String, shape: [usize; 3], origin: Origin) {
        let mut value = Value::new(&self.shape).channels(name, shape);
        value.origin = origin;
        self.exporter.values.push(value);
    }

    /// Makes the value: that of an input in another shape.
    pub(super) fn give_reshaped(self, x: usize) {
        let value = self.value(x).reshaped(&self.shape);
        self.exporter.values.push(value);
    }

    /// Makes a value that nothing holds.
    pub(super) fn give_nothing(self) {
        self.exporter.values.push(Value::new(&self.shape));
    }

    /// Makes the value: the model's input of this number.
    pub(super) fn give_input(self, number: usize) {
        let Exporter { frame, values, inputs, several, indices, graph, .. } = self.exporter;
        if let Some(given) = frame.given {
            let mut value = values[given].reshaped(&self.shape);
            value.origin = Origin::Any;
            values.push(value);
            return;
        }
        let index = indices.get(number).copied().flatten().is_some();
        let element = if index { Element::Int64 } else { Element::Float };
        let name = graph.name(&if *several { format!("input{}", number + 1) } else { "input".into() });
        values.push(Value::new(&self.shape).input(name.clone(), element));
        inputs.push(Port { name, element, shape: self.shape });
    }

    /// Makes the value: the state of this number, which is an input of the file.
    pub(super) fn give_carried(self, number: usize) {
        let Exporter { values, inputs, graph, frame, .. } = self.exporter;
        if let Some((_, value)) = frame.carried.iter().find(|(state, _)| *state == number) {
            let value = values[*value].reshaped(&self.shape);
            values.push(value);
            return;
        }
        let name = graph.name(&format!("state{}", number + 1));
        values.push(Value::new(&self.shape).input(name.clone(), Element::Float));
        inputs.push(Port { name, element: Element::Float, shape: self.shape });
    }

    /// Makes the value: the output of a model inside, whose weights begin here, of an input.
    pub(super) fn give_inside(
        self,
        x: usize,
        offset: usize,
        layers: &'static [Layer],
        describe: impl FnOnce(&mut Exporter),
    ) {
        let given = Some(self.number(x));
        let Self { exporter, shape } = self;
        let prefix = format!("{}.", exporter.graph.scope);
        let first = exporter.values.len();
        let inner = Frame { prefix, first, offset, given, ..Frame::new(layers) };
        let outer = std::mem::replace(&mut exporter.frame, inner);
        describe(exporter);
        let inner = std::mem::replace(&mut exporter.frame, outer);
        let mut value =
            inner.outputs.first().map_or_else(|| Value::new(&shape), |at| exporter.values[*at].reshaped(&shape));
        value.origin = Origin::Any;
        exporter.values.truncate(first);
        exporter.values.push(value);
    }
}

/// The numbers of a tensor with its axes in this order.
fn transposed(numbers: &[f32], shape: &[usize], axes: &[usize]) -> Vec<f32> {
    let strides: Vec<usize> = (0..shape.len()).map(|axis| shape[axis + 1..].iter().product()).collect();
    let mut places = vec![0];
    for axis in axes {
        let (len, stride) = (shape[*axis], strides[*axis]);
        places = places.iter().flat_map(|place| (0..len).map(move |at| place + at * stride)).collect();
    }
    places.into_iter().map(|place| numbers[place]).collect()
}

#[cfg(test)]
mod tests {
    use super::transposed;

    #[test]
    fn axes_of_a_weight_change_places() {
        let numbers: Vec<_> = (0..6).map(|number| number as f32).collect();
        assert_eq!(transposed(&numbers, &[2, 3], &[1, 0]), [0.0, 3.0, 1.0, 4.0, 2.0, 5.0]);
        assert_eq!(transposed(&numbers, &[1, 2, 3], &[2, 0, 1]), [0.0, 3.0, 1.0, 4.0, 2.0, 5.0]);
    }
}
