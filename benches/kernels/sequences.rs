//! What goes over sequences: the scan of W3's LSTM, W6's attention.

use std::hint::black_box;

use chainrule::activations::{sigmoid, tanh};
use chainrule::kernels::attend::{self, Attend};
use chainrule::kernels::contract::{self, Contract};
use chainrule::kernels::recurrent::{Functions, Gradients, Initial, Kernel, Scan, lstm};
use criterion::Criterion;

use crate::input::numbers;
use crate::recorder::{Recorder, Work};

pub(crate) fn all(criterion: &mut Criterion, recorder: &Recorder) {
    lstm(criterion, recorder);
    attention(criterion, recorder);
}

/// An LSTM of 128 units over 28 steps: the state's part. The input's part is a product as of a dense layer.
fn lstm(criterion: &mut Criterion, recorder: &Recorder) {
    const STEPS: usize = 28;
    const UNITS: usize = 128;
    const BATCH: usize = 64;
    let shape = lstm::Lstm { steps: STEPS, units: UNITS };
    let scan = Scan { functions: Functions { activation: &tanh, recurrent: &sigmoid }, mask: None, dropped: None };
    let kernel: Vec<f32> = numbers(4 * UNITS * UNITS).iter().map(|number| number / 32.0).collect();
    let (z, dy) = (numbers(4 * UNITS * STEPS * BATCH), numbers(UNITS * STEPS * BATCH));
    let (mut y, mut dz, mut transposed, mut gradient) = (dy.clone(), z.clone(), kernel.clone(), kernel.clone());
    let (mut tape, mut running) = (numbers(shape.tape() * BATCH), numbers(shape.running() * BATCH));
    let products = 4 * UNITS * UNITS * STEPS * BATCH;
    let (forward, backward) =
        (kernel.len() + z.len() + y.len() + tape.len(), kernel.len() + z.len() + y.len() + tape.len() + running.len());
    recorder.bench(criterion, "lstm 128 28 steps batch 64 forward", Work::products(products, forward), || {
        let (kernel, z) = black_box((&kernel, &z));
        lstm::forward(&shape, scan, &mut y, &mut tape, kernel, z, Initial::default());
        black_box((&y, &tape));
    });
    recorder.bench(criterion, "lstm 128 28 steps batch 64 backward", Work::products(products, backward), || {
        let (kernel, y, tape) = black_box((&kernel, &dy, &tape));
        let kernel = Kernel { kernel, transposed: &mut transposed };
        lstm::backward(&shape, scan, &mut dz, &mut running, kernel, Gradients { y, h: None, c: None }, tape);
        black_box((&dz, &running));
    });
    let grad_kernel = kernel.len() + z.len() + y.len();
    recorder.bench(criterion, "lstm 128 28 steps batch 64 grad_kernel", Work::products(products, grad_kernel), || {
        let (running, tape) = black_box((&running, &tape));
        let finite = lstm::grad_recurrent(&shape, &mut gradient, running, tape, None);
        black_box((finite, &gradient));
    });
}

/// Attention of 64 positions, 4 heads of 16: as when predicting, and the products of training.
fn attention(criterion: &mut Criterion, recorder: &Recorder) {
    const PLACES: usize = 64;
    const HEADS: usize = 4;
    const DIM: usize = 16;
    const BATCH: usize = 32;
    const WIDTH: usize = HEADS * DIM;
    let [q, k, v] = [numbers(BATCH * PLACES * WIDTH), numbers(BATCH * PLACES * WIDTH), numbers(BATCH * PLACES * WIDTH)];
    let (mut y, mut scores) = (q.clone(), vec![0.0; BATCH * HEADS * PLACES * PLACES]);
    let product = scores.len() * DIM;
    let shape = Attend {
        heads: HEADS,
        queries: PLACES,
        keys: PLACES,
        key_dim: DIM,
        value_dim: DIM,
        scale: 0.25,
        causal: false,
    };
    recorder.bench(
        criterion,
        "attention 64 4x16 batch 32 predicting",
        Work::products(2 * product, 4 * q.len()),
        || {
            let (q, k, v) = black_box((&q, &k, &v));
            attend::forward(&shape, &mut y, q, k, v, None, None, BATCH);
            black_box(&y);
        },
    );
    let work = Work::products(product, 2 * q.len() + scores.len());
    // s = q kᵀ
    let (of_rows, of_columns, of_scores) = ([DIM, WIDTH, 1], [DIM, 1, WIDTH], [PLACES * PLACES, PLACES, 1]);
    let shape =
        Contract { batch: HEADS, m: PLACES, n: PLACES, k: DIM, a: of_rows, b: of_columns, c: of_scores, scale: 0.25 };
    recorder.bench(criterion, "attention 64 4x16 batch 32 scores", work, || {
        let (q, k) = black_box((&q, &k));
        contract::forward(&shape, &mut scores, q, k, BATCH);
        black_box(&scores);
    });
    // y = s v
    let shape =
        Contract { batch: HEADS, m: PLACES, n: DIM, k: PLACES, a: of_scores, b: of_rows, c: of_rows, scale: 1.0 };
    recorder.bench(criterion, "attention 64 4x16 batch 32 mix", work, || {
        let (scores, v) = black_box((&scores, &v));
        contract::forward(&shape, &mut y, scores, v, BATCH);
        black_box(&y);
    });
    // dv = sᵀ dy
    let shape = Contract { a: [PLACES * PLACES, 1, PLACES], ..shape };
    recorder.bench(criterion, "attention 64 4x16 batch 32 grad_values", work, || {
        let (scores, dy) = black_box((&scores, &q));
        contract::forward(&shape, &mut y, scores, dy, BATCH);
        black_box(&y);
    });
}
