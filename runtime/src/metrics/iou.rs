//! How well predicted classes cover the true ones.

use super::{Measure, Metric, counting};
use crate::loss::counted::Counted;
use crate::loss::label::{Item, LikeOutput, Rows, RowsOf, argmax, width};
use crate::loss::{Head, Labels};
use crate::sample::Sample;
use crate::scalar::Scalar;

/// Weights of what is of a class (row) and was taken for one (column).
type Confusion<const CLASSES: usize> = [[f64; CLASSES]; CLASSES];

/// The mean of true positives / (true positives + false positives + false negatives) over the classes that occur.
fn mean_of<const CLASSES: usize>(confusion: &Confusion<CLASSES>, classes: impl Iterator<Item = usize>) -> f64 {
    const EPSILON: f64 = 1e-7;
    let (mut sum, mut count) = (0.0, 0.0);
    for class in classes {
        let (truth, taken): (f64, f64) = (confusion[class].iter().sum(), confusion.iter().map(|row| row[class]).sum());
        let union = truth + taken - confusion[class][class];
        if union > 0.0 {
            sum += confusion[class][class] / (union + EPSILON);
            count += 1.0;
        }
    }
    if count == 0.0 { 0.0 } else { sum / count }
}

/// The mean intersection over union of `CLASSES` classes: of each, how many rows are rightly taken for it, divided by how
/// many are of it or were taken for it. Classes that do not occur do not count. Key `mean_io_u`.
///
/// The class of a row of the output is the place of its first maximum. Labels are class indices, `[[u8; W]; H]` for the pixels
/// of an image, or vectors of the model's output type (Keras' `OneHotMeanIoU`); a class out of range is left out. The number
/// of classes follows from the model.
///
/// Source: <https://keras.io/api/metrics/segmentation_metrics/#meaniou-class>.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MeanIoU<const CLASSES: usize> {
    ignored: Option<i64>,
    confusion: Confusion<CLASSES>,
}

impl<const CLASSES: usize> MeanIoU<CLASSES> {
    /// Nothing counted yet.
    pub const fn new() -> Self {
        Self { ignored: None, confusion: [[0.0; CLASSES]; CLASSES] }
    }

    /// A label that is no answer, such as 255 for pixels that belong to no class. Default: none.
    pub const fn ignore_class(mut self, class: i64) -> Self {
        self.ignored = Some(class);
        self
    }
}

impl<const CLASSES: usize> Default for MeanIoU<CLASSES> {
    fn default() -> Self {
        Self::new()
    }
}

impl<const CLASSES: usize> Metric for MeanIoU<CLASSES> {
    fn name(&self) -> &'static str {
        "mean_io_u"
    }
    fn reset(&mut self) {
        self.confusion = [[0.0; CLASSES]; CLASSES];
    }
    fn result(&self) -> f64 {
        mean_of(&self.confusion, 0..CLASSES)
    }
    fn counted(&self, to: &mut dyn FnMut(f64)) {
        self.confusion.as_flattened().iter().for_each(|count| to(*count));
    }
    fn restore(&mut self, from: &mut dyn FnMut() -> f64) {
        self.confusion.as_flattened_mut().iter_mut().for_each(|count| *count = from());
    }
}

impl<H, O, Y, const CLASSES: usize> Measure<H, O, Y> for MeanIoU<CLASSES>
where
    H: Head<O>,
    O: Sample + RowsOf<CLASSES>,
    Y: Rows<O, Self>,
{
    fn update(&mut self, outputs: &[O::Scalar], labels: Labels<'_, Y, O::Scalar>) {
        // A mask that does not fit is the loss's to refuse.
        let Ok(counted) = Counted::of::<O, Y>(&labels) else { return };
        let width = width::<O>();
        for (first, run) in labels.runs() {
            let (start, items) = (first * O::LEN, Y::items(run));
            let rows = outputs[start..].chunks_exact(width).take(run.len() * O::LEN / width).enumerate();
            for (row, output) in rows {
                let Some(weight) = counted.weight(start + row * width) else { continue };
                let ignored = self.ignored.is_some_and(|class| items.get(row).is_some_and(|item| item.is(class)));
                if let (false, Ok(truth)) = (ignored, Item::class(items, row, CLASSES)) {
                    self.confusion[truth][argmax(output)] += weight;
                }
            }
        }
    }
}

/// The mean intersection over union of yes and no, over all numbers of the output: yes from the threshold on. Key
/// `binary_io_u`, threshold 0.5.
///
/// Labels are of the model's output type: 0 or 1.
///
/// Source: <https://keras.io/api/metrics/segmentation_metrics/#binaryiou-class>.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BinaryIoU {
    threshold: f64,
    confusion: Confusion<2>,
}

impl BinaryIoU {
    /// With the threshold 0.5.
    pub const fn new() -> Self {
        Self { threshold: 0.5, confusion: [[0.0; 2]; 2] }
    }

    /// What a yes must be at least. For a model whose outputs are logits: 0.
    pub const fn threshold(mut self, threshold: f64) -> Self {
        self.threshold = threshold;
        self
    }
}

impl Default for BinaryIoU {
    fn default() -> Self {
        Self::new()
    }
}

impl Metric for BinaryIoU {
    fn name(&self) -> &'static str {
        "binary_io_u"
    }
    fn reset(&mut self) {
        self.confusion = [[0.0; 2]; 2];
    }
    fn result(&self) -> f64 {
        mean_of(&self.confusion, 0..2)
    }
    fn counted(&self, to: &mut dyn FnMut(f64)) {
        self.confusion.as_flattened().iter().for_each(|count| to(*count));
    }
    fn restore(&mut self, from: &mut dyn FnMut() -> f64) {
        self.confusion.as_flattened_mut().iter_mut().for_each(|count| *count = from());
    }
}

impl<H: Head<O>, O: Sample, Y: LikeOutput<O, Self>> Measure<H, O, Y> for BinaryIoU {
    fn update(&mut self, outputs: &[O::Scalar], labels: Labels<'_, Y, O::Scalar>) {
        let Self { threshold, confusion } = self;
        counting::<O, Y, Self>(outputs, labels, |outputs, labels, weight| {
            for (output, label) in outputs.iter().zip(labels) {
                let (truth, taken) = (label.to_f64() != 0.0, output.to_f64() >= *threshold);
                confusion[usize::from(truth)][usize::from(taken)] += weight;
            }
        });
    }
}
