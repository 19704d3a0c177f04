//! Patches: what a window sees at each position, as columns; and columns of gradients, added to where they were seen.

// What runs inside `vectorize` must be inlined there.
#![allow(clippy::inline_always)]

use core::ops::Range;

use super::Conv;
use crate::kernels::simd::vectorize_narrow;
use crate::scalar::Scalar;

/// Some rows of patches that lie together: some cells with all channels of a group, or one cell with some of them.
pub(super) struct Part {
    cells: Range<usize>,
    channels: Range<usize>,
    /// Which column of the kernel, `(filters, depth)`, the first one meets.
    pub(super) column: usize,
}

impl Part {
    /// How many rows there are.
    pub(super) fn len(&self) -> usize {
        self.cells.len() * self.channels.len()
    }

    /// The columns of a kernel, `(filters, depth)`, that they meet: where those lie.
    pub(super) fn columns(&self, filters: usize) -> Range<usize> {
        self.column * filters..(self.column + self.len()) * filters
    }
}

/// The patches of a group, in parts of at most so many rows, if possible of whole rows of the window.
pub(super) fn parts(shape: &Conv, group: usize, most: usize) -> impl Iterator<Item = Part> + use<> {
    let (width, cells, [rows, row]) = (shape.channels / shape.groups, shape.window.cells(), shape.window.size);
    let (cells_each, channels_each) = if row * width <= most {
        (row * evenly(rows, most / (row * width)), width)
    } else if width <= most {
        (evenly(cells, most / width), width)
    } else {
        (1, evenly(width, most))
    };
    (0..cells).step_by(cells_each).flat_map(move |cell| {
        (0..width).step_by(channels_each).map(move |channel| Part {
            cells: cell..cells.min(cell + cells_each),
            channels: group * width + channel..group * width + width.min(channel + channels_each),
            column: cell * width + channel,
        })
    })
}

/// How large equal pieces of `count` are, none of them larger than `most`.
pub(super) fn evenly(count: usize, most: usize) -> usize {
    count.div_ceil(count.div_ceil(most).max(1)).max(1)
}

/// Fills `patches`, `(part, positions)`, with what the windows see at the positions from number `first` on.
#[inline(never)]
pub(super) fn gather<T: Scalar>(shape: &Conv, part: &Part, patches: &mut [T], x: &[T], first: usize) {
    let (runs, numbers) = (Runs::of(shape, part), first..first + patches.len() / part.len());
    vectorize_narrow(
        #[inline(always)]
        || match runs.longest {
            0..=8 => copies::<T, 8>(&runs, patches, x, numbers.clone()),
            9..=16 => copies::<T, 16>(&runs, patches, x, numbers.clone()),
            17..=32 => copies::<T, 32>(&runs, patches, x, numbers.clone()),
            _ => copies::<T, 0>(&runs, patches, x, numbers.clone()),
        },
    );
}

/// The body of [`gather`], where no run is longer than `N`, unless that is 0.
#[inline(always)]
fn copies<T: Scalar, const N: usize>(runs: &Runs<'_>, patches: &mut [T], x: &[T], numbers: Range<usize>) {
    let mut to = 0;
    runs.shape.window.for_each_position(
        numbers,
        #[inline(always)]
        |at, _, image| {
            let x = &x[image * runs.shape.channels..];
            runs.for_each(
                at,
                #[inline(always)]
                |len, from| {
                    match from {
                        Some(from) => copy::<T, N>(&mut patches[to..], &x[from..], len),
                        None => patches[to..to + len].fill(T::ZERO),
                    }
                    to += len;
                },
            );
        },
    );
}

/// Adds `patches`, `(part, positions)`, to what the windows see at the positions from number `first` on.
#[inline(never)]
pub(super) fn spread<T: Scalar>(shape: &Conv, part: &Part, dx: &mut [T], patches: &[T], first: usize) {
    let (runs, numbers) = (Runs::of(shape, part), first..first + patches.len() / part.len());
    vectorize_narrow(
        #[inline(always)]
        || {
            let mut from = 0;
            shape.window.for_each_position(
                numbers.clone(),
                #[inline(always)]
                |at, _, image| {
                    runs.for_each(
                        at,
                        #[inline(always)]
                        |len, to| {
                            if let Some(to) = to {
                                let dx = &mut dx[image * shape.channels + to..][..len];
                                for (dx, patch) in dx.iter_mut().zip(&patches[from..from + len]) {
                                    *dx += *patch;
                                }
                            }
                            from += len;
                        },
                    );
                },
            );
        },
    );
}

/// Copies a run. Of a short one `N` numbers are copied, which takes no call: what is copied too much is written over by the
/// next run, since runs come in order.
#[inline(always)]
fn copy<T: Copy, const N: usize>(to: &mut [T], from: &[T], len: usize) {
    if N > 0
        && let (Some(to), Some(from)) = (to.first_chunk_mut::<N>(), from.first_chunk::<N>())
    {
        *to = *from;
    } else {
        to[..len].copy_from_slice(&from[..len]);
    }
}

/// How a part of a patch lies in the image: in runs.
struct Runs<'a> {
    shape: &'a Conv,
    part: &'a Part,
    /// Rows of the window.
    rows: Range<usize>,
    /// Whether neighbouring cells are neighbours in the image, with all that is between their first and last channel.
    joined: bool,
    /// How long a row of the window is, if it is in one piece where all of it is inside of the image.
    whole: Option<usize>,
    /// No run is longer.
    longest: usize,
}

impl<'a> Runs<'a> {
    fn of(shape: &'a Conv, part: &'a Part) -> Self {
        let row = shape.window.size[1];
        let rows = part.cells.start / row..part.cells.end.div_ceil(row);
        let joined = part.cells.len() == 1 || shape.window.dilation[1] == 1 && part.channels.len() == shape.channels;
        let whole = joined && part.cells == (rows.start * row..rows.end * row);
        let width = part.channels.len();
        let longest = if joined { row * width } else { width };
        Self { shape, part, rows, joined, whole: whole.then_some(longest), longest }
    }

    /// Calls `f` for each run at a position, in order: with its length, and where in an image it begins, or `None` if it is
    /// padding.
    #[inline(always)]
    fn for_each(&self, [row, column]: [usize; 2], mut f: impl FnMut(usize, Option<usize>)) {
        let (Conv { window, channels, .. }, part) = (self.shape, self.part);
        let place = |i, j| {
            let pixel = window.source(0, row, i) * window.input[1] + window.source(1, column, j);
            pixel * channels + part.channels.start
        };
        let (rows, columns) = (window.inside(0, row), window.inside(1, column));
        if let Some(len) = self.whole
            && rows.start <= self.rows.start
            && rows.end >= self.rows.end
            && columns == (0..window.size[1])
        {
            let (mut from, step) = (place(self.rows.start, 0), window.dilation[0] * window.input[1] * channels);
            for _ in self.rows.clone() {
                f(len, Some(from));
                from += step;
            }
            return;
        }
        let width = part.channels.len();
        for i in self.rows.clone() {
            // The cells of this row that belong to the part, and those of them that are inside.
            let before = i * window.size[1];
            let cells = part.cells.start.saturating_sub(before)..window.size[1].min(part.cells.end - before);
            let seen = cells.start.max(columns.start)..cells.end.min(columns.end);
            if seen.is_empty() || !rows.contains(&i) {
                f(cells.len() * width, None);
                continue;
            }
            if cells.start < seen.start {
                f((seen.start - cells.start) * width, None);
            }
            if self.joined {
                f(seen.len() * width, Some(place(i, seen.start)));
            } else {
                seen.clone().for_each(|j| f(width, Some(place(i, j))));
            }
            if seen.end < cells.end {
                f((cells.end - seen.end) * width, None);
            }
        }
    }
}
