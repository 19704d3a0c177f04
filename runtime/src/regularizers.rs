//! Penalties on weights, added to the loss, with Keras' names.
//!
//! A penalty is a sum over the weight: neither halved nor divided by the batch. It counts in `evaluate` too.
//!
//! Source: <https://keras.io/api/layers/regularizers/>.

use crate::bodies::Bodies;
use crate::methods::finite;
use crate::model::{Layer, Model, Role};
use crate::scalar::Scalar;

/// `l1·Σ|w| + l2·Σw²`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Regularizer {
    /// Factor of `Σ|w|`.
    pub l1: f64,
    /// Factor of `Σw²`.
    pub l2: f64,
}

/// No penalty: the default of every weight.
pub const fn none() -> Regularizer {
    l1_l2(0.0, 0.0)
}

/// `l1·Σ|w|`. Keras' default factor: 0.01.
pub const fn l1(l1: f64) -> Regularizer {
    l1_l2(l1, 0.0)
}

/// `l2·Σw²`. Keras' default factor: 0.01.
pub const fn l2(l2: f64) -> Regularizer {
    l1_l2(0.0, l2)
}

/// `l1·Σ|w| + l2·Σw²`. Keras' default factors: 0.
pub const fn l1_l2(l1: f64, l2: f64) -> Regularizer {
    Regularizer { l1, l2 }
}

impl Regularizer {
    /// Whether it adds nothing.
    pub const fn is_none(&self) -> bool {
        self.l1 == 0.0 && self.l2 == 0.0
    }

    /// What it adds to the loss.
    ///
    /// ```
    /// use chainrule::regularizers::l1_l2;
    ///
    /// assert_eq!(l1_l2(0.5, 2.0).penalty(&[1.0_f32, -3.0]), 0.5 * 4.0 + 2.0 * 10.0);
    /// ```
    pub fn penalty<T: Scalar>(&self, weights: &[T]) -> f64 {
        T::penalty(*self, weights)
    }

    /// Adds the derivative of the penalty, `l1·sign(w) + 2·l2·w`, to the gradient of the weight.
    ///
    /// ```
    /// let mut gradient = [0.0_f32, 1.0];
    /// chainrule::regularizers::l2(0.5).add(&[3.0, -4.0], &mut gradient);
    /// assert_eq!(gradient, [3.0, -3.0]);
    /// ```
    pub fn add<T: Scalar>(&self, weights: &[T], gradient: &mut [T]) {
        T::regularize(*self, weights, gradient);
    }
}

/// The sum of a model's penalties. Costs nothing if the model has none.
///
/// # Panics
/// If `parameters` holds fewer than `M::PARAMS` values.
pub fn penalty<M: Model>(parameters: &[M::Scalar]) -> f64 {
    if !const { any(M::LAYERS) } {
        return 0.0;
    }
    let weights = M::LAYERS.iter().flat_map(|layer| layer.weights);
    let regularized = weights.filter(|weight| !weight.regularizer.is_none());
    regularized.map(|weight| weight.regularizer.penalty(&parameters[weight.offset..weight.offset + weight.len()])).sum()
}

/// Adds the derivatives of a model's penalties to the gradient of the weights that are trained, and says whether what it
/// added to is finite. Costs nothing if the model has none.
///
/// # Panics
/// If `parameters` or `gradient` holds fewer than `M::PARAMS` values.
pub fn add<M: Model>(parameters: &[M::Scalar], gradient: &mut [M::Scalar]) -> bool {
    if !const { any(M::LAYERS) } {
        return true;
    }
    let mut finite = true;
    for weight in M::LAYERS.iter().flat_map(|layer| layer.weights) {
        if weight.role == Role::Trained && !weight.regularizer.is_none() {
            let range = weight.offset..weight.offset + weight.len();
            finite &= M::Scalar::regularize(weight.regularizer, &parameters[range.clone()], &mut gradient[range]);
        }
    }
    finite
}

/// Whether a weight of these layers has a penalty.
const fn any(layers: &[Layer]) -> bool {
    let mut layer = 0;
    while layer < layers.len() {
        let weights = layers[layer].weights;
        let mut weight = 0;
        while weight < weights.len() {
            if !weights[weight].regularizer.is_none() {
                return true;
            }
            weight += 1;
        }
        layer += 1;
    }
    false
}

/// `l1·Σ|w| + l2·Σw²`.
pub(crate) fn penalty_of<T: Scalar>(regularizer: Regularizer, weights: &[T]) -> f64 {
    let Regularizer { l1, l2 } = regularizer;
    weights.iter().map(|weight| weight.to_f64()).map(|weight| l1 * weight.abs() + l2 * weight * weight).sum()
}

/// `gradient += l1·sign(w) + 2·l2·w`; whether it is finite.
pub(crate) fn add_to<T: Scalar>(regularizer: Regularizer, weights: &[T], gradient: &mut [T]) -> bool {
    let (l1, twice_l2) = (T::from_f64(regularizer.l1), T::from_f64(2.0 * regularizer.l2));
    for (gradient, weight) in gradient.iter_mut().zip(weights) {
        *gradient += l1 * Scalar::sign(*weight) + twice_l2 * *weight;
    }
    finite::all_finite(gradient)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Result;
    use crate::initializers::{glorot_uniform, initialize};
    use crate::loss::{Loss, head::Linear};
    use crate::methods;
    use crate::model::{Buffers, Layout, Outcome, Weight};
    use crate::random::Draws;
    use crate::testing::{Layered, Line, Squares};

    #[test]
    fn the_derivative_is_that_of_the_penalty() {
        let weights = [0.3_f64, -0.7, 1.1];
        let regularizer = l1_l2(0.02, 0.05);
        let mut gradient = [0.0; 3];
        regularizer.add(&weights, &mut gradient);
        for at in 0..3 {
            let shifted = |by: f64| {
                let mut weights = weights;
                weights[at] += by;
                regularizer.penalty(&weights)
            };
            let difference = (shifted(1e-6) - shifted(-1e-6)) / 2e-6;
            assert!((difference - gradient[at]).abs() < 1e-9);
        }
    }

    #[test]
    fn zero_has_no_slope() {
        let mut gradient = [0.0_f32];
        l1(1.0).add(&[0.0], &mut gradient);
        assert_eq!(gradient, [0.0]);
    }

    /// Two layers, one of them with a penalty on its kernel.
    struct Pair;

    impl Model for Pair {
        type Scalar = f64;
        type Input = [f64; 2];
        type Output = [f64; 1];
        type Head = Linear;
        const NAME: &'static str = "Pair";
        const LAYERS: &'static [Layer] =
            &[layer("dense1", &[weight(0, none())]), layer("dense2", &[weight(2, l2(0.5))])];
        const PARAMS: usize = 4;
        const MACS: u64 = 4;
        const PREDICT_WORKSPACE: usize = 0;
        const STEP_WORKSPACE: usize = 0;

        fn parameters(&self) -> &[f64] {
            &[]
        }
        fn forward(_: &[f64], _: &[f64], _: &mut [f64], _: &mut [f64]) {}
        fn step<Y, L: Loss<Linear, [f64; 1], Y>>(
            _: &[f64],
            _: &[f64],
            _: &[Y],
            _: &L,
            _: Draws,
            _: Buffers<'_, f64>,
        ) -> Result<Outcome> {
            Ok(Outcome { loss: 0.0, finite: true })
        }
    }

    const fn layer(name: &'static str, weights: &'static [Weight]) -> Layer {
        Layer { name, class: "Dense", output: &[1], weights, macs: 2, layout: Layout::Features, flattened: &[] }
    }

    const fn weight(offset: usize, regularizer: Regularizer) -> Weight {
        let role = Role::Trained;
        Weight { name: "kernel", shape: &[2, 1], offset, role, initializer: glorot_uniform(), regularizer }
    }

    #[test]
    fn a_model_is_penalized_for_the_weights_that_say_so() {
        let parameters = [9.0, 9.0, 1.0, -2.0];
        assert_eq!(penalty::<Pair>(&parameters), 2.5);
        let mut gradient = [1.0; 4];
        assert!(add::<Pair>(&parameters, &mut gradient));
        assert_eq!(gradient, [1.0, 1.0, 2.0, -1.0]);
    }

    #[test]
    fn a_model_draws_each_weight_from_its_own_stream() {
        let (mut parameters, mut again) = ([0.0; 4], [0.0; 4]);
        initialize::<Pair>(&mut parameters, 42);
        initialize::<Pair>(&mut again, 42);
        assert_eq!(parameters, again);
        assert_ne!(parameters[..2], parameters[2..]);
        initialize::<Pair>(&mut again, 43);
        assert_ne!(parameters, again);
    }

    #[test]
    fn what_is_fixed_costs_its_penalty_and_has_no_gradient() {
        let (parameters, mut gradient) = ([1.0, 1.0, 1.0, 1.0, 3.0], [0.0, 0.0, 0.0, 0.0, 9.0]);
        assert_eq!(penalty::<Layered>(&parameters), 4.5);
        assert!(add::<Layered>(&parameters, &mut gradient));
        assert_eq!(gradient, [0.0, 0.0, 0.0, 0.0, 9.0]);
    }

    #[test]
    fn penalties_are_added_beside_a_gradient_that_is_not_finite() -> Result<()> {
        type Penalized = Line<f32, true>;
        let line = Penalized::new([0.0, 1.0, 0.0]);
        let (mut gradient, mut workspace) = ([0.0; 3], [0.0; 2]);
        let (inputs, labels) = ([[3e38, 1.0]], [[10.0]]);
        methods::loss_and_gradient::<Penalized, _, _>(
            &line.parameters,
            &inputs,
            &labels,
            &Squares,
            Draws::new(1),
            &mut gradient,
            &mut workspace,
        )?;
        assert!(gradient[0].is_infinite());
        assert_eq!(gradient[1], 2.0 * (1.0 - 10.0) + 1.0);
        Ok(())
    }
}
