//! How many of the answers "yes" are right, and how many of the right ones are found.

use super::{Measure, Metric, counting};
use crate::loss::label::{LikeOutput, width};
use crate::loss::{Head, Labels};
use crate::sample::Sample;
use crate::scalar::Scalar;

/// Which numbers are answers, and when they say yes.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Answers {
    threshold: Option<f64>,
    top_k: Option<usize>,
    class_id: Option<usize>,
}

impl Answers {
    const fn new() -> Self {
        Self { threshold: None, top_k: None, class_id: None }
    }

    /// Calls `see` with the answers of a row, each with the truth.
    fn of_row<T: Scalar>(&self, outputs: &[T], labels: &[T], mut see: impl FnMut(bool, bool)) {
        let threshold = self.threshold.unwrap_or(if self.top_k.is_some() { f64::NEG_INFINITY } else { 0.5 });
        for (at, (output, label)) in outputs.iter().zip(labels).enumerate() {
            if self.class_id.is_some_and(|class| class != at) {
                continue;
            }
            let larger = || outputs.iter().filter(|other| *other > output).count();
            let equal = || outputs[..at].iter().filter(|other| *other == output).count();
            let among = self.top_k.is_none_or(|k| larger() + equal() < k);
            see(among && output.to_f64() > threshold, *label != T::ZERO);
        }
    }
}

/// Declares a metric that divides the true positives by them and the answers of one other kind.
macro_rules! share {
    ($(#[$doc:meta])* $Name:ident, $key:literal, $wrong:pat) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq)]
        pub struct $Name {
            answers: Answers,
            right: f64,
            wrong: f64,
        }

        impl $Name {
            /// Of all numbers, which say yes above 0.5.
            pub const fn new() -> Self {
                Self { answers: Answers::new(), right: 0.0, wrong: 0.0 }
            }

            /// What a yes must be above. Default: 0.5, or none with `top_k`.
            pub const fn threshold(mut self, threshold: f64) -> Self {
                self.answers.threshold = Some(threshold);
                self
            }

            /// Only the so many largest numbers of a row can say yes. Default: all.
            pub const fn top_k(mut self, k: usize) -> Self {
                self.answers.top_k = Some(k);
                self
            }

            /// Only this number of each row counts. Default: all do.
            pub const fn class_id(mut self, class: usize) -> Self {
                self.answers.class_id = Some(class);
                self
            }
        }

        impl Default for $Name {
            fn default() -> Self {
                Self::new()
            }
        }

        impl Metric for $Name {
            fn name(&self) -> &'static str {
                $key
            }
            fn reset(&mut self) {
                (self.right, self.wrong) = (0.0, 0.0);
            }
            fn result(&self) -> f64 {
                if self.right == 0.0 { 0.0 } else { self.right / (self.right + self.wrong) }
            }
            fn counted(&self, to: &mut dyn FnMut(f64)) {
                to(self.right);
                to(self.wrong);
            }
            fn restore(&mut self, from: &mut dyn FnMut() -> f64) {
                self.right = from();
                self.wrong = from();
            }
        }

        impl<H: Head<O>, O: Sample, Y: LikeOutput<O, Self>> Measure<H, O, Y> for $Name {
            fn update(&mut self, outputs: &[O::Scalar], labels: Labels<'_, Y, O::Scalar>) {
                let (width, answers) = (width::<O>(), self.answers);
                counting::<O, Y, Self>(outputs, labels, |outputs, labels, weight| {
                    for (outputs, labels) in outputs.chunks_exact(width).zip(labels.chunks_exact(width)) {
                        answers.of_row(outputs, labels, |answer, truth| match (answer, truth) {
                            (true, true) => self.right += weight,
                            $wrong => self.wrong += weight,
                            _ => {}
                        });
                    }
                });
            }
        }
    };
}

share! {
    /// How many of the answers yes are right: true positives / (true positives + false positives), 0 if there are none. Key
    /// `precision`, threshold 0.5.
    ///
    /// Labels are of the model's output type: 0, or anything else for a yes.
    ///
    /// Source: <https://keras.io/api/metrics/classification_metrics/#precision-class>.
    Precision, "precision", (true, false)
}

share! {
    /// How many of those that are a yes are found: true positives / (true positives + false negatives), 0 if there are none.
    /// Key `recall`, threshold 0.5.
    ///
    /// Labels are of the model's output type: 0, or anything else for a yes.
    ///
    /// Source: <https://keras.io/api/metrics/classification_metrics/#recall-class>.
    Recall, "recall", (false, true)
}
