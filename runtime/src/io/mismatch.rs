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
