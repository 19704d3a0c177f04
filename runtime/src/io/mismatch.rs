//! Where the tensors of a file are not the weights of the model.

use std::fmt::{self, Display, Formatter};

/// One tensor that is not as the model needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Mismatch {
    /// A weight of the model that the file lacks.
    Missing {
        /// Its name in the file.
        name: String,
        /// The weight that it is for, if it has another name.
        weight: Option<String>,
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
        /// Its name in the file.
        name: String,
        /// The weight that it is for, if it has another name.
        weight: Option<String>,
        /// As the model needs it.
        expected: TensorForm,
        /// As in the file.
        found: TensorForm,
    },
    /// A kernel after a flattened sequence, of which it must be said whether the channels were first.
    Order {
        /// Its name in the file.
        name: String,
        /// The layer that it is for.
        layer: String,
        /// What was flattened.
        shape: Vec<usize>,
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
        write!(f, "{} {}", self.dtype, written(&self.shape))
    }
}

fn written(shape: &[usize]) -> String {
    let axes: Vec<_> = shape.iter().map(usize::to_string).collect();
    format!("({})", axes.join(", "))
}

impl Display for Mismatch {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing { name, weight, nearest } => {
                write!(f, "`{name}`{} is missing", purpose(weight.as_deref()))?;
                nearest.as_ref().map_or(Ok(()), |nearest| write!(f, " (the nearest name is `{nearest}`)"))
            }
            Self::Surplus { name } => write!(f, "`{name}` is not a weight of the model"),
            Self::Different { name, weight, expected, found } => {
                let (purpose, advice) = (purpose(weight.as_deref()), advice(&expected.dtype, &found.dtype));
                write!(f, "`{name}`{purpose} must be {expected}, found {found}{advice}")
            }
            Self::Order { name, layer, shape } => write!(
                f,
                "`{name}` works on a flattened {}: say `.channels_first(\"{layer}\")` if the channels came first before it \
                 was flattened, as with convolutions, else `.channels_last(\"{layer}\")`",
                written(shape)
            ),
        }
    }
}

/// What to do about all that differs, if names tell: PyTorch's kernels are called `weight`, ours are not.
pub(crate) fn advice_for(mismatches: &[Mismatch]) -> &'static str {
    let ours = |mismatch: &Mismatch| matches!(mismatch, Mismatch::Missing { name, weight: None, .. } if name.ends_with(".kernel"));
    let theirs = |mismatch: &Mismatch| matches!(mismatch, Mismatch::Surplus { name } if name.ends_with(".weight"));
    if mismatches.iter().any(ours) && mismatches.iter().any(theirs) {
        "; names such as these are PyTorch's: `net.load_with(path, &Import::pytorch())`"
    } else {
        ""
    }
}

/// ` (for `dense1.kernel`)`
fn purpose(weight: Option<&str>) -> String {
    weight.map(|weight| format!(" (for `{weight}`)")).unwrap_or_default()
}

fn advice(expected: &str, found: &str) -> &'static str {
    match (expected, found) {
        ("F32", "F64") => " (it was saved by a model with `#[scalar(f64)]`)",
        ("F64", "F32") => " (it was saved by a model without `#[scalar(f64)]`)",
        _ => "",
    }
}
