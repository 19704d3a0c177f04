//! Layers of your own: a type that says how it computes one sample, forward and backward.

#[cfg(feature = "std")]
mod check;

#[cfg(feature = "std")]
pub use check::assert_gradient;

use crate::initializers::{self, Initializer};
use crate::scalar::Scalar;

/// A layer of your own for inputs of `IN` numbers. Implement it for every `IN`, and one layer serves many sizes; or for one.
///
/// In a model it is a stage by its path, `self::Gate` or `layers::Gate`. Its input is flattened, its output is a vector of
/// [`OUT`](Self::OUT) numbers, or has the shape that the stage states, `layers::Gate: (8, 8, 2)`, of as many elements. Its
/// parameters are one weight, named `weights`.
///
/// ```
/// use chainrule::initializers::{Initializer, ones};
/// use chainrule::{Scalar, layers, model};
///
/// /// y = w ⊙ x²
/// pub struct Squares;
///
/// impl<const IN: usize> layers::Layer<IN> for Squares {
///     const OUT: usize = IN;
///     const PARAMS: usize = IN;
///     const INITIALIZER: Initializer = ones();
///
///     fn forward<T: Scalar>(y: &mut [T], x: &[T], weights: &[T]) {
///         for ((y, x), w) in y.iter_mut().zip(x).zip(weights) {
///             *y = *w * *x * *x;
///         }
///     }
///     fn backward<T: Scalar>(dx: &mut [T], dweights: &mut [T], dy: &[T], x: &[T], weights: &[T]) {
///         for at in 0..x.len() {
///             dx[at] = T::from_f64(2.0) * weights[at] * x[at] * dy[at];
///             dweights[at] += x[at] * x[at] * dy[at];
///         }
///     }
/// }
///
/// model! { Net: Input(4) -> self::Squares -> Dense(2) }
///
/// fn main() {
///     layers::assert_gradient::<Squares, 5>(); // in a test of yours
///     assert_eq!(Net::seeded(1).predict(&[0.0; 4]), [0.0; 2]);
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no layer for inputs of {IN} numbers",
    label = "not a layer for this input",
    note = "implement `chainrule::layers::Layer<{IN}>` for it, or `Layer<IN>` for every `const IN: usize`"
)]
pub trait Layer<const IN: usize> {
    /// How many numbers it puts out.
    const OUT: usize;
    /// How many parameters it has.
    const PARAMS: usize = 0;
    /// How its parameters start; they are one row of `PARAMS` numbers.
    const INITIALIZER: Initializer = initializers::zeros();

    /// Writes the output `y` of one sample, `OUT` long, for its input `x`, `IN` long.
    fn forward<T: Scalar>(y: &mut [T], x: &[T], parameters: &[T]);

    /// Writes `dx`, the gradient of the loss with respect to `x`, and *adds* that of the parameters to `dparameters`, given
    /// `dy`, the one with respect to `y`.
    fn backward<T: Scalar>(dx: &mut [T], dparameters: &mut [T], dy: &[T], x: &[T], parameters: &[T]);
}
