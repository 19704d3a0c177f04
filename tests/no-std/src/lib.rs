//! A model on a machine without an operating system: it predicts and takes training steps in memory that the caller
//! hands over, a `static` for example.
//!
//! Built alone (`--package chainrule-no-std`), `chainrule` comes without its feature `std`; built with the rest of the
//! workspace it comes with it. The test holds both builds to the same numbers.
#![no_std]

use chainrule::loss::SparseCategoricalCrossentropy;
use chainrule::optim::{Adam, Optimizer};
use chainrule::random::Draws;
use chainrule::{Model, Result, model};

model! {
    /// Which corner of a two by two picture is lit.
    pub Corner: Flatten(2, 2) -> Dense(8, gelu) -> Dropout(0.1) -> Dense(6, |x| x * sigmoid(x)) -> Dense(4, softmax);

    /// What Keras has learnt, as part of the program.
    pub Shapes: Input(6, 6, 1) -> Conv2D(3, 3, activation = relu) -> BatchNormalization -> Flatten -> Dense(5, tanh)
        -> Dense(3, softmax) = weights("../weights/embedded.safetensors")
}

/// A picture.
pub type Picture = [[f32; 2]; 2];

/// Samples of a training step.
pub const BATCH: usize = 4;

/// Everything that training needs, wherever the caller puts it.
#[derive(Debug)]
pub struct Memory {
    parameters: [f32; Corner::PARAMS],
    gradient: [f32; Corner::PARAMS],
    state: [f32; Adam::SLOTS * Corner::PARAMS],
    workspace: [f32; Corner::workspace(BATCH)],
}

impl Memory {
    /// All zeros, in time for a `static`.
    pub const fn new() -> Self {
        Self {
            parameters: [0.0; Corner::PARAMS],
            gradient: [0.0; Corner::PARAMS],
            state: [0.0; Adam::SLOTS * Corner::PARAMS],
            workspace: [0.0; Corner::workspace(BATCH)],
        }
    }

    /// The model, ready to predict.
    ///
    /// # Errors
    /// None: the memory has the right size.
    pub fn model(&self) -> Result<Corner<&[f32]>> {
        Corner::from_parameters(&self.parameters[..])
    }
}

impl Default for Memory {
    fn default() -> Self {
        Self::new()
    }
}

/// Draws the weights from the seed and takes steps of Adam on one batch; returns the last loss.
///
/// # Errors
/// A label that is no corner.
pub fn train(memory: &mut Memory, pictures: &[Picture; BATCH], labels: &[u8; BATCH], steps: u64) -> Result<f64> {
    let Memory { parameters, gradient, state, workspace } = memory;
    let mut net = Corner::from_parameters(&mut parameters[..])?;
    net.reset(7);
    let mut optimizer = Optimizer::with_state(Adam::new().learning_rate(0.02), &mut state[..]);
    let loss = SparseCategoricalCrossentropy::new();
    let mut last = 0.0;
    for step in 0..steps {
        let draws = Draws { seed: 7, step };
        last = net.loss_and_gradient(pictures, labels, &loss, draws, gradient, workspace)?;
        optimizer.step_model(&mut net, gradient)?;
    }
    Ok(last)
}

/// The probabilities of the four corners.
///
/// # Errors
/// None: the workspace has the right size.
pub fn predict(memory: &Memory, picture: &Picture) -> Result<[f32; 4]> {
    let mut workspace = [0.0; Corner::<&[f32]>::PREDICT_WORKSPACE];
    let mut output = [0.0; 4];
    memory.model()?.predict_with(picture, &mut output, &mut workspace)?;
    Ok(output)
}

/// The probabilities of three shapes, by weights that nobody loads.
///
/// # Errors
/// None: the workspace has the right size.
pub fn shape(image: &[[[f32; 1]; 6]; 6]) -> Result<[f32; 3]> {
    let mut workspace = [0.0; Shapes::<&[f32]>::PREDICT_WORKSPACE];
    let mut output = [0.0; 3];
    Shapes::PRETRAINED.predict_with(image, &mut output, &mut workspace)?;
    Ok(output)
}

/// Stands still: there is nobody to tell.
#[cfg(feature = "bare")]
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    loop {}
}
