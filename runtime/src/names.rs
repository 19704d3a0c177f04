//! Names of layers and weights: what a name covers, and which name is like another.

use crate::error::{Error, Result};
use crate::model::{Layer, Model, Weight};
use crate::text::distance;

/// A model's name and its layers. What needs no more of a model is compiled once, not for each.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Names {
    pub(crate) model: &'static str,
    pub(crate) layers: &'static [Layer],
}

impl Names {
    pub(crate) const fn of<M: Model>() -> Self {
        Self { model: M::NAME, layers: M::LAYERS }
    }

    /// The weights by their full names, `<layer>.<weight>`.
    pub(crate) fn weights(self) -> impl Iterator<Item = (String, &'static Weight)> {
        self.layers.iter().flat_map(|layer| {
            layer.weights.iter().map(move |weight| (format!("{}.{}", layer.name, weight.name), weight))
        })
    }

    /// Whether a name covers a layer of the model.
    pub(crate) fn check(self, name: &str) -> Result<()> {
        if self.layers.iter().any(|layer| rest(name, layer.name).is_some()) {
            return Ok(());
        }
        Err(self.no_such_layer(name))
    }

    /// That a name is none of a layer, with the one that is most like it.
    pub(crate) fn no_such_layer(self, name: &str) -> Error {
        let layers: Vec<_> = self.layers.iter().map(|layer| layer.name).collect();
        // Each layer, and each model in the model that it is in.
        let beginnings = |layer: &'static str| layer.match_indices('.').map(move |(at, _)| &layer[..at]).chain([layer]);
        let nearest = nearest(name, layers.iter().copied().flat_map(beginnings));
        Error::NoSuchLayer { model: self.model, name: name.to_owned(), nearest, layers }
    }
}

/// What follows a name in the name of a layer that it covers: nothing for the layer itself, `.dense1` for a layer in the
/// model of that name.
pub(crate) fn rest<'a>(name: &str, layer: &'a str) -> Option<&'a str> {
    layer.strip_prefix(name).filter(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// The candidate most like `name`, if one is like it at all.
pub(crate) fn nearest<'a>(name: &str, candidates: impl Iterator<Item = &'a str>) -> Option<String> {
    let (distance, nearest) =
        candidates.map(|candidate| (distance(name.as_bytes(), candidate.as_bytes()), candidate)).min()?;
    (distance <= name.len() / 2).then(|| nearest.to_owned())
}

/// What a trainer must be given for a history to have a key.
pub(crate) fn source_of(key: &str) -> &'static str {
    match key {
        "val_loss" => "`.validation(&data)`",
        key if key.starts_with("val_") => "its metric by `.metrics(…)`, and `.validation(&data)`",
        _ => "its metric, such as `.metrics(Accuracy::new())`",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Layered;

    #[test]
    fn the_nearest_name_is_like_the_name() {
        let names = ["dense_1.kernel", "dense2.bias"];
        assert_eq!(nearest("dense1.kernel", names.into_iter()), Some("dense_1.kernel".into()));
        assert_eq!(nearest("dense1.kernel", ["conv"].into_iter()), None);
    }

    #[test]
    fn a_name_covers_a_layer_and_the_layers_of_a_model() {
        assert_eq!(rest("dense1", "dense1"), Some(""));
        assert_eq!(rest("encoder1", "encoder1.dense1"), Some(".dense1"));
        for (name, layer) in [("dense1", "dense12"), ("encoder1", "encoder12.dense1"), ("dense12", "dense1"), ("", "a")]
        {
            assert_eq!(rest(name, layer), None, "{name} {layer}");
        }
    }

    #[test]
    fn a_name_that_covers_nothing_is_told_with_those_that_are_there() {
        for name in ["head1", "encoder1", "encoder1.norm1", "input1"] {
            assert!(Names::of::<Layered>().check(name).is_ok(), "{name}");
        }
        let refusal = |name| Names::of::<Layered>().check(name).unwrap_err().to_string();
        let layers = "its layers are `input1`, `encoder1.dense1`, `encoder1.norm1`, `head1`";
        let nearest = |name| format!(" (the nearest name is `{name}`)");
        for (name, nearest) in [("head", nearest("head1")), ("encodr1", nearest("encoder1")), ("x", String::new())] {
            assert_eq!(refusal(name), format!("the model `Layered` has no layer `{name}`{nearest}; {layers}"));
        }
    }
}
