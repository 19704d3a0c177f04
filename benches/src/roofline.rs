//! The roofline of the machine at hand: how fast it multiplies and adds at best, and how fast it reads memory.
//!
//! Both are measured, with the vector instructions that the kernels would choose too. A computation cannot take less than
//! [`Roofline::limit`]: the longer of its arithmetic at the peak and of one pass over its memory.

// What is compiled for an instruction set must be inlined into the one function that enables it.
#![allow(clippy::inline_always)]

mod memory;
mod peak;

use pulp::{Arch, Simd, WithSimd};

pub use self::memory::read_bandwidth;
pub use self::peak::{Number, peak};

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
            levels: memory::levels(),
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
