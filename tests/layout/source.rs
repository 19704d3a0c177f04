//! The sources of the workspace, as tokens: comments and the insides of strings do not count.

use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{TokenStream, TokenTree};

/// The folder of the workspace.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// All files below a folder of the workspace that end so, build products aside, as paths from the root.
pub(crate) fn files(folder: &str, ending: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(root().join(&folder)).expect("the folder can be read") {
            let entry = entry.expect("the folder can be read");
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") };
            if entry.path().is_dir() {
                if name != "target" && !name.starts_with('.') {
                    folders.push(path);
                }
            } else if name.ends_with(ending) {
                found.push(path);
            }
        }
    }
    assert!(!found.is_empty(), "no `{ending}` below `{folder}`");
    found.sort();
    found
}

/// The text of a file.
pub(crate) fn text(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// A file as its words in order: names, and `::` between them. What is behind `cfg(test)` or `cfg(feature = "std")` is
/// left out if `gated` says so.
pub(crate) fn words(path: &str, gated: Gated) -> Vec<String> {
    let tokens: TokenStream = text(path).parse().unwrap_or_else(|error| panic!("{path}: {error}"));
    let mut words = Vec::new();
    push(tokens, gated, &mut words);
    words
}

/// Whether what a `cfg` hides is looked at.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Gated {
    Kept,
    LeftOut,
}

fn push(tokens: TokenStream, gated: Gated, words: &mut Vec<String>) {
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Punct(mark) if mark.as_char() == '#' => {
                let hides = matches!(tokens.peek(), Some(TokenTree::Group(attribute)) if hides(&attribute.to_string()));
                if hides && gated == Gated::LeftOut {
                    // The attribute, and the item behind it: up to its body or its semicolon.
                    tokens.next();
                    for token in tokens.by_ref() {
                        match token {
                            TokenTree::Punct(end) if end.as_char() == ';' || end.as_char() == ',' => break,
                            TokenTree::Group(body) if body.delimiter() == proc_macro2::Delimiter::Brace => break,
                            _ => {}
                        }
                    }
                }
            }
            TokenTree::Punct(mark) if mark.as_char() == ':' => words.push(":".into()),
            TokenTree::Group(group) => push(group.stream(), gated, words),
            TokenTree::Ident(name) => words.push(name.to_string()),
            TokenTree::Punct(_) | TokenTree::Literal(_) => words.push(String::new()),
        }
    }
}

/// Whether an attribute hides what follows it from a build without the standard library.
pub(crate) fn hides(attribute: &str) -> bool {
    let attribute: String = attribute.split_whitespace().collect();
    let condition = attribute.trim_start_matches('#').strip_prefix("[cfg(");
    let names_it =
        |condition: &str| ["test", "feature=\"std\"", "feature=\"onnx\""].iter().any(|word| condition.contains(word));
    condition.is_some_and(|condition| names_it(condition) && !condition.contains("not("))
}

/// Whether a file names a path such as `crate::train`.
pub(crate) fn names(words: &[String], path: &[&str]) -> bool {
    let mut pattern = Vec::new();
    for (at, segment) in path.iter().enumerate() {
        if at > 0 {
            pattern.extend([":", ":"]);
        }
        pattern.push(segment);
    }
    words.windows(pattern.len()).any(|window| window.iter().zip(&pattern).all(|(word, segment)| word == segment))
}
