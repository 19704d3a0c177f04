//! The gradient of a convolution's input: the forward pass of the window turned around, over the gradient of the result.
//!
//! Where windows are several pixels apart, each pixel is seen by some cells of the window only, the same for every pixel as
//! many on: such pixels are a phase, and each phase is a convolution of its own. Parts of the kernel are transposed to the
//! stack.

use core::ops::Range;

use super::Conv;
use super::patches::evenly;
use super::strip::{Area, LINES, Plan, Strip};
use crate::cost;
use crate::kernels::Finish;
use crate::kernels::gemm::{Left, Out, Product, Right, Start, run};
use crate::kernels::simd::Element;
use crate::kernels::transpose::Transpose;
use crate::kernels::window::Window;
use crate::parallel::{Columns, in_parts};

/// [`grad_input`](super::grad_input), if it can be done so; whether it was.
pub(in crate::kernels) fn grad_input<T: Element>(
    shape: &Conv,
    dx: &mut [T],
    kernel: &[T],
    dy: &[T],
    then: Finish<'_, T>,
) -> bool {
    if shape.groups > 1 || phases(shape).any(|phase| phase.is_none()) {
        return false;
    }
    let (window, channels) = (shape.window, shape.channels);
    let len = window.pixels() * channels;
    // As many samples as stay in the cache while all of the kernel is used.
    let samples = (cost::KERNEL_NUMBERS / len).max(1);
    in_parts(Columns::one_by_one(dx, len), cost::parts(dy.len().saturating_mul(shape.depth())), &|columns| {
        let (mut copy, mut panel) = ([T::ZERO; cost::PATCH_GRADIENTS], [T::ZERO; PANEL]);
        for (dx, at) in columns.values.chunks_mut(samples * len).zip((columns.first..).step_by(samples)) {
            if window.strides != [1, 1] {
                // Perhaps no window sees some of it.
                dx.fill(T::ZERO);
            }
            for phase in phases(shape).flatten() {
                phase.write(dx, at, (kernel, dy), &mut panel, &mut copy);
            }
            then(dx, at * len);
        }
        true
    })
}

/// Numbers of a kernel that are transposed to the stack at a time.
const PANEL: usize = cost::PANEL_WIDTH * cost::PANEL_DEPTHS[1];

/// A phase along an axis.
#[derive(Clone, Copy)]
struct Axis {
    /// Its first pixel, and how many it has.
    first: usize,
    pixels: usize,
    /// The first cell that sees them, how many do, and how far those are apart.
    cell: usize,
    cells: usize,
    step: usize,
    /// How far apart the positions are from which neighbouring cells see a pixel.
    dilation: usize,
    /// How many positions the turned window begins before the first one.
    before: isize,
}

/// The phases along an axis, but those that no cell sees.
fn axes(window: &Window, axis: usize) -> impl Iterator<Item = Axis> + use<> {
    let (stride, dilation, size) = (window.strides[axis], window.dilation[axis], window.size[axis]);
    let (before, input) = (window.before[axis], window.input[axis]);
    (0..stride.min(input)).filter_map(move |first| {
        // How many positions on it is from which a cell sees the first pixel, times the stride.
        let ahead = move |cell: usize| (first + before).cast_signed() - (cell * dilation).cast_signed();
        let sees = move |cell: &usize| ahead(*cell).rem_euclid(stride.cast_signed()) == 0;
        let mut seeing = (0..size).filter(sees);
        let cell = seeing.next()?;
        let step = seeing.next().map_or(1, |next| next - cell);
        let cells = (cell..size).filter(sees).count();
        let dilation = (step * dilation / stride).max(1);
        let before = ((cells - 1) * dilation).cast_signed() - ahead(cell) / stride.cast_signed();
        Some(Axis { first, pixels: (input - first).div_ceil(stride), cell, cells, step, dilation, before })
    })
}

/// The pixels that are seen by the same cells, and how to go through what sees them.
struct Phase<'a> {
    shape: &'a Conv,
    axes: [Axis; 2],
    plan: Plan,
}

/// All phases of a convolution; None for one that cannot be computed so.
fn phases(shape: &Conv) -> impl Iterator<Item = Option<Phase<'_>>> {
    let window = shape.window;
    axes(&window, 0).flat_map(move |down| axes(&window, 1).map(move |across| Phase::of(shape, [down, across])))
}

impl<'a> Phase<'a> {
    fn of(shape: &'a Conv, axes: [Axis; 2]) -> Option<Self> {
        let [Ok(above), Ok(left)] = axes.map(|axis| usize::try_from(axis.before)) else { return None };
        let turned = Window {
            input: shape.window.output,
            output: axes.map(|axis| axis.pixels),
            size: axes.map(|axis| axis.cells),
            strides: [1, 1],
            dilation: axes.map(|axis| axis.dilation),
            before: [above, left],
        };
        let plan = Plan::of(&turned, shape.filters, cost::PATCH_GRADIENTS)?;
        Some(Self { shape, axes, plan })
    }

    /// Writes its pixels in the gradient of some whole images, the first of which has this number.
    fn write<T: Element>(
        &self,
        dx: &mut [T],
        first_image: usize,
        (kernel, dy): (&[T], &[T]),
        panel: &mut [T],
        copy: &mut [T],
    ) {
        let (channels, pixels) = (self.shape.channels, self.plan.window.positions());
        let images = dx.len() / (self.shape.window.pixels() * channels);
        for first in (0..channels).step_by(cost::PANEL_WIDTH) {
            let seen = first..channels.min(first + cost::PANEL_WIDTH);
            let mut start = Start::Zeros;
            for part in parts(&self.plan, self.shape.filters, seen.len()) {
                self.transpose(&part, panel, kernel, &seen);
                for area in self.plan.areas(first_image * pixels..(first_image + images) * pixels) {
                    let out = self.out(dx, &area, first_image, &seen);
                    self.add(&part, out, &area, (start, seen.len()), panel, dy, copy);
                }
                start = Start::Result;
            }
        }
    }

    /// Where the gradient of an area lies.
    fn out<'b, T: Element>(
        &self,
        dx: &'b mut [T],
        area: &Area,
        first_image: usize,
        channels: &Range<usize>,
    ) -> Out<'b, T> {
        let Conv { window, channels: all, .. } = *self.shape;
        let ([down, across], [height, width]) = (self.axes, window.input);
        let (row, column) =
            (down.first + area.row() * window.strides[0], across.first + area.columns.start * window.strides[1]);
        let pixel = ((area.image() - first_image) * height + row) * width + column;
        let dx = &mut dx[pixel * all..];
        if channels.len() == all && window.strides == [1, 1] {
            return Out::new(&mut dx[..area.len() * all], all);
        }
        let (column_step, width_step) = (window.strides[1] * all, window.strides[0] * width * all);
        Out::grid(&mut dx[channels.start..], column_step, area.columns.len(), width_step)
    }

    /// Copies a part of the kernel, for some channels, into a panel.
    fn transpose<T: Element>(&self, part: &Part, panel: &mut [T], kernel: &[T], channels: &Range<usize>) {
        let Conv { window, channels: all, filters, .. } = *self.shape;
        let [down, across] = self.axes;
        let width = panel_width(channels.len());
        for (cell, panel) in part.cells.clone().zip(panel.chunks_mut(width * part.filters.len())) {
            let row = down.cell + (down.cells - 1 - cell / across.cells) * down.step;
            let column = across.cell + (across.cells - 1 - cell % across.cells) * across.step;
            let depth = (row * window.size[1] + column) * all + channels.start;
            let kernel = &kernel[depth * filters + part.filters.start..];
            let shape = (part.filters.len(), channels.len());
            T::transpose_copy(Transpose { to: panel, width, from: kernel, stride: filters, shape });
        }
    }

    /// Adds what a part of the kernel gives for an area.
    #[expect(clippy::too_many_arguments, reason = "a product's, and the memory that it needs")]
    fn add<T: Element>(
        &self,
        part: &Part,
        out: Out<'_, T>,
        area: &Area,
        (start, channels): (Start<'_, T>, usize),
        panel: &[T],
        dy: &[T],
        copy: &mut [T],
    ) {
        let (plan, mut lines) = (&self.plan, [0; LINES]);
        let seen = plan.channels_with(part.filters.start);
        let strip = Strip::of(plan, area, &seen, dy, copy);
        let lines = &mut lines[..part.cells.len() / part.in_line];
        for (line, cell) in lines.iter_mut().zip(part.cells.clone().step_by(part.in_line)) {
            *line = strip.cell(plan, cell) + part.filters.start - seen.start;
        }
        let run_of_line = part.in_line * part.filters.len();
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
                run: run_of_line,
                left_run: run_of_line,
            },
            c: out,
            then: None,
        });
    }
}

/// A part of the kernel, whose cells are numbered as they see a pixel one after the other.
struct Part {
    cells: Range<usize>,
    /// How many of them see it from positions side by side.
    in_line: usize,
    filters: Range<usize>,
}

/// All of a kernel, for so many channels, in parts that fit into a panel.
fn parts(plan: &Plan, filters: usize, channels: usize) -> impl Iterator<Item = Part> + use<> {
    let ([height, width], cells) = (plan.window.size, plan.window.cells());
    let depth = PANEL / panel_width(channels);
    let (joined, fit) = (plan.cells_in_line() == width, depth / filters);
    // Cells in a line, cells in a part, cells among which a part remains, and filters.
    let (in_line, each, among, filters_each) = if joined && fit >= width {
        (width, width * evenly(height, fit / width), cells, filters)
    } else if joined && fit > 0 {
        (evenly(width, fit), evenly(width, fit), width, filters)
    } else {
        let filters = evenly(filters, plan.channels_with(0).len().min(depth));
        (1, (depth / filters).min(LINES), cells, filters)
    };
    plan.channels().flat_map(move |seen| {
        seen.clone().step_by(filters_each).flat_map(move |filter| {
            let filters = filter..seen.end.min(filter + filters_each);
            (0..cells).step_by(among).flat_map(move |row| {
                let filters = filters.clone();
                (row..row + among).step_by(each).map(move |cell| {
                    let cells = cell..(row + among).min(cell + each);
                    Part { in_line: in_line.min(cells.len()), cells, filters: filters.clone() }
                })
            })
        })
    })
}

/// How far apart the steps of a panel are: whole registers, narrow ones at least.
fn panel_width(channels: usize) -> usize {
    channels.next_multiple_of(8)
}
