//! What the metrics count, by small cases that Keras answers the same way.

use super::*;
use crate::loss::head::{Sigmoid, Softmax};

/// The number after one batch.
fn of<O: Sample, Y, M: Measure<Softmax, O, Y>>(mut metric: M, outputs: &[O], labels: &[Y]) -> f64 {
    metric.update(O::flatten(outputs), Labels::of(labels));
    metric.result()
}

#[test]
fn accuracy_compares_classes() {
    let outputs = [[0.1_f32, 0.7, 0.2], [0.5, 0.3, 0.2], [0.2, 0.4, 0.4], [0.0, 0.0, 1.0]];
    assert_eq!(of(Accuracy::new(), &outputs, &[1_u8, 2, 1, 2]), 0.75);
    assert_eq!(of(Accuracy::new(), &outputs, &[1_i64, -1, 1, 9]), 0.5);
    let onehot = [[0.0_f32, 1.0, 0.0], [0.0, 0.0, 1.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]];
    assert_eq!(of(Accuracy::new(), &outputs, &onehot), 0.75);
}

#[test]
fn accuracy_has_a_threshold_for_one_number() {
    let outputs = [[0.5_f64], [0.51], [0.2], [0.9]];
    assert_eq!(of(Accuracy::new(), &outputs, &[[1.0], [1.0], [0.0], [0.0]]), 0.5);
    assert_eq!(of(Accuracy::new(), &outputs, &[0_u8, 1, 0, 1]), 1.0);
}

#[test]
fn every_row_counts() {
    let outputs = [[[0.1_f32, 0.9], [0.8, 0.2]], [[0.3, 0.7], [0.6, 0.4]]];
    assert_eq!(of(Accuracy::new(), &outputs, &[[1_u8, 0], [0, 1]]), 0.5);
    assert_eq!(of(Accuracy::new(), &outputs, &outputs), 1.0);
}

#[test]
fn binary_accuracy_counts_numbers() {
    let (outputs, labels) = ([[0.5_f32, 0.2], [0.51, 0.1]], [[1.0, 0.0], [1.0, 1.0]]);
    assert_eq!(of(BinaryAccuracy::new(), &outputs, &labels), 0.5);
    assert_eq!(of(BinaryAccuracy::new().threshold(0.0), &outputs, &labels), 0.75);
}

#[test]
fn errors_are_means() {
    let (outputs, labels) = ([[1.0_f32, -2.0], [0.5, 0.0]], [[0.0, 0.0], [0.0, 0.0]]);
    assert_eq!(of(MeanAbsoluteError::new(), &outputs, &labels), 3.5 / 4.0);
    assert_eq!(of(MeanSquaredError::new(), &outputs, &labels), 5.25 / 4.0);
}

#[test]
fn batches_count_by_their_samples() {
    let mut metrics = (Accuracy::new(), MeanSquaredError::new());
    let report = |metrics: &(Accuracy, MeanSquaredError)| {
        let mut found = Vec::new();
        Metrics::<Sigmoid, [f32; 2], [f32; 2]>::report(metrics, &mut |name, value| found.push((name, value)));
        found
    };
    let update = |metrics: &mut (Accuracy, MeanSquaredError), outputs: &[f32], labels: &[[f32; 2]]| {
        Metrics::<Sigmoid, [f32; 2], _>::update(metrics, outputs, Labels::of(labels));
    };
    update(&mut metrics, &[1.0, 0.0, 1.0, 0.0, 1.0, 0.0], &[[1.0, 0.0]; 3]);
    update(&mut metrics, &[1.0, 0.0], &[[0.0, 1.0]]);
    assert_eq!(report(&metrics), [("accuracy", 0.75), ("mean_squared_error", 0.25)]);
    Metrics::<Sigmoid, [f32; 2], [f32; 2]>::reset(&mut metrics);
    assert_eq!(report(&metrics), [("accuracy", 0.0), ("mean_squared_error", 0.0)]);
}

#[test]
fn what_was_counted_can_be_kept_and_taken_back() {
    type Heads = (Sigmoid, Sigmoid);
    type Outputs = ([f32; 2], [f32; 1]);
    let fresh = || {
        (
            of_output::<0, _>("accuracy", Accuracy::new()),
            of_output::<0, _>("binary", BinaryAccuracy::new().threshold(0.25)),
            of_output::<0, _>("absolute", MeanAbsoluteError::new()),
            of_output::<1, _>("squared", MeanSquaredError::new()),
        )
    };
    let update = |metrics: &mut _, outputs: &[f32], labels: &[Outputs]| {
        Metrics::<Heads, Outputs, Outputs>::update(metrics, outputs, Labels::of(labels));
    };
    let mut metrics = fresh();
    update(&mut metrics, &[0.9, 0.1, 0.3, 0.6, 2.5, 3.5], &[([1.0, 0.0], [2.0]), ([1.0, 1.0], [3.0])]);
    let mut kept = Vec::new();
    Metrics::<Heads, Outputs, Outputs>::counted(&metrics, &mut |value| kept.push(value));
    let (mut again, mut kept) = (fresh(), kept.into_iter());
    Metrics::<Heads, Outputs, Outputs>::restore(&mut again, &mut || kept.next().expect("as many as were kept"));
    assert_eq!((&again, kept.len()), (&metrics, 0));
    assert_ne!(again, fresh());
    for metrics in [&mut metrics, &mut again] {
        update(metrics, &[0.2, 0.7, 0.25], &[([0.0, 1.0], [0.5])]);
    }
    assert_eq!(again, metrics);
}

#[test]
fn outputs_of_no_values_are_not_counted() {
    assert_eq!(of(Accuracy::new(), &[[0.0_f32; 0]], &[0_u8]), 0.0);
}

#[test]
fn a_mask_leaves_steps_out() {
    let (outputs, mask) = ([[[0.1_f32, 0.9], [0.8, 0.2]], [[0.3, 0.7], [0.6, 0.4]]], [1.0, 0.0, 1.0, 1.0]);
    let masks = [Some(&mask[..])];
    let mut accuracy = Accuracy::new();
    let labels = Labels::of(&[[1_u8, 1], [0, 0]]).masked(&masks);
    Measure::<Softmax, [[f32; 2]; 2], _>::update(&mut accuracy, outputs.as_flattened().as_flattened(), labels);
    assert_eq!(accuracy.result(), 2.0 / 3.0);
    let mut error = MeanSquaredError::new();
    let labels = [[[0.1_f32, 0.9], [9.0, 9.0]], [[0.3, 0.7], [0.6, 3.4]]];
    let labels = Labels::of(&labels).masked(&masks);
    Measure::<Softmax, [[f32; 2]; 2], _>::update(&mut error, outputs.as_flattened().as_flattened(), labels);
    assert_eq!(error.result(), 1.5);
}

#[test]
fn pixels_are_counted_one_by_one() {
    let outputs = [[[[0.1_f32, 0.9], [0.8, 0.2]], [[0.3, 0.7], [0.6, 0.4]]]];
    assert_eq!(of(Accuracy::new(), &outputs, &[[[1_u8, 1], [1, 0]]]), 0.75);
}
