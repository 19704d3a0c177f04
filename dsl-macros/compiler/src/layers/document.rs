//! The table of layers as documentation: one documented item a layer, where hover, completion and links lead.

use std::fmt::Write as _;

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::{Need, Spec, TABLE};

/// Emits a documented item for each layer, inside the runtime.
///
/// ```ignore
/// /// `Dense`: activation(W x + b) on the last axis. …
/// pub struct Dense;
/// impl Dense { pub const CLASS: &'static str = "Dense"; }
/// ```
pub fn define_layers(_input: TokenStream) -> TokenStream {
    TABLE.iter().map(|spec| item(spec)).collect()
}

fn item(spec: &Spec) -> TokenStream {
    let name = Ident::new(spec.name, Span::call_site());
    let (class, docs) = (spec.name, documentation(spec));
    quote! {
        #[doc = #docs]
        #[derive(Clone, Copy, Debug)]
        pub struct #name;

        impl #name {
            /// Keras' name of the class.
            pub const CLASS: &'static str = #class;
        }
    }
}

fn documentation(spec: &Spec) -> String {
    let Spec { name, summary, example, parameters, .. } = spec;
    let mut text = format!("`{name}`: {summary}.\n\n");
    // Writing to a string cannot fail.
    let _ = writeln!(text, "```\nchainrule::model! {{ Demo: {example} }}\nlet net = Demo::seeded(1);\n```\n");
    let shown = parameters.iter().filter(|parameter| !matches!(parameter.need, Need::Refused(_)));
    let rows: Vec<_> = shown
        .map(|parameter| match parameter.need {
            Need::Required(_) => format!("| `{}` | required |", parameter.name),
            Need::Default(value) => format!("| `{}` | `{value}` |", parameter.name),
            Need::Dims => format!("| `{}` | sizes without the batch, such as `28, 28` |", parameter.name),
            Need::Refused(_) => String::new(),
        })
        .collect();
    let _ = writeln!(text, "| argument | default |\n|---|---|\n{}\n", rows.join("\n"));
    let _ = writeln!(text, "Source: [Keras](https://keras.io/api/layers/).");
    text
}
