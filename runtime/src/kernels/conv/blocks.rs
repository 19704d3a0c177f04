//! How a convolution is computed: as a product, or directly; or else block by block, as many patches as fit on the stack,
//! across samples, so that small images fill them too.
//!
//! Patches too long for that are computed in parts. Blocks follow from the shape alone, so threads change no bit.

use super::Conv;
use super::grouped;
use super::patches::{evenly, gather, parts, spread};
use crate::cost;
use crate::kernels::Finish;
use crate::kernels::gemm::Start;
use crate::parallel::{Columns, alone, in_parts};
use crate::scalar::Scalar;

/// The body of [`forward`](super::forward).
pub(crate) fn forward<T: Scalar>(
    shape: &Conv,
    y: &mut [T],
    kernel: &[T],
    bias: Option<&[T]>,
    x: &[T],
    then: Finish<'_, T>,
) {
    let (filters, depth) = (shape.filters, shape.depth());
    let start = bias.map_or(Start::Zeros, Start::Column);
    if shape.is_product() {
        return T::product(y, start, kernel, x, (filters, depth), then);
    }
    if T::conv_direct(shape, y, kernel, bias, x, then) {
        return;
    }
    let positions = positions(shape, PATCHES);
    let multiply_adds = y.len() * depth;
    divide(y, positions * filters, multiply_adds, &|y, first| {
        let mut patches = [T::ZERO; cost::PATCHES];
        for (y, first) in y.chunks_mut(positions * filters).zip((first * positions..).step_by(positions)) {
            if shape.groups > 1 {
                grouped::forward(shape, y, (kernel, bias), x, &mut patches, first);
                then(y, first * filters);
                continue;
            }
            let mut start = start;
            for part in parts(shape, 0, most_rows(shape, PATCHES)) {
                let patches = &mut patches[..y.len() / filters * part.len()];
                gather(shape, &part, patches, x, first);
                let (last, columns) = (part.column + part.len() == depth, part.columns(filters));
                T::product(y, start, &kernel[columns], patches, (filters, part.len()), &|y, at| {
                    if last {
                        then(y, first * filters + at);
                    }
                });
                start = Start::Result;
            }
        }
    });
}

/// The body of [`grad_kernel`](super::grad_kernel), which overwrites or adds.
pub(crate) fn grad_kernel<T: Scalar>(shape: &Conv, dkernel: &mut [T], dy: &[T], x: &[T], add: bool) -> bool {
    let (filters, depth) = (shape.filters, shape.depth());
    if shape.is_product() {
        return T::product_outer(dkernel, if add { Start::Result } else { Start::Zeros }, dy, x, (filters, depth));
    }
    if !dy.is_empty()
        && let Some(finite) = T::conv_direct_grad_kernel(shape, dkernel, dy, x, add)
    {
        return finite;
    }
    if !add {
        dkernel.fill(T::ZERO);
    }
    let positions = positions(shape, PATCHES);
    let blocks = || dy.chunks(positions * filters).zip((0..).step_by(positions));
    let mut patches = [T::ZERO; cost::PATCHES];
    if shape.groups > 1 {
        blocks().for_each(|(dy, first)| grouped::grad_kernel(shape, dkernel, dy, x, &mut patches, first));
        return T::all_finite(dkernel);
    }
    let mut finite = true;
    // A part of a large gradient stays in the cache while all samples are added to it.
    for part in parts(shape, 0, most_rows(shape, PATCHES)) {
        let dkernel = &mut dkernel[part.columns(filters)];
        let mut sum_is_finite = true;
        for (dy, first) in blocks() {
            let patches = &mut patches[..dy.len() / filters * part.len()];
            gather(shape, &part, patches, x, first);
            sum_is_finite = T::product_outer(dkernel, Start::Result, dy, patches, (filters, part.len()));
        }
        finite &= sum_is_finite;
    }
    finite
}

/// The body of [`grad_input`](super::grad_input).
pub(crate) fn grad_input<T: Scalar>(shape: &Conv, dx: &mut [T], kernel: &[T], dy: &[T], then: Finish<'_, T>) {
    let (Conv { window, channels, filters, .. }, depth) = (*shape, shape.depth());
    if shape.is_product() {
        return T::product_transposed(dx, Start::Zeros, kernel, dy, (filters, depth), then);
    }
    if T::conv_direct_grad_input(shape, dx, kernel, dy, then) {
        return;
    }
    // Windows of one sample overlap: threads share samples, as many at a time as fill a block.
    let most = positions(shape, GRADIENTS);
    let samples = most.div_ceil(window.positions());
    let (ins, outs) = (samples * window.pixels() * channels, samples * window.positions() * filters);
    let positions = evenly(samples * window.positions(), most);
    divide(dx, ins, dy.len() * depth, &|dx, first| {
        let mut patches = [T::ZERO; cost::PATCH_GRADIENTS];
        for ((dx, dy), at) in dx.chunks_mut(ins).zip(dy[first * outs..].chunks(outs)).zip(first..) {
            dx.fill(T::ZERO);
            for (dy, first) in dy.chunks(positions * filters).zip((0..).step_by(positions)) {
                if shape.groups > 1 {
                    grouped::grad_input(shape, dx, kernel, dy, &mut patches, first);
                    continue;
                }
                for part in parts(shape, 0, most_rows(shape, GRADIENTS)) {
                    let (patches, kernel) =
                        (&mut patches[..dy.len() / filters * part.len()], &kernel[part.columns(filters)]);
                    T::product_transposed(patches, Start::Zeros, kernel, dy, (filters, part.len()), &|_, _| {});
                    spread(shape, &part, dx, patches, first);
                }
            }
            then(dx, at * ins);
        }
    });
}

/// How many numbers of patches are in a block, and for how many positions at least.
type Budget = (usize, usize);

const PATCHES: Budget = (cost::PATCHES, cost::POSITIONS);
const GRADIENTS: Budget = (cost::PATCH_GRADIENTS, cost::GRADIENT_POSITIONS);

/// How many rows of patches are computed at a time, at most.
fn most_rows(shape: &Conv, (numbers, positions): Budget) -> usize {
    if shape.groups > 1 { grouped::ROWS } else { numbers / positions }
}

/// How many positions a block is for.
fn positions(shape: &Conv, budget: Budget) -> usize {
    if shape.groups > 1 {
        return grouped::POSITIONS;
    }
    let rows = parts(shape, 0, most_rows(shape, budget)).map(|part| part.len()).max();
    budget.0 / rows.unwrap_or(1).max(1)
}

/// Calls `f` with parts of a result, each of whole blocks of `len` numbers and with the number of its first block, on as many
/// threads as pay for so many multiply-adds.
fn divide<T: Send>(result: &mut [T], len: usize, multiply_adds: usize, f: &(impl Fn(&mut [T], usize) + Sync)) {
    let whole = result.len();
    in_parts(Columns::of(result, len), cost::parts(multiply_adds), &|part| {
        if part.values.len() == whole {
            f(part.values, part.first);
        } else {
            // The others are busy with theirs.
            alone(|| f(part.values, part.first));
        }
        true
    });
}
