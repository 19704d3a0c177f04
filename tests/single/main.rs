//! One sample alone has the outputs that it has in a batch, whichever way they are computed.
//!
//! The function that a small model predicts one sample in is called as such: without optimization `predict` leaves it out.

use chainrule::loss::Head;
use chainrule::{Bundle, Input, Model, Sample, Scalar, model};
use chainrule_compiler::activations::TABLE;

/// How far two ways may be apart, relative to the largest output.
const TOLERANCE: f64 = 1e-6;

/// A batch of inputs, flat: numbers between −2 and 2, and indices of the tables.
fn inputs<M: Model>(samples: usize) -> Vec<M::Scalar> {
    let mut inputs = Vec::new();
    for (part, len) in M::Input::PARTS.iter().enumerate() {
        let below = M::INDICES.get(part).copied().flatten();
        inputs.extend((0..len * samples).map(|at| match below {
            Some(below) => M::Scalar::from_f64((at % below) as f64),
            None => M::Scalar::from_f64((at as f64 * 1.7).sin() * 2.0),
        }));
    }
    inputs
}

/// One sample of a flat batch, whose parts lie one after the other.
fn row<T: Scalar>(batch: &[T], samples: usize, parts: &[usize], row: usize) -> Vec<T> {
    let (mut sample, mut rest) = (Vec::new(), batch);
    for len in parts {
        let (part, others) = rest.split_at(len * samples);
        sample.extend_from_slice(&part[row * len..(row + 1) * len]);
        rest = others;
    }
    sample
}

/// The outputs of a batch, computed as such.
fn together<M: Model>(net: &M, inputs: &[M::Scalar], samples: usize) -> Vec<M::Scalar> {
    let mut outputs = vec![M::Scalar::ZERO; M::OUTPUT_LEN * samples];
    let mut workspace = vec![M::Scalar::ZERO; M::PREDICT_WORKSPACE * samples];
    M::forward(net.parameters(), inputs, &mut outputs, &mut workspace);
    M::Head::forward(&mut outputs);
    outputs
}

/// The output of one input, computed in the model's own function for it.
fn alone<M: Model>(net: &M, input: &[M::Scalar]) -> Vec<M::Scalar> {
    let mut output = vec![M::Scalar::ZERO; M::OUTPUT_LEN];
    let mut workspace = vec![M::Scalar::ZERO; M::PREDICT_WORKSPACE];
    chainrule::__private::infer_unrolled::<M>(net.parameters(), input, &mut output, &mut workspace);
    output
}

#[track_caller]
fn assert_near<T: Scalar>(name: &str, found: &[T], expected: &[T]) {
    let largest = expected.iter().fold(0.0_f64, |largest, value| largest.max(value.to_f64().abs()));
    assert_eq!(found.len(), expected.len(), "{name}");
    for (a, b) in found.iter().zip(expected) {
        let (a, b) = (a.to_f64(), b.to_f64());
        assert!((a - b).abs() <= TOLERANCE * largest, "{name}: {a} and {b}, the largest is {largest}");
    }
}

#[track_caller]
fn assert_alike<M: Model>(net: &M) {
    const SAMPLES: usize = 9;
    let inputs = inputs::<M>(SAMPLES);
    let outputs = together(net, &inputs, SAMPLES);
    for at in 0..SAMPLES {
        let single = alone(net, &row(&inputs, SAMPLES, M::Input::PARTS, at));
        assert_near(M::NAME, &single, &row(&outputs, SAMPLES, M::Output::PARTS, at));
    }
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
    Sums: Input(67) -> Dense(1) -> Dense(4) -> Dense(1, sigmoid);
    Several:
        let x = Input(3);
        let y = Input(2, 2);
        let z = Input(4);
        let h = (x -> Dense(5, tanh)) + (y -> Flatten -> Dense(5)) + (z -> Embedding(6, 5) -> GlobalMaxPooling1D);
        (h -> Dense(3, softmax), h, h -> Dense(1, sigmoid));
    Words: Input(4) -> Embedding(6, 3, mask_zero = true) -> GRU(4) -> Dense(2)
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
        assert_alike(&Several::seeded(seed));
        assert_alike(&Words::seeded(seed));
    }
}

#[test]
fn predict_gives_what_predict_batch_gives() -> chainrule::Result<()> {
    let net = Wide::seeded(5);
    let numbers = inputs::<Wide>(9);
    let inputs = <[f32; 7]>::unflatten(&numbers);
    let batch = net.predict_batch(inputs);
    let single: Vec<_> = inputs.iter().map(|input| net.predict(input)).collect();
    assert_near("predict", single.as_flattened(), batch.as_flattened());
    let mut output = [0.0; 7];
    net.predict_with(&inputs[0], &mut output, &mut [0.0; 200])?;
    assert_near("predict_with", &output, &batch[0]);
    Ok(())
}

#[test]
fn tuples_and_indices_give_what_a_batch_gives() -> chainrule::Result<()> {
    type Triple = ([f32; 3], [[f32; 2]; 2], [u32; 4]);

    let (net, count) = (Several::seeded(5), 300);
    let number = |at: usize| (at as f32 * 1.7).sin();
    let input = |at: usize| -> Triple { ([number(at); 3], [[number(at + 1); 2]; 2], [at as u32 % 6; 4]) };
    let inputs: Vec<_> = (0..count).map(input).collect();
    let batch = net.predict_batch(&inputs)?;
    assert_eq!(batch.len(), count);
    let mut again = vec![([0.0; 3], [0.0; 5], [0.0; 1]); count];
    net.predict_batch_into(&inputs, &mut again)?;
    assert_eq!(again, batch);
    let mut workspace = [0.0; <Several as Model>::PREDICT_WORKSPACE];
    for (input, expected) in inputs.iter().zip(&batch) {
        let ((a, b, c), mut with) = (net.predict(input)?, *expected);
        net.predict_with(input, &mut with, &mut workspace)?;
        assert_near("predict_with", &with.1, &b);
        assert_near("the first", &a, &expected.0);
        assert_near("the second", &b, &expected.1);
        assert_near("the third", &c, &expected.2);
    }
    Ok(())
}

#[test]
fn an_index_out_of_range_is_an_error() {
    let (net, words) = (Several::seeded(5), Words::seeded(5));
    let wrong = ([0.0; 3], [[0.0; 2]; 2], [0, 5, 6, 7]);
    let message = "row 0: the index at place 2 of input 2 is 6, but must be below 6";
    assert_eq!(net.predict(&wrong).unwrap_err().to_string(), message);
    let right = ([0.0; 3], [[0.0; 2]; 2], [0, 5, 0, 5]);
    let message = "row 1: the index at place 2 of input 2 is 6, but must be below 6";
    assert_eq!(net.predict_batch(&[right, wrong]).unwrap_err().to_string(), message);

    let message = "row 0: the index at place 3 of input 0 is 9, but must be below 6";
    let (wrong, mut output) = ([0, 1, 2, 9], [0.0; 2]);
    let errors = [
        words.predict(&wrong).map(drop),
        words.predict_class(&wrong).map(drop),
        words.predict_into(&wrong, &mut output),
        words.predict_with(&wrong, &mut output, &mut [0.0; 4096]),
        words.predict_batch(&[wrong]).map(drop),
        words.predict_batch_into(&[wrong], &mut [output]),
    ];
    for error in errors {
        assert_eq!(error.unwrap_err().to_string(), message);
    }
    assert!(words.predict_class(&[0, 1, 2, 5]).unwrap() < 2);
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
