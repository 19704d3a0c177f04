//! The file of a checkpoint: safetensors whose last tensor is a checksum of everything before it.
//!
//! Whatever stands in a file, reading it takes memory in proportion to its size, and ends in its content or in an error.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use flate2::Crc;
use serde_json::{Map, Value, json};

use crate::error::{Error, Result};
use crate::io::atomic;
use crate::scalar::Scalar;

/// The name of the last tensor: one number of 32 bits, the CRC-32 of all bytes before it.
const CHECKSUM: &str = "training/checksum";

/// Texts by their keys, and tensors by their names.
#[derive(Debug, Default)]
pub(super) struct Container {
    pub(super) texts: BTreeMap<String, String>,
    pub(super) tensors: BTreeMap<String, Tensor>,
}

/// A tensor with its elements, little-endian.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Tensor {
    pub(super) dtype: &'static str,
    pub(super) shape: Vec<usize>,
    bytes: Vec<u8>,
}

impl Tensor {
    pub(super) fn new<T: Scalar>(shape: &[usize], values: &[T]) -> Self {
        let values = values.iter().map(|value| value.to_f64());
        let bytes = match dtype::<T>() {
            "F32" => values.flat_map(|value| (value as f32).to_le_bytes()).collect(),
            _ => values.flat_map(f64::to_le_bytes).collect(),
        };
        Self { dtype: dtype::<T>(), shape: shape.to_vec(), bytes }
    }

    pub(super) fn row(values: &[f64]) -> Self {
        Self::new(&[values.len()], values)
    }

    /// The elements, exactly.
    pub(super) fn values(&self) -> Vec<f64> {
        match self.dtype {
            "F32" => self.bytes.as_chunks().0.iter().map(|bytes| f64::from(f32::from_le_bytes(*bytes))).collect(),
            _ => self.bytes.as_chunks().0.iter().map(|bytes| f64::from_le_bytes(*bytes)).collect(),
        }
    }
}

/// How safetensors calls a number type. Scalars are `f32` or `f64`, there are no others.
pub(super) fn dtype<T: Scalar>() -> &'static str {
    if size_of::<T>() == size_of::<f32>() { "F32" } else { "F64" }
}

impl Container {
    /// Writes it as a whole, or not at all.
    pub(super) fn write(&self, path: &Path) -> Result<()> {
        let mut header = Map::new();
        header.insert("__metadata__".to_owned(), json!(self.texts));
        let mut end = 0;
        let mut describe = |name: &str, dtype: &str, shape: &[usize], len: usize| {
            let description = json!({ "dtype": dtype, "shape": shape, "data_offsets": [end, end + len] });
            end += len;
            header.insert(name.to_owned(), description);
        };
        for (name, tensor) in &self.tensors {
            describe(name, tensor.dtype, &tensor.shape, tensor.bytes.len());
        }
        describe(CHECKSUM, "U32", &[1], 4);
        let mut header = Value::Object(header).to_string();
        // So that elements begin at a multiple of eight bytes.
        header.extend(std::iter::repeat_n(' ', header.len().next_multiple_of(8) - header.len()));

        let length = (header.len() as u64).to_le_bytes();
        let mut parts: Vec<&[u8]> = vec![&length, header.as_bytes()];
        parts.extend(self.tensors.values().map(|tensor| tensor.bytes.as_slice()));
        let mut crc = Crc::new();
        for part in &parts {
            crc.update(part);
        }
        let sum = crc.sum().to_le_bytes();
        parts.push(&sum);
        atomic::replace(path, &parts).map_err(|source| failed("write", path, source))
    }

    pub(super) fn read(path: &Path) -> Result<Self> {
        let bytes = fs::read(path).map_err(|source| failed("read", path, source))?;
        Self::parse(&bytes).map_err(|Mistake { place, expected, found }| Error::Content {
            path: path.to_owned(),
            place: place.to_owned(),
            expected: expected.to_owned(),
            found,
        })
    }

    fn parse(bytes: &[u8]) -> std::result::Result<Self, Mistake> {
        let whole = "the bytes of a complete checkpoint";
        let mistake = |found: &str| Mistake { place: "the content", expected: whole, found: found.to_owned() };
        let (content, sum) = bytes.split_last_chunk().ok_or_else(|| mistake("fewer than four bytes"))?;
        let mut crc = Crc::new();
        crc.update(content);
        if crc.sum() != u32::from_le_bytes(*sum) {
            return Err(mistake("others: its checksum is wrong"));
        }
        let (length, rest) = content.split_first_chunk().ok_or_else(|| mistake("no header"))?;
        let length = usize::try_from(u64::from_le_bytes(*length)).unwrap_or(usize::MAX);
        let (header, elements) = rest.split_at_checked(length).ok_or_else(|| mistake("a header that is cut off"))?;
        let header = serde_json::from_slice(header).map_err(|error| Mistake {
            place: "the header",
            expected: "an object of JSON",
            found: error.to_string(),
        })?;
        let Value::Object(header) = header else { return Err(mistake("a header that is no object")) };

        let mut container = Self::default();
        for (name, value) in header {
            if name == "__metadata__" {
                let texts = value.as_object().into_iter().flatten();
                let texts = texts.filter_map(|(key, text)| Some((key.clone(), text.as_str()?.to_owned())));
                container.texts = texts.collect();
            } else if name != CHECKSUM {
                let tensor = tensor(&value, elements).ok_or_else(|| Mistake {
                    place: "the header",
                    expected: "a tensor of F32 or F64 for each name, as long as its shape says",
                    found: format!("another description of `{}`", name.escape_debug()),
                })?;
                container.tensors.insert(name, tensor);
            }
        }
        Ok(container)
    }

    /// Takes the elements of a tensor, if it is there.
    pub(super) fn take(&mut self, name: &str) -> Option<Vec<f64>> {
        self.tensors.remove(name).map(|tensor| tensor.values())
    }

    /// A number among the texts.
    pub(super) fn number(&self, key: &str) -> Option<u64> {
        self.texts.get(key)?.parse().ok()
    }
}

/// A tensor out of its description.
fn tensor(description: &Value, elements: &[u8]) -> Option<Tensor> {
    let size = |value: &Value| value.as_u64().and_then(|size| usize::try_from(size).ok());
    let (dtype, width) = match description.get("dtype")?.as_str()? {
        "F32" => ("F32", 4_usize),
        "F64" => ("F64", 8),
        _ => return None,
    };
    let shape: Vec<usize> = description.get("shape")?.as_array()?.iter().map(size).collect::<Option<_>>()?;
    let [start, end] = description.get("data_offsets")?.as_array()?.as_slice() else { return None };
    let bytes = elements.get(size(start)?..size(end)?)?;
    let len = shape.iter().try_fold(width, |len, size| len.checked_mul(*size))?;
    (len == bytes.len()).then(|| Tensor { dtype, shape, bytes: bytes.to_vec() })
}

/// What is wrong with the content of a file.
struct Mistake {
    place: &'static str,
    expected: &'static str,
    found: String,
}

fn failed(action: &'static str, path: &Path, source: io::Error) -> Error {
    Error::File { action, path: path.to_owned(), source }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Container {
        let mut container = Container::default();
        container.texts.insert("seed".to_owned(), u64::MAX.to_string());
        container.tensors.insert("dense1.kernel".to_owned(), Tensor::new(&[2, 1], &[0.1_f32, -0.0]));
        container.tensors.insert("history/0/loss".to_owned(), Tensor::row(&[f64::NAN, 1e-300]));
        container.tensors.insert("training/metrics".to_owned(), Tensor::row(&[]));
        container
    }

    fn written(container: &Container, name: &str) -> Vec<u8> {
        let path = std::env::temp_dir().join(format!("chainrule-container-{name}-{}", std::process::id()));
        container.write(&path).unwrap();
        let bytes = fs::read(&path).unwrap();
        fs::remove_file(path).unwrap();
        bytes
    }

    /// The same bytes with the right checksum.
    fn sealed(mut bytes: Vec<u8>) -> Vec<u8> {
        let end = bytes.len() - 4;
        let mut crc = Crc::new();
        crc.update(&bytes[..end]);
        bytes[end..].copy_from_slice(&crc.sum().to_le_bytes());
        bytes
    }

    #[test]
    fn what_is_written_is_read_bit_for_bit() {
        let bytes = written(&sample(), "read");
        let mut found = Container::parse(&bytes).ok().unwrap();
        assert_eq!(found.number("seed"), Some(u64::MAX));
        assert_eq!(found.tensors["dense1.kernel"], sample().tensors["dense1.kernel"]);
        let loss = found.take("history/0/loss").unwrap();
        assert!(loss[0].is_nan() && loss[1] == 1e-300);
        assert_eq!((found.take("training/metrics"), found.take("nothing")), (Some(vec![]), None));
    }

    #[test]
    fn it_is_a_safetensors_file_for_others() {
        let bytes = written(&sample(), "others");
        let tensors = safetensors::SafeTensors::deserialize(&bytes).unwrap();
        let kernel = tensors.tensor("dense1.kernel").unwrap();
        assert_eq!(
            (kernel.shape(), kernel.data()),
            (&[2, 1][..], [0.1_f32, -0.0].map(f32::to_le_bytes).as_flattened())
        );
        assert_eq!(tensors.tensor(CHECKSUM).unwrap().data(), &bytes[bytes.len() - 4..]);
    }

    #[test]
    fn every_flipped_bit_and_every_cut_is_seen() {
        let bytes = written(&sample(), "flipped");
        for at in 0..bytes.len() {
            let mut flipped = bytes.clone();
            flipped[at] ^= 1 << (at % 8);
            assert!(Container::parse(&flipped).is_err(), "byte {at}");
            assert!(Container::parse(&bytes[..at]).is_err(), "cut after {at} bytes");
        }
        assert!(Container::parse(&[&bytes[..], &[0]].concat()).is_err());
    }

    #[test]
    fn hostile_files_with_a_right_checksum_are_refused() {
        let bytes = written(&sample(), "hostile");
        // Whatever a byte is changed to, reading ends.
        for at in 0..bytes.len() - 4 {
            for to in [0, 0x22, 0x39, 0x5b, 0x7b, 0xff] {
                let mut changed = bytes.clone();
                changed[at] = to;
                let _ = Container::parse(&sealed(changed));
            }
        }
        for header in [
            String::new(),
            "[]".to_owned(),
            "[".repeat(100_000),
            r#"{"a":{"dtype":"F32","shape":[18446744073709551615],"data_offsets":[0,4]}}"#.to_owned(),
            r#"{"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]}}"#.to_owned(),
            r#"{"a":{"dtype":"F64","shape":[1],"data_offsets":[8,0]}}"#.to_owned(),
            r#"{"a":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}}"#.to_owned(),
            r#"{"a":{"dtype":"F64","shape":[1.5],"data_offsets":[0,8]}}"#.to_owned(),
            r#"{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}"#.to_owned(),
        ] {
            let mut file = (header.len() as u64).to_le_bytes().to_vec();
            file.extend_from_slice(header.as_bytes());
            file.extend_from_slice(&[0; 8]);
            assert!(Container::parse(&sealed(file)).is_err(), "{header:.80}");
        }
        assert!(Container::parse(&sealed(u64::MAX.to_le_bytes().repeat(3))).is_err());
    }
}
