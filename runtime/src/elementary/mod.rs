//! Elementary functions that loops over slices can be vectorised with.
//!
//! A call of the system's `exp` keeps a loop from being compiled for vectors. These are made of additions,
//! multiplications, divisions, comparisons and shifts, without branches and tables: where a loop calls them, the compiler
//! computes as many at once as fit into a register, on every processor. Nothing is fused, so the bits are the same for
//! every instruction set.
//!
//! All take every number: NaN to NaN, infinities, zeros with their sign, numbers below the normal ones; results become
//! subnormal before they become 0. Errors, as `tests.rs` bounds them, in units in the last place of the result:
//!
//! | function | f32 | f64 |
//! |---|---|---|
//! | exp | 1.5 | 1.5 |
//! | exp_m1 | 2 | 2 |
//! | ln | 1 | 1 |
//! | ln_1p | 1 | 1 |
//! | softplus | 2.5 | 2.5 |
//! | sigmoid | 2.5 | 2.5 |
//! | tanh | 2.5 | 2.5 |
//! | erf | 2 | 2 |

// What stays a call keeps the loop around it from being vectorised.
#![allow(clippy::inline_always)]

/// c₀ + c₁ x + c₂ x² + …
macro_rules! polynomial {
    ($x:expr; $c:expr) => { $c };
    ($x:expr; $c:expr, $($higher:expr),+) => { $c + $x * polynomial!($x; $($higher),+) };
}

mod erf;
mod exp;
mod ln;
#[cfg(test)]
mod tests;

pub(crate) use erf::ErrorFunction;
pub(crate) use exp::Exponential;
pub(crate) use ln::Logarithm;

/// What a number is made of: ± m · 2ᵉ.
trait Format: Sized {
    /// 1.5 · 2ᴹ, M being the bits of the mantissa: added to a number below 2ᴹ⁻¹ it leaves no room for a fraction.
    const SHIFT: Self;
    /// What is added to the exponent when it is stored.
    const BIAS: Self;
    /// The leading bits of ln 2, so few that its product with an exponent is exact.
    const LN2_HIGH: Self;
    /// ln 2 − `LN2_HIGH`.
    const LN2_LOW: Self;

    /// The nearest whole number, of one that is less than 2ᴹ⁻¹.
    fn whole(self) -> Self;
    /// 2ⁿ of a whole number: 0 below the exponents of normal numbers, infinity just above them.
    fn two_to(self) -> Self;
    /// m from √½ to √2 and the whole number e with x = m · 2ᵉ, of a normal x > 0.
    fn split(self) -> (Self, Self);
}

macro_rules! format {
    ($T:ident, $mantissa:literal, $LN2_HIGH:literal, $LN2_LOW:literal) => {
        impl Format for $T {
            const SHIFT: Self = 1.5 / Self::EPSILON;
            const BIAS: Self = (Self::MAX_EXP - 1) as Self;
            const LN2_HIGH: Self = $LN2_HIGH;
            const LN2_LOW: Self = $LN2_LOW;

            #[inline(always)]
            fn whole(self) -> Self {
                (self + Self::SHIFT) - Self::SHIFT
            }

            #[inline(always)]
            fn two_to(self) -> Self {
                // The sum's last bits are those of the stored exponent.
                Self::from_bits((self + (Self::SHIFT + Self::BIAS)).to_bits() << $mantissa)
            }

            #[inline(always)]
            fn split(self) -> (Self, Self) {
                const SQRT_HALF: $T = core::$T::consts::FRAC_1_SQRT_2;
                // The exponent of 2ᴹ: the last bits of such a number are a whole number.
                const WHOLE: $T = 1.0 / $T::EPSILON;
                // Moved so that the exponent changes where m does, at √½.
                let moved = self.to_bits().wrapping_add((1.0 as $T).to_bits() - SQRT_HALF.to_bits());
                let m = Self::from_bits(moved % (1 << $mantissa) + SQRT_HALF.to_bits());
                let e = Self::from_bits((moved >> $mantissa) | WHOLE.to_bits());
                (m, e - (WHOLE + Self::BIAS))
            }
        }
    };
}
format!(f32, 23, 0.693_145_75, 1.428_606_8e-6);
format!(f64, 52, 0.693_147_180_559_663, 2.823_529_056_303_157_7e-13);
