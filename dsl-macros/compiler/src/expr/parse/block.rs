//! Blocks with `let`, and `if`.

use proc_macro2::{Delimiter, Group, Ident};
use syn::parse::{ParseStream, Parser as _};
use syn::{Result, Token};

use super::primary::take_group;
use super::{Parser, error, expected};
use crate::expr::ast::Id;

impl Parser<'_> {
    /// `{ let a = …; value }`
    pub(super) fn block(&mut self, group: &Group) -> Result<Id> {
        let (open, close) = (group.span_open(), group.span_close());
        let names = self.scope.len();
        let parse = |input: ParseStream| {
            while input.peek(Token![let]) {
                self.binding(input)?;
            }
            if input.is_empty() {
                return Err(error(
                    close,
                    "expected a value at the end of the block",
                    "end it with an expression such as `x`",
                ));
            }
            let value = self.deeper(open, |parser| parser.expression(input))?;
            if input.peek(Token![;]) {
                let semicolon = input.span();
                input.parse::<Token![;]>()?;
                let message = "expected a value at the end of the block, found a statement";
                return Err(error(semicolon, message, "bind the value with `let`, or leave the `;` out"));
            }
            if !input.is_empty() {
                return Err(self.trailing(input));
            }
            Ok(value)
        };
        let value = parse.parse2(group.stream());
        self.scope.truncate(names);
        value
    }

    /// `let a = …;`
    fn binding(&mut self, input: ParseStream) -> Result<()> {
        input.parse::<Token![let]>()?;
        if input.peek(Token![mut]) {
            return Err(error(input.span(), "a name cannot be assigned again", "leave `mut` out and bind a new name"));
        }
        let name: Ident =
            input.parse().map_err(|e| error(e.span(), &expected("a name after `let`", input), "write `let a = …;`"))?;
        if input.peek(Token![:]) {
            let help = "leave the type out: it is the model's scalar type";
            return Err(error(input.span(), "expected `=`, found `:`", help));
        }
        if !input.peek(Token![=]) || input.peek(Token![==]) {
            return Err(error(input.span(), &expected("`=`", input), "write `let a = …;`"));
        }
        input.parse::<Token![=]>()?;
        let value = self.deeper(name.span(), |parser| parser.expression(input))?;
        if !input.peek(Token![;]) {
            if input.is_empty() {
                return Err(error(
                    input.span(),
                    "expected `;` after the value of `let`, found the end",
                    "write `let a = …;`",
                ));
            }
            return Err(self.trailing(input));
        }
        input.parse::<Token![;]>()?;
        self.scope.push((name.to_string(), value));
        Ok(())
    }

    /// `if a < b { … } else if … { … } else { … }`
    pub(super) fn branches(&mut self, input: ParseStream) -> Result<Id> {
        let keyword: Token![if] = input.parse()?;
        if input.peek(Token![let]) {
            return Err(error(
                input.span(),
                "`if let` is not part of this language",
                "compare numbers, as in `x > 0.0`",
            ));
        }
        let span = input.span();
        if input.peek(syn::token::Brace) {
            return Err(error(
                span,
                "expected a condition after `if`, found `{…}`",
                "compare numbers, as in `x > 0.0`",
            ));
        }
        let condition = self.deeper(span, |parser| parser.expression(input))?;
        let condition = self.condition((condition, span))?;
        let then = self.branch(input, "if … ")?;
        if !input.peek(Token![else]) {
            let help = "add `else { … }`";
            return Err(error(keyword.span, "`if` without `else` has no value", help));
        }
        input.parse::<Token![else]>()?;
        let otherwise = if input.peek(Token![if]) {
            self.deeper(input.span(), |parser| parser.branches(input))?
        } else {
            self.branch(input, "else ")?
        };
        Ok(self.dag.choose(condition, then, otherwise))
    }

    /// `{ … }` after `if …` or `else`, a number.
    fn branch(&mut self, input: ParseStream, after: &str) -> Result<Id> {
        match take_group(input) {
            Some(group) if group.delimiter() == Delimiter::Brace => {
                let value = self.block(&group)?;
                self.number((value, group.span_open()))
            }
            Some(group) => Err(error(group.span_open(), "expected `{`, found `(`", &format!("write `{after}{{ … }}`"))),
            None => Err(error(input.span(), &expected("`{`", input), &format!("write `{after}{{ … }}`"))),
        }
    }
}
