//! The guide: a page for each thing that one does with a model, with programs that run.
//!
//! | page | what it tells |
//! |---|---|
//! | [`states`] | sequences that are read and written piece by piece, by stateful layers |

#[doc = include_str!("../guide/states.md")]
pub mod states {}
