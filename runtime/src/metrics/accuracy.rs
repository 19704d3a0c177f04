//! How often the model is right.

use super::{Measure, Metric, mean::Mean};
use crate::loss::counted::Counted;
use crate::loss::label::{Item, Rows, argmax, width};
use crate::loss::{Head, Labels};
use crate::sample::Sample;
use crate::scalar::Scalar;

/// How often the model is right: Keras' `metrics=['accuracy']`, key `accuracy`.
///
/// Labels are class indices or vectors of the model's output type. The class of a row is the place of its first maximum,
/// of the output as of a one-hot label. For rows of one number, the answer is 1 above 0.5, else 0, and the label must be
/// equal to it. A class index out of range is never right.
///
/// Source: <https://keras.io/api/metrics/accuracy_metrics/>.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Accuracy {
    mean: Mean,
}

impl Accuracy {
    /// Nothing counted yet.
    pub const fn new() -> Self {
        Self { mean: Mean::new() }
    }
}

impl Metric for Accuracy {
    fn name(&self) -> &'static str {
        "accuracy"
    }
    fn reset(&mut self) {
        self.mean = Mean::new();
    }
    fn result(&self) -> f64 {
        self.mean.get()
    }
    fn counted(&self, to: &mut dyn FnMut(f64)) {
        self.mean.counted(to);
    }
    fn restore(&mut self, from: &mut dyn FnMut() -> f64) {
        self.mean = Mean::restored(from);
    }
}

impl<H: Head<O>, O: Sample, Y: Rows<O, Self>> Measure<H, O, Y> for Accuracy {
    fn update(&mut self, outputs: &[O::Scalar], labels: Labels<'_, Y, O::Scalar>) {
        // A mask that does not fit is the loss's to refuse.
        let Ok(counted) = Counted::of::<O, Y>(&labels) else { return };
        let width = width::<O>();
        let (mut right, mut total) = (0.0, 0.0);
        for (first, run) in labels.runs() {
            let (start, items) = (first * O::LEN, Y::items(run));
            let rows = outputs[start..].chunks_exact(width).take(run.len() * O::LEN / width).enumerate();
            for (row, output) in rows {
                let Some(weight) = counted.weight(start + row * width) else { continue };
                right += if is_right(output, items, row) { weight } else { 0.0 };
                total += weight;
            }
        }
        self.mean.add(right, total);
    }
}

/// Whether the output of a row is what its label says.
fn is_right<T: Scalar, I: Item>(output: &[T], items: &[I], row: usize) -> bool {
    match output {
        [number] => items[row].number() == f64::from(u8::from(number.to_f64() > 0.5)),
        _ => I::class(items, row, output.len()) == Ok(argmax(output)),
    }
}
