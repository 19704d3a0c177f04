//! Weights that are part of the program: rustc reads the file, and the runtime judges it while the crate compiles.

use proc_macro2::{Literal, TokenStream};
use quote::{quote, quote_spanned};

use super::Declaration;
use super::names::{Names, ident};
use crate::ast::{File, Weights};
use crate::graph::{Graph, LayerId};

/// ```ignore
/// use ::chainrule::__private::weights as __weights;
/// const __FILE: &[u8] = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/", "digits.safetensors"));
/// const __LAYERS: &[Layer] = <Digits as Model>::LAYERS;
/// const __TABLE: __weights::Table<'_, { __weights::count(__FILE) }> = __weights::table(__FILE);
/// const _: () = __weights::sound(&__TABLE, "digits.safetensors");
/// const _: () = __weights::fits::<f32, _>(&__TABLE, __LAYERS, 1, "digits.safetensors");
/// …
/// static __WEIGHTS: __weights::Embedded<…> = __weights::embedded::<f32, _, _>(&__TABLE, __LAYERS);
/// impl Digits<&'static [f32]> { pub const PRETRAINED: Self = … ; }
/// ```
pub(super) fn pretrained(
    names: &Names,
    declaration: &Declaration,
    graph: &Graph,
    weights: Option<&Weights>,
) -> Option<TokenStream> {
    let (weights, Names { runtime, scalar, model, .. }) = (weights?, names);
    let (file, path) = file(&weights.file);
    let spot = weights.file.spot().span();
    let owners = (0..graph.layers.len()).filter(|at| graph.weights.iter().any(|weight| weight.layer == LayerId(*at)));
    // As with the claims about sizes, all tokens of a call stand where the mistake is to be reported.
    let layers = owners.map(|at| {
        let (span, number) = (graph.layers[at].spot.span(), Literal::usize_unsuffixed(at));
        let scalar = scalar.clone();
        let finite = (!weights.allow_non_finite).then(|| {
            quote_spanned! {span=>
                #[allow(long_running_const_eval)]
                const _: () = __weights::finite::<#scalar>(__WEIGHTS.blocks(), __LAYERS, #number);
            }
        });
        quote_spanned! {span=>
            #[allow(long_running_const_eval)]
            const _: () = __weights::fits::<#scalar, _>(&__TABLE, __LAYERS, #number, #path);
            #finite
        }
    });
    let checks = quote_spanned! {spot=>
        #[allow(long_running_const_eval)]
        const _: () = __weights::sound(&__TABLE, #path);
        #[allow(long_running_const_eval)]
        const _: () = __weights::only(&__TABLE, __LAYERS, #path);
    };
    let visibility = &declaration.visibility;
    let doc = format!("The weights in `{path}`, which are part of the program: borrowed where they lie.");
    let lifetime = syn::Lifetime::new("'static", proc_macro2::Span::call_site());
    let blocks = quote!({ __weights::blocks::<#scalar>(<#model as #runtime::Model>::PARAMS) });
    let name = ident("PRETRAINED");
    Some(quote! {
        use #runtime::__private::weights as __weights;
        const __FILE: &[::core::primitive::u8] = #file;
        const __LAYERS: &[#runtime::model::Layer] = <#model as #runtime::Model>::LAYERS;
        #[allow(long_running_const_eval)]
        const __TABLE: __weights::Table<'_, { __weights::count(__FILE) }> = __weights::table(__FILE);
        #checks
        #(#layers)*
        #[allow(long_running_const_eval)]
        static __WEIGHTS: __weights::Embedded<#blocks> = __weights::embedded::<#scalar, _, _>(&__TABLE, __LAYERS);
        #[allow(dead_code)]
        impl #model<&#lifetime [#scalar]> {
            #[doc = #doc]
            #visibility const #name: Self = Self {
                parameters: __weights::parameters::<#scalar>(__WEIGHTS.blocks(), <#model as #runtime::Model>::PARAMS),
            };
        }
        #runtime::__private::pretrained_methods! { #visibility #model, #scalar }
    })
}

/// What reads a file, so that the crate is compiled anew when it changes; and its path as the user wrote it.
fn file(file: &File) -> (TokenStream, String) {
    match file {
        File::Path(path) => {
            let value = path.value();
            let bytes = if std::path::Path::new(&value).is_absolute() {
                quote_spanned!(path.span()=> ::core::include_bytes!(#path))
            } else {
                let folder = quote_spanned!(path.span()=> ::core::env!("CARGO_MANIFEST_DIR"));
                quote_spanned!(path.span()=> ::core::include_bytes!(::core::concat!(#folder, "/", #path)))
            };
            (bytes, value)
        }
        File::Macro(tokens) => {
            let span = file.spot().span();
            (quote_spanned!(span=> ::core::include_bytes!(#tokens)), tokens.to_string())
        }
    }
}
