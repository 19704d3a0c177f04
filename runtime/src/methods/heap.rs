//! The methods that allocate: making a model, and predicting without a workspace of the caller.

use crate::aligned::Aligned;
use crate::cost;
use crate::error::Result;
use crate::initializers;
use crate::input::Input;
use crate::loss::label::argmax;
use crate::methods::predict::{infer_block, infer_one, rest};
use crate::methods::sizes::check_length;
use crate::model::Model;
use crate::parallel::{Divide, in_parts};
use crate::parameters::Parameters;
use crate::random;
use crate::sample::{Bundle, Sample};
use crate::scalar::Scalar;
use crate::threads;

/// Parameters on the heap, drawn as the initializers say, from entropy of the operating system.
pub fn new<M: Model>() -> Parameters<M::Scalar> {
    seeded::<M>(random::entropy())
}

/// Parameters on the heap, drawn as the initializers say; the same seed gives the same bits.
pub fn seeded<M: Model>(seed: u64) -> Parameters<M::Scalar> {
    let mut parameters = Parameters::zeros(M::PARAMS);
    initializers::initialize::<M>(parameters.as_mut(), seed);
    parameters
}

/// Parameters on the heap, copied from those that are part of the program.
pub fn pretrained<M: Model>(parameters: &[M::Scalar]) -> Parameters<M::Scalar> {
    Parameters::copied(parameters)
}

/// The output for one input.
pub fn predict<M: Model>(model: &M, input: &M::Input) -> M::Output {
    let mut output = M::Output::ZERO;
    predict_into(model, input, &mut output);
    output
}

/// The output for one input, written in place. Allocates only if the model needs more than 1,024 scalars of workspace.
pub fn predict_into<M: Model>(model: &M, input: &M::Input, output: &mut M::Output) {
    let parameters = model.parameters();
    if const { cost::shares_a_sample(M::MACS) } {
        // The same bits for any number of threads.
        let threads = cost::threads_of_call(M::MACS, 1, threads::limit());
        return threads::with(threads, || infer_on_heap::<M>(parameters, input, output));
    }
    // Zeroing what a small model does not need would take it as long as its arithmetic.
    if const { M::PREDICT_WORKSPACE <= cost::LITTLE_STACK } {
        infer_one::<M>(parameters, input, output, &mut [M::Scalar::ZERO; cost::LITTLE_STACK]);
    } else if const { M::PREDICT_WORKSPACE <= cost::STACK } {
        infer_one::<M>(parameters, input, output, &mut [M::Scalar::ZERO; cost::STACK]);
    } else {
        infer_on_heap::<M>(parameters, input, output);
    }
}

/// The output for one input, with a workspace of its own.
fn infer_on_heap<M: Model>(parameters: &[M::Scalar], input: &M::Input, output: &mut M::Output) {
    infer_one::<M>(parameters, input, output, &mut vec![M::Scalar::ZERO; M::PREDICT_WORKSPACE]);
}

/// The outputs for many inputs.
pub fn predict_batch<M: Model>(model: &M, inputs: &[M::Input]) -> Vec<M::Output> {
    let mut outputs = M::Output::zeros(inputs.len());
    infer_in_blocks(model, inputs, &mut outputs);
    outputs
}

/// The outputs for many inputs, written in place.
///
/// # Errors
/// [`Error::Length`](crate::Error::Length) if there are not as many outputs as inputs,
/// [`Error::Index`](crate::Error::Index).
pub fn predict_batch_into<M: Model>(model: &M, inputs: &[M::Input], outputs: &mut [M::Output]) -> Result<()> {
    check_length("the outputs", inputs.len(), outputs.len())?;
    check_indices::<M>(inputs)?;
    infer_in_blocks(model, inputs, outputs);
    Ok(())
}

/// Whether the inputs hold only indices that the model knows.
///
/// # Errors
/// [`Error::Index`](crate::Error::Index) with the first that it does not.
pub fn check_indices<M: Model>(inputs: &[M::Input]) -> Result<()> {
    M::Input::check(inputs, M::INDICES)
}

fn infer_in_blocks<M: Model>(model: &M, inputs: &[M::Input], outputs: &mut [M::Output]) {
    let (parameters, size) = (model.parameters(), block::<M>(inputs.len()));
    threads::with(cost::threads_of_call(M::MACS, inputs.len(), threads::limit()), || {
        in_parts(Blocks { inputs, outputs, size }, threads::current(), &|blocks| {
            let mut workspace = Aligned::zeros(M::PREDICT_WORKSPACE * size);
            let each = blocks.inputs.chunks(size).zip(blocks.outputs.chunks_mut(size));
            threads::alone(|| {
                for (inputs, outputs) in each {
                    rest::<M>(&mut workspace, inputs.len());
                    infer_block::<M>(parameters, inputs, outputs, &mut workspace);
                }
            });
            true
        });
    });
}

/// Samples and their outputs, to be divided between blocks only: a block is computed the same way by whichever thread.
struct Blocks<'a, X, Y> {
    inputs: &'a [X],
    outputs: &'a mut [Y],
    size: usize,
}

impl<X: Sync, Y: Send> Divide for Blocks<'_, X, Y> {
    fn units(&self) -> usize {
        self.inputs.len().div_ceil(self.size)
    }
    fn divide_at(self, units: usize) -> (Self, Self) {
        let (at, size) = (units * self.size, self.size);
        let (inputs, last_inputs) = self.inputs.split_at(at);
        let (outputs, last_outputs) = self.outputs.split_at_mut(at);
        (Self { inputs, outputs, size }, Self { inputs: last_inputs, outputs: last_outputs, size })
    }
}

/// How many of `count` samples are predicted at once; at least 1.
pub(crate) fn block<M: Model>(count: usize) -> usize {
    (cost::BLOCK_WORKSPACE / M::PREDICT_WORKSPACE.max(1)).clamp(1, cost::BLOCK).min(count.max(1))
}

/// The class of one input: the place of the largest output, the first if there are several; for a single output 1 if it is
/// above 0.5, else 0.
pub fn predict_class<M: Model<Output: Sample>>(model: &M, input: &M::Input) -> usize {
    match M::Output::flatten(std::slice::from_ref(&predict(model, input))) {
        [value] => usize::from(value.to_f64() > 0.5),
        values => argmax(values),
    }
}
