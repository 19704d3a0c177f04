//! Models in files: safetensors, with Keras' names, shapes and element order.
//!
//! [`save`] and [`load`], which every model has as methods, write and read files of ours. [`load_with`] reads those of PyTorch
//! and Keras: see [`Import`]. The page [`weights`](crate::guide::weights) of the guide tells all of it by example.

pub(crate) mod atomic;
mod contents;
mod export;
mod import;
mod load;
mod mismatch;
mod numbers;

use crate::scalar::Scalar;

pub use self::export::{Export, save, save_with};
pub use self::import::Import;
pub use self::load::{load, load_with};
pub(crate) use self::mismatch::advice_for;
pub use self::mismatch::{Mismatch, TensorForm};

/// What is to be told of a weight or a tensor, if one of its elements is infinite or not a number.
fn not_finite<T: Scalar>(name: &str, mut values: impl Iterator<Item = T> + Clone) -> Option<String> {
    let place = values.clone().position(|value| !Scalar::is_finite(value))?;
    values.nth(place).map(|value| format!("`{name}` is {} at element {place}", value.to_f64()))
}

#[cfg(test)]
mod tests;
