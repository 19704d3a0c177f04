//! Where the tensors of a file are not the weights of the model.

use std::fmt::{self, Display, Formatter};

/// One tensor that is not as the model needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Mismatch {
    /// A weight of the model that the file lacks.
    Missing {
        /// The name of the weight.
        name: String,
        /// The surplus name in the file that is most like it.
        nearest: Option<String>,
    },
    /// A tensor of the file that the model has no weight for.
    Surplus {
        /// The name of the tensor.
        name: String,
    },
    /// A tensor of another shape or number type.
    Different {
        /// The name of both.
        name: String,
        /// As in the model.
        expected: TensorForm,
        /// As in the file.
        found: TensorForm,
    },
}

/// Number type and shape of a tensor: `F32 (784, 128)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TensorForm {
    /// The number type, as safetensors writes it: `F32`, `F64`.
    pub dtype: String,
    /// The shape.
    pub shape: Vec<usize>,
}

impl Display for TensorForm {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let axes: Vec<_> = self.shape.iter().map(usize::to_string).collect();
        write!(f, "{} ({})", self.dtype, axes.join(", "))
    }
}

impl Display for Mismatch {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing { name, nearest: Some(nearest) } => {
                write!(f, "`{name}` is missing (the nearest name is `{nearest}`)")
            }
            Self::Missing { name, nearest: None } => write!(f, "`{name}` is missing"),
            Self::Surplus { name } => write!(f, "`{name}` is not a weight of the model"),
            Self::Different { name, expected, found } => write!(f, "`{name}` must be {expected}, found {found}"),
        }?;
        match self {
            Self::Different { expected, found, .. } => f.write_str(advice(&expected.dtype, &found.dtype)),
            _ => Ok(()),
        }
    }
}

fn advice(expected: &str, found: &str) -> &'static str {
    match (expected, found) {
        ("F32", "F64") => " (it was saved by a model with `#[scalar(f64)]`)",
        ("F64", "F32") => " (it was saved by a model without `#[scalar(f64)]`)",
        _ => "",
    }
}

/// The candidate most like `name`, if one is like it at all.
pub(super) fn nearest<'a>(name: &str, candidates: impl Iterator<Item = &'a str>) -> Option<String> {
    let (distance, nearest) = candidates.map(|candidate| (distance(name, candidate), candidate)).min()?;
    (distance <= name.len() / 2).then(|| nearest.to_owned())
}

/// How many letters must be put in, taken out or changed to make one word of the other (Levenshtein).
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, letter) in a.chars().enumerate() {
        let mut diagonal = i;
        row[0] = i + 1;
        for (j, other) in b.iter().enumerate() {
            let changed = diagonal + usize::from(letter != *other);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_like_the_name() {
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("", "abc"), 3);
        let names = ["dense_1.kernel", "dense2.bias"];
        assert_eq!(nearest("dense1.kernel", names.into_iter()), Some("dense_1.kernel".into()));
        assert_eq!(nearest("dense1.kernel", ["conv"].into_iter()), None);
    }
}
