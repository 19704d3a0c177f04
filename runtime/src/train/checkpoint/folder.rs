//! The folder of a run's checkpoints: their names, which is the newest, which go.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};

/// The checkpoint after so many steps.
pub(super) fn path(folder: &Path, steps: u64) -> PathBuf {
    folder.join(format!("checkpoint-{steps:012}.safetensors"))
}

/// The best checkpoint.
pub(super) fn best(folder: &Path) -> PathBuf {
    folder.join("best.safetensors")
}

/// The checkpoints of a folder with their steps, the newest first. A folder that is not there has none.
pub(super) fn list(folder: &Path) -> Result<Vec<(u64, PathBuf)>> {
    let read = || -> io::Result<Vec<_>> {
        let mut found = Vec::new();
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            if let Some(steps) = entry.file_name().to_str().and_then(steps_of) {
                found.push((steps, entry.path()));
            }
        }
        found.sort();
        found.reverse();
        Ok(found)
    };
    match read() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        found => found.map_err(|source| failed("read", folder, source)),
    }
}

/// Makes the folder if it is not there, and takes away what a crash left of files half written.
pub(super) fn prepare(folder: &Path) -> Result<()> {
    let done = || -> io::Result<()> {
        fs::create_dir_all(folder)?;
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let name = entry.file_name();
            let begun = |name: &str| name.starts_with(".checkpoint-") || name.starts_with(".best.safetensors.");
            if entry.path().extension().is_some_and(|end| end == "tmp") && name.to_str().is_some_and(begun) {
                fs::remove_file(entry.path())?;
            }
        }
        Ok(())
    };
    done().map_err(|source| failed("make ready", folder, source))
}

/// Removes all checkpoints but the last `keep`.
pub(super) fn prune(folder: &Path, keep: usize) -> Result<()> {
    for (_, path) in list(folder)?.into_iter().skip(keep.max(1)) {
        fs::remove_file(&path).map_err(|source| failed("remove", &path, source))?;
    }
    Ok(())
}

/// Renames a damaged checkpoint, so that nothing is lost and it is in nobody's way.
pub(super) fn set_aside(path: &Path) -> Result<()> {
    let mut name = path.as_os_str().to_owned();
    name.push(".damaged");
    fs::rename(path, name).map_err(|source| failed("rename", path, source))
}

fn steps_of(name: &str) -> Option<u64> {
    let digits = name.strip_prefix("checkpoint-")?.strip_suffix(".safetensors")?;
    digits.bytes().all(|digit| digit.is_ascii_digit()).then(|| digits.parse().ok())?
}

pub(super) fn failed(action: &'static str, path: &Path, source: io::Error) -> Error {
    Error::File { action, path: path.to_owned(), source }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_checkpoints_are_listed_and_the_last_ones_stay() {
        let folder = std::env::temp_dir().join(format!("chainrule-folder-{}", std::process::id()));
        assert_eq!(list(&folder).unwrap(), []);
        prepare(&folder).unwrap();
        let strangers =
            ["notes.txt", "checkpoint-x.safetensors", "best.safetensors", "checkpoint-1.safetensors.damaged"];
        let steps = [3, 1_000_000_000_000_000, 20];
        let strange = strangers.map(|name| folder.join(name));
        for file in steps.map(|steps| path(&folder, steps)).iter().chain(&strange) {
            fs::write(file, "").unwrap();
        }
        fs::write(folder.join(".checkpoint-000000000003.safetensors.7-0.tmp"), "half").unwrap();
        prepare(&folder).unwrap();
        let found = |folder: &Path| list(folder).unwrap().into_iter().map(|(steps, _)| steps).collect::<Vec<_>>();
        assert_eq!(found(&folder), [1_000_000_000_000_000, 20, 3]);
        prune(&folder, 2).unwrap();
        assert_eq!(found(&folder), [1_000_000_000_000_000, 20]);
        assert_eq!(fs::read_dir(&folder).unwrap().count(), strangers.len() + 2);
        fs::remove_dir_all(folder).unwrap();
    }
}
