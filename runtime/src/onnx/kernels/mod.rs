//! What kernels are in ONNX: functions of the same names as in [`kernels`](crate::kernels), which a model calls in the same
//! order, with the numbers of values in the place of slices. Each adds its operators to the graph.

pub mod affine;
pub mod batch_norm;
pub mod bias;
pub mod bilinear;
pub mod binary;
pub mod concatenate;
pub mod contract;
pub mod conv;
pub mod custom;
pub mod depthwise;
pub mod embedding;
pub mod fold;
pub mod gate;
pub mod log_softmax;
pub mod mask;
pub mod mean;
pub mod normalize;
pub mod pointwise;
pub mod pool;
pub mod position;
pub mod prelu;
pub mod rearrange;
pub mod recurrent;
pub mod scale;
pub mod softmax;
pub mod sparsemax;
pub mod standardize;
pub mod value;

pub mod window {
    //! Where windows lie.
    pub use crate::kernels::window::Window;
}

pub use super::exporter::Weight;

/// The last axes of a shape that have so many elements together.
fn last_axes(shape: &[usize], len: usize) -> Option<&[usize]> {
    (0..shape.len()).rev().map(|axis| &shape[axis..]).find(|axes| axes.iter().product::<usize>() == len)
}
