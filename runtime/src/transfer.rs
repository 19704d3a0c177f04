//! Weights of one model for another: what has the same name and shape is copied.

use std::fmt::{self, Display, Formatter};

use crate::error::Result;
use crate::model::{Model, Trainable, Weight};
use crate::names::{self, Names};
use crate::scalar::Scalar;

/// What a transfer did, weight by weight: nothing fails silently, and nothing that does not fit is an error.
///
/// Prints one line for each of the three.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Transfer {
    /// The weights that were copied, by their full names in the model that received them, such as `dense1.kernel`.
    pub copied: Vec<String>,
    /// The weights of the receiving model that stayed as they were.
    pub kept: Vec<String>,
    /// The weights of the other model that had no place, or one of another shape.
    pub unused: Vec<Unused>,
}

/// A weight that was not copied.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Unused {
    /// Its full name in its own model.
    pub name: String,
    /// Its shape.
    pub shape: &'static [usize],
    /// The shape of the receiving model's weight of that name, if there is one.
    pub wanted: Option<&'static [usize]>,
}

/// Copies all weights that have the same full name, `<layer>.<weight>`, and the same shape in both models, whose types may
/// differ, the type of their numbers too. Fixed weights and state are copied as all others are. It never fails: what
/// was copied and what was not stands in the result.
///
/// ```
/// use chainrule::{model, transfer};
///
/// model! {
///     Digits: Input(8) -> Dense(4, relu) as features -> Dense(10, softmax);
///     Letters: Input(8) -> Dense(4, relu) as features -> Dense(26, softmax)
/// }
///
/// let digits = Digits::seeded(1); // trained, one hopes
/// let mut letters = Letters::seeded(2);
/// let transfer = transfer(&digits, &mut letters);
/// assert_eq!(letters.features().kernel(), digits.features().kernel());
/// assert_eq!(transfer.copied, ["features.kernel", "features.bias"]);
/// assert_eq!(transfer.kept, ["dense1.kernel", "dense1.bias"]);
/// assert_eq!(transfer.unused[0].to_string(), "`dense1.kernel` (4, 10), wanted (4, 26)");
/// ```
///
/// To train the rest first: [`Trainer::freeze`](crate::train::Trainer::freeze).
pub fn transfer<Source: Model, Target: Trainable>(from: &Source, to: &mut Target) -> Transfer {
    copy(from, to, Some, Some)
}

/// As [`transfer()`] for some layers only: those that `from_name` names in the model `from` become those that `to_name`
/// names in the model `to`. A name is that of a layer, or of a model in the model: `encoder1` names `encoder1.dense1` and
/// all others in `encoder1`. What the names do not cover is neither copied nor counted.
///
/// ```
/// chainrule::model! {
///     Digits: Input(8) -> Dense(4, relu) -> Dense(10, softmax);
///     Letters: Input(6) -> Dense(8) -> Dense(4, relu) -> Dense(26, softmax)
/// }
///
/// let (digits, mut letters) = (Digits::seeded(1), Letters::seeded(2));
/// let transfer = chainrule::transfer_layers(&digits, "dense1", &mut letters, "dense2")?;
/// assert_eq!(letters.dense2().kernel(), digits.dense1().kernel());
/// assert_eq!(transfer.copied, ["dense2.kernel", "dense2.bias"]);
/// assert!(transfer.kept.is_empty() && transfer.unused.is_empty());
/// # Ok::<(), chainrule::Error>(())
/// ```
///
/// # Errors
/// [`Error::NoSuchLayer`](crate::Error::NoSuchLayer) if a name covers no layer of its model; nothing is copied then.
pub fn transfer_layers<Source: Model, Target: Trainable>(
    from: &Source,
    from_name: &str,
    to: &mut Target,
    to_name: &str,
) -> Result<Transfer> {
    Names::of::<Source>().check(from_name)?;
    Names::of::<Target>().check(to_name)?;
    Ok(copy(from, to, |layer| names::rest(from_name, layer), |layer| names::rest(to_name, layer)))
}

/// Copies what has the same place and shape. Two functions say what of a layer's name is its place, if it takes part.
fn copy<Source: Model, Target: Trainable>(
    from: &Source,
    to: &mut Target,
    from_place: impl Fn(&'static str) -> Option<&'static str>,
    to_place: impl Fn(&'static str) -> Option<&'static str>,
) -> Transfer {
    let (sources, targets) = (taking_part::<Source>(from_place), taking_part::<Target>(to_place));
    let mut transfer = Transfer::default();
    for target in &targets {
        match sources.iter().find(|source| source.has_place_of(target) && source.weight.shape == target.weight.shape) {
            Some(source) => {
                let values = &mut to.parameters_mut()[target.weight.offset..][..target.weight.len()];
                let found = &from.parameters()[source.weight.offset..][..source.weight.len()];
                for (value, found) in values.iter_mut().zip(found) {
                    *value = Target::Scalar::from_f64(found.to_f64());
                }
                transfer.copied.push(target.name());
            }
            None => transfer.kept.push(target.name()),
        }
    }
    for source in &sources {
        let wanted = targets.iter().find(|target| target.has_place_of(source)).map(|target| target.weight.shape);
        if wanted != Some(source.weight.shape) {
            transfer.unused.push(Unused { name: source.name(), shape: source.weight.shape, wanted });
        }
    }
    transfer
}

/// A weight that takes part in a transfer.
struct Part {
    layer: &'static str,
    /// What the layer's name is compared by.
    place: &'static str,
    weight: &'static Weight,
}

impl Part {
    fn has_place_of(&self, other: &Self) -> bool {
        (self.place, self.weight.name) == (other.place, other.weight.name)
    }

    fn name(&self) -> String {
        format!("{}.{}", self.layer, self.weight.name)
    }
}

fn taking_part<M: Model>(place: impl Fn(&'static str) -> Option<&'static str>) -> Vec<Part> {
    let layers = M::LAYERS.iter().filter_map(|layer| Some((layer, place(layer.name)?)));
    let parts = layers
        .flat_map(|(layer, place)| layer.weights.iter().map(move |weight| Part { layer: layer.name, place, weight }));
    parts.collect()
}

/// `copied: dense1.kernel, dense1.bias`
impl Display for Transfer {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let unused: Vec<_> = self.unused.iter().map(ToString::to_string).collect();
        writeln!(f, "copied: {}", listed(&self.copied))?;
        writeln!(f, "kept as they were: {}", listed(&self.kept))?;
        write!(f, "not used: {}", listed(&unused))
    }
}

fn listed(names: &[String]) -> String {
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}

/// `` `dense1.kernel` (4, 10), wanted (4, 26) ``
impl Display for Unused {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let form = |shape: &[usize]| shape.iter().map(usize::to_string).collect::<Vec<_>>().join(", ");
        write!(f, "`{}` ({})", self.name, form(self.shape))?;
        self.wanted.map_or(Ok(()), |wanted| write!(f, ", wanted ({})", form(wanted)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Error;
    use crate::testing::{Layered, Line};

    const ONES: [f32; 5] = [1.0, 2.0, 3.0, 4.0, 5.0];

    #[test]
    fn what_has_name_and_shape_is_copied_into_numbers_of_another_type() {
        let single: Line<f32> = Line::new([0.1, 0.2, 0.3]);
        let mut double: Line<f64> = Line::new([0.0; 3]);
        let done = transfer(&single, &mut double);
        assert_eq!(double.parameters, single.parameters.iter().map(|x| f64::from(*x)).collect::<Vec<_>>());
        assert_eq!((done.copied.len(), done.kept.len(), done.unused.len()), (2, 0, 0));
    }

    #[test]
    fn what_does_not_fit_is_told_and_left_alone() {
        let line: Line = Line::new([7.0, 8.0, 9.0]);
        let mut layered = Layered { parameters: ONES };
        let done = transfer(&line, &mut layered);
        assert_eq!((layered.parameters, done.copied.len()), (ONES, 0));
        assert_eq!(done.kept.len(), 5);
        // Of the same place, but not of the same shape.
        let done = transfer_layers(&line, "dense1", &mut layered, "head1").unwrap();
        assert_eq!(layered.parameters, [1.0, 2.0, 3.0, 4.0, 9.0]);
        assert_eq!(
            (&done.copied[..], &done.kept[..]),
            (&["head1.bias".to_owned()][..], &["head1.kernel".to_owned()][..])
        );
        let expected =
            "copied: head1.bias\nkept as they were: head1.kernel\nnot used: `dense1.kernel` (2, 1), wanted (1)";
        assert_eq!(done.to_string(), expected);
        let done = transfer_layers(&line, "dense1", &mut layered, "encoder1").unwrap();
        assert_eq!(done.unused[0].to_string(), "`dense1.kernel` (2, 1)");
        assert_eq!(done.copied.len(), 0);
    }

    #[test]
    fn a_model_in_a_model_is_copied_by_its_name() {
        let from = Layered { parameters: ONES };
        let mut to = Layered { parameters: [0.0; 5] };
        let done = transfer_layers(&from, "encoder1", &mut to, "encoder1").unwrap();
        assert_eq!(to.parameters, [1.0, 2.0, 3.0, 0.0, 0.0], "state too");
        assert_eq!(done.copied, ["encoder1.dense1.kernel", "encoder1.norm1.mean", "encoder1.norm1.scale"]);
        assert!(done.kept.is_empty() && done.unused.is_empty());
        let done = transfer_layers(&from, "encoder1.dense1", &mut to, "head1").unwrap();
        assert_eq!((to.parameters[3], done.copied.len()), (1.0, 1));
    }

    #[test]
    fn a_name_that_is_not_there_copies_nothing() {
        let from = Layered { parameters: ONES };
        let mut to = Layered { parameters: [0.0; 5] };
        for (from_name, to_name) in [("encoder", "encoder1"), ("encoder1", "encoder")] {
            let refused = transfer_layers(&from, from_name, &mut to, to_name);
            assert!(matches!(refused, Err(Error::NoSuchLayer { name, .. }) if name == "encoder"));
        }
        assert_eq!(to.parameters, [0.0; 5]);
    }
}
