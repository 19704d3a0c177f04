//! Memory: sums over buffers of the size of each cache, and of none.

// What is compiled for an instruction set must be inlined into the one function that enables it.
#![allow(clippy::inline_always)]

use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

use pulp::{Arch, Simd, WithSimd};

use super::{CHAINS, Level};

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
pub(super) fn levels() -> Vec<Level> {
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
