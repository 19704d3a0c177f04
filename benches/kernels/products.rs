//! The three products of a dense layer.

use std::hint::black_box;

use chainrule::Scalar;
use chainrule::kernels::affine;
use chainrule::kernels::view::{columns, columns_mut, kernel, kernel_mut, vector};
use criterion::Criterion;

use crate::recorder::{Number, Recorder, Work};

pub(crate) fn all(criterion: &mut Criterion, recorder: &Recorder) {
    for batch in [1, 32, 128, 512] {
        layer::<f32, 128, 784>(criterion, recorder, Number::F32, batch);
        layer::<f64, 128, 784>(criterion, recorder, Number::F64, batch);
    }
    layer::<f32, 10, 128>(criterion, recorder, Number::F32, 32);
    layer::<f64, 10, 128>(criterion, recorder, Number::F64, 32);
    layer::<f32, 130, 785>(criterion, recorder, Number::F32, 33);
    layer::<f64, 130, 785>(criterion, recorder, Number::F64, 33);
    layer::<f32, 128, 784>(criterion, recorder, Number::F32, 31);
    layer::<f64, 128, 784>(criterion, recorder, Number::F64, 31);
    layer::<f32, 8, 24>(criterion, recorder, Number::F32, 200);
    layer::<f64, 8, 24>(criterion, recorder, Number::F64, 200);
    layer::<f32, 2, 8>(criterion, recorder, Number::F32, 200);
    layer::<f64, 2, 8>(criterion, recorder, Number::F64, 200);
}

/// The products of a layer from `IN` to `OUT` for a batch.
fn layer<T: Scalar, const OUT: usize, const IN: usize>(
    criterion: &mut Criterion,
    recorder: &Recorder,
    number: Number,
    batch: usize,
) {
    let numbers =
        |count: usize| -> Vec<T> { (0..count).map(|at| T::from_f64((at % 17) as f64 / 16.0 - 0.5)).collect() };
    let (x, dy, parameters) = (numbers(IN * batch), numbers(OUT * batch), numbers(OUT * IN + OUT));
    let (mut y, mut dx, mut gradient) = (dy.clone(), x.clone(), parameters.clone());
    let flops = 2.0 * (OUT * IN * batch) as f64;
    let (on_x, on_y, on_kernel) = (IN * batch, OUT * batch, OUT * IN);
    let work = |count: usize| Work { flops, bytes: size_of::<T>() * count, number };
    let name = |product: &str| format!("{number:?} {IN}x{OUT} batch {batch} {product}").to_lowercase();

    recorder.bench(criterion, &name("forward"), work(on_x + on_y + on_kernel + OUT), || {
        let (parameters, x) = black_box((&parameters, &x));
        affine::forward(
            columns_mut::<T, OUT>(&mut y),
            kernel::<T, OUT, IN>(parameters, 0),
            vector(parameters, OUT * IN),
            columns(x),
        );
        black_box(&y);
    });
    recorder.bench(criterion, &name("grad_kernel"), work(on_x + on_y + on_kernel), || {
        let (dy, x) = black_box((&dy, &x));
        let finite = affine::grad_kernel(kernel_mut::<T, OUT, IN>(&mut gradient, 0), columns(dy), columns(x));
        black_box((finite, &gradient));
    });
    recorder.bench(criterion, &name("grad_input"), work(on_x + on_y + on_kernel), || {
        let (parameters, dy) = black_box((&parameters, &dy));
        affine::grad_input(columns_mut(&mut dx), kernel::<T, OUT, IN>(parameters, 0), columns(dy));
        black_box(&dx);
    });
}
