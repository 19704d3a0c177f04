//! The training loop: batches, updates, history, evaluation.

mod batch;
pub mod callbacks;
mod checkpoint;
mod course;
mod evaluate;
mod evaluation;
mod finite;
mod fit;
mod history;
mod pace;
mod stateful;
mod trainer;
mod validation;

pub use crate::report::Verbosity;
pub use checkpoint::Checkpoints;
pub use evaluation::Evaluation;
pub use history::History;
pub use trainer::Trainer;
pub use validation::Validation;
