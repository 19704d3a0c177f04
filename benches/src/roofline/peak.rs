//! The peak: fused multiply-adds in registers, which wait for nothing.

// What is compiled for an instruction set must be inlined into the one function that enables it.
#![allow(clippy::inline_always)]

use std::hint::black_box;
use std::marker::PhantomData;
use std::sync::Barrier;
use std::thread;
use std::time::Instant;

use pulp::{Arch, Simd, WithSimd};

use super::CHAINS;

/// A number whose multiply-adds can be timed.
pub trait Number: Copy + 'static {
    /// Operations of one round, a multiply-add in each chain.
    fn flops<S: Simd>() -> f64;
    /// Runs so many rounds; the sum of all chains, which depends on every one of them.
    fn rounds<S: Simd>(simd: S, rounds: usize) -> f64;
}

macro_rules! number {
    ($T:ident, $LANES:ident, $splat:ident, $mul_add:ident, $add:ident, $reduce:ident) => {
        impl Number for $T {
            #[inline(always)]
            fn flops<S: Simd>() -> f64 {
                (2 * CHAINS * S::$LANES) as f64
            }

            #[inline(always)]
            fn rounds<S: Simd>(simd: S, rounds: usize) -> f64 {
                // Each chain runs to 1, its fixed point, so no number is ever slow.
                let (factor, summand) = (simd.$splat(black_box(0.5)), simd.$splat(black_box(0.5)));
                let mut chains = [simd.$splat(0.0); CHAINS];
                for (start, chain) in chains.iter_mut().enumerate() {
                    *chain = simd.$splat(black_box(start as $T));
                }
                for _ in 0..rounds {
                    for chain in &mut chains {
                        *chain = simd.$mul_add(*chain, factor, summand);
                    }
                }
                let sum = chains.into_iter().reduce(|sum, chain| simd.$add(sum, chain));
                sum.map_or(0.0, |sum| f64::from(simd.$reduce(sum)))
            }
        }
    };
}
number!(f32, F32_LANES, splat_f32s, mul_add_e_f32s, add_f32s, reduce_sum_f32s);
number!(f64, F64_LANES, splat_f64s, mul_add_e_f64s, add_f64s, reduce_sum_f64s);

struct Rounds<T> {
    rounds: usize,
    number: PhantomData<T>,
}

impl<T: Number> WithSimd for Rounds<T> {
    /// Operations, and what came out.
    type Output = (f64, f64);

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) -> (f64, f64) {
        (T::flops::<S>() * self.rounds as f64, T::rounds(simd, self.rounds))
    }
}

/// Operations per second of so many threads together: the best of many short runs.
///
/// # Panics
/// Multiply-adds that come to another result than theirs.
pub fn peak<T: Number>(threads: usize) -> f64 {
    const RUNS: usize = 200;
    let run = |rounds: usize| {
        let start = Instant::now();
        let (flops, sum) = Arch::new().dispatch(Rounds::<T> { rounds, number: PhantomData });
        let seconds = start.elapsed().as_secs_f64();
        // Every lane of every chain has come to 1: the loop was run.
        let lanes = flops / (2 * CHAINS * rounds) as f64;
        assert!((sum - lanes * CHAINS as f64).abs() < 1e-3, "the sum of the chains is {sum}");
        flops / seconds
    };
    let rounds = 100_000;
    let barrier = Barrier::new(threads);
    thread::scope(|scope| {
        let best = || {
            barrier.wait();
            (0..RUNS).map(|_| run(rounds)).fold(0.0, f64::max)
        };
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(best)).collect();
        let own = best();
        own + others
            .into_iter()
            .map(|thread| thread.join().expect("a loop of multiply-adds does not panic"))
            .sum::<f64>()
    })
}
