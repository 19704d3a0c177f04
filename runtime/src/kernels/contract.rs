//! Batched products with strides, inside each sample: c[g, i, j] = scale · Σₚ a[g, i, p] · b[g, p, j].
//!
//! The scores of attention, what they average, products of two values along axes, and the gradients of all of these are
//! such products: only the strides differ.

use crate::cost;
use crate::kernels::gemm::{Panel, Right, Start, Strided};
use crate::kernels::simd::Element;
use crate::parallel::{Columns, in_parts};
use crate::scalar::Scalar;

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
pub(super) fn body<T: Scalar + Element>(shape: &Contract, c: &mut [T], a: &[T], b: &[T], samples: usize) {
    let [of_a, of_b, of_c] = [a.len(), b.len(), c.len()].map(|len| len.checked_div(samples).unwrap_or(0));
    let (shape, a, b, of_a, of_b) = if shape.columns_are_contiguous() {
        (*shape, a, b, of_a, of_b)
    } else {
        (shape.transposed(), b, a, of_b, of_a)
    };
    let work = [samples, shape.batch, shape.m, shape.n, shape.k].into_iter().fold(1, usize::saturating_mul);
    in_parts(Columns::one_by_one(c, of_c), cost::parts(work), &|some| {
        Panel::with(shape.k, &mut |panel| {
            for (sample, c) in (some.first..).zip(some.values.chunks_exact_mut(of_c.max(1))) {
                for g in 0..shape.batch {
                    let a = &a[sample * of_a..][..of_a][g * shape.a[0]..];
                    let b = &b[sample * of_b..][..of_b][g * shape.b[0]..];
                    one(&shape, panel, &mut c[g * shape.c[0]..], a, b);
                }
            }
        });
        true
    });
}

impl Contract {
    /// Whether the columns of the result lie in memory without gaps, and not its rows; if both do, they are the longer ones.
    fn columns_are_contiguous(&self) -> bool {
        self.c[1] == 1 && (self.c[2] != 1 || self.m >= self.n)
    }

    /// cᵀ = scale · bᵀ aᵀ.
    fn transposed(&self) -> Self {
        let turn = |[g, row, column]: [usize; 3]| [g, column, row];
        Self { m: self.n, n: self.m, a: turn(self.b), b: turn(self.a), c: turn(self.c), ..*self }
    }
}

/// One product.
fn one<T: Scalar + Element>(shape: &Contract, panel: &mut Panel<'_, T>, c: &mut [T], a: &[T], b: &[T]) {
    let Contract { m, n, k, a: [_, row, term], b: [_, of_term, column], c: [_, gap, step], .. } = *shape;
    if gap != 1 || of_term != 1 && column != 1 {
        one_by_one(shape, c, a, b);
    } else {
        let (a, b) = (Strided { at: a, steps: [row, term] }, Right::matrix(b, k, of_term, column));
        panel.product((c, step), Start::Zeros, a, b, (m, n), T::from_f64(shape.scale));
    }
}

/// Where the result is contiguous along neither index, or b along none.
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
        for [batch, m, n, k] in [
            [1, 1, 1, 1],
            [2, 3, 17, 5],
            [3, 17, 2, 3],
            [1, 1, 3, 17],
            [2, 5, 33, 40],
            [1, 9, 6, 2],
            [1, 5, 3, 260],
            [2, 35, 35, 9],
        ] {
            for (a_order, b_order, c_order) in
                ORDERS.iter().flat_map(|a| ORDERS.iter().flat_map(move |b| ORDERS.map(move |c| (*a, *b, c))))
            {
                let (a_strides, a_len) = layout([batch, m, k], a_order);
                let (b_strides, b_len) = layout([batch, k, n], b_order);
                let (c_strides, c_len) = layout([batch, m, n], c_order);
                let scale = if m == n { 1.0 } else { 0.3 };
                let shape = Contract { batch, m, n, k, a: a_strides, b: b_strides, c: c_strides, scale };
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
