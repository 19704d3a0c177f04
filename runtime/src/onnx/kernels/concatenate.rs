//! `Concat`, and `Slice` for a part.

use super::last_axes;
use crate::onnx::Node;

/// Rows of the inputs, one behind the other: for each input the width of all rows, where its own begin, their width.
pub fn part(mut node: Node<'_>, parts: &[(usize, [usize; 3])]) {
    let shape = node.shape.clone();
    let total = parts.first().map_or(0, |(_, [total, ..])| *total);
    let images = parts.iter().map(|(x, _)| node.value(*x).made_as_images()).collect::<Option<Vec<_>>>();
    if let (Some(images), [.., channels]) = (images, shape.as_slice())
        && *channels == total
        && images
            .iter()
            .zip(parts)
            .all(|([height, width, own], (_, [.., part]))| [*height, *width] == images[0][..2] && own == part)
    {
        let held: Vec<_> = parts.iter().zip(&images).map(|((x, _), image)| node.images(*x, *image)).collect();
        let held: Vec<_> = held.iter().map(String::as_str).collect();
        let y = node.op("Concat", &held, [("axis", 1.into())]);
        let [height, width, _] = images[0];
        return node.give_images(y, [height, width, total]);
    }
    // The axis that is joined, and what lies behind it. Where a wrapper has taken axes off, rows are samples.
    let rows = [total];
    let (before, rest) = match last_axes(&shape, total) {
        Some(rest) => (&shape[..shape.len() - rest.len()], rest),
        None => (&[][..], &rows[..]),
    };
    let behind = &rest[1..];
    let inner: usize = behind.iter().product();
    let held = parts.iter().map(|(x, [.., width])| {
        let own = [before, &[width / inner], behind].concat();
        node.tensor(*x, &own)
    });
    let held: Vec<_> = held.collect();
    let held: Vec<_> = held.iter().map(String::as_str).collect();
    let y = node.op("Concat", &held, [("axis", (before.len() as i64 + 1).into())]);
    let whole = [before, rest].concat();
    node.give(y, &whole);
}

/// A part of each row.
pub fn take(mut node: Node<'_>, x: usize, total: usize, start: usize, width: usize) {
    let held = node.tensor(x, &[total]);
    let y = slice(&mut node, &held, 1, start, width);
    node.give(y, &[width]);
}

/// A part of an axis.
fn slice(node: &mut Node<'_>, x: &str, axis: i64, start: usize, len: usize) -> String {
    let [start, end] = [start as i64, (start + len) as i64].map(|at| node.graph().ints(&[at]));
    let axis = node.graph().ints(&[axis]);
    node.op("Slice", &[x, &start, &end, &axis], [])
}
