//! Recurrent layers: the scan over the steps of a sequence.
//!
//! The input's part of all steps, `z = W x + b`, is one product, computed before. A scan adds the state's part step by step:
//! [`simple`], [`lstm`] and [`gru`] have the formulas. Sequences are `(features, steps, batch)`, states `(units, batch)`, a
//! recurrent kernel `U` is `[units, gates·units]`, that is `(gates·units, units)`. Reversed in time is what is given and taken
//! reversed.
//!
//! A masked step keeps the state, and repeats the output of the step before, or zeros if there is none: an output is the
//! state `h`, but zeros until the first step that counts.
//!
//! What the way back needs, the tape, and what it writes, the running gradients, hold a quantity of all steps each: a gate,
//! the state. Such a track is time-major, a matrix `(units, batch·steps)`: a step of it is a matrix `(units, batch)`, and
//! the gradient of a gate's kernel is one product over all steps.
//!
//! ```
//! use chainrule::activations::{sigmoid, tanh};
//! use chainrule::kernels::recurrent::{Functions, Gradients, Initial, Kernel, Scan, lstm};
//!
//! // Three steps of one sample, one unit.
//! let shape = lstm::Lstm { steps: 3, units: 1 };
//! let scan = Scan { functions: Functions { activation: &tanh, recurrent: &sigmoid }, mask: None, dropped: None };
//! let (kernel, z) = ([0.1_f32, -0.2, 0.3, 0.4], [0.5; 12]);
//! let (mut y, mut tape) = ([0.0; 3], [0.0; 23]);
//! assert_eq!(tape.len(), shape.tape());
//! lstm::forward(&shape, scan, &mut y, &mut tape, &kernel, &z, Initial::default());
//!
//! let (mut h, mut c) = ([0.0], [0.0]);
//! lstm::final_state(&shape, &mut h, &tape);
//! lstm::final_cell(&shape, &mut c, &tape);
//! assert_eq!(h[0], y[2]);
//!
//! let (mut dz, mut running, mut gradient) = ([0.0; 12], [0.0; 14], [0.0; 4]);
//! let kernel = Kernel { kernel: &kernel, transposed: &mut [0.0; 4] };
//! let dy = Gradients { y: &[0.0, 0.0, 1.0], h: None, c: None };
//! lstm::backward(&shape, scan, &mut dz, &mut running, kernel, dy, &tape);
//! assert!(lstm::grad_recurrent(&shape, &mut gradient, &running, &tape, scan.dropped));
//! assert!(gradient.iter().all(|d| *d > 0.0));
//! ```

pub mod gru;
pub mod lstm;
pub mod simple;

mod connection;
mod track;

#[cfg(all(test, feature = "std"))]
mod golden;
#[cfg(all(test, feature = "std"))]
mod naive;
#[cfg(all(test, feature = "std"))]
mod tests;

use crate::kernels::pointwise::Pointwise;
use crate::scalar::Scalar;

/// The functions of a cell. On the way back their derivatives are computed from their outputs: only those activations will
/// do whose derivative can be.
#[derive(Clone, Copy)]
pub struct Functions<'a, T> {
    /// Keras' `activation`: of what becomes the state.
    pub activation: &'a dyn Pointwise<T>,
    /// Keras' `recurrent_activation`: of the gates. A simple layer has none, and does not look at it.
    pub recurrent: &'a dyn Pointwise<T>,
}

/// What a scan goes by, the same forward and backward.
#[derive(Clone, Copy)]
pub struct Scan<'a, T> {
    /// The functions of the cell.
    pub functions: Functions<'a, T>,
    /// `(steps, batch)`: 0 at each step that is masked.
    pub mask: Option<&'a [T]>,
    /// Recurrent dropout, `(gates·units, batch)`: for each gate the factors of the previous state, 0 or 1/(1 − rate), the
    /// same in all steps.
    pub dropped: Option<&'a [T]>,
}

/// The states before the first step, `(units, batch)` each; zeros if absent.
#[derive(Clone, Copy, Debug)]
pub struct Initial<'a, T> {
    /// The state that is also the output.
    pub h: Option<&'a [T]>,
    /// The state of the cell, in [`lstm`] alone.
    pub c: Option<&'a [T]>,
}

impl<T> Default for Initial<'_, T> {
    fn default() -> Self {
        Self { h: None, c: None }
    }
}

/// The recurrent kernel on the way back.
#[derive(Debug)]
pub struct Kernel<'a, T> {
    /// `U`, `(gates·units, units)`.
    pub kernel: &'a [T],
    /// Room for its transpose, which all steps use. Overwritten.
    pub transposed: &'a mut [T],
}

impl<'a, T: Scalar> Kernel<'a, T> {
    /// The transpose, `(units, gates·units)`.
    fn transpose(self, units: usize) -> &'a [T] {
        let Self { kernel, transposed } = self;
        T::transpose(transposed, kernel, kernel.len() / units);
        transposed
    }
}

/// The gradients of what a scan returned.
#[derive(Clone, Copy, Debug)]
pub struct Gradients<'a, T> {
    /// Of the outputs of all steps, `(units, steps, batch)`; zeros if empty.
    pub y: &'a [T],
    /// Of the last state, `(units, batch)`; zeros if absent.
    pub h: Option<&'a [T]>,
    /// Of the last state of the cell, in [`lstm`] alone.
    pub c: Option<&'a [T]>,
}
