//! Where the weights of a model come from: files of ours, of PyTorch or of Keras, with whatever names.

mod keras;
mod pytorch;
pub(super) mod recipe;

use crate::error::{Error, Result};
use crate::io::contents::{Tensors, name};
use crate::model::{Layer, Weight};
use crate::names::{self, Names};
use recipe::{Piece, Recipe};

/// How [`load_with`](super::load_with) reads a file: who wrote it, and which layer of the file is which of the model.
///
/// ```
/// use chainrule::io::Import;
///
/// // A layer that is named as in PyTorch's module needs no further word; `dense1` is PyTorch's `fc1`.
/// let import = Import::pytorch().layer("dense1", "fc1");
/// # let _ = import;
/// ```
///
/// What the names do not settle, shapes do: every tensor must have exactly the shape that its layer expects, and every weight
/// and every tensor must find its counterpart, or nothing is loaded.
///
/// # PyTorch
/// A file as `safetensors.torch.save_file(module.state_dict(), path)` writes it. Kernels are transposed, gates put in order and
/// added up as the class of the model's layer asks for:
///
/// | layer of the model | PyTorch | what is done |
/// |---|---|---|
/// | `Dense`, also in `TimeDistributed` | `nn.Linear` | `weight` (out, in) is transposed; after `Flatten` see below |
/// | `Conv1D`, `Conv2D` | `nn.Conv1d`, `nn.Conv2d` | `weight` (out, in, h, w) becomes (h, w, in, out), with groups too |
/// | `Conv1DTranspose`, `Conv2DTranspose` | `nn.ConvTranspose1d`, `nn.ConvTranspose2d` | `weight` (in, out, h, w) becomes (h, w, out, in) |
/// | `DepthwiseConv1D`, `DepthwiseConv2D` | `nn.Conv2d` with `groups` = channels | `weight` (in · multiplier, 1, h, w) becomes (h, w, in, multiplier) |
/// | `LSTM`, `SimpleRNN` | `nn.LSTM`, `nn.RNN` | `weight_ih_l0` and `weight_hh_l0` are transposed, the two biases added |
/// | `GRU` (`reset_after = true`, the default) | `nn.GRU` | the same, gates from r, z, n to z, r, h; the two biases stay two |
/// | `Bidirectional` | `bidirectional=True` | `…_reverse` is the backward layer |
/// | `BatchNormalization` | `nn.BatchNorm1d`, `2d` | `weight`, `bias`, `running_mean`, `running_var`; write `epsilon = 1e-5`, PyTorch's default |
/// | `LayerNormalization`, `GroupNormalization` | `nn.LayerNorm`, `nn.GroupNorm` | `weight`, `bias`; `epsilon = 1e-5` |
/// | `Embedding` | `nn.Embedding` | `weight` as it is |
/// | `MultiHeadAttention` | `nn.MultiheadAttention` | `in_proj_weight` is divided among query, key and value, all are transposed |
/// | `PReLU` | `nn.PReLU` | `weight` as it is |
///
/// Other layers keep our names and shapes. `num_batches_tracked` is passed over. The further layers of `num_layers = 2` are
/// layers of their own here: [`stacked`](Self::stacked).
///
/// A `Dense` behind `Flatten` meets the elements of an image as (height, width, channels), PyTorch's `nn.Linear` as (channels,
/// height, width): its rows are put in our order, which needs no word. Of a sequence, (steps, features), only you can know:
/// what comes from `nn.Conv1d` is [`channels_first`](Self::channels_first), from `nn.LSTM(batch_first=True)`
/// [`channels_last`](Self::channels_last).
///
/// # Keras
/// A file with the paths of weights as names, as the guide shows. Shapes and the order of elements are ours. Keras numbers layers
/// from `dense`, `dense_1` on, we from `dense1`, `dense2` on: layers that are named so need no further word, and the names of
/// cells, such as `lstm_cell`, and of models around do not matter. The states of random generators are passed over.
#[derive(Clone, Debug)]
pub struct Import {
    framework: Framework,
    layers: Vec<Place>,
    orders: Vec<(String, Order)>,
    pub(super) allow_non_finite: bool,
}

/// Who wrote a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Framework {
    Ours,
    PyTorch,
    Keras,
}

/// Where a layer of the model is in the file.
#[derive(Clone, Debug)]
struct Place {
    layer: String,
    file: String,
    /// Which of several layers in one module of PyTorch's.
    level: usize,
}

/// In what order the elements before `Flatten` were.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Order {
    ChannelsFirst,
    ChannelsLast,
}

impl Default for Import {
    fn default() -> Self {
        Self::new()
    }
}

impl Import {
    /// A file of ours, as [`load`](super::load) reads it.
    pub fn new() -> Self {
        Self { framework: Framework::Ours, layers: Vec::new(), orders: Vec::new(), allow_non_finite: false }
    }

    /// A file of PyTorch's: the table above.
    pub fn pytorch() -> Self {
        Self { framework: Framework::PyTorch, ..Self::new() }
    }

    /// A file of Keras'.
    pub fn keras() -> Self {
        Self { framework: Framework::Keras, ..Self::new() }
    }

    /// Says that `layer` of the model has the name `name` in the file. A model inside the model can be named as well: then its
    /// layers are looked for under that name.
    ///
    /// `nn.Sequential` names its layers by numbers: `.layer("dense1", "0").layer("dense2", "2")`.
    pub fn layer(self, layer: impl Into<String>, name: impl Into<String>) -> Self {
        self.stacked(layer, name, 0)
    }

    /// As [`layer`](Self::layer), for one of several recurrent layers in one module of PyTorch's: the second of
    /// `nn.LSTM(…, num_layers = 2)` has the level 1.
    pub fn stacked(mut self, layer: impl Into<String>, name: impl Into<String>, level: usize) -> Self {
        self.layers.push(Place { layer: layer.into(), file: name.into(), level });
        self
    }

    /// Says that what `layer`, a `Dense`, is fed was flattened with the channels first, as PyTorch does with what convolutions
    /// put out.
    pub fn channels_first(mut self, layer: impl Into<String>) -> Self {
        self.orders.push((layer.into(), Order::ChannelsFirst));
        self
    }

    /// Says that what `layer`, a `Dense`, is fed was flattened with the channels last.
    pub fn channels_last(mut self, layer: impl Into<String>) -> Self {
        self.orders.push((layer.into(), Order::ChannelsLast));
        self
    }

    /// Reads weights that are infinite or not numbers, too.
    pub fn allow_non_finite(mut self) -> Self {
        self.allow_non_finite = true;
        self
    }

    /// That the model has all layers that are named.
    pub(super) fn check(&self, names: Names) -> Result<()> {
        let orders = self.orders.iter().map(|(layer, _)| layer);
        self.layers.iter().map(|place| &place.layer).chain(orders).try_for_each(|layer| names.check(layer))?;
        // An order for what was never flattened is a mistake, too.
        for (name, _) in &self.orders {
            let flattened = names.layers.iter().any(|layer| layer.name == *name && layer.flattened.len() > 1);
            if !flattened {
                return Err(Error::NotFlattened { model: names.model, layer: name.clone() });
            }
        }
        Ok(())
    }

    /// The name of a layer in the file, and which of several it is there; the most particular word counts.
    fn place(&self, layer: &str) -> Option<(String, usize)> {
        let covers = |place: &&Place| names::rest(&place.layer, layer).is_some();
        let place = self.layers.iter().filter(covers).max_by_key(|place| place.layer.len())?;
        let rest = names::rest(&place.layer, layer).unwrap_or_default();
        Some((format!("{}{rest}", place.file), place.level))
    }

    fn order(&self, layer: &str) -> Option<Order> {
        self.orders.iter().rev().find(|(name, _)| name == layer).map(|(_, order)| *order)
    }
}

/// How each weight of a model is made of the tensors of a file.
pub(super) fn recipes(layers: &'static [Layer], import: &Import, tensors: &Tensors<'_>) -> Vec<Recipe> {
    let names: Vec<String> = tensors.entries.iter().map(name).collect();
    let each = |layer: &'static Layer| layer.weights.iter().map(move |weight| (layer, weight));
    let weights = layers.iter().flat_map(each);
    weights
        .map(|(layer, weight)| match import.framework {
            Framework::Ours => {
                let place = import.place(layer.name).map_or(layer.name.to_owned(), |(name, _)| name);
                as_it_is(layer, weight, format!("{place}.{}", weight.name))
            }
            Framework::PyTorch => pytorch::recipe(import, layer, weight, &names),
            Framework::Keras => as_it_is(layer, weight, keras::tensor(import, layer, weight, &names)),
        })
        .collect()
}

fn as_it_is(layer: &Layer, weight: &'static Weight, tensor: String) -> Recipe {
    Recipe { layer: layer.name, weight, pieces: vec![Piece::same(tensor, weight.shape)], mistake: None }
}

/// Whether a tensor is none of a weight, but of what the framework keeps beside them.
pub(super) fn ignored(import: &Import, name: &str) -> bool {
    let last = name.rsplit(['.', '/']).next().unwrap_or_default();
    match import.framework {
        Framework::Ours => false,
        Framework::PyTorch => last == "num_batches_tracked",
        Framework::Keras => last == "seed_generator_state",
    }
}
