//! Tracks: what a scan reads and writes, step by step, as matrices `(units, batch)`.

// What runs inside `vectorize` must be inlined there.
#![allow(clippy::inline_always)]

use core::ops::Range;

use crate::scalar::Scalar;

/// How long the sequences of a scan are, and how wide its state.
#[derive(Clone, Copy)]
pub(super) struct Sizes {
    pub(super) steps: usize,
    pub(super) units: usize,
}

/// One of the parts of `units` rows that lie one below the other in `z` and in the recurrent kernel.
#[derive(Clone, Copy)]
pub(super) struct Gate {
    pub(super) number: usize,
    pub(super) of: usize,
}

/// The outputs: all rows there are.
const OUTPUT: Gate = Gate { number: 0, of: 1 };

/// A slice as parts of these lengths.
pub(super) fn parts<T, const N: usize>(values: &[T], lens: [usize; N]) -> [&[T]; N] {
    let mut rest = values;
    lens.map(|len| {
        let (part, after) = rest.split_at(len);
        rest = after;
        part
    })
}

/// A slice as parts of these lengths, to be written.
pub(super) fn parts_mut<T, const N: usize>(values: &mut [T], lens: [usize; N]) -> [&mut [T]; N] {
    let mut rest = values;
    lens.map(|len| {
        let (part, after) = core::mem::take(&mut rest).split_at_mut(len);
        rest = after;
        part
    })
}

/// Where the matrix of a step lies in a track, given the scalars of one.
pub(super) fn step(t: usize, len: usize) -> Range<usize> {
    t * len..(t + 1) * len
}

/// A track of states, which begins with those before the first step: before step `t`, and behind it.
pub(super) fn around<T>(states: &mut [T], t: usize, len: usize) -> (&[T], &mut [T]) {
    let (before, after) = states.split_at_mut((t + 1) * len);
    (&before[t * len..], &mut after[..len])
}

/// What is given, or zeros.
pub(super) fn copy_or_zeros<T: Scalar>(to: &mut [T], from: Option<&[T]>) {
    match from {
        Some(from) => to.copy_from_slice(from),
        None => to.fill(T::ZERO),
    }
}

/// Whether a step counts.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Step {
    Valid,
    Masked,
}

impl Sizes {
    /// The samples whose step `t` counts, and those whose step is masked, in runs: where they lie in a matrix of so many
    /// scalars.
    pub(super) fn runs<T: Scalar>(
        self,
        mask: Option<&[T]>,
        t: usize,
        len: usize,
    ) -> impl Iterator<Item = (Range<usize>, Step)> {
        let Self { steps, units } = self;
        let kind = move |at: usize| match mask {
            Some(mask) if mask[at / units * steps + t] == T::ZERO => Step::Masked,
            _ => Step::Valid,
        };
        let mut end = 0;
        core::iter::from_fn(move || {
            let start = end;
            let step = (start < len).then(|| kind(start))?;
            end = match mask {
                Some(_) => (start..len).step_by(units).find(|at| kind(*at) != step).unwrap_or(len),
                None => len,
            };
            Some((start..end, step))
        })
    }

    /// `to = z[gate]` of step `t`.
    #[inline(always)]
    pub(super) fn gather<T: Scalar>(self, to: &mut [T], z: &[T], gate: Gate, t: usize) {
        let (sequence, at) = self.place(gate, t);
        for (to, z) in to.chunks_exact_mut(self.units).zip(z.chunks_exact(sequence)) {
            to.copy_from_slice(&z[at.clone()]);
        }
    }

    /// `dz[gate] = from` of step `t`.
    #[inline(always)]
    pub(super) fn scatter<T: Scalar>(self, dz: &mut [T], from: &[T], gate: Gate, t: usize) {
        let (sequence, at) = self.place(gate, t);
        for (dz, from) in dz.chunks_exact_mut(sequence).zip(from.chunks_exact(self.units)) {
            dz[at.clone()].copy_from_slice(from);
        }
    }

    /// The outputs of step `t`: `h`, but zeros for a sequence that has not begun.
    #[inline(always)]
    pub(super) fn output<T: Scalar>(self, y: &mut [T], h: &[T], mask: Option<&[T]>, t: usize) {
        let (sequence, at) = self.place(OUTPUT, t);
        for (sample, (y, h)) in y.chunks_exact_mut(sequence).zip(h.chunks_exact(self.units)).enumerate() {
            let begun = self.has_begun(mask, sample, t);
            copy_or_zeros(&mut y[at.clone()], begun.then_some(h));
        }
    }

    /// `dh += dy` of step `t`, but not for a sequence that has not begun.
    #[inline(always)]
    pub(super) fn add_output<T: Scalar>(self, dh: &mut [T], dy: &[T], mask: Option<&[T]>, t: usize) {
        let (sequence, at) = self.place(OUTPUT, t);
        for (sample, (dh, dy)) in dh.chunks_exact_mut(self.units).zip(dy.chunks_exact(sequence)).enumerate() {
            if self.has_begun(mask, sample, t) {
                for (dh, dy) in dh.iter_mut().zip(&dy[at.clone()]) {
                    *dh += *dy;
                }
            }
        }
    }

    /// The scalars of a sequence, and where the rows of a gate in step `t` are among them.
    fn place(self, gate: Gate, t: usize) -> (usize, Range<usize>) {
        let features = gate.of * self.units;
        let at = t * features + gate.number * self.units;
        (self.steps * features, at..at + self.units)
    }

    /// Whether a step up to `t` counts.
    fn has_begun<T: Scalar>(self, mask: Option<&[T]>, sample: usize, t: usize) -> bool {
        mask.is_none_or(|mask| mask[sample * self.steps..][..=t].iter().any(|step| *step != T::ZERO))
    }
}
