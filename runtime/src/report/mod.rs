//! What people see: summaries of models, the progress of a training run, small pictures.

mod bar;
mod picture;
mod progress;
mod summary;

pub use picture::{Picture, picture};
pub use progress::Verbosity;
pub(crate) use progress::{Progress, listed};
pub use summary::Summary;
