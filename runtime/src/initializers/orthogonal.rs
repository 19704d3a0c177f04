//! Orthonormal vectors in place.

use crate::scalar::Scalar;

/// Orthonormalizes the columns of a row-major matrix, or its rows if there are no more rows than columns.
///
/// The result is Keras' `Q` of the QR decomposition with the signs that make the diagonal of `R` positive, which is what
/// Gram–Schmidt gives. Each vector is projected twice: once leaves an error that grows with the condition number.
pub(super) fn orthonormalize<T: Scalar>(matrix: &mut [T], columns: usize) {
    let rows = matrix.len() / columns;
    // A square matrix has the same distribution either way; rows are contiguous.
    let (vectors, start, step, len) =
        if rows <= columns { (rows, columns, 1, columns) } else { (columns, 1, columns, rows) };
    let at = |vector: usize, element: usize| vector * start + element * step;
    let dot = |matrix: &[T], a: usize, b: usize| -> f64 {
        (0..len).map(|element| matrix[at(a, element)].to_f64() * matrix[at(b, element)].to_f64()).sum()
    };
    for vector in 0..vectors {
        for earlier in (0..vector).chain(0..vector) {
            let projection = T::from_f64(dot(matrix, vector, earlier));
            for element in 0..len {
                let part = projection * matrix[at(earlier, element)];
                matrix[at(vector, element)] -= part;
            }
        }
        let norm = libm::sqrt(dot(matrix, vector, vector));
        if norm > 0.0 {
            let scale = T::from_f64(norm.recip());
            (0..len).for_each(|element| matrix[at(vector, element)] *= scale);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::initializers::orthogonal;
    use crate::random::Stream;

    #[test]
    fn the_shorter_side_is_orthonormal() {
        for (rows, columns) in [(5, 5), (3, 8), (40, 7), (64, 64), (1, 4), (4, 1)] {
            let mut matrix = vec![0.0_f32; rows * columns];
            orthogonal(2.0).fill(&mut matrix, &[rows, columns], Stream::initial(1, 0, 0));
            let value = |row: usize, column: usize| f64::from(matrix[row * columns + column]);
            let short = rows.min(columns);
            for a in 0..short {
                for b in 0..short {
                    let product: f64 = if rows < columns {
                        (0..columns).map(|at| value(a, at) * value(b, at)).sum()
                    } else {
                        (0..rows).map(|at| value(at, a) * value(at, b)).sum()
                    };
                    let expected = if a == b { 4.0 } else { 0.0 };
                    assert!((product - expected).abs() < 1e-5, "{rows}×{columns}: {product} at ({a}, {b})");
                }
            }
        }
    }

    #[test]
    fn all_axes_but_the_last_are_rows() {
        let mut kernel = [0.0_f64; 24];
        orthogonal(1.0).fill(&mut kernel, &[2, 3, 4], Stream::initial(1, 0, 0));
        let product: f64 = (0..6).map(|row| kernel[row * 4] * kernel[row * 4 + 1]).sum();
        assert!(product.abs() < 1e-14);
    }
}
