//! Operations that are one: a graph comes in, a graph with fewer operations goes out.

mod activations;
mod head;
mod together;

pub use activations::activations;
pub use head::{Head, heads};
pub use together::together;
