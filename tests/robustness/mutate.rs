//! Edits of token streams, as a hasty hand makes them: anywhere, inside groups too.

use proc_macro2::{Group, TokenStream, TokenTree};
use proptest::prelude::*;

use crate::vocabulary;

/// One edit, at the `at`-th token counted through all groups.
#[derive(Clone, Debug)]
pub(crate) struct Edit {
    at: prop::sample::Index,
    kind: Kind,
}

#[derive(Clone, Debug)]
enum Kind {
    Delete,
    Duplicate,
    /// With the one after it.
    Swap,
    Insert(TokenStream),
    Replace(TokenStream),
    /// A group becomes its contents.
    Unwrap,
    /// All that follows in the group goes.
    Cut,
}

/// One edit to four.
pub(crate) fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let kind = prop_oneof![
        Just(Kind::Delete),
        Just(Kind::Duplicate),
        Just(Kind::Swap),
        vocabulary::token().prop_map(Kind::Insert),
        vocabulary::token().prop_map(Kind::Replace),
        Just(Kind::Unwrap),
        Just(Kind::Cut),
    ];
    let edit = (any::<prop::sample::Index>(), kind).prop_map(|(at, kind)| Edit { at, kind });
    prop::collection::vec(edit, 1..5)
}

/// The stream after all edits.
pub(crate) fn apply(tokens: TokenStream, edits: &[Edit]) -> TokenStream {
    edits.iter().fold(tokens, |tokens, edit| match count(&tokens) {
        0 => tokens,
        count => apply_at(tokens, &mut edit.at.index(count), &edit.kind),
    })
}

fn count(tokens: &TokenStream) -> usize {
    let inner = |token| match token {
        TokenTree::Group(group) => 1 + count(&group.stream()),
        _ => 1,
    };
    tokens.clone().into_iter().map(inner).sum()
}

/// Applies an edit at the token that is `left` tokens away, counted down on the way; `usize::MAX` once it is done.
fn apply_at(tokens: TokenStream, left: &mut usize, kind: &Kind) -> TokenStream {
    let mut tokens: Vec<TokenTree> = tokens.into_iter().collect();
    for at in 0..tokens.len() {
        if *left == 0 {
            *left = usize::MAX;
            edit(&mut tokens, at, kind);
            break;
        }
        *left -= 1;
        if let TokenTree::Group(group) = &tokens[at] {
            tokens[at] = Group::new(group.delimiter(), apply_at(group.stream(), left, kind)).into();
            if *left == usize::MAX {
                break;
            }
        }
    }
    tokens.into_iter().collect()
}

fn edit(tokens: &mut Vec<TokenTree>, at: usize, kind: &Kind) {
    match kind {
        Kind::Delete => drop(tokens.remove(at)),
        Kind::Duplicate => tokens.insert(at, tokens[at].clone()),
        Kind::Swap if at + 1 < tokens.len() => tokens.swap(at, at + 1),
        Kind::Swap => {}
        Kind::Insert(new) => drop(tokens.splice(at..at, new.clone())),
        Kind::Replace(new) => drop(tokens.splice(at..=at, new.clone())),
        Kind::Unwrap => {
            if let TokenTree::Group(group) = &tokens[at] {
                let inner = group.stream();
                drop(tokens.splice(at..=at, inner));
            }
        }
        Kind::Cut => tokens.truncate(at),
    }
}
