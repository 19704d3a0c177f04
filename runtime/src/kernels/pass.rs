//! Passes over a value that lies in memory: several things are done to a piece of it while that is in the cache.

use crate::cost;
use crate::kernels::pointwise::Then;
use crate::parallel::{Columns, in_parts};
use crate::scalar::Scalar;

/// Does `work` to `y`, which is copied from `x` if that is given, and then what follows: piece by piece, each of whole
/// columns of so many numbers, on as many threads as pay for it. `work` gets a piece and where it begins.
pub(crate) fn pass<T: Scalar>(
    y: &mut [T],
    x: Option<&[T]>,
    column: usize,
    work: impl Fn(&mut [T], usize) + Sync,
    then: &impl Then<T>,
) {
    let piece = (cost::PIECE / column.max(1)).max(1) * column.max(1);
    let parts = cost::parts_of_passes(y.len());
    in_parts(Columns::one_by_one(y, piece), parts, &|columns| {
        let first = columns.first * piece;
        each_piece(columns.values, x, piece, first, &work, then);
        true
    });
}

fn each_piece<T: Scalar>(
    y: &mut [T],
    x: Option<&[T]>,
    piece: usize,
    first: usize,
    work: &impl Fn(&mut [T], usize),
    then: &impl Then<T>,
) {
    for (y, at) in y.chunks_mut(piece).zip((first..).step_by(piece)) {
        if let Some(x) = x {
            y.copy_from_slice(&x[at..][..y.len()]);
        }
        work(y, at);
        then.apply(y, at);
    }
}
