//! A scope in which nothing means what it usually means.

#![allow(non_camel_case_types, dead_code, clippy::upper_case_acronyms)]

use ::std::assert_eq;
use ::std::prelude::v1::test;

/// Items called like the standard library's, the runtime's, and the primitive types.
macro_rules! types {
    ($($Name:ident)*) => { $(#[doc = "Not what it seems."] #[derive(::core::fmt::Debug)] pub(crate) struct $Name;)* };
}

types! {
    Vec Option Result Some None Ok Err String Box Default Clone Debug From Into AsRef AsMut Iterator Send Sync Sized Drop Fn
    f32 f64 usize u64 u32 u8 bool str i32 Path Model Trainable Layer Loss Dense Flatten Input Parameters Error
}

/// Not the crate.
pub(crate) mod core {}
/// Not the crate.
pub(crate) mod std {}
/// Not the crate.
pub(crate) mod alloc {}
/// Not the crate.
pub(crate) mod chainrule {}
/// Not the runtime's.
pub(crate) mod kernels {}
/// Not the runtime's.
pub(crate) mod activations {}

/// A macro called like one of the standard library's.
#[allow(unused_macros)]
macro_rules! panic {
    () => {};
}

const DIM1: ::core::primitive::usize = 3;

/// A trait whose methods are on everything, called like those of slices.
pub(crate) trait Everywhere {
    /// Not the length.
    fn len(&self) -> Vec;
    /// Does not split.
    fn split_at_mut(&self, at: ::core::primitive::usize) -> Vec;
    /// Does not convert.
    fn as_ref(&self) -> Vec;
    /// Does not clone.
    fn clone(&self) -> Vec;
}

impl<T: ?::core::marker::Sized> Everywhere for T {
    fn len(&self) -> Vec {
        Vec
    }
    fn split_at_mut(&self, _: ::core::primitive::usize) -> Vec {
        Vec
    }
    fn as_ref(&self) -> Vec {
        Vec
    }
    fn clone(&self) -> Vec {
        Vec
    }
}

::chainrule::model! {
    Plain: Flatten(2, 2) -> Dense(DIM1, relu) -> Dropout(0.5) -> Dense(4, |x| x * sigmoid(x) + exp(-x)) -> Reshape(2, 2) -> Dense(2, softmax);
    #[scalar(f64)]
    Double: Input({ DIM1 + 1 }) -> Dense(DIM1, gelu, kernel_regularizer = l2(1e-3)) -> Dense(2, kernel_initializer = he_normal)
}

#[test]
fn nothing_of_the_scope_is_taken_for_what_it_is_called() {
    let plain: [[::core::primitive::f32; 2]; 2] = Plain::seeded(1).predict(&[[1.0; 2]; 2]);
    let double: [::core::primitive::f64; 2] = Double::seeded(1).predict(&[1.0; 4]);
    assert_eq!((plain.as_flattened()[0] > 0.0, double[0] == 0.0), (true, false));
    let anonymous = ::chainrule::model!(Input(DIM1) -> Dense(2));
    assert_eq!(anonymous.predict(&[0.0; 3]), [0.0; 2]);
}
