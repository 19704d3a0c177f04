//! Operations that are one: a graph comes in, a graph with fewer operations goes out.

mod activations;
mod fold;
mod head;
mod readers;
mod together;

pub use activations::activations;
pub use fold::fold;
pub use head::{Head, heads};
pub use readers::Wanted;
pub use together::together;
