//! Numbers as the bytes of files, which are little-endian.

use std::borrow::Cow;

use crate::scalar::Scalar;

/// The bytes of some numbers.
pub(super) fn encode<T: Scalar>(values: &[T]) -> Cow<'_, [u8]> {
    let bytes = bytemuck::cast_slice::<T, u8>(values);
    if cfg!(target_endian = "little") {
        return Cow::Borrowed(bytes);
    }
    Cow::Owned(bytes.chunks(size_of::<T>()).flat_map(|number| number.iter().rev().copied()).collect())
}

/// The number at a place among bytes.
pub(super) fn decode<T: Scalar>(bytes: &[u8], place: usize) -> T {
    let mut value = T::ZERO;
    let number = bytemuck::bytes_of_mut(&mut value);
    number.copy_from_slice(&bytes[place * size_of::<T>()..][..size_of::<T>()]);
    if cfg!(target_endian = "big") {
        number.reverse();
    }
    value
}
