//! `Resize`, pixels between pixels.

pub use crate::kernels::bilinear::Bilinear;
use crate::onnx::Node;
use crate::onnx::proto::Data;

/// y = x interpolated to a multiple of its size.
pub fn forward(mut node: Node<'_>, shape: &Bilinear, x: usize) {
    let Bilinear { input: [height, width], scale: [down, across], channels } = *shape;
    let held = node.images(x, [height, width, channels]);
    let scales = vec![1.0, 1.0, down as f32, across as f32];
    let scales = node.graph().tensor("scales", &[4], Data::Floats(scales));
    let attributes = [("mode", "linear".into()), ("coordinate_transformation_mode", "half_pixel".into())];
    let y = node.op("Resize", &[&held, "", &scales], attributes);
    node.give_images(y, [height * down, width * across, channels]);
}
