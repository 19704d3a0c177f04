//! What labels are: class indices, or vectors of the model's output type.

use crate::error::{Error, Result};
use crate::sample::Sample;
use crate::scalar::Scalar;

/// A class index, counted from 0. Any integer is one; a negative one is an error when used. `L` is the loss or metric that
/// takes it as a part of the labels `Y`.
#[diagnostic::on_unimplemented(
    message = "`{L}` takes class indices such as `u8`, found `{Y}`",
    label = "labels `{Y}` are no class indices",
    note = "use `CategoricalCrossentropy` for one-hot vectors"
)]
pub trait ClassIndex<L, Y>: Item {}

/// What labels of rows are made of: class indices, or the numbers of vectors.
pub trait Item: Copy {
    /// The class of a row: the index itself, or the place of the first maximum in the row's vector.
    ///
    /// # Errors
    /// An index that is none of `classes`.
    fn class(items: &[Self], row: usize, classes: usize) -> core::result::Result<usize, i128>;
    /// As a number.
    fn number(self) -> f64;
    /// Whether it is this class index.
    fn is(self, class: i64) -> bool;
}

/// Labels for the rows of the outputs `O` of a model: a row is what lies along the last axis.
///
/// An output `[T; N]` is one row: its label is a class index or another `[T; N]`. An output `[[T; N]; S]` is `S` rows: its
/// label is `[index; S]` or another `[[T; N]; S]`; and so on. `L` is the loss or the metric that takes them.
#[diagnostic::on_unimplemented(
    message = "`{L}` cannot compare labels `{Self}` with outputs `{O}`",
    label = "labels `{Self}` do not fit outputs `{O}`",
    note = "a label is a class index such as `u8` for each row `[f32; n]` of the output: `[u8; m]` for `[[f32; n]; m]`",
    note = "if the output has more axes than it should, insert `Flatten` before the last `Dense`"
)]
pub trait Rows<O: Sample, L>: Sized {
    /// What the labels are made of.
    type Item: Item;
    /// The labels as one flat slice: an index a row, or the row's numbers.
    fn items(labels: &[Self]) -> &[Self::Item];
}

impl<O: Sample, Y: Rows<O, L>, L, const N: usize> Rows<[O; N], L> for [Y; N] {
    type Item = Y::Item;
    fn items(labels: &[Self]) -> &[Y::Item] {
        Y::items(labels.as_flattened())
    }
}

macro_rules! index {
    ($($I:ty),*) => {$(
        impl<L, Y> ClassIndex<L, Y> for $I {}

        impl Item for $I {
            fn class(items: &[Self], row: usize, classes: usize) -> core::result::Result<usize, i128> {
                let class = usize::try_from(items[row]).ok().filter(|class| *class < classes);
                class.ok_or(items[row] as i128)
            }
            fn number(self) -> f64 {
                self as f64
            }
            fn is(self, class: i64) -> bool {
                self as i128 == i128::from(class)
            }
        }

        index!(@rows $I, f32);
        index!(@rows $I, f64);
    )*};
    (@rows $I:ty, $T:ty) => {
        impl<L, const N: usize> Rows<[$T; N], L> for $I {
            type Item = $I;
            fn items(labels: &[Self]) -> &[$I] {
                labels
            }
        }
    };
}
index!(u8, u16, u32, u64, usize, i8, i16, i32, i64, isize);

macro_rules! number {
    ($($T:ty),*) => {$(
        impl Item for $T {
            fn class(items: &[Self], row: usize, classes: usize) -> core::result::Result<usize, i128> {
                Ok(argmax(&items[row * classes..(row + 1) * classes]))
            }
            fn number(self) -> f64 {
                self.to_f64()
            }
            fn is(self, _class: i64) -> bool {
                false
            }
        }

        impl<L> Rows<$T, L> for $T {
            type Item = $T;
            fn items(labels: &[Self]) -> &[$T] {
                labels
            }
        }
    )*};
}
number!(f32, f64);

/// Outputs whose rows are `N` numbers: `[T; N]`, `[[T; N]; S]` and so on.
#[diagnostic::on_unimplemented(
    message = "a metric counts {N} classes or labels, but the rows of the output are not {N} numbers",
    label = "a metric does not fit the output",
    note = "leave the number out, `F1Score::new(…)`, `MultiLabelAUC::new()`: it follows from the model",
    note = "`label_weights` takes a weight for each number of a row"
)]
pub trait RowsOf<const N: usize> {}

impl<const N: usize> RowsOf<N> for [f32; N] {}
impl<const N: usize> RowsOf<N> for [f64; N] {}
impl<O: RowsOf<N>, const N: usize, const M: usize> RowsOf<N> for [O; M] {}

/// The length of a row of outputs, to divide by: 1 if a row holds nothing.
pub(crate) const fn width<O: Sample>() -> usize {
    if O::LAST == 0 { 1 } else { O::LAST }
}

/// The class that labels state for a row of the outputs, the first label being that of the sample `first`.
///
/// # Errors
/// [`Error::Label`] with the sample's number.
pub(crate) fn class_of<O: Sample, I: Item>(items: &[I], first: usize, row: usize) -> Result<usize> {
    let (classes, rows) = (O::LAST, (O::LEN / width::<O>()).max(1));
    I::class(items, row, classes).map_err(|label| Error::Label { row: first + row / rows, label, classes })
}

/// Labels of the model's output type `O`, for the loss or metric `L`.
#[diagnostic::on_unimplemented(
    message = "`{L}` takes labels of the model's output type `{O}`, found `{Self}`",
    label = "labels `{Self}` are not of the output type `{O}`",
    note = "a label is of the type of an output: for `[f32; 1]` write it as `[y]`, `data.map_labels(|y| [y])`",
    note = "class indices go with what is named `Sparse…`, such as `SparseCategoricalCrossentropy`; `data.one_hot()` turns them into vectors"
)]
pub trait LikeOutput<O: Sample, L>: Sized {
    /// The labels as one flat slice, in the order of the outputs.
    fn flatten(labels: &[Self]) -> &[O::Scalar];
}

impl<O: Sample, L> LikeOutput<O, L> for O {
    fn flatten(labels: &[Self]) -> &[O::Scalar] {
        O::flatten(labels)
    }
}

/// The place of the first maximum, 0 of nothing. A NaN counts as no maximum.
///
/// ```
/// assert_eq!(chainrule::loss::label::argmax(&[0.1_f32, 0.7, 0.7, 0.2]), 1);
/// ```
pub fn argmax<T: Scalar>(values: &[T]) -> usize {
    T::argmax(values)
}

/// The body of [`argmax`].
pub(crate) fn argmax_body<T: Scalar>(values: &[T]) -> usize {
    let mut best = 0;
    for (at, value) in values.iter().enumerate() {
        if *value > values[best] || values[best].is_nan() {
            best = at;
        }
    }
    best
}
