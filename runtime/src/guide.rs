//! The guide: a page for each thing that one does with a model, with programs that run.
//!
//! | page | what it tells |
//! |---|---|
