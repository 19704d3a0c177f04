use super::*;
use crate::random::Draws;
use crate::schedule::ExponentialDecay;
use crate::testing::{Layered, Squares};

/// Ten steps on a bowl that moves, as the same program in Keras does them.
pub(crate) fn ten_steps(rule: impl Rule) -> Result<[f64; 3]> {
    let mut optimizer = Optimizer::new(rule, 3);
    let mut parameters = [0.5, -1.0, 2.0];
    for step in 0..10 {
        let shift = [0.3, -0.1 * f64::from(step), 0.7];
        let gradient = core::array::from_fn::<_, 3, _>(|at| 2.0 * parameters[at] + shift[at]);
        optimizer.step(&mut parameters, &gradient)?;
    }
    Ok(parameters)
}

pub(crate) fn assert_close(found: [f64; 3], expected: [f64; 3]) {
    for (found, expected) in found.into_iter().zip(expected) {
        assert!((found - expected).abs() < 1e-12, "{found} is not {expected}");
    }
}

#[test]
fn the_first_update_takes_the_rate_of_step_0() -> Result<()> {
    let mut optimizer = Optimizer::new(SGD::new().learning_rate(|step: u64| 1.0 + step as f64), 1);
    let mut parameters = [0.0];
    for expected in [-1.0, -3.0, -6.0] {
        optimizer.step(&mut parameters, &[1.0])?;
        assert_eq!(parameters, [expected]);
    }
    Ok(())
}

#[test]
fn a_rate_that_cannot_be_taken_stops_the_step_that_meets_it() {
    for bad in [-1e-3, f64::NAN, f64::INFINITY, 1e39] {
        let rule = Adam::new().learning_rate(move |step: u64| if step < 2 { 0.0 } else { bad });
        let mut optimizer = Optimizer::new(rule, 1);
        let mut parameters = [1.0_f32];
        let mut step = || optimizer.step(&mut parameters, &[1.0]);
        assert!(step().is_ok() && step().is_ok(), "0 is a rate");
        assert!(matches!(step(), Err(Error::LearningRate { step: 2, .. })), "{bad}");
        assert_eq!((parameters, optimizer.steps()), ([1.0], 2));
    }
    let message = check_rate::<f32>(&|_: u64| -0.5, Step::new(3)).unwrap_err().to_string();
    let expected = "the learning rate of step 2 (counted from 0) must be at least 0 and finite in the model's number \
                    type, found -0.5";
    assert_eq!(message, expected);
}

#[test]
fn a_factor_multiplies_the_rate_alone() {
    let (mut whole, mut tenth) = ([1.0_f64], [1.0_f64]);
    let (mut of_whole, mut of_tenth) = ([0.0; 2], [0.0; 2]);
    let (rate, slow) = (Adam::new().learning_rate(0.05), Adam::new().learning_rate(0.5));
    for number in 1..=5 {
        let [m, v] = &mut of_whole;
        rate.update(&mut whole, &[0.3], &mut [&mut [*m][..], &mut [*v][..]], Step::new(number));
        let [m, v] = &mut of_tenth;
        slow.update(&mut tenth, &[0.3], &mut [&mut [*m][..], &mut [*v][..]], Step { factor: 0.1, ..Step::new(number) });
    }
    assert!((whole[0] - tenth[0]).abs() < 1e-12, "{whole:?} is not {tenth:?}");
}

/// Parameters of [`Layered`], and a gradient that tells all its places apart.
const START: [f32; 5] = [1.0, 2.0, 3.0, 4.0, 5.0];
const GRADIENT: [f32; 5] = [0.1, 7.0, 0.2, 0.3, f32::NAN];

#[test]
fn a_model_is_changed_as_the_roles_of_its_weights_say() -> Result<()> {
    let mut model = Layered { parameters: START };
    let mut optimizer = Optimizer::new(SGD::new().learning_rate(1.0), 5);
    optimizer.step_model(&mut model, &GRADIENT)?;
    assert_eq!(model.parameters, [1.0 - 0.1, 7.0, 3.0 - 0.2, 4.0 - 0.3, 5.0]);

    let layers = |layer: &crate::model::Layer| if layer.name == "head1" { 0.5 } else { 0.0 };
    let mut model = Layered { parameters: START };
    optimizer.step_layers(&mut model, &GRADIENT, layers)?;
    assert_eq!(model.parameters, [1.0, 2.0, 3.0, 4.0 - 0.5 * 0.3, 5.0]);
    Ok(())
}

#[test]
fn a_model_in_runs_takes_the_steps_of_one_without() -> Result<()> {
    let mut model = Layered { parameters: START };
    let mut slices = START;
    let (mut in_runs, mut at_once) = (Optimizer::new(Adam::new(), 5), Optimizer::new(Adam::new(), 5));
    for step in 0..4 {
        let gradient = GRADIENT.map(|value| value + step as f32);
        in_runs.step_model(&mut model, &gradient)?;
        at_once.step(&mut slices, &gradient)?;
    }
    for at in [0, 2, 3] {
        assert_eq!(model.parameters[at], slices[at]);
    }
    Ok(())
}

#[test]
fn a_factor_that_is_no_factor_changes_nothing() {
    let mut model = Layered { parameters: START };
    let mut optimizer = Optimizer::new(Adam::new(), 5);
    for bad in [-1.0, f64::NAN, f64::INFINITY, 1e300] {
        let refused =
            optimizer.step_layers(&mut model, &GRADIENT, |layer| if layer.name == "head1" { bad } else { 1.0 });
        assert!(matches!(refused, Err(Error::LearningRate { .. })), "{bad}");
    }
    assert!(optimizer.step_model(&mut model, &GRADIENT[1..]).is_err());
    assert_eq!((model.parameters, optimizer.steps()), (START, 0));
}

#[test]
fn a_loop_of_ones_own_trains_what_is_trained() -> Result<()> {
    let mut model = Layered { parameters: [1.0, 0.0, 1.0, 1.0, 0.25] };
    let mut optimizer = Optimizer::new(SGD::new().learning_rate(ExponentialDecay::new(0.05, 100, 0.5)), 5);
    let (inputs, labels) = ([[1.0], [2.0], [3.0]], [[2.25], [4.25], [6.25]]);
    let (mut gradient, mut workspace) = ([0.0; 5], [0.0; 6]);
    let mut loss = 0.0;
    for step in 0..100 {
        let (draws, parameters) = (Draws::new(1).at(step), model.parameters);
        loss = crate::methods::loss_and_gradient::<Layered, _, _>(
            &parameters,
            &inputs,
            &labels,
            &Squares,
            draws,
            &mut gradient,
            &mut workspace,
        )?;
        optimizer.step_model(&mut model, &gradient)?;
    }
    // What is left of the loss is the penalty of the fixed bias, ½ · 0.25².
    assert!((loss - 0.03125).abs() < 1e-2, "{loss}");
    assert!((model.parameters[1] - 2.0).abs() < 1e-6 && model.parameters[4] == 0.25, "{model:?}");
    Ok(())
}

#[test]
fn wrong_lengths_are_refused_and_change_nothing() {
    let mut parameters = [1.0_f32; 3];
    let mut short = Optimizer::with_state(Adam::new(), [0.0_f32; 5]);
    let refused = short.step(&mut parameters, &[1.0; 3]);
    assert!(matches!(refused, Err(Error::Length { expected: 6, found: 5, .. })));
    let mut optimizer = Optimizer::with_state(SGD::new(), [0.0_f32; 0]);
    let refused = optimizer.step(&mut parameters, &[1.0; 2]);
    assert!(matches!(refused, Err(Error::Length { expected: 3, found: 2, .. })));
    assert_eq!((parameters, optimizer.steps()), ([1.0; 3], 0));
}

#[test]
fn hyper_parameters_are_judged_in_the_numbers_of_the_model() {
    fn refused<T: Scalar>(rule: impl Rule) -> bool {
        let mut parameters = [T::ONE];
        let step = Optimizer::with_state(rule, [T::ZERO; 2]).step(&mut parameters, &[T::ONE]);
        matches!(step, Err(Error::HyperParameter { .. })) && parameters == [T::ONE]
    }
    for rule in [SGD::new().learning_rate(1e308), SGD::new().learning_rate(1e-50), SGD::new().momentum(1.0 - 1e-12)] {
        assert!(refused::<f32>(rule) && !refused::<f64>(rule), "{rule:?}");
    }
    assert!(refused::<f32>(Adam::new().epsilon(1e-50)) && !refused::<f64>(Adam::new().epsilon(1e-50)));
    assert!(refused::<f32>(SGD::new().momentum(-1e-50)));
}

#[test]
fn momentum_switched_on_later_starts_from_rest() -> Result<()> {
    let (mut clean, mut dirty) = ([1.0_f32; 2], [1.0_f32; 2]);
    for (parameters, held) in [(&mut clean, 0.0), (&mut dirty, 7.0)] {
        let mut optimizer = Optimizer::with_state(SGD::new(), [held; 2]);
        optimizer.step(parameters, &[0.1, 0.2])?;
        *optimizer.rule_mut() = SGD::new().momentum(0.9);
        optimizer.step(parameters, &[0.1, 0.2])?;
    }
    assert_eq!(clean, dirty);
    Ok(())
}

#[test]
fn what_a_buffer_held_does_not_matter() -> Result<()> {
    let (mut clean, mut dirty) = ([1.0_f32; 2], [1.0_f32; 2]);
    Optimizer::new(Adam::new(), 2).step(&mut clean, &[0.1, 0.2])?;
    Optimizer::with_state(Adam::new(), [7.0_f32; 4]).step(&mut dirty, &[0.1, 0.2])?;
    assert_eq!(clean, dirty);
    Ok(())
}
