//! What the manifests promise, and how long a file may be.

use crate::source::{files, text};

/// Whether a manifest mentions a package among its dependencies (in whatever form).
fn depends(manifest: &str, package: &str) -> bool {
    let lines = text(manifest);
    lines.lines().any(|line| {
        let line = line.split('#').next().unwrap_or_default().trim();
        let name = line.split([' ', '=', '.']).next().unwrap_or_default();
        name == package || line.contains(&format!("package = \"{package}\""))
    })
}

#[test]
fn no_package_allows_unsafe_code() {
    assert!(text("Cargo.toml").contains("unsafe_code = \"forbid\""));
    for manifest in files("", "Cargo.toml").iter().filter(|manifest| *manifest != "Cargo.toml") {
        // What stands outside the workspace forbids it by itself.
        let (inherits, forbids) = ("[lints]\nworkspace = true", "unsafe_code = \"forbid\"");
        assert!(
            [inherits, forbids].iter().any(|lints| text(manifest).contains(lints)),
            "{manifest} allows unsafe code"
        );
    }
}

#[test]
fn the_runtime_and_the_macro_do_not_depend_on_each_other() {
    for stranger in ["syn", "quote", "proc-macro2", "chainrule-compiler"] {
        assert!(!depends("runtime/Cargo.toml", stranger), "the runtime depends on `{stranger}`");
    }
    for manifest in ["dsl-macros/Cargo.toml", "dsl-macros/compiler/Cargo.toml"] {
        assert!(!depends(manifest, "chainrule"), "{manifest} depends on the runtime");
        assert!(!text(manifest).contains("[features]"), "{manifest} has features: macros have none");
    }
}

#[test]
fn no_file_is_longer_than_it_can_be_read() {
    let written = files("", ".rs").into_iter().filter(|file| !file.contains("/expanded/"));
    let long: Vec<_> =
        written.map(|file| (text(&file).lines().count(), file)).filter(|(lines, _)| *lines > 400).collect();
    assert!(long.is_empty(), "more than 400 lines: {long:?}");
}

#[test]
fn every_file_says_what_it_is() {
    for file in files("", ".rs").into_iter().filter(|file| file.contains("/src/") && !file.ends_with("/tests.rs")) {
        assert!(text(&file).starts_with("//!"), "{file} does not open with `//!`");
    }
}
