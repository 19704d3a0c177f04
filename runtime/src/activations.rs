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
//! are built in as well. Names, arguments, defaults and values are those of `keras.activations`; where two branches meet,
//! the derivative is the one that Keras gives on TensorFlow.
#![doc = ""]
#![doc = chainrule_macros::activation_table!()]

chainrule_macros::define_activations! {}

/// A constant that a closure may name, as in `|x| ALPHA * x`: any of Rust's numbers, rounded to the model's scalar type.
#[diagnostic::on_unimplemented(
    message = "a constant in a closure must be a number, found `{Self}`",
    label = "not a number",
    note = "integers, `f32` and `f64` are"
)]
pub trait Constant: Copy {
    /// The value.
    fn to_f64(self) -> f64;
}

macro_rules! constant {
    ($($T:ty),*) => {$(
        impl Constant for $T {
            fn to_f64(self) -> f64 {
                self as f64
            }
        }
    )*};
}
constant!(f32, f64, i8, i16, i32, i64, isize, u8, u16, u32, u64, usize);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::pointwise::Pointwise;

    #[test]
    fn the_derivative_multiplies_what_came_back() {
        let mut y = [-1.0_f32, 0.0, 0.5, 3.0];
        relu.forward_in_place(&mut y);
        assert_eq!(y, [0.0, 0.0, 0.5, 3.0]);
        let mut dx = [2.0; 4];
        relu.backward(&mut dx, &y);
        assert_eq!(dx, [0.0, 0.0, 2.0, 2.0]);

        let mut y = [0.0_f64; 2];
        swish.forward(&mut y, &[0.0, 1.0]);
        assert_eq!(y, [0.0, 1.0 / (1.0 + (-1.0_f64).exp())]);
    }

    #[test]
    fn nan_stays_visible() {
        let mut y = [f32::NAN; 3];
        relu.forward_in_place(&mut y[..1]);
        relu6.forward_in_place(&mut y[1..2]);
        hard_sigmoid.forward_in_place(&mut y[2..]);
        assert!(y.iter().all(|y| y.is_nan()));
    }
}
