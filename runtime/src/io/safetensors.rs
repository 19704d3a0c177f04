//! The safetensors format: a header in JSON that names the tensors, then their elements, little-endian.
//!
//! Tensors are named `<layer>.<weight>`. Shapes and the order of elements are Keras', which are the model's own.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use ::safetensors::tensor::{Dtype, Metadata, View};

use crate::error::{Error, Result};
use crate::io::atomic;
use crate::io::mismatch::{Mismatch, TensorForm};
use crate::model::{Model, Trainable};
use crate::names::{nearest, weights};
use crate::scalar::Scalar;

/// Longer headers are refused, as the format prescribes.
const MAX_HEADER: u64 = 100_000_000;

/// Writes the weights of a model to a file, with the model's name and the version of this crate as metadata. A file that
/// is there is replaced only by a complete new one: whatever fails, it stays.
///
/// # Errors
/// [`Error::File`] if the file cannot be written.
pub fn save<M: Model>(model: &M, path: impl AsRef<Path>) -> Result<()> {
    let path = path.as_ref();
    let file_error = |source| Error::File { action: "write", path: path.to_owned(), source };
    let metadata = [("format", "chainrule"), ("model", M::NAME), ("version", env!("CARGO_PKG_VERSION"))];
    let metadata = metadata.map(|(key, value)| (key.to_owned(), value.to_owned())).into_iter().collect();
    let tensors = weights::<M>().map(|(name, weight)| {
        (name, Tensor { values: &model.parameters()[weight.offset..weight.offset + weight.len()], shape: weight.shape })
    });
    let bytes =
        ::safetensors::serialize(tensors, Some(metadata)).map_err(|error| file_error(io::Error::other(error)))?;
    atomic::replace(path, &[&bytes]).map_err(file_error)
}

/// Reads the weights of a model from a file, which must hold all of them, with name, shape and number type, and nothing
/// else. Whatever fails, the model stays as it was.
///
/// # Errors
/// [`Error::File`] if the file cannot be read, [`Error::Content`] if it is not a complete safetensors file,
/// [`Error::Tensors`] with every tensor that is missing, surplus or different.
pub fn load<M: Trainable>(model: &mut M, path: impl AsRef<Path>) -> Result<()> {
    let path = path.as_ref();
    let file_error = |source| Error::File { action: "read", path: path.to_owned(), source };
    let mut file = File::open(path).map_err(file_error)?;
    let header = header(&mut file).map_err(file_error)?.map_err(|mistake| mistake.at(path))?;

    let mismatches = mismatches::<M>(&header);
    if !mismatches.is_empty() {
        return Err(Error::Tensors { path: path.to_owned(), model: M::NAME, mismatches });
    }

    // As many bytes as the model has parameters, which is no more than what the model itself takes.
    let expected = header.data_len();
    let mut bytes = Vec::with_capacity(expected);
    file.take(expected as u64 + 1).read_to_end(&mut bytes).map_err(file_error)?;
    if bytes.len() != expected {
        let found = if bytes.len() > expected { "more".to_owned() } else { bytes.len().to_string() };
        let mistake = Mistake { place: "the data after the header", expected: format!("{expected} bytes"), found };
        return Err(mistake.at(path));
    }
    for (name, weight) in weights::<M>() {
        if let Some(tensor) = header.info(&name) {
            let values = &mut model.parameters_mut()[weight.offset..weight.offset + weight.len()];
            decode(values, &bytes[tensor.data_offsets.0..tensor.data_offsets.1]);
        }
    }
    Ok(())
}

/// What is wrong with the content of a file.
struct Mistake {
    place: &'static str,
    expected: String,
    found: String,
}

impl Mistake {
    fn at(self, path: &Path) -> Error {
        let Self { place, expected, found } = self;
        Error::Content { path: path.to_owned(), place: place.to_owned(), expected, found }
    }
}

/// Reads the header alone, so that a file of another model, however large, is refused early.
fn header(file: &mut File) -> io::Result<std::result::Result<Metadata, Mistake>> {
    let mut length = Vec::with_capacity(8);
    file.take(8).read_to_end(&mut length)?;
    let Ok(length) = <[u8; 8]>::try_from(length.as_slice()).map(u64::from_le_bytes) else {
        let (expected, found) = ("8 bytes with its length".to_owned(), format!("{} bytes", length.len()));
        return Ok(Err(Mistake { place: "the start of the header", expected, found }));
    };
    if length > MAX_HEADER {
        let (expected, found) = (format!("at most {MAX_HEADER} bytes long"), length.to_string());
        return Ok(Err(Mistake { place: "the header", expected, found }));
    }
    let mut json = Vec::new();
    file.take(length).read_to_end(&mut json)?;
    if json.len() as u64 != length {
        let (expected, found) = (format!("{length} bytes long"), format!("{} bytes", json.len()));
        return Ok(Err(Mistake { place: "the header", expected, found }));
    }
    Ok(serde_json::from_slice(&json).map_err(|error| Mistake {
        place: "the header",
        expected: "a description of tensors that fill the data without gap or overlap (safetensors)".to_owned(),
        found: error.to_string(),
    }))
}

fn mismatches<M: Model>(header: &Metadata) -> Vec<Mismatch> {
    let names: Vec<String> = weights::<M>().map(|(name, _)| name).collect();
    let mut surplus = header.offset_keys();
    surplus.retain(|name| !names.contains(name));

    let mut mismatches = Vec::new();
    for (name, weight) in weights::<M>() {
        let expected = TensorForm { dtype: dtype::<M::Scalar>().to_string(), shape: weight.shape.to_vec() };
        match header.info(&name) {
            None => {
                let nearest = nearest(&name, surplus.iter().map(String::as_str));
                mismatches.push(Mismatch::Missing { name, nearest });
            }
            Some(tensor) => {
                let found = TensorForm { dtype: tensor.dtype.to_string(), shape: tensor.shape.clone() };
                if found != expected {
                    mismatches.push(Mismatch::Different { name, expected, found });
                }
            }
        }
    }
    mismatches.extend(surplus.into_iter().map(|name| Mismatch::Surplus { name }));
    mismatches
}

/// A weight as the crate `safetensors` wants to see it.
struct Tensor<'a, T> {
    values: &'a [T],
    shape: &'a [usize],
}

impl<T: Scalar> View for Tensor<'_, T> {
    fn dtype(&self) -> Dtype {
        dtype::<T>()
    }
    fn shape(&self) -> &[usize] {
        self.shape
    }
    fn data(&self) -> Cow<'_, [u8]> {
        Cow::Owned(encode(self.values))
    }
    fn data_len(&self) -> usize {
        size_of_val(self.values)
    }
}

/// Scalars are `f32` or `f64`, there are no others.
fn dtype<T: Scalar>() -> Dtype {
    if size_of::<T>() == size_of::<f32>() { Dtype::F32 } else { Dtype::F64 }
}

fn encode<T: Scalar>(values: &[T]) -> Vec<u8> {
    let values = values.iter().map(|value| value.to_f64());
    match dtype::<T>() {
        Dtype::F32 => values.flat_map(|value| (value as f32).to_le_bytes()).collect(),
        _ => values.flat_map(f64::to_le_bytes).collect(),
    }
}

fn decode<T: Scalar>(values: &mut [T], bytes: &[u8]) {
    match dtype::<T>() {
        Dtype::F32 => {
            for (value, bytes) in values.iter_mut().zip(bytes.as_chunks().0) {
                *value = T::from_f64(f64::from(f32::from_le_bytes(*bytes)));
            }
        }
        _ => {
            for (value, bytes) in values.iter_mut().zip(bytes.as_chunks().0) {
                *value = T::from_f64(f64::from_le_bytes(*bytes));
            }
        }
    }
}

#[cfg(test)]
mod tests;
