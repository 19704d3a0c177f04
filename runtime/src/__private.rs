//! What the expansion of `model!` names. Not part of the public interface.

pub use chainrule_macros::model;
pub use nalgebra;
