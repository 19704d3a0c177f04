//! ONNX: a trained model as a file that other runtimes read.
//!
//! A model declared by [`model!`](crate::model!) has a method for it, `net.export_onnx("digits.onnx")`, which is [`export`]. The guide tells what is in
//! the file, and how it is checked: [`guide::onnx`](crate::guide::onnx).

// The sizes of ONNX have a sign; those of what fits in memory do not need it.
#![allow(clippy::cast_possible_wrap)]

#[doc(hidden)]
pub mod kernels;

mod exporter;
mod graph;
mod proto;
mod term;
mod value;
mod wire;

use std::path::Path;

use crate::error::{Error, Result};
use crate::io::atomic::replace;
use crate::model::{Layer, Model};
use crate::scalar::Scalar;

#[doc(hidden)]
pub use exporter::{Exporter, Node, Weight, weight};
pub use proto::OPSET;
#[doc(hidden)]
pub use term::Term;

/// A model that describes itself to the exporter: every one that [`model!`](crate::model!) declares.
pub trait Export: Model {
    /// Tells what it computes when it predicts, operation by operation.
    #[doc(hidden)]
    fn describe(exporter: &mut Exporter);
}

/// The layers of a model inside another, and how it describes itself.
#[doc(hidden)]
pub type Description = (&'static [Layer], fn(&mut Exporter));

/// The description of a model.
#[doc(hidden)]
pub fn description<M: Export>() -> Option<Description> {
    Some((M::LAYERS, M::describe))
}

/// What cannot be exported.
#[derive(Debug)]
pub(crate) struct Failure {
    stage: String,
    reason: &'static str,
}

/// The most bytes of a file: protocol buffers count them with 31 bits.
const LARGEST: usize = i32::MAX as usize;

/// A model as the bytes of an ONNX file: operators of version [`OPSET`], the weights among them, any number of samples.
///
/// All numbers are of 32 bits: those of a model of `f64` are rounded. What the file holds is told in the
/// [guide](crate::guide::onnx).
///
/// ```
/// chainrule::model! { Net: Input(4) -> Dense(8, relu) -> Dense(3, softmax) }
///
/// let bytes = chainrule::onnx::to_bytes(&Net::seeded(1))?;
/// assert!(bytes.len() > 4 * Net::PARAMS);
/// # Ok::<(), chainrule::Error>(())
/// ```
///
/// # Errors
/// [`Error::Onnx`]: a stage that is a layer of your own in Rust, a weight that is too large for 32 bits, more than 2 GB.
pub fn to_bytes<M: Export>(model: &M) -> Result<Vec<u8>> {
    within(LARGEST, model)
}

/// As [`to_bytes`], no more than so many bytes.
fn within<M: Export>(largest: usize, model: &M) -> Result<Vec<u8>> {
    let failed = |stage: String, reason: &str| Error::Onnx { model: M::NAME, stage, reason: reason.to_owned() };
    if M::PARAMS.saturating_mul(size_of::<f32>()) > largest {
        return Err(failed(M::NAME.to_owned(), "has more than 2 GB of weights, which do not fit in one file"));
    }
    let numbers = model.parameters();
    let parameters: Vec<_> = numbers.iter().map(|number| Scalar::to_f64(*number) as f32).collect();
    let lost = |at: &usize| parameters[*at].is_infinite() && Scalar::to_f64(numbers[*at]).is_finite();
    if let Some(at) = (0..parameters.len()).find(lost) {
        let inside = |layer: &&Layer| layer.weights.iter().any(|w| (w.offset..w.offset + w.len()).contains(&at));
        let layer = M::LAYERS.iter().find(inside).map_or("", |layer| layer.name);
        return Err(failed(
            layer.to_owned(),
            "has a weight that is too large for 32 bits, which all numbers of the file have",
        ));
    }
    let model = Exporter::run::<M>(parameters).map_err(|failure| failed(failure.stage, failure.reason))?;
    let bytes = model.encode();
    if bytes.len() > largest {
        return Err(failed(M::NAME.to_owned(), "makes more than 2 GB, which do not fit in one file"));
    }
    Ok(bytes)
}

/// Writes a model to an ONNX file, whose bytes are those of [`to_bytes`]. A file that is there is replaced only by a
/// complete new one. A model's own method does the same, [`net.export_onnx(path)`](crate::guide::onnx).
///
/// ```
/// chainrule::model! { Net: Input(4) -> Dense(8, relu) -> Dense(3, softmax) }
///
/// let message = chainrule::onnx::export(&Net::seeded(1), "no/such/folder/net.onnx").unwrap_err().to_string();
/// assert!(message.starts_with("cannot write `no/such/folder/net.onnx`"));
/// ```
///
/// # Errors
/// Those of [`to_bytes`], and a file that cannot be written.
pub fn export<M: Export>(model: &M, path: impl AsRef<Path>) -> Result<()> {
    let (path, bytes) = (path.as_ref(), to_bytes(model)?);
    replace(path, &[&bytes]).map_err(|source| Error::File { action: "write", path: path.to_owned(), source })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Line;

    impl Export for Line {
        fn describe(_exporter: &mut Exporter) {}
    }

    #[test]
    fn what_is_too_large_for_a_file_is_an_error() {
        let line = Line::new([0.1, -0.2, 0.3]);
        let refusal = |largest| within(largest, &line).unwrap_err().to_string();
        // Three weights of four bytes; the words around them make the file larger.
        assert_eq!(
            refusal(11),
            "cannot export `Line` to ONNX: `Line` has more than 2 GB of weights, which do not fit in one file"
        );
        assert_eq!(
            refusal(12),
            "cannot export `Line` to ONNX: `Line` makes more than 2 GB, which do not fit in one file"
        );
        let len = to_bytes(&line).unwrap().len();
        assert!(within(len, &line).is_ok() && within(len - 1, &line).is_err());
        assert_eq!(LARGEST, (1 << 31) - 1);
    }
}
