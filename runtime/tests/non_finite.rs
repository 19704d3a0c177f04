//! Where a number that is not finite is seen first, a training run says.

#![cfg(feature = "std")]

use chainrule::data::Dataset;
use chainrule::loss::MeanSquaredError;
use chainrule::optim::SGD;
use chainrule::train::Trainer;
use chainrule::{Error, Trainable, model};

model! {
    Growing: Input(2) -> Dense(3, tanh) -> Dense(4, exponential) -> Dense(2, relu) -> Dense(1);
    Roots: Input(2) -> Dense(3, tanh) -> Dense(4, |x| sqrt(x)) -> Dense(2, relu) -> Dense(1)
}

/// The error of a run, by what it says of the place.
fn place<M>(net: &mut M, inputs: Vec<[f32; 2]>) -> (String, Option<String>, Option<usize>, Option<String>)
where
    M: Trainable<Scalar = f32, Input = [f32; 2], Output = [f32; 1], Head = chainrule::loss::head::Linear> + Send,
{
    let bits = |net: &M| net.parameters().iter().map(|weight| weight.to_bits()).collect::<Vec<_>>();
    let before = bits(net);
    let labels = vec![[0.5]; inputs.len()];
    let data = Dataset::from_arrays(inputs, labels).unwrap();
    let mut trainer =
        Trainer::new(SGD::new().learning_rate(1e-6), MeanSquaredError::new()).seed(3).batch_size(4).quiet();
    let error = trainer.fit(net, &data).unwrap_err();
    let message = error.to_string();
    let Error::NonFinite { weight, layer, row, .. } = error else { panic!("{message}") };
    if trainer.steps() == 0 {
        assert_eq!(bits(net), before);
    }
    (message, layer, row, weight)
}

fn inputs() -> Vec<[f32; 2]> {
    (0..20).map(|at| [at as f32 / 20.0, 0.5]).collect()
}

#[test]
fn a_row_of_the_data_is_named_wherever_it_is_shuffled_to() {
    for bad in [0, 7, 19] {
        let mut inputs = inputs();
        inputs[bad][1] = f32::INFINITY;
        inputs[bad][0] = f32::NAN;
        let (message, layer, row, _) = place(&mut Growing::seeded(1), inputs);
        assert_eq!((row, layer), (Some(bad), None));
        assert!(message.contains(&format!("(the input of row {bad} of the training data is not finite)")), "{message}");
    }
}

#[test]
fn a_layer_is_named_by_its_output() {
    let mut net = Growing::seeded(1);
    net.dense2_mut().bias().fill(100.0);
    let (message, layer, row, _) = place(&mut net, inputs());
    assert_eq!((layer.as_deref(), row), (Some("dense2"), None));
    assert!(message.contains("(first seen in the output of the layer `dense2`)"), "{message}");

    // The last layer is the model's output, and so is a weight that was broken before.
    let mut net = Growing::seeded(1);
    net.dense4_mut().bias()[0] = f32::NAN;
    assert_eq!(place(&mut net, inputs()).1.as_deref(), Some("dense4"));
}

#[test]
fn a_gradient_is_named_by_the_first_weight_on_the_way_back() {
    let mut net = Roots::seeded(1);
    // The root of 0 has a value, but no slope; what is in front of it is only hit on the way back.
    net.dense2_mut().kernel().fill(0.0);
    net.dense2_mut().bias().fill(0.0);
    net.dense3_mut().bias().fill(1.0);
    net.dense3_mut().kernel().fill(0.25);
    net.dense4_mut().kernel().fill(1.0);
    let (message, layer, row, weight) = place(&mut net, inputs());
    assert_eq!((layer, row, weight.as_deref()), (None, None, Some("dense2.kernel")), "{message}");
}
