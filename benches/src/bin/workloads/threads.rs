//! How many threads a workload may use: the only place that tells the library.

use chainrule::train::Trainer;

/// For all that is predicted.
pub(crate) fn set(_threads: usize) {}

/// For a trainer.
pub(crate) fn trainer<R, L, Ms, V, T>(trainer: Trainer<R, L, Ms, V, T>, _threads: usize) -> Trainer<R, L, Ms, V, T> {
    trainer
}
