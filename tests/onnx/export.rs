//! Exports of models, held to those that ONNX Runtime has computed the same with. `check.py` has it done: it lets the tests
//! write every model with a batch and what `predict` makes of it, compares, and notes the files that agree.

use std::path::Path;
use std::{env, fs};

use chainrule::loss::Head;
use chainrule::model::Layer;
use chainrule::onnx::Export;
use chainrule::{Input, Scalar};

use crate::random::Random;

/// A line for each model whose export has been verified: its name, the hash of its graph, how far ONNX Runtime was off.
const VERIFIED: &str = include_str!("../onnx/verified.txt");

/// The folder to write models to, if they are to be verified anew.
const FOLDER: &str = "CHAINRULE_ONNX";

/// Samples in a batch.
const BATCH: usize = 3;

/// Panics unless the export of a model is the one that was verified; or writes it, to be verified.
pub(crate) fn check<M: Export + Drawn>() {
    let mut random = Random::new(11);
    let model = M::drawn(parameters(M::LAYERS, &mut random));
    let bytes = chainrule::onnx::to_bytes(&model).unwrap_or_else(|error| panic!("{error}"));
    let Some(folder) = env::var_os(FOLDER) else { return compare(M::NAME, &bytes) };
    let mut inputs = inputs::<M>(&mut random);
    let mut outputs = vec![M::Scalar::ZERO; M::OUTPUT_LEN * BATCH];
    let mut workspace = vec![M::Scalar::ZERO; M::PREDICT_WORKSPACE * BATCH];
    // What the batch before has left, and what this one leaves.
    let carried = M::CARRIED * BATCH;
    workspace[..carried].iter_mut().for_each(|state| *state = Scalar::from_f64(random.within(1.0)));
    let states = workspace[..carried].to_vec();
    M::forward(model.parameters(), &inputs, &mut outputs, &mut workspace);
    M::Head::forward(&mut outputs);
    inputs.extend(states);
    outputs.extend(&workspace[..carried]);
    let folder = Path::new(&folder);
    let written = [("onnx", bytes.clone()), ("inputs", numbers(&inputs)), ("outputs", numbers(&outputs))];
    for (ending, bytes) in written {
        fs::write(folder.join(format!("{}.{ending}", M::NAME)), bytes).expect("the folder can be written to");
    }
    let hash = format!("{:016x}\n", hash(&bytes));
    fs::write(folder.join(format!("{}.hash", M::NAME)), hash).expect("the folder can be written to");
}

/// A model over numbers of its own.
pub(crate) trait Drawn: Sized {
    /// The model with these parameters.
    fn drawn(parameters: Vec<f64>) -> Self;
}

/// Implements it for models.
macro_rules! drawn {
    ($Net:ty) => {
        impl $crate::export::Drawn for $Net {
            fn drawn(parameters: Vec<f64>) -> Self {
                let mut net = Self::seeded(1);
                let numbers = net.parameters_mut().iter_mut().zip(parameters);
                numbers.for_each(|(number, drawn)| *number = ::chainrule::Scalar::from_f64(drawn));
                net
            }
        }
    };
}
pub(crate) use drawn;

fn compare(name: &str, bytes: &[u8]) {
    let line = VERIFIED.lines().find(|line| line.split(' ').next() == Some(name));
    let verified = line.and_then(|line| line.split(' ').nth(1));
    let found = format!("{:016x}", hash(bytes));
    assert_eq!(
        verified,
        Some(found.as_str()),
        "the export of {name} is not the one that was verified: run `python tests/onnx/check.py`, and read the difference"
    );
}

/// Weights of the size that keeps values near 1, and variances that are positive.
fn parameters(layers: &[Layer], random: &mut Random) -> Vec<f64> {
    let weights = layers.iter().flat_map(|layer| layer.weights);
    let drawn = weights.flat_map(|weight| {
        let outputs = weight.shape.last().copied().unwrap_or(1);
        let limit = if weight.shape.len() > 1 { (3.0 * outputs as f64 / weight.len() as f64).sqrt() } else { 0.5 };
        let positive = weight.name.ends_with("variance");
        let draw = |_| if positive { 1.0 + random.within(0.5) } else { random.within(limit) };
        (0..weight.len()).map(draw).collect::<Vec<_>>()
    });
    drawn.collect()
}

/// A batch: indices where the model takes them, of which one is 0.
fn inputs<M: Export>(random: &mut Random) -> Vec<M::Scalar> {
    let parts = <M::Input as Input<M::Scalar>>::PARTS.iter().enumerate();
    let numbers = parts.flat_map(|(part, len)| {
        let below = M::INDICES.get(part).copied().flatten();
        let draw = |_| match below {
            Some(below) => random.below(below) as f64,
            None => random.within(1.5),
        };
        (0..len * BATCH).map(draw).collect::<Vec<_>>()
    });
    numbers.map(Scalar::from_f64).collect()
}

/// Numbers of 32 bits, one behind the other.
fn numbers<T: Scalar>(values: &[T]) -> Vec<u8> {
    values.iter().flat_map(|value| (Scalar::to_f64(*value) as f32).to_le_bytes()).collect()
}

/// A hash of what the model computes: of the graph and the version of the operators, but not of who wrote it. (FNV-1a)
pub(crate) fn hash(bytes: &[u8]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325;
    for (field, value) in fields(bytes) {
        if [7, 8].contains(&field) {
            for byte in value {
                hash = (hash ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3);
            }
        }
    }
    hash
}

/// The fields of a message of protocol buffers that are texts, bytes or messages.
pub(crate) fn fields(mut bytes: &[u8]) -> Vec<(u64, &[u8])> {
    let mut fields = Vec::new();
    while !bytes.is_empty() {
        let tag = varint(&mut bytes);
        let len = match tag & 7 {
            0 => {
                varint(&mut bytes);
                continue;
            }
            5 => 4,
            2 => varint(&mut bytes) as usize,
            kind => panic!("a field of kind {kind}"),
        };
        let (value, rest) = bytes.split_at(len);
        if tag & 7 == 2 {
            fields.push((tag >> 3, value));
        }
        bytes = rest;
    }
    fields
}

fn varint(bytes: &mut &[u8]) -> u64 {
    let (mut value, mut shift) = (0, 0);
    loop {
        let (first, rest) = bytes.split_first().expect("a number ends");
        *bytes = rest;
        value |= u64::from(first & 0x7f) << shift;
        shift += 7;
        if first & 0x80 == 0 {
            return value;
        }
    }
}
