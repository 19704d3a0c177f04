//! A model written by hand, and a loss, for the tests of what is generic over models: `y = w₁ x₁ + w₂ x₂ + b`.

use crate::error::{Error, Result};
use crate::initializers::{glorot_uniform, zeros};
use crate::loss::head::Linear;
use crate::loss::{Labels, Loss};
use crate::model::{Buffers, Layer, Model, Outcome, Trainable, Weight};
use crate::random::Draws;
use crate::regularizers::{Regularizer, l2, none};
use crate::sample::Sample;
use crate::scalar::Scalar;

/// Two inputs, one output; with `PENALTY`, the kernel costs 0.5 · Σw².
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Line<T = f32, const PENALTY: bool = false> {
    pub(crate) parameters: Vec<T>,
}

impl<T: Scalar, const PENALTY: bool> Line<T, PENALTY> {
    pub(crate) fn new(parameters: [f64; 3]) -> Self {
        Self { parameters: parameters.map(T::from_f64).to_vec() }
    }
}

const fn layers(regularizer: Regularizer) -> [Weight; 2] {
    [
        Weight { name: "kernel", shape: &[2, 1], offset: 0, initializer: glorot_uniform(), regularizer },
        Weight { name: "bias", shape: &[1], offset: 2, initializer: zeros(), regularizer: none() },
    ]
}

const FREE: [Weight; 2] = layers(none());
const PENALIZED: [Weight; 2] = layers(l2(0.5));

impl<T: Scalar + Sample<Scalar = T>, const PENALTY: bool> Model for Line<T, PENALTY> {
    type Scalar = T;
    type Input = [T; 2];
    type Output = [T; 1];
    type Head = Linear;

    const NAME: &'static str = "Line";
    const LAYERS: &'static [Layer] = &[
        Layer { name: "input1", class: "Input", output: &[2], weights: &[], macs: 0 },
        Layer {
            name: "dense1",
            class: "Dense",
            output: &[1],
            weights: if PENALTY { &PENALIZED } else { &FREE },
            macs: 2,
        },
    ];
    const PARAMS: usize = 3;
    const MACS: u64 = 2;
    const PREDICT_WORKSPACE: usize = 0;
    const STEP_WORKSPACE: usize = 1;

    fn parameters(&self) -> &[T] {
        &self.parameters
    }

    fn forward(parameters: &[T], input: &[T], output: &mut [T], _workspace: &mut [T]) {
        for (y, x) in output.iter_mut().zip(input.as_chunks::<2>().0) {
            *y = parameters[0] * x[0] + parameters[1] * x[1] + parameters[2];
        }
    }

    fn step<Y, L: Loss<Linear, [T; 1], Y>>(
        parameters: &[T],
        input: &[T],
        labels: &[Y],
        loss: &L,
        _draws: Draws,
        buffers: Buffers<'_, T>,
    ) -> Result<Outcome> {
        let Buffers { outputs, gradient, input_gradient, workspace } = buffers;
        Self::forward(parameters, input, outputs, &mut []);
        let dy = &mut workspace[..labels.len()];
        let loss = loss.gradient(outputs, Labels::of(labels), dy)?;
        gradient.fill(<T as Scalar>::ZERO);
        for (dy, x) in dy.iter().zip(input.as_chunks::<2>().0) {
            for (dw, x) in gradient.iter_mut().zip([x[0], x[1], T::ONE]) {
                *dw += *dy * x;
            }
        }
        for (dx, dy) in input_gradient.into_iter().flat_map(|dx| dx.as_chunks_mut::<2>().0).zip(dy) {
            *dx = [*dy * parameters[0], *dy * parameters[1]];
        }
        Ok(Outcome { loss, finite: T::all_finite(gradient) })
    }
}

impl<T: Scalar + Sample<Scalar = T>, const PENALTY: bool> Trainable for Line<T, PENALTY> {
    fn parameters_mut(&mut self) -> &mut [T] {
        &mut self.parameters
    }
}

/// The mean of (y − t)²; a target above 1,000 is refused.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Squares;

impl<T: Scalar + Sample<Scalar = T>> Loss<Linear, [T; 1], [T; 1]> for Squares {
    fn check(&self, labels: Labels<'_, [T; 1], T>) -> Result<()> {
        match labels.iter().position(|label| label[0].to_f64() > 1000.0) {
            Some(row) => Err(Error::Label { row, label: 1001, classes: 1000 }),
            None => Ok(()),
        }
    }

    fn gradient(&self, values: &mut [T], labels: Labels<'_, [T; 1], T>, gradient: &mut [T]) -> Result<f64> {
        let scale = T::from_f64(2.0 / labels.len() as f64);
        for ((dy, y), t) in gradient.iter_mut().zip(&*values).zip(labels.iter()) {
            *dy = scale * (*y - t[0]);
        }
        self.value(values, labels)
    }

    fn value(&self, values: &mut [T], labels: Labels<'_, [T; 1], T>) -> Result<f64> {
        let squares = values.iter().zip(labels.iter()).map(|(y, t)| (y.to_f64() - t[0].to_f64()).powi(2));
        Ok(squares.sum::<f64>() / labels.len() as f64)
    }
}

/// Computes `f` on so many threads, as far as there are several: one test after the other, since one computation at a time
/// has them.
#[cfg(feature = "std")]
pub(crate) fn on_threads<R: Send>(threads: usize, f: impl FnOnce() -> R + Send) -> R {
    static TURN: std::sync::Mutex<()> = std::sync::Mutex::new(());
    let _turn = TURN.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    crate::threads::with(threads, || {
        let expected = if crate::threads::available() > 1 { threads.max(1) } else { 1 };
        assert_eq!(crate::threads::current(), expected, "the threads are there");
        f()
    })
}
