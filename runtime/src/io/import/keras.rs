//! Keras: the same shapes and orders, by paths such as `sequential/lstm/lstm_cell/kernel`.

use super::Import;
use crate::model::{Layer, Weight};

/// The name in the file of a weight: among the names there the shortest that ends so, or what it should be.
pub(super) fn tensor(import: &Import, layer: &Layer, weight: &Weight, names: &[String]) -> String {
    let place = import.place(layer.name).map_or_else(|| numbered(layer), |(name, _)| name);
    let wanted: Vec<&str> = place.split(['.', '/']).chain(weight.name.split('.')).collect();
    let ends = |name: &&String| segments(name).ends_with(&wanted);
    let found = names.iter().filter(ends).min_by_key(|name| segments(name).len());
    found.cloned().unwrap_or_else(|| format!("{place}.{}", weight.name))
}

/// What names mean: cells do not count, and a direction is `forward` or `backward`.
fn segments(name: &str) -> Vec<&str> {
    let direction =
        |segment| ["forward", "backward"].into_iter().find(|way| is_direction(segment, way)).unwrap_or(segment);
    name.split(['.', '/']).filter(|segment| !is_cell(segment)).map(direction).collect()
}

/// `forward_lstm`, `forward_lstm_1`
fn is_direction(segment: &str, way: &str) -> bool {
    segment.strip_prefix(way).is_some_and(|rest| rest.starts_with('_'))
}

/// `lstm_cell`, `lstm_cell_1`
fn is_cell(segment: &str) -> bool {
    let name = segment.trim_end_matches(|letter: char| letter.is_ascii_digit());
    segment.ends_with("_cell") || name.ends_with("_cell_")
}

/// `dense` for our `dense1`, `dense_1` for our `dense2`; names that were chosen stay.
fn numbered(layer: &Layer) -> String {
    let (model, own) = layer.name.rsplit_once('.').map_or((None, layer.name), |(model, own)| (Some(model), own));
    let base = own.trim_end_matches(|letter: char| letter.is_ascii_digit());
    let of_the_class = base.replace('_', "") == layer.class.to_lowercase();
    let name = match own[base.len()..].parse::<usize>() {
        Ok(1) if of_the_class => base.to_owned(),
        Ok(number) if of_the_class && number > 1 => format!("{base}_{}", number - 1),
        _ => own.to_owned(),
    };
    model.map_or(name.clone(), |model| format!("{model}.{name}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Layout;

    fn layer(name: &'static str, class: &'static str) -> Layer {
        Layer { name, class, output: &[], weights: &[], macs: 0, layout: Layout::Features, flattened: &[] }
    }

    #[test]
    fn layers_are_counted_as_in_keras() {
        let named = |name, class| numbered(&layer(name, class));
        assert_eq!(named("dense1", "Dense"), "dense");
        assert_eq!(named("conv2d1", "Conv2D"), "conv2d");
        assert_eq!(named("conv2d_transpose3", "Conv2DTranspose"), "conv2d_transpose_2");
        assert_eq!(named("simple_rnn1", "SimpleRNN"), "simple_rnn");
        assert_eq!(named("encoder1.dense2", "Dense"), "encoder1.dense_1");
        assert_eq!(named("fc1", "Dense"), "fc1");
        assert_eq!(named("dense", "Dense"), "dense");
    }

    #[test]
    fn cells_and_directions_do_not_count() {
        assert_eq!(segments("sequential/lstm_1/lstm_cell/kernel"), ["sequential", "lstm_1", "kernel"]);
        assert_eq!(segments("bidirectional.forward_lstm.lstm_cell_2.bias"), ["bidirectional", "forward", "bias"]);
        assert_eq!(segments("backward.kernel"), ["backward", "kernel"]);
    }
}
