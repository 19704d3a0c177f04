//! What a whole process costs: its start, and its memory.

use std::error::Error;
use std::ffi::OsStr;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;
use std::{env, fs};

use chainrule_benches::data::SEED;
use chainrule_benches::models::Digits;

use crate::outcome::Outcome;

/// From the start of a process to its first prediction, the model being made or read from a file; and what it takes to
/// start any program.
pub(crate) fn starts(repetitions: usize) -> Result<Vec<Outcome>, Box<dyn Error>> {
    let repetitions = 20 * repetitions;
    let (first, nothing) = (sibling("first-prediction")?, sibling("nothing")?);
    let weights = env::temp_dir().join(format!("chainrule-first-prediction-{}.safetensors", std::process::id()));
    Digits::seeded(SEED).save(&weights)?;
    let none: [&str; 0] = [];
    let outcomes = [
        start("start/made", &first, &none, repetitions),
        start("start/read", &first, &[&weights], repetitions),
        start("start/nothing", &nothing, &none, repetitions),
    ];
    fs::remove_file(&weights)?;
    outcomes.into_iter().collect()
}

/// From the start of a program to the first byte that it prints, or to its end.
pub(crate) fn start(
    name: &str,
    program: &Path,
    arguments: &[impl AsRef<OsStr>],
    repetitions: usize,
) -> Result<Outcome, Box<dyn Error>> {
    let mut seconds = Vec::new();
    for _ in 0..repetitions {
        let start = Instant::now();
        let mut child = Command::new(program).args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).spawn()?;
        let mut output = child.stdout.take().ok_or("no output")?;
        let _ = output.read(&mut [0])?;
        seconds.push(start.elapsed().as_secs_f64());
        output.read_to_end(&mut Vec::new())?;
        let status = child.wait()?;
        if !status.success() {
            return Err(format!("{}: {status}", program.display()).into());
        }
    }
    Ok(Outcome::new(name, seconds))
}

/// The largest memory of a process that trains an epoch of W1 and evaluates it, its data included; on Linux, which tells.
pub(crate) fn memory(name: &'static str, threads: usize) -> Result<Vec<Outcome>, Box<dyn Error>> {
    if !cfg!(target_os = "linux") {
        return Ok(Vec::new());
    }
    let output = Command::new(env::current_exe()?)
        .args(["--peak-memory", "--threads", &threads.to_string()])
        .stderr(Stdio::inherit())
        .output()?;
    let bytes: f64 = String::from_utf8(output.stdout)?.trim().parse()?;
    Ok(vec![Outcome::bytes(name, bytes)])
}

/// A size that Linux tells of this process.
pub(crate) fn status_bytes(key: &str) -> Result<u64, Box<dyn Error>> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find(|line| line.starts_with(key)).ok_or("not told")?;
    let kilobytes: u64 = line.split_whitespace().nth(1).ok_or("not told")?.parse()?;
    Ok(kilobytes * 1024)
}

/// A program that was built together with this one.
fn sibling(name: &str) -> Result<PathBuf, Box<dyn Error>> {
    let path = env::current_exe()?.with_file_name(format!("{name}{}", env::consts::EXE_SUFFIX));
    if path.exists() { Ok(path) } else { Err("first `cargo build --release -p chainrule-benches`".into()) }
}
