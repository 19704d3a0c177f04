//! Neural networks as one macro call: shapes checked, gradients derived and code emitted while your crate compiles.
#![cfg_attr(not(feature = "std"), no_std)]

pub mod activations;
mod bodies;
mod broken;
mod cost;
#[cfg(feature = "std")]
pub mod data;
mod dims;
mod error;
pub mod initializers;
#[cfg(feature = "std")]
pub mod io;
pub mod kernels;
pub mod layers;
pub mod loss;
mod methods;
pub mod metrics;
pub mod model;
pub mod optim;
mod parameters;
pub mod random;
pub mod regularizers;
#[cfg(feature = "std")]
pub mod report;
mod sample;
mod scalar;
#[cfg(feature = "std")]
pub mod train;

#[cfg(test)]
mod testing;

#[doc(hidden)]
pub mod __private;

pub use error::{Error, Result};
pub use model::{Model, Trainable};
pub use parameters::Parameters;
pub use sample::Sample;
pub use scalar::Scalar;

/// Declares a neural network: shapes checked, gradients derived, code emitted while the crate compiles.
#[macro_export]
macro_rules! model {
    ($($tokens:tt)*) => { $crate::__private::model! { $crate; $($tokens)* } };
}
