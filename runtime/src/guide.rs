//! The guide: a page for each thing that one does with a model, with programs that run.
//!
//! | page | what it tells |
//! |---|---|
//! | [`states`] | sequences that are read and written piece by piece, by stateful layers |
//! | [`weights`] | saving and loading, weights as part of a program, from PyTorch and Keras and back |

#[doc = include_str!("../guide/states.md")]
pub mod states {}

#[doc = include_str!("../guide/weights.md")]
pub mod weights {}
