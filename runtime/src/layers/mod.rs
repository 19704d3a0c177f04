//! The layers of the language: what each computes, its arguments and their defaults, as in Keras.

mod dense;

pub use dense::{DenseKernel, DenseKernelMut, DenseWeights, DenseWeightsMut};

chainrule_macros::define_layers! {}
