//! Weights in files of the safetensors format: what a header says, whether it is sound, and whether it fits a model.
//!
//! All of it works while a crate compiles, too, which is how `= weights("digits.safetensors")` behind a model is judged
//! ([`embed`]). What reads and writes files at run time, [`io`](crate::io), is made of the same functions.

pub(crate) mod embed;
pub(crate) mod finite;
pub(crate) mod header;
pub(crate) mod mistake;
mod order;
pub(crate) mod table;
