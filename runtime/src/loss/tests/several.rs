//! Losses of several outputs: each as if it were alone.

use super::*;
use crate::metrics::{Accuracy, MeanSquaredError as MeanSquares, Measure, Metric, of_output};

type Heads = (Softmax, Linear, Sigmoid);
type Outputs = ([[f64; 3]; 2], f64, [f64; 1]);
type Answers = ([u8; 2], f64, [f64; 1]);

const ANSWERS: [Answers; 2] = [([0, 2], 0.5, [1.0]), ([1, 9], -1.5, [0.25])];
const STEPS: [f64; 4] = [1.0, 1.0, 1.0, 0.0];

fn values() -> [f64; 16] {
    core::array::from_fn(|at| 2.0 * Draws::new(3).stream(0).normal::<f64>(at))
}

fn loss() -> (SparseCategoricalCrossentropy, Weighted<MeanAbsoluteError>, Weighted<BinaryCrossentropy>) {
    let sparse = SparseCategoricalCrossentropy::new().ignore_class(9);
    (sparse, weighted(MeanAbsoluteError::new(), 0.5), weighted(BinaryCrossentropy::new(), 3.0))
}

#[test]
fn the_total_is_the_weighted_sum() -> Result<()> {
    let (mut outputs, mut gradient) = (values(), [f64::NAN; 16]);
    let masks = [Some(&STEPS[..])];
    let labels = Labels::of(&ANSWERS).masked(&masks);
    let total = Loss::<Heads, Outputs, _>::gradient(&loss(), &mut outputs, labels, &mut gradient)?;

    let (mut alone, mut expected) = (values(), [f64::NAN; 16]);
    let ((x, dx), (y, dy), (z, dz)) = ((0..12, 0..12), (12..14, 12..14), (14..16, 14..16));
    let classes = ANSWERS.map(|answer| answer.0);
    let labels = Labels::of(&classes).masked(&masks);
    let first = Loss::<Softmax, [[f64; 3]; 2], _>::gradient(&loss().0, &mut alone[x], labels, &mut expected[dx])?;
    let (numbers, loss_of_numbers) = (ANSWERS.map(|answer| answer.1), MeanAbsoluteError::new());
    let numbers = Labels::of(&numbers);
    let second = Loss::<Linear, f64, _>::gradient(&loss_of_numbers, &mut alone[y], numbers, &mut expected[dy])?;
    let (bits, loss_of_bits) = (ANSWERS.map(|answer| answer.2), BinaryCrossentropy::new());
    let bits = Labels::of(&bits);
    let third = Loss::<Sigmoid, [f64; 1], _>::gradient(&loss_of_bits, &mut alone[z], bits, &mut expected[dz])?;

    assert!((total - (first + 0.5 * second + 3.0 * third)).abs() < 1e-14);
    assert_eq!(outputs, alone);
    expected[12..14].iter_mut().for_each(|dy| *dy *= 0.5);
    expected[14..].iter_mut().for_each(|dz| *dz *= 3.0);
    assert!(gradient.iter().zip(&expected).all(|(a, b)| (a - b).abs() < 1e-15), "{gradient:?} is not {expected:?}");

    let mut outputs = values();
    <Heads as Head<Outputs>>::forward(&mut outputs);
    assert_eq!(outputs, alone);
    let (mut outputs, labels) = (values(), Labels::of(&ANSWERS).masked(&masks));
    assert!((Loss::<Heads, Outputs, _>::value(&loss(), &mut outputs, labels)? - total).abs() < 1e-14);
    assert_eq!(outputs, alone);
    Ok(())
}

#[test]
fn heads_go_back_each_by_itself() {
    let (mut outputs, dy) = (values(), values().map(f64::sin));
    <Heads as Head<Outputs>>::forward(&mut outputs);
    let (mut together, mut alone) = (dy, dy);
    <Heads as Head<Outputs>>::backward(&outputs, &mut together);
    <Softmax as Head<[[f64; 3]; 2]>>::backward(&outputs[..12], &mut alone[..12]);
    <Sigmoid as Head<[f64; 1]>>::backward(&outputs[14..], &mut alone[14..]);
    assert_eq!(together, alone);
}

#[test]
fn a_bad_label_of_any_output_is_found_with_its_row() {
    let labels = [([0, 1], 0.0, [0.0]), ([0, 3], 0.0, [0.0])];
    let refused = Loss::<Heads, Outputs, Answers>::check(&loss(), Labels::of(&labels));
    assert!(matches!(refused, Err(Error::Label { row: 1, label: 3, classes: 3 })));
    assert!(Loss::<Heads, Outputs, Answers>::check(&loss(), Labels::of(&ANSWERS)).is_ok());
}

#[test]
fn a_metric_sees_its_output() {
    let outputs = [0.7, 0.2, 0.1, 0.1, 0.8, 0.1, 0.3, 0.6, 0.1, 0.5, 0.3, 0.2, 1.5, -1.5, 0.9, 0.1];
    let mut accuracy = of_output::<0, _>("class_accuracy", Accuracy::new());
    Measure::<Heads, Outputs, Answers>::update(&mut accuracy, &outputs, Labels::of(&ANSWERS));
    assert_eq!((accuracy.name(), accuracy.result()), ("class_accuracy", 0.5));
    let mut squares = of_output::<1, _>("number", MeanSquares::new());
    Measure::<Heads, Outputs, Answers>::update(&mut squares, &outputs, Labels::of(&ANSWERS));
    assert_eq!(squares.result(), 0.5);
    let mut bits = of_output::<2, _>("bit", Accuracy::new());
    Measure::<Heads, Outputs, Answers>::update(
        &mut bits,
        &outputs,
        Labels::of(&[([0, 0], 0.0, [1.0]), ([0, 0], 0.0, [0.0])]),
    );
    assert_eq!(bits.result(), 1.0);
}
