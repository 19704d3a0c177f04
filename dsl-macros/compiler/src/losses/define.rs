//! The items of the runtime's module `loss` that are made from the table, and the table in its documentation.

use std::fmt::Write as _;

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use syn::Result;

use super::{Element, End, Instructions, Parameter, Preset, Row, TABLE};
use crate::expr::Formula;

/// Emits, for each loss:
///
/// ```text
/// /// …
/// pub struct Huber { delta: f64 }
/// impl Huber { pub const fn new() -> Self; pub const fn delta(self, delta: f64) -> Self; … }
/// impl Default for Huber { … }
/// crate::loss::formula::of_outputs! { Huber, huber, 1 }
/// ```
///
/// and the loops of all, compiled where they are defined:
///
/// ```text
/// pub trait Formulas: Sized {
///     fn huber(loss: &Huber, outputs: &[Self], labels: &[Self], gradient: &mut [Self], scale: f64) -> f64;
///     …
/// }
/// impl Formulas for f32 { … }
/// impl Formulas for f64 { … }
/// ```
pub fn define_losses(_input: TokenStream) -> TokenStream {
    define().unwrap_or_else(|error| error.to_compile_error())
}

fn define() -> Result<TokenStream> {
    let formulas = TABLE.iter().map(|row| Ok((row, row.formula()?))).collect::<Result<Vec<_>>>()?;
    let items = formulas.iter().map(|(row, formula)| item(row, formula));
    let signatures = TABLE.iter().map(|row| {
        let (doc, signature) = (format!("The sum of the formula of [`{}`].", row.name), signature(row));
        quote!(#[doc = #doc] #signature;)
    });
    let implementations = [quote!(f32), quote!(f64)].map(|scalar| {
        let sums = formulas.iter().map(|(row, formula)| sum(row, formula, &scalar));
        quote!(impl Formulas for #scalar { #(#sums)* })
    });
    Ok(quote! {
        #(#items)*
        /// The loops of the losses that are formulas. An empty gradient is not wanted.
        pub trait Formulas: Sized {
            #(#signatures)*
        }
        #(#implementations)*
    })
}

/// `fn huber(loss: &Huber, outputs: &[Self], labels: &[Self], gradient: &mut [Self], scale: f64) -> f64`
fn signature(row: &Row) -> TokenStream {
    let (name, sum) = (format_ident!("{}", row.name), snake(row));
    quote!(fn #sum(loss: &#name, outputs: &[Self], labels: &[Self], gradient: &mut [Self], scale: f64) -> f64)
}

/// One of the loops for one type of numbers.
fn sum(row: &Row, formula: &Formula, scalar: &TokenStream) -> TokenStream {
    let krate = quote!(crate);
    let (value, derivative) = (formula.value_tokens(scalar, &krate), formula.derivative_tokens(scalar, &krate));
    let (signature, run) = (
        signature(row),
        match row.instructions {
            Instructions::Plain => quote!(crate::loss::formula::plain),
            Instructions::Narrow => quote!(crate::loss::formula::narrow),
        },
    );
    let parameters = row.parameters.iter().map(|parameter| {
        let name = format_ident!("{}", parameter.name);
        match parameter.default {
            Preset::Flag(_) => quote!(let #name = u8::from(loss.#name);),
            Preset::Positive(_) | Preset::Fraction(_) => quote!(let #name = loss.#name;),
        }
    });
    let unused = row.parameters.is_empty().then(|| quote!(let _ = loss;));
    quote! {
        #[inline(never)]
        #signature {
            #unused
            #(#parameters)*
            #run(outputs, labels, gradient, scale, #[inline(always)] #value, #[inline(always)] #derivative)
        }
    }
}

/// The type of a loss, or the two of one that goes with `sigmoid` or with logits.
fn item(row: &Row, formula: &Formula) -> TokenStream {
    let (name, sum) = (format_ident!("{}", row.name), snake(row));
    let doc = doc(row, formula);
    let names: Vec<_> = row.parameters.iter().map(|parameter| format_ident!("{}", parameter.name)).collect();
    let types: Vec<_> = row.parameters.iter().map(|parameter| scalar(parameter.default)).collect();
    let defaults = row.parameters.iter().map(|parameter| value(parameter.default));
    let docs: Vec<_> = row.parameters.iter().map(setter_doc).collect();
    let checks = row.parameters.iter().filter_map(check);
    let (new, from_logits) = match row.end {
        End::Output => ("For any model.", None),
        End::Logit => ("For a model that ends in `sigmoid`.", Some(of_logits(row, &name, &names, &types, &docs))),
    };
    let (constructor, item) = from_logits.unwrap_or_else(|| {
        let element = match row.element {
            Element::Number => quote!(1),
            Element::Row => quote!(crate::loss::label::width::<O>()),
        };
        (quote!(), quote!(crate::loss::formula::of_outputs! { #name, #sum, O, #element }))
    });
    quote! {
        #[doc = #doc]
        #[derive(Clone, Copy, Debug, PartialEq)]
        #[non_exhaustive]
        pub struct #name { #(#names: #types),* }

        impl #name {
            #[doc = #new]
            pub const fn new() -> Self {
                Self { #(#names: #defaults),* }
            }
            #constructor
            #(
                #[doc = #docs]
                #[must_use]
                pub const fn #names(mut self, #names: #types) -> Self {
                    self.#names = #names;
                    self
                }
            )*
            fn check_parameters(&self) -> crate::error::Result<()> {
                #(#checks)*
                Ok(())
            }
        }

        impl Default for #name {
            fn default() -> Self {
                Self::new()
            }
        }

        #item
    }
}

/// The constructor `from_logits` and the type that it makes.
fn of_logits(
    row: &Row,
    name: &Ident,
    names: &[Ident],
    types: &[TokenStream],
    docs: &[String],
) -> (TokenStream, TokenStream) {
    let (logits, sum) = (format_ident!("{}FromLogits", row.name), snake(row));
    let doc = format!("[`{0}::from_logits`].", row.name);
    let constructor = quote! {
        /// For a model that ends without an activation: its outputs are logits.
        pub const fn from_logits() -> #logits {
            #logits(Self::new())
        }
    };
    let item = quote! {
        #[doc = #doc]
        #[derive(Clone, Copy, Debug, PartialEq)]
        pub struct #logits(#name);

        impl #logits {
            #(
                #[doc = #docs]
                #[must_use]
                pub const fn #names(self, #names: #types) -> Self {
                    Self(self.0.#names(#names))
                }
            )*
        }

        crate::loss::formula::of_logits! { #name, #logits, #sum }
    };
    (constructor, item)
}

fn scalar(preset: Preset) -> TokenStream {
    match preset {
        Preset::Flag(_) => quote!(bool),
        Preset::Positive(_) | Preset::Fraction(_) => quote!(f64),
    }
}

fn value(preset: Preset) -> TokenStream {
    match preset {
        Preset::Flag(value) => quote!(#value),
        Preset::Positive(value) | Preset::Fraction(value) => quote!(#value),
    }
}

/// `crate::loss::formula::check_positive("delta", self.delta)?;`
fn check(parameter: &Parameter) -> Option<TokenStream> {
    let (text, name) = (parameter.name, format_ident!("{}", parameter.name));
    match parameter.default {
        Preset::Flag(_) => None,
        Preset::Positive(_) => Some(quote!(crate::loss::formula::check_positive(#text, self.#name)?;)),
        Preset::Fraction(_) => Some(quote!(crate::loss::formula::check_fraction(#text, self.#name)?;)),
    }
}

fn setter_doc(parameter: &Parameter) -> String {
    let range = match parameter.default {
        Preset::Flag(_) => "",
        Preset::Positive(_) => ", above 0",
        Preset::Fraction(_) => ", from 0 to 1",
    };
    format!("{} Default: {}{range}.", parameter.doc, text(parameter.default))
}

fn text(preset: Preset) -> String {
    match preset {
        Preset::Positive(value) | Preset::Fraction(value) => format!("{value:?}"),
        Preset::Flag(value) => value.to_string(),
    }
}

/// The documentation of one loss.
fn doc(row: &Row, formula: &Formula) -> String {
    let averaged = match row.element {
        Element::Number => "Averaged over all numbers of the output.",
        Element::Row => "Summed over the numbers of each row of the output, and averaged over the rows.",
    };
    let end = match row.end {
        End::Output => "For any model: `y` is a number of the output, `t` that of the label.",
        End::Logit => {
            "For models that end in `sigmoid`, or [without an activation](Self::from_logits): `x` is a number before the \
             sigmoid, `t` that of the label."
        }
    };
    format!(
        "{}\n\n`{}`\n\nThe derivative is found by the compiler: `{}`\n\n{end} Labels are of the model's output type. \
         {averaged}{}\n\nSource: {}.\n",
        row.doc,
        one_line(row.text),
        formula.derivative(),
        if row.parameters.is_empty() { String::new() } else { format!(" Defaults: {}.", parameters(row)) },
        row.source
    )
}

fn parameters(row: &Row) -> String {
    let parameters = row.parameters.iter().map(|p| format!("`{} = {}`", p.name, text(p.default)));
    parameters.collect::<Vec<_>>().join(", ")
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `mean_squared_error` of `MeanSquaredError`.
fn snake(row: &Row) -> Ident {
    let mut snake = String::new();
    let mut after_lower = false;
    for letter in row.name.chars() {
        if letter.is_uppercase() && after_lower {
            snake.push('_');
        }
        after_lower = letter.is_lowercase();
        snake.extend(letter.to_lowercase());
    }
    format_ident!("{snake}")
}

/// Emits the losses as a table in Markdown, in a string literal.
pub fn loss_table(_input: TokenStream) -> TokenStream {
    let mut table = "| loss | of a number | defaults |\n|---|---|---|\n".to_owned();
    for row in TABLE {
        let formula = one_line(row.text).replace('|', "\\|");
        let _ = writeln!(table, "| [`{}`] | `{formula}` | {} |", row.name, parameters(row));
    }
    quote!(#table)
}
