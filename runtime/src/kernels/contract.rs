//! Batched products with strides, inside each sample: c[g, i, j] = scale · Σₚ a[g, i, p] · b[g, p, j].
//!
//! The scores of attention, what they average, products of two values along axes, and the gradients of all of these are
//! such products: only the strides differ.

// What runs inside `vectorize` must be inlined there.
#![allow(clippy::inline_always)]

use crate::scalar::Scalar;

/// Sums that are computed side by side.
pub(super) const LANES: usize = 16;

/// Rows, or columns, of the result that are computed together, so that what they share is read once.
const TOGETHER: usize = 4;

/// The most terms of a sum whose columns are transposed to the stack: 16 kB of `f32`.
pub(super) const DEPTH: usize = 256;

/// The sizes of a product, and how far apart neighbours along each index are in a sample of each operand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Contract {
    /// Products in a sample, indexed by g.
    pub batch: usize,
    /// Rows of the result, indexed by i.
    pub m: usize,
    /// Columns of the result, indexed by j.
    pub n: usize,
    /// Terms of a sum, indexed by p.
    pub k: usize,
    /// Strides of a for g, i, p.
    pub a: [usize; 3],
    /// Strides of b for g, p, j.
    pub b: [usize; 3],
    /// Strides of c for g, i, j.
    pub c: [usize; 3],
    /// What the sums are multiplied by.
    pub scale: f64,
}

/// c = scale · a b, in each of so many samples. Samples are as long as each slice says; what the strides do not reach stays
/// as it is.
///
/// ```
/// use chainrule::kernels::contract::{Contract, forward};
///
/// // [1 2; 3 4] · [5 6; 7 8]ᵀ
/// let shape = Contract { batch: 1, m: 2, n: 2, k: 2, a: [4, 2, 1], b: [4, 1, 2], c: [4, 2, 1], scale: 1.0 };
/// let mut c = [0.0; 4];
/// forward(&shape, &mut c, &[1.0, 2.0, 3.0, 4.0], &[5.0, 6.0, 7.0, 8.0], 1);
/// assert_eq!(c, [17.0, 23.0, 39.0, 53.0]);
/// ```
pub fn forward<T: Scalar>(shape: &Contract, c: &mut [T], a: &[T], b: &[T], samples: usize) {
    T::contract(shape, c, a, b, samples);
}

/// The body of [`forward`].
#[inline(always)]
pub(crate) fn body<T: Scalar>(shape: &Contract, c: &mut [T], a: &[T], b: &[T], samples: usize) {
    let contiguous = shape.contiguous();
    let (shape, a, b) = match contiguous {
        Contiguous::Rows => (shape.transposed(), b, a),
        _ => (*shape, a, b),
    };
    let [of_a, of_b, of_c] = [a.len(), b.len(), c.len()].map(|len| len.checked_div(samples).unwrap_or(0));
    for sample in 0..samples {
        for g in 0..shape.batch {
            let c = &mut c[sample * of_c..][..of_c][g * shape.c[0]..];
            let a = &a[sample * of_a..][..of_a][g * shape.a[0]..];
            let b = &b[sample * of_b..][..of_b][g * shape.b[0]..];
            match contiguous {
                Contiguous::Columns | Contiguous::Rows => by_lanes(&shape, c, a, b, &zeros),
                Contiguous::Terms if shape.m >= TOGETHER && shape.k <= DEPTH => by_panels(&shape, c, a, b, &zeros),
                Contiguous::Terms => by_dots(&shape, c, a, b),
                Contiguous::Nothing => one_by_one(&shape, c, a, b),
            }
        }
    }
}

/// What lies in memory without gaps, and is therefore computed side by side.
enum Contiguous {
    /// The columns j of b.
    Columns,
    /// The rows i of a: in the transposed product, the columns of b.
    Rows,
    /// The terms p of a and b.
    Terms,
    /// None of them.
    Nothing,
}

impl Contract {
    /// The longest run that there is.
    #[inline(always)]
    fn contiguous(&self) -> Contiguous {
        let len = |contiguous: bool, len: usize| if contiguous { len } else { 0 };
        let columns = len(self.b[2] == 1, self.n);
        let rows = len(self.a[1] == 1, self.m);
        let terms = len(self.a[2] == 1 && self.b[1] == 1, self.k);
        if columns.max(rows).max(terms) == 0 {
            Contiguous::Nothing
        } else if terms > columns.max(rows) {
            Contiguous::Terms
        } else if rows > columns {
            Contiguous::Rows
        } else {
            Contiguous::Columns
        }
    }

    /// cᵀ = scale · bᵀ aᵀ.
    #[inline(always)]
    fn transposed(&self) -> Self {
        let turn = |[g, row, column]: [usize; 3]| [g, column, row];
        Self { m: self.n, n: self.m, a: turn(self.b), b: turn(self.a), c: turn(self.c), ..*self }
    }
}

/// The columns of b are contiguous: as many sums as there are lanes at once, in some rows. `start` gives what the sums of a
/// row begin with, from what lies in c there.
#[inline(always)]
pub(super) fn by_lanes<T: Scalar>(
    shape: &Contract,
    c: &mut [T],
    a: &[T],
    b: &[T],
    start: &impl Fn(usize, &[T]) -> [T; LANES],
) {
    let whole = shape.m / TOGETHER * TOGETHER;
    for j in (0..shape.n).step_by(LANES) {
        for i in (0..whole).step_by(TOGETHER) {
            lanes::<T, TOGETHER>(shape, c, a, b, (i, j), start);
        }
        for i in whole..shape.m {
            lanes::<T, 1>(shape, c, a, b, (i, j), start);
        }
    }
}

/// Sums begin with nothing.
#[inline(always)]
fn zeros<T: Scalar>(_row: usize, _c: &[T]) -> [T; LANES] {
    [T::ZERO; LANES]
}

/// The columns from j on, as many as there are lanes, of the rows from i on.
#[inline(always)]
fn lanes<T: Scalar, const ROWS: usize>(
    shape: &Contract,
    c: &mut [T],
    a: &[T],
    b: &[T],
    (i, j): (usize, usize),
    start: &impl Fn(usize, &[T]) -> [T; LANES],
) {
    let mut sums = [[T::ZERO; LANES]; ROWS];
    for (row, sums) in sums.iter_mut().enumerate() {
        *sums = start(i + row, &c[(i + row) * shape.c[1] + j * shape.c[2]..]);
    }
    for p in 0..shape.k {
        let b = load(&b[p * shape.b[1] + j..]);
        for (row, sums) in sums.iter_mut().enumerate() {
            let a = a[(i + row) * shape.a[1] + p * shape.a[2]];
            for (sum, b) in sums.iter_mut().zip(&b) {
                *sum += a * *b;
            }
        }
    }
    let scale = T::from_f64(shape.scale);
    for (row, sums) in sums.iter().enumerate() {
        for (lane, sum) in sums.iter().enumerate().take(shape.n - j) {
            c[(i + row) * shape.c[1] + (j + lane) * shape.c[2]] = scale * *sum;
        }
    }
}

/// The first numbers. Behind the end of a row they are those of the next one, whose sums are not used; behind the end of
/// the slice they are zeros.
#[inline(always)]
pub(super) fn load<T: Scalar>(values: &[T]) -> [T; LANES] {
    if let Some(values) = values.first_chunk() {
        return *values;
    }
    let mut padded = [T::ZERO; LANES];
    padded[..values.len()].copy_from_slice(values);
    padded
}

/// The terms of a and b are contiguous, and there are some rows: as many columns of b as there are lanes are transposed to
/// the stack, so that the product is one like the others.
#[inline(always)]
pub(super) fn by_panels<T: Scalar>(
    shape: &Contract,
    c: &mut [T],
    a: &[T],
    b: &[T],
    start: &impl Fn(usize, &[T]) -> [T; LANES],
) {
    let mut panel = [[T::ZERO; LANES]; DEPTH];
    for j in (0..shape.n).step_by(LANES) {
        let n = LANES.min(shape.n - j);
        for lane in 0..n {
            let column = &b[(j + lane) * shape.b[2]..][..shape.k];
            for (row, b) in panel.iter_mut().zip(column) {
                row[lane] = *b;
            }
        }
        let part = Contract { n, b: [0, LANES, 1], ..*shape };
        by_lanes(&part, &mut c[j * shape.c[2]..], a, panel.as_flattened(), start);
    }
}

/// The terms of a and b are contiguous: each sum as so many sums side by side, of some columns at once.
#[inline(always)]
fn by_dots<T: Scalar>(shape: &Contract, c: &mut [T], a: &[T], b: &[T]) {
    let whole = shape.n / TOGETHER * TOGETHER;
    for i in 0..shape.m {
        let (c, a) = (&mut c[i * shape.c[1]..], &a[i * shape.a[1]..][..shape.k]);
        for j in (0..whole).step_by(TOGETHER) {
            dots::<T, TOGETHER>(shape, c, a, b, j);
        }
        for j in whole..shape.n {
            dots::<T, 1>(shape, c, a, b, j);
        }
    }
}

/// The columns from j on of one row.
#[inline(always)]
fn dots<T: Scalar, const COLUMNS: usize>(shape: &Contract, c: &mut [T], a: &[T], b: &[T], j: usize) {
    let (a, a_rest) = a.as_chunks::<LANES>();
    let columns: [_; COLUMNS] =
        core::array::from_fn(|column| b[(j + column) * shape.b[2]..][..shape.k].as_chunks::<LANES>());
    let columns = columns.map(|(whole, rest)| (&whole[..a.len()], rest));
    let mut sums = [[T::ZERO; LANES]; COLUMNS];
    for (at, a) in a.iter().enumerate() {
        for (sums, (b, _)) in sums.iter_mut().zip(&columns) {
            for ((sum, a), b) in sums.iter_mut().zip(a).zip(&b[at]) {
                *sum += *a * *b;
            }
        }
    }
    let scale = T::from_f64(shape.scale);
    for (column, (sums, (_, b))) in sums.iter_mut().zip(&columns).enumerate() {
        for ((sum, a), b) in sums.iter_mut().zip(a_rest).zip(*b) {
            *sum += *a * *b;
        }
        c[(j + column) * shape.c[2]] = scale * total(*sums);
    }
}

/// The sum of as many numbers as a power of two says, in pairs.
#[inline(always)]
pub(crate) fn total<T: Scalar, const COUNT: usize>(mut sums: [T; COUNT]) -> T {
    let mut half = COUNT / 2;
    while half > 0 {
        for at in 0..half {
            sums[at] += sums[at + half];
        }
        half /= 2;
    }
    sums[0]
}

/// Nothing is contiguous.
#[inline(always)]
fn one_by_one<T: Scalar>(shape: &Contract, c: &mut [T], a: &[T], b: &[T]) {
    let scale = T::from_f64(shape.scale);
    for i in 0..shape.m {
        for j in 0..shape.n {
            let mut sum = T::ZERO;
            for p in 0..shape.k {
                sum += a[i * shape.a[1] + p * shape.a[2]] * b[p * shape.b[1] + j * shape.b[2]];
            }
            c[i * shape.c[1] + j * shape.c[2]] = scale * sum;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::differences::{assert_near, numbers, single};

    fn naive(shape: &Contract, c: &mut [f64], a: &[f64], b: &[f64], samples: usize) {
        for sample in 0..samples {
            let at = |strides: [usize; 3], len: usize, index: [usize; 3]| {
                sample * (len / samples) + strides.iter().zip(index).map(|(stride, at)| stride * at).sum::<usize>()
            };
            for g in 0..shape.batch {
                for i in 0..shape.m {
                    for j in 0..shape.n {
                        let terms = (0..shape.k)
                            .map(|p| a[at(shape.a, a.len(), [g, i, p])] * b[at(shape.b, b.len(), [g, p, j])]);
                        c[at(shape.c, c.len(), [g, i, j])] = shape.scale * terms.sum::<f64>();
                    }
                }
            }
        }
    }

    /// The strides of three axes that lie in memory in this order, the last contiguous, and how long that is.
    fn layout(sizes: [usize; 3], order: [usize; 3]) -> ([usize; 3], usize) {
        let (mut strides, mut len) = ([0; 3], 1);
        for axis in order.into_iter().rev() {
            strides[axis] = len;
            len *= sizes[axis];
        }
        (strides, len)
    }

    const ORDERS: [[usize; 3]; 6] = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];

    #[test]
    fn every_layout_gives_the_same_sums() {
        for [batch, m, n, k] in
            [[1, 1, 1, 1], [2, 3, 17, 5], [3, 17, 2, 3], [1, 1, 3, 17], [2, 5, 33, 40], [1, 9, 6, 2], [1, 5, 3, 260]]
        {
            for (a_order, b_order, c_order) in
                ORDERS.iter().flat_map(|a| ORDERS.iter().flat_map(move |b| ORDERS.map(move |c| (*a, *b, c))))
            {
                let (a_strides, a_len) = layout([batch, m, k], a_order);
                let (b_strides, b_len) = layout([batch, k, n], b_order);
                let (c_strides, c_len) = layout([batch, m, n], c_order);
                let shape = Contract { batch, m, n, k, a: a_strides, b: b_strides, c: c_strides, scale: 0.3 };
                // Samples that are longer than what is read and written.
                let samples = 3;
                let (a, b) = (numbers((a_len + 2) * samples, 1), numbers((b_len + 1) * samples, 2));
                let (mut c, mut expected) = (vec![9.0; (c_len + 4) * samples], vec![9.0; (c_len + 4) * samples]);
                let mut singles = single(&c);
                forward(&shape, &mut c, &a, &b, samples);
                naive(&shape, &mut expected, &a, &b, samples);
                assert_near(&c, &expected, 1e-13);
                forward(&shape, &mut singles, &single(&a), &single(&b), samples);
                assert_near(&singles, &expected, 1e-5);
            }
        }
    }

    #[test]
    fn an_operand_can_be_shared_by_all_products() {
        let shape = Contract { batch: 4, m: 3, n: 5, k: 2, a: [0, 2, 1], b: [10, 5, 1], c: [15, 5, 1], scale: 1.0 };
        let (a, b, mut c, mut expected) = (numbers(6, 1), numbers(40, 2), vec![0.0; 60], vec![0.0; 60]);
        forward(&shape, &mut c, &a, &b, 1);
        naive(&shape, &mut expected, &a, &b, 1);
        assert_near(&c, &expected, 1e-14);
    }

    #[test]
    fn no_terms_are_zero() {
        let shape = Contract { batch: 1, m: 2, n: 2, k: 0, a: [0, 0, 1], b: [0, 2, 1], c: [4, 2, 1], scale: 1.0 };
        let mut c = [9.0; 4];
        forward(&shape, &mut c, &[], &[0.0; 2], 1);
        assert_eq!(c, [0.0; 4]);
    }
}
