//! The expansion of `model!` compiles wherever a user may put it, and under whatever lints and names surround it.
//!
//! Most of what is promised here is kept by this binary's compiling at all, and by clippy's being silent about it.

#![no_implicit_prelude]
#![forbid(unsafe_code)]
#![deny(warnings, missing_docs, unreachable_pub, unused_results, clippy::all, clippy::pedantic)]
#![deny(missing_debug_implementations, single_use_lifetimes, trivial_casts, trivial_numeric_casts, non_ascii_idents)]
#![deny(elided_lifetimes_in_paths, explicit_outlives_requirements, unused_lifetimes, let_underscore_drop)]
// What the tests compare is meant to be equal to the last bit.
#![allow(clippy::float_cmp)]

mod attributes;
mod dimensions;
mod generics;
mod places;
mod shadowed;
mod traits;
