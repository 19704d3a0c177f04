//! How sizes, offsets, types and places are written.

use std::collections::HashSet;

use proc_macro2::{Delimiter, Group, Ident, Literal, Span, TokenStream, TokenTree};
use quote::{quote, quote_spanned};

use super::generics::Generics;
use super::{Declaration, Planned};
use crate::claim::{Claim, Holds};
use crate::dim::{Dim, Source, Symbol};
use crate::graph::{Op, WeightId};
use crate::plan::{Operand, Place};

/// What every emitter needs to know.
pub(super) struct Names {
    /// The path of the runtime.
    pub(super) runtime: TokenStream,
    /// `f32` or `f64`.
    pub(super) scalar: TokenStream,
    /// The model's name.
    pub(super) model: Ident,
    /// The generic parameters.
    pub(super) generics: Generics,
    /// The user's constants, each of which becomes a constant of the model.
    symbols: Vec<Symbol>,
    /// The length of each weight.
    sizes: Vec<Dim>,
    /// The length of each input.
    pub(super) inputs: Vec<Dim>,
    /// The length of each output.
    pub(super) outputs: Vec<Dim>,
    /// For each output the length of its mask, if it has one.
    pub(super) masks: Vec<Option<Dim>>,
    /// The length of each state that a batch leaves to the next.
    pub(super) carried: Vec<Dim>,
}

/// An identifier at the call site.
pub(super) fn ident(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}

/// `{ 2 * HIDDEN }` in braces of ours: rustc would ask the user to remove the user's own.
fn rebraced(tokens: &TokenStream) -> TokenStream {
    let mut pieces = tokens.clone().into_iter();
    match (pieces.next(), pieces.next()) {
        (Some(TokenTree::Group(group)), None) if group.delimiter() == Delimiter::Brace => {
            TokenTree::from(Group::new(Delimiter::Brace, group.stream())).into()
        }
        _ => tokens.clone(),
    }
}

/// The user's constants in some sizes, and in what those are computed from.
fn collect(symbols: &mut Vec<Symbol>, dims: &[Dim]) {
    for symbol in dims.iter().flat_map(Dim::symbols) {
        if !symbols.contains(symbol) {
            symbols.push(symbol.clone());
            collect(symbols, symbol.sizes());
        }
    }
}

/// What the sizes of a model are made of. The way back has sizes of its own, such as the memory of a recurrent layer.
fn symbols(planned: &Planned) -> Vec<Symbol> {
    let (graph, mut symbols) = (&planned.graph, Vec::new());
    let plans = [&planned.predict, &planned.train];
    let steps = || plans.iter().flat_map(|plan| &plan.steps);
    let described = planned.described.nodes.iter();
    let shapes = graph
        .nodes
        .iter()
        .chain(described.clone())
        .map(|node| &node.shape)
        .chain(graph.weights.iter().map(|weight| &weight.shape));
    for shape in shapes.chain(steps().map(|step| &step.output.shape)) {
        collect(&mut symbols, &shape.0);
    }
    plans.iter().flat_map(|plan| &plan.slots).for_each(|sizes| collect(&mut symbols, sizes));
    for op in graph.nodes.iter().chain(described).map(|node| &node.op).chain(steps().map(|step| &step.op)) {
        if let Op::Kernel(kernel) = op {
            collect(&mut symbols, &kernel.call().dims());
        }
    }
    symbols
}

/// All identifiers among the tokens.
pub(super) fn identifiers(tokens: &TokenStream) -> HashSet<String> {
    let mut names = HashSet::new();
    let mut groups = vec![tokens.clone()];
    while let Some(tokens) = groups.pop() {
        for token in tokens {
            match token {
                TokenTree::Ident(name) => {
                    names.insert(name.to_string());
                }
                TokenTree::Group(group) => groups.push(group.stream()),
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
        }
    }
    names
}

impl Names {
    pub(super) fn new(runtime: &TokenStream, declaration: &Declaration, planned: &Planned) -> Self {
        let (graph, symbols) = (&planned.graph, symbols(planned));
        let sizes = graph.weights.iter().map(|weight| weight.shape.len()).collect();
        let (model, scalar) = (declaration.name.clone(), declaration.scalar.tokens());
        let generics = Generics::new(&model, runtime, &scalar, graph);
        let lengths =
            |values: &[crate::graph::Value]| values.iter().map(|value| graph.node(*value).shape.len()).collect();
        let (inputs, outputs) = (lengths(&graph.inputs), lengths(&graph.outputs));
        let masks = graph.masks.iter().map(|mask| mask.map(|mask| graph.node(mask).shape.len())).collect();
        let (runtime, carried) = (runtime.clone(), graph.carried.clone());
        Self { runtime, scalar, model, generics, symbols, sizes, inputs, outputs, masks, carried }
    }

    /// `DIM1`, for the user's constants, offsets that depend on them, and claims.
    ///
    /// ```ignore
    /// impl Digits {
    ///     const DIM1: usize = positive(HIDDEN, "HIDDEN");
    ///     const OFFSET1: usize = 784 * <Digits>::DIM1;
    /// }
    /// const _: () = equal(<Digits>::DIM1, 100, "`Reshape` must keep …");
    /// ```
    pub(super) fn constants(&self, claims: &[Claim]) -> TokenStream {
        let Self { runtime, model, .. } = self;
        let constants = self.symbols.iter().enumerate().map(|(at, symbol)| {
            let (name, text) = (Self::constant(at), symbol.to_string());
            let span = symbol.spot().span();
            let value = match symbol.source() {
                Source::User(tokens) => {
                    let tokens = rebraced(tokens);
                    quote_spanned!(span=> __dims::positive(#tokens, #text))
                }
                Source::Computed { function, sizes, numbers } => {
                    let function = Ident::new(function, span);
                    let sizes = sizes.iter().map(|dim| self.size(dim));
                    let numbers = numbers.iter().map(|number| Literal::usize_unsuffixed(*number));
                    quote_spanned!(span=> __dims::#function(&[#(#sizes),*], &[#(#numbers),*]))
                }
                Source::Layer { fact, path, input } => {
                    let (fact, input, scalar) = (Ident::new(fact, span), self.generic(input), &self.scalar);
                    quote_spanned!(span=> __dims::stage::<#scalar, #path, #input>().#fact)
                }
            };
            quote_spanned!(span=> const #name: ::core::primitive::usize = #value;)
        });
        let offsets = self.offset_constants();
        let constants = (!self.symbols.is_empty()).then(|| quote!(impl #model { #(#constants)* #(#offsets)* }));
        let claims = claims.iter().map(|claim| {
            let (span, rule) = (claim.spot.span(), &claim.rule);
            let call = match &claim.holds {
                Holds::Equal { expected, found } => {
                    let (expected, found) = (self.size(expected), self.size(found));
                    quote_spanned!(span=> equal(#expected, #found, #rule))
                }
                Holds::Divides { by, size } => {
                    let (by, size) = (Literal::usize_unsuffixed(*by), self.size(size));
                    quote_spanned!(span=> divides(#by, #size, #rule))
                }
                Holds::Stateless { path, input } => {
                    let (input, scalar) = (self.generic(input), &self.scalar);
                    quote_spanned!(span=> stateless(__dims::stage::<#scalar, #path, #input>(), #rule))
                }
            };
            quote_spanned!(span=> const _: () = __dims::#call;)
        });
        // All tokens of a call must stand at the user's size, so that a claim that fails is reported there: the path of
        // the runtime, which cannot, is named once.
        let checks = constants.is_some().then(|| quote!(use #runtime::__private::dims as __dims;));
        quote!(#checks #constants #(#claims)*)
    }

    fn constant(at: usize) -> Ident {
        ident(&format!("DIM{}", at + 1))
    }

    /// A size as an expression: `784`, `<Digits>::DIM1`, `2 * <Digits>::DIM1`.
    pub(super) fn size(&self, dim: &Dim) -> TokenStream {
        let model = &self.model;
        let mut factors = Vec::new();
        if dim.factor() != 1 || dim.symbols().is_empty() {
            let factor = proc_macro2::Literal::usize_unsuffixed(dim.factor());
            factors.push(quote!(#factor));
        }
        for symbol in dim.symbols() {
            // One that was not collected names a constant that does not exist, which rustc reports.
            let at = self.symbols.iter().position(|known| known == symbol).unwrap_or(self.symbols.len());
            let constant = Self::constant(at);
            factors.push(quote!(<#model>::#constant));
        }
        let (first, rest) = factors.split_at(1);
        quote!(#(#first)* #(* #rest)*)
    }

    /// A size as a generic argument.
    pub(super) fn generic(&self, dim: &Dim) -> TokenStream {
        let size = self.size(dim);
        if dim.value().is_some() { size } else { quote!({ #size }) }
    }

    /// `a + b`, known sizes folded.
    pub(super) fn sum<'a>(&self, dims: impl IntoIterator<Item = &'a Dim>) -> TokenStream {
        let mut known = 0usize;
        let mut others = Vec::new();
        for dim in dims {
            match dim.value() {
                Some(value) => known = known.saturating_add(value),
                None => others.push(self.size(dim)),
            }
        }
        let known = (known > 0 || others.is_empty()).then(|| {
            let known = proc_macro2::Literal::usize_unsuffixed(known);
            quote!(#known)
        });
        let terms = known.into_iter().chain(others);
        quote!(#(#terms)+*)
    }

    /// Where a weight starts. An offset that the macro does not know is a constant over the one before it: written out,
    /// it would grow with the number of layers, and the expansion with its square.
    pub(super) fn offset(&self, weight: WeightId) -> TokenStream {
        if self.sizes[..weight.0].iter().all(|size| size.value().is_some()) {
            return self.sum(&self.sizes[..weight.0]);
        }
        let (model, constant) = (&self.model, Self::offset_constant(weight.0));
        quote!(<#model>::#constant)
    }

    /// Where some weights start, and how long they are.
    pub(super) fn range(&self, weights: &std::ops::Range<usize>) -> (TokenStream, TokenStream) {
        (self.offset(WeightId(weights.start)), self.sum(&self.sizes[weights.clone()]))
    }

    /// `&parameters[384..][..64]`
    pub(super) fn weight(&self, weight: WeightId) -> TokenStream {
        let (start, size) = (self.offset(weight), self.size(&self.sizes[weight.0]));
        quote!(&parameters[#start..][..#size])
    }

    /// The scalars beside the gradient in which the gradients of some weights fit, one at a time.
    pub(super) fn shared(&self, weights: impl Iterator<Item = WeightId>) -> TokenStream {
        let sizes: Vec<_> = weights.map(|weight| self.sizes[weight.0].clone()).collect();
        if sizes.is_empty() { quote!(0) } else { self.slot(&sizes) }
    }

    /// `&mut shared[..64]`
    pub(super) fn again(&self, weight: WeightId) -> TokenStream {
        let size = self.size(&self.sizes[weight.0]);
        quote!(&mut shared[..#size])
    }

    /// `finite &= fill::accumulate(&mut gradient[384..][..64], &shared[..64]);`, of all of it or a part.
    pub(super) fn accumulate(&self, weight: WeightId, part: Option<[Dim; 2]>) -> TokenStream {
        let (runtime, gradient, size) = (&self.runtime, self.gradient(weight), self.size(&self.sizes[weight.0]));
        let part = part.map(|[start, len]| {
            let (start, len) = (self.size(&start), self.size(&len));
            quote!([#start..][..#len])
        });
        quote!(finite &= #runtime::kernels::fill::accumulate(#gradient #part, &shared[..#size] #part);)
    }

    /// Where the gradient of a weight is written: a slice and an offset into it.
    pub(super) fn target(&self, operand: &Operand, weight: WeightId) -> (TokenStream, TokenStream) {
        match operand.place {
            Place::Again(_) => (quote!(shared), quote!(0)),
            _ => (quote!(gradient), self.offset(weight)),
        }
    }

    /// `&mut gradient[384..][..64]`
    pub(super) fn gradient(&self, weight: WeightId) -> TokenStream {
        let (start, size) = (self.offset(weight), self.size(&self.sizes[weight.0]));
        quote!(&mut gradient[#start..][..#size])
    }

    /// `const OFFSET2: usize = <Digits>::OFFSET1 + <Digits>::DIM1;`, for each offset that the macro does not know.
    fn offset_constants(&self) -> impl Iterator<Item = TokenStream> {
        let unknown = (1..self.sizes.len()).filter(|&at| self.sizes[..at].iter().any(|size| size.value().is_none()));
        unknown.map(|at| {
            let (constant, before) = (Self::offset_constant(at), self.offset(WeightId(at - 1)));
            let size = self.size(&self.sizes[at - 1]);
            let sum = if before.to_string() == "0" { size } else { quote!(#before + #size) };
            quote!(const #constant: ::core::primitive::usize = #sum;)
        })
    }

    fn offset_constant(weight: usize) -> Ident {
        ident(&format!("OFFSET{weight}"))
    }

    /// The number of parameters.
    pub(super) fn params(&self) -> TokenStream {
        self.sum(&self.sizes)
    }

    /// The size of a slot for one sample: that of the largest value that it ever holds.
    pub(super) fn slot(&self, sizes: &[Dim]) -> TokenStream {
        let runtime = &self.runtime;
        let known = sizes.iter().filter_map(Dim::value).max();
        let known = known.map(|size| {
            let size = proc_macro2::Literal::usize_unsuffixed(size);
            quote!(#size)
        });
        let others = sizes.iter().filter(|size| size.value().is_none()).map(|size| self.size(size));
        let all: Vec<_> = known.into_iter().chain(others).collect();
        match all.as_slice() {
            [one] => one.clone(),
            all => quote!(const { #runtime::__private::dims::largest(&[#(#all),*]) }),
        }
    }
}
