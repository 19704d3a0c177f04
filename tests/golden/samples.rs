//! Inputs, outputs and labels of a batch as files hold them: a tensor for each, or a tensor for each part of a tuple.

use safetensors::Dtype;

use crate::case::Case;
use crate::number::{Number, assert_close};

/// Samples that a file holds.
pub(crate) trait Samples: Sized {
    /// The tensor `name` of a case, or `name.0`, `name.1` and so on for tuples.
    fn read(case: &Case, name: &str) -> Vec<Self>;
    /// Compares with such tensors. Indices have no gradient, and no tensor to compare with: they must be 0.
    fn compare(case: &Case, name: &str, found: &[Self]);
}

/// What a tensor is made of.
pub(crate) trait Element: Copy {
    const DTYPE: Dtype;
    fn read(bytes: &[u8]) -> Vec<Self>;
    fn compare(what: &str, found: &[Self], expected: impl FnOnce() -> Vec<Self>);
}

macro_rules! numbers {
    ($($T:ty),*) => {$(
        impl Element for $T {
            const DTYPE: Dtype = <$T as Number>::DTYPE;
            fn read(bytes: &[u8]) -> Vec<Self> {
                Number::read(bytes)
            }
            fn compare(what: &str, found: &[Self], expected: impl FnOnce() -> Vec<Self>) {
                assert_close(what, found, &expected());
            }
        }
        flat!($T);
    )*};
}

macro_rules! indices {
    ($($T:ty: $DTYPE:expr),*) => {$(
        impl Element for $T {
            const DTYPE: Dtype = $DTYPE;
            fn read(bytes: &[u8]) -> Vec<Self> {
                bytes.as_chunks().0.iter().map(|word| Self::from_le_bytes(*word)).collect()
            }
            fn compare(what: &str, found: &[Self], _expected: impl FnOnce() -> Vec<Self>) {
                assert!(found.iter().all(|index| *index == 0), "{what}: indices have no gradient");
            }
        }
        flat!($T);
    )*};
}

/// An element, or nested arrays of one.
pub(crate) trait Flat: Copy {
    type Element: Element;
    fn axes() -> Vec<usize>;
    fn gather(elements: Vec<Self::Element>) -> Vec<Self>;
    fn flatten(samples: &[Self]) -> &[Self::Element];
}

macro_rules! flat {
    ($T:ty) => {
        impl Flat for $T {
            type Element = $T;
            fn axes() -> Vec<usize> {
                Vec::new()
            }
            fn gather(elements: Vec<$T>) -> Vec<Self> {
                elements
            }
            fn flatten(samples: &[Self]) -> &[$T] {
                samples
            }
        }
    };
}
numbers!(f32, f64);
indices!(u8: Dtype::U8, u32: Dtype::U32);

impl<S: Flat, const N: usize> Flat for [S; N] {
    type Element = S::Element;
    fn axes() -> Vec<usize> {
        [vec![N], S::axes()].concat()
    }
    fn gather(elements: Vec<S::Element>) -> Vec<Self> {
        S::gather(elements).as_chunks().0.to_vec()
    }
    fn flatten(samples: &[Self]) -> &[S::Element] {
        S::flatten(samples.as_flattened())
    }
}

impl<S: Flat> Samples for S {
    fn read(case: &Case, name: &str) -> Vec<Self> {
        let tensor = case.tensor(name);
        assert_eq!(tensor.dtype(), S::Element::DTYPE, "{}: type", case.full_name(name));
        assert_eq!(tensor.shape()[1..], S::axes(), "{}: shape of a sample", case.full_name(name));
        S::gather(Element::read(tensor.data()))
    }
    fn compare(case: &Case, name: &str, found: &[Self]) {
        let expected = || S::flatten(&Self::read(case, name)).to_vec();
        Element::compare(&case.full_name(name), S::flatten(found), expected);
    }
}

macro_rules! tuple {
    ($($S:ident $at:tt $part:ident),+) => {
        impl<$($S: Flat),+> Samples for ($($S,)+) {
            fn read(case: &Case, name: &str) -> Vec<Self> {
                $(let mut $part = $S::read(case, &format!("{name}.{}", $at)).into_iter();)+
                std::iter::from_fn(|| Some(($($part.next()?,)+))).collect()
            }
            fn compare(case: &Case, name: &str, found: &[Self]) {
                $(
                    let $part: Vec<_> = found.iter().map(|sample| sample.$at).collect();
                    $S::compare(case, &format!("{name}.{}", $at), &$part);
                )+
            }
        }
    };
}
tuple!(A 0 a, B 1 b);
tuple!(A 0 a, B 1 b, C 2 c);
