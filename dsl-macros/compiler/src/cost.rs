//! What the compiler chooses from sizes: one readable table. Measured on a Zen 4 with AVX-512, each kernel by itself: a row
//! names the benches that measure it, `cargo bench -p chainrule-benches -- "conv 28x28"`; what the choice does to whole
//! models shows `workloads --workload w2,w7` of the benchmarks.

/// Nanoseconds of a multiply-add at the peak of a core, about.
const PEAK: f64 = 0.017;

/// What kind of products an operation computes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Products {
    /// Each filter sees all channels.
    Convolution,
    /// Each channel by itself.
    Depthwise,
}

/// Percent of the peak that convolutions reach with channels across the vector, forward and back, by their filters: the
/// benches `conv … features`, all three together.
fn across_features(filters: usize) -> f64 {
    match filters {
        // conv 28x28x1 5x5 to 6
        ..=8 => 12.0,
        // conv 12x12x6 5x5 to 16, conv 32x32x16 3x3 to 16
        9..=16 => 42.0,
        // conv 32x32x16 3x3/2 to 32, conv 16x16x32 3x3 to 32
        17..=32 => 60.0,
        // conv 8x8x64 3x3 to 64
        33..=64 => 70.0,
        _ => ACROSS_SAMPLES,
    }
}

/// The same with samples across the vector, whatever the filters: the benches `conv … samples`.
const ACROSS_SAMPLES: f64 = 80.0;

/// Percent of the peak that depthwise convolutions reach with channels across the vector, and with samples: the benches
/// `conv depthwise …`, all three together.
const DEPTHWISE: [f64; 2] = [8.0, 24.0];

/// What a convolution of so many multiply-adds gains by samples across the vector, in nanoseconds for each sample of a
/// training step, which computes three of them.
pub fn gain_across_samples(products: Products, macs: usize, filters: usize) -> f64 {
    let [features, samples] = match products {
        Products::Convolution => [across_features(filters), ACROSS_SAMPLES],
        Products::Depthwise => DEPTHWISE,
    };
    3.0 * macs as f64 * PEAK * 100.0 * (features.recip() - samples.recip())
}

/// What it costs to change the layout of so many numbers and of their gradients: the benches `layout … interleave` and
/// `layout … separate`.
pub fn change_of_layout(numbers: usize) -> f64 {
    0.9 * numbers as f64
}
