//! What the methods of a generated model do: the macro emits one line each, which calls a function here.

mod debug;
pub(crate) mod finite;
mod gradient;
#[cfg(feature = "std")]
mod heap;
mod model_methods;
#[cfg(feature = "std")]
mod observe;
mod onnx;
mod predict;
mod predict_methods;
mod pretrained_methods;
#[cfg(feature = "std")]
mod session;
mod sizes;
mod stage;
mod stateful_methods;
mod std_methods;

pub use debug::debug;
#[cfg(feature = "std")]
pub(crate) use gradient::step;
pub use gradient::{input_gradient, loss_and_gradient};
#[cfg(feature = "std")]
pub(crate) use heap::block;
#[cfg(feature = "std")]
pub use heap::{
    check_indices, new, predict, predict_batch, predict_batch_into, predict_class, predict_into, pretrained, seeded,
};
#[cfg(feature = "std")]
pub use observe::layer_output;
#[cfg(not(feature = "onnx"))]
pub use onnx::NoExporter;
#[cfg(feature = "std")]
pub(crate) use predict::borrow;
pub use predict::{infer_unrolled, predict_on, predict_with};
#[cfg(feature = "std")]
pub use session::Session;
pub use sizes::{check_parameters, ram, training_ram, workspace};
