//! A safetensors file that is open: its tensors, then their elements.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::string::String;

use crate::error::{Error, Result};
use crate::io::mismatch::TensorForm;
use crate::weights::header::{Entry, Header, Sizes, length, not_text};
use crate::weights::mistake::{Mistake, Words};
use crate::weights::table::{arrange, length as whole};

/// A file whose header was read. Its elements were not: a file of another model, however large, is refused early.
pub(super) struct Contents<'a> {
    path: &'a Path,
    file: File,
    header: Vec<u8>,
}

/// The tensors of a file, in the order of their names, and how many bytes their elements take.
pub(super) struct Tensors<'a> {
    pub(super) entries: Vec<Entry<'a>>,
    len: u64,
}

impl<'a> Contents<'a> {
    pub(super) fn open(path: &'a Path) -> Result<Self> {
        let mut file = File::open(path).map_err(|source| cannot_read(path, source))?;
        let header = header(&mut file).map_err(|source| cannot_read(path, source))?;
        Ok(Self { path, file, header: header.map_err(|mistake| content(path, &mistake))? })
    }

    /// Its tensors, which lie one behind the other, with different names.
    pub(super) fn tensors(&self) -> Result<Tensors<'_>> {
        let mut entries = Vec::new();
        let mut header = Header::new(&self.header);
        while let Some(entry) = header.next().map_err(|mistake| content(self.path, &mistake))? {
            entries.push(entry);
        }
        let len = arrange(&mut entries).map_err(|mistake| content(self.path, &mistake))?;
        Ok(Tensors { entries, len })
    }

    /// All their elements, and that the file ends behind them. Takes no more memory than the file is long.
    pub(super) fn elements(&self, tensors: &Tensors<'_>) -> Result<Vec<u8>> {
        let read = || {
            let size = self.file.metadata()?.len();
            let mut bytes = Vec::new();
            bytes.try_reserve_exact(usize::try_from(tensors.len.min(size)).unwrap_or(usize::MAX))?;
            (&self.file).take(tensors.len.saturating_add(1)).read_to_end(&mut bytes)?;
            Ok(bytes)
        };
        let bytes = read().map_err(|source| cannot_read(self.path, source))?;
        match whole(tensors.len, bytes.len() as u64) {
            None => Ok(bytes),
            Some(mistake) => Err(content(self.path, &mistake)),
        }
    }
}

impl<'a> Tensors<'a> {
    /// The tensor of a name.
    pub(super) fn find(&self, name: &str) -> Option<&Entry<'a>> {
        let at = self.entries.binary_search_by(|entry| entry.name.cmp(name.as_bytes()));
        at.ok().map(|at| &self.entries[at])
    }
}

/// The name of a tensor.
pub(super) fn name(entry: &Entry<'_>) -> String {
    String::from_utf8_lossy(entry.name).into_owned()
}

/// Its number type and shape.
pub(super) fn form(entry: &Entry<'_>) -> TensorForm {
    let mut sizes = Sizes::new(entry);
    let shape = std::iter::from_fn(|| sizes.next()).map(|size| usize::try_from(size).unwrap_or(usize::MAX));
    TensorForm { dtype: String::from_utf8_lossy(entry.dtype).into_owned(), shape: shape.collect() }
}

/// Its elements among those of the file.
pub(super) fn elements<'a>(entry: &Entry<'_>, bytes: &'a [u8]) -> &'a [u8] {
    // What `whole` has found to be in memory can be counted by `usize`.
    &bytes[entry.start as usize..entry.end as usize]
}

fn header(file: &mut File) -> io::Result<std::result::Result<Vec<u8>, Mistake<'static>>> {
    let mut start = Vec::with_capacity(8);
    file.take(8).read_to_end(&mut start)?;
    let length = match length(&start) {
        Ok(length) => length,
        Err(mistake) => return Ok(Err(mistake)),
    };
    let mut text = Vec::new();
    file.take(length).read_to_end(&mut text)?;
    if text.len() as u64 != length {
        return Ok(Err(Mistake::Cut { length, found: text.len() as u64 }));
    }
    Ok(match str::from_utf8(&text) {
        Ok(_) => Ok(text),
        Err(error) => Err(not_text(error.valid_up_to() as u64)),
    })
}

fn cannot_read(path: &Path, source: io::Error) -> Error {
    Error::File { action: "read", path: path.to_owned(), source }
}

fn content(path: &Path, mistake: &Mistake<'_>) -> Error {
    let [place, expected, found] = mistake.words().map(|part| words(&part));
    Error::Content { path: path.to_owned(), place, expected, found }
}

fn words(words: &Words<'_>) -> String {
    let quoted = words.quoted.map(|quoted| String::from_utf8_lossy(quoted).escape_debug().to_string());
    let number = words.number.map(|number| number.to_string());
    [words.before, &quoted.unwrap_or_default(), &number.unwrap_or_default(), words.after].concat()
}
