//! Models written by hand, and a loss, for the tests of what is generic over models: a line, and one whose weights are not all
//! trained.

use crate::bodies::Bodies;
use crate::error::{Error, Result};
use crate::initializers::{glorot_uniform, zeros};
use crate::input::Part;
use crate::loss::head::Linear;
use crate::loss::{Labels, Loss};
use crate::model::{Buffers, Layer, Layout, Model, Outcome, Role, Trainable, Weight};
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
    let role = Role::Trained;
    [
        Weight { name: "kernel", shape: &[2, 1], offset: 0, role, initializer: glorot_uniform(), regularizer },
        Weight { name: "bias", shape: &[1], offset: 2, role, initializer: zeros(), regularizer: none() },
    ]
}

const FREE: [Weight; 2] = layers(none());
const PENALIZED: [Weight; 2] = layers(l2(0.5));

impl<T: Scalar + Sample<Scalar = T> + Part<T>, const PENALTY: bool> Model for Line<T, PENALTY> {
    type Scalar = T;
    type Input = [T; 2];
    type Output = [T; 1];
    type Head = Linear;

    const NAME: &'static str = "Line";
    const LAYERS: &'static [Layer] = &[
        Layer {
            name: "input1",
            class: "Input",
            output: &[2],
            weights: &[],
            macs: 0,
            layout: Layout::Features,
            flattened: &[],
        },
        Layer {
            name: "dense1",
            class: "Dense",
            output: &[1],
            weights: if PENALTY { &PENALIZED } else { &FREE },
            macs: 2,
            layout: Layout::Features,
            flattened: &[],
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
        let Buffers { outputs, gradient, input_gradient, workspace, .. } = buffers;
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

impl<T: Scalar + Sample<Scalar = T> + Part<T>, const PENALTY: bool> Trainable for Line<T, PENALTY> {
    fn parameters_mut(&mut self) -> &mut [T] {
        &mut self.parameters
    }
}

/// `y = w₃ w₂ w₀ x + w₄`, where w₁ keeps account of the mean input, as moving statistics do, and w₄ is fixed and costs
/// 0.5 · w₄². Two layers are those of a model in the model.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Layered {
    pub(crate) parameters: [f32; 5],
}

const fn scalar(name: &'static str, offset: usize, role: Role) -> Weight {
    let regularizer = if offset == 4 { l2(0.5) } else { none() };
    Weight { name, shape: &[1], offset, role, initializer: zeros(), regularizer }
}

const fn scaling(name: &'static str, weights: &'static [Weight]) -> Layer {
    Layer { name, class: "Scaling", output: &[1], weights, macs: 1, layout: Layout::Features, flattened: &[] }
}

impl Model for Layered {
    type Scalar = f32;
    type Input = [f32; 1];
    type Output = [f32; 1];
    type Head = Linear;

    const NAME: &'static str = "Layered";
    const LAYERS: &'static [Layer] = &[
        scaling("input1", &[]),
        scaling("encoder1.dense1", &[scalar("kernel", 0, Role::Trained)]),
        scaling("encoder1.norm1", &[scalar("mean", 1, Role::State), scalar("scale", 2, Role::Trained)]),
        scaling("head1", &[scalar("kernel", 3, Role::Trained), scalar("bias", 4, Role::Fixed)]),
    ];
    const PARAMS: usize = 5;
    const MACS: u64 = 4;
    const PREDICT_WORKSPACE: usize = 0;
    const STEP_WORKSPACE: usize = 1;

    fn parameters(&self) -> &[f32] {
        &self.parameters
    }

    fn forward(parameters: &[f32], input: &[f32], output: &mut [f32], _workspace: &mut [f32]) {
        for (y, x) in output.iter_mut().zip(input) {
            *y = parameters[0] * parameters[2] * parameters[3] * x + parameters[4];
        }
    }

    fn step<Y, L: Loss<Linear, [f32; 1], Y>>(
        parameters: &[f32],
        input: &[f32],
        labels: &[Y],
        loss: &L,
        _draws: Draws,
        buffers: Buffers<'_, f32>,
    ) -> Result<Outcome> {
        let Buffers { outputs, gradient, workspace, .. } = buffers;
        Self::forward(parameters, input, outputs, &mut []);
        let dy = &mut workspace[..labels.len()];
        let loss = loss.gradient(outputs, Labels::of(labels), dy)?;
        let slope: f32 = dy.iter().zip(input).map(|(dy, x)| dy * x).sum();
        let mean = input.iter().sum::<f32>() / labels.len() as f32;
        gradient[0] = slope * parameters[2] * parameters[3];
        gradient[1] = 0.5 * parameters[1] + 0.5 * mean;
        gradient[2] = slope * parameters[0] * parameters[3];
        gradient[3] = slope * parameters[0] * parameters[2];
        Ok(Outcome { loss, finite: <f32 as Bodies>::all_finite(&gradient[..4]) })
    }
}

impl Trainable for Layered {
    fn parameters_mut(&mut self) -> &mut [f32] {
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
