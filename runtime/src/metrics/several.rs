//! None, one or several metrics, as the trainer takes them.

use super::{Measure, Metric};
use crate::loss::{Head, Labels};
use crate::sample::Bundle;

/// None, `()`; one; or a tuple of up to six metrics, for models with the head `H` and the output `O`, and labels `Y`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is neither a metric nor a tuple of metrics",
    label = "not a metric, nor a tuple of metrics",
    note = "give one metric, `.metrics(Accuracy::new())`, or a tuple of up to six"
)]
pub trait Metrics<H: Head<O>, O: Bundle, Y>: Send + Sync {
    /// Forgets what was counted.
    fn reset(&mut self);
    /// Counts a batch. `outputs` are the model's, flat, sample after sample.
    fn update(&mut self, outputs: &[O::Scalar], labels: Labels<'_, Y, O::Scalar>);
    /// Passes on the key and the number of each.
    fn report(&self, report: &mut dyn FnMut(&'static str, f64));
    /// Passes on what all have counted, as [`Metric::counted`] does.
    fn counted(&self, to: &mut dyn FnMut(f64));
    /// Takes it back, as [`Metric::restore`] does.
    fn restore(&mut self, from: &mut dyn FnMut() -> f64);
}

impl<H: Head<O>, O: Bundle, Y, M: Metric + Measure<H, O, Y>> Metrics<H, O, Y> for M {
    fn reset(&mut self) {
        Metric::reset(self);
    }
    fn update(&mut self, outputs: &[O::Scalar], labels: Labels<'_, Y, O::Scalar>) {
        Measure::update(self, outputs, labels);
    }
    fn report(&self, report: &mut dyn FnMut(&'static str, f64)) {
        report(self.name(), self.result());
    }
    fn counted(&self, to: &mut dyn FnMut(f64)) {
        Metric::counted(self, to);
    }
    fn restore(&mut self, from: &mut dyn FnMut() -> f64) {
        Metric::restore(self, from);
    }
}

macro_rules! tuple {
    ($($M:ident $at:tt),*) => {
        impl<H: Head<O>, O: Bundle, Y, $($M: Measure<H, O, Y>),*> Metrics<H, O, Y> for ($($M,)*) {
            fn reset(&mut self) {
                $(self.$at.reset();)*
            }
            fn update(&mut self, _outputs: &[O::Scalar], _labels: Labels<'_, Y, O::Scalar>) {
                $(self.$at.update(_outputs, _labels);)*
            }
            fn report(&self, _report: &mut dyn FnMut(&'static str, f64)) {
                $(_report(self.$at.name(), self.$at.result());)*
            }
            fn counted(&self, _to: &mut dyn FnMut(f64)) {
                $(self.$at.counted(_to);)*
            }
            fn restore(&mut self, _from: &mut dyn FnMut() -> f64) {
                $(self.$at.restore(_from);)*
            }
        }
    };
}
tuple!();
tuple!(A 0);
tuple!(A 0, B 1);
tuple!(A 0, B 1, C 2);
tuple!(A 0, B 1, C 2, D 3);
tuple!(A 0, B 1, C 2, D 3, E 4);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5);
