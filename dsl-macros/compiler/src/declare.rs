//! The user's attributes: which go where, and the ones that are ours.

use proc_macro2::Span;
use syn::{Attribute, Meta, Visibility};

use crate::ast::Item;
use crate::emit::{Declaration, Precision};
use crate::graph::Layout;
use crate::nearest::nearest;
use crate::report::{Report, Spot};

/// Reads the attributes of an item. `cfg` and lints go on all that is emitted, the rest on the struct.
pub(crate) fn declaration(item: &Item, report: &mut Report) -> Declaration {
    let mut declaration = Declaration {
        name: item.name.clone(),
        visibility: item.visibility.clone(),
        struct_attributes: Vec::new(),
        item_attributes: Vec::new(),
        scalar: Precision::default(),
        layout: None,
    };
    let (mut scalars, mut layouts) = (0, 0);
    for attribute in &item.attributes {
        let (is_scalar, is_layout) = (attribute.path().is_ident("scalar"), attribute.path().is_ident("layout"));
        if is_scalar || is_layout {
            let (name, count) = if is_scalar { ("scalar", &mut scalars) } else { ("layout", &mut layouts) };
            if *count > 0 {
                report.error(Spot::of(attribute), format!("`{name}` is given twice"), "leave one of them out");
            }
            *count += 1;
            if is_scalar {
                declaration.scalar = word(attribute, &SCALARS, report).unwrap_or_default();
            } else {
                declaration.layout = word(attribute, &LAYOUTS, report);
            }
            continue;
        }
        misspelt(attribute, report);
        if attribute.path().is_ident("derive") {
            derived(attribute, report);
        }
        if ["cfg", "allow", "warn", "deny", "forbid"].iter().any(|name| attribute.path().is_ident(name)) {
            declaration.item_attributes.push(attribute.clone());
        }
        declaration.struct_attributes.push(attribute.clone());
    }
    declaration
}

impl Declaration {
    /// The type behind a model that is an expression.
    pub(crate) fn anonymous() -> Self {
        Self {
            name: proc_macro2::Ident::new("Network", Span::call_site()),
            visibility: Visibility::Inherited,
            struct_attributes: Vec::new(),
            item_attributes: Vec::new(),
            scalar: Precision::default(),
            layout: None,
        }
    }
}

/// An attribute of ours: its name, what it says, the words that it knows with what they mean, and an example.
struct Known<T> {
    name: &'static str,
    says: &'static str,
    words: [(&'static str, T); 2],
    example: &'static str,
}

const SCALARS: Known<Precision> = Known {
    name: "scalar",
    says: "the number type of the model",
    words: [("f32", Precision::Single), ("f64", Precision::Double)],
    example: "#[scalar(f64)]",
};

const LAYOUTS: Known<Layout> = Known {
    name: "layout",
    says: "what lies across a vector",
    words: [("features", Layout::Features), ("samples", Layout::Samples)],
    example: "#[layout(features)]",
};

/// `#[scalar(f64)]`
fn word<T: Copy>(attribute: &Attribute, known: &Known<T>, report: &mut Report) -> Option<T> {
    let found = match &attribute.meta {
        Meta::List(list) => list.tokens.to_string(),
        _ => String::new(),
    };
    if let Some((_, meaning)) = known.words.iter().find(|(word, _)| *word == found) {
        return Some(*meaning);
    }
    let Known { name, says, words: [(a, _), (b, _)], example } = known;
    let message = match found.as_str() {
        "" => format!("`{name}` expects {says}"),
        found => format!("`{name}` expects `{a}` or `{b}`, found `{found}`"),
    };
    let spot = match &attribute.meta {
        Meta::List(list) if !list.tokens.is_empty() => Spot::of(&list.tokens),
        _ => Spot::of(attribute),
    };
    report.error(spot, message, format!("write `{example}`"));
    None
}

/// `#[scaler(f64)]`
fn misspelt(attribute: &Attribute, report: &mut Report) {
    let Some(name) = attribute.path().get_ident() else {
        return;
    };
    let example = match nearest(&name.to_string(), ["scalar", "layout"]) {
        Some("scalar") => SCALARS.example,
        Some(_) => LAYOUTS.example,
        None => return,
    };
    report.error(name.span(), format!("unknown attribute `{name}`"), format!("did you mean `{example}`?"));
}

/// Models implement `Clone`, `Debug` and `Default`: deriving those again would not compile, and say less.
fn derived(attribute: &Attribute, report: &mut Report) {
    let Meta::List(list) = &attribute.meta else { return };
    for token in list.tokens.clone() {
        let text = token.to_string();
        if matches!(text.as_str(), "Clone" | "Debug" | "Default" | "Copy") {
            let message = if text == "Copy" {
                "a model cannot be `Copy`: its weights lie on the heap".to_owned()
            } else {
                format!("models implement `{text}` already")
            };
            report.error(token.span(), message, format!("leave `{text}` out of the derives"));
        }
    }
}
