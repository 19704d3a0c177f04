//! Windows that slide over an image: which of its cells each position of a result looks at.
//!
//! Along an axis, cell k of the window at position o lies on the input's o · stride + k · dilation − before; outside of the
//! input is padding. Convolutions and pooling share this, forward and backward.

// What runs inside `vectorize` must be inlined there.
#![allow(clippy::inline_always)]

use core::ops::Range;

/// A window of `size` cells that slides over an image; each pair is `[height, width]`. In one dimension the height is 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Window {
    /// Of the image.
    pub input: [usize; 2],
    /// How many positions the window has.
    pub output: [usize; 2],
    /// Cells of the window.
    pub size: [usize; 2],
    /// From one position to the next.
    pub strides: [usize; 2],
    /// From one cell of the window to the next.
    pub dilation: [usize; 2],
    /// Padding before the first row and the first column. What lies after the last ones follows from the other sizes.
    pub before: [usize; 2],
}

impl Window {
    /// How many cells the window has.
    pub(crate) fn cells(&self) -> usize {
        self.size[0] * self.size[1]
    }

    /// How many positions it has: the pixels of the result.
    pub(crate) fn positions(&self) -> usize {
        self.output[0] * self.output[1]
    }

    /// How many pixels the image has.
    pub(crate) fn pixels(&self) -> usize {
        self.input[0] * self.input[1]
    }

    /// Which rows (axis 0) or columns (axis 1) of the window lie inside of the image at a position.
    #[inline(always)]
    pub(crate) fn inside(&self, axis: usize, position: usize) -> Range<usize> {
        self.hits(axis, position * self.strides[axis], self.dilation[axis], self.size[axis])
    }

    /// At which positions a row or column of the window lies inside of the image: the reverse of [`inside`](Self::inside).
    #[inline(always)]
    pub(crate) fn reaching(&self, axis: usize, cell: usize) -> Range<usize> {
        self.hits(axis, cell * self.dilation[axis], self.strides[axis], self.output[axis])
    }

    /// Which of `count` steps from `start` hit the image, counted from where the padding begins.
    #[inline(always)]
    fn hits(&self, axis: usize, start: usize, step: usize, count: usize) -> Range<usize> {
        let before = self.before[axis];
        // Divisions are slow, and most steps are 1.
        let steps = |way: usize| if step == 1 { way } else { way.div_ceil(step) };
        let end = steps((before + self.input[axis]).saturating_sub(start)).min(count);
        steps(before.saturating_sub(start)).min(end)..end
    }

    /// On which row or column of the image a cell lies that is inside of it.
    #[inline(always)]
    pub(crate) fn source(&self, axis: usize, position: usize, cell: usize) -> usize {
        position * self.strides[axis] + cell * self.dilation[axis] - self.before[axis]
    }

    /// Calls `f` for some positions, numbered from one image to the next: with the row and column of each, its number, and
    /// the number of the first pixel of its image.
    #[inline(always)]
    pub(crate) fn for_each_position(&self, numbers: Range<usize>, mut f: impl FnMut([usize; 2], usize, usize)) {
        let ([rows, columns], start) = (self.output, numbers.start % self.positions());
        let (mut row, mut column, mut image) = (start / columns, start % columns, numbers.start / self.positions());
        for number in numbers {
            f([row, column], number, image * self.pixels());
            column += 1;
            if column == columns {
                (row, column) = (row + 1, 0);
            }
            if row == rows {
                (image, row) = (image + 1, 0);
            }
        }
    }

    /// The cells that are inside of the image at a position.
    #[inline(always)]
    pub(crate) fn seen(&self, [row, column]: [usize; 2]) -> Seen {
        let (rows, columns) = (self.inside(0, row), self.inside(1, column));
        let (cell, pixel) = if rows.is_empty() || columns.is_empty() {
            (0, 0)
        } else {
            let pixel = self.source(0, row, rows.start) * self.input[1] + self.source(1, column, columns.start);
            (rows.start * self.size[1] + columns.start, pixel)
        };
        let steps = [[self.size[1], self.dilation[0] * self.input[1]], [1, self.dilation[1]]];
        Seen { count: [rows.len(), columns.len()], first: [cell, pixel], steps }
    }

    /// Whether all cells are inside of the image at every position.
    pub(crate) fn is_inside(&self) -> bool {
        let along = |axis: usize| {
            let last =
                self.output[axis].saturating_sub(1) * self.strides[axis] + (self.size[axis] - 1) * self.dilation[axis];
            self.before[axis] == 0 && last < self.input[axis]
        };
        along(0) && along(1)
    }

    /// Whether each pixel of the image is under exactly one window, and no window reaches beyond it.
    pub(crate) fn tiles(&self) -> bool {
        let along = |axis: usize| {
            self.input[axis] == self.output[axis] * self.size[axis]
                && self.before[axis] == 0
                && (self.output[axis] == 1 || self.strides[axis] == self.size[axis])
                && (self.size[axis] == 1 || self.dilation[axis] == 1)
        };
        along(0) && along(1)
    }

    /// Whether the cells of one window after the other are the pixels of the image, in order.
    pub(crate) fn is_partition(&self) -> bool {
        self.tiles() && (self.size[0] == 1 || self.output[1] == 1)
    }
}

/// Cells under a window, row by row.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Seen {
    count: [usize; 2],
    /// The number of the first, and of the pixel under it.
    first: [usize; 2],
    /// By how much those numbers grow from row to row, and from column to column.
    steps: [[usize; 2]; 2],
}

impl Seen {
    /// How many there are.
    #[inline(always)]
    pub(crate) fn count(&self) -> usize {
        self.count[0] * self.count[1]
    }

    /// Calls `f` with the number of each cell, and of the pixel under it, in order.
    #[inline(always)]
    pub(crate) fn for_each(&self, mut f: impl FnMut(usize, usize)) {
        let ([rows, columns], [down, right]) = (self.count, self.steps);
        let [mut cell, mut pixel] = self.first;
        for _ in 0..rows {
            for column in 0..columns {
                f(cell + column * right[0], pixel + column * right[1]);
            }
            (cell, pixel) = (cell + down[0], pixel + down[1]);
        }
    }
}

/// Windows of many kinds, for the tests of what slides them.
#[cfg(test)]
pub(crate) mod cases {
    use super::Window;
    use crate::scalar::Scalar;

    /// As Keras' `padding = valid` or `same` makes it of the other sizes.
    pub(crate) fn window(
        input: [usize; 2],
        size: [usize; 2],
        strides: [usize; 2],
        dilation: [usize; 2],
        same: bool,
    ) -> Window {
        let (mut output, mut before) = ([0; 2], [0; 2]);
        for axis in 0..2 {
            let extent = (size[axis] - 1) * dilation[axis] + 1;
            if same {
                output[axis] = input[axis].div_ceil(strides[axis]);
                before[axis] = ((output[axis] - 1) * strides[axis] + extent).saturating_sub(input[axis]) / 2;
            } else {
                output[axis] = (input[axis] - extent) / strides[axis] + 1;
            }
        }
        Window { input, output, size, strides, dilation, before }
    }

    /// Every kind of window that fits into small images.
    pub(crate) fn windows() -> Vec<Window> {
        let mut windows = Vec::new();
        for input in [[1, 1], [1, 17], [2, 3], [5, 4], [17, 7]] {
            for size in [[1, 1], [1, 3], [2, 2], [2, 3], [3, 3], [5, 4]] {
                for (strides, dilation) in
                    [([1, 1], [1, 1]), ([2, 2], [1, 1]), ([3, 1], [1, 1]), ([1, 1], [2, 2]), ([1, 1], [1, 3])]
                {
                    for same in [false, true] {
                        let fits = |axis| (size[axis] - 1) * dilation[axis] < input[axis];
                        if same || fits(0) && fits(1) {
                            windows.push(window(input, size, strides, dilation, same));
                        }
                    }
                }
            }
        }
        // Causal: all padding before. Next to it one whose last rows see only padding.
        windows.push(Window { before: [0, 4], ..window([1, 9], [1, 3], [1, 1], [1, 2], true) });
        windows.push(Window {
            input: [2, 3],
            output: [5, 6],
            size: [2, 2],
            strides: [1, 1],
            dilation: [1, 1],
            before: [1, 1],
        });
        windows
    }

    /// Where a cell lies, found by trying: the pixel's number, or `None` in the padding.
    pub(crate) fn pixel(window: &Window, position: [usize; 2], cell: [usize; 2]) -> Option<usize> {
        let mut at = [0; 2];
        for axis in 0..2 {
            let place = position[axis] * window.strides[axis] + cell[axis] * window.dilation[axis];
            at[axis] = place.checked_sub(window.before[axis]).filter(|at| *at < window.input[axis])?;
        }
        Some(at[0] * window.input[1] + at[1])
    }

    /// Numbers in [-1, 1) that look random.
    pub(crate) fn numbers<T: Scalar>(len: usize, seed: u64) -> Vec<T> {
        let mut state = seed.wrapping_mul(2) + 1;
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            T::from_f64((state >> 40) as f64 / f64::from(1 << 23) - 1.0)
        };
        (0..len).map(|_| next()).collect()
    }

    /// Asserts that numbers are what they should be, but for rounding in sums of so many terms.
    #[track_caller]
    pub(crate) fn assert_close<T: Scalar>(found: &[T], expected: &[f64], terms: usize, what: &impl core::fmt::Debug) {
        let tolerance = if size_of::<T>() == 4 { 2e-7 } else { 4e-16 } * (terms as f64 + 2.0);
        assert_eq!(found.len(), expected.len(), "{what:?}");
        for (at, (found, expected)) in found.iter().zip(expected).enumerate() {
            let off = (found.to_f64() - expected).abs();
            assert!(off <= tolerance, "{what:?}: element {at} is {found:?}, expected {expected}");
        }
    }

    /// Asserts that a gradient is what central differences of `value` say. For functions that are linear in each number
    /// those are exact, so the step is large.
    #[track_caller]
    pub(crate) fn assert_slopes(
        x: &[f64],
        dx: &[f64],
        step: f64,
        value: impl Fn(&[f64]) -> f64,
        what: &impl core::fmt::Debug,
    ) {
        let mut x = x.to_vec();
        for at in 0..x.len() {
            let here = x[at];
            x[at] = here + step;
            let above = value(&x);
            x[at] = here - step;
            let slope = (above - value(&x)) / (2.0 * step);
            x[at] = here;
            assert!((slope - dx[at]).abs() <= 1e-8, "{what:?}: d{at} is {}, differences say {slope}", dx[at]);
        }
    }

    /// Σ a · b
    pub(crate) fn dot(a: &[f64], b: &[f64]) -> f64 {
        a.iter().zip(b).map(|(a, b)| a * b).sum()
    }

    /// Every position with its number, and every cell with its number, together with the pixel under it.
    pub(crate) fn for_each(window: &Window, mut f: impl FnMut(usize, usize, Option<usize>)) {
        for position in 0..window.positions() {
            for cell in 0..window.cells() {
                let at = [position / window.output[1], position % window.output[1]];
                let of = [cell / window.size[1], cell % window.size[1]];
                f(position, cell, pixel(window, at, of));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::cases::{for_each, window, windows};

    #[test]
    fn every_cell_is_inside_exactly_where_a_pixel_is() {
        for window in windows() {
            let mut expected = Vec::new();
            for_each(&window, |position, cell, pixel| expected.extend(pixel.map(|pixel| (position, cell, pixel))));
            let mut found = Vec::new();
            for position in 0..window.positions() {
                let at = [position / window.output[1], position % window.output[1]];
                window.seen(at).for_each(|cell, pixel| found.push((position, cell, pixel)));
            }
            assert_eq!(found, expected, "{window:?}");
            for axis in 0..2 {
                for cell in 0..window.size[axis] {
                    let sees = |position: &usize| window.inside(axis, *position).contains(&cell);
                    let positions: Vec<_> = (0..window.output[axis]).filter(sees).collect();
                    assert_eq!(window.reaching(axis, cell).collect::<Vec<_>>(), positions, "{window:?}");
                }
            }
        }
    }

    #[test]
    fn windows_that_tile_see_each_pixel_once() {
        let mut tiles = 0;
        for window in windows().into_iter().chain([window([4, 6], [2, 3], [2, 3], [1, 1], false)]) {
            let (mut seen, mut padding) = (vec![0; window.pixels()], 0);
            for_each(&window, |_, _, pixel| match pixel {
                Some(pixel) => seen[pixel] += 1,
                None => padding += 1,
            });
            let once = padding == 0 && seen.iter().all(|count| *count == 1);
            // With a dilation windows may see each pixel once that lie in one another.
            assert!(!window.tiles() || once, "{window:?}");
            assert!(!once || window.tiles() || window.dilation != [1, 1], "{window:?}");
            tiles += usize::from(window.tiles());
        }
        assert!(tiles > 10);
    }

    #[test]
    fn a_partition_has_the_pixels_in_order() {
        for window in windows() {
            let mut pixels = Vec::new();
            for_each(&window, |_, _, pixel| pixels.push(pixel));
            let in_order = pixels.into_iter().eq((0..window.pixels()).map(Some));
            assert_eq!(window.is_partition(), in_order, "{window:?}");
        }
        assert!(window([5, 5], [1, 1], [1, 1], [1, 1], false).is_partition());
        assert!(window([5, 5], [5, 5], [1, 1], [1, 1], false).is_partition());
        assert!(window([1, 12], [1, 3], [3, 3], [1, 1], false).is_partition());
    }
}
