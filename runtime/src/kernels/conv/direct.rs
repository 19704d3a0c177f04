//! Convolution as products with images as they lie in memory: columns of the right factor are what neighbouring windows see,
//! and overlap. Nothing is copied, except where windows see padding.
//!
//! The steps of a product are the numbers that a window sees, a row of its cells after the other; those of the kernel's
//! gradient are the positions, a row after the other. Which of them are computed together changes no bit.

use core::ops::Range;

use super::Conv;
use super::patches::evenly;
use super::strip::{Area, LINES, Plan, Strip, extent};
use crate::cost;
use crate::kernels::Finish;
use crate::kernels::gemm::{Left, Out, Product, Right, Start, run, transpose};
use crate::kernels::simd::Element;
use crate::kernels::window::Window;
use crate::parallel::{Columns, in_parts};

/// How the forward pass and the gradient of the kernel go through images, if they can.
fn plan(shape: &Conv) -> Option<Plan> {
    if shape.groups > 1 { None } else { Plan::of(&shape.window, shape.channels, cost::PATCHES) }
}

/// How the gradient of the input goes through that of the result: as the forward pass of the window turned around.
fn plan_back(shape: &Conv) -> Option<Plan> {
    let Conv { window, filters, groups, .. } = *shape;
    let before = [0, 1].map(|axis| (extent(&window, axis) - 1).checked_sub(window.before[axis]));
    let [Some(above), Some(left)] = before else { return None };
    if groups > 1 || window.strides != [1, 1] {
        return None;
    }
    let turned = Window { input: window.output, output: window.input, before: [above, left], ..window };
    Plan::of(&turned, filters, cost::PATCH_GRADIENTS)
}

/// [`forward`](super::forward), if it can be done so; whether it was.
pub(in crate::kernels) fn forward<T: Element>(
    shape: &Conv,
    y: &mut [T],
    kernel: &[T],
    bias: Option<&[T]>,
    x: &[T],
    then: Finish<'_, T>,
) -> bool {
    let Some(plan) = plan(shape) else { return false };
    let (filters, work) = (shape.filters, y.len().saturating_mul(shape.depth()));
    in_parts(Columns::of(y, filters), cost::parts(work), &|positions| {
        let (mut copy, mut lines) = ([T::ZERO; cost::PATCHES], [0; LINES]);
        for area in plan.areas(positions.first..positions.first + positions.count()) {
            let y = &mut positions.values[(area.first - positions.first) * filters..][..area.len() * filters];
            let mut start = bias.map_or(Start::Zeros, Start::Column);
            for channels in plan.channels() {
                let strip = Strip::of(&plan, &area, &channels, x, &mut copy);
                let last = channels.end == shape.channels;
                run(Product {
                    shape: (filters, area.len()),
                    start,
                    a: Left::new(&kernel[channels.start * filters..], filters),
                    b: Right {
                        at: strip.numbers,
                        row_step: 1,
                        column_step: plan.window.strides[1] * strip.steps[0],
                        width: area.columns.len(),
                        width_step: plan.window.strides[0] * strip.steps[1],
                        lines: strip.lines(&plan, &mut lines),
                        run: if plan.sees_all() { plan.line() } else { channels.len() },
                        left_run: plan.line(),
                    },
                    c: Out::new(y, filters),
                    then: last.then_some((then, area.first * filters)),
                });
                start = Start::Result;
            }
        }
        true
    })
}

/// [`grad_kernel`](super::grad_kernel) of at least one sample, which overwrites or adds, if it can be done so.
pub(in crate::kernels) fn grad_kernel<T: Element>(
    shape: &Conv,
    dkernel: &mut [T],
    dy: &[T],
    x: &[T],
    add: bool,
) -> Option<bool> {
    let plan = plan(shape)?;
    let (filters, positions) = (shape.filters, dy.len() / shape.filters);
    // Some columns of a large gradient stay in the cache while all samples are added to them.
    let most = (cost::KERNEL_NUMBERS / filters).max(8);
    let work = dy.len().saturating_mul(shape.depth());
    let finite = in_parts(Columns::of(dkernel, filters), cost::parts(work), &|columns| {
        let (mut copy, mut rows) = ([T::ZERO; cost::PATCHES], [0; LINES]);
        let (mut finite, mut first, end) = (true, columns.first, columns.first + columns.count());
        while first < end {
            let channels = plan.channels_with(first % shape.channels);
            let most = if plan.sees_all() { most } else { most.min(channels.end - first % shape.channels) };
            let block = first..end.min(first + most);
            let mut start = if add { Start::Result } else { Start::Zeros };
            let mut block_is_finite = true;
            for area in plan.large_areas(0..positions) {
                let strip = Strip::of(&plan, &area, &channels, x, &mut copy);
                let (pixel, rows) = (plan.window.strides[1] * strip.steps[0], strip.rows(&plan, &area, &mut rows));
                let mut column = block.start;
                block_is_finite = true;
                // What meets one line of the window at a time.
                while column < block.end {
                    let (line, within) = (column / plan.line(), column % plan.line());
                    let count = (plan.line() - within).min(block.end - column);
                    let place = (column - columns.first) * filters;
                    block_is_finite &= run(Product {
                        shape: (filters, count),
                        start,
                        a: Left::new(&dy[area.first * filters..], filters),
                        b: Right {
                            at: &strip.numbers[strip.line(&plan, line) + within - channels.start..],
                            row_step: pixel,
                            column_step: 1,
                            width: count,
                            width_step: 0,
                            lines: rows,
                            run: area.columns.len(),
                            left_run: area.columns.len(),
                        },
                        c: Out::new(&mut columns.values[place..place + count * filters], filters),
                        then: None,
                    });
                    column += count;
                }
                start = Start::Result;
            }
            finite &= block_is_finite;
            first = block.end;
        }
        finite
    });
    Some(finite)
}

/// [`grad_input`](super::grad_input), if it can be done so; whether it was.
pub(in crate::kernels) fn grad_input<T: Element>(
    shape: &Conv,
    dx: &mut [T],
    kernel: &[T],
    dy: &[T],
    then: Finish<'_, T>,
) -> bool {
    let Some(plan) = plan_back(shape) else { return false };
    let (channels, pixels) = (shape.channels, shape.window.pixels());
    let len = pixels * channels;
    // As many samples as stay in the cache while all of the kernel is used.
    let samples = (cost::KERNEL_NUMBERS / len).max(1);
    in_parts(Columns::one_by_one(dx, len), cost::parts(dy.len().saturating_mul(shape.depth())), &|columns| {
        let (mut copy, mut panel) = ([T::ZERO; cost::PATCH_GRADIENTS], [T::ZERO; PANEL]);
        for (dx, at) in columns.values.chunks_mut(samples * len).zip((columns.first..).step_by(samples)) {
            let positions = at * pixels..at * pixels + dx.len() / channels;
            for first in (0..channels).step_by(cost::PANEL_WIDTH) {
                let count = cost::PANEL_WIDTH.min(channels - first);
                let mut start = Start::Zeros;
                for part in panels(shape, &plan, count) {
                    part.fill(shape, &mut panel, kernel, &(first..first + count));
                    for area in plan.areas(positions.clone()) {
                        let place = (area.first - positions.start) * channels;
                        let dx = &mut dx[place..place + area.len() * channels];
                        let dx = if count == channels { Out::new(dx, channels) } else { Out::rows(&mut dx[first..], channels) };
                        part.add(&plan, &area, (dx, count), start, &panel, dy, &mut copy);
                    }
                    start = Start::Result;
                }
            }
            then(dx, at * len);
        }
        true
    })
}

/// Numbers of a kernel that are transposed to the stack at a time.
const PANEL: usize = cost::PANEL_WIDTH * cost::PANEL_DEPTHS[1];

/// A part of the kernel as the gradient of the input uses it: its cells in reverse order.
struct Part {
    cells: Range<usize>,
    /// Of cells that lie side by side.
    in_line: usize,
    filters: Range<usize>,
}

/// All of the kernel, for so many channels, in parts that fit into a panel.
fn panels(shape: &Conv, plan: &Plan, channels: usize) -> impl Iterator<Item = Part> + use<> {
    let (depth, [height, width], cells) = (PANEL / panel_width(channels), shape.window.size, shape.window.cells());
    let (joined, fit) = (plan.cells_in_line() == width, depth / shape.filters);
    // Cells in a line, cells in a part, in what that must not cross, and filters.
    let (in_line, each, within, filters_each) = if joined && fit >= width {
        (width, width * evenly(height, fit / width), cells, shape.filters)
    } else if joined && fit > 0 {
        (evenly(width, fit), evenly(width, fit), width, shape.filters)
    } else {
        let filters = evenly(shape.filters, plan.channels_with(0).len().min(depth));
        (1, (depth / filters).min(LINES), cells, filters)
    };
    plan.channels().flat_map(move |seen| {
        seen.clone().step_by(filters_each).flat_map(move |filter| {
            let filters = filter..seen.end.min(filter + filters_each);
            (0..cells).step_by(within).flat_map(move |row| {
                let filters = filters.clone();
                (row..row + within).step_by(each).map(move |cell| {
                    let cells = cell..(row + within).min(cell + each);
                    Part { in_line: in_line.min(cells.len()), cells, filters: filters.clone() }
                })
            })
        })
    })
}

/// How far apart the steps of a panel are.
fn panel_width(channels: usize) -> usize {
    channels.next_multiple_of(8)
}

impl Part {
    /// Transposes it into a panel, for some channels.
    fn fill<T: Element>(&self, shape: &Conv, panel: &mut [T], kernel: &[T], channels: &Range<usize>) {
        let (width, sizes) = (panel_width(channels.len()), (self.filters.len(), channels.len()));
        for (cell, panel) in self.cells.clone().zip(panel.chunks_mut(width * self.filters.len())) {
            let column = (shape.window.cells() - 1 - cell) * shape.channels + channels.start;
            let kernel = &kernel[column * shape.filters + self.filters.start..];
            transpose(panel, width, kernel, shape.filters, sizes);
        }
    }

    /// Adds to `dx`, some channels of an area, what it gives.
    fn add<T: Element>(
        &self,
        plan: &Plan,
        area: &Area,
        (dx, channels): (Out<'_, T>, usize),
        start: Start<'_, T>,
        panel: &[T],
        dy: &[T],
        copy: &mut [T],
    ) {
        let (seen, mut lines) = (plan.channels_with(self.filters.start), [0; LINES]);
        let strip = Strip::of(plan, area, &seen, dy, copy);
        let lines = &mut lines[..self.cells.len() / self.in_line];
        for (line, cell) in lines.iter_mut().zip(self.cells.clone().step_by(self.in_line)) {
            *line = strip.cell(plan, cell) + self.filters.start - seen.start;
        }
        run(Product {
            shape: (channels, area.len()),
            start,
            a: Left::new(panel, panel_width(channels)),
            b: Right {
                at: strip.numbers,
                row_step: 1,
                column_step: strip.steps[0],
                width: area.columns.len(),
                width_step: strip.steps[1],
                lines,
                run: self.in_line * self.filters.len(),
                left_run: self.in_line * self.filters.len(),
            },
            c: dx,
            then: None,
        });
    }
}
