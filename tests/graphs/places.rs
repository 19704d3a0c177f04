//! Operations that move elements.

use crate::arguments::Argument;

/// y[o₀, o₁, …] = x[i₀, i₁, …], i = ⌊(first + step · o) / each⌋ along each axis, 0 where that is outside of x.
pub(crate) fn rearranged(axes: &[Argument<'_>], x: &[f64]) -> Vec<f64> {
    // What one sample has: the product of the lengths of all axes that do not repeat.
    let taken: usize =
        axes.iter().filter(|axis| axis.at("stride").size() > 0).map(|axis| axis.at("limit").size()).product();
    let made: usize = axes.iter().map(|axis| axis.at("len").size()).product();
    let element = |x: &[f64], mut at: usize| {
        let mut from = 0;
        for axis in axes.iter().rev() {
            let (len, each) = (axis.at("len").size(), axis.at("each").signed());
            let coordinate = (axis.at("first").signed()
                + axis.at("step").signed() * i64::try_from(at % len).unwrap_or(i64::MAX))
            .div_euclid(each);
            at /= len;
            if coordinate < 0 || coordinate >= axis.at("limit").signed() {
                return 0.0;
            }
            from += coordinate as usize * axis.at("stride").size();
        }
        x[from]
    };
    x.chunks(taken).flat_map(|x| (0..made).map(move |at| element(x, at))).collect()
}

/// Rows of values, each with its width, one behind the other.
pub(crate) fn concatenated(parts: &[(&[f64], usize)]) -> Vec<f64> {
    let rows = parts[0].0.len() / parts[0].1;
    let row = |at: usize| parts.iter().flat_map(move |(x, width)| x[at * width..][..*width].to_vec());
    (0..rows).flat_map(row).collect()
}

/// A part of each row: how wide a row is, where the part starts, how wide it is.
pub(crate) fn taken(x: &[f64], [total, start, width]: [usize; 3]) -> Vec<f64> {
    x.chunks(total).flat_map(|row| row[start..start + width].to_vec()).collect()
}
