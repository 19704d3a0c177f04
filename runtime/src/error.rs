//! What can go wrong with what comes from outside: files, labels, hyper-parameters.

/// The result of everything that can fail.
pub type Result<T> = core::result::Result<T, Error>;

/// What was expected, what was found, where, and what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A buffer of the wrong length.
    #[error("{what} must hold {expected} values, found {found}")]
    Length {
        /// Which buffer.
        what: &'static str,
        /// The length it must have.
        expected: usize,
        /// The length it has.
        found: usize,
    },
    /// A class index that is not one of the model's classes.
    #[error("label of row {row} is class {label}, but the model has {classes} classes (0 to {last})", last = classes - 1)]
    Label {
        /// The row, counted from 0.
        row: usize,
        /// The class found there: whatever integer type labels have.
        label: i128,
        /// The number of classes.
        classes: usize,
    },
    /// A hyper-parameter out of its range.
    #[error("{name} must be {expected}, found {found}")]
    HyperParameter {
        /// Its name.
        name: &'static str,
        /// The range, in words.
        expected: &'static str,
        /// The value.
        found: f64,
    },
}
