//! The compiler: one room reads tokens, one writes them, and none knows the runtime.

use crate::source::{Gated, files, names, words};

const SOURCES: &str = "dsl-macros/compiler/src";

/// The files below the compiler's sources that name a path and are in none of the rooms.
fn strangers(path: &[&str], rooms: &[&str]) -> Vec<String> {
    let files = files(SOURCES, ".rs").into_iter();
    let outside = files.filter(|file| !rooms.iter().any(|room| file.starts_with(&format!("{SOURCES}/{room}"))));
    outside.filter(|file| names(&words(file, Gated::LeftOut), path)).collect()
}

#[test]
fn the_macro_never_names_the_runtime() {
    for file in files("dsl-macros", ".rs").iter().filter(|file| file.contains("/src/")) {
        assert!(!names(&words(file, Gated::LeftOut), &["chainrule"]), "{file} names the runtime");
    }
}

#[test]
fn only_parsing_reads_tokens() {
    let rooms = ["parse/", "expr/parse/"];
    for reader in ["ParseStream", "Parser", "ParseBuffer", "parse2", "parse_nested_meta", "parenthesized", "braced"] {
        assert_eq!(strangers(&[reader], &rooms), [""; 0], "these read tokens by `{reader}`");
    }
}

#[test]
fn only_emission_writes_tokens() {
    // Beside `emit/`: expressions, and the runtime's own items for activations, layers and losses. Parsing hands tokens of the user's on as they are, in braces if they were.
    let rooms = [
        "emit/",
        "expr/emit.rs",
        "activations/define.rs",
        "layers/document.rs",
        "losses/define.rs",
        "parse/value.rs",
        "expr/parse/",
    ];
    for writer in ["quote", "quote_spanned", "format_ident"] {
        let strangers = strangers(&[writer], &rooms);
        let strangers: Vec<_> = strangers.iter().filter(|file| !only_reads_spans(file)).collect();
        assert!(strangers.is_empty(), "these write tokens by `{writer}`: {strangers:?}");
    }
}

/// Whether a file needs `quote` for nothing but its trait `ToTokens`, which spans and texts are read by.
fn only_reads_spans(file: &str) -> bool {
    let words = words(file, Gated::LeftOut);
    let all = words.iter().filter(|word| *word == "quote").count();
    let traits = words.windows(4).filter(|four| **four == ["quote", ":", ":", "ToTokens"]).count();
    all == traits
}
