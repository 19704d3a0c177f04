//! Weights that are part of this program: the file was judged while it was compiled.

use chainrule::loss::MeanSquaredError;
use chainrule::optim::SGD;
use chainrule::train::Trainer;
use chainrule::{data::Dataset, model};

use crate::values::{agree, file, inputs};

const HIDDEN: usize = 5;

model! {
    /// As Keras trained it.
    #[derive(PartialEq)]
    Digits: Input(6, 6, 1) -> Conv2D(3, 3, activation = relu) -> BatchNormalization -> Dropout(0.5) -> Flatten
        -> Dense(HIDDEN, tanh) -> Dense(3, softmax) = weights("weights/embedded.safetensors");
    #[scalar(f64)]
    pub(crate) Precise: < Input(6, 6, 1) -> Conv2D(3, 3, activation = relu) -> BatchNormalization -> Flatten
        -> Dense({ HIDDEN }, |x| tanh(x)) -> Dense(3, softmax) > = weights("weights/embedded64.safetensors",);
    Front: Input(6, 6, 1) -> Conv2D(3, 3, activation = relu) -> BatchNormalization -> Flatten -> Dense(HIDDEN, tanh);
    /// No weights of its own: those of `Digits` are not its business.
    Whole: Input(6, 6, 1) -> Digits -> Dense(2)
}

#[test]
fn they_are_what_the_file_holds() {
    let mut loaded = Digits::seeded(1);
    loaded.load(file("embedded")).unwrap();
    assert_eq!(Digits::PRETRAINED.parameters(), loaded.parameters());
    assert!(Digits::pretrained() == loaded);
    agree::<Digits>("keras/digits", &Digits::PRETRAINED.predict_batch(&inputs("keras/digits")));
    assert_eq!(Digits::PRETRAINED.dense1().bias(), loaded.dense1().bias());
}

#[test]
fn they_lie_where_they_are_and_begin_a_line_of_the_cache() {
    const NET: Digits<&[f32]> = Digits::PRETRAINED;
    assert_eq!(NET.parameters().as_ptr(), Digits::PRETRAINED.parameters().as_ptr());
    assert_eq!(NET.parameters().as_ptr().addr() % 64, 0);
    assert_eq!(NET.parameters().len(), Digits::PARAMS);
}

#[test]
fn numbers_of_64_bits_are_embedded_too() {
    let mut loaded = Precise::seeded(1);
    loaded.load(file("embedded64")).unwrap();
    assert_eq!(Precise::PRETRAINED.parameters(), loaded.parameters());
    let single: Vec<f64> = Digits::PRETRAINED.parameters().iter().map(|value| f64::from(*value)).collect();
    assert_eq!(Precise::PRETRAINED.parameters(), single);
}

#[test]
fn a_copy_can_be_trained_on() {
    let mut net = Digits::pretrained();
    let images: Vec<[[[f32; 1]; 6]; 6]> = inputs("keras/digits");
    let data = Dataset::from_arrays(images, vec![[0.0, 0.0, 1.0]; 3]).unwrap();
    Trainer::new(SGD::new(), MeanSquaredError::new()).quiet().fit(&mut net, &data).unwrap();
    assert!(net != Digits::pretrained());
}

#[test]
fn a_model_inside_another_is_not_pretrained() {
    let mut whole = Whole::seeded(3);
    assert!(whole.digits1().parameters() != Digits::PRETRAINED.parameters());
    whole.digits1_mut().parameters_mut().copy_from_slice(Digits::PRETRAINED.parameters());
    let image = inputs("keras/digits")[0];
    assert_eq!(whole.digits1().predict(&image), Digits::PRETRAINED.predict(&image));
    let front = chainrule::transfer(&Digits::PRETRAINED, &mut Front::seeded(1));
    assert_eq!(front.copied.len(), 8);
}

#[test]
fn an_expression_is_a_copy() {
    let net = model!(
        Input(6, 6, 1) -> Conv2D(3, 3, activation = relu) -> BatchNormalization -> Flatten
            -> Dense(HIDDEN, tanh) -> Dense(3, softmax) = weights("weights/embedded.safetensors")
    );
    assert_eq!(net.parameters(), Digits::PRETRAINED.parameters());
}

#[test]
fn a_macro_can_make_the_path() {
    model! {
        Copied: Input(6, 6, 1) -> Conv2D(3, 3, activation = relu) -> BatchNormalization -> Flatten
            -> Dense(HIDDEN, tanh) -> Dense(3, softmax)
            = weights(concat!(env!("CARGO_MANIFEST_DIR"), "/weights/embedded.safetensors"), allow_non_finite = true)
    }
    assert_eq!(Copied::PRETRAINED.parameters(), Digits::PRETRAINED.parameters());

    macro_rules! digits {
        ($name:ident, $path:literal, $units:expr) => {
            model! {
                $name: Input(6, 6, 1) -> Conv2D(3, 3, activation = relu) -> BatchNormalization -> Flatten
                    -> Dense($units, tanh) -> Dense(3, softmax) = weights($path)
            }
        };
    }
    digits!(Passed, "weights/embedded.safetensors", 5);
    assert_eq!(Passed::PRETRAINED.parameters(), Digits::PRETRAINED.parameters());
}
