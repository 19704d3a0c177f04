//! Operations over rows: products, softmax, normalisation, means, attention. The last axis is a row.

use crate::arguments::Argument;

/// A function of each row.
pub(crate) fn each(x: &[f64], width: usize, f: impl Fn(&[f64]) -> Vec<f64>) -> Vec<f64> {
    x.chunks(width).flat_map(f).collect()
}

/// A function of each element and of the number that belongs to it in a weight, which repeats.
pub(crate) fn with_each(x: &[f64], weight: &[f64], f: impl Fn(f64, f64) -> f64) -> Vec<f64> {
    x.iter().enumerate().map(|(at, x)| f(*x, weight[at % weight.len()])).collect()
}

/// y[o] = b[o] + Σ w[i, o] x[i] in each row.
pub(crate) fn affine(x: &[f64], kernel: &[f64], bias: Option<&[f64]>, width: usize) -> Vec<f64> {
    let inputs = kernel.len() / width;
    each(x, inputs, |x| {
        let output = |o: usize| {
            let product: f64 = (0..inputs).map(|i| kernel[i * width + o] * x[i]).sum();
            product + bias.map_or(0.0, |bias| bias[o])
        };
        (0..width).map(output).collect()
    })
}

/// exp(xᵢ) / Σ exp(xⱼ)
pub(crate) fn softmax(x: &[f64]) -> Vec<f64> {
    let largest = x.iter().copied().fold(f64::MIN, f64::max);
    let sum: f64 = x.iter().map(|x| (x - largest).exp()).sum();
    x.iter().map(|x| (x - largest).exp() / sum).collect()
}

/// max(0, xᵢ − τ), where these add up to 1: τ is found by bisection.
pub(crate) fn sparsemax(x: &[f64]) -> Vec<f64> {
    let largest = x.iter().copied().fold(f64::MIN, f64::max);
    let (mut low, mut high) = (largest - 1.0, largest);
    for _ in 0..200 {
        let middle = f64::midpoint(low, high);
        let sum: f64 = x.iter().map(|x| (x - middle).max(0.0)).sum();
        if sum > 1.0 { low = middle } else { high = middle }
    }
    x.iter().map(|x| (x - low).max(0.0)).collect()
}

/// The mean of each channel over the positions of a sample.
pub(crate) fn means(x: &[f64], positions: usize, channels: usize) -> Vec<f64> {
    let mean = |x: &[f64], c: usize| (0..positions).map(|p| x[p * channels + c]).sum::<f64>() / positions as f64;
    each(x, positions * channels, |x| (0..channels).map(|c| mean(x, c)).collect())
}

/// The largest element of each channel over the positions of a sample.
pub(crate) fn largest(x: &[f64], positions: usize, channels: usize) -> Vec<f64> {
    let largest = |x: &[f64], c: usize| (0..positions).map(|p| x[p * channels + c]).fold(f64::MIN, f64::max);
    each(x, positions * channels, |x| (0..channels).map(|c| largest(x, c)).collect())
}

/// (x − mean)/√(variance + ε), each a weight.
pub(crate) fn standardized(x: &[f64], mean: &[f64], variance: &[f64], epsilon: f64) -> Vec<f64> {
    let centered = with_each(x, mean, |x, mean| x - mean);
    with_each(&centered, variance, |x, variance| x / (variance + epsilon).sqrt())
}

/// γ (x − mean)/√(variance + ε) + β, as much of it as there is.
pub(crate) fn batch_normalized(folded: &Argument<'_>, x: &[f64]) -> Vec<f64> {
    let mut y = x.to_vec();
    if let Argument::List(moving) = folded.at("moving") {
        y = standardized(&y, moving[0].slice(), moving[1].slice(), folded.at("epsilon").number());
    }
    if let Some(scale) = folded.at("scale").optional() {
        y = with_each(&y, scale, |y, scale| y * scale);
    }
    if let Some(offset) = folded.at("offset").optional() {
        y = with_each(&y, offset, |y, offset| y + offset);
    }
    y
}

/// (x − mean)/√(variance + ε) over the channels of a group at all positions, or x/√(mean x² + ε).
pub(crate) fn normalized(shape: &Argument<'_>, x: &[f64]) -> Vec<f64> {
    let size = |name: &str| shape.at(name).size();
    let (positions, channels) = (size("positions"), size("channels"));
    let (width, epsilon) = (channels / size("groups"), shape.at("epsilon").number());
    each(x, positions * channels, |x| {
        let output = |at: usize| {
            let first = at % channels / width * width;
            let group = (0..positions).flat_map(|p| (first..first + width).map(move |c| x[p * channels + c]));
            let count = (positions * width) as f64;
            let mean = if shape.at("centered").flag() { group.clone().sum::<f64>() / count } else { 0.0 };
            let variance = group.map(|x| (x - mean).powi(2)).sum::<f64>() / count;
            (x[at] - mean) / (variance + epsilon).sqrt()
        };
        (0..x.len()).map(output).collect()
    })
}

/// The rows of a table that the indices name.
pub(crate) fn embedded(width: usize, table: &[f64], indices: &[f64]) -> Vec<f64> {
    indices.iter().flat_map(|index| table[*index as usize * width..][..width].to_vec()).collect()
}

/// x + sin(p / 10000^(d / dim)) for even d, cos(p / 10000^((d − 1) / dim)) for odd d.
pub(crate) fn positions(x: &[f64], steps: usize, dim: usize) -> Vec<f64> {
    let encoded = |at: usize| {
        let (step, d) = (at / dim % steps, at % dim);
        let angle = step as f64 / 10_000_f64.powf((d - d % 2) as f64 / dim as f64);
        if d % 2 == 0 { angle.sin() } else { angle.cos() }
    };
    x.iter().enumerate().map(|(at, x)| x + encoded(at)).collect()
}

/// Scores `(heads, queries, keys)`, so small that softmax makes them 0 where a key stands behind its query.
pub(crate) fn causal(x: &[f64], queries: usize, keys: usize, causal: bool) -> Vec<f64> {
    let behind = |at: usize| causal && at % keys > at / keys % queries;
    x.iter().enumerate().map(|(at, x)| if behind(at) { -1e9 } else { *x }).collect()
}

/// c[g, i, j] = scale · Σ a[g, i, p] b[g, p, j] inside each of so many samples, with strides in memory.
pub(crate) fn contracted(len: usize, shape: &Argument<'_>, a: &[f64], b: &[f64], samples: usize) -> Vec<f64> {
    let size = |name: &str| shape.at(name).size();
    let place = |name: &str, at: [usize; 3]| {
        let strides: [usize; 3] = shape.at(name).sizes();
        strides.iter().zip(at).map(|(stride, at)| stride * at).sum::<usize>()
    };
    let mut c = vec![f64::NAN; len];
    for sample in 0..samples {
        let (a, b) = (&a[sample * a.len() / samples..], &b[sample * b.len() / samples..]);
        for g in 0..size("batch") {
            for i in 0..size("m") {
                for j in 0..size("n") {
                    let term = |p: usize| a[place("a", [g, i, p])] * b[place("b", [g, p, j])];
                    let sum: f64 = (0..size("k")).map(term).sum();
                    c[sample * len / samples + place("c", [g, i, j])] = shape.at("scale").number() * sum;
                }
            }
        }
    }
    c
}
