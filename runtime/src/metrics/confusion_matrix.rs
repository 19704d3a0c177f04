//! Which classes are taken for which.

use core::fmt::{self, Display, Formatter};

/// How often a class (row) was predicted as another (column).
///
/// ```
/// use chainrule::metrics::ConfusionMatrix;
///
/// // (true class, predicted class), as from `data.iter().map(|(x, y)| (*y, net.predict_class(x)))`
/// let matrix: ConfusionMatrix = [(0, 0), (0, 1), (1, 1), (2, 2)].into_iter().collect();
/// assert_eq!(matrix.count(0, 1), 1);
/// assert_eq!(matrix.accuracy(), 0.75);
/// println!("{matrix}");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ConfusionMatrix {
    classes: usize,
    /// Row by row.
    counts: Vec<u64>,
}

impl ConfusionMatrix {
    /// Nothing counted yet. It grows with the classes it meets; give a number to see those that never come.
    pub fn new(classes: usize) -> Self {
        Self { classes, counts: vec![0; classes * classes] }
    }

    /// Counts one prediction.
    pub fn record(&mut self, truth: usize, predicted: usize) {
        let needed = truth.max(predicted) + 1;
        if needed > self.classes {
            self.grow(needed);
        }
        self.counts[truth * self.classes + predicted] += 1;
    }

    /// The number of classes.
    pub fn classes(&self) -> usize {
        self.classes
    }

    /// How often samples of the class `truth` were predicted as `predicted`.
    pub fn count(&self, truth: usize, predicted: usize) -> u64 {
        if truth < self.classes && predicted < self.classes { self.counts[truth * self.classes + predicted] } else { 0 }
    }

    /// How many predictions were counted.
    pub fn total(&self) -> u64 {
        self.counts.iter().sum()
    }

    /// The fraction of right predictions; 0 of nothing.
    pub fn accuracy(&self) -> f64 {
        let right: u64 = (0..self.classes).map(|class| self.count(class, class)).sum();
        if right == 0 { 0.0 } else { right as f64 / self.total() as f64 }
    }

    fn grow(&mut self, classes: usize) {
        let mut counts = vec![0; classes * classes];
        if self.classes > 0 {
            for (new, old) in counts.chunks_exact_mut(classes).zip(self.counts.chunks_exact(self.classes)) {
                new[..self.classes].copy_from_slice(old);
            }
        }
        *self = Self { classes, counts };
    }
}

impl Extend<(usize, usize)> for ConfusionMatrix {
    fn extend<I: IntoIterator<Item = (usize, usize)>>(&mut self, predictions: I) {
        for (truth, predicted) in predictions {
            self.record(truth, predicted);
        }
    }
}

impl FromIterator<(usize, usize)> for ConfusionMatrix {
    fn from_iter<I: IntoIterator<Item = (usize, usize)>>(predictions: I) -> Self {
        let mut matrix = Self::default();
        matrix.extend(predictions);
        matrix
    }
}

impl Display for ConfusionMatrix {
    /// A table: a row for each true class, a column for each predicted one.
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        const CORNER: &str = "true \\ predicted";
        let largest = self.counts.iter().copied().max().unwrap_or(0).max(self.classes as u64);
        let width = largest.to_string().len() + 2;
        f.write_str(CORNER)?;
        for class in 0..self.classes {
            write!(f, "{class:>width$}")?;
        }
        for truth in 0..self.classes {
            write!(f, "\n{truth:>corner$}", corner = CORNER.len())?;
            for predicted in 0..self.classes {
                write!(f, "{count:>width$}", count = self.count(truth, predicted))?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_aligned() {
        let mut matrix = ConfusionMatrix::new(3);
        matrix.extend([(0, 0), (2, 1)]);
        matrix.extend((0..120).map(|_| (1, 1)));
        let expected = "true \\ predicted    0    1    2
               0    1    0    0
               1    0  120    0
               2    0    1    0";
        assert_eq!(matrix.to_string(), expected);
    }

    #[test]
    fn it_grows_and_keeps_its_counts() {
        let mut matrix: ConfusionMatrix = [(0, 1), (1, 1)].into_iter().collect();
        matrix.record(3, 0);
        assert_eq!((matrix.classes(), matrix.total()), (4, 3));
        assert_eq!([matrix.count(0, 1), matrix.count(1, 1), matrix.count(3, 0), matrix.count(9, 9)], [1, 1, 1, 0]);
        assert!((matrix.accuracy() - 1.0 / 3.0).abs() < 1e-15);
        assert_eq!(ConfusionMatrix::new(2).accuracy(), 0.0);
    }
}
