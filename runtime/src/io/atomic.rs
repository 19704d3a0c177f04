//! Replacing a file as a whole: whoever opens it sees the old content or the new, never a part.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use crate::platform;

/// Writes `parts` one after the other to a new file beside `path`, brings it to the disk, and renames it to `path`.
/// Whatever fails, a file that was there is as it was.
pub(crate) fn replace(path: &Path, parts: &[&[u8]]) -> io::Result<()> {
    // The file behind a symbolic link is replaced, not the link.
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    if fs::metadata(&path).is_ok_and(|there| !there.is_file()) {
        // A device would be replaced by a file.
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "there is something at the path that is no file"));
    }
    let temporary = beside(&path)?;
    let done = write(&temporary, parts, &path).and_then(|()| fs::rename(&temporary, &path));
    if done.is_err() {
        // The first failure is the one to tell.
        let _ = fs::remove_file(&temporary);
        return done;
    }
    sync_directory(&path)
}

fn write(temporary: &Path, parts: &[&[u8]], path: &Path) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(temporary)?;
    if let Ok(old) = fs::metadata(path) {
        match file.set_permissions(old.permissions()) {
            // Where files have no permissions, as on WASI, there are none to keep.
            Err(error) if error.kind() == io::ErrorKind::Unsupported => {}
            done => done?,
        }
    }
    for part in parts {
        file.write_all(part)?;
    }
    file.sync_all()
}

/// A name that no other writer, here or in another process, takes at the same time.
fn beside(path: &Path) -> io::Result<PathBuf> {
    static COUNTER: AtomicU64 = AtomicU64::new(0);
    let name = path.file_name().ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "the path names no file"))?;
    let count = COUNTER.fetch_add(1, Ordering::Relaxed);
    let mut temporary = std::ffi::OsString::from(".");
    temporary.push(name);
    temporary.push(format!(".{}-{count}.tmp", platform::process()));
    Ok(path.with_file_name(temporary))
}

/// The new name must survive a power failure too; only Unix lets a directory be opened for that.
fn sync_directory(path: &Path) -> io::Result<()> {
    if !cfg!(unix) {
        return Ok(());
    }
    let directory = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(directory)?.sync_all()
}
