//! A log of one line an epoch: whole lines only, also after a crash.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::io::atomic;
use crate::train::callbacks::Training;

/// A file that grows by lines.
#[derive(Clone, Debug)]
pub(super) struct Lines {
    path: PathBuf,
    pub(super) append: bool,
}

impl Lines {
    pub(super) fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into(), append: false }
    }

    /// Makes the file ready for a run: empty, or with its lines if they are to stay. Of a run that is resumed, those of
    /// its epochs stay that the checkpoint has, and those behind them go; so does a last line without an end. `epoch_of`
    /// reads the number of the epoch, counted from 0, off a line.
    pub(super) fn begin(&self, training: &Training<'_>, epoch_of: impl Fn(&str) -> Option<u64>) -> Result<Kept> {
        let done = || {
            if !(self.append || training.resumed()) {
                atomic::replace(&self.path, &[])?;
                return Ok(Kept::Nothing);
            }
            let old = match fs::read(&self.path) {
                Ok(old) => old,
                Err(error) if error.kind() == io::ErrorKind::NotFound => {
                    atomic::replace(&self.path, &[])?;
                    return Ok(Kept::Nothing);
                }
                Err(error) => return Err(error),
            };
            let text = String::from_utf8_lossy(&old);
            // A last line without an end is none.
            let mut kept = text.rfind('\n').map_or("", |end| &text[..=end]);
            while training.resumed() && !kept.is_empty() {
                let start = kept[..kept.len() - 1].rfind('\n').map_or(0, |end| end + 1);
                if epoch_of(kept[start..].trim_end()).is_none_or(|epoch| epoch < training.epoch()) {
                    break;
                }
                kept = &kept[..start];
            }
            if kept.len() < old.len() {
                atomic::replace(&self.path, &[kept.as_bytes()])?;
            }
            Ok(if kept.is_empty() { Kept::Nothing } else { Kept::Something })
        };
        done().map_err(|source| self.failed("write", source))
    }

    /// Adds text that ends with a line's end, by a single call of the operating system.
    pub(super) fn add(&self, text: &[u8]) -> Result<()> {
        let file = OpenOptions::new().append(true).create(true).open(&self.path);
        file.and_then(|mut file| file.write_all(text)).map_err(|source| self.failed("write", source))
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    fn failed(&self, action: &'static str, source: io::Error) -> Error {
        Error::File { action, path: self.path.clone(), source }
    }
}

/// What a log holds when a run begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kept {
    Nothing,
    Something,
}
