//! Convolution as products with images as they lie in memory: columns of the right factor are what neighbouring windows see,
//! and overlap. Nothing is copied, except where windows see padding.
//!
//! The steps of a product are the numbers that a window sees, a row of its cells after the other; those of the kernel's
//! gradient are the positions, a row after the other. Which of them are computed together changes no bit. For the gradient of
//! the input see [`turned`](super::turned).

use super::Conv;
use super::strip::{LINES, Plan, Strip};
use crate::cost;
use crate::kernels::Finish;
use crate::kernels::gemm::{Left, Out, Product, Right, Start, run};
use crate::kernels::simd::Element;
use crate::parallel::{Columns, in_parts};

/// How the forward pass and the gradient of the kernel go through images, if they can.
fn plan(shape: &Conv) -> Option<Plan> {
    if shape.groups > 1 { None } else { Plan::of(&shape.window, shape.channels, cost::PATCHES) }
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
        let mut lines = [0; LINES];
        let mut numbers;
        let copy: &mut [T] = if plan.window.is_inside() {
            &mut []
        } else {
            numbers = [T::ZERO; cost::PATCHES];
            &mut numbers
        };
        for area in plan.areas(positions.first..positions.first + positions.count()) {
            let y = &mut positions.values[(area.first - positions.first) * filters..][..area.len() * filters];
            let mut start = bias.map_or(Start::Zeros, Start::Column);
            for channels in plan.channels() {
                let strip = Strip::of(&plan, &area, &channels, x, copy);
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
        let mut rows = [0; LINES];
        let mut numbers;
        let copy: &mut [T] = if plan.window.is_inside() {
            &mut []
        } else {
            numbers = [T::ZERO; cost::PATCHES];
            &mut numbers
        };
        let (mut finite, mut first, end) = (true, columns.first, columns.first + columns.count());
        while first < end {
            let channels = plan.channels_with(first % shape.channels);
            let most = if plan.sees_all() { most } else { most.min(channels.end - first % shape.channels) };
            let block = first..end.min(first + most);
            let mut start = if add { Start::Result } else { Start::Zeros };
            let mut block_is_finite = true;
            for area in plan.large_areas(0..positions) {
                let strip = Strip::of(&plan, &area, &channels, x, copy);
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
