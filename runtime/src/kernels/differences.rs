//! What the tests of kernels share: numbers, and gradients held against central differences.

use crate::random::Draws;

/// Numbers between −1 and 1.
pub(crate) fn numbers(len: usize, seed: u64) -> Vec<f64> {
    (0..len).map(|at| 2.0 * Draws::new(seed).stream(0).uniform::<f64>(at) - 1.0).collect()
}

/// Σ aᵢ bᵢ: the scalar whose gradient is taken, where b is the gradient of a.
pub(crate) fn dot(a: &[f64], b: &[f64]) -> f64 {
    assert_eq!(a.len(), b.len());
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// Rounded to `f32`.
pub(crate) fn single(values: &[f64]) -> Vec<f32> {
    values.iter().map(|value| *value as f32).collect()
}

/// Holds that all values are as expected.
pub(crate) fn assert_near<T: Copy + Into<f64>>(found: &[T], expected: &[f64], tolerance: f64) {
    assert_eq!(found.len(), expected.len());
    for (at, (found, expected)) in found.iter().zip(expected).enumerate() {
        let found: f64 = (*found).into();
        assert!((found - expected).abs() <= tolerance, "element {at}: {found} is not {expected}");
    }
}

/// Holds that `dx` is the gradient of `value` at `x`, by differences of fourth order: of second order they would be less exact
/// than the gradient of what is divided by a small deviation.
pub(crate) fn assert_gradient(dx: &[f64], x: &[f64], value: impl Fn(&[f64]) -> f64) {
    const STEP: f64 = 2e-5;
    let differences: Vec<f64> = (0..x.len())
        .map(|at| {
            let shifted = |by: f64| {
                let mut x = x.to_vec();
                x[at] += by;
                value(&x)
            };
            let difference = |by: f64| shifted(by) - shifted(-by);
            (8.0 * difference(STEP) - difference(2.0 * STEP)) / (12.0 * STEP)
        })
        .collect();
    let largest = differences.iter().fold(1.0_f64, |largest, difference| largest.max(difference.abs()));
    assert_near(dx, &differences, 1e-8 * largest);
}
