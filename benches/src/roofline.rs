//! The roofline of the machine at hand: how fast it multiplies and adds at best, and how fast it reads memory.
//!
//! Both are measured, with the vector instructions that the kernels would choose too. A computation cannot take less than
//! [`Roofline::limit`]: the longer of its arithmetic at the peak and of one pass over its memory.

// What is compiled for an instruction set must be inlined into the one function that enables it.
#![allow(clippy::inline_always)]

use std::hint::black_box;
use std::path::Path;
use std::sync::Barrier;
use std::thread;
use std::time::Instant;

use pulp::{Arch, Simd, WithSimd};

/// Sums that are independent of each other: more than the latency of an instruction times how many begin in a cycle, few
/// enough for 16 registers.
const CHAINS: usize = 12;

/// What a machine reaches at best.
#[derive(Clone, Debug)]
pub struct Roofline {
    /// The instruction set that was measured.
    pub instructions: &'static str,
    /// How many threads ran at once.
    pub threads: usize,
    /// Operations per second in `f32`, a fused multiply-add being two, of all threads together.
    pub peak_f32: f64,
    /// The same in `f64`.
    pub peak_f64: f64,
    /// The memories, the nearest first.
    pub levels: Vec<Level>,
}

/// One of the memories: a cache, or what lies behind them.
#[derive(Clone, Debug)]
pub struct Level {
    /// Such as `L1`.
    pub name: &'static str,
    /// How much it holds.
    pub bytes: usize,
    /// Bytes that one thread reads in a second.
    pub bandwidth: f64,
}

/// The least time that a computation takes, and what it waits for.
#[derive(Clone, Debug)]
pub struct Limit {
    /// Seconds.
    pub seconds: f64,
    /// `FMA`, or the level of memory.
    pub by: &'static str,
}

impl Roofline {
    /// Measures all of it, in a second or two.
    pub fn measure(threads: usize) -> Self {
        Self {
            peak_f32: peak::<f32>(threads),
            peak_f64: peak::<f64>(threads),
            levels: levels(),
            ..Self::unmeasured(threads)
        }
    }

    fn unmeasured(threads: usize) -> Self {
        Self { instructions: instructions(), threads, peak_f32: 0.0, peak_f64: 0.0, levels: Vec::new() }
    }

    /// The nearest level that holds so many bytes.
    pub fn level(&self, bytes: usize) -> &Level {
        self.levels.iter().find(|level| bytes <= level.bytes).unwrap_or(&self.levels[self.levels.len() - 1])
    }

    /// The least seconds for so many operations in `f32`.
    pub fn arithmetic(&self, flops: f64) -> Limit {
        Limit { seconds: flops / self.peak_f32, by: "FMA" }
    }

    /// The least seconds for so many operations in `f32` on one thread, for what is too small to be shared.
    pub fn arithmetic_of_one(&self, flops: f64) -> Limit {
        self.arithmetic(flops * self.threads as f64)
    }

    /// The least seconds to go once through so many bytes, which lie in the nearest level that holds them. Writing is
    /// counted like reading.
    pub fn traffic(&self, bytes: usize) -> Limit {
        let level = self.level(bytes);
        Limit { seconds: bytes as f64 / level.bandwidth, by: level.name }
    }

    /// The least seconds for a computation: whichever of its operations, at `peak` per second, and of its bytes takes
    /// longer.
    pub fn limit(&self, flops: f64, peak: f64, bytes: usize) -> Limit {
        let (arithmetic, traffic) = (Limit { seconds: flops / peak, by: "FMA" }, self.traffic(bytes));
        if arithmetic.seconds >= traffic.seconds { arithmetic } else { traffic }
    }
}

/// The name of the instruction set that is taken here.
pub fn instructions() -> &'static str {
    struct Bits;
    impl WithSimd for Bits {
        type Output = usize;
        #[inline(always)]
        fn with_simd<S: Simd>(self, _simd: S) -> usize {
            32 * S::F32_LANES
        }
    }
    match Arch::new().dispatch(Bits) {
        512 => "AVX-512",
        256 => "AVX2 with FMA",
        128 => "128 bits",
        _ => "scalar",
    }
}

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
    number: std::marker::PhantomData<T>,
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
        let (flops, sum) = Arch::new().dispatch(Rounds::<T> { rounds, number: std::marker::PhantomData });
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

struct Sum<'a>(&'a [f32]);

impl WithSimd for Sum<'_> {
    type Output = f32;

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) -> f32 {
        let (vectors, _) = S::as_simd_f32s(self.0);
        let (blocks, _) = vectors.as_chunks::<CHAINS>();
        let mut sums = [simd.splat_f32s(0.0); CHAINS];
        for block in blocks {
            for (sum, vector) in sums.iter_mut().zip(block) {
                *sum = simd.add_f32s(*sum, *vector);
            }
        }
        sums.into_iter().reduce(|a, b| simd.add_f32s(a, b)).map_or(0.0, |sum| simd.reduce_sum_f32s(sum))
    }
}

/// Bytes that one thread reads in a second from a buffer of so many, again and again: the best of many runs.
pub fn read_bandwidth(bytes: usize) -> f64 {
    const LINE: usize = 64;
    // Whole blocks of the widest registers, from the start of a cache line.
    let count = bytes / size_of::<f32>() / (CHAINS * 16) * (CHAINS * 16);
    let buffer = vec![1.0_f32; count + LINE];
    let numbers = &buffer[buffer.as_ptr().align_offset(LINE)..][..count];
    let passes = (64_usize << 20).div_ceil(4 * count);
    let runs = if passes == 1 { 5 } else { 20 };
    let seconds = |_| {
        let start = Instant::now();
        for _ in 0..passes {
            black_box(Arch::new().dispatch(Sum(black_box(numbers))));
        }
        start.elapsed().as_secs_f64()
    };
    let best = (0..runs).map(seconds).fold(f64::INFINITY, f64::min);
    (passes * count * size_of::<f32>()) as f64 / best
}

/// The memories of the machine, each measured with a buffer that fills half of it.
fn levels() -> Vec<Level> {
    let mut levels: Vec<Level> = [("L1", 32 << 10), ("L2", 512 << 10), ("L3", 8 << 20)]
        .into_iter()
        .map(|(name, typical)| {
            let bytes = cache_bytes(name).unwrap_or(typical);
            Level { name, bytes, bandwidth: read_bandwidth(bytes / 2) }
        })
        .collect();
    let caches = levels.last().map_or(0, |level| level.bytes);
    let bytes = (8 * caches).clamp(128 << 20, 1 << 30);
    levels.push(Level { name: "DRAM", bytes: usize::MAX, bandwidth: read_bandwidth(bytes) });
    levels
}

/// How much a cache holds, if Linux tells.
fn cache_bytes(name: &str) -> Option<usize> {
    let folder = Path::new("/sys/devices/system/cpu/cpu0/cache");
    (0..8).map(|index| folder.join(format!("index{index}"))).find_map(|cache| {
        let read = |file: &str| std::fs::read_to_string(cache.join(file)).ok();
        let (level, kind, size) = (read("level")?, read("type")?, read("size")?);
        let fits = format!("L{}", level.trim()) == name && kind.trim() != "Instruction";
        let kilobytes: usize = size.trim().strip_suffix('K')?.parse().ok()?;
        fits.then_some(kilobytes << 10)
    })
}
