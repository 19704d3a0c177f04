//! How the elements of one weight are made of those of tensors in a file.

use crate::model::Weight;

use crate::io::mismatch::Mismatch;

/// One weight: its pieces, one behind the other.
pub(in crate::io) struct Recipe {
    pub(in crate::io) layer: &'static str,
    pub(in crate::io) weight: &'static Weight,
    pub(in crate::io) pieces: Vec<Piece>,
    /// What is unclear about it.
    pub(in crate::io) mistake: Option<Mismatch>,
}

/// A part of a weight: the sum of some tensors of one shape, their elements in another order.
#[derive(Clone, Debug)]
pub(in crate::io) struct Piece {
    /// The tensors.
    pub(in crate::io) tensors: Vec<String>,
    /// The shape of each in the file.
    pub(in crate::io) shape: Vec<usize>,
    /// The place of the first element in it.
    pub(in crate::io) start: usize,
    /// The axes of the weight, the last varying fastest.
    pub(in crate::io) axes: Vec<Axis>,
}

/// An axis of a weight.
#[derive(Clone, Copy, Debug)]
pub(in crate::io) struct Axis {
    /// How many steps it has.
    pub(in crate::io) len: usize,
    /// How far apart two neighbours are in the tensor.
    pub(in crate::io) stride: usize,
    /// Which step of the tensor each one is, where that is another.
    pub(in crate::io) order: Option<&'static [usize]>,
}

impl Recipe {
    /// `dense1.kernel`
    pub(in crate::io) fn name(&self) -> String {
        format!("{}.{}", self.layer, self.weight.name)
    }

    /// The tensors that it is made of.
    pub(in crate::io) fn tensors(&self) -> impl Iterator<Item = &str> {
        self.pieces.iter().flat_map(|piece| &piece.tensors).map(String::as_str)
    }
}

impl Piece {
    /// The elements of a tensor as they are.
    pub(in crate::io) fn same(tensor: String, shape: &[usize]) -> Self {
        let len = shape.iter().product();
        Self { tensors: vec![tensor], shape: shape.to_vec(), start: 0, axes: vec![axis(len, 1)] }
    }

    /// The elements of a tensor of some shape, its axes in another order: `[1, 0]` for a transposed matrix.
    pub(in crate::io) fn permuted(tensor: String, shape: &[usize], order: &[usize]) -> Self {
        let strides = strides(shape);
        let axes = order.iter().map(|at| axis(shape[*at], strides[*at])).collect();
        Self { tensors: vec![tensor], shape: shape.to_vec(), start: 0, axes }
    }

    /// The same, another tensor added.
    pub(in crate::io) fn plus(mut self, tensor: String) -> Self {
        self.tensors.push(tensor);
        self
    }

    /// The same with other axes.
    pub(in crate::io) fn with_axes(mut self, axes: Vec<Axis>) -> Self {
        self.axes = axes;
        self
    }

    /// The places in a tensor of the elements of the weight, in the weight's order.
    pub(in crate::io) fn places(&self) -> impl Iterator<Item = usize> {
        let len: usize = self.axes.iter().map(|axis| axis.len).product();
        (0..len).map(|mut number| {
            let mut place = self.start;
            for axis in self.axes.iter().rev() {
                let step = number % axis.len;
                place += axis.order.map_or(step, |order| order[step]) * axis.stride;
                number /= axis.len;
            }
            place
        })
    }
}

/// An axis whose steps are in the tensor's order.
pub(in crate::io) fn axis(len: usize, stride: usize) -> Axis {
    Axis { len, stride, order: None }
}

/// How far apart neighbours are along each axis of a tensor.
pub(in crate::io) fn strides(shape: &[usize]) -> Vec<usize> {
    (0..shape.len()).map(|at| shape[at + 1..].iter().product()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn axes_in_another_order_are_a_transposed_array() {
        let piece = Piece::permuted("w".into(), &[2, 3, 4], &[2, 0, 1]);
        let places: Vec<usize> = piece.places().collect();
        // Element (k, i, j) of ours is element (i, j, k) of the file's.
        let expected = (0..4).flat_map(|k| (0..2).flat_map(move |i| (0..3).map(move |j| (i * 3 + j) * 4 + k)));
        assert_eq!(places, expected.collect::<Vec<_>>());
    }

    #[test]
    fn steps_can_be_in_another_order() {
        let axes = vec![Axis { order: Some(&[1, 0, 2]), ..axis(3, 2) }, axis(2, 1)];
        let piece = Piece { start: 10, ..Piece::same("w".into(), &[6]).with_axes(axes) };
        assert_eq!(piece.places().collect::<Vec<_>>(), [12, 13, 10, 11, 14, 15]);
        assert_eq!(Piece::same("w".into(), &[2, 2]).places().collect::<Vec<_>>(), [0, 1, 2, 3]);
    }
}
