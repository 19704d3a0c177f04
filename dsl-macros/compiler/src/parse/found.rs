//! What stands in a place, in the words of a message.

use proc_macro2::{Delimiter, TokenTree};
use syn::parse::ParseStream;

/// Marks that belong together, the longest first.
const MARKS: &[&str] =
    &["-->", "...", "->", "=>", "::", "|>", ">>", "<-", "<<", "==", "!=", "<=", ">=", "&&", "||", "**", ".."];

/// What comes next.
pub(super) fn found(stream: ParseStream<'_>) -> String {
    let tokens: Vec<TokenTree> = stream.cursor().token_stream().into_iter().take(4).collect();
    token(&tokens)
}

/// What `tokens` start with.
pub(super) fn token(tokens: &[TokenTree]) -> String {
    match tokens.first() {
        None => "the end".into(),
        Some(TokenTree::Group(group)) => match group.delimiter() {
            Delimiter::Parenthesis => "`(`".into(),
            Delimiter::Brace => "`{`".into(),
            Delimiter::Bracket => "`[`".into(),
            Delimiter::None => token(&group.stream().into_iter().collect::<Vec<_>>()),
        },
        Some(TokenTree::Punct(punct)) => {
            let marks = marks(tokens);
            let known = MARKS.iter().find(|known| marks.starts_with(**known));
            format!("`{}`", known.map_or_else(|| punct.as_char().to_string(), |known| (*known).to_owned()))
        }
        Some(token) => format!("`{token}`"),
    }
}

/// The marks that `tokens` start with, as far as nothing stands between them.
fn marks(tokens: &[TokenTree]) -> String {
    let mut marks = String::new();
    for token in tokens {
        let TokenTree::Punct(punct) = token else { break };
        marks.push(punct.as_char());
        if punct.spacing() == proc_macro2::Spacing::Alone {
            break;
        }
    }
    marks
}
