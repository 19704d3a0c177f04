//! Layers of the user's, sample by sample.

use crate::layers::Layer;
use crate::scalar::Scalar;

/// The outputs of a batch.
pub fn forward<T: Scalar, L: Layer<IN>, const IN: usize>(y: &mut [T], parameters: &[T], x: &[T]) {
    for (y, x) in y.chunks_exact_mut(L::OUT.max(1)).zip(x.chunks_exact(IN)) {
        L::forward(y, x, parameters);
    }
}

/// The gradients of parameters and inputs. Overwrites; whether that of the parameters is finite.
#[must_use = "a gradient that is not finite must not reach the parameters"]
pub fn backward<T: Scalar, L: Layer<IN>, const IN: usize>(
    dparameters: &mut [T],
    dx: &mut [T],
    parameters: &[T],
    dy: &[T],
    x: &[T],
) -> bool {
    dparameters.fill(T::ZERO);
    let samples = dx.chunks_exact_mut(IN).zip(dy.chunks_exact(L::OUT.max(1))).zip(x.chunks_exact(IN));
    for ((dx, dy), x) in samples {
        L::backward(dx, dparameters, dy, x, parameters);
    }
    T::all_finite(dparameters)
}
