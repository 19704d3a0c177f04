//! Channels in strips of a constant width: what is computed for one, over all cells of a window, stays in registers.

/// Calls `body::<T, N>(arguments)` with the largest width N of a strip that divides the channels.
macro_rules! in_strips {
    ($T:ident, $channels:expr, $body:ident($($argument:expr),*)) => {
        match $channels {
            channels if channels % 16 == 0 => $body::<$T, 16>($($argument),*),
            channels if channels % 4 == 0 => $body::<$T, 4>($($argument),*),
            _ => $body::<$T, 1>($($argument),*),
        }
    };
}
pub(super) use in_strips;

/// The strip that begins there.
#[allow(clippy::inline_always)]
#[inline(always)]
pub(super) fn strip<T, const N: usize>(values: &[T], at: usize) -> &[T; N] {
    &values[at..].as_chunks::<N>().0[0]
}

/// The strip that begins there, to be written.
#[allow(clippy::inline_always)]
#[inline(always)]
pub(super) fn strip_mut<T, const N: usize>(values: &mut [T], at: usize) -> &mut [T; N] {
    &mut values[at..].as_chunks_mut::<N>().0[0]
}
