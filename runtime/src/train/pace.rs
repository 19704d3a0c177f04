//! How fast the layers of a model learn, by their names: what `freeze` and `learning_rate_of` note.

use crate::error::Result;
use crate::model::{Layer, Model};
use crate::names::{self, Names};
use crate::optim::{self, Options, Run};
use crate::scalar::Scalar;

/// What a trainer was told about some layers.
#[derive(Clone, Debug)]
pub(super) struct Pace {
    /// The name of a layer, or of a model in the model.
    pub(super) name: String,
    /// The factor of the learning rate; `None` freezes.
    pub(super) factor: Option<f64>,
}

/// The runs of a model that is trained at these paces: of several that cover a layer, the last one counts.
///
/// # Errors
/// A name that covers no layer; a factor out of its range.
pub(super) fn runs<M: Model>(options: Options, paces: &[Pace]) -> Result<Vec<Run>> {
    for Pace { name, factor } in paces {
        Names::of::<M>().check(name)?;
        factor.map_or(Ok(()), check_factor::<M::Scalar>)?;
    }
    let factor = |layer: &Layer| match paces.iter().rev().find(|pace| names::rest(&pace.name, layer.name).is_some()) {
        Some(pace) => pace.factor.unwrap_or(0.0),
        None => 1.0,
    };
    Ok(optim::runs::<M>(options, factor).collect())
}

fn check_factor<T: Scalar>(factor: f64) -> Result<()> {
    optim::check_positive::<T>("the factor of a learning rate", factor)
}

#[cfg(test)]
mod tests;
