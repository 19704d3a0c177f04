//! What `model!` implements: the facts of a model and its computations over flat slices. Nothing about training loops.

pub(crate) mod nested;

use crate::cost;
use crate::error::Result;
use crate::initializers::Initializer;
use crate::input::Input;
use crate::kernels::simd::Simd;
use crate::loss::{Head, Loss};
use crate::random::Draws;
use crate::regularizers::Regularizer;
use crate::sample::Bundle;
use crate::scalar::Scalar;

/// A model: its facts as constants, its computations as functions over flat slices.
///
/// A batch is a flat slice, sample after sample, each row-major: `(features, samples)` in nalgebra's column-major order.
pub trait Model {
    /// `f32`, or `f64` with `#[scalar(f64)]`.
    type Scalar: Scalar;
    /// One input, such as `[[f32; 28]; 28]`; `[u32; 16]` for indices; a tuple of several.
    type Input: Input<Self::Scalar>;
    /// One output, such as `[f32; 10]`; a tuple of several.
    type Output: Bundle<Scalar = Self::Scalar>;
    /// What the model ends in: losses are written against the head's pre-activation.
    type Head: Head<Self::Output>;

    /// The model's name, as declared.
    const NAME: &'static str;
    /// The model as it was written, on one line: `Flatten(28, 28) -> Dense(128, relu) -> Dense(10, softmax)`. Empty if it was
    /// not declared by [`model!`](macro@crate::model).
    const CHAIN: &'static str = "";
    /// The layers in order, the input first.
    const LAYERS: &'static [Layer];
    /// Number of parameters.
    const PARAMS: usize;
    /// Multiply-adds to predict one sample.
    const MACS: u64;
    /// Scalars in one input.
    const INPUT_LEN: usize = Self::Input::LEN;
    /// Scalars in one output.
    const OUTPUT_LEN: usize = Self::Output::LEN;
    /// For each part of the input what its indices must be below, if it holds indices. None of those left out does.
    const INDICES: &'static [Option<usize>] = &[];
    /// For each output how many entries its mask has for one sample, a 0 for none: see [`Labels`](crate::loss::Labels).
    /// None of those left out has one.
    const MASKS: &'static [usize] = &[];
    /// Entries in the masks of all outputs for one sample.
    const MASK_LEN: usize = total(Self::MASKS);
    /// Scalars of state that each sample of a batch leaves to the sample in its place in the next: those of the layers with
    /// `stateful = true`. They are the first `CARRIED · batch` of a workspace, `(units, batch)` of one state after the
    /// other: [`forward`](Self::forward) and [`step`](Self::step) start from what they find there, zeros for sequences
    /// that begin, and leave the states after the batch in their place.
    const CARRIED: usize = 0;
    /// Scalars of workspace to predict, for each sample of a batch: for the states of stateful layers, for what [`forward`](Self::forward) and
    /// [`masks`](Self::masks) compute, and for the copies of an input or output that has a
    /// [`COPY`](crate::Bundle::COPY).
    const PREDICT_WORKSPACE: usize;
    /// Scalars of workspace for one sample whose layers are observed, [`forward_observed`](Self::forward_observed).
    const OBSERVE_WORKSPACE: usize = Self::PREDICT_WORKSPACE;
    /// Whether one sample is predicted by [`forward_one`](Self::forward_one): in a small model, where the crate that
    /// declares it is optimized.
    const UNROLLED: bool = false;
    /// Scalars of workspace to train, for each sample of a batch; [`Buffers::workspace`].
    const STEP_WORKSPACE: usize;
    /// Scalars of workspace to train, whatever the batch: for gradients of weights that are used several times.
    const STEP_SHARED: usize = 0;

    /// All parameters, layer after layer; [`Weight::offset`] says where each weight lies.
    fn parameters(&self) -> &[Self::Scalar];

    /// The pre-activations of the head for a batch, as when predicting: [`Head::forward`] turns them into outputs.
    /// `output` is `(OUTPUT_LEN, batch)`, `workspace` at least `PREDICT_WORKSPACE · batch` long.
    fn forward(
        parameters: &[Self::Scalar],
        input: &[Self::Scalar],
        output: &mut [Self::Scalar],
        workspace: &mut [Self::Scalar],
    );

    /// As [`forward`](Self::forward), with the output of each layer shown to an observer as soon as it is there, and a
    /// workspace of at least `OBSERVE_WORKSPACE · batch`.
    fn forward_observed<O: Observe<Self::Scalar>>(
        parameters: &[Self::Scalar],
        input: &[Self::Scalar],
        output: &mut [Self::Scalar],
        workspace: &mut [Self::Scalar],
        _observer: &mut O,
    ) {
        Self::forward(parameters, input, output, workspace);
    }

    /// As [`forward`](Self::forward) for a batch of one, to be inlined into a function for one set of instructions: see
    /// [`kernels::one`](crate::kernels::one).
    #[inline]
    fn forward_one<V: Simd>(
        _simd: V,
        parameters: &[Self::Scalar],
        input: &[Self::Scalar],
        output: &mut [Self::Scalar],
        workspace: &mut [Self::Scalar],
    ) {
        Self::forward(parameters, input, output, workspace);
    }

    /// The masks of the outputs for a batch, as when predicting, for losses and metrics: `masks` is `(MASK_LEN, batch)`, all
    /// of the first mask before all of the second; `workspace` as for [`forward`](Self::forward), which goes on from the
    /// states that this finds and does not change.
    fn masks(
        _parameters: &[Self::Scalar],
        _input: &[Self::Scalar],
        _masks: &mut [Self::Scalar],
        _workspace: &mut [Self::Scalar],
    ) {
    }

    /// The mean loss of a batch and its gradient, regularizers left out. State is given its next values in the place of
    /// its gradient: see [`Role`].
    ///
    /// # Errors
    /// A label that the loss cannot take.
    fn step<Y, L>(
        parameters: &[Self::Scalar],
        input: &[Self::Scalar],
        labels: &[Y],
        loss: &L,
        draws: Draws,
        buffers: Buffers<'_, Self::Scalar>,
    ) -> Result<Outcome>
    where
        L: Loss<Self::Head, Self::Output, Y>;
}

/// What is shown the outputs of layers while a model predicts; `()` looks away.
pub trait Observe<T> {
    /// The output of the layer of this number, for the whole batch.
    fn layer(&mut self, layer: usize, values: &[T]);
    /// The output of the layer of this number is the model's output, or of several the one of this number.
    fn output(&mut self, layer: usize, output: usize);
}

impl<T> Observe<T> for () {
    #[inline]
    fn layer(&mut self, _layer: usize, _values: &[T]) {}
    #[inline]
    fn output(&mut self, _layer: usize, _output: usize) {}
}

/// A model whose parameters can be changed.
pub trait Trainable: Model {
    /// All parameters, to be changed in place.
    fn parameters_mut(&mut self) -> &mut [Self::Scalar];
}

/// What a training step finds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outcome {
    /// The mean loss of the batch.
    pub loss: f64,
    /// Whether the gradient with respect to the parameters is finite, and the next values of those that are state.
    pub finite: bool,
}

/// What a training step writes.
#[derive(Debug)]
pub struct Buffers<'a, T> {
    /// The outputs of the batch, `(OUTPUT_LEN, batch)`.
    pub outputs: &'a mut [T],
    /// The masks of the outputs, `(MASK_LEN, batch)`.
    pub masks: &'a mut [T],
    /// The gradient with respect to the parameters, `PARAMS` long. Overwritten, as the [`Role`] of each weight says.
    pub gradient: &'a mut [T],
    /// If wanted, the gradient with respect to the input, `(INPUT_LEN, batch)`. Overwritten, but for indices, which have
    /// none.
    pub input_gradient: Option<&'a mut [T]>,
    /// Scratch, at least `STEP_SHARED + STEP_WORKSPACE · batch` long; the states of stateful layers lie at its beginning: see
    /// [`Model::CARRIED`].
    pub workspace: &'a mut [T],
}

/// One layer of a model, as data: for summaries, initial weights and files.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Layer {
    /// Its name in the model, such as `dense1`.
    pub name: &'static str,
    /// Its class, such as `Dense`.
    pub class: &'static str,
    /// Its output shape, without the batch.
    pub output: &'static [usize],
    /// Its weights, in the order of their offsets.
    pub weights: &'static [Weight],
    /// Multiply-adds to predict one sample.
    pub macs: u64,
    /// What lies across a vector where it computes.
    pub layout: Layout,
    /// The shape before `Flatten` of what a `Dense` is fed, if it was flattened; nothing but functions of single elements and
    /// normalization in between. Files of frameworks with the channels first are read by it.
    pub flattened: &'static [usize],
}

/// What lies across a vector: chosen by the compiler from the shapes, or with `#[layout(features)]` or
/// `#[layout(samples)]` before the name of a model, where a layer knows both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Layout {
    /// Numbers of one sample, such as the channels of a pixel.
    #[default]
    Features,
    /// One number of sixteen samples: see [`kernels::lanes`](crate::kernels::lanes).
    Samples,
}

impl Layer {
    /// Number of parameters.
    pub const fn params(&self) -> usize {
        let (mut sum, mut at) = (0, 0);
        while at < self.weights.len() {
            sum += self.weights[at].len();
            at += 1;
        }
        sum
    }
}

/// Whether a model is so small that the prediction of one sample is compiled into one function, given its multiply-adds.
pub const fn unrolls(macs: u64) -> bool {
    cost::unrolls(macs)
}

/// Multiply-adds of some layers.
pub const fn total_macs(layers: &[Layer]) -> u64 {
    let (mut sum, mut at) = (0, 0);
    while at < layers.len() {
        sum += layers[at].macs;
        at += 1;
    }
    sum
}

/// The sum of some lengths.
const fn total(lengths: &[usize]) -> usize {
    let (mut sum, mut at) = (0, 0);
    while at < lengths.len() {
        sum += lengths[at];
        at += 1;
    }
    sum
}

/// One weight of a layer, as data.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weight {
    /// Its name in the layer, such as `kernel`.
    pub name: &'static str,
    /// Its shape in Keras' order: `[in, out]` for the kernel of `Dense`, row-major.
    pub shape: &'static [usize],
    /// Where it starts in [`Model::parameters`].
    pub offset: usize,
    /// What training does to it.
    pub role: Role,
    /// How it is drawn at first.
    pub initializer: Initializer,
    /// What it adds to the loss.
    pub regularizer: Regularizer,
}

impl Weight {
    /// Number of scalars.
    pub const fn len(&self) -> usize {
        let (mut product, mut at) = (1, 0);
        while at < self.shape.len() {
            product *= self.shape[at];
            at += 1;
        }
        product
    }

    /// Whether it holds nothing; never true in a model.
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// What training does to a weight: see [`Optimizer::step_model`](crate::optim::Optimizer::step_model).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The optimizer changes it by its gradient. The role of almost all weights.
    Trained,
    /// Nothing changes it: a layer with `trainable = false`. A step leaves its place in the gradient as it is; its
    /// regularizer counts in the loss all the same.
    Fixed,
    /// What the model itself keeps account of, such as moving statistics. A step writes its next value to its place in
    /// the gradient, and whoever takes the step copies it from there.
    State,
}
