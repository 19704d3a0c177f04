//! The built-in activations: Keras' names, formulas and defaults. In a model an activation is the second argument of
//! `Dense`, or a stage of its own.
//!
//! ```
//! chainrule::model! { Gated: Input(4) -> Dense(8, gelu) -> Dense(8) -> tanh -> Dense(2, elu(alpha = 0.5)) }
//! assert_eq!(Gated::seeded(1).predict(&[0.0; 4]).len(), 2);
//! ```
//!
//! Each item here is a function of one number, written once, in the language of the closures that a model may contain;
//! its derivative is derived from that by the compiler. `softmax` and `log_softmax` work on the last axis of a value and
//! are built in as well.

chainrule_macros::define_activations! {}
