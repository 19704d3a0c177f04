//! The numbers that models compute with, and the elementary functions they know.

// What stays a call keeps the loop around it from being vectorised.
#![allow(clippy::inline_always)]

use core::ops::{Add, AddAssign, Div, DivAssign, Mul, MulAssign, Neg, Sub, SubAssign};

use crate::bodies::Bodies;
use crate::elementary::{ErrorFunction, Exponential, Logarithm};
use crate::kernels::Kernels;
use crate::loss::formula::Formulas;

/// `f32` or `f64`. Sealed: kernels exist for these two.
///
/// The functions have std's names. From `exp` to `erf` they are this crate's own, the same bits everywhere: in a loop
/// over a slice they are computed for as many numbers at once as fit into a register. Their errors are at most 2.5 units
/// in the last place. The others are std's, or without the feature `std` those of the crate `libm`.
///
/// ```
/// use chainrule::Scalar;
///
/// fn swish<T: Scalar>(x: T) -> T {
///     x * x.sigmoid()
/// }
/// assert_eq!(swish(0.0_f32), 0.0);
/// ```
pub trait Scalar:
    nalgebra::Scalar
    + bytemuck::Pod
    + PartialOrd
    + Default
    + Send
    + Sync
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + Neg<Output = Self>
    + AddAssign
    + SubAssign
    + MulAssign
    + DivAssign
    + Kernels
    + Bodies
    + Formulas
    + sealed::Sealed
{
    /// 0.
    const ZERO: Self;
    /// 1.
    const ONE: Self;
    /// About 1e-31 or 1e-292: products of what is smaller than this with a common factor, such as a learning rate, can be
    /// subnormal, and processors are slow with those.
    const NEGLIGIBLE: Self;
    /// Bits of the significand: 24 or 53.
    const DIGITS: u32;

    /// Rounded from `f64`.
    fn from_f64(value: f64) -> Self;
    /// Widened to `f64`.
    fn to_f64(self) -> f64;

    /// eˣ.
    fn exp(self) -> Self;
    /// eˣ − 1, exact near 0 too.
    fn exp_m1(self) -> Self;
    /// The natural logarithm.
    fn ln(self) -> Self;
    /// ln(1 + x), exact near 0 too.
    fn ln_1p(self) -> Self;
    /// ln(1 + eˣ), which does not overflow.
    fn softplus(self) -> Self;
    /// 1/(1 + e⁻ˣ).
    fn sigmoid(self) -> Self;
    /// The hyperbolic tangent.
    fn tanh(self) -> Self;
    /// The error function, 2/√π · ∫₀ˣ exp(−t²) dt.
    fn erf(self) -> Self;
    /// The square root.
    fn sqrt(self) -> Self;
    /// The sine of an angle in radians.
    fn sin(self) -> Self;
    /// The cosine of an angle in radians.
    fn cos(self) -> Self;
    /// The tangent of an angle in radians.
    fn tan(self) -> Self;
    /// The arc sine, in radians.
    fn asin(self) -> Self;
    /// The arc cosine, in radians.
    fn acos(self) -> Self;
    /// The arc tangent, in radians.
    fn atan(self) -> Self;
    /// The hyperbolic sine.
    fn sinh(self) -> Self;
    /// The hyperbolic cosine.
    fn cosh(self) -> Self;
    /// |x|.
    fn abs(self) -> Self;
    /// The largest integer not above x.
    fn floor(self) -> Self;
    /// x to a real power.
    fn powf(self, exponent: Self) -> Self;
    /// x to an integer power.
    fn powi(self, exponent: i32) -> Self;
    /// 1/x.
    fn recip(self) -> Self;

    /// Whether it is not a number.
    fn is_nan(self) -> bool;
    /// Whether it is neither infinite nor NaN.
    fn is_finite(self) -> bool;

    /// The larger of the two. A NaN on either side stays (std's `max` drops it), so that what went wrong in a layer is
    /// seen in the loss; a concrete `f32` needs `Scalar::max(a, b)` to get this one.
    fn max(self, other: Self) -> Self {
        if self > other || self.is_nan() { self } else { other }
    }
    /// The smaller of the two. A NaN on either side stays, as in [`max`](Self::max).
    fn min(self, other: Self) -> Self {
        if self < other || self.is_nan() { self } else { other }
    }
    /// −1, 0 or 1; NaN of NaN.
    fn sign(self) -> Self {
        if self > Self::ZERO {
            Self::ONE
        } else if self < Self::ZERO {
            -Self::ONE
        } else {
            self
        }
    }
}

mod sealed {
    pub trait Sealed {}

    impl Sealed for f32 {}
    impl Sealed for f64 {}
}

/// The functions of `elementary`, by trait, and `name => libm's name` for the others of one argument.
macro_rules! scalar {
    ($T:ty, $pow:ident, { $($trait:ident: $($own:ident),*;)* }, { $($name:ident => $libm:ident),* }) => {
        impl Scalar for $T {
            const ZERO: Self = 0.0;
            const ONE: Self = 1.0;
            const NEGLIGIBLE: Self = <$T>::MIN_POSITIVE / <$T>::EPSILON;
            const DIGITS: u32 = <$T>::MANTISSA_DIGITS;

            fn from_f64(value: f64) -> Self {
                value as Self
            }
            fn to_f64(self) -> f64 {
                self as f64
            }

            $($(
                #[inline(always)]
                fn $own(self) -> Self {
                    $trait::$own(self)
                }
            )*)*
            $(
                #[inline]
                fn $name(self) -> Self {
                    #[cfg(feature = "std")]
                    return <$T>::$name(self);
                    #[cfg(not(feature = "std"))]
                    return libm::$libm(self);
                }
            )*

            #[inline]
            fn abs(self) -> Self {
                <$T>::abs(self)
            }
            #[inline]
            fn powf(self, exponent: Self) -> Self {
                #[cfg(feature = "std")]
                return <$T>::powf(self, exponent);
                #[cfg(not(feature = "std"))]
                return libm::$pow(self, exponent);
            }
            #[inline]
            fn powi(self, exponent: i32) -> Self {
                #[cfg(feature = "std")]
                return <$T>::powi(self, exponent);
                #[cfg(not(feature = "std"))]
                return libm::$pow(self, exponent as $T);
            }
            #[inline]
            fn recip(self) -> Self {
                <$T>::recip(self)
            }
            #[inline]
            fn is_nan(self) -> bool {
                <$T>::is_nan(self)
            }
            #[inline]
            fn is_finite(self) -> bool {
                <$T>::is_finite(self)
            }
        }
    };
}

macro_rules! scalars {
    ($($T:ident, $pow:ident, $rest:tt;)*) => {$(
        scalar!(
            $T,
            $pow,
            { Exponential: exp, exp_m1, sigmoid, tanh; Logarithm: ln, ln_1p, softplus; ErrorFunction: erf; },
            $rest
        );
    )*};
}
scalars! {
    f32, powf, {
        sqrt => sqrtf, sin => sinf, cos => cosf, tan => tanf, asin => asinf, acos => acosf, atan => atanf,
        sinh => sinhf, cosh => coshf, floor => floorf
    };
    f64, pow, {
        sqrt => sqrt, sin => sin, cos => cos, tan => tan, asin => asin, acos => acos, atan => atan,
        sinh => sinh, cosh => cosh, floor => floor
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nan_stays_visible() {
        for (a, b) in [(f32::NAN, 0.0), (0.0, f32::NAN)] {
            assert!(Scalar::max(a, b).is_nan());
            assert!(Scalar::min(a, b).is_nan());
        }
        assert!(Scalar::sign(f32::NAN).is_nan());
        assert!(Scalar::sigmoid(f32::NAN).is_nan());
        assert!(Scalar::softplus(f32::NAN).is_nan());
    }

    #[test]
    fn sigmoid_and_softplus_hold_at_both_ends() {
        assert_eq!(Scalar::sigmoid(1000.0_f32), 1.0);
        assert_eq!(Scalar::sigmoid(-1000.0_f32), 0.0);
        assert_eq!(Scalar::sigmoid(-700.0_f64), (-700.0_f64).exp());
        assert_eq!(Scalar::softplus(1000.0_f32), 1000.0);
        assert_eq!(Scalar::softplus(-1000.0_f32), 0.0);
        assert_eq!(Scalar::softplus(-50.0_f64), (-50.0_f64).exp());
        assert_eq!(Scalar::sigmoid(0.0_f64), 0.5);
        assert!((Scalar::softplus(0.0_f64) - 2.0_f64.ln()).abs() < 1e-15);
    }

    #[test]
    fn every_function_is_the_one_it_is_named_after() {
        let x = 0.5_f64;
        let known = [
            (Scalar::exp(x), 1.648_721_270_700_128_2),
            (Scalar::ln(x), -core::f64::consts::LN_2),
            (Scalar::ln_1p(x), 0.405_465_108_108_164_4),
            (Scalar::exp_m1(x), 0.648_721_270_700_128_2),
            (Scalar::sqrt(x), core::f64::consts::FRAC_1_SQRT_2),
            (Scalar::sin(x), 0.479_425_538_604_203),
            (Scalar::cos(x), 0.877_582_561_890_372_8),
            (Scalar::tan(x), 0.546_302_489_843_790_5),
            (Scalar::asin(x), core::f64::consts::FRAC_PI_6),
            (Scalar::acos(x), core::f64::consts::FRAC_PI_3),
            (Scalar::atan(x), 0.463_647_609_000_806_1),
            (Scalar::sinh(x), 0.521_095_305_493_747_4),
            (Scalar::cosh(x), 1.127_625_965_206_380_7),
            (Scalar::tanh(x), 0.462_117_157_260_009_8),
            (Scalar::erf(x), 0.520_499_877_813_046_5),
            (Scalar::floor(-x), -1.0),
            (Scalar::abs(-x), 0.5),
            (Scalar::powf(x, 1.5), 0.353_553_390_593_273_8),
            (Scalar::powi(x, -3), 8.0),
            (Scalar::recip(x), 2.0),
            (Scalar::sign(-x), -1.0),
            (Scalar::sign(0.0), 0.0),
        ];
        for (at, (found, expected)) in known.into_iter().enumerate() {
            assert!((found - expected).abs() < 1e-14, "function {at}: {found} is not {expected}");
            let single = expected as f32;
            assert!((f32::from_f64(found) - single).abs() <= single.abs() * f32::EPSILON);
        }
    }
}
