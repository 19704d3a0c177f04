//! Weights of samples by their classes.

use crate::error::{Error, Result};
use crate::loss::label::{Item, Rows};
use crate::loss::{Head, Labels, Loss};
use crate::sample::Sample;

/// A loss that is trained with a weight for each class: made by
/// [`Trainer::class_weight`](crate::train::Trainer::class_weight).
///
/// The weights count in training alone; what is evaluated is the loss without them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ClassWeighted<L, const CLASSES: usize> {
    loss: L,
    weights: [f64; CLASSES],
}

impl<L, const CLASSES: usize> ClassWeighted<L, CLASSES> {
    /// Only the trainer regards it: inside another loss it would be lost.
    #[cfg(feature = "std")]
    pub(crate) const fn new(loss: L, weights: [f64; CLASSES]) -> Self {
        Self { loss, weights }
    }
}

/// Outputs that are probabilities of so many classes: `[f32; CLASSES]`, or `[f32; 1]` for two.
#[diagnostic::on_unimplemented(
    message = "{CLASSES} class weights do not fit the output `{Self}`",
    label = "this output has another number of classes, or is none of classes",
    note = "give a weight for each class, in order: as many as the output `[f32; n]` has numbers, two for an output `[f32; 1]`",
    note = "an output of several steps, `[[f32; n]; steps]`, takes weights of its steps: `data.with_step_weights(…)`"
)]
pub trait ClassOutput<const CLASSES: usize>: Sample {
    /// The class that a label states.
    fn class<I: Item>(items: &[I]) -> Option<usize>;
}

macro_rules! output {
    ($($T:ty),*) => {$(
        impl<const CLASSES: usize> ClassOutput<CLASSES> for [$T; CLASSES] {
            fn class<I: Item>(items: &[I]) -> Option<usize> {
                I::class(items, 0, CLASSES).ok()
            }
        }

        impl ClassOutput<2> for [$T; 1] {
            fn class<I: Item>(items: &[I]) -> Option<usize> {
                let number = items.first()?.number();
                (-0.5..1.5).contains(&number).then_some(usize::from(number > 0.5))
            }
        }
    )*};
}
output!(f32, f64);

impl<H, O, Y, L, const CLASSES: usize> Loss<H, O, Y> for ClassWeighted<L, CLASSES>
where
    H: Head<O>,
    O: ClassOutput<CLASSES>,
    Y: Rows<O, Self>,
    L: Loss<H, O, Y>,
{
    fn check(&self, labels: Labels<'_, Y, O::Scalar>) -> Result<()> {
        for &found in &self.weights {
            if !(found >= 0.0 && found.is_finite()) {
                return Err(Error::HyperParameter { name: "a class weight", expected: "at least 0 and finite", found });
            }
        }
        self.loss.check(labels)
    }
    fn gradient(
        &self,
        values: &mut [O::Scalar],
        labels: Labels<'_, Y, O::Scalar>,
        gradient: &mut [O::Scalar],
    ) -> Result<f64> {
        self.loss.gradient(values, labels, gradient)
    }
    fn value(&self, values: &mut [O::Scalar], labels: Labels<'_, Y, O::Scalar>) -> Result<f64> {
        self.loss.value(values, labels)
    }
    fn sample_weight(&self, label: &Y) -> Option<f64> {
        let class = O::class(Y::items(core::slice::from_ref(label)))?;
        self.weights.get(class).copied()
    }
}
