//! What goes over slices number by number: activations, the loss, the optimizer. Their operations are not counted: the
//! limit is one pass over the memory.

use std::hint::black_box;

use chainrule::activations::{gelu, relu, sigmoid, tanh};
use chainrule::kernels::pointwise::Pointwise;
use chainrule::kernels::{dropout, lanes};
use chainrule::loss::head::Softmax;
use chainrule::loss::{Labels, Loss, SparseCategoricalCrossentropy};
use chainrule::optim::{Adam, Optimizer};
use chainrule::random::Draws;
use criterion::Criterion;

use crate::input::numbers;
use crate::recorder::{Recorder, Work};

pub(crate) fn all(criterion: &mut Criterion, recorder: &Recorder) {
    activation(criterion, recorder, "relu", &relu);
    activation(criterion, recorder, "tanh", &tanh);
    activation(criterion, recorder, "sigmoid", &sigmoid);
    activation(criterion, recorder, "gelu", &gelu);
    dropout(criterion, recorder);
    loss(criterion, recorder);
    adam(criterion, recorder);
}

fn activation(criterion: &mut Criterion, recorder: &Recorder, name: &str, activation: &impl Pointwise<f32>) {
    const COUNT: usize = 4096;
    let x = numbers(COUNT);
    let mut y = vec![0.0; COUNT];
    recorder.bench(criterion, &format!("f32 {name} of {COUNT}"), Work::traffic(2 * COUNT), || {
        activation.forward(&mut y, black_box(&x));
        black_box(&y);
    });
}

fn dropout(criterion: &mut Criterion, recorder: &Recorder) {
    const COUNT: usize = 4096;
    let x = numbers(COUNT);
    let mut y = vec![0.0; COUNT];
    recorder.bench(criterion, &format!("f32 dropout of {COUNT}"), Work::traffic(2 * COUNT), || {
        dropout::forward(&mut y, Some(black_box(&x)), 0.5, Draws::new(1), 2, &());
        black_box(&y);
    });
    // Samples that begin with a block of the generator, and such that do not.
    for len in [64, 63] {
        let count = 64 * len;
        let name = format!("f32 dropout of {count} samples");
        recorder.bench(criterion, &name, Work::traffic(2 * count), || {
            lanes::drawn::dropout(&mut y[..count], Some(&black_box(&x)[..count]), len, 0.5, Draws::new(1), 2, &());
            black_box(&y);
        });
    }
}

fn loss(criterion: &mut Criterion, recorder: &Recorder) {
    const BATCH: usize = 32;
    let scores = numbers(10 * BATCH);
    let labels: Vec<u8> = (0..BATCH).map(|row| (row % 10) as u8).collect();
    let (mut values, mut gradient) = (scores.clone(), scores.clone());
    let loss = SparseCategoricalCrossentropy::new();
    recorder.bench(criterion, "f32 softmax with cross-entropy 10 x 32", Work::traffic(3 * scores.len()), || {
        values.copy_from_slice(black_box(&scores));
        let mean =
            Loss::<Softmax, [f32; 10], u8>::gradient(&loss, &mut values, Labels::of(black_box(&labels)), &mut gradient);
        black_box((mean.is_ok(), &values, &gradient));
    });
}

fn adam(criterion: &mut Criterion, recorder: &Recorder) {
    const PARAMS: usize = 101_770;
    let gradient = numbers(PARAMS);
    let mut parameters = vec![0.0_f32; PARAMS];
    let mut optimizer = Optimizer::new(Adam::new(), PARAMS);
    // Read: gradient, parameter and both means; written: all but the gradient.
    recorder.bench(criterion, &format!("f32 adam of {PARAMS}"), Work::traffic(7 * PARAMS), || {
        let done = optimizer.step(black_box(&mut parameters), black_box(&gradient));
        black_box(done.is_ok());
    });
}
