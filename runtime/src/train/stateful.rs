//! What stateful layers ask of batches, whose samples go on with those of the batch before, and the states between them.

use crate::data::check_batch_size;
use crate::error::{Error, Result};
use crate::model::Model;
use crate::scalar::Scalar;

/// Whether so many samples are whole batches, if the model has stateful layers. A single batch may be smaller.
pub(super) fn check<M: Model>(what: &'static str, samples: usize, batch_size: usize) -> Result<()> {
    if M::CARRIED == 0 {
        return Ok(());
    }
    check_batch_size(batch_size)?;
    if samples <= batch_size || samples.is_multiple_of(batch_size) {
        return Ok(());
    }
    Err(Error::PartialBatch { model: M::NAME, what, samples, batch_size })
}

/// States at rest, of so many samples.
pub(super) fn rest<M: Model>(states: &mut Vec<M::Scalar>, samples: usize) {
    states.clear();
    states.resize(M::CARRIED * samples, M::Scalar::ZERO);
}
