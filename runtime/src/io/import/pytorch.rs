//! PyTorch: other names, transposed kernels, gates in another order, channels first.

use super::recipe::{Axis, Piece, Recipe, axis};
use super::{Import, Order, as_it_is};
use crate::io::mismatch::Mismatch;
use crate::model::{Layer, Weight};

/// How many blocks of rows a recurrent kernel has, and in what order ours are among those of PyTorch's.
const GATES: [&[usize]; 3] = [&[0], &[1, 0, 2], &[0, 1, 2, 3]];

/// How a weight is made of PyTorch's tensors.
pub(super) fn recipe(import: &Import, layer: &'static Layer, weight: &'static Weight, names: &[String]) -> Recipe {
    let (place, level) = import.place(layer.name).unwrap_or_else(|| (layer.name.to_owned(), 0));
    let source = Source { place: &place, level, names };
    let pieces = match layer.class {
        "Dense" => Some(source.dense(weight, flattened(import, layer))),
        "TimeDistributed" if weight.name == "kernel" && weight.shape.len() == 2 => Some(source.dense(weight, None)),
        "Conv1D" | "Conv2D" | "Conv1DTranspose" | "Conv2DTranspose" | "TimeDistributed" => Some(source.kernel(weight)),
        "DepthwiseConv1D" | "DepthwiseConv2D" => Some(source.depthwise(weight)),
        "LSTM" | "GRU" | "SimpleRNN" | "Bidirectional" => source.recurrent(layer, weight),
        "BatchNormalization" | "LayerNormalization" | "GroupNormalization" | "Embedding" | "PReLU" => {
            Some(source.renamed(weight))
        }
        "MultiHeadAttention" => Some(source.attention(layer, weight)),
        _ => None,
    };
    match pieces {
        Some(pieces) => Recipe { layer: layer.name, weight, pieces, mistake: unclear(import, layer, weight, &source) },
        None => as_it_is(layer, weight, source.tensor(weight.name)),
    }
}

/// The shape before `Flatten`, if its channels were first in PyTorch.
fn flattened(import: &Import, layer: &Layer) -> Option<&'static [usize]> {
    let first = import.order(layer.name).map_or(layer.flattened.len() > 2, |order| order == Order::ChannelsFirst);
    Some(layer.flattened).filter(|shape| first && shape.len() > 1)
}

/// That the order before `Flatten` must be said.
fn unclear(import: &Import, layer: &Layer, weight: &Weight, source: &Source<'_>) -> Option<Mismatch> {
    let unclear = layer.flattened.len() == 2 && weight.name == "kernel" && import.order(layer.name).is_none();
    unclear.then(|| Mismatch::Order {
        name: source.tensor("weight"),
        layer: layer.name.to_owned(),
        shape: layer.flattened.to_vec(),
    })
}

/// A module in a file.
struct Source<'a> {
    place: &'a str,
    level: usize,
    names: &'a [String],
}

impl Source<'_> {
    fn tensor(&self, name: &str) -> String {
        format!("{}.{name}", self.place)
    }

    /// `weight` and `bias` for whatever they are called here.
    fn renamed(&self, weight: &Weight) -> Vec<Piece> {
        let name = match weight.name {
            "gamma" | "embeddings" | "alpha" => "weight",
            "beta" => "bias",
            "moving_mean" => "running_mean",
            "moving_variance" => "running_var",
            other => other,
        };
        let mut piece = Piece::same(self.tensor(name), weight.shape);
        if weight.name == "alpha" {
            // The axes that one number is shared along are none in PyTorch.
            piece.shape = vec![weight.len()];
        }
        vec![piece]
    }

    /// `(in, out)` of `(out, in)`; `flattened` is the shape that `in` once had, with the channels last.
    fn dense(&self, weight: &Weight, flattened: Option<&[usize]>) -> Vec<Piece> {
        let &[inputs, outputs] = weight.shape else {
            return self.renamed(weight);
        };
        let piece = Piece::permuted(self.tensor("weight"), &[outputs, inputs], &[1, 0]);
        let Some((channels, space)) = flattened.and_then(<[usize]>::split_last) else {
            return vec![piece];
        };
        let pixels: usize = space.iter().product();
        vec![piece.with_axes(vec![axis(pixels, 1), axis(*channels, pixels), axis(outputs, inputs)])]
    }

    /// `(h, w, in, out)` of `(out, in, h, w)`, and of a transposed one `(h, w, out, in)` of `(in, out, h, w)`.
    fn kernel(&self, weight: &Weight) -> Vec<Piece> {
        let Some(space) = weight.shape.len().checked_sub(2).filter(|_| weight.name == "kernel") else {
            return self.renamed(weight);
        };
        let (window, channels) = weight.shape.split_at(space);
        let shape: Vec<usize> = channels.iter().rev().chain(window).copied().collect();
        let order: Vec<usize> = (2..shape.len()).chain([1, 0]).collect();
        vec![Piece::permuted(self.tensor("weight"), &shape, &order)]
    }

    /// `(h, w, in, multiplier)` of `(in · multiplier, 1, h, w)`.
    fn depthwise(&self, weight: &Weight) -> Vec<Piece> {
        let Some(space) = weight.shape.len().checked_sub(2).filter(|_| weight.name == "kernel") else {
            return self.renamed(weight);
        };
        let (window, channels) = weight.shape.split_at(space);
        let shape: Vec<usize> = [channels[0] * channels[1], 1].into_iter().chain(window.iter().copied()).collect();
        let order: Vec<usize> = (2..shape.len()).chain([0]).collect();
        vec![Piece::permuted(self.tensor("weight"), &shape, &order)]
    }

    /// The weights of a recurrent layer. `None` for a `GRU` with one bias, which PyTorch's are not.
    fn recurrent(&self, layer: &Layer, weight: &Weight) -> Option<Vec<Piece>> {
        let (direction, name) =
            weight.name.rsplit_once('.').map_or((None, weight.name), |(way, name)| (Some(way), name));
        // All of a layer's weights have as many gates as the recurrent kernel, (units, gates · units).
        let recurrent = layer.weights.iter().find(|weight| weight.name.ends_with("recurrent_kernel"))?;
        let &[units, columns] = recurrent.shape else { return None };
        let order = GATES.into_iter().find(|order| order.len() * units == columns)?;
        let end = if direction == Some("backward") { "_reverse" } else { "" };
        let tensor = |name: &str| self.tensor(&format!("{name}_l{}{end}", self.level));
        let gates = |stride| Axis { order: Some(order), ..axis(order.len(), stride) };
        let kernel = |name: &str, inputs: usize| {
            let axes = vec![axis(inputs, 1), gates(units * inputs), axis(units, inputs)];
            Piece::permuted(tensor(name), &[columns, inputs], &[1, 0]).with_axes(axes)
        };
        let bias = |name: &str| Piece::same(tensor(name), &[columns]).with_axes(vec![gates(units), axis(units, 1)]);
        match (name, weight.shape) {
            ("kernel", &[inputs, _]) => Some(vec![kernel("weight_ih", inputs)]),
            ("recurrent_kernel", _) => Some(vec![kernel("weight_hh", units)]),
            ("bias", &[2, _]) => Some(vec![bias("bias_ih"), bias("bias_hh")]),
            ("bias", _) if order.len() != 3 => Some(vec![bias("bias_ih").plus(tensor("bias_hh"))]),
            _ => None,
        }
    }

    /// The weights of attention: PyTorch has those of query, key and value in one, one below the other, or each by itself if
    /// their inputs differ.
    fn attention(&self, layer: &Layer, weight: &Weight) -> Vec<Piece> {
        const PARTS: [&str; 3] = ["query", "key", "value"];
        let part = weight.name.split_once('.').and_then(|(part, _)| PARTS.iter().position(|known| *known == part));
        let Some(part) = part else {
            let outputs = weight.shape.last().copied().unwrap_or_default();
            let inputs = weight.len() / outputs.max(1);
            let kernel = weight.name.ends_with("kernel");
            return vec![if kernel {
                Piece::permuted(self.tensor("out_proj.weight"), &[outputs, inputs], &[1, 0])
            } else {
                Piece::same(self.tensor("out_proj.bias"), weight.shape)
            }];
        };
        // Heads times the size of each: the rows of this part.
        let rows = |weight: &Weight| weight.shape[weight.shape.len().saturating_sub(2)..].iter().product::<usize>();
        let of = |part: usize| layer.weights.iter().find(move |weight| weight.name.starts_with(PARTS[part]));
        let before: usize = (0..part).filter_map(of).map(rows).sum();
        let all: usize = (0..PARTS.len()).filter_map(of).map(rows).sum();
        let rows = rows(weight);
        if !weight.name.ends_with("kernel") {
            let piece = Piece::same(self.tensor("in_proj_bias"), &[all]).with_axes(vec![axis(rows, 1)]);
            return vec![Piece { start: before, ..piece }];
        }
        let inputs = weight.shape[0];
        let alone = self.tensor(&format!("{}_proj_weight", &PARTS[part][..1]));
        if self.names.contains(&alone) {
            return vec![Piece::permuted(alone, &[rows, inputs], &[1, 0])];
        }
        let piece = Piece::permuted(self.tensor("in_proj_weight"), &[all, inputs], &[1, 0]);
        vec![Piece { start: before * inputs, ..piece.with_axes(vec![axis(inputs, 1), axis(rows, inputs)]) }]
    }
}
