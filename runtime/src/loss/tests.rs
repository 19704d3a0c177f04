//! The promises of all losses: derivatives by finite differences, values against their definitions, bad labels.

use crate::error::{Error, Result};
use crate::loss::head::{Linear, Sigmoid, Softmax};
use crate::loss::*;
use crate::random::Draws;

mod keras;
mod masks;
mod several;

type Output = [[f64; 4]; 2];
const SAMPLES: usize = 3;
const LEN: usize = SAMPLES * 8;

/// Logits of a batch.
fn logits(seed: u64) -> [f64; LEN] {
    core::array::from_fn(|at| 2.0 * Draws::new(seed).stream(0).normal::<f64>(at))
}

/// Labels of the output's type, each row a distribution.
fn vectors(seed: u64) -> [Output; SAMPLES] {
    let mut labels = [[[0.0; 4]; 2]; SAMPLES];
    let rows = labels.as_flattened_mut();
    for (at, value) in rows.as_flattened_mut().iter_mut().enumerate() {
        *value = 0.1 + Draws::new(seed).stream(1).uniform::<f64>(at);
    }
    for row in rows {
        let sum: f64 = row.iter().sum();
        for value in row.iter_mut() {
            *value /= sum;
        }
    }
    labels
}

const CLASSES: [[u8; 2]; SAMPLES] = [[0, 3], [1, 1], [2, 0]];

/// The gradient is that of the value, and both see the same outputs.
fn check_gradient<H: Head<Output>, Y, L: Loss<H, Output, Y>>(loss: &L, labels: &[Y]) -> Result<()> {
    check_labels::<H, Y, L>(loss, Labels::of(labels))
}

/// The same for labels with a mask.
fn check_labels<H: Head<Output>, Y, L: Loss<H, Output, Y>>(loss: &L, labels: Labels<'_, Y, f64>) -> Result<()> {
    for seed in 0..5 {
        let x = logits(seed);
        let (mut outputs, mut gradient) = (x, [f64::NAN; LEN]);
        let mean = loss.gradient(&mut outputs, labels, &mut gradient)?;
        let mut expected = x;
        H::forward(&mut expected);
        assert_eq!(outputs, expected);
        let mut alone = x;
        assert!((loss.value(&mut alone, labels)? - mean).abs() < 1e-14);
        assert_eq!(alone, expected);
        let norm = gradient.iter().fold(0.0_f64, |norm, g| norm.max(g.abs()));
        for at in 0..LEN {
            let shifted = |by: f64| {
                let mut x = x;
                x[at] += by;
                loss.value(&mut x, labels)
            };
            let difference = (shifted(1e-6)? - shifted(-1e-6)?) / 2e-6;
            let (a, f) = (gradient[at], difference);
            assert!((a - f).abs() <= 1e-6 * a.abs().max(f.abs()).max(0.1 * norm) + 1e-9, "{at}: {a} is not {f}");
        }
    }
    Ok(())
}

#[test]
fn gradients_are_those_of_the_losses() -> Result<()> {
    let vectors = vectors(9);
    check_gradient::<Softmax, _, _>(&SparseCategoricalCrossentropy::new(), &CLASSES)?;
    check_gradient::<Linear, _, _>(&SparseCategoricalCrossentropy::from_logits(), &CLASSES)?;
    check_gradient::<Softmax, _, _>(&CategoricalCrossentropy::new(), &vectors)?;
    check_gradient::<Linear, _, _>(&CategoricalCrossentropy::from_logits(), &vectors)?;
    check_gradient::<Sigmoid, _, _>(&BinaryCrossentropy::new(), &vectors)?;
    check_gradient::<Linear, _, _>(&BinaryCrossentropy::from_logits(), &vectors)?;
    check_gradient::<Linear, _, _>(&MeanSquaredError::new(), &vectors)?;
    check_gradient::<Softmax, _, _>(&MeanSquaredError::new(), &vectors)?;
    check_gradient::<Sigmoid, _, _>(&MeanSquaredError::new(), &vectors)?;
    check_gradient::<Linear, _, _>(&MeanAbsoluteError::new(), &vectors)?;
    check_gradient::<Softmax, _, _>(&MeanAbsoluteError::new(), &vectors)?;
    check_gradient::<Sigmoid, _, _>(&MeanAbsoluteError::new(), &vectors)
}

#[test]
fn labels_need_not_sum_to_one() -> Result<()> {
    let labels = vectors(3).map(|rows| rows.map(|row| row.map(|value| 1.7 * value)));
    check_gradient::<Softmax, _, _>(&CategoricalCrossentropy::new(), &labels)?;
    check_gradient::<Linear, _, _>(&CategoricalCrossentropy::from_logits(), &labels)
}

fn value<H: Head<[f64; 2]>, Y, L: Loss<H, [f64; 2], Y>>(
    loss: &L,
    mut values: [f64; 4],
    labels: &[Y; 2],
) -> Result<f64> {
    loss.value(&mut values, Labels::of(labels))
}

#[test]
fn values_are_the_definitions() -> Result<()> {
    let x = [1.0, -2.0, 0.5, 0.25];
    let p = |a: f64, b: f64| a.exp() / (a.exp() + b.exp());
    let s = |a: f64| 1.0 / (1.0 + (-a).exp());
    let sparse = -(p(1.0, -2.0).ln() + p(0.25, 0.5).ln()) / 2.0;
    let onehot = [[1.0, 0.0], [0.0, 1.0]];
    let binary = -(s(1.0).ln() + (1.0 - s(-2.0)).ln() + (1.0 - s(0.5)).ln() + s(0.25).ln()) / 4.0;
    let squared = (0.0 + 4.0 + 0.25 + 0.5625) / 4.0;
    let absolute = (0.0 + 2.0 + 0.5 + 0.75) / 4.0;
    for (found, expected) in [
        (value::<Softmax, _, _>(&SparseCategoricalCrossentropy::new(), x, &[0_i64, 1])?, sparse),
        (value::<Linear, _, _>(&SparseCategoricalCrossentropy::from_logits(), x, &[0_usize, 1])?, sparse),
        (value::<Softmax, _, _>(&CategoricalCrossentropy::new(), x, &onehot)?, sparse),
        (value::<Linear, _, _>(&CategoricalCrossentropy::from_logits(), x, &onehot)?, sparse),
        (value::<Sigmoid, _, _>(&BinaryCrossentropy::new(), x, &onehot)?, binary),
        (value::<Linear, _, _>(&BinaryCrossentropy::from_logits(), x, &onehot)?, binary),
        (value::<Linear, _, _>(&MeanSquaredError::new(), x, &onehot)?, squared),
        (value::<Linear, _, _>(&MeanAbsoluteError::new(), x, &onehot)?, absolute),
    ] {
        assert!((found - expected).abs() < 1e-14, "{found} is not {expected}");
    }
    Ok(())
}

#[test]
fn large_logits_stay_finite() -> Result<()> {
    let x = [1e4, -1e4, -1e4, 1e4];
    assert_eq!(value::<Softmax, _, _>(&SparseCategoricalCrossentropy::new(), x, &[1_u8, 1])?, 1e4);
    assert_eq!(value::<Sigmoid, _, _>(&BinaryCrossentropy::new(), x, &[[0.0, 0.0], [0.0, 1.0]])?, 2.5e3);
    Ok(())
}

#[test]
fn equal_numbers_have_no_slope_in_the_absolute_error() -> Result<()> {
    let mut gradient = [1.0_f32; 2];
    Loss::<Linear, [f32; 2], _>::gradient(
        &MeanAbsoluteError::new(),
        &mut [1.0, 2.0],
        Labels::of(&[[1.0, 1.0]]),
        &mut gradient,
    )?;
    assert_eq!(gradient, [0.0, 0.5]);
    Ok(())
}

#[test]
fn a_label_out_of_range_is_named_with_its_row() {
    type Digit = [f32; 10];
    let loss = SparseCategoricalCrossentropy::new();
    let checked = Loss::<Softmax, Digit, u8>::check(&loss, Labels::of(&[3, 9, 10]));
    assert!(matches!(checked, Err(Error::Label { row: 2, label: 10, classes: 10 })));
    let (mut values, mut gradient) = ([0.0; 20], [0.0; 20]);
    let stepped = Loss::<Softmax, Digit, i32>::gradient(&loss, &mut values, Labels::of(&[0, -1]), &mut gradient);
    assert!(matches!(stepped, Err(Error::Label { row: 1, label: -1, classes: 10 })));
    let rows = Loss::<Linear, [[f32; 2]; 3], _>::check(
        &SparseCategoricalCrossentropy::from_logits(),
        Labels::of(&[[0_u64, 1, 0], [1, u64::MAX, 0]]),
    );
    assert!(matches!(rows, Err(Error::Label { row: 1, label: 18_446_744_073_709_551_615, classes: 2 })));
}

#[test]
fn buffers_of_the_wrong_length_are_refused() {
    let loss = MeanSquaredError::new();
    let short = Loss::<Linear, [f32; 2], _>::value(&loss, &mut [0.0; 3], Labels::of(&[[0.0; 2]; 2]));
    assert!(matches!(short, Err(Error::Length { expected: 4, found: 3, .. })));
    let long = Loss::<Linear, [f32; 2], _>::gradient(&loss, &mut [0.0; 4], Labels::of(&[[0.0; 2]; 2]), &mut [0.0; 6]);
    assert!(matches!(long, Err(Error::Length { expected: 4, found: 6, .. })));
}

#[test]
fn outputs_of_no_values_are_no_panic() {
    let sparse = SparseCategoricalCrossentropy::new();
    let refused = Loss::<Softmax, [f32; 0], u8>::check(&sparse, Labels::of(&[0])).unwrap_err();
    assert_eq!(refused.to_string(), "label of row 0 is class 0, but the model has 0 classes (0 to 0)");
    assert_eq!(Loss::<Softmax, [[f32; 3]; 0], [u8; 0]>::value(&sparse, &mut [], Labels::of(&[[]])).unwrap(), 0.0);
    let (categorical, squared) = (CategoricalCrossentropy::new(), MeanSquaredError::new());
    for loss in [
        Loss::<Softmax, [f32; 0], [f32; 0]>::gradient(&categorical, &mut [], Labels::of(&[[]]), &mut []),
        Loss::<Softmax, [f32; 0], [f32; 0]>::gradient(&squared, &mut [], Labels::of(&[[]]), &mut []),
    ] {
        assert_eq!(loss.unwrap(), 0.0);
    }
}

#[test]
fn a_row_that_explodes_hides_no_other() -> Result<()> {
    let (mut values, mut gradient) = ([1e17_f64, 0.0, 0.0, 0.0], [0.0; 4]);
    let loss = SparseCategoricalCrossentropy::new();
    let mean = Loss::<Softmax, [f64; 2], u8>::gradient(&loss, &mut values, Labels::of(&[0, 0]), &mut gradient)?;
    assert!((mean - 0.5 * 2.0_f64.ln()).abs() < 1e-15, "{mean}");
    Ok(())
}
