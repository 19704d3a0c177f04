//! The guide: a page for each thing that one does with a model, with programs that run.
//!
//! | page | what it tells |
//! |---|---|
//! | [`callbacks`] | who is told what happens in training: early stopping, logs, callbacks of one's own |
//! | [`checkpoints`] | training that survives a crash, to the same bits |
//! | [`states`] | sequences that are read and written piece by piece, by stateful layers |
//! | [`weights`] | saving and loading, weights as part of a program, from PyTorch and Keras and back |

#[doc = include_str!("../guide/callbacks.md")]
pub mod callbacks {}

#[doc = include_str!("../guide/checkpoints.md")]
pub mod checkpoints {}

#[doc = include_str!("../guide/states.md")]
pub mod states {}

#[doc = include_str!("../guide/weights.md")]
pub mod weights {}
