//! The logarithm: ln x = e ln 2 + ln m with x = m · 2ᵉ and m from √½ to √2; ln(1 + f) = 2 artanh(s) with
//! s = f / (2 + f), of which all but the leading 2s is a polynomial.

use super::{Exponential, Format};

/// The natural logarithm and what is computed with it.
pub(crate) trait Logarithm: Sized {
    /// ln x.
    fn ln(self) -> Self;
    /// ln(1 + x).
    fn ln_1p(self) -> Self;
    /// ln(1 + eˣ).
    fn softplus(self) -> Self;
}

/// e ln 2 + ln(1 + f) + c, where f is from √½ − 1 to √2 − 1 and c is tiny.
trait Join: Sized {
    fn join(e: Self, f: Self, c: Self) -> Self;
}

/// `near`, `far`: (2 artanh(s)/s − 2) / s² as a polynomial in s², for s up to 0.172 and up to 1/3.
macro_rules! logarithm {
    ($T:ident { near: [$($near:literal),+], far: [$($far:literal),+] }) => {
        impl Join for $T {
            #[inline(always)]
            fn join(e: Self, f: Self, c: Self) -> Self {
                let s = f / (2.0 + f);
                let z = s * s;
                let tail = z * polynomial!(z; $($near),+);
                // f − f²/2 + s f²/2 is 2s, with a leading term that is exact.
                let half_square = 0.5 * f * f;
                e * Self::LN2_HIGH + (f - (half_square - (s * (half_square + tail) + (e * Self::LN2_LOW + c))))
            }
        }

        impl Logarithm for $T {
            #[inline(always)]
            fn ln(self) -> Self {
                let subnormal = self < Self::MIN_POSITIVE;
                let (m, e) = (if subnormal { self / Self::EPSILON } else { self }).split();
                let e = if subnormal { e - (Self::MANTISSA_DIGITS - 1) as Self } else { e };
                let y = Self::join(e, m - 1.0, 0.0);
                let y = if self < Self::INFINITY { y } else { self };
                let pole = if self == 0.0 { -Self::INFINITY } else { Self::NAN };
                if self > 0.0 { y } else { pole }
            }

            #[inline(always)]
            fn ln_1p(self) -> Self {
                let u = 1.0 + self;
                let (m, e) = u.split();
                // What the sum lost; nothing, where the number itself is f.
                let lost = if self < 1.0 { self - (u - 1.0) } else { 1.0 - (u - self) };
                let (f, c) = if e == 0.0 { (self, 0.0) } else { (m - 1.0, lost / u) };
                let y = Self::join(e, f, c).copysign(self);
                let y = if self < Self::INFINITY { y } else { self };
                let pole = if self == -1.0 { -Self::INFINITY } else { Self::NAN };
                if self > -1.0 { y } else { pole }
            }

            #[inline(always)]
            fn softplus(self) -> Self {
                // max(x, 0) + ln(1 + y) with y = e^−|x|, which cannot overflow.
                let y = Exponential::exp(-self.abs());
                let s = y / (2.0 + y);
                let z = s * s;
                let tail = z * polynomial!(z; $($far),+);
                let positive = if self > 0.0 { self } else { 0.0 };
                positive + (y - s * (y - tail))
            }
        }
    };
}

logarithm!(f32 {
    near: [6.666_677_6e-1, 3.997_603_4e-1, 2.992_685_4e-1],
    far: [6.666_667_5e-1, 3.999_895_5e-1, 2.861_688_4e-1, 2.141_114_6e-1, 2.440_940_3e-1]
});

logarithm!(f64 {
    near: [
        0.666_666_666_666_671,
        0.399_999_999_995_169_94,
        0.285_714_287_300_636_2,
        0.222_221_990_012_399_3,
        0.181_835_765_618_776_32,
        0.153_130_287_771_851_98,
        0.148_119_348_371_198_97
    ],
    far: [
        0.666_666_666_666_663_1,
        0.400_000_000_001_572_43,
        0.285_714_285_478_537_67,
        0.222_222_239_697_412_45,
        0.181_817_439_245_097_86,
        0.153_865_599_327_39,
        0.133_009_734_526_672_59,
        0.121_060_873_386_825_38,
        0.083_400_967_053_291_63,
        0.170_185_842_582_677_52
    ]
});
