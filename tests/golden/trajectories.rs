//! Ten steps of each optimizer on one batch, from given weights: the loss before each step, the weights after the last.

use chainrule::loss::{Loss, SparseCategoricalCrossentropy};
use chainrule::optim::{Adam, Optimizer, Rule, SGD};
use chainrule::{Parameters, Scalar, model};

use crate::case::Case;
use crate::check::{Net, nets};
use crate::samples::Samples;

static FILE: &[u8] = include_bytes!("trajectories.safetensors");

model! {
    #[scalar(f64)] Double: Input(4) -> Dense(6, tanh) -> Dense(3, softmax);
    Single: Input(4) -> Dense(6, tanh) -> Dense(3, softmax);
}

nets!(Double, Single);

macro_rules! trajectories {
    ($($double:ident, $single:ident: $rule:expr;)*) => {$(
        #[test]
        fn $double() {
            check::<Double, _>(stringify!($double), $rule);
        }

        #[test]
        fn $single() {
            check::<Single, _>(stringify!($single), $rule);
        }
    )*};
}

trajectories! {
    sgd, sgd_f32: SGD::new();
    sgd_rate, sgd_rate_f32: SGD::new().learning_rate(0.5);
    sgd_momentum, sgd_momentum_f32: SGD::new().learning_rate(0.1).momentum(0.9);
    sgd_nesterov, sgd_nesterov_f32: SGD::new().learning_rate(0.1).momentum(0.9).nesterov(true);
    adam, adam_f32: Adam::new();
    adam_rate, adam_rate_f32: Adam::new().learning_rate(0.05);
    adam_betas, adam_betas_f32: Adam::new().learning_rate(0.02).beta_1(0.8).beta_2(0.95).epsilon(1e-3);
}

fn check<M, R>(name: &'static str, rule: R)
where
    M: Net,
    R: Rule,
    SparseCategoricalCrossentropy: Loss<M::Head, M::Output, u8>,
{
    let case = Case::open(FILE, name);
    let mut net = M::fresh();
    case.load(&mut net);
    let (inputs, labels) = (Samples::read(&case, "x"), u8::read(&case, "labels"));
    let mut optimizer = Optimizer::<_, Parameters<M::Scalar>>::new(rule, M::PARAMS);
    let mut losses = Vec::new();
    for _ in 0..10 {
        let (loss, gradient) = net.gradient(&inputs, &labels, &SparseCategoricalCrossentropy::new());
        losses.push(M::Scalar::from_f64(loss));
        optimizer.step(net.parameters_mut(), &gradient).expect("a finite gradient");
    }
    case.compare("losses", &losses);
    case.compare_weights::<M>("after.", net.parameters());
}
