//! What kernels are given.

/// Numbers between -4 and 4.
pub(crate) fn numbers(count: usize) -> Vec<f32> {
    (0..count).map(|at| (at * 37 % 101) as f32 / 12.5 - 4.0).collect()
}
