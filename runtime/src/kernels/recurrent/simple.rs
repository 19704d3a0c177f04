//! The simple recurrent layer: hₜ = f(zₜ + U hₜ₋₁), with zₜ = W xₜ + b.
//!
//! J. L. Elman, "Finding structure in time", 1990; Keras' `SimpleRNN`.

// What runs inside `vectorize` must be inlined there.
#![allow(clippy::inline_always)]

use super::connection::{Connection, WayBack, grad};
use super::track::{Gate, Sizes, Step, around, copy_or_zeros, parts, parts_mut, step};
use super::{Gradients, Kernel, Scan};
use crate::scalar::Scalar;

/// The sizes of a simple recurrent layer. Its kernel `U` is `[units, units]`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Simple {
    /// Steps of a sequence.
    pub steps: usize,
    /// Width of the state.
    pub units: usize,
}

impl Simple {
    /// Scalars of the tape, a sample: the states.
    pub const fn tape(&self) -> usize {
        self.units * (self.steps + 1)
    }

    /// Scalars of the running gradients, a sample: those of `z`, and of the state.
    pub const fn running(&self) -> usize {
        self.units * (self.steps + 1)
    }

    fn sizes(self) -> Sizes {
        Sizes { steps: self.steps, units: self.units }
    }
}

const GATE: Gate = Gate { number: 0, of: 1 };

/// The outputs `y` `(units, steps, batch)`, given `U`, `z` `(units, steps, batch)` and the state before the first step,
/// `(units, batch)`.
pub fn forward<T: Scalar>(
    shape: &Simple,
    scan: Scan<'_, T>,
    y: &mut [T],
    tape: &mut [T],
    kernel: &[T],
    z: &[T],
    initial: Option<&[T]>,
) {
    T::simple_rnn(*shape, scan, y, tape, kernel, z, initial);
}

/// The gradient `dz` `(units, steps, batch)`, given those of what came out. Overwrites.
pub fn backward<T: Scalar>(
    shape: &Simple,
    scan: Scan<'_, T>,
    dz: &mut [T],
    running: &mut [T],
    kernel: Kernel<'_, T>,
    dy: Gradients<'_, T>,
    tape: &[T],
) {
    let kernel = kernel.transpose(shape.units);
    T::simple_rnn_backward(*shape, scan, dz, running, kernel, dy, tape);
}

/// dU = Σₜ dzₜ hₜ₋₁ᵀ, after [`backward`]. Overwrites; whether all of it is finite.
#[must_use = "a gradient that is not finite must not reach the parameters"]
pub fn grad_recurrent<T: Scalar>(
    shape: &Simple,
    dkernel: &mut [T],
    running: &[T],
    tape: &[T],
    dropped: Option<&[T]>,
) -> bool {
    T::simple_rnn_grad(*shape, dkernel, running, tape, dropped)
}

/// The state after the last step, `(units, batch)`.
pub fn final_state<T: Scalar>(shape: &Simple, h: &mut [T], tape: &[T]) {
    h.copy_from_slice(&tape[step(shape.steps, h.len())]);
}

/// The gradient of the state before the first step, `(units, batch)`, after [`backward`].
pub fn initial_gradient<T: Scalar>(shape: &Simple, dh: &mut [T], running: &[T]) {
    dh.copy_from_slice(&running[step(shape.steps, dh.len())]);
}

/// The body of [`forward`].
#[inline(always)]
pub(crate) fn forward_body<T: Scalar>(
    shape: Simple,
    Scan { functions, mask, dropped }: Scan<'_, T>,
    y: &mut [T],
    hidden: &mut [T],
    kernel: &[T],
    z: &[T],
    initial: Option<&[T]>,
) {
    let (sizes, n) = (shape.sizes(), z.len() / shape.steps);
    let connection = Connection { sizes, kernel, dropped };
    copy_or_zeros(&mut hidden[..n], initial);
    for t in 0..shape.steps {
        let (before, h) = around(hidden, t, n);
        sizes.gather(h, z, GATE, t);
        connection.add(GATE, h, before);
        for (run, step) in sizes.runs(mask, t, n) {
            match step {
                Step::Valid => functions.activation.forward_in_place(&mut h[run]),
                Step::Masked => h[run.clone()].copy_from_slice(&before[run]),
            }
        }
        sizes.output(y, h, mask, t);
    }
}

/// The body of [`backward`].
#[inline(always)]
pub(crate) fn backward_body<T: Scalar>(
    shape: Simple,
    Scan { functions, mask, dropped }: Scan<'_, T>,
    dz: &mut [T],
    running: &mut [T],
    transposed: &[T],
    dy: Gradients<'_, T>,
    hidden: &[T],
) {
    let (sizes, n) = (shape.sizes(), dz.len() / shape.steps);
    let connection = WayBack { sizes, transposed, dropped };
    let [track, dh] = parts_mut(running, [n * shape.steps, n]);
    copy_or_zeros(dh, dy.h);
    for t in (0..shape.steps).rev() {
        let (track, h) = (&mut track[step(t, n)], &hidden[step(t + 1, n)]);
        sizes.add_output(dh, dy.y, mask, t);
        for (run, step) in sizes.runs(mask, t, n) {
            let (track, dh) = (&mut track[run.clone()], &mut dh[run.clone()]);
            match step {
                Step::Valid => {
                    track.copy_from_slice(dh);
                    functions.activation.backward(track, &h[run]);
                    dh.fill(T::ZERO);
                }
                Step::Masked => track.fill(T::ZERO),
            }
        }
        sizes.scatter(dz, track, GATE, t);
        connection.add(GATE, dh, track);
    }
}

/// The body of [`grad_recurrent`].
#[inline(always)]
pub(crate) fn grad_body<T: Scalar>(
    shape: Simple,
    dkernel: &mut [T],
    running: &[T],
    hidden: &[T],
    dropped: Option<&[T]>,
) -> bool {
    let n = running.len() / (shape.steps + 1);
    let [track, _] = parts(running, [n * shape.steps, n]);
    grad(shape.sizes(), GATE, dkernel, track, &hidden[..track.len()], dropped)
}
