//! The input as a file, since readers take paths: on a file system in memory where there is one.

use std::path::{Path, PathBuf};

/// Calls a reader with the path of a file that holds the input.
pub fn file(input: &[u8], read: impl FnOnce(&Path)) {
    let memory = PathBuf::from("/dev/shm");
    let folder = if memory.is_dir() { memory } else { std::env::temp_dir() };
    let path = folder.join(format!("chainrule-fuzz-{}", std::process::id()));
    std::fs::write(&path, input).expect("a temporary file");
    read(&path);
}
