//! The gated recurrent unit. The three parts of W xₜ + b are `x_z`, `x_r`, `x_h`; with h' = hₜ₋₁,
//!
//! ```text
//! z = σ(x_z + U_z h')
//! r = σ(x_r + U_r h')
//! h̃ = φ(x_h + U_h (r ⊙ h')), or φ(x_h + r ⊙ U_h h') with `reset_after`
//! hₜ = z ⊙ h' + (1 − z) ⊙ h̃
//! ```
//!
//! With `reset_after` the products with U may have a bias b' of their own: U h' + b' stands for U h'.
//!
//! K. Cho et al., "Learning phrase representations using RNN encoder–decoder for statistical machine translation", 2014, in
//! its third and first version; Keras' `GRU`.

// What runs inside `vectorize` must be inlined there.
#![allow(clippy::inline_always)]

use super::connection::{Connection, WayBack, grad};
use super::track::{Gate, Sizes, Step, around, copy_or_zeros, parts, parts_mut, step};
use super::{Gradients, Kernel, Scan};
use crate::scalar::Scalar;

/// The sizes of a layer of gated recurrent units. Its kernel `U` is `[units, 3·units]`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gru {
    /// Steps of a sequence.
    pub steps: usize,
    /// Width of the state.
    pub units: usize,
    /// Whether the reset gate comes after the product with `U_h` (Keras' default), or before it.
    pub reset_after: bool,
}

impl Gru {
    /// Scalars of the tape, a sample: the gates, h̃, what stands beside r in the formula of h̃, and h.
    pub const fn tape(&self) -> usize {
        self.units * (4 * self.steps + self.steps + 1)
    }

    /// Scalars of the running gradients, a sample: those of the three parts of `z`, of h, and of r ⊙ h'.
    pub const fn running(&self) -> usize {
        self.units * (3 * self.steps + 2)
    }

    fn sizes(self) -> Sizes {
        Sizes { steps: self.steps, units: self.units }
    }

    /// The lengths of the tracks of a tape, given the scalars of a step of one.
    fn tracks(self, n: usize) -> [usize; 5] {
        let steps = self.steps * n;
        [steps, steps, steps, steps, steps + n]
    }

    /// The lengths of the running gradients.
    fn gradients(self, n: usize) -> [usize; 5] {
        let steps = self.steps * n;
        [steps, steps, steps, n, n]
    }
}

/// The recurrent weights.
#[derive(Clone, Copy, Debug)]
pub struct Weights<'a, T> {
    /// `U`, `[units, 3·units]`.
    pub kernel: &'a [T],
    /// b', `[3·units]`: with `reset_after`, the second row of Keras' bias.
    pub bias: Option<&'a [T]>,
}

const UPDATE: Gate = Gate { number: 0, of: 3 };
const RESET: Gate = Gate { number: 1, of: 3 };
const CANDIDATE: Gate = Gate { number: 2, of: 3 };

/// The outputs `y` `(units, steps, batch)`, given `U` and b', `z` (x in the formulas) `(3·units, steps, batch)` and the state
/// before the first step, `(units, batch)`.
pub fn forward<T: Scalar>(
    shape: &Gru,
    scan: Scan<'_, T>,
    y: &mut [T],
    tape: &mut [T],
    weights: Weights<'_, T>,
    z: &[T],
    initial: Option<&[T]>,
) {
    T::gru(*shape, scan, y, tape, weights, z, initial);
}

/// The gradient `dz` `(3·units, steps, batch)`, given those of what came out. Overwrites.
pub fn backward<T: Scalar>(
    shape: &Gru,
    scan: Scan<'_, T>,
    dz: &mut [T],
    running: &mut [T],
    kernel: Kernel<'_, T>,
    dy: Gradients<'_, T>,
    tape: &[T],
) {
    let kernel = kernel.transpose(shape.units);
    T::gru_backward(*shape, scan, dz, running, kernel, dy, tape);
}

/// dU, after [`backward`]. Overwrites; whether all of it is finite.
#[must_use = "a gradient that is not finite must not reach the parameters"]
pub fn grad_recurrent<T: Scalar>(
    shape: &Gru,
    dkernel: &mut [T],
    running: &[T],
    tape: &[T],
    dropped: Option<&[T]>,
) -> bool {
    T::gru_grad(*shape, dkernel, running, tape, dropped)
}

/// The gradient of b', `[3·units]`, with `reset_after` and after [`backward`]. Overwrites; whether all of it is finite.
#[must_use = "a gradient that is not finite must not reach the parameters"]
pub fn grad_recurrent_bias<T: Scalar>(shape: &Gru, dbias: &mut [T], running: &[T]) -> bool {
    let [d_z, d_r, d_h, ..] = parts(running, shape.gradients(running.len() / (3 * shape.steps + 2)));
    let mut finite = true;
    for (dbias, gradient) in dbias.chunks_exact_mut(shape.units).zip([d_z, d_r, d_h]) {
        finite &= T::sum_columns(dbias, gradient);
    }
    finite
}

/// The state after the last step, `(units, batch)`.
pub fn final_state<T: Scalar>(shape: &Gru, h: &mut [T], tape: &[T]) {
    let (n, [.., hidden]) = (h.len(), parts(tape, shape.tracks(h.len())));
    h.copy_from_slice(&hidden[step(shape.steps, n)]);
}

/// The gradient of the state before the first step, `(units, batch)`, after [`backward`].
pub fn initial_gradient<T: Scalar>(shape: &Gru, dh: &mut [T], running: &[T]) {
    let [.., running_dh, _] = parts(running, shape.gradients(dh.len()));
    dh.copy_from_slice(running_dh);
}

/// The body of [`forward`].
#[inline(always)]
pub(crate) fn forward_body<T: Scalar>(
    shape: Gru,
    Scan { functions, mask, dropped }: Scan<'_, T>,
    y: &mut [T],
    tape: &mut [T],
    Weights { kernel, bias }: Weights<'_, T>,
    x: &[T],
    initial: Option<&[T]>,
) {
    let (sizes, n) = (shape.sizes(), x.len() / (3 * shape.steps));
    let connection = Connection { sizes, kernel, dropped };
    let [z, r, candidate, inner, hidden] = parts_mut(tape, shape.tracks(n));
    copy_or_zeros(&mut hidden[..n], initial);
    for t in 0..shape.steps {
        let [z, r, candidate, inner] = [&mut *z, r, candidate, inner].map(|track| &mut track[step(t, n)]);
        let (before, h) = around(hidden, t, n);
        for (gate, values) in [(UPDATE, &mut *z), (RESET, r)] {
            sizes.gather(values, x, gate, t);
            add_bias(values, bias, gate, shape.units);
            connection.add(gate, values, before);
        }
        sizes.gather(candidate, x, CANDIDATE, t);
        if shape.reset_after {
            inner.fill(T::ZERO);
            add_bias(inner, bias, CANDIDATE, shape.units);
            connection.add(CANDIDATE, inner, before);
        }
        for (run, step) in sizes.runs(mask, t, n) {
            let [z, r, candidate, inner] = [&mut *z, r, candidate, inner].map(|values| &mut values[run.clone()]);
            if step == Step::Masked {
                inner.fill(T::ZERO);
                continue;
            }
            functions.recurrent.forward_in_place(z);
            functions.recurrent.forward_in_place(r);
            if shape.reset_after {
                add_product(candidate, r, inner);
            } else {
                inner.fill(T::ZERO);
                add_product(inner, r, &before[run]);
            }
        }
        if !shape.reset_after {
            connection.add(CANDIDATE, candidate, inner);
        }
        for (run, step) in sizes.runs(mask, t, n) {
            let (h, before, candidate) = (&mut h[run.clone()], &before[run.clone()], &mut candidate[run.clone()]);
            if step == Step::Masked {
                h.copy_from_slice(before);
                continue;
            }
            functions.activation.forward_in_place(candidate);
            for (((h, before), candidate), z) in h.iter_mut().zip(before).zip(&*candidate).zip(&z[run]) {
                *h = *z * *before + (T::ONE - *z) * *candidate;
            }
        }
        sizes.output(y, h, mask, t);
    }
}

/// The body of [`backward`].
#[inline(always)]
pub(crate) fn backward_body<T: Scalar>(
    shape: Gru,
    Scan { functions, mask, dropped }: Scan<'_, T>,
    dx: &mut [T],
    running: &mut [T],
    transposed: &[T],
    dy: Gradients<'_, T>,
    tape: &[T],
) {
    let (sizes, n) = (shape.sizes(), dx.len() / (3 * shape.steps));
    let connection = WayBack { sizes, transposed, dropped };
    let [z, r, candidate, inner, hidden] = parts(tape, shape.tracks(n));
    let [d_z, d_r, d_candidate, dh, d_inner] = parts_mut(running, shape.gradients(n));
    copy_or_zeros(dh, dy.h);
    for t in (0..shape.steps).rev() {
        let [z, r, candidate, inner, before] = [z, r, candidate, inner, hidden].map(|track| &track[step(t, n)]);
        let [d_z, d_r, d_candidate] = [&mut *d_z, d_r, d_candidate].map(|track| &mut track[step(t, n)]);
        sizes.add_output(dh, dy.y, mask, t);
        for (run, step) in sizes.runs(mask, t, n) {
            let [d_z, d_r, d_candidate, dh] = [&mut *d_z, d_r, d_candidate, dh].map(|values| &mut values[run.clone()]);
            if step == Step::Masked {
                for gradient in [d_z, d_r, d_candidate] {
                    gradient.fill(T::ZERO);
                }
                continue;
            }
            let [z, candidate, before] = [z, candidate, before].map(|values| &values[run.clone()]);
            let gradients = d_z.iter_mut().zip(&mut *d_candidate).zip(dh);
            for (((d_z, d_candidate), dh), ((z, candidate), before)) in
                gradients.zip(z.iter().zip(candidate).zip(before))
            {
                let through = *dh;
                (*d_z, *d_candidate, *dh) = (through * (*before - *candidate), through * (T::ONE - *z), through * *z);
            }
            functions.recurrent.backward(d_z, z);
            functions.activation.backward(d_candidate, candidate);
        }
        sizes.scatter(dx, d_candidate, CANDIDATE, t);
        if !shape.reset_after {
            d_inner.fill(T::ZERO);
            connection.add(CANDIDATE, d_inner, d_candidate);
        }
        for (run, _) in sizes.runs(mask, t, n).filter(|(_, step)| *step == Step::Valid) {
            let [d_r, d_candidate, d_inner, dh] =
                [&mut *d_r, d_candidate, d_inner, dh].map(|values| &mut values[run.clone()]);
            let [r, inner, before] = [r, inner, before].map(|values| &values[run.clone()]);
            if shape.reset_after {
                // From here on d_candidate holds the gradient of U_h h' + b'_h.
                for (((d_r, d_candidate), r), inner) in d_r.iter_mut().zip(d_candidate).zip(r).zip(inner) {
                    let through = *d_candidate;
                    (*d_r, *d_candidate) = (through * *inner, through * *r);
                }
            } else {
                add_product(dh, r, d_inner);
                for ((d_r, d_inner), before) in d_r.iter_mut().zip(&*d_inner).zip(before) {
                    *d_r = *d_inner * *before;
                }
            }
            functions.recurrent.backward(d_r, r);
        }
        if shape.reset_after {
            connection.add(CANDIDATE, dh, d_candidate);
        }
        for (gate, values) in [(UPDATE, d_z), (RESET, d_r)] {
            sizes.scatter(dx, values, gate, t);
            connection.add(gate, dh, values);
        }
    }
}

/// The body of [`grad_recurrent`].
#[inline(always)]
pub(crate) fn grad_body<T: Scalar>(
    shape: Gru,
    dkernel: &mut [T],
    running: &[T],
    tape: &[T],
    dropped: Option<&[T]>,
) -> bool {
    let n = running.len() / (3 * shape.steps + 2);
    let [.., inner, hidden] = parts(tape, shape.tracks(n));
    let [d_z, d_r, d_candidate, ..] = parts(running, shape.gradients(n));
    let before = &hidden[..d_z.len()];
    let beside = if shape.reset_after { before } else { inner };
    let mut finite = true;
    for (gate, gradient, h) in [(UPDATE, d_z, before), (RESET, d_r, before), (CANDIDATE, d_candidate, beside)] {
        finite &= grad(shape.sizes(), gate, dkernel, gradient, h, dropped);
    }
    finite
}

/// y += a ⊙ b
#[inline(always)]
fn add_product<T: Scalar>(y: &mut [T], a: &[T], b: &[T]) {
    for ((y, a), b) in y.iter_mut().zip(a).zip(b) {
        *y += *a * *b;
    }
}

/// y += b'[gate] in each column.
#[inline(always)]
fn add_bias<T: Scalar>(y: &mut [T], bias: Option<&[T]>, gate: Gate, units: usize) {
    let Some(bias) = bias else { return };
    for y in y.chunks_exact_mut(units) {
        for (y, bias) in y.iter_mut().zip(&bias[gate.number * units..]) {
            *y += *bias;
        }
    }
}
