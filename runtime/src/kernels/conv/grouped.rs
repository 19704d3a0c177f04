//! Blocks of a convolution in groups. Each group is a small convolution, some filters of which are computed at a time: their
//! rows are taken out of the kernel and the result, `(filters, …)`, and put back.

use core::ops::Range;

use super::Conv;
use super::patches::{evenly, gather, parts, spread};
use crate::cost;
use crate::kernels::gemm::Start;
use crate::scalar::Scalar;

/// Rows of patches that are computed at a time.
pub(super) const ROWS: usize = 64;

/// Positions in a block.
pub(super) const POSITIONS: usize = cost::PATCH_GRADIENTS / ROWS;

/// Filters that are computed at a time.
const FILTERS: usize = 16;

/// A block of `y`, the first of whose positions has this number.
pub(super) fn forward<T: Scalar>(
    shape: &Conv,
    y: &mut [T],
    (kernel, bias): (&[T], Option<&[T]>),
    x: &[T],
    patches: &mut [T],
    first: usize,
) {
    let positions = y.len() / shape.filters;
    let (mut weights, mut results) = ([T::ZERO; FILTERS * ROWS], [T::ZERO; FILTERS * POSITIONS]);
    for (group, filters) in slices(shape) {
        let results = &mut results[..filters.len() * positions];
        let mut start = bias.map_or(Start::Zeros, |bias| Start::Column(&bias[filters.clone()]));
        for part in parts(shape, group, ROWS) {
            let (weights, patches) =
                (&mut weights[..filters.len() * part.len()], &mut patches[..positions * part.len()]);
            gather(shape, &part, patches, x, first);
            take(weights, &kernel[part.columns(shape.filters)], &filters, shape);
            T::product(results, start, weights, patches, (filters.len(), part.len()), &|_, _| {});
            start = Start::Result;
        }
        put(y, results, &filters, shape, |y, result| *y = result);
    }
}

/// Adds what a block of `dy` gives.
pub(super) fn grad_kernel<T: Scalar>(
    shape: &Conv,
    dkernel: &mut [T],
    dy: &[T],
    x: &[T],
    patches: &mut [T],
    first: usize,
) {
    let positions = dy.len() / shape.filters;
    let (mut weights, mut results) = ([T::ZERO; FILTERS * ROWS], [T::ZERO; FILTERS * POSITIONS]);
    for (group, filters) in slices(shape) {
        let results = &mut results[..filters.len() * positions];
        take(results, dy, &filters, shape);
        for part in parts(shape, group, ROWS) {
            let (weights, patches) =
                (&mut weights[..filters.len() * part.len()], &mut patches[..positions * part.len()]);
            gather(shape, &part, patches, x, first);
            T::product_outer(weights, Start::Zeros, results, patches, (filters.len(), part.len()));
            put(&mut dkernel[part.columns(shape.filters)], weights, &filters, shape, |dw, weight| *dw += weight);
        }
    }
}

/// Adds to `dx` what a block of `dy` gives, the first of whose positions has this number.
pub(super) fn grad_input<T: Scalar>(
    shape: &Conv,
    dx: &mut [T],
    kernel: &[T],
    dy: &[T],
    patches: &mut [T],
    first: usize,
) {
    let positions = dy.len() / shape.filters;
    let (mut weights, mut results) = ([T::ZERO; FILTERS * ROWS], [T::ZERO; FILTERS * POSITIONS]);
    for (group, filters) in slices(shape) {
        let results = &mut results[..filters.len() * positions];
        take(results, dy, &filters, shape);
        for part in parts(shape, group, ROWS) {
            let (weights, patches) =
                (&mut weights[..filters.len() * part.len()], &mut patches[..positions * part.len()]);
            take(weights, &kernel[part.columns(shape.filters)], &filters, shape);
            T::product_transposed(patches, Start::Zeros, weights, results, (filters.len(), part.len()), &|_, _| {});
            spread(shape, &part, dx, patches, first);
        }
    }
}

/// Each group's number with its filters, or with some of them.
fn slices(shape: &Conv) -> impl Iterator<Item = (usize, Range<usize>)> + use<> {
    let width = shape.filters / shape.groups;
    let each = evenly(width, FILTERS);
    (0..shape.groups).flat_map(move |group| {
        let (first, end) = (group * width, (group + 1) * width);
        (first..end).step_by(each).map(move |filter| (group, filter..end.min(filter + each)))
    })
}

/// Copies some rows of a matrix with a row for each filter.
fn take<T: Copy>(rows: &mut [T], matrix: &[T], filters: &Range<usize>, shape: &Conv) {
    for (to, from) in rows.chunks_exact_mut(filters.len()).zip(matrix.chunks_exact(shape.filters)) {
        to.copy_from_slice(&from[filters.clone()]);
    }
}

/// Writes some rows of such a matrix.
fn put<T: Copy>(matrix: &mut [T], rows: &[T], filters: &Range<usize>, shape: &Conv, write: impl Fn(&mut T, T)) {
    for (to, from) in matrix.chunks_exact_mut(shape.filters).zip(rows.chunks_exact(filters.len())) {
        to[filters.clone()].iter_mut().zip(from).for_each(|(to, from)| write(to, *from));
    }
}
