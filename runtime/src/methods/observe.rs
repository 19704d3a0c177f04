//! The output of a layer inside a model.

use core::slice;

use crate::error::Result;
use crate::input::Input;
use crate::loss::Head;
use crate::methods::predict::borrow;
use crate::model::{Model, Observe};
use crate::names::Names;
use crate::sample::Bundle;
use crate::scalar::Scalar;

/// Waits for one layer.
struct Wanted<T> {
    layer: usize,
    values: Option<Vec<T>>,
    output: usize,
}

impl<T: Scalar> Observe<T> for Wanted<T> {
    fn layer(&mut self, layer: usize, values: &[T]) {
        if layer == self.layer {
            self.values = Some(values.to_vec());
        }
    }
    fn output(&mut self, layer: usize, output: usize) {
        if layer == self.layer {
            self.output = output;
        }
    }
}

/// What a layer puts out for one input when predicting, row-major.
///
/// # Errors
/// [`Error::NoSuchLayer`](crate::Error::NoSuchLayer), with the name that is most like it;
/// [`Error::Index`](crate::Error::Index).
pub fn layer_output<M: Model>(model: &M, layer: &str, input: &M::Input) -> Result<Vec<M::Scalar>> {
    let Some(at) = M::LAYERS.iter().position(|known| known.name == layer) else {
        return Err(Names::of::<M>().no_such_layer(layer));
    };
    M::Input::check(slice::from_ref(input), M::INDICES)?;
    let mut copies = vec![M::Scalar::ZERO; M::Input::COPY];
    let mut outputs = vec![M::Scalar::ZERO; M::OUTPUT_LEN];
    let mut workspace = vec![M::Scalar::ZERO; M::OBSERVE_WORKSPACE];
    let mut wanted = Wanted { layer: at, values: None, output: 0 };
    let flat = borrow(slice::from_ref(input), &mut copies);
    M::forward_observed(model.parameters(), flat, &mut outputs, &mut workspace, &mut wanted);
    M::Head::forward(&mut outputs);
    // What was not shown is the model's own output.
    Ok(wanted.values.unwrap_or_else(|| {
        let start: usize = M::Output::PARTS[..wanted.output].iter().sum();
        outputs[start..][..M::Output::PARTS[wanted.output]].to_vec()
    }))
}
