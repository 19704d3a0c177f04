//! Products against a plain triple loop, for every instruction set of the processor.

use pulp::Simd;

use super::{Element, Left, Out, Product, Right, Start};
use crate::cost;
use crate::kernels::Kernels;
use crate::scalar::Scalar;
use crate::testing::on_threads;

const SIZES: [usize; 10] = [1, 2, 3, 7, 10, 16, 17, 33, 128, 130];
const BATCHES: [usize; 8] = [1, 2, 3, 4, 5, 31, 32, 33];

/// Numbers in [-1, 1) that look random.
fn numbers<T: Scalar>(len: usize, seed: u64) -> Vec<T> {
    let mut state = seed.wrapping_mul(2) + 1;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        T::from_f64((state >> 40) as f64 / f64::from(1 << 23) - 1.0)
    };
    (0..len).map(|_| next()).collect()
}

/// The oracle: `C[i, j] = start + Σ A[i, p] B[p, j]` in `f64`.
fn oracle<T: Scalar>(
    (m, n, k): (usize, usize, usize),
    start: impl Fn(usize, usize) -> T,
    a: impl Fn(usize, usize) -> T,
    b: impl Fn(usize, usize) -> T,
) -> Vec<f64> {
    let mut c = vec![0.0; m * n];
    for j in 0..n {
        for i in 0..m {
            c[i + j * m] = start(i, j).to_f64() + (0..k).map(|p| a(i, p).to_f64() * b(p, j).to_f64()).sum::<f64>();
        }
    }
    c
}

#[track_caller]
fn assert_close<T: Scalar>(found: &[T], expected: &[f64], k: usize, what: &str) {
    let tolerance = if size_of::<T>() == 4 { 2e-7 } else { 4e-16 } * (k as f64 + 2.0);
    assert_eq!(found.len(), expected.len());
    for (at, (found, expected)) in found.iter().zip(expected).enumerate() {
        let off = (found.to_f64() - expected).abs();
        assert!(off <= tolerance, "{what}: element {at} is {found:?}, expected {expected}");
    }
}

fn for_shapes(mut check: impl FnMut(usize, usize, usize)) {
    for out in SIZES {
        for inner in SIZES {
            for batch in BATCHES {
                check(out, inner, batch);
            }
        }
    }
    // More steps of the inner dimension than tiles are summed over in one go.
    check(67, 2 * cost::DEPTH + 3, 5);
    check(5, 3, cost::DEPTH + 1);
}

fn products_match_the_triple_loop<T: Scalar>() {
    for_shapes(|out, inner, batch| {
        let what = format!("kernel ({out}, {inner}), batch {batch}");
        let shape = (out, inner);
        let w = numbers::<T>(out * inner, 1);
        let bias = numbers::<T>(out, 2);
        let x = numbers::<T>(inner * batch, 3);
        let dy = numbers::<T>(out * batch, 4);
        let w_at = |i: usize, p: usize| w[i + p * out];
        let x_at = |p: usize, j: usize| x[p + j * inner];
        let dy_at = |i: usize, p: usize| dy[i + p * out];

        let mut y = vec![T::ONE; out * batch];
        T::product(&mut y, Start::Column(&bias), &w, &x, shape, &|_, _| {});
        assert_close(&y, &oracle((out, batch, inner), |i, _| bias[i], w_at, x_at), inner, &what);
        T::product(&mut y, Start::Zeros, &w, &x, shape, &|_, _| {});
        assert_close(&y, &oracle((out, batch, inner), |_, _| T::ZERO, w_at, x_at), inner, &what);
        y.fill(T::ONE);
        T::product(&mut y, Start::Result, &w, &x, shape, &|_, _| {});
        assert_close(&y, &oracle((out, batch, inner), |_, _| T::ONE, w_at, x_at), inner, &what);

        let mut dw = vec![T::ONE; out * inner];
        T::product_outer(&mut dw, Start::Zeros, &dy, &x, shape);
        assert_close(&dw, &oracle((out, inner, batch), |_, _| T::ZERO, dy_at, |p, j| x_at(j, p)), batch, &what);

        let mut dx = vec![T::ONE; inner * batch];
        T::product_transposed(&mut dx, Start::Zeros, &w, &dy, shape, &|_, _| {});
        assert_close(&dx, &oracle((inner, batch, out), |_, _| T::ZERO, |i, p| w_at(p, i), dy_at), out, &what);
        dx.fill(T::ONE);
        T::product_transposed(&mut dx, Start::Result, &w, &dy, shape, &|_, _| {});
        assert_close(&dx, &oracle((inner, batch, out), |_, _| T::ONE, |i, p| w_at(p, i), dy_at), out, &what);

        let mut db = vec![T::ONE; out];
        T::sum_columns(&mut db, &dy);
        assert_close(&db, &oracle((out, 1, batch), |_, _| T::ZERO, dy_at, |_, _| T::ONE), batch, &what);
    });
}

#[test]
fn products_of_f32_match_the_triple_loop() {
    products_match_the_triple_loop::<f32>();
}

#[test]
fn products_of_f64_match_the_triple_loop() {
    products_match_the_triple_loop::<f64>();
}

fn every_instruction_set_matches<T: Scalar + Element>() {
    fn check<T: Scalar + Element, S: Simd>(simd: S) {
        for_shapes(|m, k, n| {
            let (a, b) = (numbers::<T>(m * k, 5), numbers::<T>(k * n, 6));
            let mut c = vec![<T as Scalar>::ONE; m * n];
            let (left, right, out) = (Left::new(&a, m), Right::new(&b, k, k), Out::new(&mut c, m));
            simd.vectorize(Product { shape: (m, n), start: Start::Zeros, a: left, b: right, c: out, then: None });
            let expected = oracle((m, n, k), |_, _| Scalar::ZERO, |i, p| a[i + p * m], |p, j| b[p + j * k]);
            assert_close(&c, &expected, k, &format!("{simd:?}, ({m}, {k}) by ({k}, {n})"));
        });
    }
    check::<T, _>(pulp::Scalar);
    #[cfg(target_arch = "x86_64")]
    if let Some(simd) = pulp::x86::V3::try_new() {
        check::<T, _>(simd);
    }
}

#[test]
fn every_instruction_set_agrees_on_f32() {
    every_instruction_set_matches::<f32>();
}

#[test]
fn every_instruction_set_agrees_on_f64() {
    every_instruction_set_matches::<f64>();
}

#[test]
fn a_column_does_not_depend_on_its_neighbours() {
    for out in SIZES {
        for inner in SIZES {
            let (w, dy_w) = (numbers::<f32>(out * inner, 1), numbers::<f32>(out * inner, 2));
            let (x, dy) = (numbers::<f32>(inner * 33, 3), numbers::<f32>(out * 33, 4));
            let (mut y, mut dx) = (vec![0.0; out * 33], vec![0.0; inner * 33]);
            f32::product(&mut y, Start::Zeros, &w, &x, (out, inner), &|_, _| {});
            f32::product_transposed(&mut dx, Start::Zeros, &dy_w, &dy, (out, inner), &|_, _| {});
            // A batch of one or two is computed in another order.
            for batch in BATCHES.into_iter().filter(|batch| *batch > cost::DOTS) {
                let (mut some_y, mut some_dx) = (vec![0.0; out * batch], vec![0.0; inner * batch]);
                f32::product(&mut some_y, Start::Zeros, &w, &x[..inner * batch], (out, inner), &|_, _| {});
                f32::product_transposed(
                    &mut some_dx,
                    Start::Zeros,
                    &dy_w,
                    &dy[..out * batch],
                    (out, inner),
                    &|_, _| {},
                );
                assert_eq!(some_y, y[..out * batch], "forward, kernel ({out}, {inner}), batch {batch}");
                assert_eq!(some_dx, dx[..inner * batch], "backward, kernel ({out}, {inner}), batch {batch}");
            }
        }
    }
}

#[test]
fn not_a_number_reaches_what_it_should_and_nothing_else() {
    for (out, inner, batch) in [(10, 7, 5), (33, 17, 4), (130, 16, 31)] {
        let w = vec![0.0_f32; out * inner];
        let mut x = vec![0.0_f32; inner * batch];
        x[inner + 3] = f32::NAN;
        let mut y = vec![1.0; out * batch];
        f32::product(&mut y, Start::Zeros, &w, &x, (out, inner), &|_, _| {});
        for (at, y) in y.iter().enumerate() {
            assert_eq!(y.is_nan(), at / out == 1, "y[{at}] of kernel ({out}, {inner})");
        }

        let mut dy = vec![0.0_f32; out * batch];
        dy[out + 2] = f32::NAN;
        let (mut dw, mut dx) = (vec![1.0; out * inner], vec![1.0; inner * batch]);
        f32::product_outer(&mut dw, Start::Zeros, &dy, &vec![0.0; inner * batch], (out, inner));
        f32::product_transposed(&mut dx, Start::Zeros, &w, &dy, (out, inner), &|_, _| {});
        for (at, dw) in dw.iter().enumerate() {
            assert_eq!(dw.is_nan(), at % out == 2, "dW[{at}] of kernel ({out}, {inner})");
        }
        for (at, dx) in dx.iter().enumerate() {
            assert_eq!(dx.is_nan(), at / inner == 1, "dx[{at}] of kernel ({out}, {inner})");
        }
    }
}

#[test]
fn a_value_that_is_not_finite_is_seen_wherever_it_stands() {
    for (out, inner, batch) in [(1, 1, 1), (10, 7, 1), (10, 7, 5), (33, 17, 4), (64, 3, 2), (130, 16, 31)] {
        for bad in [f32::NAN, f32::INFINITY] {
            for at in 0..out {
                let mut dy = vec![0.5_f32; out * batch];
                let x = vec![1e-3_f32; inner * batch];
                let (mut dw, mut db) = (vec![0.0; out * inner], vec![0.0; out]);
                assert!(
                    f32::product_outer(&mut dw, Start::Zeros, &dy, &x, (out, inner)) && f32::sum_columns(&mut db, &dy)
                );
                dy[at] = bad;
                assert!(!f32::product_outer(&mut dw, Start::Zeros, &dy, &x, (out, inner)), "row {at} of {out}");
                assert!(!f32::sum_columns(&mut db, &dy), "row {at} of {out}");
            }
        }
        // A sum of finite numbers that is too large.
        let (dy, x) = (vec![f32::MAX; out * batch], vec![2.0; inner * batch]);
        assert!(!f32::product_outer(&mut vec![0.0; out * inner], Start::Zeros, &dy, &x, (out, inner)));
    }
}

#[test]
fn what_follows_gets_each_finished_column_once() {
    for threads in [1, 2, 3] {
        for (out, inner, batch) in [(10, 7, 1), (10, 70, 5), (33, 17, 4000), (130, 2 * cost::DEPTH + 5, 31)] {
            let (w, x) = (numbers::<f32>(out * inner, 1), numbers::<f32>(inner * batch, 2));
            let (mut plain, mut y) = (vec![0.0; out * batch], vec![0.0; out * batch]);
            f32::product(&mut plain, Start::Zeros, &w, &x, (out, inner), &|_, _| {});
            let marks: Vec<f32> = (0..out * batch).map(|at| at as f32).collect();
            on_threads(threads, || {
                f32::product(&mut y, Start::Zeros, &w, &x, (out, inner), &|columns, at| {
                    assert!(columns.len() % out == 0 && at % out == 0);
                    columns.iter_mut().zip(&marks[at..]).for_each(|(y, mark)| *y += mark);
                });
            });
            assert!(y.iter().zip(plain.iter().zip(&marks)).all(|(y, (plain, mark))| *y == plain + mark));
        }
    }
}

#[test]
fn a_sum_of_halves_is_the_sum() {
    for (out, inner, batch) in
        [(128, 784, 70), (130, 785, 33), (512, 256, 40), (10, 3300, 3), (128, 784, 1), (8, 24, 5)]
    {
        let (w, bias) = (numbers::<f64>(out * inner, 1), numbers::<f64>(out, 2));
        let x = numbers::<f64>(inner * batch, 3);
        let (mut whole, mut halves) = (vec![0.0; out * batch], vec![0.0; out * batch]);
        for threads in [1, 2, 5] {
            on_threads(threads, || {
                let then = |y: &mut [f64], at| y.iter_mut().zip(at..).for_each(|(y, at)| *y += at as f64);
                f64::product(&mut whole, Start::Column(&bias), &w, &x, (out, inner), &then);
                f64::product_in_halves(&mut halves, Start::Column(&bias), &w, &x, (out, inner), &then);
            });
            assert!(whole.iter().zip(&halves).all(|(a, b)| (a - b).abs() < 1e-10), "({out}, {inner}) by {batch}");
        }
    }
}

#[test]
fn the_bits_are_the_same_for_every_number_of_threads() {
    let results = |threads, (out, inner, batch): (usize, usize, usize)| {
        let (w, x, dy) = (numbers::<f32>(out * inner, 1), numbers(inner * batch, 2), numbers(out * batch, 3));
        let (mut y, mut dw, mut dx) = (vec![0.0; out * batch], vec![0.0; out * inner], vec![0.0; inner * batch]);
        let mut halves = y.clone();
        on_threads(threads, || {
            f32::product(&mut y, Start::Zeros, &w, &x, (out, inner), &|_, _| {});
            f32::product_in_halves(&mut halves, Start::Zeros, &w, &x, (out, inner), &|_, _| {});
            assert!(f32::product_outer(&mut dw, Start::Zeros, &dy, &x, (out, inner)));
            f32::product_transposed(&mut dx, Start::Zeros, &w, &dy, (out, inner), &|_, _| {});
        });
        (y, halves, dw, dx)
    };
    for shape in [(128, 784, 32), (130, 785, 33), (10, 1000, 257), (1000, 10, 301), (512, 512, 1)] {
        let one = results(1, shape);
        for threads in [2, 3, 8] {
            assert!(results(threads, shape) == one, "{shape:?} by {threads} threads");
        }
    }
}

#[test]
fn an_empty_batch_has_no_gradient() {
    let (mut dw, mut db) = ([1.0_f32; 6], [1.0_f32; 2]);
    assert!(f32::product_outer(&mut dw, Start::Zeros, &[], &[], (2, 3)));
    f32::product_transposed(&mut [], Start::Zeros, &[1.0; 6], &[], (2, 3), &|_, _| {});
    assert!(f32::sum_columns(&mut db, &[]));
    assert_eq!((dw, db), ([0.0; 6], [0.0; 2]));
}

fn some_rows_are_as_in_the_whole_kernel<T: Scalar>() {
    for_shapes(|rows, inner, batch| {
        // What stands above and below the rows is not used, and stays.
        let (first, out) = (3, rows + 3 + rows % 5);
        let (shape, rows) = ((out, inner), first..first + rows);
        let m = rows.len();
        let what = format!("rows {rows:?} of kernel ({out}, {inner}), batch {batch}");
        let mut w = vec![T::from_f64(f64::NAN); out * inner];
        for (column, values) in w.chunks_mut(out).zip(numbers::<T>(m * inner, 1).chunks(m)) {
            column[rows.clone()].copy_from_slice(values);
        }
        let (x, dy) = (numbers::<T>(inner * batch, 2), numbers::<T>(m * batch, 3));
        let w_at = |i: usize, p: usize| w[first + i + p * out];
        let x_at = |p: usize, j: usize| x[p + j * inner];
        let dy_at = |i: usize, p: usize| dy[i + p * m];

        let mut y = vec![T::ONE; m * batch];
        T::product_rows(&mut y, Start::Result, &w, &x, shape, rows.clone());
        assert_close(&y, &oracle((m, batch, inner), |_, _| T::ONE, w_at, x_at), inner, &what);

        let mut dx = vec![T::ONE; inner * batch];
        T::product_transposed_rows(&mut dx, Start::Result, &w, &dy, shape, rows.clone());
        assert_close(&dx, &oracle((inner, batch, m), |_, _| T::ONE, |i, p| w_at(p, i), dy_at), m, &what);

        let (mut dw, mut found) = (vec![T::ONE; out * inner], vec![]);
        assert!(T::product_outer_rows(&mut dw, Start::Zeros, &dy, &x, shape, rows.clone()), "{what}");
        for column in dw.chunks(out) {
            found.extend_from_slice(&column[rows.clone()]);
            assert!(column[..first].iter().chain(&column[rows.end..]).all(|dw| *dw == T::ONE), "{what}");
        }
        assert_close(&found, &oracle((m, inner, batch), |_, _| T::ZERO, dy_at, |p, j| x_at(j, p)), batch, &what);
        let mut bad = dy.clone();
        bad[m - 1] = T::from_f64(f64::INFINITY);
        assert!(!T::product_outer_rows(&mut dw, Start::Zeros, &bad, &x, shape, rows.clone()), "{what}");
    });
}

#[test]
fn some_rows_of_f32_are_as_in_the_whole_kernel() {
    some_rows_are_as_in_the_whole_kernel::<f32>();
}

#[test]
fn some_rows_of_f64_are_as_in_the_whole_kernel() {
    some_rows_are_as_in_the_whole_kernel::<f64>();
}
