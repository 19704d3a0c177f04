//! What all optimizers can do besides their rule, in a run.

use crate::data::Dataset;
use crate::error::{Error, Result};
use crate::loss::MeanSquaredError;
use crate::optim::{Optimizer, SGD};
use crate::testing::Line;
use crate::train::Trainer;

fn line() -> Dataset<[f32; 2], [f32; 1]> {
    let inputs: Vec<_> = (0..12).map(|at| [(at % 4) as f32 / 4.0, (at % 3) as f32 / 3.0]).collect();
    let labels = inputs.iter().map(|x| [x[0] - x[1]]).collect();
    Dataset::from_arrays(inputs, labels).unwrap()
}

fn fresh() -> Line {
    Line::new([0.3, -0.2, 0.1])
}

fn teacher(rule: SGD) -> Trainer<SGD, MeanSquaredError> {
    Trainer::new(rule, MeanSquaredError::new()).shuffle(false).quiet().seed(1)
}

#[test]
fn batches_that_are_accumulated_are_one_larger_batch() -> Result<()> {
    let (mut small, mut large) = (fresh(), fresh());
    let rule = SGD::new().learning_rate(0.1).momentum(0.5);
    teacher(rule.gradient_accumulation_steps(3)).batch_size(2).epochs(4).fit(&mut small, &line())?;
    teacher(rule).batch_size(6).epochs(4).fit(&mut large, &line())?;
    for (small, large) in small.parameters.iter().zip(&large.parameters) {
        assert!((small - large).abs() < 1e-6, "{small} is not {large}");
    }
    Ok(())
}

#[test]
fn a_run_ends_in_the_averages_and_the_next_goes_on_with_them() -> Result<()> {
    let (mut plain, mut model) = (fresh(), fresh());
    let rule = SGD::new().learning_rate(0.1);
    let (mut bare, mut averaging) =
        (teacher(rule).batch_size(12), teacher(rule.use_ema(true).ema_momentum(0.5)).batch_size(12));
    let mut average = [0.0_f32; 3];
    let mut track = |parameters: &[f32], first: bool| {
        for (average, parameter) in average.iter_mut().zip(parameters) {
            *average = if first { *parameter } else { 0.5 * *average + 0.5 * *parameter };
        }
        average
    };
    for run in 0..3 {
        bare.fit(&mut plain, &line())?;
        let expected = track(&plain.parameters, run == 0);
        averaging.fit(&mut model, &line())?;
        for (found, expected) in model.parameters.iter().zip(expected) {
            assert!((found - expected).abs() < 1e-6, "run {run}: {found} is not {expected}");
        }
        plain.parameters.clone_from(&model.parameters);
    }
    Ok(())
}

#[test]
fn averages_that_are_switched_on_later_begin_where_the_parameters_are() -> Result<()> {
    let mut model = fresh();
    // Gradients are accumulated, so that there is a place for averages before there are any.
    let rule = SGD::new().learning_rate(0.1).gradient_accumulation_steps(2);
    let mut trainer = teacher(rule).batch_size(6).epochs(2);
    trainer.fit(&mut model, &line())?;
    let before = model.parameters.clone();
    *trainer.optimizer_mut() = rule.use_ema(true).ema_momentum(0.999);
    trainer.fit(&mut model, &line())?;
    for (now, before) in model.parameters.iter().zip(&before) {
        assert!((now - before).abs() < 1e-2, "{now} is far from {before}");
    }

    let mut optimizer = Optimizer::new(rule.use_ema(true).ema_momentum(0.5), 3);
    *optimizer.rule_mut() = rule;
    let (mut parameters, gradient) = ([1.0_f32, 2.0, 3.0], [1.0; 3]);
    for _ in 0..2 {
        optimizer.step(&mut parameters, &gradient)?;
    }
    let middle = parameters;
    *optimizer.rule_mut() = rule.use_ema(true).ema_momentum(0.5).ema_overwrite_frequency(1);
    optimizer.step(&mut parameters, &gradient)?;
    assert_eq!(parameters, middle);
    Ok(())
}

#[test]
fn options_out_of_range_are_refused_before_anything_changes() {
    let refused = |rule: SGD, expected: &str| {
        let mut model = fresh();
        let found = teacher(rule).fit(&mut model, &line()).map(drop);
        assert!(matches!(found, Err(Error::HyperParameter { name, .. }) if name == expected), "{expected}: {found:?}");
        assert_eq!(model, fresh());
    };
    refused(SGD::new().weight_decay(-0.1), "weight_decay");
    refused(SGD::new().clipvalue(0.0), "clipvalue");
    refused(SGD::new().clipnorm(f64::NAN), "clipnorm");
    refused(SGD::new().global_clipnorm(1e300), "global_clipnorm");
    refused(SGD::new().clipnorm(1.0).global_clipnorm(1.0), "global_clipnorm");
    refused(SGD::new().clipnorm(1.0).clipvalue(1.0), "clipvalue");
    refused(SGD::new().gradient_accumulation_steps(0), "gradient_accumulation_steps");
    refused(SGD::new().use_ema(true).ema_momentum(1.0), "ema_momentum");
    refused(SGD::new().use_ema(true).ema_overwrite_frequency(0), "ema_overwrite_frequency");
}
