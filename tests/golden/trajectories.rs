//! Ten steps of each optimizer on one batch, from given weights: the loss before each step, the weights after the last, or
//! their averages, if there are such.

use chainrule::loss::{Loss, SparseCategoricalCrossentropy};
use chainrule::optim::{Adadelta, Adagrad, Adam, AdamW, Adamax, Lion, Nadam, Optimizer, RMSprop, Rule, SGD};
use chainrule::schedule::ExponentialDecay;
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
    sgd_decay, sgd_decay_f32: SGD::new().learning_rate(0.1).momentum(0.9).weight_decay(0.05);
    rmsprop, rmsprop_f32: RMSprop::new();
    rmsprop_arguments, rmsprop_arguments_f32:
        RMSprop::new().learning_rate(0.02).rho(0.8).momentum(0.5).epsilon(1e-3).centered(true);
    rmsprop_momentum, rmsprop_momentum_f32: RMSprop::new().learning_rate(0.02).momentum(0.9);
    rmsprop_centered, rmsprop_centered_f32: RMSprop::new().learning_rate(0.02).centered(true).epsilon(1e-3);
    adagrad, adagrad_f32: Adagrad::new();
    adagrad_arguments, adagrad_arguments_f32:
        Adagrad::new().learning_rate(0.2).initial_accumulator_value(0.25).epsilon(1e-3);
    adadelta, adadelta_f32: Adadelta::new();
    adadelta_arguments, adadelta_arguments_f32: Adadelta::new().learning_rate(1.0).rho(0.8).epsilon(1e-3);
    adamw, adamw_f32: AdamW::new();
    adamw_decay, adamw_decay_f32: AdamW::new().learning_rate(0.05).weight_decay(0.2).amsgrad();
    amsgrad, amsgrad_f32: Adam::new().learning_rate(0.05).beta_2(0.5).amsgrad();
    nadam, nadam_f32: Nadam::new();
    nadam_betas, nadam_betas_f32: Nadam::new().learning_rate(0.02).beta_1(0.8).beta_2(0.95).epsilon(1e-3);
    adamax, adamax_f32: Adamax::new();
    adamax_betas, adamax_betas_f32: Adamax::new().learning_rate(0.02).beta_1(0.8).beta_2(0.5).epsilon(1e-3);
    lion, lion_f32: Lion::new();
    lion_betas, lion_betas_f32: Lion::new().learning_rate(0.02).beta_1(0.8).beta_2(0.5).weight_decay(0.1);
    adamw_lasting, adamw_lasting_f32:
        AdamW::new().learning_rate(0.05).weight_decay(0.4).exclude_from_weight_decay(&["bias"]);
    sgd_lasting, sgd_lasting_f32:
        SGD::new().learning_rate(0.1).weight_decay(0.4).exclude_from_weight_decay(&["kern", "x"]);
    clipvalue, clipvalue_f32: SGD::new().learning_rate(0.5).clipvalue(0.05);
    clipnorm, clipnorm_f32: Adam::new().learning_rate(0.05).epsilon(0.1).clipnorm(0.1);
    global_clipnorm, global_clipnorm_f32: Adam::new().learning_rate(0.05).epsilon(0.1).global_clipnorm(0.1);
    accumulation, accumulation_f32: Adam::new().learning_rate(0.05).gradient_accumulation_steps(3);
    accumulation_scheduled, accumulation_scheduled_f32: AdamW::new()
        .learning_rate(ExponentialDecay::new(0.125, 4, 0.5).staircase(true))
        .gradient_accumulation_steps(2)
        .global_clipnorm(0.25);
    ema, ema_f32: SGD::new().learning_rate(0.5).use_ema(true).ema_momentum(0.75);
    ema_overwrite, ema_overwrite_f32:
        Adam::new().learning_rate(0.05).use_ema(true).ema_momentum(0.5).ema_overwrite_frequency(4);
    ema_accumulation, ema_accumulation_f32:
        Adam::new().learning_rate(0.05).use_ema(true).ema_overwrite_frequency(2).gradient_accumulation_steps(3);
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
        optimizer.step_model(&mut net, &gradient).expect("a finite gradient");
    }
    optimizer.finalize(&mut net);
    case.compare("losses", &losses);
    case.compare_weights::<M>("after.", net.parameters());
}
