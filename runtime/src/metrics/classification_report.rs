//! Precision, recall and F1 of each class, to be read.

use core::fmt::{self, Display, Formatter};

use super::ConfusionMatrix;

/// What a model is worth for one class.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct OfClass {
    /// How many of those taken for the class are of it; 0 if none was.
    pub precision: f64,
    /// How many of the class were found; 0 if there are none.
    pub recall: f64,
    /// 2 · precision · recall / (precision + recall), 0 if both are 0.
    pub f1: f64,
    /// How many are of the class.
    pub support: u64,
}

/// Precision, recall, F1 and support of each class, with their means: made by [`ConfusionMatrix::report`], printed as a table.
///
/// ```
/// use chainrule::metrics::ConfusionMatrix;
///
/// let matrix: ConfusionMatrix = [(0, 0), (0, 1), (1, 1), (2, 2)].into_iter().collect();
/// let report = matrix.report();
/// assert_eq!(report.classes()[0].recall, 0.5);
/// assert_eq!(
///     report.to_string(),
///     "\
/// class         precision  recall      f1  support
/// 0                1.0000  0.5000  0.6667        2
/// 1                0.5000  1.0000  0.6667        1
/// 2                1.0000  1.0000  1.0000        1
/// macro mean       0.8333  0.8333  0.7778        4
/// weighted mean    0.8750  0.7500  0.7500        4
/// accuracy                         0.7500        4"
/// );
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct ClassificationReport {
    classes: Vec<OfClass>,
    accuracy: f64,
}

impl ConfusionMatrix {
    /// Precision, recall, F1 and support of each class.
    pub fn report(&self) -> ClassificationReport {
        let share = |part: u64, of: u64| if of == 0 { 0.0 } else { part as f64 / of as f64 };
        let of_class = |class| {
            let right = self.count(class, class);
            let support = (0..self.classes()).map(|other| self.count(class, other)).sum();
            let taken = (0..self.classes()).map(|other| self.count(other, class)).sum();
            let (precision, recall) = (share(right, taken), share(right, support));
            let f1 = if right == 0 { 0.0 } else { 2.0 * precision * recall / (precision + recall) };
            OfClass { precision, recall, f1, support }
        };
        ClassificationReport { classes: (0..self.classes()).map(of_class).collect(), accuracy: self.accuracy() }
    }
}

impl ClassificationReport {
    /// Class by class.
    pub fn classes(&self) -> &[OfClass] {
        &self.classes
    }

    /// The means over the classes, each counting once.
    pub fn macro_mean(&self) -> OfClass {
        self.mean(|_| 1.0)
    }

    /// The means over the classes, each counting by its support.
    pub fn weighted_mean(&self) -> OfClass {
        self.mean(|class| class.support as f64)
    }

    /// The fraction of right predictions.
    pub fn accuracy(&self) -> f64 {
        self.accuracy
    }

    fn mean(&self, weight: impl Fn(&OfClass) -> f64) -> OfClass {
        let total: f64 = self.classes.iter().map(&weight).sum();
        let mean = |of: fn(&OfClass) -> f64| {
            let sum: f64 = self.classes.iter().map(|class| weight(class) * of(class)).sum();
            if total == 0.0 { 0.0 } else { sum / total }
        };
        OfClass {
            precision: mean(|class| class.precision),
            recall: mean(|class| class.recall),
            f1: mean(|class| class.f1),
            support: self.classes.iter().map(|class| class.support).sum(),
        }
    }
}

/// A table, a line a class.
impl Display for ClassificationReport {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        writeln!(f, "class         precision  recall      f1  support")?;
        let mut row = |name: String, of: OfClass| {
            let OfClass { precision, recall, f1, support } = of;
            writeln!(f, "{name:<13} {precision:>9.4}  {recall:>6.4}  {f1:>6.4}  {support:>7}")
        };
        for (number, class) in self.classes.iter().enumerate() {
            row(number.to_string(), *class)?;
        }
        row("macro mean".to_owned(), self.macro_mean())?;
        row("weighted mean".to_owned(), self.weighted_mean())?;
        let support: u64 = self.classes.iter().map(|class| class.support).sum();
        write!(f, "{:<13} {:>9}  {:>6}  {:>6.4}  {support:>7}", "accuracy", "", "", self.accuracy)
    }
}
