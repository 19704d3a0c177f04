//! A metric of one output of several.

use super::{Measure, Metric};
use crate::loss::{Head, Labels};
use crate::sample::{Bundle, Sample};
use crate::scalar::Scalar;

/// A metric of one output of several; [`of_output`] makes it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OfOutput<const AT: usize, M> {
    name: &'static str,
    metric: M,
}

/// A metric of the output `AT` of a model of several, counted from 0, under a key of its own: a history has one series for
/// each.
///
/// ```
/// use chainrule::metrics::{Accuracy, MeanSquaredError, of_output};
///
/// // For a model that gives a class and a number.
/// let metrics = (of_output::<0, _>("class_accuracy", Accuracy::new()), of_output::<1, _>("number_mse", MeanSquaredError::new()));
/// # let _ = metrics;
/// ```
pub const fn of_output<const AT: usize, M>(name: &'static str, metric: M) -> OfOutput<AT, M> {
    OfOutput { name, metric }
}

impl<const AT: usize, M: Metric> Metric for OfOutput<AT, M> {
    fn name(&self) -> &'static str {
        self.name
    }
    fn reset(&mut self) {
        self.metric.reset();
    }
    fn result(&self) -> f64 {
        self.metric.result()
    }
    fn counted(&self, to: &mut dyn FnMut(f64)) {
        self.metric.counted(to);
    }
    fn restore(&mut self, from: &mut dyn FnMut() -> f64) {
        self.metric.restore(from);
    }
}

macro_rules! output {
    ($at:tt $One:ident $Output:ident $Label:ident of $($H:ident $O:ident $Y:ident),+) => {
        impl<T, M, $($H, $O, $Y),+> Measure<($($H,)+), ($($O,)+), ($($Y,)+)> for OfOutput<$at, M>
        where
            T: Scalar,
            $($H: Head<$O>, $O: Sample<Scalar = T>,)+
            ($($O,)+): Bundle<Scalar = T>,
            ($($H,)+): Head<($($O,)+)>,
            M: Measure<$One, $Output, $Label>,
        {
            fn update(&mut self, outputs: &[T], labels: Labels<'_, ($($Y,)+), T>) {
                let start = labels.len() * <($($O,)+)>::PARTS[..$at].iter().sum::<usize>();
                let outputs = &outputs[start..start + labels.len() * $Output::LEN];
                self.metric.update(outputs, labels.part($at, |label| &label.$at).labels());
            }
        }
    };
}
output!(0 G P X of G P X, H Q Y);
output!(1 H Q Y of G P X, H Q Y);
output!(0 G P X of G P X, H Q Y, I R Z);
output!(1 H Q Y of G P X, H Q Y, I R Z);
output!(2 I R Z of G P X, H Q Y, I R Z);
output!(0 G P X of G P X, H Q Y, I R Z, J S W);
output!(1 H Q Y of G P X, H Q Y, I R Z, J S W);
output!(2 I R Z of G P X, H Q Y, I R Z, J S W);
output!(3 J S W of G P X, H Q Y, I R Z, J S W);
