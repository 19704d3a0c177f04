//! Weights that are part of a program: what `= weights("digits.safetensors")` behind a model becomes. The file is judged
//! while the crate compiles, and its elements are copied to where the model wants them; nothing is left to do at run time.
//!
//! A file that is not sound is told once, by [`sound`]: all others are silent about it.

use crate::model::{Layer, Weight};
use crate::scalar::Scalar;
use crate::text::{Text, distance};
use crate::weights::finite::first_not_finite;
use crate::weights::header::{Entry, Sizes};
use crate::weights::mistake::Words;
use crate::weights::table::{Table, find, is};

/// As many bytes as a line of the cache has: what embedded weights are measured in.
pub(crate) type Block = [u128; 4];

/// Embedded weights: numbers that begin where a line of the cache does, zeros behind the last one.
#[derive(Debug)]
#[repr(C, align(64))]
pub struct Embedded<const BLOCKS: usize>([Block; BLOCKS]);

/// How many blocks so many parameters fill.
pub const fn blocks<T: Scalar>(params: usize) -> usize {
    (params * size_of::<T>()).div_ceil(size_of::<Block>())
}

/// The embedded weights as what a model takes for its parameters.
pub const fn parameters<T: Scalar>(blocks: &[Block], params: usize) -> &[T] {
    bytemuck::must_cast_slice::<Block, T>(blocks).split_at(params).0
}

impl<const BLOCKS: usize> Embedded<BLOCKS> {
    /// Its blocks.
    pub const fn blocks(&self) -> &[Block] {
        &self.0
    }
}

/// Holds that a file is one of safetensors, and whole.
///
/// # Panics
/// While the crate compiles, if it is not.
#[track_caller]
pub const fn sound<const N: usize>(table: &Table<'_, N>, path: &str) {
    if let Some(mistake) = &table.mistake {
        let [place, expected, found] = mistake.words();
        let text = words(Text::new().push("`").push(path).push("`: "), &place).push(" must be ");
        let text = words(words(text, &expected).push(", found "), &found);
        panic!("{}", text.push("\nhelp: save the weights of the model to this file once more").as_str());
    }
}

const fn words(text: Text, words: &Words<'_>) -> Text {
    let text = text.push(words.before);
    let text = if let Some(quoted) = words.quoted { text.found(quoted) } else { text };
    let text = if let Some(number) = words.number { text.number(number) } else { text };
    text.push(words.after)
}

/// The name of a number type in files.
pub(crate) const fn dtype<T: Scalar>() -> &'static str {
    if size_of::<T>() == size_of::<f32>() { "F32" } else { "F64" }
}

/// Holds that a file has the weights of a layer.
///
/// # Panics
/// While the crate compiles, if it has not, with all that are missing or different.
#[track_caller]
pub const fn fits<T: Scalar, const N: usize>(table: &Table<'_, N>, layers: &[Layer], layer: usize, path: &str) {
    if table.mistake.is_some() {
        return;
    }
    let (mut text, mut at) = (Text::new(), 0);
    while at < layers[layer].weights.len() {
        text = judged::<T>(text, &table.entries, layers, [layer, at]);
        at += 1;
    }
    if !text.is_empty() {
        let text = text.push("\nhelp: change the layer, or save the weights of this model to `").push(path).push("`");
        panic!("{}", text.as_str());
    }
}

/// A text with what is wrong with a weight, the `at`-th of a layer, behind it.
const fn judged<T: Scalar>(text: Text, entries: &[Entry<'_>], layers: &[Layer], [layer, at]: [usize; 2]) -> Text {
    let (name, weight) = (layers[layer].name, &layers[layer].weights[at]);
    let found = find(entries, name, weight.name);
    if let Some(found) = found
        && is(&entries[found], dtype::<T>(), weight.shape)
    {
        return text;
    }
    let text = if text.is_empty() { text } else { text.push("; ") };
    let text = text.push("`").push(name).push(".").push(weight.name).push("` ");
    match found {
        None => nearest(text.push("is missing in the file"), entries, layers, [layer, at]),
        Some(found) => {
            let text = text.push("must be ").push(dtype::<T>()).push(" ").shape(weight.shape).push(", found ");
            form(text, &entries[found])
        }
    }
}

/// `F32 (784, 128)`, in the spacing of ours.
const fn form(text: Text, entry: &Entry<'_>) -> Text {
    let (mut text, mut sizes, mut first) = (text.found(entry.dtype).push(" ("), Sizes::new(entry), true);
    while let Some(size) = sizes.next() {
        text = if first { text } else { text.push(", ") }.number(size);
        first = false;
    }
    text.push(")")
}

/// A text with the name behind it that is most like that of a weight, among those that are none of the model.
const fn nearest(text: Text, entries: &[Entry<'_>], layers: &[Layer], [layer, at]: [usize; 2]) -> Text {
    let (mut name, mut len) = ([0; 128], 0);
    let pieces = [layers[layer].name.as_bytes(), b".", layers[layer].weights[at].name.as_bytes()];
    let mut piece = 0;
    while piece < pieces.len() {
        let mut byte = 0;
        while byte < pieces[piece].len() && len < name.len() {
            name[len] = pieces[piece][byte];
            len += 1;
            byte += 1;
        }
        piece += 1;
    }
    let (name, _) = name.split_at(len);
    let (mut best, mut least, mut at) = (None, len / 2 + 1, 0);
    while at < entries.len() {
        let found = distance(name, entries[at].name);
        if found < least && !known(&entries[at], layers) {
            (best, least) = (Some(at), found);
        }
        at += 1;
    }
    match best {
        Some(best) => text.push(" (the nearest name is `").found(entries[best].name).push("`)"),
        None => text,
    }
}

/// Whether a tensor has the name of a weight of the model.
const fn known(entry: &Entry<'_>, layers: &[Layer]) -> bool {
    let (mut layer, entry) = (0, core::slice::from_ref(entry));
    while layer < layers.len() {
        let mut weight = 0;
        while weight < layers[layer].weights.len() {
            if find(entry, layers[layer].name, layers[layer].weights[weight].name).is_some() {
                return true;
            }
            weight += 1;
        }
        layer += 1;
    }
    false
}

/// Holds that a file has nothing but the weights of a model.
///
/// # Panics
/// While the crate compiles, if it has more, with all that is surplus.
#[track_caller]
pub const fn only<const N: usize>(table: &Table<'_, N>, layers: &[Layer], path: &str) {
    let (mut of_the_model, mut layer) = ([false; N], 0);
    while layer < layers.len() {
        let mut weight = 0;
        while weight < layers[layer].weights.len() {
            if let Some(found) = find(&table.entries, layers[layer].name, layers[layer].weights[weight].name) {
                of_the_model[found] = true;
            }
            weight += 1;
        }
        layer += 1;
    }
    let (mut text, mut at) = (Text::new(), 0);
    while at < N && table.mistake.is_none() {
        if !of_the_model[at] {
            text = if text.is_empty() { text } else { text.push("; ") };
            text = text.push("`").found(table.entries[at].name).push("` in the file is not a weight of the model");
        }
        at += 1;
    }
    let right = text.is_empty();
    assert!(right, "{}", text.push("\nhelp: save the weights of this model to `").push(path).push("`").as_str());
}

/// Holds that the weights of a layer are finite.
///
/// # Panics
/// While the crate compiles, if one is not.
#[track_caller]
pub const fn finite<T: Scalar>(blocks: &[Block], layers: &[Layer], layer: usize) {
    let mut at = 0;
    while at < layers[layer].weights.len() {
        let weight = &layers[layer].weights[at];
        let found = first_not_finite(blocks, size_of::<T>(), weight.offset, weight.offset + weight.len());
        if let Some(found) = found {
            let text = Text::new().push("`").push(layers[layer].name).push(".").push(weight.name);
            let text = text.push("` is not finite at element ").number((found - weight.offset) as u64);
            let help = "\nhelp: train the model anew, or write `weights(…, allow_non_finite = true)`";
            panic!("{}", text.push(help).as_str());
        }
        at += 1;
    }
}

/// The elements of a file where a model has its parameters. What does not fit stays zero: [`fits`] has told.
pub const fn embedded<T: Scalar, const N: usize, const BLOCKS: usize>(
    table: &Table<'_, N>,
    layers: &[Layer],
) -> Embedded<BLOCKS> {
    let mut bytes = [[0; size_of::<Block>()]; BLOCKS];
    let mut layer = 0;
    while layer < layers.len() && table.mistake.is_none() {
        let mut at = 0;
        while at < layers[layer].weights.len() {
            let weight = &layers[layer].weights[at];
            if let Some(found) = find(&table.entries, layers[layer].name, weight.name)
                && is(&table.entries[found], dtype::<T>(), weight.shape)
            {
                copy::<T>(bytes.as_flattened_mut(), weight, table.data, &table.entries[found]);
            }
            at += 1;
        }
        layer += 1;
    }
    Embedded(bytemuck::must_cast(bytes))
}

/// Copies the elements of a tensor to where a weight is.
const fn copy<T: Scalar>(bytes: &mut [u8], weight: &Weight, data: &[u8], entry: &Entry<'_>) {
    let (_, bytes) = bytes.split_at_mut(weight.offset * size_of::<T>());
    let (bytes, _) = bytes.split_at_mut(weight.len() * size_of::<T>());
    let (_, data) = data.split_at(entry.start as usize);
    let (data, _) = data.split_at((entry.end - entry.start) as usize);
    bytes.copy_from_slice(data);
    if cfg!(target_endian = "big") {
        let mut at = 0;
        while at < bytes.len() {
            let mut byte = 0;
            while byte < size_of::<T>() / 2 {
                bytes.swap(at + byte, at + size_of::<T>() - 1 - byte);
                byte += 1;
            }
            at += size_of::<T>();
        }
    }
}
