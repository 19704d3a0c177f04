//! The nearest known name to a misspelt one.

/// The candidate that differs from `name` in the fewest letters, if those are at most a third of them (one in a short
/// name). Case does not count; two neighbours exchanged are one mistake. The first of equals wins.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let name: Vec<char> = name.to_lowercase().chars().collect();
    let limit = (name.len() / 3).max(1);
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let letters: Vec<char> = candidate.to_lowercase().chars().collect();
        if letters.len().abs_diff(name.len()) > limit {
            continue;
        }
        let distance = distance(&name, &letters);
        if distance <= limit && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// Damerau and Levenshtein's distance, in which no letter is edited twice: insertions, deletions, replacements and
/// exchanges of neighbours.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let replaced = last[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut least = replaced.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                least = least.min(before_last[j - 2] + 1);
            }
            row.push(least);
        }
        before_last = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn one_mistake_in_a_short_name_and_a_third_in_a_long_one_are_forgiven() {
        let names = ["relu", "relu6", "gelu", "tanh", "softmax", "hard_sigmoid"];
        assert_eq!(nearest("rleu", names), Some("relu"));
        assert_eq!(nearest("ReLU", names), Some("relu"));
        assert_eq!(nearest("tanhh", names), Some("tanh"));
        assert_eq!(nearest("sofmtax", names), Some("softmax"));
        assert_eq!(nearest("hardsigmod", names), Some("hard_sigmoid"));
        assert_eq!(nearest("dense", names), None);
        assert_eq!(nearest("", names), None);
        assert_eq!(nearest("x", []), None);
    }
}
