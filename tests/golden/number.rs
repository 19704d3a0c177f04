//! The scalars of golden values: how they lie in files and how closely they must agree.

use chainrule::Scalar;
use safetensors::Dtype;

/// A scalar with its tolerance: `max|found − expected| ≤ RELATIVE · max|expected| + ABSOLUTE`, for each tensor.
///
/// Element by element would be too much to ask: where a gradient is tiny, two correct ones in `f32` differ by a third.
pub(crate) trait Number: Scalar {
    const DTYPE: Dtype;
    const RELATIVE: f64;
    const ABSOLUTE: f64;

    fn read(bytes: &[u8]) -> Vec<Self>;
}

impl Number for f32 {
    const DTYPE: Dtype = Dtype::F32;
    const RELATIVE: f64 = 1e-5;
    const ABSOLUTE: f64 = 1e-7;

    fn read(bytes: &[u8]) -> Vec<Self> {
        bytes.as_chunks().0.iter().map(|word| Self::from_le_bytes(*word)).collect()
    }
}

impl Number for f64 {
    const DTYPE: Dtype = Dtype::F64;
    const RELATIVE: f64 = 1e-9;
    const ABSOLUTE: f64 = 1e-14;

    fn read(bytes: &[u8]) -> Vec<Self> {
        bytes.as_chunks().0.iter().map(|word| Self::from_le_bytes(*word)).collect()
    }
}

/// Panics unless the tensors agree to the tolerance of their scalar.
pub(crate) fn assert_close<T: Number>(what: &str, found: &[T], expected: &[T]) {
    assert_eq!(found.len(), expected.len(), "{what}: number of elements");
    let largest = expected.iter().map(|value| value.to_f64().abs()).fold(0.0, f64::max);
    let tolerance = T::RELATIVE * largest + T::ABSOLUTE;
    for (at, (found, expected)) in found.iter().zip(expected).enumerate() {
        let (found, expected) = (found.to_f64(), expected.to_f64());
        let error = (found - expected).abs();
        // A NaN is no less than the tolerance.
        assert!(error <= tolerance, "{what}[{at}]: {found}, but Keras has {expected}: {error:e} > {tolerance:e}");
    }
}
