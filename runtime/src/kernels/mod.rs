//! The computations of layers: one file an op, forward and backward side by side.

pub mod dropout;
pub mod log_softmax;
pub mod pointwise;
pub mod softmax;
pub mod view;

/// The non-generic bodies behind the typed kernels, for `f32` and `f64`.
pub trait Kernels {}

impl Kernels for f32 {}
impl Kernels for f64 {}
