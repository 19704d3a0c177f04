//! Random graphs, which `generate.py` writes: shared values, branches, shared layers, models inside models, every layer of
//! the language. The gradients of each against finite differences, what it predicts against an interpreter of its graph,
//! and its weights to a file and back.

mod arguments;
#[path = "../gradients/check.rs"]
mod check;
mod compare;
mod coverage;
#[path = "../gradients/difference.rs"]
mod difference;
#[cfg(feature = "onnx")]
#[path = "../onnx/export.rs"]
mod export;
mod files;
mod interpret;
#[path = "../gradients/labels.rs"]
mod labels;
mod models_0;
mod models_1;
mod models_2;
mod models_3;
mod models_4;
mod models_5;
mod models_6;
mod models_7;
mod models_8;
mod models_9;
mod places;
#[path = "../gradients/random.rs"]
mod random;
mod recurrent;
mod rows;
mod windows;
