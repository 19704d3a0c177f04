//! A file of events.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use crate::platform;
use crate::train::callbacks::tensor_board::{event, record};

/// A file of events that grows. What is noted is kept until it is flushed: the file grows by whole records.
#[derive(Debug)]
pub(super) struct EventFile {
    file: File,
    path: PathBuf,
    event: Vec<u8>,
    records: Vec<u8>,
}

impl EventFile {
    /// A new file in a folder, which is made if need be. `restart` is the first step that a resumed run writes.
    pub(super) fn create(folder: &Path, restart: Option<u64>) -> io::Result<Self> {
        static COUNTER: AtomicU64 = AtomicU64::new(0);
        fs::create_dir_all(folder)?;
        // TensorBoard reads the files of a folder in the order of their names.
        let (seconds, process) = (now() as u64, platform::process());
        let count = COUNTER.fetch_add(1, Ordering::Relaxed);
        let path = folder.join(format!("events.out.tfevents.{seconds:010}.chainrule.{process}.{count}.v2"));
        let file = OpenOptions::new().append(true).create_new(true).open(&path)?;
        let mut file = Self { file, path, event: Vec::new(), records: Vec::new() };
        file.note(event::version);
        if let Some(step) = restart {
            file.note(|event, time| event::restart(event, time, step));
        }
        file.flush()?;
        Ok(file)
    }

    /// Notes a number under the tag `prefix` + `name`.
    pub(super) fn scalar(&mut self, prefix: &str, name: &str, step: u64, value: f64) {
        self.note(|event, time| event::scalar(event, time, step, [prefix, name], value as f32));
    }

    /// Writes what was noted by a single call of the operating system.
    pub(super) fn flush(&mut self) -> io::Result<()> {
        let done = self.file.write_all(&self.records);
        self.records.clear();
        done
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    fn note(&mut self, write: impl FnOnce(&mut Vec<u8>, f64)) {
        self.event.clear();
        write(&mut self.event, now());
        record::push(&mut self.records, &self.event);
    }
}

/// Seconds since 1970.
fn now() -> f64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0.0, |time| time.as_secs_f64())
}
