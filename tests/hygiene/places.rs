//! Where a model may be declared: modules, function bodies, expressions, the user's own macros, other crates' names.

use ::std::assert_eq;
use ::std::prelude::v1::test;

/// Two models in one call, and a third beside them.
mod several {
    ::chainrule::model! {
        pub(crate) Narrow: Input(3) -> Dense(2);
        pub(crate) Wide: Input(3) -> Dense(20, relu) -> Dense(2, softmax)
    }

    ::chainrule::model! { pub(super) Deep: < Flatten(2, 2) -> Dense(5, |x| if x > 0.0 { x } else { 0.1 * x }) -> Dense(1, sigmoid) > }
}

#[test]
fn twice_in_one_module() {
    assert_eq!(several::Narrow::PARAMS, 8);
    assert_eq!(several::Wide::seeded(1).predict(&[1.0; 3]).len(), 2);
    assert_eq!(several::Deep::seeded(1).predict(&[[1.0; 2]; 2]).len(), 1);
}

#[test]
fn as_a_statement_in_a_function() {
    ::chainrule::model! { Local: Input(3) -> Dropout(0.5) -> Dense(2, tanh) as hidden -> Dense(4) }
    let mut net = Local::seeded(1);
    net.hidden_mut().bias().fill(0.5);
    assert_eq!(net.hidden().bias()[1], 0.5);
    assert_eq!(net.predict(&[1.0; 3]).len(), 4);
}

#[test]
fn as_an_expression() {
    let mut net = ::chainrule::model!(Flatten(28, 28) -> Dense(128, relu) -> Dense(10, softmax));
    net.reset(1);
    let other = ::chainrule::model!(< Input(3) -> Dense(2) >);
    assert_eq!(net.predict(&[[0.0; 28]; 28]).len(), 10);
    assert_eq!(::chainrule::model!(Input(3) -> Dense(2)).predict(&[0.0; 3]), other.predict(&[0.0; 3]));
}

#[test]
fn by_its_imported_name() {
    use ::chainrule::model;
    model! { Imported: Input(3) -> Dense(2) }
    let net = model!(Input(2) -> Dense(2));
    assert_eq!((Imported::seeded(1).parameters().len(), net.parameters().len()), (8, 6));
}

/// A macro of the user's, which passes every kind of fragment on.
macro_rules! network {
    ($(#[$attribute:meta])* $visibility:vis $Name:ident, $units:literal, $activation:ident, $rate:expr, $size:expr, $path:path, $stage:tt) => {
        ::chainrule::model! {
            $(#[$attribute])*
            $visibility $Name: Input($size) -> Dense($units, $activation) -> Dropout($rate) -> $stage(4) -> Dense($path)
        }
    };
    ($($stages:tt)*) => { ::chainrule::model!($($stages)*) };
}

/// A size.
pub(crate) const SIZE: usize = 3;

network! {
    /// Declared by a macro of the user's.
    #[allow(unused)]
    pub(crate) Generated, 7, relu, 0.25, 3, self::SIZE, Dense
}

network! { Private, 7, tanh, 0.5, SIZE, SIZE, Dense }

/// Sizes and functions as expressions, which arrive in one piece.
macro_rules! computed {
    ($Name:ident, $units:expr, $activation:expr) => {
        ::chainrule::model! { $Name: Input(3) -> Dense($units, $activation) }
    };
}

computed! { Product, 2 * SIZE, |x| x * x }
computed! { Named, SIZE, |x| { let half = 0.5; half * x } }
computed! { Block, { SIZE + 1 }, |x| -x }

#[test]
fn with_expressions_that_a_macro_passes_on() {
    assert_eq!(Product::PARAMS, 24);
    assert_eq!(Named::PARAMS, 12);
    assert_eq!(Block::PARAMS, 16);
}

#[test]
fn inside_a_macro_of_the_user() {
    assert_eq!(Generated::seeded(1).predict(&[1.0; 3]).len(), 3);
    assert_eq!(Private::seeded(1).predict(&[1.0; SIZE]).len(), SIZE);
    assert_eq!(network!(Input(2) -> Dense(3, |x| x * x)).predict(&[1.0; 2]).len(), 3);
}

#[test]
fn under_a_new_name_and_through_another_crate() {
    ::chainrule_renamed::nn::model! { Exported: Input(2) -> Dense(3, |x| x * sigmoid(x)) -> Dense(2, softmax) }
    ::chainrule_renamed::model! { Again: Input(2) -> Dense(3) }
    assert_eq!(Exported::seeded(1).predict(&[1.0; 2]).len(), 2);
    assert_eq!(Again::seeded(1).predict(&[1.0; 2]).len(), 3);
    assert_eq!(::chainrule_renamed::Digits::seeded(1).predict(&[[0.0; 28]; 28]).len(), 10);
}
