//! Models as ONNX files: those of every layer are the ones that ONNX Runtime has computed the same with, what cannot be
//! exported is an error with its name. The random graphs of `../graphs` are held to the same.

mod coverage;
mod errors;
mod export;
mod file;
mod images;
#[path = "../gradients/random.rs"]
mod random;
mod rows;
mod sequences;
