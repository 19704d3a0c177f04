//! Stages by their path: layers of the user's, and models from elsewhere.

use crate::layers::stage::Facts;
use crate::random::Draws;
use crate::scalar::Scalar;

/// The outputs of a batch, as when predicting.
pub fn predict<T: Scalar>(stage: Facts<T>, y: &mut [T], parameters: &[T], x: &[T], workspace: &mut [T]) {
    (stage.predict)(y, parameters, x, workspace);
}

/// The outputs of a batch, as when training. `layer` is the number of the stage's draws.
pub fn forward<T: Scalar>(
    stage: Facts<T>,
    y: &mut [T],
    parameters: &[T],
    x: &[T],
    draws: Draws,
    layer: u32,
    workspace: &mut [T],
) {
    (stage.forward)(y, parameters, x, draws.inside(layer), workspace);
}

/// The gradients of parameters and inputs. Overwrites; whether that of the parameters is finite.
#[must_use = "a gradient that is not finite must not reach the parameters"]
#[expect(clippy::too_many_arguments, reason = "what a stage reads and writes, and its draws")]
pub fn backward<T: Scalar>(
    stage: Facts<T>,
    dparameters: &mut [T],
    dx: &mut [T],
    parameters: &[T],
    dy: &[T],
    x: &[T],
    draws: Draws,
    layer: u32,
    workspace: &mut [T],
) -> bool {
    (stage.backward)(dparameters, dx, parameters, dy, x, draws.inside(layer), workspace)
}
