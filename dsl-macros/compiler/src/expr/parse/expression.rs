//! Operators, by climbing their precedences: `||`, `&&`, comparisons, `+ -`, `* /`, then unary `-` and `!`.

use proc_macro2::Span;
use syn::parse::ParseStream;
use syn::{Error, Result, Token};

use super::{Parser, error, found, upcoming};
use crate::expr::ast::{Comparison, Id, Operator};

/// What stands between two operands.
#[derive(Clone, Copy)]
enum Infix {
    Or,
    And,
    Compare(Comparison),
    Arithmetic(Operator),
}

const COMPARISON: u8 = 2;

impl Infix {
    /// The operator that comes next and its number of marks; none where the expression ends.
    fn peek(input: ParseStream) -> Option<(Self, usize)> {
        let marks = upcoming(input);
        let two = match marks.as_str() {
            "||" => Some(Self::Or),
            "&&" => Some(Self::And),
            "<=" => Some(Self::Compare(Comparison::LessEqual)),
            ">=" => Some(Self::Compare(Comparison::GreaterEqual)),
            "==" => Some(Self::Compare(Comparison::Equal)),
            "!=" => Some(Self::Compare(Comparison::NotEqual)),
            "->" | "+=" | "-=" | "*=" | "/=" | "**" | "<<" | ">>" | "//" => return None,
            _ => None,
        };
        if let Some(infix) = two {
            return Some((infix, 2));
        }
        let one = match marks.chars().next()? {
            '<' => Self::Compare(Comparison::Less),
            '>' => Self::Compare(Comparison::Greater),
            '+' => Self::Arithmetic(Operator::Add),
            '-' => Self::Arithmetic(Operator::Subtract),
            '*' => Self::Arithmetic(Operator::Multiply),
            '/' => Self::Arithmetic(Operator::Divide),
            _ => return None,
        };
        Some((one, 1))
    }

    fn precedence(self) -> u8 {
        match self {
            Self::Or => 0,
            Self::And => 1,
            Self::Compare(_) => COMPARISON,
            Self::Arithmetic(Operator::Add | Operator::Subtract) => 3,
            Self::Arithmetic(Operator::Multiply | Operator::Divide) => 4,
        }
    }
}

impl Parser<'_> {
    /// An expression, as far as it goes.
    pub(super) fn expression(&mut self, input: ParseStream) -> Result<Id> {
        self.operators(input, 0)
    }

    /// Operands joined by operators that bind at least as tightly as `least`.
    fn operators(&mut self, input: ParseStream, least: u8) -> Result<Id> {
        let start = input.span();
        let mut left = self.operand(input)?;
        while let Some((infix, marks)) = Infix::peek(input) {
            let precedence = infix.precedence();
            if precedence < least {
                break;
            }
            let span = input.span();
            for _ in 0..marks {
                input.step(|cursor| cursor.punct().map_or_else(|| Err(cursor.error("")), |(p, rest)| Ok((p, rest))))?;
            }
            let after = input.span();
            let right = self.operators(input, precedence + 1)?;
            if let (Infix::Compare(_), Some((Infix::Compare(_), _))) = (infix, Infix::peek(input)) {
                let help = "write `a < b && b < c`";
                return Err(error(input.span(), "comparisons cannot be chained", help));
            }
            left = self.join(infix, span, (left, start), (right, after))?;
        }
        Ok(left)
    }

    /// One operator applied, its operands' kinds checked.
    fn join(&mut self, infix: Infix, span: Span, left: (Id, Span), right: (Id, Span)) -> Result<Id> {
        match infix {
            Infix::Or | Infix::And => {
                let (a, b) = (self.condition(left)?, self.condition(right)?);
                Ok(if matches!(infix, Infix::Or) { self.dag.or(a, b) } else { self.dag.and(a, b) })
            }
            Infix::Compare(comparison) => {
                let (a, b) = (self.number(left)?, self.number(right)?);
                Ok(self.dag.compare(comparison, a, b))
            }
            Infix::Arithmetic(operator) => {
                let (a, b) = (self.number(left)?, self.number(right)?);
                if operator == Operator::Divide && self.dag.value(b) == Some(0.0) {
                    return Err(error(span, "division by zero", "the divisor is always 0"));
                }
                Ok(self.dag.binary(operator, a, b))
            }
        }
    }

    /// `-a`, `!a`, or what stands between operators.
    fn operand(&mut self, input: ParseStream) -> Result<Id> {
        let span = input.span();
        if input.peek(Token![-]) && !input.peek(Token![->]) {
            input.parse::<Token![-]>()?;
            let inner = input.span();
            let a = self.deeper(span, |parser| parser.operand(input))?;
            let a = self.number((a, inner))?;
            return Ok(self.dag.negate(a));
        }
        if input.peek(Token![!]) && !input.peek(Token![!=]) {
            input.parse::<Token![!]>()?;
            let inner = input.span();
            let a = self.deeper(span, |parser| parser.operand(input))?;
            let a = self.condition((a, inner))?;
            return Ok(self.dag.not(a));
        }
        self.postfix(input)
    }

    /// A node that must be a number.
    pub(super) fn number(&self, (id, span): (Id, Span)) -> Result<Id> {
        if self.dag.node(id).is_condition() {
            return Err(error(
                span,
                "expected a number, found a condition",
                "write `if … { 1.0 } else { 0.0 }` around it",
            ));
        }
        Ok(id)
    }

    /// A node that must be true or false.
    pub(super) fn condition(&self, (id, span): (Id, Span)) -> Result<Id> {
        if self.dag.node(id).is_condition() {
            return Ok(id);
        }
        Err(error(span, "expected a condition, found a number", "compare it, as in `x > 0.0`"))
    }

    /// What went wrong where an operator or the end was expected.
    pub(super) fn trailing(&self, input: ParseStream) -> Error {
        let x = self.variables.first().map_or("x", String::as_str);
        let powers = format!("write `{x} * {x}`, `powi({x}, 3)` or `powf({x}, 1.5)`");
        let marks = upcoming(input);
        let (message, help) = match marks.as_str() {
            "**" => ("`**` is not an operator".to_owned(), powers),
            _ if marks.starts_with('^') => ("`^` is not an operator on numbers".to_owned(), powers),
            _ if marks.starts_with('%') => (
                "`%` is not part of this language".to_owned(),
                "the remainder has no derivative to learn from".to_owned(),
            ),
            "=" | "+=" | "-=" | "*=" | "/=" => {
                ("a name cannot be assigned again".to_owned(), "bind a new one: `let a = …;`".to_owned())
            }
            _ => (
                format!("expected an operator or the end of the expression, found {}", found(input)),
                match self.variables.len() {
                    2 => "a loss is one expression of an output and its label".to_owned(),
                    _ => "the expression ends at `->`, `as`, `,` or `;`".to_owned(),
                },
            ),
        };
        error(input.span(), &message, &help)
    }
}
