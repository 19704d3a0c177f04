//! What the windows at some positions see, as it lies in an image: no patches, but rows of pixels that overlap.

use core::ops::Range;

use super::patches::evenly;
use crate::cost::POSITIONS;
use crate::kernels::simd::Element;
use crate::kernels::window::Window;

/// No product has more lines.
pub(super) const LINES: usize = 128;

/// How images are divided, so that what windows see fits on the stack, should they see padding.
#[derive(Clone, Copy)]
pub(in crate::kernels) struct Plan {
    pub(super) window: Window,
    /// Of the image.
    channels: usize,
    /// How much is seen at a time: images, rows of positions and positions in each of them, and channels.
    images: usize,
    rows: usize,
    columns: usize,
    at_a_time: usize,
}

impl Plan {
    /// For copies of so many numbers. None if the windows are too large for that.
    pub(super) fn of(window: &Window, channels: usize, budget: usize) -> Option<Self> {
        let [height, width] = window.output;
        if channels == 0 || height * width == 0 {
            return None;
        }
        let reach = |axis: usize, positions: usize| (positions - 1) * window.strides[axis] + extent(window, axis);
        // How many positions see no more than so many pixels.
        let most = |axis: usize, pixels: usize| (pixels - extent(window, axis)) / window.strides[axis] + 1;
        let mut columns = width.min(POSITIONS);
        let mut rows = if columns < width { 1 } else { height.min(POSITIONS.div_ceil(width)) };
        let mut images = 1;
        let mut at_a_time = budget / (reach(0, rows) * reach(1, columns));
        if at_a_time >= channels {
            at_a_time = channels;
            if columns < width {
                columns = width.min(most(1, budget / (reach(0, 1) * channels)) / 8 * 8);
            }
            if columns == width {
                rows = height.min(LINES).min(most(0, budget / (reach(1, width) * channels)));
            }
            if rows == height && columns == width {
                images = (budget / (reach(0, height) * reach(1, width) * channels)).min(LINES / height).max(1);
            }
        } else if at_a_time >= 8 {
            at_a_time = evenly(channels, at_a_time);
        } else {
            return None;
        }
        let plan = Self { window: *window, channels, images, rows, columns, at_a_time };
        (window.cells() / plan.cells_in_line() <= LINES).then_some(plan)
    }

    /// Whether all channels are seen at a time.
    pub(super) fn sees_all(&self) -> bool {
        self.at_a_time == self.channels
    }

    /// How many cells there are in a line: a row of the window, where they lie side by side with all their channels.
    pub(super) fn cells_in_line(&self) -> usize {
        let Window { size: [_, width], dilation: [_, across], .. } = self.window;
        if self.sees_all() && across == 1 { width } else { 1 }
    }

    /// How many columns of a kernel, `(filters, depth)`, a line meets with all channels.
    pub(super) fn line(&self) -> usize {
        self.cells_in_line() * self.channels
    }

    /// The channels that are seen at a time.
    pub(super) fn channels(&self) -> impl Iterator<Item = Range<usize>> + use<> {
        let (channels, each) = (self.channels, self.at_a_time);
        (0..channels).step_by(each).map(move |first| first..channels.min(first + each))
    }

    /// The channels that are seen at a time with this one.
    pub(super) fn channels_with(&self, channel: usize) -> Range<usize> {
        let first = channel / self.at_a_time * self.at_a_time;
        first..self.channels.min(first + self.at_a_time)
    }

    /// Areas of one image each with all positions of these numbers, which go from one image to the next.
    pub(super) fn areas(&self, numbers: Range<usize>) -> impl Iterator<Item = Area> + use<> {
        self.areas_of(numbers, 1)
    }

    /// As [`areas`](Self::areas), of several images if they are small.
    pub(super) fn large_areas(&self, numbers: Range<usize>) -> impl Iterator<Item = Area> + use<> {
        self.areas_of(numbers, self.images)
    }

    fn areas_of(&self, numbers: Range<usize>, images: usize) -> impl Iterator<Item = Area> + use<> {
        let ([height, width], (rows, columns)) = (self.window.output, (self.rows, self.columns));
        let mut number = numbers.start;
        core::iter::from_fn(move || {
            let left = numbers.end - number;
            if left == 0 {
                return None;
            }
            let (image, row, column) = (number / (width * height), number / width % height, number % width);
            let columns = column..width.min(column + columns.min(left));
            let rows = if columns.len() == width { rows.min(height - row).min(left / width) } else { 1 };
            let images = if columns.len() == width && rows == height { images.min(left / (width * height)) } else { 1 };
            let area = Area { first: number, images: image..image + images, rows: row..row + rows, columns };
            number += area.len();
            Some(area)
        })
    }
}

/// Some neighbouring positions of a window.
pub(super) struct Area {
    /// The number of the first one.
    pub(super) first: usize,
    images: Range<usize>,
    rows: Range<usize>,
    pub(super) columns: Range<usize>,
}

impl Area {
    /// The first image.
    pub(super) fn image(&self) -> usize {
        self.images.start
    }

    /// The first row.
    pub(super) fn row(&self) -> usize {
        self.rows.start
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.images.len() * self.rows.len() * self.columns.len()
    }
}

/// What the windows of an area see.
pub(super) struct Strip<'a, T> {
    pub(super) numbers: &'a [T],
    /// From pixel to pixel, from row to row, and from image to image.
    pub(super) steps: [usize; 3],
}

impl<'a, T: Element> Strip<'a, T> {
    /// Of some channels: in the images themselves, or with the padding around it in `copy`.
    pub(super) fn of(plan: &Plan, area: &Area, channels: &Range<usize>, x: &'a [T], copy: &'a mut [T]) -> Self {
        let Plan { window, channels: all, .. } = plan;
        let (rows, columns) = (Reach::of(window, 0, &area.rows), Reach::of(window, 1, &area.columns));
        let ([height, width], len) = (window.input, window.pixels() * all);
        let images = &x[area.images.start * len..];
        if rows.is_inside(height) && columns.is_inside(width) {
            let first = (rows.first - rows.before) * width + columns.first - columns.before;
            return Self { numbers: &images[first * all + channels.start..], steps: [*all, width * all, len] };
        }
        let (pixel, row) = (channels.len(), columns.len * channels.len());
        for (image, copy) in images.chunks_exact(len).zip(copy.chunks_exact_mut(rows.len * row)).take(area.images.len())
        {
            for (at, copy) in copy.chunks_exact_mut(row).enumerate() {
                let seen = columns.seen(width);
                let Some(at) = rows.pixel(at, height).filter(|_| !seen.is_empty()) else {
                    copy.fill(T::ZERO);
                    continue;
                };
                let (before, copy) = copy.split_at_mut(seen.start * pixel);
                let (copy, after) = copy.split_at_mut(seen.len() * pixel);
                before.fill(T::ZERO);
                after.fill(T::ZERO);
                let image = &image[(at * width + columns.first + seen.start - columns.before) * all..];
                if plan.sees_all() {
                    copy.copy_from_slice(&image[..copy.len()]);
                } else {
                    for (to, from) in copy.chunks_exact_mut(pixel).zip(image.chunks_exact(*all)) {
                        to.copy_from_slice(&from[channels.clone()]);
                    }
                }
            }
        }
        Self { numbers: copy, steps: [pixel, row, rows.len * row] }
    }

    /// Where a cell that a window sees lies.
    pub(super) fn cell(&self, plan: &Plan, cell: usize) -> usize {
        let Window { size: [_, width], dilation: [down, across], .. } = plan.window;
        cell / width * down * self.steps[1] + cell % width * across * self.steps[0]
    }

    /// Where a line that a window sees begins.
    pub(super) fn line(&self, plan: &Plan, line: usize) -> usize {
        self.cell(plan, line * plan.cells_in_line())
    }

    /// Where all of them begin.
    pub(super) fn lines<'b>(&self, plan: &Plan, lines: &'b mut [usize; LINES]) -> &'b [usize] {
        let lines = &mut lines[..plan.window.cells() / plan.cells_in_line()];
        for (line, begin) in lines.iter_mut().enumerate() {
            *begin = self.line(plan, line);
        }
        lines
    }

    /// Where what the first window sees in each row of positions begins.
    pub(super) fn rows<'b>(&self, plan: &Plan, area: &Area, rows: &'b mut [usize; LINES]) -> &'b [usize] {
        let in_image = area.rows.len();
        let rows = &mut rows[..area.images.len() * in_image];
        for (row, begin) in rows.iter_mut().enumerate() {
            *begin = row / in_image * self.steps[2] + row % in_image * plan.window.strides[0] * self.steps[1];
        }
        rows
    }
}

/// The pixels along an axis, padding included, that the windows at some positions see.
struct Reach {
    /// Counted from where the padding begins.
    first: usize,
    len: usize,
    /// How much padding there is before the image.
    before: usize,
}

impl Reach {
    fn of(window: &Window, axis: usize, positions: &Range<usize>) -> Self {
        let len = (positions.len() - 1) * window.strides[axis] + extent(window, axis);
        Self { first: positions.start * window.strides[axis], len, before: window.before[axis] }
    }

    fn is_inside(&self, pixels: usize) -> bool {
        self.first >= self.before && self.first + self.len <= self.before + pixels
    }

    /// Which pixel is seen, if it is one.
    fn pixel(&self, at: usize, pixels: usize) -> Option<usize> {
        (self.first + at).checked_sub(self.before).filter(|pixel| *pixel < pixels)
    }

    /// Which of those that are seen are pixels.
    fn seen(&self, pixels: usize) -> Range<usize> {
        let end = (self.before + pixels).saturating_sub(self.first).min(self.len);
        self.before.saturating_sub(self.first).min(end)..end
    }
}

/// How many pixels a window spans.
fn extent(window: &Window, axis: usize) -> usize {
    (window.size[axis] - 1) * window.dilation[axis] + 1
}
