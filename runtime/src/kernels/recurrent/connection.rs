//! The recurrent kernel, gate by gate, and what dropout leaves of the states that it gets.

// What runs inside `vectorize` must be inlined there.
#![allow(clippy::inline_always)]

use core::ops::Range;

use super::track::{Gate, Sizes};
use crate::kernels::gemm::Start;
use crate::scalar::Scalar;

/// Numbers of states with what is dropped that are on the stack at a time: 16 kB of `f64`, beside the panels of a product.
const BLOCK: usize = 2048;

/// From the previous states to the gates: `U` `(gates·units, units)`, and the factors of dropout.
#[derive(Clone, Copy)]
pub(super) struct Connection<'a, T> {
    pub(super) sizes: Sizes,
    pub(super) kernel: &'a [T],
    pub(super) dropped: Option<&'a [T]>,
}

impl<T: Scalar> Connection<'_, T> {
    /// `y += U[gate] (m ⊙ h)`: `y` and `h` `(units, batch)`, `m` the factors of the gate.
    #[inline(always)]
    pub(super) fn add(self, gate: Gate, y: &mut [T], h: &[T]) {
        let (units, (out, rows)) = (self.sizes.units, rows(self.sizes, gate));
        let Some(dropped) = self.dropped else {
            return T::product_rows(y, Start::Result, self.kernel, h, (out, units), rows);
        };
        let mut block = [T::ZERO; BLOCK];
        for Block { states, columns } in blocks(units, h.len() / units) {
            let block = &mut block[..states.len() * columns.len()];
            let (y, kernel) = (&mut y[columns.start * units..columns.end * units], &self.kernel[states.start * out..]);
            drop_some(block, h, &states, columns, Factors { dropped, gate, units });
            T::product_rows(y, Start::Result, kernel, block, (out, states.len()), rows.clone());
        }
    }
}

/// Back from the gates to the previous states: `Uᵀ`, `(units, gates·units)`, and the factors of dropout.
#[derive(Clone, Copy)]
pub(super) struct WayBack<'a, T> {
    pub(super) sizes: Sizes,
    pub(super) transposed: &'a [T],
    pub(super) dropped: Option<&'a [T]>,
}

impl<T: Scalar> WayBack<'_, T> {
    /// `dh += m ⊙ U[gate]ᵀ dz`: `dh` and `dz` `(units, batch)`, `m` the factors of the gate.
    #[inline(always)]
    pub(super) fn add(self, gate: Gate, dh: &mut [T], dz: &[T]) {
        let units = self.sizes.units;
        let kernel = &self.transposed[gate.number * units * units..][..units * units];
        let Some(dropped) = self.dropped else {
            return T::product(dh, Start::Result, kernel, dz, (units, units), &|_, _| {});
        };
        let factors = Factors { dropped, gate, units };
        let mut block = [T::ZERO; BLOCK];
        for Block { states, columns } in blocks(units, dh.len() / units) {
            let block = &mut block[..states.len() * columns.len()];
            let dz = &dz[columns.start * units..columns.end * units];
            T::product_rows(block, Start::Zeros, kernel, dz, (units, units), states.clone());
            for (block, column) in block.chunks_exact(states.len()).zip(columns) {
                let dh = &mut dh[column * units..][states.clone()];
                for ((dh, block), factor) in dh.iter_mut().zip(block).zip(factors.of(column, &states)) {
                    *dh += *block * *factor;
                }
            }
        }
    }
}

/// `dU[gate] = dz (m ⊙ h)ᵀ` over all steps: `dz` and `h` `(units, batch·steps)`. Overwrites these rows; whether all of them
/// are finite.
#[inline(always)]
pub(super) fn grad<T: Scalar>(
    sizes: Sizes,
    gate: Gate,
    dkernel: &mut [T],
    dz: &[T],
    h: &[T],
    dropped: Option<&[T]>,
) -> bool {
    let (units, (out, rows)) = (sizes.units, rows(sizes, gate));
    // In an empty batch nothing is dropped.
    let Some(dropped) = dropped.filter(|dropped| !dropped.is_empty()) else {
        return T::product_outer_rows(dkernel, Start::Zeros, dz, h, (out, units), rows);
    };
    let (mut block, mut finite) = ([T::ZERO; BLOCK], true);
    for Block { states, columns } in blocks(units, h.len() / units) {
        let block = &mut block[..states.len() * columns.len()];
        let start = if columns.start == 0 { Start::Zeros } else { Start::Result };
        let dz = &dz[columns.start * units..columns.end * units];
        let dkernel = &mut dkernel[states.start * out..states.end * out];
        drop_some(block, h, &states, columns, Factors { dropped, gate, units });
        finite &= T::product_outer_rows(dkernel, start, dz, block, (out, states.len()), rows.clone());
    }
    finite
}

/// The rows of the kernel, and which of them are those of a gate.
fn rows(sizes: Sizes, gate: Gate) -> (usize, Range<usize>) {
    let first = gate.number * sizes.units;
    (gate.of * sizes.units, first..first + sizes.units)
}

/// Some rows of some columns of a matrix of states.
struct Block {
    states: Range<usize>,
    columns: Range<usize>,
}

/// A matrix `(units, columns)` in blocks that the stack has room for.
fn blocks(units: usize, columns: usize) -> impl Iterator<Item = Block> {
    let width = (BLOCK / units).max(1);
    (0..units).step_by(BLOCK).flat_map(move |row| {
        (0..columns).step_by(width).map(move |column| Block {
            states: row..units.min(row + BLOCK),
            columns: column..columns.min(column + width),
        })
    })
}

/// The factors of the states that a gate gets.
#[derive(Clone, Copy)]
struct Factors<'a, T> {
    dropped: &'a [T],
    gate: Gate,
    units: usize,
}

impl<'a, T> Factors<'a, T> {
    /// Those of a column, which is a sample in some step.
    #[inline(always)]
    fn of(self, column: usize, states: &Range<usize>) -> &'a [T] {
        let Self { dropped, gate, units } = self;
        let batch = dropped.len() / (gate.of * units);
        &dropped[(column % batch * gate.of + gate.number) * units..][states.clone()]
    }
}

/// `block = m ⊙ h`
#[inline(always)]
fn drop_some<T: Scalar>(
    block: &mut [T],
    h: &[T],
    states: &Range<usize>,
    columns: Range<usize>,
    factors: Factors<'_, T>,
) {
    for (block, column) in block.chunks_exact_mut(states.len()).zip(columns) {
        let h = &h[column * factors.units..][states.clone()];
        for ((block, h), factor) in block.iter_mut().zip(h).zip(factors.of(column, states)) {
            *block = *h * *factor;
        }
    }
}
