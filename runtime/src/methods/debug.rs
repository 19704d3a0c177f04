//! How a model prints for debugging: what it is, not its hundred thousand numbers.

use core::fmt;

use crate::model::Model;

/// `Digits { parameters: 101770 }`
///
/// # Errors
/// What the formatter says.
pub fn debug<M: Model>(_model: &M, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.debug_struct(M::NAME).field("parameters", &M::PARAMS).finish()
}
