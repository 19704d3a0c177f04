//! The guide: a page for each thing that one does with a model, with programs that run.
//!
//! | page | what it tells |
//! |---|---|
//! | [`training`] | losses, optimizers and metrics: what there is, formulas and defaults, weights of samples and classes |
//! | [`callbacks`] | who is told what happens in training: early stopping, logs, callbacks of one's own |
//! | [`checkpoints`] | training that survives a crash, to the same bits |
//! | [`machines`] | where it runs: processors, WebAssembly, what is tested there |
//! | [`onnx`](mod@onnx) | models as ONNX files, for other runtimes |
//! | [`states`] | sequences that are read and written piece by piece, by stateful layers |
//! | [`weights`] | saving and loading, weights as part of a program, from PyTorch and Keras and back |

#[doc = include_str!("../guide/callbacks.md")]
pub mod callbacks {}

#[doc = include_str!("../guide/checkpoints.md")]
pub mod checkpoints {}

#[doc = include_str!("../guide/machines.md")]
pub mod machines {}

#[doc = include_str!("../guide/states.md")]
pub mod states {}

#[doc = include_str!("../guide/weights.md")]
pub mod weights {}

// Its programs need the feature; the text is there without it.
#[cfg(any(feature = "onnx", all(doc, feature = "std", not(doctest))))]
#[doc = include_str!("../guide/onnx.md")]
pub mod onnx {}

#[doc = include_str!("../guide/training.md")]
pub mod training {}
