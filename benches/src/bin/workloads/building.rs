//! What building costs: the size of a program, and time.

use std::error::Error;
use std::path::Path;
use std::process::{Command, Stdio};
use std::{env, fs};

use crate::outcome::Outcome;

/// The stripped size of the example `mnist`, and what `.ci/build-times` prints.
pub(crate) fn measure() -> Result<Vec<Outcome>, Box<dyn Error>> {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut outcomes = vec![Outcome::bytes("size", stripped_size(&repository)?)];
    // It fails if one of its bounds is missed; what it has measured counts all the same.
    let output =
        Command::new("bash").arg(".ci/build-times").current_dir(&repository).stderr(Stdio::inherit()).output()?;
    let times = String::from_utf8(output.stdout)?;
    outcomes.extend(times.lines().filter_map(build_time).map(|(label, seconds)| Outcome::new(label, vec![seconds])));
    Ok(outcomes)
}

fn stripped_size(repository: &Path) -> Result<f64, Box<dyn Error>> {
    let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| repository.join("target"), Into::into).join("stripped");
    let arguments =
        ["rustc", "--quiet", "--locked", "--release", "--package", "chainrule-examples", "--example", "mnist"];
    let strip = ["--", "-C", "strip=symbols"];
    let mut cargo = Command::new("cargo");
    cargo.args(arguments).arg("--target-dir").arg(&target).args(strip).current_dir(repository);
    if !cargo.status()?.success() {
        return Err("the example `mnist` does not build".into());
    }
    Ok(fs::metadata(target.join("release/examples/mnist"))?.len() as f64)
}

/// Label and seconds out of `label   12.3 s (…`.
fn build_time(line: &str) -> Option<(String, f64)> {
    let (front, _) = line.split_once(" s (")?;
    let (label, seconds) = front.rsplit_once(' ')?;
    Some((format!("build/{}", label.trim_end()), seconds.parse().ok()?))
}
