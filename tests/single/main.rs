//! One sample alone has the outputs that it has in a batch, whichever way they are computed.
//!
//! The function that a small model predicts one sample in is called as such: without optimization `predict` leaves it out.

use chainrule::loss::Head;
use chainrule::{Bundle, Model, Sample, Scalar, model};
use chainrule_compiler::activations::TABLE;

/// How far two ways may be apart, relative to the largest output.
const TOLERANCE: f64 = 1e-6;

/// Inputs between −2 and 2.
fn inputs<M: Model>(samples: usize) -> Vec<M::Input> {
    let mut inputs = vec![M::Input::ZERO; samples];
    for (at, x) in M::Input::flatten_mut(&mut inputs).iter_mut().enumerate() {
        *x = M::Scalar::from_f64((at as f64 * 1.7).sin() * 2.0);
    }
    inputs
}

/// The outputs of a batch, computed as such.
fn together<M: Model>(net: &M, inputs: &[M::Input]) -> Vec<M::Output> {
    let mut outputs = vec![M::Output::ZERO; inputs.len()];
    let mut workspace = vec![M::Scalar::ZERO; M::PREDICT_WORKSPACE * inputs.len()];
    let flat = M::Output::flatten_mut(&mut outputs);
    M::forward(net.parameters(), M::Input::flatten(inputs), flat, &mut workspace);
    M::Head::forward(flat);
    outputs
}

/// The output of one input, computed in the model's own function for it.
fn alone<M: Model>(net: &M, input: M::Input) -> M::Output {
    let mut output = [M::Output::ZERO];
    let mut workspace = vec![M::Scalar::ZERO; M::PREDICT_WORKSPACE];
    let flat = M::Output::flatten_mut(&mut output);
    chainrule::__private::infer_unrolled::<M>(net.parameters(), M::Input::flatten(&[input]), flat, &mut workspace);
    output[0]
}

fn numbers<X: Sample>(samples: &[X]) -> Vec<f64> {
    X::flatten(samples).iter().map(|value| value.to_f64()).collect()
}

#[track_caller]
fn assert_near<X: Sample>(name: &str, found: &[X], expected: &[X]) {
    let (found, expected) = (numbers(found), numbers(expected));
    let largest = expected.iter().fold(0.0_f64, |largest, value| largest.max(value.abs()));
    for (a, b) in found.iter().zip(&expected) {
        assert!((a - b).abs() <= TOLERANCE * largest, "{name}: {a} and {b}, the largest is {largest}");
    }
}

#[track_caller]
fn assert_alike<M: Model>(net: &M) {
    let inputs = inputs::<M>(9);
    let single: Vec<_> = inputs.iter().map(|input| alone(net, *input)).collect();
    assert_near(M::NAME, &single, &together(net, &inputs));
}

/// A model an activation and a scalar, and the names of them all.
macro_rules! each_activation {
    ($($name:ident)*) => {
        $(mod $name {
            chainrule::model! {
                pub(crate) Single: Input(5) -> Dense(17, $name) -> Dense(3);
                #[scalar(f64)]
                pub(crate) Double: Input(5) -> Dense(17, $name) -> Dense(3, $name)
            }
        })*

        #[test]
        fn every_activation_gives_one_sample_what_it_gives_a_batch() {
            let mut names = Vec::new();
            $(
                assert_alike(&$name::Single::seeded(1));
                assert_alike(&$name::Double::seeded(2));
                names.push(stringify!($name));
            )*
            for row in TABLE.iter().filter(|row| row.required().next().is_none()) {
                assert!(names.contains(&row.name), "`{}` is missing here", row.name);
            }
        }
    };
}
each_activation! {
    celu elu exponential gelu hard_shrink hard_sigmoid hard_silu hard_tanh leaky_relu linear log_sigmoid mish
    relu relu6 selu sigmoid silu soft_shrink softplus softsign sparse_plus sparse_sigmoid squareplus tanh
    tanh_shrink
}

const WIDTH: usize = 10;

model! {
    Narrow: Input(3) -> Dense(1, tanh) -> Dense(2, relu) -> Dense(1, sigmoid);
    Wide: Input(7) -> Dense(71, relu) -> Dense(24, elu, use_bias = false) -> Dense(16) -> Dense(8, tanh) -> Dense(7, softmax);
    Axes: Input(4, 6) -> Dense(WIDTH, |x| x * sigmoid(1.5 * x)) -> Dropout(0.5) -> relu -> softmax -> Reshape({ 2 * WIDTH }, 2)
        -> Dense(3, log_softmax) -> Flatten -> Dense(WIDTH, softmax) -> tanh;
    Bare: Input(5) -> Flatten;
    Functions: Input(5) -> relu -> |x| 2 * x -> softmax;
    #[scalar(f64)]
    Doubles: Input(9) -> Dense(33, gelu) -> Dense(5, relu, use_bias = false) -> Dense(1);
    #[scalar(f64)]
    Sums: Input(67) -> Dense(1) -> Dense(4) -> Dense(1, sigmoid)
}

#[test]
fn every_size_gives_one_sample_what_it_gives_a_batch() {
    for seed in 0..4 {
        assert_alike(&Narrow::seeded(seed));
        assert_alike(&Wide::seeded(seed));
        assert_alike(&Axes::seeded(seed));
        assert_alike(&Bare::seeded(seed));
        assert_alike(&Functions::seeded(seed));
        assert_alike(&Doubles::seeded(seed));
        assert_alike(&Sums::seeded(seed));
    }
}

#[test]
fn predict_gives_what_predict_batch_gives() -> chainrule::Result<()> {
    let net = Wide::seeded(5);
    let inputs = inputs::<Wide>(9);
    let batch = net.predict_batch(&inputs);
    let single: Vec<_> = inputs.iter().map(|input| net.predict(input)).collect();
    assert_near("predict", &single, &batch);
    let mut output = [[0.0; 7]];
    net.predict_with(&inputs[0], &mut output[0], &mut [0.0; 200])?;
    assert_near("predict_with", &output, &batch[..1]);
    Ok(())
}

#[test]
fn only_small_models_are_unrolled() {
    model! {
        Small: Input(64) -> Dense(128);
        Large: Input(64) -> Dense(129)
    }
    let optimized = !cfg!(debug_assertions);
    assert_eq!((<Small as Model>::UNROLLED, <Large as Model>::UNROLLED), (optimized, false));
}
