//! The input's part of one gate of a recurrent layer, `z = W[gate] x`: where dropout leaves each gate another input, their
//! products are taken one by one.

use core::ops::Range;

use crate::kernels::gemm::Start;
use crate::scalar::Scalar;

/// Some rows of a kernel: those of one gate.
#[derive(Clone, Copy, Debug)]
pub struct Gate {
    /// Which gate.
    pub number: usize,
    /// How many there are.
    pub of: usize,
    /// Rows of a gate.
    pub units: usize,
}

impl Gate {
    /// The shape of the kernel, `(out, in)`, and which of its rows are those of the gate.
    fn rows(self, kernel: usize) -> ((usize, usize), Range<usize>) {
        let (out, first) = (self.of * self.units, self.number * self.units);
        ((out, kernel / out), first..first + self.units)
    }
}

/// `z = W[gate] x`: `z` `(units, columns)`, `W` `(of·units, in)`, `x` `(in, columns)`.
///
/// ```
/// use chainrule::kernels::gate::{self, Gate};
///
/// let (mut z, second) = ([0.0], Gate { number: 1, of: 2, units: 1 });
/// gate::forward(&second, &mut z, &[1.0, 2.0, 10.0, 20.0], &[3.0, 4.0]);
/// assert_eq!(z, [2.0 * 3.0 + 20.0 * 4.0]);
/// ```
pub fn forward<T: Scalar>(gate: &Gate, z: &mut [T], kernel: &[T], x: &[T]) {
    let (shape, rows) = gate.rows(kernel.len());
    T::product_rows(z, Start::Zeros, kernel, x, shape, rows);
}

/// `dW[gate] = dz xᵀ` over the columns, and 0 in the rows of the other gates. Overwrites; whether all of it is finite.
#[must_use = "a gradient that is not finite must not reach the parameters"]
pub fn grad_kernel<T: Scalar>(gate: &Gate, dkernel: &mut [T], dz: &[T], x: &[T]) -> bool {
    dkernel.fill(T::ZERO);
    let (shape, rows) = gate.rows(dkernel.len());
    T::product_outer_rows(dkernel, Start::Zeros, dz, x, shape, rows)
}

/// `dx = W[gate]ᵀ dz`.
pub fn grad_input<T: Scalar>(gate: &Gate, dx: &mut [T], kernel: &[T], dz: &[T]) {
    let (shape, rows) = gate.rows(kernel.len());
    T::product_transposed_rows(dx, Start::Zeros, kernel, dz, shape, rows);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::differences::{assert_gradient, assert_near, dot, numbers};

    /// Row by row, column by column.
    fn naive(gate: Gate, kernel: &[f64], x: &[f64]) -> Vec<f64> {
        let (out, first) = (gate.of * gate.units, gate.number * gate.units);
        let row = |row: usize, x: &[f64]| x.iter().enumerate().map(|(at, x)| kernel[at * out + row] * x).sum();
        let columns = x.chunks(kernel.len() / out);
        columns.flat_map(|x| (first..first + gate.units).map(move |at| row(at, x))).collect()
    }

    #[test]
    fn a_gate_has_rows_of_its_own() {
        for (units, of, channels, columns) in [(1, 1, 1, 1), (2, 3, 1, 5), (3, 4, 2, 1), (17, 4, 3, 17)] {
            let (kernel, x) = (numbers(units * of * channels, 1), numbers(channels * columns, 2));
            let dz = numbers(units * columns, 3);
            for number in 0..of {
                let gate = Gate { number, of, units };
                let mut z = vec![9.0; units * columns];
                forward(&gate, &mut z, &kernel, &x);
                assert_near(&z, &naive(gate, &kernel, &x), 1e-13);

                let mut dkernel = vec![9.0; kernel.len()];
                assert!(grad_kernel(&gate, &mut dkernel, &dz, &x));
                assert_gradient(&dkernel, &kernel, |kernel| dot(&naive(gate, kernel, &x), &dz));
                let mut dx = vec![9.0; x.len()];
                grad_input(&gate, &mut dx, &kernel, &dz);
                assert_gradient(&dx, &x, |x| dot(&naive(gate, &kernel, x), &dz));
            }
        }
    }

    #[test]
    fn a_gradient_that_is_not_finite_is_seen() {
        let (gate, mut dkernel) = (Gate { number: 0, of: 2, units: 1 }, [0.0_f32; 2]);
        assert!(!grad_kernel(&gate, &mut dkernel, &[f32::MAX], &[10.0]));
        assert!(grad_kernel(&gate, &mut dkernel, &[1.0], &[10.0]));
    }
}
