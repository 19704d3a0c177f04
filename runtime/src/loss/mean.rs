//! The mean of a loss over what counts of a batch, for losses whose labels are of the model's output type.

use crate::error::Result;
use crate::loss::counted::Counted;
use crate::loss::label::{LikeOutput, width};
use crate::loss::{Head, Labels, check_lengths};
use crate::sample::Sample;
use crate::scalar::Scalar;

/// The losses of the elements that count, each made of `element` numbers of the output, weighted and reduced: their mean. `sum` gives the summed loss
/// of whole elements by (values, labels, gradient, scale of the gradient), an empty gradient not being wanted; `skip` makes
/// outputs of the values of what does not count.
pub(super) fn mean<O: Sample, Y: LikeOutput<O, L>, L>(
    values: &mut [O::Scalar],
    labels: Labels<'_, Y, O::Scalar>,
    gradient: Option<&mut [O::Scalar]>,
    element: usize,
    skip: impl Fn(&mut [O::Scalar]),
    sum: impl Fn(&mut [O::Scalar], &[O::Scalar], &mut [O::Scalar], f64) -> f64,
) -> Result<f64> {
    check_lengths::<O, Y>(values, &labels, gradient.as_deref())?;
    let counted = Counted::of::<O, Y>(&labels)?;
    let scale = counted.scale(labels.reduction(), values.len(), element, width::<O>());
    let gradient = gradient.unwrap_or_default();
    let mut total = 0.0;
    for (first, run) in labels.runs() {
        let (start, labels) = (first * O::LEN, Y::flatten(run));
        for (at, weight) in counted.stretches(start..start + labels.len()) {
            let labels = &labels[at.start - start..at.end - start];
            let (values, gradient) = (&mut values[at.clone()], gradient.get_mut(at).unwrap_or_default());
            if let Some(weight) = weight {
                total += weight * sum(values, labels, gradient, scale * weight);
            } else {
                skip(values);
                gradient.fill(O::Scalar::ZERO);
            }
        }
    }
    Ok(total * scale)
}

/// The same for a loss that is not fused with the head: `sum` sees outputs and gives the gradient with respect to them.
pub(super) fn mean_of_outputs<H: Head<O>, O: Sample, Y: LikeOutput<O, L>, L>(
    values: &mut [O::Scalar],
    labels: Labels<'_, Y, O::Scalar>,
    mut gradient: Option<&mut [O::Scalar]>,
    element: usize,
    sum: impl Fn(&[O::Scalar], &[O::Scalar], &mut [O::Scalar], f64) -> f64,
) -> Result<f64> {
    check_lengths::<O, Y>(values, &labels, gradient.as_deref())?;
    H::forward(values);
    let sum = |values: &mut [_], labels: &[_], gradient: &mut [_], scale| sum(values, labels, gradient, scale);
    let mean = mean::<O, Y, L>(values, labels, gradient.as_deref_mut(), element, |_| (), sum)?;
    if let Some(gradient) = gradient {
        H::backward(values, gradient);
    }
    Ok(mean)
}

/// The same for a loss that is fused with the head and leaves the outputs to it: `sum` sees what lies before the head.
pub(super) fn mean_of_logits<H: Head<O>, O: Sample, Y: LikeOutput<O, L>, L>(
    values: &mut [O::Scalar],
    labels: Labels<'_, Y, O::Scalar>,
    gradient: Option<&mut [O::Scalar]>,
    element: usize,
    sum: impl Fn(&[O::Scalar], &[O::Scalar], &mut [O::Scalar], f64) -> f64,
) -> Result<f64> {
    let fused = |values: &mut [_], labels: &[_], gradient: &mut [_], scale| {
        let sum = sum(values, labels, gradient, scale);
        H::forward(values);
        sum
    };
    mean::<O, Y, L>(values, labels, gradient, element, H::forward, fused)
}
