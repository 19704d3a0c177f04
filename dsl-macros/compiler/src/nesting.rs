//! A bound on nested brackets, before anything recursive sees the tokens: syn's buffer overflows the stack on thousands.

use proc_macro2::{TokenStream, TokenTree};
use syn::{Error, Result};

/// How deep brackets may be nested; more than any part of the language asks for.
const DEPTH: usize = 256;

/// Refuses tokens that are nested too deep.
///
/// # Errors
/// At the first bracket beyond the bound.
pub fn check(tokens: &TokenStream) -> Result<()> {
    let mut open = vec![tokens.clone().into_iter()];
    while let Some(level) = open.last_mut() {
        match level.next() {
            Some(TokenTree::Group(group)) if open.len() > DEPTH => {
                let message = format!("expected brackets nested at most {DEPTH} deep");
                let help = "give the inner parts names of their own";
                return Err(Error::new(group.span_open(), format!("{message}\nhelp: {help}")));
            }
            Some(TokenTree::Group(group)) => open.push(group.stream().into_iter()),
            Some(_) => {}
            None => {
                open.pop();
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{DEPTH, check};
    use proc_macro2::TokenStream;

    fn nested(n: usize) -> TokenStream {
        format!("a {}x{} b", "(".repeat(n), ")".repeat(n)).parse().unwrap()
    }

    #[test]
    fn brackets_are_bounded() {
        assert!(check(&nested(DEPTH)).is_ok());
        let message = "expected brackets nested at most 256 deep\nhelp: give the inner parts names of their own";
        assert_eq!(check(&nested(DEPTH + 1)).unwrap_err().to_string(), message);
        assert!(check(&nested(100_000)).is_err());
    }
}
