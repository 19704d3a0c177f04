//! Initial weights, with Keras' names, formulas and defaults.
//!
//! These functions are what `kernel_initializer = he_normal` or `bias_initializer = constant(0.1)` in a model name.
//! Keras gives zeros to biases and `glorot_uniform` to kernels; so do we. Draws come from the model's seed, in a stream
//! for each weight: changing one layer leaves the others' weights as they were.
//!
//! Source: <https://keras.io/api/layers/initializers/>.

use crate::model::Model;
use crate::random::Stream;
use crate::scalar::Scalar;

pub(crate) mod fill;
mod orthogonal;

/// How a weight is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Initializer {
    /// See [`constant`], [`zeros`] and [`ones`].
    Constant {
        /// The value.
        value: f64,
    },
    /// See [`random_normal`].
    RandomNormal {
        /// The mean.
        mean: f64,
        /// The standard deviation.
        stddev: f64,
    },
    /// See [`random_uniform`].
    RandomUniform {
        /// The lower bound, included.
        minval: f64,
        /// The upper bound, excluded.
        maxval: f64,
    },
    /// See [`truncated_normal`].
    TruncatedNormal {
        /// The mean.
        mean: f64,
        /// The standard deviation before truncation.
        stddev: f64,
    },
    /// See [`variance_scaling`].
    VarianceScaling {
        /// The variance times the number of units.
        scale: f64,
        /// Which units are counted.
        mode: Mode,
        /// The distribution.
        distribution: Distribution,
    },
    /// See [`orthogonal`].
    Orthogonal {
        /// The factor.
        gain: f64,
    },
    /// See [`values`].
    Values {
        /// The values.
        values: &'static [f64],
    },
    /// See [`unit_forget`].
    UnitForget,
    /// See [`identity`].
    Identity {
        /// The factor.
        gain: f64,
    },
}

/// Which units of a weight [`variance_scaling`] counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// `fan_in`: the inputs of a unit.
    FanIn,
    /// `fan_out`: the units that an input reaches.
    FanOut,
    /// `fan_avg`: the mean of both.
    FanAvg,
}

/// What [`variance_scaling`] draws from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Distribution {
    /// `truncated_normal`: drawn again beyond two standard deviations, then widened to the wanted variance.
    TruncatedNormal,
    /// `untruncated_normal`.
    UntruncatedNormal,
    /// `uniform`.
    Uniform,
}

/// 0 everywhere. Keras' default for biases.
pub const fn zeros() -> Initializer {
    constant(0.0)
}

/// 1 everywhere.
pub const fn ones() -> Initializer {
    constant(1.0)
}

/// One value everywhere. Keras' default: `constant(0)`.
pub const fn constant(value: f64) -> Initializer {
    Initializer::Constant { value }
}

/// A value for each element, row-major; repeated, if they are fewer.
pub const fn values(values: &'static [f64]) -> Initializer {
    Initializer::Values { values }
}

/// 1 in the second quarter, the forget gate of `LSTM`, and 0 elsewhere: what `unit_forget_bias = true` means.
pub const fn unit_forget() -> Initializer {
    Initializer::UnitForget
}

/// Normal. Keras' defaults: mean 0, standard deviation 0.05.
pub const fn random_normal(mean: f64, stddev: f64) -> Initializer {
    Initializer::RandomNormal { mean, stddev }
}

/// Uniform in [minval, maxval). Keras' defaults: −0.05 and 0.05.
pub const fn random_uniform(minval: f64, maxval: f64) -> Initializer {
    Initializer::RandomUniform { minval, maxval }
}

/// Normal, drawn again where it is more than two standard deviations from the mean. Keras' defaults: mean 0, standard
/// deviation 0.05.
pub const fn truncated_normal(mean: f64, stddev: f64) -> Initializer {
    Initializer::TruncatedNormal { mean, stddev }
}

/// Mean 0 and variance scale / n, where n is the number of units that `mode` counts, at least 1. Keras' defaults: scale
/// 1, `fan_in`, `truncated_normal`.
///
/// A uniform draw lies in ±√(3 · scale / n). A truncated normal one has the standard deviation √(scale / n) after
/// truncation.
pub const fn variance_scaling(scale: f64, mode: Mode, distribution: Distribution) -> Initializer {
    Initializer::VarianceScaling { scale, mode, distribution }
}

/// Uniform in ±√(6 / (`fan_in` + `fan_out`)): X. Glorot, Y. Bengio, 2010. Keras' default for kernels.
pub const fn glorot_uniform() -> Initializer {
    variance_scaling(1.0, Mode::FanAvg, Distribution::Uniform)
}

/// Truncated normal with variance 2 / (`fan_in` + `fan_out`): X. Glorot, Y. Bengio, 2010.
pub const fn glorot_normal() -> Initializer {
    variance_scaling(1.0, Mode::FanAvg, Distribution::TruncatedNormal)
}

/// Uniform in ±√(6 / `fan_in`): K. He et al., 2015. For `relu`.
pub const fn he_uniform() -> Initializer {
    variance_scaling(2.0, Mode::FanIn, Distribution::Uniform)
}

/// Truncated normal with variance 2 / `fan_in`: K. He et al., 2015. For `relu`.
pub const fn he_normal() -> Initializer {
    variance_scaling(2.0, Mode::FanIn, Distribution::TruncatedNormal)
}

/// Uniform in ±√(3 / `fan_in`): Y. Le Cun et al., 1998.
pub const fn lecun_uniform() -> Initializer {
    variance_scaling(1.0, Mode::FanIn, Distribution::Uniform)
}

/// Truncated normal with variance 1 / `fan_in`: Y. Le Cun et al., 1998. For `selu`.
pub const fn lecun_normal() -> Initializer {
    variance_scaling(1.0, Mode::FanIn, Distribution::TruncatedNormal)
}

/// A random orthogonal matrix times `gain`: orthonormal columns, or rows if there are fewer of them. All axes but the
/// last count as rows. Keras' default: gain 1. A. Saxe et al., 2014.
pub const fn orthogonal(gain: f64) -> Initializer {
    Initializer::Orthogonal { gain }
}

/// `gain` on the diagonal, 0 elsewhere. All axes but the last count as rows. Keras' default: gain 1.
pub const fn identity(gain: f64) -> Initializer {
    Initializer::Identity { gain }
}

impl Initializer {
    /// Writes a weight of the given shape, row-major.
    ///
    /// ```
    /// use chainrule::{initializers, random::Stream};
    ///
    /// let mut kernel = [0.0_f32; 6];
    /// initializers::identity(2.0).fill(&mut kernel, &[2, 3], Stream::initial(42, 0, 0));
    /// assert_eq!(kernel, [2.0, 0.0, 0.0, 0.0, 2.0, 0.0]);
    /// ```
    pub fn fill<T: Scalar>(&self, weights: &mut [T], shape: &[usize], stream: Stream) {
        T::initialize(*self, weights, shape, stream);
    }
}

/// Draws all weights of a model, each from its own stream of the seed.
///
/// # Panics
/// If `parameters` holds fewer than `M::PARAMS` values.
pub fn initialize<M: Model>(parameters: &mut [M::Scalar], seed: u64) {
    for (layer, at) in M::LAYERS.iter().zip(0..) {
        for (weight, number) in layer.weights.iter().zip(0..) {
            let values = &mut parameters[weight.offset..weight.offset + weight.len()];
            weight.initializer.fill(values, weight.shape, Stream::initial(seed, at, number));
        }
    }
}

/// The number of inputs of a unit and the number of units that an input reaches, for a weight of the given shape: the
/// last two axes times the receptive field, which is the product of the axes before them.
///
/// ```
/// use chainrule::initializers::compute_fans;
///
/// assert_eq!(compute_fans(&[784, 128]), (784, 128));
/// assert_eq!(compute_fans(&[6, 2, 3]), (12, 18));
/// assert_eq!(compute_fans(&[5]), (5, 5));
/// ```
pub fn compute_fans(shape: &[usize]) -> (usize, usize) {
    match *shape {
        [] => (1, 1),
        [units] => (units, units),
        [ref field @ .., inputs, outputs] => {
            let field: usize = field.iter().product();
            (field * inputs, field * outputs)
        }
    }
}
