//! Tokens as a person would have written them, on one line: the model as text, for files.

use proc_macro2::{Delimiter, Spacing, TokenTree};

/// Words that no parenthesis belongs to.
const WORDS: [&str; 5] = ["let", "if", "else", "as", "in"];

/// `Flatten(28, 28) -> Dense(10, |x| x * x)`
pub(super) fn text(tokens: &[TokenTree]) -> String {
    let mut text = String::new();
    // Whether a closure's parameters are open.
    let mut bars = false;
    for (at, token) in tokens.iter().enumerate() {
        let before = at.checked_sub(1).map(|at| &tokens[at]);
        if before.is_some_and(|before| spaced(before, token, at.checked_sub(2).map(|at| &tokens[at]), bars)) {
            text.push(' ');
        }
        bars ^= is(token, '|') && !joint(token) && !before.is_some_and(|before| is(before, '|') && joint(before));
        match token {
            TokenTree::Group(group) => {
                let inside = self::text(&group.stream().into_iter().collect::<Vec<_>>());
                let [open, close] = match group.delimiter() {
                    Delimiter::Parenthesis => ["(", ")"],
                    Delimiter::Bracket => ["[", "]"],
                    Delimiter::Brace if inside.is_empty() => ["{", "}"],
                    Delimiter::Brace => ["{ ", " }"],
                    Delimiter::None => ["", ""],
                };
                text.extend([open, &inside, close]);
            }
            token => text.push_str(&token.to_string()),
        }
    }
    text
}

/// Whether a space stands between two tokens.
fn spaced(before: &TokenTree, token: &TokenTree, earlier: Option<&TokenTree>, bars: bool) -> bool {
    let marks = |token: &TokenTree, marks: &str| marks.chars().any(|mark| is(token, mark));
    let call = matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis);
    let value = |token: &TokenTree| !matches!(token, TokenTree::Punct(_));
    let sign = marks(before, "-!&*") && !earlier.is_some_and(|earlier| value(earlier) || joint(earlier));
    let path = is(before, ':') && earlier.is_some_and(|earlier| is(earlier, ':'));
    let nothing = marks(token, ",;.?:")
        || (call && !matches!(before, TokenTree::Punct(_)) && !WORDS.iter().any(|word| before.to_string() == *word))
        || (is(token, '!') && joint(token))
        || (joint(before) && !marks(before, ",;"))
        || marks(before, ".")
        || sign
        || path
        || (bars && (is(before, '|') || is(token, '|')));
    !nothing
}

fn is(token: &TokenTree, mark: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == mark)
}

fn joint(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.spacing() == Spacing::Joint)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_written_again() {
        for line in [
            "Flatten(28, 28) -> Dense(128, relu) as hidden -> Dense(10, softmax)",
            "let x = Input(4); let (a, b) = LSTM(4, return_state = true)(x); (a -> Dense(2), b)",
            "Input(4) -> Dense({ 2 * HIDDEN }, |x| x * sigmoid(1.5 * x)) -> |x| if x > 0.0 { x } else { -x } -> Dense(1)",
            "Input(8, 8, 3) -> nets::Encoder: (8, 8, 32) -> Cropping2D(((1, 1), (0, 2))) -> Reshape(-1)",
            "(a -> Dense(4)) + (b -> Dense(4)) - c * a",
            "Input(2) -> Dense(1, kernel_regularizer = l2(1e-3), bias_initializer = constant(-1.0))",
            "Input(2) -> Dense(1, |x| if x <= -1.0 { 0.0 } else if x >= 1.0 { 1.0 } else { x })",
        ] {
            let tokens: Vec<TokenTree> = line.parse::<proc_macro2::TokenStream>().unwrap().into_iter().collect();
            assert_eq!(text(&tokens), line);
            let squeezed: proc_macro2::TokenStream = line.replace(", ", ",").parse().unwrap();
            assert_eq!(text(&squeezed.into_iter().collect::<Vec<_>>()), line);
        }
    }
}
