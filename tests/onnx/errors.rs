//! What cannot be exported, and what only looks like it.

use chainrule::layers::Layer;
use chainrule::model;

/// y = 2 x
pub(crate) struct Double;

impl<const IN: usize> Layer<IN> for Double {
    const OUT: usize = IN;

    fn forward<T: chainrule::Scalar>(y: &mut [T], x: &[T], _parameters: &[T]) {
        y.iter_mut().zip(x).for_each(|(y, x)| *y = *x + *x);
    }

    fn backward<T: chainrule::Scalar>(dx: &mut [T], _dparameters: &mut [T], dy: &[T], _x: &[T], _parameters: &[T]) {
        dx.iter_mut().zip(dy).for_each(|(dx, dy)| *dx = *dy + *dy);
    }
}

mod elsewhere {
    chainrule::model! {
        pub(crate) Encoder: Input(6) -> Dense(4, relu) -> BatchNormalization -> Dense(4);
        pub(crate) Doubled: Input(4) -> super::Double -> Dense(2)
    }
}

model! {
    Own: Input(4) -> Dense(3) -> self::Double as twice -> Dense(2);
    Elsewhere: Input(2, 3) -> Flatten -> elsewhere::Encoder -> Dense(2, softmax);
    Deep: Input(4) -> elsewhere::Doubled as inner -> Dense(2);
    #[scalar(f64)]
    Double64: Input(2) -> Dense(2) as wide
}
crate::export::drawn!(Elsewhere);

#[test]
fn a_layer_in_rust_is_named() {
    let message = chainrule::onnx::to_bytes(&Own::seeded(1)).expect_err("ONNX knows no Rust").to_string();
    assert!(message.starts_with("cannot export `Own` to ONNX: `twice` is a layer of your own in Rust"), "{message}");
    let message = chainrule::onnx::to_bytes(&Deep::seeded(1)).expect_err("ONNX knows no Rust").to_string();
    assert!(message.starts_with("cannot export `Deep` to ONNX: `inner.double1` is a layer"), "{message}");
}

#[test]
fn a_model_from_elsewhere_is_exported() {
    crate::export::check::<Elsewhere>();
}

#[test]
fn a_number_that_does_not_fit_is_an_error() {
    let mut net = Double64::seeded(1);
    net.parameters_mut()[1] = 1e300;
    let message = chainrule::onnx::to_bytes(&net).expect_err("1e300 has no 32 bits").to_string();
    assert!(
        message.starts_with("cannot export `Double64` to ONNX: `wide` has a weight that is too large"),
        "{message}"
    );
    net.parameters_mut()[1] = 0.5;
    chainrule::onnx::to_bytes(&net).expect("all numbers fit");
}
