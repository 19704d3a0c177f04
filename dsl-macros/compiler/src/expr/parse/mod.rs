//! Tokens to expressions. syn's own expressions will not do: in `|x| x * 2.0 -> Dense(3)` they read `-` and `>`.
//!
//! The entry points; `expression` climbs the precedences, `primary` reads what stands between operators: with `name`,
//! `call` and `block`. Every error stands at the smallest guilty token; depth is bounded, so that no input
//! overflows the stack.

mod block;
mod call;
mod expression;
mod name;
mod primary;

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::parse::{ParseStream, Parser as _};
use syn::{Error, Result, Token};

use super::Closure;
use super::ast::{Expr, Id, Node};
use super::dag::Dag;

/// How deep parentheses, branches and calls may be nested.
const DEPTH: usize = 128;

/// What stands between the bars, in the words of messages.
struct Bars {
    /// Whose variables they are, and how many.
    rule: &'static str,
    number: &'static str,
    example: &'static str,
    reason: &'static str,
}

const ACTIVATION: Bars = Bars {
    rule: "an activation has one variable",
    number: "one variable",
    example: "|x| …",
    reason: "it is applied to each element by itself",
};

const LOSS: Bars = Bars {
    rule: "a loss has two variables",
    number: "two variables",
    example: "|y, t| …",
    reason: "an element of the output, and its label",
};

/// Reads `|x| body`, up to the first `->`, `as`, `;` or `,` outside parentheses, or the end.
///
/// # Errors
/// Everything that is not of the language, at its token.
pub fn parse_closure(input: ParseStream) -> Result<Closure> {
    let span = input.span();
    let [variable] = bars(input, &ACTIVATION)?;
    let body = parse_body(input, std::slice::from_ref(&variable))?;
    Ok(Closure { variable, body, span })
}

/// Reads `|y, t| body`, all of the input: the loss of an element of the output y and its label t.
///
/// # Errors
/// Everything that is not of the language, at its token.
pub fn parse_loss(input: ParseStream) -> Result<Expr> {
    let variables: [Ident; 2] = bars(input, &LOSS)?;
    let [output, label] = &variables;
    if output == label {
        let message = format!("two variables are named `{label}`");
        return Err(error(label.span(), &message, "give the label another name: `|y, t| …`"));
    }
    let body = parse_body(input, &variables)?;
    if input.peek(Token![;]) {
        let help = "leave the `;` out; values are bound in a block, `{ let a = y - t; a * a }`";
        return Err(error(input.span(), "expected one expression, found a statement", help));
    }
    if !input.is_empty() {
        let message = expected("the end of the expression", input);
        return Err(error(input.span(), &message, "a loss is one expression of an output and its label"));
    }
    if !body.nodes().contains(&Node::Variable(0)) {
        let message = format!("the loss does not depend on the output `{output}`");
        return Err(error(
            output.span(),
            &message,
            &format!("compare it with the label, as in `abs({output} - {label})`"),
        ));
    }
    Ok(body)
}

/// Reads `|a, b|`, so many variables.
fn bars<const COUNT: usize>(input: ParseStream, bars: &Bars) -> Result<[Ident; COUNT]> {
    let Bars { rule, number, example, reason } = bars;
    let help = format!("write `{example}`");
    if let Some(word) = take_word(input, "move") {
        return Err(error(word.span(), "`move` means nothing here", &help));
    }
    if input.peek(Token![||]) {
        return Err(error(input.span(), &format!("expected {number} between the bars, found none"), &help));
    }
    input.parse::<Token![|]>().map_err(|e| error(e.span(), &expected("`|`", input), &help))?;
    let mut variables = vec![variable(input, &help)?];
    while input.peek(Token![,]) {
        input.parse::<Token![,]>()?;
        if !input.peek(Token![|]) {
            variables.push(variable(input, &help)?);
        }
    }
    if input.peek(Token![:]) {
        return Err(error(
            input.span(),
            "expected `|`, found `:`",
            "leave the type out: it is the model's scalar type",
        ));
    }
    let found = variables.len();
    if let Some(blamed) = variables.get(COUNT).or_else(|| variables.last().filter(|_| found < COUNT)) {
        let message = format!("{rule}, found {found}");
        return Err(error(blamed.span(), &message, &format!("{help}: {reason}")));
    }
    input.parse::<Token![|]>().map_err(|e| error(e.span(), &expected("`|`", input), &help))?;
    variables.try_into().map_err(|_| error(input.span(), rule, &help))
}

/// Reads an expression in these variables, up to the same ends as [`parse_closure`].
///
/// # Errors
/// Everything that is not of the language, at its token.
pub fn parse_body(input: ParseStream, variables: &[Ident]) -> Result<Expr> {
    let names: Vec<String> = variables.iter().map(ToString::to_string).collect();
    let mut dag = Dag::default();
    let scope = names.iter().enumerate().map(|(index, name)| (name.clone(), dag.variable(index))).collect();
    let mut parser = Parser { dag: &mut dag, scope, depth: 0, variables: names.clone() };
    if input.is_empty() {
        let (after, help) = match names.as_slice() {
            [y, t] => ("the variables", format!("write `|{y}, {t}| abs({y} - {t})`")),
            _ => ("the variable", "write `|x| x * x`".to_owned()),
        };
        return Err(error(input.span(), &format!("expected an expression after {after}, found the end"), &help));
    }
    let span = input.span();
    let root = parser.expression(input)?;
    if !ends(input) {
        return Err(parser.trailing(input));
    }
    if dag.node(root).is_condition() {
        let help = "write `if … { 1.0 } else { 0.0 }` around it";
        return Err(error(span, "expected a number as the value, found a condition", help));
    }
    let variables: Vec<_> = names.iter().map(String::as_str).enumerate().collect();
    Ok(dag.extract(root, &variables))
}

/// Reads `text`, in which these names stand for nodes of `dag`: the rows of the compiler's own tables.
pub(crate) fn parse_text(dag: &mut Dag, text: &str, names: &[(&str, Id)]) -> Result<Id> {
    let scope = names.iter().map(|(name, id)| ((*name).to_owned(), *id)).collect();
    let parse = |input: ParseStream| Parser { dag, scope, depth: 0, variables: Vec::new() }.expression(input);
    parse.parse_str(text)
}

/// The state of one parse.
struct Parser<'a> {
    dag: &'a mut Dag,
    /// The names in sight, the innermost last.
    scope: Vec<(String, Id)>,
    /// How many parentheses, branches and calls are open.
    depth: usize,
    /// The variables, to name them in messages.
    variables: Vec<String>,
}

impl Parser<'_> {
    /// Runs `parse` one level deeper.
    fn deeper<T>(&mut self, span: Span, parse: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        if self.depth == DEPTH {
            let message = format!("expected an expression nested at most {DEPTH} deep");
            return Err(error(span, &message, "name the inner parts with `let`"));
        }
        self.depth += 1;
        let result = parse(self);
        self.depth -= 1;
        result
    }
}

/// True where a closure ends.
fn ends(input: ParseStream) -> bool {
    input.is_empty()
        || input.peek(Token![->])
        || input.peek(Token![as])
        || input.peek(Token![;])
        || input.peek(Token![,])
}

/// The name of a variable between the bars.
fn variable(input: ParseStream, help: &str) -> Result<Ident> {
    if input.peek(Token![mut]) || input.peek(Token![&]) {
        return Err(error(input.span(), &expected("the name of a variable", input), help));
    }
    input.parse().map_err(|e| error(e.span(), &expected("the name of a variable", input), help))
}

/// Takes the next token if it is this word, reserved or not.
fn take_word(input: ParseStream, word: &str) -> Option<Ident> {
    input
        .step(|cursor| match cursor.ident() {
            Some((ident, rest)) if ident == word => Ok((ident, rest)),
            _ => Err(cursor.error("")),
        })
        .ok()
}

/// `expected …, found …`, the next token being what was found.
fn expected(what: &str, input: ParseStream) -> String {
    format!("expected {what}, found {}", found(input))
}

/// The next token as messages quote it.
fn found(input: ParseStream) -> String {
    for operator in ["->", "=>", "&&", "||", "==", "!=", "<=", ">=", "..", "::", "+=", "-=", "*=", "/="] {
        if upcoming(input).starts_with(operator) {
            return format!("`{operator}`");
        }
    }
    match input.cursor().token_tree() {
        None => "the end".to_owned(),
        Some((TokenTree::Group(group), _)) => match group.delimiter() {
            proc_macro2::Delimiter::Parenthesis => "`(…)`".to_owned(),
            proc_macro2::Delimiter::Bracket => "`[…]`".to_owned(),
            proc_macro2::Delimiter::Brace => "`{…}`".to_owned(),
            proc_macro2::Delimiter::None => "an expression of another macro".to_owned(),
        },
        Some((token, _)) => format!("`{}`", token.to_token_stream()),
    }
}

/// The next two marks, if they stand together.
fn upcoming(input: ParseStream) -> String {
    let mut text = String::new();
    let mut cursor = input.cursor();
    while let Some((punct, rest)) = cursor.punct() {
        text.push(punct.as_char());
        if punct.spacing() == proc_macro2::Spacing::Alone || text.len() == 2 {
            break;
        }
        cursor = rest;
    }
    text
}

/// An error of two lines, as all of this compiler's.
fn error(span: Span, message: &str, help: &str) -> Error {
    Error::new(span, format!("{message}\nhelp: {help}"))
}

/// The same, over the tokens of something.
fn error_at(tokens: impl Into<TokenStream>, message: &str, help: &str) -> Error {
    Error::new_spanned(tokens.into(), format!("{message}\nhelp: {help}"))
}
