//! Writing the weights of a model.

use std::borrow::Cow;
use std::path::Path;
use std::string::String;

use crate::error::{Error, Result};
use crate::io::{atomic, not_finite, numbers};
use crate::model::{Model, Weight};
use crate::names::Names;
use crate::scalar::Scalar;
use crate::weights::embed::dtype;

/// How [`save_with`] writes the weights of a model.
///
/// ```
/// use chainrule::io::Export;
///
/// # fn main() -> chainrule::Result<()> {
/// chainrule::model! { Digits: Flatten(8, 8) -> Dense(10, softmax) }
///
/// let net = Digits::seeded(7);
/// # let path = std::env::temp_dir().join(format!("chainrule-doc-export-{}.safetensors", std::process::id()));
/// net.save_with(&path, &Export::new().seed(7))?;
/// # std::fs::remove_file(path).unwrap();
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, Default)]
pub struct Export {
    seed: Option<u64>,
    allow_non_finite: bool,
}

impl Export {
    /// What [`save`] does: nothing is said of a seed, weights that are not finite are refused.
    pub fn new() -> Self {
        Self::default()
    }

    /// Names the seed that the model began with in the metadata. The model itself does not know it.
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = Some(seed);
        self
    }

    /// Writes weights that are infinite or not numbers, too.
    pub fn allow_non_finite(mut self) -> Self {
        self.allow_non_finite = true;
        self
    }
}

/// Writes the weights of a model to a file, with the model's name, its chain of layers as text, and the version of this crate
/// as metadata. A file that is there is replaced only by a complete new one: whatever fails, it stays. Of several that
/// write to one path at a time the last wins, and its file is complete.
///
/// # Errors
/// [`Error::File`] if the file cannot be written, [`Error::NonFiniteWeights`] if a weight is infinite or not a number.
pub fn save<M: Model>(model: &M, path: impl AsRef<Path>) -> Result<()> {
    save_with(model, path, &Export::new())
}

/// As [`save`], as `export` says.
///
/// # Errors
/// As [`save`].
pub fn save_with<M: Model>(model: &M, path: impl AsRef<Path>, export: &Export) -> Result<()> {
    let saved = Saved { names: Names::of::<M>(), chain: M::CHAIN, parameters: model.parameters() };
    write(&saved, path.as_ref(), export)
}

/// What a file holds of a model.
struct Saved<'a, T> {
    names: Names,
    chain: &'static str,
    parameters: &'a [T],
}

fn write<T: Scalar>(saved: &Saved<'_, T>, path: &Path, export: &Export) -> Result<()> {
    let names = saved.names;
    let values = |weight: &Weight| &saved.parameters[weight.offset..][..weight.len()];
    if !export.allow_non_finite {
        let found: Vec<_> =
            names.weights().filter_map(|(name, weight)| not_finite(&name, values(weight).iter().copied())).collect();
        if !found.is_empty() {
            return Err(Error::NonFiniteWeights { action: "save", path: path.to_owned(), weights: found });
        }
    }
    let header = header(saved, export.seed);
    let elements: Vec<Cow<'_, [u8]>> = names.weights().map(|(_, weight)| numbers::encode(values(weight))).collect();
    let length = (header.len() as u64).to_le_bytes();
    let parts: Vec<&[u8]> =
        [&length[..], header.as_bytes()].into_iter().chain(elements.iter().map(AsRef::as_ref)).collect();
    atomic::replace(path, &parts).map_err(|source| Error::File { action: "write", path: path.to_owned(), source })
}

/// The header, filled up with spaces, so that the elements begin at a multiple of eight bytes.
fn header<T: Scalar>(saved: &Saved<'_, T>, seed: Option<u64>) -> String {
    let seed = seed.map(|seed| seed.to_string());
    let facts = [
        ("format", Some("chainrule")),
        ("model", Some(saved.names.model)),
        ("chain", Some(saved.chain).filter(|chain| !chain.is_empty())),
        ("version", Some(env!("CARGO_PKG_VERSION"))),
        ("seed", seed.as_deref()),
    ];
    let facts = facts.iter().filter_map(|(key, value)| value.map(|value| format!("\"{key}\":{}", quoted(value))));
    let mut header = format!("{{\"__metadata__\":{{{}}}", facts.collect::<Vec<_>>().join(","));
    let mut start = 0;
    for (name, weight) in saved.names.weights() {
        let end = start + weight.len() * size_of::<T>();
        let (name, dtype) = (quoted(&name), dtype::<T>());
        let shape = weight.shape.iter().map(usize::to_string).collect::<Vec<_>>().join(",");
        let place = format!("\"data_offsets\":[{start},{end}]");
        header.extend([",", &name, ":{\"dtype\":\"", dtype, "\",\"shape\":[", &shape, "],", &place, "}"]);
        start = end;
    }
    header.push('}');
    header.extend(std::iter::repeat_n(' ', header.len().next_multiple_of(8) - header.len()));
    header
}

/// A text as JSON writes it.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' | '\\' => quoted.extend(['\\', letter]),
            '\0'..' ' => {
                let code = format!("\\u{:04x}", letter as u32);
                quoted.push_str(&code);
            }
            letter => quoted.push(letter),
        }
    }
    quoted.push('"');
    quoted
}
