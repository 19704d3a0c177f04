//! The messages of ONNX, in as far as models need them, and their fields' numbers: see `onnx.proto` of the standard,
//! <https://github.com/onnx/onnx/blob/main/onnx/onnx.proto>.

use std::collections::HashMap;

use super::wire::Message;

/// The version of the file format: that of the releases with operators [`OPSET`].
const IR_VERSION: i64 = 8;

/// The version of the operators that a file says it is written in.
pub const OPSET: i64 = 17;

/// The name of the axis of the samples.
const BATCH: &str = "batch";

/// An operator at work.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) op: &'static str,
    pub(super) name: String,
    pub(super) inputs: Vec<String>,
    pub(super) outputs: Vec<String>,
    pub(super) attributes: Vec<(&'static str, Attribute)>,
}

/// What an operator is told beside its inputs.
#[derive(Debug)]
pub(super) enum Attribute {
    Int(i64),
    Float(f32),
    Text(&'static str),
    Ints(Vec<i64>),
    Texts(Vec<&'static str>),
    Graph(Subgraph),
    /// A tensor of a single number.
    Number(f32),
}

/// What happens in a step of a loop.
#[derive(Debug)]
pub(super) struct Subgraph {
    pub(super) nodes: Vec<Node>,
    pub(super) inputs: Vec<String>,
    pub(super) outputs: Vec<String>,
}

/// Numbers that stand in the file.
#[derive(Debug)]
pub(super) struct Tensor {
    pub(super) name: String,
    pub(super) dims: Vec<usize>,
    pub(super) data: Data,
}

/// Of which kind they are.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Data {
    Floats(Vec<f32>),
    Ints(Vec<i64>),
    Truths(Vec<bool>),
}

/// The kind of a tensor's elements, by its number in the standard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Element {
    Float = 1,
    Int64 = 7,
    Bool = 9,
}

/// An input or output of the model.
#[derive(Debug)]
pub(super) struct Port {
    pub(super) name: String,
    pub(super) element: Element,
    /// The shape, without the axis of the samples.
    pub(super) shape: Vec<usize>,
}

/// All of a file.
#[derive(Debug)]
pub(super) struct Model {
    pub(super) name: &'static str,
    pub(super) nodes: Vec<Node>,
    pub(super) tensors: Vec<Tensor>,
    pub(super) inputs: Vec<Port>,
    pub(super) outputs: Vec<Port>,
}

impl Model {
    /// The bytes of the file.
    pub(super) fn encode(&self) -> Vec<u8> {
        let mut opset = Message::default();
        opset.text(1, "");
        opset.int(2, OPSET);
        let mut graph = Message::default();
        self.nodes.iter().for_each(|node| graph.message(1, &node.encode()));
        graph.text(2, self.name);
        self.tensors.iter().for_each(|tensor| graph.message(5, &tensor.encode()));
        self.inputs.iter().for_each(|port| graph.message(11, &port.encode()));
        self.outputs.iter().for_each(|port| graph.message(12, &port.encode()));
        let mut model = Message::default();
        model.int(1, IR_VERSION);
        model.text(2, env!("CARGO_PKG_NAME"));
        model.text(3, env!("CARGO_PKG_VERSION"));
        model.message(7, &graph);
        model.message(8, &opset);
        model.into_bytes()
    }
}

impl Node {
    fn encode(&self) -> Message {
        let mut message = Message::default();
        self.inputs.iter().for_each(|input| message.text(1, input));
        self.outputs.iter().for_each(|output| message.text(2, output));
        message.text(3, &self.name);
        message.text(4, self.op);
        for (name, attribute) in &self.attributes {
            message.message(5, &attribute.encode(name));
        }
        message
    }

    /// The values that it reads, those inside its loop among them.
    pub(super) fn reads(&self) -> Vec<&str> {
        let mut reads: Vec<&str> = self.inputs.iter().map(String::as_str).collect();
        for (_, attribute) in &self.attributes {
            if let Attribute::Graph(body) = attribute {
                reads.extend(body.outputs.iter().map(String::as_str));
                reads.extend(body.nodes.iter().flat_map(Self::reads));
            }
        }
        reads
    }

    /// Gives values other names.
    pub(super) fn rename(&mut self, names: &HashMap<String, String>) {
        for value in self.inputs.iter_mut().chain(&mut self.outputs) {
            if let Some(name) = names.get(value) {
                value.clone_from(name);
            }
        }
        for (_, attribute) in &mut self.attributes {
            if let Attribute::Graph(body) = attribute {
                body.nodes.iter_mut().for_each(|node| node.rename(names));
            }
        }
    }
}

impl Attribute {
    fn encode(&self, name: &str) -> Message {
        let mut message = Message::default();
        message.text(1, name);
        let kind = match self {
            Self::Float(value) => {
                message.float(2, *value);
                1
            }
            Self::Int(value) => {
                message.int(3, *value);
                2
            }
            Self::Text(text) => {
                message.text(4, text);
                3
            }
            Self::Number(value) => {
                let data = Data::Floats(vec![*value]);
                message.message(5, &Tensor { name: String::new(), dims: vec![1], data }.encode());
                4
            }
            Self::Graph(body) => {
                message.message(6, &body.encode());
                5
            }
            Self::Ints(values) => {
                for value in values {
                    message.int(8, *value);
                }
                7
            }
            Self::Texts(texts) => {
                for text in texts {
                    message.text(9, text);
                }
                8
            }
        };
        message.int(20, kind);
        message
    }
}

impl Subgraph {
    fn encode(&self) -> Message {
        let mut message = Message::default();
        self.nodes.iter().for_each(|node| message.message(1, &node.encode()));
        message.text(2, "step");
        // Their shapes follow from what the loop is given.
        let port = |name: &String| {
            let (mut kind, mut tensor, mut port) = (Message::default(), Message::default(), Message::default());
            tensor.int(1, Element::Float as i64);
            kind.message(1, &tensor);
            port.text(1, name);
            port.message(2, &kind);
            port
        };
        self.inputs.iter().for_each(|input| message.message(11, &port(input)));
        self.outputs.iter().for_each(|output| message.message(12, &port(output)));
        message
    }
}

impl Tensor {
    fn encode(&self) -> Message {
        let mut message = Message::default();
        self.dims.iter().for_each(|dim| message.int(1, *dim as i64));
        let (element, bytes) = match &self.data {
            Data::Floats(values) => (Element::Float, values.iter().flat_map(|value| value.to_le_bytes()).collect()),
            Data::Ints(values) => (Element::Int64, values.iter().flat_map(|value| value.to_le_bytes()).collect()),
            Data::Truths(values) => (Element::Bool, values.iter().map(|value| u8::from(*value)).collect::<Vec<_>>()),
        };
        message.int(2, element as i64);
        message.text(8, &self.name);
        message.bytes(9, &bytes);
        message
    }
}

impl Port {
    fn encode(&self) -> Message {
        let mut shape = Message::default();
        let mut batch = Message::default();
        batch.text(2, BATCH);
        shape.message(1, &batch);
        for size in &self.shape {
            let mut dim = Message::default();
            dim.int(1, *size as i64);
            shape.message(1, &dim);
        }
        let (mut tensor, mut kind, mut port) = (Message::default(), Message::default(), Message::default());
        tensor.int(1, self.element as i64);
        tensor.message(2, &shape);
        kind.message(1, &tensor);
        port.text(1, &self.name);
        port.message(2, &kind);
        port
    }
}

impl From<i64> for Attribute {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}

impl From<f32> for Attribute {
    fn from(value: f32) -> Self {
        Self::Float(value)
    }
}

impl From<&'static str> for Attribute {
    fn from(text: &'static str) -> Self {
        Self::Text(text)
    }
}

impl From<Vec<i64>> for Attribute {
    fn from(values: Vec<i64>) -> Self {
        Self::Ints(values)
    }
}

impl<const N: usize> From<[i64; N]> for Attribute {
    fn from(values: [i64; N]) -> Self {
        Self::Ints(values.to_vec())
    }
}
