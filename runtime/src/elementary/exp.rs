//! The exponential: eˣ = 2ⁿ eʳ with a whole number n and |r| ≤ ln 2 / 2, eʳ by a polynomial.

use super::Format;

/// The exponential and what is computed with it.
pub(crate) trait Exponential: Sized {
    /// eˣ.
    fn exp(self) -> Self;
    /// eˣ, of a number so near 0 that the result is normal.
    fn exp_normal(self) -> Self;
    /// eˣ − 1.
    fn exp_m1(self) -> Self;
    /// 1/(1 + e⁻ˣ).
    fn sigmoid(self) -> Self;
    /// tanh x.
    fn tanh(self) -> Self;
}

/// n and eʳ − 1, where x = n ln 2 + r.
trait Reduce: Sized {
    fn reduce(self) -> (Self, Self);
}

/// `overflow`: the exponential is infinite from there on. `underflow`: it rounds to 0 below. `flat`: 1 − 2e⁻ˣ rounds to 1
/// from there on. `tail`: (eʳ − 1 − r) / r².
macro_rules! exponential {
    ($T:ident { overflow: $overflow:literal, underflow: $underflow:literal, flat: $flat:literal, tail: [$($tail:literal),+] }) => {
        impl Reduce for $T {
            #[inline(always)]
            fn reduce(self) -> (Self, Self) {
                let n = (self * core::$T::consts::LOG2_E).whole();
                let r = (self - n * Self::LN2_HIGH) - n * Self::LN2_LOW;
                (n, r + r * r * polynomial!(r; $($tail),+))
            }
        }

        impl Exponential for $T {
            #[inline(always)]
            fn exp(self) -> Self {
                let x = if self > $overflow { $overflow } else { self };
                let x = if x < $underflow { $underflow } else { x };
                let (n, t) = x.reduce();
                // In two steps, since 2ⁿ itself may not be a normal number.
                let half = (0.5 * n).whole();
                (1.0 + t) * half.two_to() * (n - half).two_to()
            }

            #[inline(always)]
            fn exp_normal(self) -> Self {
                let (n, t) = self.reduce();
                (1.0 + t) * n.two_to()
            }

            #[inline(always)]
            fn exp_m1(self) -> Self {
                let x = if self > $overflow { $overflow } else { self };
                let x = if x < -$flat { -$flat } else { x };
                let (n, t) = x.reduce();
                // 2ⁿ t + (2ⁿ − 1), by halves, since 2ⁿ may be infinite.
                let half = (n - 1.0).two_to();
                let y = 2.0 * (half * t + (half - 0.5));
                // So near 0 it is the identity, −0 included.
                if self.abs() < Self::EPSILON / 4.0 { self } else { y }
            }

            #[inline(always)]
            fn sigmoid(self) -> Self {
                // Of a number below 0 it cannot overflow.
                let e = Exponential::exp(-self.abs());
                let numerator = if self < 0.0 { e } else { 1.0 };
                numerator / (1.0 + e)
            }

            #[inline(always)]
            fn tanh(self) -> Self {
                let x = self.abs();
                let x = if x > 0.5 * $flat { 0.5 * $flat } else { x };
                // e = e^−2x and v = 1 − e, each with an error of its own size.
                let (n, t) = (-2.0 * x).reduce();
                let scale = n.two_to();
                let (e, v) = (scale + scale * t, (1.0 - scale) - scale * t);
                // Near 0 it is v/2 + v/2 · v/(1 + e), then 1 − 2 · e/(1 + e): the quotient's error is scaled down.
                let small = v < 0.75;
                let quotient = (if small { v } else { e }) / (1.0 + e);
                let (first, factor) = if small { (0.5 * v, 0.5 * v) } else { (1.0, -2.0) };
                (first + factor * quotient).copysign(self)
            }
        }
    };
}

exponential!(f32 {
    overflow: 89.0,
    underflow: -104.0,
    flat: 20.0,
    tail: [4.999_999_7e-1, 1.666_654_3e-1, 4.166_72e-2, 8.366_547_5e-3, 1.388_251_8e-3]
});
exponential!(f64 {
    overflow: 710.0,
    underflow: -746.0,
    flat: 40.0,
    tail: [
        0.500_000_000_000_001,
        0.166_666_666_666_666_74,
        0.041_666_666_666_521_524,
        0.008_333_333_333_322_172,
        0.001_388_888_894_796_254_3,
        0.000_198_412_698_866_999_26,
        2.480_148_716_583_870_8e-5,
        2.755_724_221_351_069e-6,
        2.763_271_611_009_787_3e-7,
        2.511_009_630_403_349e-8
    ]
});
