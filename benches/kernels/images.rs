//! What goes over images without products, with features and with samples across the vector: pooling, batch
//! normalization, means, the change from one layout to the other. Their operations are not counted: the limit is one pass.

use std::hint::black_box;

use chainrule::kernels::fold::Folded;
use chainrule::kernels::lanes;
use chainrule::kernels::pool::{self, Pool};
use chainrule::kernels::window::Window;
use chainrule::kernels::{batch_norm, mean};
use criterion::Criterion;

use crate::input::numbers;
use crate::recorder::{Recorder, Work};

pub(crate) fn all(criterion: &mut Criterion, recorder: &Recorder) {
    layouts(criterion, recorder);
    max_pooling(criterion, recorder);
    batch_normalization(criterion, recorder);
    global_average(criterion, recorder);
}

/// The changes of layout before and after the images of W2's first pooling.
fn layouts(criterion: &mut Criterion, recorder: &Recorder) {
    const LEN: usize = 24 * 24 * 6;
    let x = numbers(128 * LEN);
    let mut y = x.clone();
    let work = Work::traffic(2 * x.len());
    recorder.bench(criterion, "layout 24x24x6 batch 128 interleave", work, || {
        lanes::interleave(&mut y, black_box(&x), LEN);
        black_box(&y);
    });
    recorder.bench(criterion, "layout 24x24x6 batch 128 separate", work, || {
        lanes::separate(&mut y, black_box(&x), LEN);
        black_box(&y);
    });
}

/// W2's first pooling, 2 x 2 on 24 x 24 x 6.
fn max_pooling(criterion: &mut Criterion, recorder: &Recorder) {
    const BATCH: usize = 128;
    let window =
        Window { input: [24; 2], output: [12; 2], size: [2; 2], strides: [2; 2], dilation: [1; 2], before: [0; 2] };
    let shape = Pool { window, channels: 6 };
    let (x, dy) = (numbers(BATCH * 24 * 24 * 6), numbers(BATCH * 12 * 12 * 6));
    let (mut dx, mut y) = (x.clone(), dy.clone());
    let (forward, backward) = (Work::traffic(x.len() + y.len()), Work::traffic(2 * x.len() + y.len()));
    recorder.bench(criterion, "max_pool 24x24x6 2x2 forward features", forward, || {
        pool::max_forward(&shape, &mut y, black_box(&x));
        black_box(&y);
    });
    recorder.bench(criterion, "max_pool 24x24x6 2x2 forward samples", forward, || {
        lanes::max_forward(&shape, &mut y, black_box(&x));
        black_box(&y);
    });
    recorder.bench(criterion, "max_pool 24x24x6 2x2 backward features", backward, || {
        let (dy, x) = black_box((&dy, &x));
        pool::max_backward(&shape, &mut dx, dy, x);
        black_box(&dx);
    });
    recorder.bench(criterion, "max_pool 24x24x6 2x2 backward samples", backward, || {
        let (dy, x) = black_box((&dy, &x));
        lanes::max_backward(&shape, &mut dx, dy, x, &());
        black_box(&dx);
    });
}

/// W7's first normalization, of 32 x 32 x 16. On the way back the gradient is copied to where it is worked on.
fn batch_normalization(criterion: &mut Criterion, recorder: &Recorder) {
    const POSITIONS: usize = 32 * 32;
    const CHANNELS: usize = 16;
    let x = numbers(64 * POSITIONS * CHANNELS);
    let scale = numbers(CHANNELS);
    let (dy, mut y, mut stats, mut sums) = (x.clone(), x.clone(), vec![0.0; 2 * CHANNELS], vec![0.0; 2 * CHANNELS]);
    let len = x.len();
    for (layout, positions) in [("features", None), ("samples", Some(POSITIONS))] {
        let (scale, offset) = (Some(scale.as_slice()), None);
        let folded = Folded { channels: CHANNELS, moving: None, epsilon: 1e-3, scale, offset, positions };
        let name = |what: &str| format!("batch_norm 32x32x16 {what} {layout}");
        recorder.bench(criterion, &name("statistics"), Work::traffic(len), || {
            batch_norm::statistics(&folded, &mut stats, black_box(&x), None);
            black_box(&stats);
        });
        recorder.bench(criterion, &name("normalize"), Work::traffic(2 * len), || {
            batch_norm::normalize(&folded, &mut y, black_box(&x), &stats, &());
            black_box(&y);
        });
        recorder.bench(criterion, &name("sums"), Work::traffic(2 * len), || {
            batch_norm::sums(&folded, &mut sums, black_box(&dy), black_box(&x), &stats);
            black_box(&sums);
        });
        recorder.bench(criterion, &name("backward"), Work::traffic(3 * len), || {
            y.copy_from_slice(black_box(&dy));
            batch_norm::backward(&folded, &mut y, black_box(&x), &stats, &sums, None);
            black_box(&y);
        });
    }
}

/// W7's mean over the places, of 8 x 8 x 64.
fn global_average(criterion: &mut Criterion, recorder: &Recorder) {
    const POSITIONS: usize = 8 * 8;
    const CHANNELS: usize = 64;
    let (x, dy) = (numbers(64 * POSITIONS * CHANNELS), numbers(64 * CHANNELS));
    let (mut dx, mut y) = (x.clone(), dy.clone());
    let work = Work::traffic(x.len() + y.len());
    recorder.bench(criterion, "mean 8x8x64 forward features", work, || {
        mean::forward(&mut y, black_box(&x), POSITIONS, CHANNELS, None);
        black_box(&y);
    });
    recorder.bench(criterion, "mean 8x8x64 backward features", work, || {
        mean::backward(&mut dx, black_box(&dy), POSITIONS, CHANNELS, None);
        black_box(&dx);
    });
}
