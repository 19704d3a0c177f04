//! What the compiler chooses from sizes: one readable table. Measured on a Zen 4 with AVX-512, each kernel by itself at a
//! batch of 128; what the choice does to whole models shows `workloads --workload w2,w7` of the benchmarks.

/// Nanoseconds of a multiply-add at the peak of a core, about.
const PEAK: f64 = 0.017;

/// Percent of the peak that convolutions reach with channels across the vector, forward and back, by their filters.
fn across_features(filters: usize) -> f64 {
    match filters {
        ..=8 => 12.0,
        9..=16 => 42.0,
        17..=32 => 60.0,
        33..=64 => 70.0,
        _ => ACROSS_SAMPLES,
    }
}

/// The same with samples across the vector, whatever the filters.
const ACROSS_SAMPLES: f64 = 80.0;

/// What a convolution of so many multiply-adds gains by samples across the vector, in nanoseconds for each sample of a
/// training step, which computes three of them.
pub fn gain_across_samples(macs: usize, filters: usize) -> f64 {
    3.0 * macs as f64 * PEAK * 100.0 * (across_features(filters).recip() - ACROSS_SAMPLES.recip())
}

/// What it costs to change the layout of so many numbers and of their gradients.
pub fn change_of_layout(numbers: usize) -> f64 {
    0.9 * numbers as f64
}
