//! What every model implements.

use ::std::prelude::v1::{Clone, Default, Send, Sync, test};
use ::std::{assert, assert_eq, fmt::Debug, format};

use ::chainrule::{Model, Trainable, model};

model! {
    pub(crate) Single: Input(2) -> Dense(3, |x| x * x) -> Dense(2);
    #[scalar(f64)]
    pub(crate) Double: Flatten(2, 2) -> Dense(3, relu) -> Dense(2, softmax);
    pub(crate) Weightless: Input(2, 2) -> Flatten
}

const fn promised<M: Model + Trainable + Clone + Debug + Default + Send + Sync + 'static>() {}

const _: () = {
    promised::<Single>();
    promised::<Double>();
    promised::<Weightless>();
};

/// Over a buffer of the user's, a model can do what the buffer can.
const fn promised_over_a_slice<'a, M: Model + Clone + Debug + Send + Sync + 'a>() {}

const _: () = promised_over_a_slice::<'static, Single<&'static [f32]>>();

#[test]
fn a_clone_is_a_model_of_its_own() {
    let net = Single::seeded(1);
    let mut other = net.clone();
    other.reset(2);
    assert!(net.parameters() != other.parameters());
    assert_eq!(net.parameters(), Single::seeded(1).parameters());
}

#[test]
fn debug_says_what_it_is_and_no_numbers() {
    assert_eq!(format!("{:?}", Double::default()), "Double { parameters: 23 }");
}
