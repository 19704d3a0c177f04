//! Data sets in memory, and the files that they are read from: IDX, plain or gzip, and CSV.

mod csv;
mod dataset;
mod idx;
mod standardize;

pub use csv::Csv;
pub use dataset::Dataset;
pub(crate) use dataset::{check_batch_size, head_of_split};
pub use idx::Idx;
pub use standardize::Standardization;
