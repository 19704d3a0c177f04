//! The user's attributes: which go where, and the ones that are ours.

use proc_macro2::Span;
use syn::{Attribute, Meta, Visibility};

use crate::ast::Item;
use crate::emit::{Declaration, Precision};
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
    };
    let mut scalars = 0;
    for attribute in &item.attributes {
        if attribute.path().is_ident("scalar") {
            if scalars > 0 {
                report.error(Spot::of(attribute), "`scalar` is given twice", "leave one of them out");
            }
            scalars += 1;
            declaration.scalar = scalar(attribute, report).unwrap_or_default();
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
        }
    }
}

/// `#[scalar(f64)]`
fn scalar(attribute: &Attribute, report: &mut Report) -> Option<Precision> {
    let found = match &attribute.meta {
        Meta::List(list) => list.tokens.to_string(),
        _ => String::new(),
    };
    match found.as_str() {
        "f32" => return Some(Precision::Single),
        "f64" => return Some(Precision::Double),
        _ => {}
    }
    let message = match found.as_str() {
        "" => "`scalar` expects the number type of the model".to_owned(),
        found => format!("`scalar` expects `f32` or `f64`, found `{found}`"),
    };
    let spot = match &attribute.meta {
        Meta::List(list) if !list.tokens.is_empty() => Spot::of(&list.tokens),
        _ => Spot::of(attribute),
    };
    report.error(spot, message, "write `#[scalar(f64)]`");
    None
}

/// `#[scaler(f64)]`
fn misspelt(attribute: &Attribute, report: &mut Report) {
    let Some(name) = attribute.path().get_ident() else {
        return;
    };
    if nearest(&name.to_string(), ["scalar"]).is_some() {
        report.error(name.span(), format!("unknown attribute `{name}`"), "did you mean `#[scalar(f64)]`?");
    }
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
