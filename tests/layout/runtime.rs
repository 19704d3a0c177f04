//! The runtime: what works without the standard library knows nothing of what needs it.

use crate::source::{Gated, files, hides, names, text, words};

/// The rooms that need neither the standard library nor an allocator.
const BARE: [&str; 23] = [
    "activations",
    "bodies",
    "broken",
    "cost",
    "dims",
    "error",
    "initializers",
    "input",
    "kernels",
    "layers",
    "loss",
    "metrics",
    "methods",
    "model",
    "optim",
    "parallel",
    "random",
    "regularizers",
    "sample",
    "scalar",
    "schedule",
    "text",
    "weights",
];

/// The rooms that need the standard library.
const STD: [&str; 8] = ["data", "io", "names", "onnx", "report", "threads", "train", "transfer"];

/// The files of a room.
fn room(name: &str) -> Vec<String> {
    let inside = format!("runtime/src/{name}/");
    let alone = format!("runtime/src/{name}.rs");
    let files = files("runtime/src", ".rs").into_iter();
    let files: Vec<_> = files.filter(|file| *file == alone || file.starts_with(&inside)).collect();
    assert!(!files.is_empty(), "there is no room `{name}`");
    files
}

/// Whether a whole file is hidden by the declaration of its module: a file of tests, or one that needs `std`.
fn hidden(file: &str) -> bool {
    let Some((folder, name)) = file.rsplit_once('/') else {
        return false;
    };
    let name = name.trim_end_matches(".rs");
    let parents = [format!("{folder}/mod.rs"), format!("{folder}.rs"), format!("{folder}/lib.rs")];
    let parents = parents.iter().filter(|parent| files(folder_of(parent), ".rs").contains(parent));
    let lines: String = parents.map(|parent| text(parent)).collect::<Vec<_>>().join("\n");
    let lines: Vec<_> = lines.lines().map(str::trim).collect();
    lines.windows(2).any(|pair| {
        hides(pair[0]) && pair[1].trim_start_matches("pub ").trim_start_matches("pub(crate) ") == format!("mod {name};")
    })
}

fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

#[test]
fn the_runtime_never_names_the_parser() {
    for file in files("runtime/src", ".rs") {
        for stranger in ["syn", "quote", "proc_macro2", "proc_macro", "chainrule_compiler"] {
            assert!(!names(&words(&file, Gated::Kept), &[stranger]), "{file} names `{stranger}`");
        }
    }
}

#[test]
fn bare_rooms_need_no_standard_library() {
    for file in BARE.iter().flat_map(|name| room(name)).filter(|file| !hidden(file)) {
        let words = words(&file, Gated::LeftOut);
        for stranger in ["std", "alloc"] {
            assert!(!words.windows(3).any(|three| *three == [stranger, ":", ":"]), "{file} names `{stranger}`");
        }
        for stranger in ["Vec", "Box", "String", "HashMap"] {
            assert!(!names(&words, &[stranger]), "{file} names `{stranger}`");
        }
    }
}

#[test]
fn bare_rooms_know_none_that_needs_it() {
    for file in BARE.iter().flat_map(|name| room(name)).filter(|file| !hidden(file)) {
        let words = words(&file, Gated::LeftOut);
        for stranger in STD {
            assert!(!names(&words, &["crate", stranger]), "{file} knows `{stranger}`");
        }
    }
}

#[test]
fn what_a_model_is_knows_nothing_of_training() {
    for file in room("model").iter().chain(&room("kernels")) {
        for stranger in ["train", "optim", "data", "metrics"] {
            assert!(!names(&words(file, Gated::LeftOut), &["crate", stranger]), "{file} knows `{stranger}`");
        }
    }
}
