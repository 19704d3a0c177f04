//! Models in files: safetensors, with Keras' names, shapes and element order.

pub(crate) mod atomic;
mod mismatch;
mod safetensors;

pub use self::mismatch::{Mismatch, TensorForm};
pub use self::safetensors::{load, save};
