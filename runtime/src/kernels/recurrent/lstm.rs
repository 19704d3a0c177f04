//! Long short-term memory. Of z + U hₜ₋₁, with zₜ = W xₜ + b, the four parts are i, f, c̃, o:
//!
//! cₜ = σ(f) ⊙ cₜ₋₁ + σ(i) ⊙ φ(c̃), hₜ = σ(o) ⊙ φ(cₜ).
//!
//! S. Hochreiter, J. Schmidhuber, "Long short-term memory", 1997; with the forget gate of F. Gers et al., 2000; Keras'
//! `LSTM`.

// What runs inside `vectorize` must be inlined there.
#![allow(clippy::inline_always)]

use super::connection::{Connection, WayBack, grad};
use super::track::{Gate, Sizes, Step, around, copy_or_zeros, parts, parts_mut, step};
use super::{Gradients, Initial, Kernel, Scan};
use crate::scalar::Scalar;

/// The sizes of a layer of long short-term memory. Its kernel `U` is `[units, 4·units]`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lstm {
    /// Steps of a sequence.
    pub steps: usize,
    /// Width of the state.
    pub units: usize,
}

impl Lstm {
    /// Scalars of the tape, a sample: the four gates, φ(c), c and h.
    pub const fn tape(&self) -> usize {
        self.units * (5 * self.steps + 2 * (self.steps + 1))
    }

    /// Scalars of the running gradients, a sample: those of the four parts of `z`, of h and c.
    pub const fn running(&self) -> usize {
        self.units * (4 * self.steps + 2)
    }

    fn sizes(self) -> Sizes {
        Sizes { steps: self.steps, units: self.units }
    }

    /// The lengths of the tracks of a tape, given the scalars of a step of one.
    fn tracks(self, n: usize) -> [usize; 7] {
        let [steps, states] = [self.steps * n, (self.steps + 1) * n];
        [steps, steps, steps, steps, steps, states, states]
    }

    /// The lengths of the running gradients.
    fn gradients(self, n: usize) -> [usize; 6] {
        let steps = self.steps * n;
        [steps, steps, steps, steps, n, n]
    }
}

const GATES: [Gate; 4] =
    [Gate { number: 0, of: 4 }, Gate { number: 1, of: 4 }, Gate { number: 2, of: 4 }, Gate { number: 3, of: 4 }];

/// The outputs `y` `(units, steps, batch)`, given `U`, `z` `(4·units, steps, batch)` and the states before the first step.
pub fn forward<T: Scalar>(
    shape: &Lstm,
    scan: Scan<'_, T>,
    y: &mut [T],
    tape: &mut [T],
    kernel: &[T],
    z: &[T],
    initial: Initial<'_, T>,
) {
    T::lstm(*shape, scan, y, tape, kernel, z, initial);
}

/// The gradient `dz` `(4·units, steps, batch)`, given those of what came out. Overwrites.
pub fn backward<T: Scalar>(
    shape: &Lstm,
    scan: Scan<'_, T>,
    dz: &mut [T],
    running: &mut [T],
    kernel: Kernel<'_, T>,
    dy: Gradients<'_, T>,
    tape: &[T],
) {
    let kernel = kernel.transpose(shape.units);
    T::lstm_backward(*shape, scan, dz, running, kernel, dy, tape);
}

/// dU = Σₜ dzₜ hₜ₋₁ᵀ, after [`backward`]. Overwrites; whether all of it is finite.
#[must_use = "a gradient that is not finite must not reach the parameters"]
pub fn grad_recurrent<T: Scalar>(
    shape: &Lstm,
    dkernel: &mut [T],
    running: &[T],
    tape: &[T],
    dropped: Option<&[T]>,
) -> bool {
    T::lstm_grad(*shape, dkernel, running, tape, dropped)
}

/// The state after the last step, `(units, batch)`.
pub fn final_state<T: Scalar>(shape: &Lstm, h: &mut [T], tape: &[T]) {
    let (n, [.., hidden]) = (h.len(), parts(tape, shape.tracks(h.len())));
    h.copy_from_slice(&hidden[step(shape.steps, n)]);
}

/// The state of the cell after the last step, `(units, batch)`.
pub fn final_cell<T: Scalar>(shape: &Lstm, c: &mut [T], tape: &[T]) {
    let (n, [.., cells, _]) = (c.len(), parts(tape, shape.tracks(c.len())));
    c.copy_from_slice(&cells[step(shape.steps, n)]);
}

/// The gradient of the state before the first step, `(units, batch)`, after [`backward`].
pub fn initial_gradient<T: Scalar>(shape: &Lstm, dh: &mut [T], running: &[T]) {
    let [.., running_dh, _] = parts(running, shape.gradients(dh.len()));
    dh.copy_from_slice(running_dh);
}

/// The gradient of the state of the cell before the first step, `(units, batch)`, after [`backward`].
pub fn initial_cell_gradient<T: Scalar>(shape: &Lstm, dc: &mut [T], running: &[T]) {
    let [.., running_dc] = parts(running, shape.gradients(dc.len()));
    dc.copy_from_slice(running_dc);
}

/// The body of [`forward`].
#[inline(always)]
pub(crate) fn forward_body<T: Scalar>(
    shape: Lstm,
    Scan { functions, mask, dropped }: Scan<'_, T>,
    y: &mut [T],
    tape: &mut [T],
    kernel: &[T],
    z: &[T],
    initial: Initial<'_, T>,
) {
    let (sizes, n) = (shape.sizes(), z.len() / (4 * shape.steps));
    let connection = Connection { sizes, kernel, dropped };
    let [i, f, g, o, activated, cells, hidden] = parts_mut(tape, shape.tracks(n));
    copy_or_zeros(&mut cells[..n], initial.c);
    copy_or_zeros(&mut hidden[..n], initial.h);
    for t in 0..shape.steps {
        let ([i, f, g, o, activated], (c_before, c), (h_before, h)) = (
            [&mut *i, f, g, o, activated].map(|track| &mut track[step(t, n)]),
            around(cells, t, n),
            around(hidden, t, n),
        );
        for (gate, values) in GATES.into_iter().zip([&mut *i, f, g, o]) {
            sizes.gather(values, z, gate, t);
            connection.add(gate, values, h_before);
        }
        for (run, step) in sizes.runs(mask, t, n) {
            let (c, c_before, h, h_before) =
                (&mut c[run.clone()], &c_before[run.clone()], &mut h[run.clone()], &h_before[run.clone()]);
            if step == Step::Masked {
                c.copy_from_slice(c_before);
                h.copy_from_slice(h_before);
                continue;
            }
            let [i, f, g, o, activated] = [&mut *i, f, g, o, activated].map(|values| &mut values[run.clone()]);
            for gate in [&mut *i, f, o] {
                functions.recurrent.forward_in_place(gate);
            }
            functions.activation.forward_in_place(g);
            for ((((c, c_before), i), f), g) in c.iter_mut().zip(c_before).zip(&*i).zip(&*f).zip(&*g) {
                *c = *f * *c_before + *i * *g;
            }
            functions.activation.forward(activated, c);
            for ((h, o), activated) in h.iter_mut().zip(&*o).zip(&*activated) {
                *h = *o * *activated;
            }
        }
        sizes.output(y, h, mask, t);
    }
}

/// The body of [`backward`].
#[inline(always)]
pub(crate) fn backward_body<T: Scalar>(
    shape: Lstm,
    Scan { functions, mask, dropped }: Scan<'_, T>,
    dz: &mut [T],
    running: &mut [T],
    transposed: &[T],
    dy: Gradients<'_, T>,
    tape: &[T],
) {
    let (sizes, n) = (shape.sizes(), dz.len() / (4 * shape.steps));
    let connection = WayBack { sizes, transposed, dropped };
    let [i, f, g, o, activated, cells, _] = parts(tape, shape.tracks(n));
    let [d_i, d_f, d_g, d_o, dh, dc] = parts_mut(running, shape.gradients(n));
    copy_or_zeros(dh, dy.h);
    copy_or_zeros(dc, dy.c);
    for t in (0..shape.steps).rev() {
        let [i, f, g, o, activated, before] = [i, f, g, o, activated, cells].map(|track| &track[step(t, n)]);
        let [d_i, d_f, d_g, d_o] = [&mut *d_i, d_f, d_g, d_o].map(|track| &mut track[step(t, n)]);
        sizes.add_output(dh, dy.y, mask, t);
        for (run, step) in sizes.runs(mask, t, n) {
            let [d_i, d_f, d_g, d_o, dh, dc] =
                [&mut *d_i, d_f, d_g, d_o, dh, dc].map(|values| &mut values[run.clone()]);
            if step == Step::Masked {
                for gate in [d_i, d_f, d_g, d_o] {
                    gate.fill(T::ZERO);
                }
                continue;
            }
            let [i, f, g, o, activated, before] = [i, f, g, o, activated, before].map(|values| &values[run.clone()]);
            // d_g holds the gradient of φ(c), then of c through h.
            for ((((d_g, d_o), dh), o), activated) in d_g.iter_mut().zip(&mut *d_o).zip(&mut *dh).zip(o).zip(activated)
            {
                let through = *dh;
                (*d_g, *d_o, *dh) = (through * *o, through * *activated, T::ZERO);
            }
            functions.activation.backward(d_g, activated);
            let gradients = d_i.iter_mut().zip(&mut *d_f).zip(&mut *d_g).zip(dc);
            for ((((d_i, d_f), d_g), dc), (((i, f), g), before)) in gradients.zip(i.iter().zip(f).zip(g).zip(before)) {
                let total = *dc + *d_g;
                (*d_i, *d_f, *d_g, *dc) = (total * *g, total * *before, total * *i, total * *f);
            }
            for (gradient, gate) in [(d_i, i), (d_f, f), (d_o, o)] {
                functions.recurrent.backward(gradient, gate);
            }
            functions.activation.backward(d_g, g);
        }
        for (gate, values) in GATES.into_iter().zip([d_i, d_f, d_g, d_o]) {
            sizes.scatter(dz, values, gate, t);
            connection.add(gate, dh, values);
        }
    }
}

/// The body of [`grad_recurrent`].
#[inline(always)]
pub(crate) fn grad_body<T: Scalar>(
    shape: Lstm,
    dkernel: &mut [T],
    running: &[T],
    tape: &[T],
    dropped: Option<&[T]>,
) -> bool {
    let n = running.len() / (4 * shape.steps + 2);
    let ([.., hidden], [d_i, d_f, d_g, d_o, ..]) = (parts(tape, shape.tracks(n)), parts(running, shape.gradients(n)));
    let mut finite = true;
    for (gate, gradient) in GATES.into_iter().zip([d_i, d_f, d_g, d_o]) {
        finite &= grad(shape.sizes(), gate, dkernel, gradient, &hidden[..gradient.len()], dropped);
    }
    finite
}
