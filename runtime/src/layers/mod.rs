//! The layers of the language: what each computes, its arguments and their defaults, as in Keras. All of them are in the
//! [catalogue].

mod custom;
mod dense;
mod normalization;
pub(crate) mod stage;
mod weights;

pub use custom::Layer;
#[cfg(feature = "std")]
pub use custom::assert_gradient;
pub use dense::{DenseKernel, DenseKernelMut, DenseWeights, DenseWeightsMut};
pub use stage::Stage;
pub use weights::{Weights, WeightsMut};

chainrule_macros::define_layers! {}
