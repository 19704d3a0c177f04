//! The widest vector instructions of the processor at hand, found at run time.
//!
//! A default build for x86-64 targets SSE2. What runs inside [`vectorize`] is compiled for AVX-512 and for AVX2 with FMA
//! as well, and the first that the processor has is taken; elsewhere it is NEON, or the vectors of WebAssembly.
//! Which one is asked once and remembered: a call costs a few nanoseconds.

// What is compiled for an instruction set must be inlined into the one function that enables it.
#![allow(clippy::inline_always)]

use pulp::{Arch, WithSimd};

#[doc(hidden)]
pub use pulp::Simd;

use super::sealed::Sealed;
use super::transpose::Transpose;

/// The best instruction set of this processor.
///
/// An engine takes a module for WebAssembly as a whole or not at all, and where the code for vectors is part of it, as it
/// is here, whoever runs it has them.
#[inline(always)]
pub(crate) fn arch() -> Arch {
    #[cfg(target_arch = "wasm32")]
    pulp_wasm_simd_flag::enable_simd128();
    Arch::new()
}

/// Runs a loop compiled for the best instruction set of the processor.
///
/// The compiler vectorises what it sees: mark the closure and what it calls `#[inline(always)]`, since what stays a call
/// keeps the instructions of the default build. In a loop over several slices compute from locals and write at the end:
/// to read an element again after another slice was written is to wait for the memory.
///
/// ```
/// use chainrule::kernels::simd::vectorize;
///
/// let mut y = [1.0_f32, -2.0, 3.0];
/// vectorize(
///     #[inline(always)]
///     || y.iter_mut().for_each(|y| *y = y.max(0.0)),
/// );
/// assert_eq!(y, [1.0, 0.0, 3.0]);
/// ```
#[inline(always)]
pub fn vectorize<R>(body: impl FnMut() -> R) -> R {
    arch().dispatch(Body(body))
}

/// As [`vectorize`], but on x86-64 with AVX2 at most.
#[inline(always)]
pub(crate) fn vectorize_narrow<R>(body: impl FnMut() -> R) -> R {
    narrow(Body(body))
}

/// As [`vectorize`] for a loop over numbers `T`, double precision with AVX2 at most, as all loops over it.
#[inline(always)]
pub(crate) fn vectorize_for<T, R>(body: impl FnMut() -> R) -> R {
    if const { size_of::<T>() > 4 } { vectorize_narrow(body) } else { vectorize(body) }
}

/// A closure to be called once, yet as `FnMut`: to call one that could be called again as `FnOnce` goes through a function
/// of the compiler's making, which is not inlined where the closure is large.
struct Body<F>(F);

impl<R, F: FnMut() -> R> WithSimd for Body<F> {
    type Output = R;

    #[inline(always)]
    fn with_simd<S: Simd>(mut self, _simd: S) -> R {
        (self.0)()
    }
}

/// Runs what is too short to fill the widest registers. With one set of instructions for all processors of a kind it is
/// also compiled once.
#[inline(always)]
pub(crate) fn narrow<F: WithSimd>(body: F) -> F::Output {
    match arch() {
        #[cfg(target_arch = "x86_64")]
        Arch::V4(simd) => Simd::vectorize::<F>(*simd, body),
        arch => arch.dispatch(body),
    }
}

/// No register holds more numbers.
pub(crate) const MAX_LANES: usize = 16;

/// A number that fills vector registers: `f32` or `f64` seen by code generic over the instruction set. Sealed.
#[doc(hidden)]
pub trait Element: Sealed + Copy + PartialEq + Send + Sync + 'static {
    /// A register full of them.
    type Vector<S: Simd>: Copy;

    /// Zero.
    const ZERO: Self;
    /// One.
    const ONE: Self;

    /// Runs what is written for registers of any width, double precision with AVX2 at most: a convolution's tiles for the
    /// widest registers would be a tenth of what this crate takes to compile.
    fn dispatch<F: WithSimd>(body: F) -> F::Output;
    /// `a + b`.
    fn add(a: Self, b: Self) -> Self;
    /// `a · b`.
    fn mul(a: Self, b: Self) -> Self;
    /// A transposed copy, as the type at hand has instructions for.
    fn transpose_copy(transpose: Transpose<'_, Self>);
    /// How many fill a register.
    fn lanes<S: Simd>() -> usize;
    /// The same number in every lane.
    fn splat<S: Simd>(simd: S, value: Self) -> Self::Vector<S>;
    /// `a * b + c`, fused where the instruction set can.
    fn mul_add<S: Simd>(simd: S, a: Self::Vector<S>, b: Self::Vector<S>, c: Self::Vector<S>) -> Self::Vector<S>;
    /// The sum of some registers, in pairs.
    #[inline(always)]
    fn sum<S: Simd, const COUNT: usize>(simd: S, mut vectors: [Self::Vector<S>; COUNT]) -> Self::Vector<S> {
        let one = Self::splat(simd, Self::ONE);
        let mut half = COUNT / 2;
        while half > 0 {
            for at in 0..half {
                vectors[at] = Self::mul_add(simd, vectors[at + half], one, vectors[at]);
            }
            half /= 2;
        }
        vectors[0]
    }
    /// The sum of all lanes.
    fn sum_lanes<S: Simd>(simd: S, vector: Self::Vector<S>) -> Self;
    /// A slice as whole registers; what is left of an incomplete last one is not seen.
    fn vectors<S: Simd>(slice: &[Self]) -> &[Self::Vector<S>];
    /// A slice as whole registers, to be written.
    fn vectors_mut<S: Simd>(slice: &mut [Self]) -> &mut [Self::Vector<S>];
    /// The first lanes from a slice that may be shorter than a register, zeros behind them.
    fn load_part<S: Simd>(simd: S, slice: &[Self]) -> Self::Vector<S>;
    /// The first lanes into a slice that may be shorter than a register.
    fn store_part<S: Simd>(simd: S, slice: &mut [Self], vector: Self::Vector<S>);
}

macro_rules! element {
    ($T:ident, $dispatch:expr, $transpose:ident, $Vector:ident, $LANES:ident, $splat:ident, $mul_add:ident, $sum:ident, $vectors:ident, $vectors_mut:ident, $load:ident, $store:ident) => {
        impl Element for $T {
            type Vector<S: Simd> = S::$Vector;

            const ZERO: Self = 0.0;
            const ONE: Self = 1.0;

            #[inline(always)]
            fn dispatch<F: WithSimd>(body: F) -> F::Output {
                $dispatch(body)
            }
            #[inline(always)]
            fn add(a: Self, b: Self) -> Self {
                a + b
            }
            #[inline(always)]
            fn mul(a: Self, b: Self) -> Self {
                a * b
            }
            #[inline(never)]
            fn transpose_copy(transpose: Transpose<'_, Self>) {
                transpose.$transpose();
            }
            #[inline(always)]
            fn lanes<S: Simd>() -> usize {
                S::$LANES
            }
            #[inline(always)]
            fn splat<S: Simd>(simd: S, value: Self) -> S::$Vector {
                simd.$splat(value)
            }
            #[inline(always)]
            fn mul_add<S: Simd>(simd: S, a: S::$Vector, b: S::$Vector, c: S::$Vector) -> S::$Vector {
                simd.$mul_add(a, b, c)
            }
            #[inline(always)]
            fn sum_lanes<S: Simd>(simd: S, vector: S::$Vector) -> Self {
                simd.$sum(vector)
            }
            #[inline(always)]
            fn vectors<S: Simd>(slice: &[Self]) -> &[S::$Vector] {
                S::$vectors(slice).0
            }
            #[inline(always)]
            fn vectors_mut<S: Simd>(slice: &mut [Self]) -> &mut [S::$Vector] {
                S::$vectors_mut(slice).0
            }
            #[inline(always)]
            fn load_part<S: Simd>(simd: S, slice: &[Self]) -> S::$Vector {
                simd.$load(slice)
            }
            #[inline(always)]
            fn store_part<S: Simd>(simd: S, slice: &mut [Self], vector: S::$Vector) {
                simd.$store(slice, vector);
            }
        }
    };
}
element!(
    f32,
    |body| arch().dispatch(body),
    single,
    f32s,
    F32_LANES,
    splat_f32s,
    mul_add_e_f32s,
    reduce_sum_f32s,
    as_simd_f32s,
    as_mut_simd_f32s,
    partial_load_f32s,
    partial_store_f32s
);
element!(
    f64,
    narrow,
    plain,
    f64s,
    F64_LANES,
    splat_f64s,
    mul_add_e_f64s,
    reduce_sum_f64s,
    as_simd_f64s,
    as_mut_simd_f64s,
    partial_load_f64s,
    partial_store_f64s
);

#[cfg(test)]
mod tests {
    use super::*;

    struct Lanes;

    impl WithSimd for Lanes {
        type Output = (usize, usize);

        fn with_simd<S: Simd>(self, _simd: S) -> (usize, usize) {
            (f32::lanes::<S>(), f64::lanes::<S>())
        }
    }

    /// How many numbers of 32 bits a register of this processor holds.
    fn expected() -> usize {
        #[cfg(all(target_arch = "x86_64", feature = "std"))]
        return match () {
            () if std::is_x86_feature_detected!("avx512f") => 16,
            () if std::is_x86_feature_detected!("avx2") && std::is_x86_feature_detected!("fma") => 8,
            () => 1,
        };
        #[cfg(any(target_arch = "aarch64", target_arch = "wasm32"))]
        return 4;
        #[allow(unreachable_code, reason = "of the processors that are not named above")]
        arch().dispatch(Lanes).0
    }

    #[test]
    fn registers_are_as_wide_as_the_processor_has_them() {
        assert_eq!(f32::dispatch(Lanes).0, expected());
        assert_eq!(f64::dispatch(Lanes).1, (expected() / 2).clamp(1, 4));
    }
}
