//! What a stage by its path can be: a layer of yours, or a model from elsewhere.

use super::Layer;
use crate::error::{Error, Result};
use crate::loss::{Head, Labels, Loss};
use crate::model::{Buffers, Model, Role, Weight};
use crate::random::Draws;
use crate::regularizers;
use crate::sample::Bundle;
use crate::scalar::Scalar;

/// A stage of a model by its path, for inputs of `IN` numbers. Every [`Layer`] is one, and every model of one input and one
/// output whose steps all count, whose input holds no indices and whose layers are not stateful. Nothing else needs to be.
///
/// A model from another module or crate is one layer of the model that has it as a stage: it is frozen, trained and observed
/// as a whole. Its input is flattened, its output is a vector, or has the shape that the stage states. Its weights have the
/// names of their layers in it. It keeps nothing from the way forward, and on the way back it goes forward once more: a model
/// of the same `model!` call, which becomes a part of the other, trains faster.
///
/// ```
/// use chainrule::Model;
///
/// mod nets {
///     chainrule::model! { pub Encoder: Input(4, 4) -> Conv1D(8, 3, activation = relu) -> Flatten -> Dense(6, tanh) }
/// }
///
/// chainrule::model! { Classifier: Input(4, 4) -> nets::Encoder -> Dense(3, softmax) }
///
/// fn main() {
///     let (encoder, mut net) = (nets::Encoder::seeded(1), Classifier::seeded(2));
///     assert_eq!(net.encoder1().shape("conv1d1.kernel"), Some(&[3, 4, 8][..]));
///
///     // What another run has learnt; and the part as a model of its own.
///     net.encoder1_mut().parameters().copy_from_slice(encoder.parameters());
///     let part = nets::Encoder::from_parameters(net.encoder1().parameters());
///     assert_eq!(part.unwrap().predict(&[[0.5; 4]; 4]), encoder.predict(&[[0.5; 4]; 4]));
/// }
/// ```
///
/// A batch is a flat slice, sample after sample.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no layer for inputs of {IN} numbers",
    label = "not a layer for this input",
    note = "a model is one for inputs like its own, if it has one input without indices, one output of the same scalar type, `{T}`, and no stateful layer",
    note = "a type of yours: implement `chainrule::layers::Layer<{IN}>` for it, or `Layer<IN>` for every `const IN: usize`"
)]
pub trait Stage<T: Scalar, const IN: usize> {
    /// How many numbers it puts out.
    const OUT: usize;
    /// How many parameters it has.
    const PARAMS: usize;
    /// Its weights. Their names are those inside it, `dense1.kernel`, offsets count from its first parameter.
    const WEIGHTS: &'static [Weight];
    /// Multiply-adds to predict one sample.
    const MACS: u64 = 0;
    /// Scalars of workspace to predict, for each sample.
    const PREDICT_WORKSPACE: usize = 0;
    /// Scalars of workspace to train, for each sample.
    const STEP_WORKSPACE: usize = 0;

    /// How it describes itself to whoever writes it in another language, if it can.
    #[cfg(feature = "onnx")]
    #[doc(hidden)]
    fn description() -> Option<crate::onnx::Description> {
        None
    }

    /// The outputs of a batch, as when predicting.
    fn predict(y: &mut [T], parameters: &[T], x: &[T], workspace: &mut [T]);
    /// The outputs of a batch, as when training.
    fn forward(y: &mut [T], parameters: &[T], x: &[T], draws: Draws, workspace: &mut [T]);
    /// The gradients of parameters and inputs, and the next values of state, with the draws of the way forward. Overwrites;
    /// whether what belongs to the parameters is finite.
    #[must_use = "a gradient that is not finite must not reach the parameters"]
    fn backward(
        dparameters: &mut [T],
        dx: &mut [T],
        parameters: &[T],
        dy: &[T],
        x: &[T],
        draws: Draws,
        workspace: &mut [T],
    ) -> bool;
}

impl<L: Layer<IN>, T: Scalar, const IN: usize> Stage<T, IN> for L {
    const OUT: usize = L::OUT;
    const PARAMS: usize = L::PARAMS;
    const WEIGHTS: &'static [Weight] = &[Weight {
        name: "weights",
        shape: &[L::PARAMS],
        offset: 0,
        role: Role::Trained,
        initializer: L::INITIALIZER,
        regularizer: regularizers::none(),
    }];

    fn predict(y: &mut [T], parameters: &[T], x: &[T], _workspace: &mut [T]) {
        for (y, x) in y.chunks_exact_mut(L::OUT.max(1)).zip(x.chunks_exact(IN)) {
            <L as Layer<IN>>::forward(y, x, parameters);
        }
    }
    fn forward(y: &mut [T], parameters: &[T], x: &[T], _draws: Draws, workspace: &mut [T]) {
        <L as Stage<T, IN>>::predict(y, parameters, x, workspace);
    }
    fn backward(
        dparameters: &mut [T],
        dx: &mut [T],
        parameters: &[T],
        dy: &[T],
        x: &[T],
        _draws: Draws,
        _workspace: &mut [T],
    ) -> bool {
        dparameters.fill(T::ZERO);
        let samples = dx.chunks_exact_mut(IN).zip(dy.chunks_exact(L::OUT.max(1))).zip(x.chunks_exact(IN));
        for ((dx, dy), x) in samples {
            <L as Layer<IN>>::backward(dx, dparameters, dy, x, parameters);
        }
        T::all_finite(dparameters)
    }
}

/// All that a model needs of a stage. It asks once, so that rustc says once that a type is none.
#[derive(Clone, Copy, Debug)]
pub struct Facts<T: 'static> {
    /// [`Stage::OUT`]
    pub out: usize,
    /// [`Stage::PARAMS`]
    pub params: usize,
    /// [`Stage::WEIGHTS`]
    pub weights: &'static [Weight],
    /// [`Stage::MACS`]
    pub macs: u64,
    /// [`Stage::PREDICT_WORKSPACE`]
    pub predict_workspace: usize,
    /// [`Stage::STEP_WORKSPACE`]
    pub step_workspace: usize,
    pub(crate) predict: Predict<T>,
    pub(crate) forward: Forward<T>,
    pub(crate) backward: Backward<T>,
}

type Predict<T> = fn(&mut [T], &[T], &[T], &mut [T]);
type Forward<T> = fn(&mut [T], &[T], &[T], Draws, &mut [T]);
type Backward<T> = fn(&mut [T], &mut [T], &[T], &[T], &[T], Draws, &mut [T]) -> bool;

/// The facts of a stage.
pub const fn facts<T: Scalar, L: Stage<T, IN>, const IN: usize>() -> Facts<T> {
    Facts {
        out: L::OUT,
        params: L::PARAMS,
        weights: L::WEIGHTS,
        macs: L::MACS,
        predict_workspace: L::PREDICT_WORKSPACE,
        step_workspace: L::STEP_WORKSPACE,
        predict: L::predict,
        forward: L::forward,
        backward: L::backward,
    }
}

/// [`Stage::STEP_WORKSPACE`] of a model: that of its step and room for its outputs.
pub const fn step_workspace<M: Model>() -> usize {
    M::STEP_WORKSPACE + M::STEP_SHARED + M::OUTPUT_LEN
}

/// [`Stage::predict`] of a model.
#[inline]
pub fn predict<M: Model>(y: &mut [M::Scalar], parameters: &[M::Scalar], x: &[M::Scalar], workspace: &mut [M::Scalar]) {
    M::forward(parameters, x, y, workspace);
    M::Head::forward(y);
}

/// [`Stage::forward`] of a model: a step that ends where the loss would begin.
#[inline]
pub fn forward<M: Model>(
    y: &mut [M::Scalar],
    parameters: &[M::Scalar],
    x: &[M::Scalar],
    draws: Draws,
    workspace: &mut [M::Scalar],
) {
    if !x.is_empty() {
        let buffers = Buffers { outputs: y, masks: &mut [], gradient: &mut [], input_gradient: None, workspace };
        let _stopped = M::step::<(), Stop>(parameters, x, &[], &Stop, draws, buffers);
    }
}

/// [`Stage::backward`] of a model, which keeps nothing from its way forward: it goes forward again, and back from the
/// gradient that it is given in the place of a loss.
#[inline]
pub fn backward<M: Model>(
    dparameters: &mut [M::Scalar],
    dx: &mut [M::Scalar],
    parameters: &[M::Scalar],
    dy: &[M::Scalar],
    x: &[M::Scalar],
    draws: Draws,
    workspace: &mut [M::Scalar],
) -> bool {
    // A step leaves the places of weights that are not trained as they are.
    dparameters.fill(M::Scalar::ZERO);
    if x.is_empty() {
        return true;
    }
    let (outputs, workspace) = workspace.split_at_mut(dy.len());
    let buffers = Buffers { outputs, masks: &mut [], gradient: dparameters, input_gradient: Some(dx), workspace };
    M::step::<(), Given<'_, M::Scalar>>(parameters, x, &[], &Given(dy), draws, buffers)
        .is_ok_and(|outcome| outcome.finite)
}

/// Ends a step as soon as the outputs are there.
#[derive(Clone, Copy)]
struct Stop;

impl<H: Head<O>, O: Bundle, Y> Loss<H, O, Y> for Stop {
    fn check(&self, _labels: Labels<'_, Y, O::Scalar>) -> Result<()> {
        Ok(())
    }
    fn gradient(&self, values: &mut [O::Scalar], _: Labels<'_, Y, O::Scalar>, _: &mut [O::Scalar]) -> Result<f64> {
        H::forward(values);
        Err(Error::Empty { what: "what follows the way forward" })
    }
    fn value(&self, values: &mut [O::Scalar], _labels: Labels<'_, Y, O::Scalar>) -> Result<f64> {
        H::forward(values);
        Ok(0.0)
    }
}

/// The gradient of the outputs, in the place of a loss.
#[derive(Clone, Copy)]
struct Given<'a, T>(&'a [T]);

impl<T: Scalar, H: Head<O>, O: Bundle<Scalar = T>, Y> Loss<H, O, Y> for Given<'_, T> {
    fn check(&self, _labels: Labels<'_, Y, T>) -> Result<()> {
        Ok(())
    }
    fn gradient(&self, values: &mut [T], _labels: Labels<'_, Y, T>, gradient: &mut [T]) -> Result<f64> {
        H::forward(values);
        gradient.copy_from_slice(self.0);
        H::backward(values, gradient);
        Ok(0.0)
    }
    fn value(&self, values: &mut [T], _labels: Labels<'_, Y, T>) -> Result<f64> {
        H::forward(values);
        Ok(0.0)
    }
}
