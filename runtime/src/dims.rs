//! Sizes that only rustc can judge, since they depend on the user's constants: checked while the crate compiles, with
//! both numbers in the message.

use crate::layers::stage::Facts;
use crate::model::Role;
use crate::scalar::Scalar;
use crate::text::Text;

/// `size`, if it is at least 1.
///
/// # Panics
/// While the crate compiles, if it is 0.
#[track_caller]
pub const fn positive(size: usize, name: &str) -> usize {
    if size == 0 {
        let text = Text::new().push("`").push(name).push("` is 0, but a size is at least 1");
        panic!("{}", text.as_str());
    }
    size
}

/// Holds that two sizes are equal; `rule` begins the message.
///
/// # Panics
/// While the crate compiles, if they are not.
#[track_caller]
pub const fn equal(expected: usize, found: usize, rule: &str) {
    if expected != found {
        let text =
            Text::new().push(rule).push(": expected ").number(expected as u64).push(", found ").number(found as u64);
        panic!("{}", text.as_str());
    }
}

/// Holds that a number divides a size; `rule` begins the message.
///
/// # Panics
/// While the crate compiles, if it does not.
#[track_caller]
pub const fn divides(by: usize, size: usize, rule: &str) {
    if !size.is_multiple_of(by) {
        let text = Text::new().push(rule).push(": ").number(by as u64).push(" does not divide ").number(size as u64);
        panic!("{}", text.as_str());
    }
}

/// The largest of some sizes.
pub const fn largest(sizes: &[usize]) -> usize {
    let (mut largest, mut at) = (0, 0);
    while at < sizes.len() {
        if sizes[at] > largest {
            largest = sizes[at];
        }
        at += 1;
    }
    largest
}

/// Holds that a stage, which is at work several times, keeps no account of what it sees: there would be several.
///
/// # Panics
/// While the crate compiles, if it does.
#[track_caller]
pub const fn stateless<T: Scalar>(stage: Facts<T>, rule: &str) {
    let mut at = 0;
    while at < stage.weights.len() {
        if let Role::State = stage.weights[at].role {
            panic!(
                "{}",
                Text::new().push(rule).push(", but has moving statistics, which belong to one place").as_str()
            );
        }
        at += 1;
    }
}

/// The smallest of some sizes.
pub const fn smallest(sizes: &[usize]) -> usize {
    let (mut smallest, mut at) = (usize::MAX, 0);
    while at < sizes.len() {
        if sizes[at] < smallest {
            smallest = sizes[at];
        }
        at += 1;
    }
    smallest
}

/// The sum of sizes.
pub const fn sum(sizes: &[usize], _: &[usize]) -> usize {
    let (mut sum, mut at) = (0, 0);
    while at < sizes.len() {
        sum += sizes[at];
        at += 1;
    }
    sum
}

/// A size without so many.
///
/// # Panics
/// While the crate compiles, if nothing is left.
#[track_caller]
pub const fn less(size: &[usize], by: &[usize]) -> usize {
    let (size, by) = (size[0], by[0]);
    if size < by {
        let text = Text::new().push("cannot take ").number(by as u64).push(" away from ").number(size as u64);
        panic!("{}", text.as_str());
    }
    size - by
}

/// A size divided by another, which must divide it.
///
/// # Panics
/// While the crate compiles, if it does not.
#[track_caller]
pub const fn divided(size: &[usize], by: &[usize]) -> usize {
    let (size, by) = (size[0], by[0]);
    if !size.is_multiple_of(by) {
        let text = Text::new().number(by as u64).push(" does not divide ").number(size as u64);
        panic!("{}", text.as_str());
    }
    size / by
}

/// How many windows of so many elements, so far apart, lie in an axis.
///
/// # Panics
/// While the crate compiles, if not even one does.
#[track_caller]
pub const fn valid(len: &[usize], window: &[usize]) -> usize {
    let (len, reach, stride) = (len[0], window[0], window[1]);
    if len < reach {
        let text =
            Text::new().push("a window of ").number(reach as u64).push(" does not fit an axis of ").number(len as u64);
        panic!("{}", text.as_str());
    }
    (len - reach) / stride + 1
}

/// An axis divided by the stride, rounded up.
pub const fn same(len: &[usize], stride: &[usize]) -> usize {
    len[0].div_ceil(stride[0])
}

/// The padding before an axis of which `same` windows are taken: half of it, the smaller half.
pub const fn padding(len: &[usize], window: &[usize]) -> usize {
    let (len, reach, stride) = (len[0], window[0], window[1]);
    ((len.div_ceil(stride) - 1) * stride + reach).saturating_sub(len) / 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[should_panic(expected = "`A` is 0, but a size is at least 1")]
    fn zero_is_no_size() {
        positive(0, "A");
    }

    #[test]
    #[should_panic(expected = "`Conv2D` makes equal groups: 4 does not divide 30")]
    fn groups_are_equal() {
        divides(4, 32, "`Conv2D` makes equal groups");
        divides(4, 30, "`Conv2D` makes equal groups");
    }

    #[test]
    fn the_largest_of_none_is_zero() {
        assert_eq!((largest(&[]), largest(&[3, 9, 4])), (0, 9));
        assert_eq!(smallest(&[5, 3, 4]), 3);
    }
}
