//! What rustc says about mistakes that only types and constants show: that the sentences appear, and no other error.
//! The words around them are rustc's, and change from release to release.
//!
//! A case opens with `//~ ERROR text`, one line an error, and `//~ HELP text` for what stands below the errors.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

mod weights;

/// One case: its name, and what it expects.
struct Case {
    name: String,
    errors: Vec<String>,
    helps: Vec<String>,
}

#[test]
fn each_sentence_appears_and_no_other_error() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let package = Path::new(env!("CARGO_TARGET_TMPDIR")).join("by_rustc");
    let cases = cases(&here.join("ui/by_rustc"), &package);
    weights::write(&package.join("weights"));
    let output = check(here, &package);
    let mut complaints = Vec::new();
    for case in &cases {
        let mut found = diagnostics(&output, &case.name);
        for expected in &case.errors {
            match found.iter().position(|error| flat(error).contains(expected)) {
                Some(at) => drop(found.remove(at)),
                None => complaints.push(format!("{}: no error says `{expected}`", case.name)),
            }
        }
        let all = flat(&diagnostics(&output, &case.name).concat());
        for help in case.helps.iter().filter(|help| !all.contains(*help)) {
            complaints.push(format!("{}: nothing says `{help}`", case.name));
        }
        complaints.extend(found.iter().map(|error| format!("{}: unexpected\n{error}", case.name)));
    }
    assert!(complaints.is_empty(), "{}\n\nall that rustc says:\n{output}", complaints.join("\n"));
}

/// The cases of a folder, each copied to a program of the package.
fn cases(folder: &Path, package: &Path) -> Vec<Case> {
    let programs = package.join("src/bin");
    // A case that is no more must not be compiled.
    let _ = fs::remove_dir_all(&programs);
    fs::create_dir_all(&programs).expect("a folder under target");
    let mut files: Vec<PathBuf> = fs::read_dir(folder).expect("the cases").flatten().map(|file| file.path()).collect();
    files.sort();
    let cases = files.iter().map(|file| {
        let text = fs::read_to_string(file).expect("a case");
        let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        fs::write(programs.join(format!("{name}.rs")), &text).expect("a copy");
        let lines = |word| text.lines().filter_map(move |line| line.strip_prefix(word)).map(flat).collect::<Vec<_>>();
        let (errors, helps) = (lines("//~ ERROR "), lines("//~ HELP "));
        assert!(!errors.is_empty(), "{name} expects no error");
        Case { name, errors, helps }
    });
    cases.collect()
}

/// Checks all cases at once and returns what rustc says.
fn check(here: &Path, package: &Path) -> String {
    let workspace = here.parent().expect("the workspace");
    let runtime = workspace.join("runtime");
    let manifest = format!(
        "[package]\nname = \"by-rustc\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
         [dependencies]\nchainrule = {{ path = '{}' }}\n\n[workspace]\n",
        runtime.display()
    );
    fs::write(package.join("Cargo.toml"), manifest).expect("a manifest");
    fs::copy(workspace.join("Cargo.lock"), package.join("Cargo.lock")).expect("the versions of the workspace");
    let output = Command::new(env!("CARGO"))
        .args(["check", "--offline", "--quiet", "--bins", "--keep-going", "--color=never"])
        .current_dir(package)
        .env("CARGO_TARGET_DIR", package.join("target"))
        .env_remove("RUSTFLAGS")
        .output()
        .expect("cargo runs");
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The errors that stand in a case. An empty line follows each; cargo's own lines about the whole do not count.
fn diagnostics(output: &str, case: &str) -> Vec<String> {
    let place = format!(" src/bin/{case}.rs:");
    let own = ["error: could not compile", "For more information", "Some errors have"];
    let lines: Vec<_> = output.lines().filter(|line| !own.iter().any(|own| line.starts_with(own))).collect();
    let blocks = lines.split(|line| line.is_empty()).map(|block| block.join("\n"));
    blocks.filter(|block| block.starts_with("error") && block.contains(&place)).collect()
}

/// Without line breaks, margins and indentation.
fn flat(text: &str) -> String {
    let words = text.split_whitespace().filter(|word| *word != "|");
    words.collect::<Vec<_>>().join(" ")
}
