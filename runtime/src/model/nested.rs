//! The weights of a model as those of a layer of another, while the crate compiles: `dense1.kernel`, from offset 0 on.

use super::{Layer, Role, Weight};
use crate::{initializers, regularizers};

/// What an array is filled with first.
const NONE: Weight = Weight {
    name: "",
    shape: &[],
    offset: 0,
    role: Role::Fixed,
    initializer: initializers::zeros(),
    regularizer: regularizers::none(),
};

/// How many weights some layers have.
pub const fn count(layers: &[Layer]) -> usize {
    let (mut sum, mut at) = (0, 0);
    while at < layers.len() {
        sum += layers[at].weights.len();
        at += 1;
    }
    sum
}

/// How long the names of their weights are, one behind the other.
pub const fn names_len(layers: &[Layer]) -> usize {
    let (mut sum, mut at) = (0, 0);
    while at < layers.len() {
        let Layer { name, weights, .. } = layers[at];
        let mut weight = 0;
        while weight < weights.len() {
            sum += name.len() + 1 + weights[weight].name.len();
            weight += 1;
        }
        at += 1;
    }
    sum
}

/// The names of their weights, one behind the other: `dense1.kerneldense1.bias`.
pub const fn names<const N: usize>(layers: &[Layer]) -> [u8; N] {
    let (mut names, mut len, mut at) = ([0; N], 0, 0);
    while at < layers.len() {
        let Layer { name, weights, .. } = layers[at];
        let mut weight = 0;
        while weight < weights.len() {
            len = write(&mut names, len, name);
            len = write(&mut names, len, ".");
            len = write(&mut names, len, weights[weight].name);
            weight += 1;
        }
        at += 1;
    }
    names
}

/// Writes a text; where it ends.
const fn write(names: &mut [u8], mut at: usize, text: &str) -> usize {
    let (text, start) = (text.as_bytes(), at);
    while at < start + text.len() {
        names[at] = text[at - start];
        at += 1;
    }
    at
}

/// Their weights, by their names in [`names`].
pub const fn weights<const N: usize>(layers: &[Layer], mut names: &'static [u8]) -> [Weight; N] {
    let (mut found, mut number, mut at) = ([NONE; N], 0, 0);
    while at < layers.len() {
        let mut weight = 0;
        while weight < layers[at].weights.len() {
            let inner = layers[at].weights[weight];
            let (name, rest) = names.split_at(layers[at].name.len() + 1 + inner.name.len());
            let name = match core::str::from_utf8(name) {
                Ok(name) => name,
                Err(_) => inner.name,
            };
            found[number] = Weight { name, ..inner };
            names = rest;
            number += 1;
            weight += 1;
        }
        at += 1;
    }
    found
}

/// Weights in the place of a stage, whose first parameter lies at an offset.
pub const fn placed<const N: usize>(weights: &[Weight], offset: usize) -> [Weight; N] {
    let (mut placed, mut at) = ([NONE; N], 0);
    while at < N {
        placed[at] = Weight { offset: offset + weights[at].offset, ..weights[at] };
        at += 1;
    }
    placed
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Layout;

    const fn weight(name: &'static str, offset: usize) -> Weight {
        Weight { name, shape: &[2], offset, ..NONE }
    }

    const fn layer(name: &'static str, weights: &'static [Weight]) -> Layer {
        Layer { name, class: "Dense", output: &[2], weights, macs: 0, layout: Layout::Features, flattened: &[] }
    }

    const LAYERS: &[Layer] = &[
        layer("flatten1", &[]),
        layer("dense1", &[weight("kernel", 0), weight("bias", 2)]),
        layer("inner1", &[weight("dense1.kernel", 4)]),
    ];
    const NAMES: &[u8; names_len(LAYERS)] = &names(LAYERS);
    const WEIGHTS: [Weight; count(LAYERS)] = weights(LAYERS, NAMES);

    #[test]
    fn names_nest_and_offsets_move() {
        let placed: [Weight; 3] = placed(&WEIGHTS, 10);
        let found = placed.map(|weight| (weight.name, weight.offset));
        assert_eq!(found, [("dense1.kernel", 10), ("dense1.bias", 12), ("inner1.dense1.kernel", 14)]);
    }
}
