//! Memory that begins where a line of the cache does: of a vector that does not, every load touches two lines.

use std::ops::{Deref, DerefMut};

use crate::scalar::Scalar;

/// Bytes of a line, and of the widest vector.
const LINE: usize = 64;

/// Numbers on the heap, the first of which begins a line of the cache.
#[derive(Debug)]
pub(crate) struct Aligned<T> {
    memory: Vec<T>,
    start: usize,
    len: usize,
}

impl<T: Scalar> Aligned<T> {
    /// So many zeros.
    pub(crate) fn zeros(len: usize) -> Self {
        let memory = vec![T::ZERO; len + LINE / size_of::<T>()];
        let beyond = memory.as_ptr().addr() % LINE;
        Self { start: (LINE - beyond) % LINE / size_of::<T>(), memory, len }
    }
}

impl<T> Deref for Aligned<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.memory[self.start..][..self.len]
    }
}

impl<T> DerefMut for Aligned<T> {
    fn deref_mut(&mut self) -> &mut [T] {
        &mut self.memory[self.start..][..self.len]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_begins_a_line() {
        for len in [0, 1, 15, 16, 17, 100, 100_000] {
            let (mut single, double) = (Aligned::<f32>::zeros(len), Aligned::<f64>::zeros(len));
            assert_eq!((single.len(), double.len()), (len, len));
            assert_eq!((single.as_ptr().addr() % LINE, double.as_ptr().addr() % LINE), (0, 0));
            single.fill(1.0);
        }
    }
}
