//! The methods that a generated model has with std, and the functions behind those that it always has.
#![deny(missing_docs, warnings)]

use chainrule::__private::{input_gradient, loss_and_gradient, predict_with};
use chainrule::Error;
use chainrule::loss::SparseCategoricalCrossentropy;
use chainrule::random::Draws;

chainrule::model! {
    /// Four measures, three kinds.
    Iris: Input(4) -> Dense(3, softmax)
}

const INPUTS: [[f32; 4]; 2] = [[5.1, 3.5, 1.4, 0.2], [6.3, 3.3, 6.0, 2.5]];

#[test]
fn a_fresh_model_follows_its_seed() {
    assert_eq!(Iris::seeded(1).parameters(), Iris::seeded(1).parameters());
    assert_ne!(Iris::seeded(1).parameters(), Iris::seeded(2).parameters());
    assert_ne!(Iris::new().parameters(), Iris::default().parameters());
    assert_eq!(Iris::seeded(1).parameters()[12..], [0.0; 3], "biases start at 0");
}

#[test]
fn all_ways_to_predict_agree() {
    let net = Iris::seeded(3);
    let inputs: Vec<_> = INPUTS.into_iter().cycle().take(700).collect();
    let outputs = net.predict_batch(&inputs);
    assert_eq!(outputs.len(), 700);
    for (input, output) in inputs.iter().zip(&outputs) {
        let single = net.predict(input);
        assert!(single.iter().zip(output).all(|(a, b)| (a - b).abs() < 1e-6));
        assert!((single.iter().sum::<f32>() - 1.0).abs() < 1e-6, "softmax is applied");
        let largest = single.iter().fold(0.0_f32, |a, &b| a.max(b));
        assert_eq!(single[net.predict_class(input)], largest);
        let mut written = [0.0; 3];
        net.predict_into(input, &mut written);
        assert_eq!(written, single);
        predict_with::<Iris>(net.parameters(), input, &mut written, &mut []).unwrap();
        assert_eq!(written, single);
    }
    let mut written = vec![[0.0; 3]; 700];
    net.predict_batch_into(&inputs, &mut written).unwrap();
    assert_eq!(written, outputs);
    let refused = net.predict_batch_into(&inputs, &mut written[1..]).unwrap_err();
    assert_eq!(refused.to_string(), "the outputs must hold 700 values, found 699");
    assert!(net.predict_batch(&[]).is_empty());
}

#[test]
fn the_gradients_are_those_of_the_loss() {
    let net = Iris::seeded(5);
    let (loss, labels, draws) = (SparseCategoricalCrossentropy::new(), [0_u8, 2], Draws::new(0));
    let evaluate = |parameters: &[f32], inputs: &[[f32; 4]; 2]| {
        let (mut gradient, mut scratch) = ([0.0; 15], vec![0.0; Iris::workspace(2)]);
        loss_and_gradient::<Iris, _, _>(parameters, inputs, &labels, &loss, draws, &mut gradient, &mut scratch)
            .map(|loss| (loss, gradient))
            .unwrap()
    };
    let (value, gradient) = evaluate(net.parameters(), &INPUTS);
    let (mut dx, mut again, mut scratch) = ([[0.0; 4]; 2], [0.0; 15], [0.0; 12]);
    let parameters = net.parameters();
    let same =
        input_gradient::<Iris, _, _>(parameters, &INPUTS, &labels, &loss, draws, &mut dx, &mut again, &mut scratch);
    assert_eq!((same.unwrap(), again), (value, gradient));

    let close =
        |slope: f64, derivative: f32| assert!((slope - f64::from(derivative)).abs() < 2e-3, "{slope} {derivative}");
    for at in 0..15 {
        let shifted = |by: f32| {
            let mut parameters = parameters.to_vec();
            parameters[at] += by;
            evaluate(&parameters, &INPUTS).0
        };
        close((shifted(1e-2) - shifted(-1e-2)) / 2e-2, gradient[at]);
    }
    for at in 0..8 {
        let shifted = |by: f32| {
            let mut inputs = INPUTS;
            inputs[at / 4][at % 4] += by;
            evaluate(parameters, &inputs).0
        };
        close((shifted(1e-2) - shifted(-1e-2)) / 2e-2, dx[at / 4][at % 4]);
    }
}

#[test]
fn buffers_of_the_wrong_length_are_refused() {
    let (loss, draws) = (SparseCategoricalCrossentropy::new(), Draws::new(0));
    let call = |parameters: usize, inputs: &[[f32; 4]], labels: &[u8], gradient: usize, scratch: usize| {
        let (parameters, mut gradient, mut scratch) = (vec![0.0; parameters], vec![0.0; gradient], vec![0.0; scratch]);
        loss_and_gradient::<Iris, _, _>(&parameters, inputs, labels, &loss, draws, &mut gradient, &mut scratch)
            .map_err(|error| error.to_string())
    };
    assert_eq!((Iris::workspace(2), Iris::workspace(usize::MAX)), (12, usize::MAX));
    assert_eq!((Iris::ram(usize::MAX / 8), Iris::training_ram(usize::MAX / 8)), (60, usize::MAX));

    assert!(call(15, &INPUTS, &[0, 1], 15, 12).is_ok() && call(15, &INPUTS, &[0, 1], 15, 99).is_ok());
    for (result, message) in [
        (call(14, &INPUTS, &[0, 1], 15, 12), "the storage of the parameters must hold 15 values, found 14"),
        (call(15, &INPUTS, &[0], 15, 12), "the labels must hold 2 values, found 1"),
        (call(15, &INPUTS, &[0, 1], 16, 12), "the gradient must hold 15 values, found 16"),
        (call(15, &INPUTS, &[0, 1], 15, 11), "the workspace must hold 12 values, found 11"),
        (call(15, &[], &[], 15, 12), "a batch must hold at least one sample, found none"),
        (call(15, &INPUTS, &[0, 3], 15, 12), "label of row 1 is class 3, but the model has 3 classes (0 to 2)"),
    ] {
        assert_eq!(result, Err(message.to_owned()));
    }
    let refused = predict_with::<Iris>(&[0.0; 3], &INPUTS[0], &mut [0.0; 3], &mut []);
    assert!(matches!(refused, Err(Error::Length { expected: 15, found: 3, .. })));
}

#[test]
fn a_model_is_summarized_as_keras_does() {
    let expected = "\
Model: Iris
┌────────────────┬──────────────┬─────────┬───────────────┐
│ layer (type)   │ output shape │ param # │ multiply-adds │
├────────────────┼──────────────┼─────────┼───────────────┤
│ input1 (Input) │ (4)          │       0 │             0 │
├────────────────┼──────────────┼─────────┼───────────────┤
│ dense1 (Dense) │ (3)          │      15 │            12 │
└────────────────┴──────────────┴─────────┴───────────────┘
 total params: 15 (60 B)
 trainable params: 15 (60 B)
 non-trainable params: 0 (0 B)
 multiply-adds to predict one sample: 12";
    assert_eq!(Iris::seeded(0).summary().to_string(), expected);
}

#[test]
fn what_is_fixed_and_what_is_state_is_not_trainable() {
    chainrule::model! {
        /// Of each kind.
        Net: Input(4) -> Dense(3, trainable = false) -> BatchNormalization -> Dense(2)
    }
    let summary = Net::seeded(0).summary().to_string();
    let lines: Vec<_> = summary.lines().filter(|line| line.contains("params: ")).collect();
    // The kernel and bias of the first layer; moving mean and variance of the second.
    let expected = [" total params: 35 (140 B)", " trainable params: 14 (56 B)", " non-trainable params: 21 (84 B)"];
    assert_eq!(lines, expected);
}

#[test]
fn weights_travel_through_a_file() {
    let path = std::env::temp_dir().join(format!("chainrule-std-methods-{}.safetensors", std::process::id()));
    let (net, mut other) = (Iris::seeded(1), Iris::seeded(2));
    net.save(&path).unwrap();
    other.load(&path).unwrap();
    assert_eq!(net.parameters(), other.parameters());
    std::fs::remove_file(&path).unwrap();
    assert!(matches!(other.load(&path), Err(Error::File { .. })));
}

mod layer_outputs {
    use chainrule::model;

    model! {
        Apart: Input(2) -> Dense(3) as dense -> relu -> Dense(1);

        #[scalar(f64)]
        Folded: Input(6, 6, 2) -> Conv2D(3, 3) -> BatchNormalization -> relu
            -> Conv2D(4, 2, use_bias = false) -> BatchNormalization(scale = false) -> tanh
    }

    #[test]
    fn what_predicting_computes_as_one_is_seen_layer_by_layer() {
        let (net, x) = (Apart::seeded(3), [1.0, 2.0]);
        let dense = net.layer_output("dense", &x).expect("a layer");
        let expected: Vec<f32> =
            (0..3).map(|at| net.dense().kernel()[(at, 0)] + 2.0 * net.dense().kernel()[(at, 1)]).collect();
        assert_eq!(dense, expected);
        assert!(dense.iter().any(|x| *x < 0.0), "the test needs a negative number");
        let relu: Vec<f32> = dense.iter().map(|x| x.max(0.0)).collect();
        assert_eq!(net.layer_output("activation1", &x).expect("a layer"), relu);
    }

    #[test]
    fn a_folded_normalization_is_the_one_that_is_observed() {
        let mut net = Folded::seeded(3);
        for (at, parameter) in net.parameters_mut().iter_mut().enumerate() {
            *parameter += 0.02 * (at % 11) as f64;
        }
        let x: [[[f64; 2]; 6]; 6] =
            std::array::from_fn(|a| std::array::from_fn(|b| [(a * b) as f64 * 0.1, a as f64 - b as f64]));
        let output = |layer: &str| net.layer_output(layer, &x).expect("a layer");
        let (conv, norm) = (output("conv2d1"), output("batch_normalization1"));
        let weights = net.batch_normalization1();
        for (at, (x, y)) in conv.iter().zip(&norm).enumerate() {
            let channel = at % 3;
            let rate = (weights.moving_variance()[channel] + 1e-3).sqrt().recip();
            let expected = (x - weights.moving_mean()[channel]) * rate * weights.gamma().expect("scaled")[channel]
                + weights.beta().expect("centered")[channel];
            assert!((y - expected).abs() < 1e-12, "{at}: {y} is not {expected}");
        }
        let predicted = net.predict(&x);
        let flat: Vec<f64> = predicted.iter().flatten().flatten().copied().collect();
        for (found, expected) in flat.iter().zip(output("activation2")) {
            assert!((found - expected).abs() < 1e-12);
        }
    }
}
