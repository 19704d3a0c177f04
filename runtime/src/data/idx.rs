//! The IDX format of MNIST and its kin: an array of bytes with its dimensions in front, plain or gzip.
//!
//! The file is two zero bytes, the type of an element (8: unsigned byte, the only one read here), the number of
//! dimensions, each dimension as a big-endian `u32`, then the elements, the last dimension varying fastest.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use flate2::bufread::MultiGzDecoder;

use crate::bodies::Bodies;
use crate::error::{Error, Result};
use crate::sample::Sample;

const GZIP: [u8; 2] = [0x1f, 0x8b];
const UNSIGNED_BYTE: u8 = 8;

/// The content of an IDX file: an array of bytes, one sample for each step of its first dimension.
///
/// ```no_run
/// use chainrule::data::Idx;
///
/// # fn main() -> chainrule::Result<()> {
/// let images = Idx::open("train-images-idx3-ubyte")?;
/// assert_eq!(images.dims(), [60_000, 28, 28]);
/// let scaled: Vec<[[f32; 28]; 28]> = images.scaled()?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Idx {
    path: PathBuf,
    dims: Vec<usize>,
    bytes: Vec<u8>,
}

impl Idx {
    /// Reads a file, plain or gzip: the content decides, not the name. If there is no `path`, then `path.gz` is taken,
    /// and `train-images.idx3-ubyte` for `train-images-idx3-ubyte` or the reverse, whichever exists.
    ///
    /// No more memory is taken than the file's real content needs, whatever its header claims.
    ///
    /// # Errors
    /// [`Error::File`] if it cannot be read, [`Error::Content`] if it is not IDX with unsigned bytes, is cut short, or
    /// goes on after its last element.
    pub fn open(path: impl AsRef<Path>) -> Result<Self> {
        let path = existing(path.as_ref());
        match read(&path) {
            Ok(Ok((dims, bytes))) => Ok(Self { path, dims, bytes }),
            Ok(Err(Mistake { place, expected, found })) => Err(Error::Content { path, place, expected, found }),
            Err(source) => Err(Error::File { action: "read", path, source }),
        }
    }

    /// The file that was read.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The dimensions, such as `[60000, 28, 28]`.
    pub fn dims(&self) -> &[usize] {
        &self.dims
    }

    /// The number of samples: the first dimension.
    pub fn len(&self) -> usize {
        self.dims.first().copied().unwrap_or(0)
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The bytes as they are in the file, sample after sample.
    pub fn raw(&self) -> &[u8] {
        &self.bytes
    }

    /// The samples, from bytes 0 to 255 to numbers 0 to 1.
    ///
    /// # Errors
    /// [`Error::Content`] if samples do not have the shape of `X`. Trailing axes of length 1 do not count: 28 by 28
    /// bytes fit `[[f32; 28]; 28]` and `[[[f32; 1]; 28]; 28]`.
    pub fn scaled<X: Sample>(&self) -> Result<Vec<X>> {
        self.samples(255.0)
    }

    /// The samples as numbers 0 to 255. Networks learn less well from these than from [`Idx::scaled`] ones.
    ///
    /// # Errors
    /// As [`Idx::scaled`].
    pub fn unscaled<X: Sample>(&self) -> Result<Vec<X>> {
        self.samples(1.0)
    }

    /// The bytes as class labels.
    ///
    /// # Errors
    /// [`Error::Content`] if a sample is more than one byte.
    pub fn classes(&self) -> Result<&[u8]> {
        self.check_sample(&[])?;
        Ok(&self.bytes)
    }

    fn samples<X: Sample>(&self, divisor: f64) -> Result<Vec<X>> {
        let axes: Vec<usize> = (0..X::RANK).map(X::axis).collect();
        self.check_sample(&axes)?;
        let mut samples = X::zeros(self.len());
        X::Scalar::from_bytes(X::flatten_mut(&mut samples), &self.bytes, divisor);
        Ok(samples)
    }

    fn check_sample(&self, axes: &[usize]) -> Result<()> {
        let sample = self.dims.get(1..).unwrap_or_default();
        if without_trailing_ones(sample) == without_trailing_ones(axes) {
            return Ok(());
        }
        Err(Error::Content {
            path: self.path.clone(),
            place: "the shape of a sample".into(),
            expected: if axes.is_empty() { "(), a number each, as labels have it".into() } else { shape(axes) },
            found: shape(sample),
        })
    }
}

/// What is wrong with the content of a file.
struct Mistake {
    place: String,
    expected: String,
    found: String,
}

type Content = std::result::Result<(Vec<usize>, Vec<u8>), Mistake>;

fn read(path: &Path) -> std::io::Result<Content> {
    let file = File::open(path)?;
    let size = file.metadata()?.len();
    let mut file = BufReader::new(file);
    if file.fill_buf()?.starts_with(&GZIP) {
        content(&mut MultiGzDecoder::new(file), size)
    } else {
        content(&mut file, size)
    }
}

/// `size` is that of the file: memory beyond it is taken only as content arrives.
fn content(source: &mut impl Read, size: u64) -> std::io::Result<Content> {
    let mut magic = Vec::with_capacity(4);
    source.take(4).read_to_end(&mut magic)?;
    let &[0, 0, UNSIGNED_BYTE, rank @ 1..=u8::MAX] = magic.as_slice() else {
        return Ok(Err(Mistake {
            place: "the magic number".into(),
            expected: "00 00 08 and the number of dimensions (IDX with unsigned bytes)".into(),
            found: hexadecimal(&magic),
        }));
    };
    let mut header = Vec::new();
    source.take(4 * u64::from(rank)).read_to_end(&mut header)?;
    let (dims, _) = header.as_chunks::<4>();
    if dims.len() != usize::from(rank) {
        return Ok(Err(Mistake {
            place: "the header".into(),
            expected: format!("{} bytes long ({rank} dimensions)", 4 + 4 * usize::from(rank)),
            found: format!("{} bytes", 4 + header.len()),
        }));
    }
    let dims: Vec<usize> = dims.iter().map(|&dim| u32::from_be_bytes(dim) as usize).collect();
    let Some(expected) = dims.iter().try_fold(1_u64, |product, &dim| product.checked_mul(dim as u64)) else {
        return Ok(Err(Mistake {
            place: "the number of elements".into(),
            expected: "less than 2^64".into(),
            found: shape(&dims),
        }));
    };

    let mut bytes = Vec::new();
    // A sparse file can be larger than the memory.
    bytes.try_reserve_exact(usize::try_from(expected.min(size)).unwrap_or(usize::MAX))?;
    source.take(expected.saturating_add(1)).read_to_end(&mut bytes)?;
    let found = bytes.len() as u64;
    if found != expected {
        let more = if found > expected { "more" } else { &found.to_string() };
        return Ok(Err(Mistake {
            place: "the data after the header".into(),
            expected: format!("{expected} bytes {}", shape(&dims)),
            found: more.into(),
        }));
    }
    Ok(Ok((dims, bytes)))
}

/// The path itself, or the first of its other spellings that exists.
fn existing(path: &Path) -> PathBuf {
    let mut names = vec![path.to_owned()];
    if let Some(name) = path.file_name().and_then(|name| name.to_str()) {
        for (spelling, other) in [("-idx", ".idx"), (".idx", "-idx")] {
            if let Some((before, after)) = name.rsplit_once(spelling) {
                names.push(path.with_file_name(format!("{before}{other}{after}")));
            }
        }
    }
    let compressed = |name: &PathBuf| {
        let mut name = name.clone().into_os_string();
        name.push(".gz");
        PathBuf::from(name)
    };
    names
        .iter()
        .flat_map(|name| [name.clone(), compressed(name)])
        .find(|name| name.exists())
        .unwrap_or_else(|| path.to_owned())
}

fn without_trailing_ones(axes: &[usize]) -> &[usize] {
    let end = axes.iter().rposition(|&axis| axis != 1).map_or(0, |last| last + 1);
    &axes[..end]
}

fn shape(axes: &[usize]) -> String {
    let axes: Vec<_> = axes.iter().map(usize::to_string).collect();
    format!("({})", axes.join(", "))
}

fn hexadecimal(bytes: &[u8]) -> String {
    if bytes.is_empty() {
        return "nothing".into();
    }
    bytes.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests;
