//! Operands side by side: each row of the result is a row of one, then a row of the next.
//!
//! A row is what lies behind the axis of the concatenation, that axis included: for shapes `(h, w, c)` concatenated along
//! w it has w · c scalars.

// What runs inside `vectorize` must be inlined there.
#![allow(clippy::inline_always)]

use crate::scalar::Scalar;

/// Copies one operand to its part of the result: rows of `inner_len` scalars to `inner_start..` of rows of `inner_total`.
///
/// ```
/// use chainrule::kernels::concatenate;
///
/// let mut y = [0.0; 6];
/// concatenate::part(&mut y, &[1.0, 2.0], 3, 0, 1);
/// concatenate::part(&mut y, &[3.0, 4.0, 5.0, 6.0], 3, 1, 2);
/// assert_eq!(y, [1.0, 3.0, 4.0, 2.0, 5.0, 6.0]);
/// ```
pub fn part<T: Scalar>(y: &mut [T], x: &[T], inner_total: usize, inner_start: usize, inner_len: usize) {
    T::concatenate_part(y, x, inner_total, inner_start, inner_len);
}

/// The way back, x = the operand's part of y: rows of `len` scalars from `start..` of rows of `total`. Overwrites.
pub fn take<T: Scalar>(x: &mut [T], y: &[T], total: usize, start: usize, len: usize) {
    T::concatenate_take(x, y, total, start, len);
}

/// The way back through [`take`], dx = dy in its part of each row, and 0 elsewhere.
pub fn take_backward<T: Scalar>(dx: &mut [T], dy: &[T], total: usize, start: usize, len: usize) {
    dx.fill(T::ZERO);
    T::concatenate_part(dx, dy, total, start, len);
}

/// The body of [`part`].
#[inline(always)]
pub(crate) fn part_body<T: Scalar>(y: &mut [T], x: &[T], total: usize, start: usize, len: usize) {
    for (y, x) in y.chunks_exact_mut(total).zip(x.chunks_exact(len)) {
        copy(&mut y[start..][..len], x);
    }
}

/// The body of [`take`].
#[inline(always)]
pub(crate) fn take_body<T: Scalar>(x: &mut [T], y: &[T], total: usize, start: usize, len: usize) {
    for (x, y) in x.chunks_exact_mut(len).zip(y.chunks_exact(total)) {
        copy(x, &y[start..][..len]);
    }
}

/// Copies; a few scalars without a call.
#[inline(always)]
fn copy<T: Scalar>(to: &mut [T], from: &[T]) {
    if from.len() < 8 {
        for (to, from) in to.iter_mut().zip(from) {
            *to = *from;
        }
    } else {
        to.copy_from_slice(from);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::differences::numbers;

    #[test]
    fn parts_stand_side_by_side_and_come_back() {
        for rows in [1, 2, 17] {
            for lens in [vec![1, 2, 3], vec![17, 1], vec![5], vec![9, 8, 7, 1]] {
                let total: usize = lens.iter().sum();
                let parts: Vec<Vec<f64>> = lens.iter().map(|len| numbers(rows * len, *len as u64)).collect();
                let mut y = vec![9.0; rows * total];
                let mut start = 0;
                for (part_of, len) in parts.iter().zip(&lens) {
                    part(&mut y, part_of, total, start, *len);
                    start += len;
                }
                let mut expected: Vec<f64> = Vec::new();
                for row in 0..rows {
                    for (part, len) in parts.iter().zip(&lens) {
                        expected.extend(&part[row * len..][..*len]);
                    }
                }
                assert_eq!(y, expected);
                let mut start = 0;
                for (part, len) in parts.iter().zip(&lens) {
                    let mut x = vec![9.0; rows * len];
                    take(&mut x, &y, total, start, *len);
                    assert_eq!(x, *part);
                    start += len;
                }
            }
        }
    }
}
