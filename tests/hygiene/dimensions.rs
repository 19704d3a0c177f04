//! Sizes that are constants of the user's, wherever those lie and whatever they are called.

use ::std::assert_eq;
use ::std::prelude::v1::test;

use ::chainrule::model;

/// Sizes of this crate's models.
pub(crate) mod sizes {
    /// Units of a hidden layer.
    pub(crate) const HIDDEN: usize = 6;
}

/// Holds a size.
#[derive(Debug)]
pub(crate) struct Config;

impl Config {
    /// Units of a hidden layer.
    pub(crate) const HIDDEN: usize = 5;
}

const DIM1: usize = 3;
const DIM2: usize = 4;
const OFFSET1: usize = 2;
const S: usize = 7;
const HIDDEN: usize = 2;

const fn double(size: usize) -> usize {
    2 * size
}

model! {
    ByPath: Input(crate::dimensions::sizes::HIDDEN) -> Dense(self::sizes::HIDDEN, relu) -> Dense(super::dimensions::S);
    Associated: Input(Config::HIDDEN) -> Dense({ Config::HIDDEN }) -> Reshape(Config::HIDDEN, 1);
    Computed: Input({ 2 * HIDDEN }, { double(HIDDEN) }) -> Flatten -> Dense({ let a = HIDDEN; a + 1 }, tanh) -> Dropout(0.5) -> Dense(3);
    Numbered: Input(DIM2) -> Dense(DIM1) -> Dense(OFFSET1) -> Dense(DIM2) -> Dense(S, relu) -> Dense(DIM1);
    Clipped: Input(2) -> Dense(2, |x| if x > self::LIMIT { LIMIT } else { x * x }) -> Dense(1)
}

const LIMIT: f32 = 0.5;

#[test]
fn sizes_are_what_the_constants_say() {
    assert_eq!(ByPath::seeded(1).predict(&[1.0; 6]).len(), 7);
    assert_eq!(Associated::seeded(1).predict(&[1.0; 5]).as_flattened().len(), 5);
    assert_eq!(Computed::seeded(1).predict(&[[1.0; 4]; 4]).len(), 3);
    assert_eq!(Numbered::PARAMS, (4 * 3 + 3) + (3 * 2 + 2) + (2 * 4 + 4) + (4 * 7 + 7) + (7 * 3 + 3));
    assert_eq!(Clipped::seeded(1).predict(&[1.0; 2]).len(), 1);
}

#[test]
fn constants_of_a_function_are_constants() {
    const WIDTH: usize = 3;
    model! { Local: Input(WIDTH) -> Dense({ WIDTH + 1 }) }
    assert_eq!(Local::seeded(1).predict(&[1.0; WIDTH]).len(), 4);
    assert_eq!(model!(Input(WIDTH) -> Dense(2)).predict(&[1.0; WIDTH]).len(), 2);
}

/// Called like the type behind a model that is an expression.
#[derive(Debug)]
struct Network;

impl Network {
    const WIDTH: usize = 2;
}

#[test]
fn constants_may_belong_to_a_type_called_network() {
    let net = model!(Input(Network::WIDTH) -> Dense(Network::WIDTH, relu));
    assert_eq!(net.parameters().len(), 6);
}

#[test]
fn weights_lie_one_after_the_other() {
    use ::chainrule::Model;
    let mut end = 0;
    for layer in <Numbered>::LAYERS {
        for weight in layer.weights {
            assert_eq!(weight.offset, end);
            end += weight.len();
        }
    }
    assert_eq!(end, Numbered::PARAMS);
}
