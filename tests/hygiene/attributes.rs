//! Attributes, documentation and visibility: what stands before a model's name.

use ::std::prelude::v1::test;
use ::std::{assert, assert_eq, assert_ne};

use ::chainrule::model;

model! {
    /// With a line of its own.
    #[derive(PartialEq)]
    #[must_use]
    pub(crate) Compared: Input(2) -> Dense(2);

    #[doc = "By another way."]
    #[allow(dead_code)]
    #[cfg_attr(all(), derive(::core::cmp::PartialEq))]
    Private: Input(2) -> Dense(2);

    #[cfg(any())]
    Absent: Input(no::such::PATH) -> Dense(2);

    #[cfg(not(any()))]
    Present: Input(2) -> Dense(2);

    #[cfg(any())]
    Chosen: Input(2) -> Dense(2);

    #[cfg(all())]
    Chosen: Input(2) -> Dense(9);

    #[scalar(f64)]
    #[allow(clippy::upper_case_acronyms, reason = "a name as users write them")]
    DOUBLE: Input(2) -> Dense(2);

    #[allow(non_camel_case_types)]
    r#struct: Input(2) -> Dense(2) as r#fn -> Dense(1) as r#match;

    /// Not for new code.
    #[deprecated]
    Old: Input(2) -> Dense(2, |x| x * x)
}

#[test]
fn derived_traits_are_there() {
    assert!(Compared::seeded(1) == Compared::seeded(1));
    assert!(Compared::seeded(1) != Compared::seeded(2));
    assert!(Private::seeded(1) == Private::seeded(1));
}

#[test]
fn configured_models_come_and_go() {
    assert_eq!(Present::PARAMS, 6);
    assert_eq!(Chosen::PARAMS, 27);
}

#[test]
fn numbers_may_be_double() {
    let output: [f64; 2] = DOUBLE::seeded(1).predict(&[1.0_f64, 2.0]);
    assert_ne!(output, [0.0; 2]);
}

#[test]
fn raw_names_are_names() {
    let mut net = r#struct::seeded(1);
    net.fn_mut().bias()[0] = 2.0;
    assert_eq!(net.r#fn().bias()[0], 2.0);
    assert_eq!(<r#struct as ::chainrule::Model>::NAME, "struct");
    assert_eq!(<r#struct as ::chainrule::Model>::LAYERS[1].name, "fn");
    assert_eq!(net.r#match().kernel().len(), 2);
}

#[test]
#[allow(deprecated)]
fn a_deprecated_model_warns_its_users_only() {
    assert_eq!(Old::PARAMS, 6);
}
