//! Models named as the expansion names its generic parameters, and types of the user's with such names inside closures.

use ::std::assert_eq;
use ::std::prelude::v1::test;

/// One module a name, so that none of them can help another.
macro_rules! called {
    ($($module:ident: $Name:ident;)*) => {
        $(
            mod $module {
                ::chainrule::model! {
                    #[derive(::core::cmp::PartialEq)]
                    pub(crate) $Name: Input(2) -> Dense(3, |x| x * x) -> Dense(2, softmax)
                }
            }
        )*

        #[test]
        fn models_may_be_called_like_generic_parameters() {
            $(assert_eq!($module::$Name::seeded(1).predict(&[1.0; 2]).len(), 2);)*
        }
    };
}

called! {
    s: S; s1: S1; t: T; y: Y; l: L; m: M; o: O; p: P; x: X; k: K;
    model: Model; layer: Layer; trainable: Trainable; loss: Loss; sample: Sample; scalar: Scalar; error: Error;
    parameters: Parameters; buffers: Buffers; draws: Draws; weight: Weight; network: Network; summary: Summary;
    dense: Dense; input: Input; output: Output; flatten: Flatten; softmax: Softmax; head: Head; f: F; v: V;
}

/// Types whose names the expansion would take for its own.
mod named {
    /// A slope.
    #[derive(Debug)]
    pub(crate) struct S;
    /// A slope.
    #[derive(Debug)]
    pub(crate) struct Y;
    /// A slope.
    #[derive(Debug)]
    pub(crate) struct L;
    /// A slope.
    #[derive(Debug)]
    pub(crate) struct V;
    /// A size.
    #[derive(Debug)]
    pub(crate) struct T;

    impl S {
        /// A slope.
        pub(crate) const SLOPE: f32 = 0.5;
    }
    impl Y {
        /// A slope.
        pub(crate) const SLOPE: f32 = 0.25;
    }
    impl L {
        /// A slope.
        pub(crate) const SLOPE: f32 = 4.0;
    }
    impl V {
        /// A slope.
        pub(crate) const SLOPE: f32 = 1.0;
    }
    impl T {
        /// A size.
        pub(crate) const SIZE: usize = 2;
    }

    ::chainrule::model! {
        pub(crate) Slopes: Input(T::SIZE) -> Dense(3, |x| x * S::SLOPE + Y::SLOPE * L::SLOPE * V::SLOPE) -> Dense(T::SIZE)
    }
}

#[test]
fn types_in_closures_are_the_users() {
    let mut net = named::Slopes::seeded(1);
    net.parameters_mut().fill(0.0);
    net.dense2_mut().kernel().fill(1.0);
    assert_eq!(net.predict(&[0.0; 2]), [3.0; 2]);
}
