//! Random labels of each kind that a loss takes.

use chainrule::{Bundle, Sample};

use crate::random::Random;

/// One of `classes` class indices.
pub(crate) fn class(classes: usize) -> impl Fn(&mut Random) -> u8 {
    move |random| random.below(classes) as u8
}

/// A class index for each of `N` steps.
pub(crate) fn steps<const N: usize>(classes: usize) -> impl Fn(&mut Random) -> [u8; N] {
    move |random| [(); N].map(|()| random.below(classes) as u8)
}

/// Any numbers.
pub(crate) fn values<O: Bundle<Scalar = f64>>(random: &mut Random) -> O {
    filled(|| random.within(1.5))
}

/// Numbers from 0 to 1.
pub(crate) fn fractions<O: Sample<Scalar = f64>>(random: &mut Random) -> O {
    filled(|| 0.5 + random.within(0.5))
}

/// Probabilities along the last axis.
pub(crate) fn distributions<O: Sample<Scalar = f64>>(random: &mut Random) -> O {
    let mut label = [filled::<O>(|| 1.0 + random.within(1.0))];
    for row in O::flatten_mut(&mut label).chunks_mut(O::LAST) {
        let sum: f64 = row.iter().sum();
        for value in row.iter_mut() {
            *value /= sum;
        }
    }
    label[0]
}

fn filled<O: Bundle<Scalar = f64>>(mut draw: impl FnMut() -> f64) -> O {
    let mut label = [O::ZERO];
    let numbers: Vec<_> = (0..O::LEN).map(|_| draw()).collect();
    O::collect(&numbers, &mut label);
    label[0]
}
