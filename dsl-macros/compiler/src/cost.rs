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

/// Percent of the peak that convolutions reach with channels across the vector, by how many those are: the filters, forward
/// and for the gradient of the kernel, the channels of the input for its gradient. The benches `conv … features`.
fn across_features(channels: usize) -> f64 {
    match channels {
        // conv 28x28x1 5x5 to 6, conv 12x12x6 5x5 to 16 grad_input, conv 32x32x3 3x3 to 16 grad_input
        ..=8 => 20.0,
        // the other benches, from 9 channels or filters on
        _ => 86.0,
    }
}

/// The same with samples across the vector, however many there are: the benches `conv … samples`.
const ACROSS_SAMPLES: f64 = 88.0;

/// Percent of the peak that depthwise convolutions reach with channels across the vector, and with samples: the benches
/// `conv depthwise …`, all three together.
const DEPTHWISE: [f64; 2] = [8.0, 24.0];

/// What a convolution of so many multiply-adds gains by samples across the vector, in nanoseconds for each sample of a
/// training step, which computes three of them.
pub fn gain_across_samples(products: Products, macs: usize, channels: usize, filters: usize) -> f64 {
    let gain = |features: f64, samples: f64| macs as f64 * PEAK * 100.0 * (features.recip() - samples.recip());
    match products {
        Products::Convolution => {
            2.0 * gain(across_features(filters), ACROSS_SAMPLES) + gain(across_features(channels), ACROSS_SAMPLES)
        }
        Products::Depthwise => 3.0 * gain(DEPTHWISE[0], DEPTHWISE[1]),
    }
}

/// What it costs to change the layout of so many numbers and of their gradients: the benches `layout … interleave` and
/// `layout … separate`.
pub fn change_of_layout(numbers: usize) -> f64 {
    0.9 * numbers as f64
}
