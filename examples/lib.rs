//! What the examples share: where their data lie.

use std::path::PathBuf;

/// The folder of a data set that the repository carries.
pub fn data(name: &str) -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/data")).join(name)
}
