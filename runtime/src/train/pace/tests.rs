use crate::data::Dataset;
use crate::error::Error;
use crate::optim::{Adam, SGD};
use crate::schedule::{ExponentialDecay, PiecewiseConstantDecay};
use crate::testing::{Layered, Line, Squares};
use crate::train::Trainer;

const START: [f32; 5] = [1.0, 0.0, 1.0, 0.5, 0.25];

/// y = 2 x + 0.25
fn data() -> Dataset<[f32; 1], [f32; 1]> {
    let inputs: Vec<_> = (1..=12).map(|at| [at as f32 / 6.0]).collect();
    let labels = inputs.iter().map(|x| [2.0 * x[0] + 0.25]).collect();
    Dataset::from_arrays(inputs, labels).unwrap()
}

fn teacher() -> Trainer<SGD, Squares> {
    Trainer::new(SGD::new().learning_rate(0.05), Squares).batch_size(4).shuffle(false).epochs(2).seed(1).quiet()
}

fn trained(mut trainer: Trainer<SGD, Squares>) -> [f32; 5] {
    let mut model = Layered { parameters: START };
    trainer.fit(&mut model, &data()).unwrap();
    model.parameters
}

/// The means of the three batches, 5/12, 13/12 and 21/12, twice.
fn moving_mean() -> f32 {
    [5.0, 13.0, 21.0].iter().cycle().take(6).fold(0.0, |mean, twelfths| 0.5 * mean + 0.5 * twelfths / 12.0)
}

#[test]
fn state_moves_on_and_what_is_fixed_stays() {
    let parameters = trained(teacher());
    assert!((parameters[1] - moving_mean()).abs() < 1e-6, "{parameters:?}");
    assert_eq!(parameters[4], START[4]);
    for at in [0, 2, 3] {
        assert_ne!(parameters[at], START[at]);
    }
}

#[test]
fn what_is_frozen_stays_and_the_rest_learns() {
    let parameters = trained(teacher().freeze("encoder1"));
    assert_eq!(parameters[..3], START[..3], "state too");
    assert_ne!(parameters[3], START[3]);
    let parameters = trained(teacher().freeze("encoder1.dense1"));
    assert_eq!(parameters[0], START[0]);
    assert!(parameters[2] != START[2] && parameters[3] != START[3] && parameters[1] != START[1]);
    // All of it: a model that only measures.
    assert_eq!(trained(teacher().freeze("encoder1").freeze("head1")), START);
}

#[test]
fn of_several_names_the_last_one_counts() {
    let thawed = trained(teacher().freeze("encoder1").learning_rate_of("encoder1", 1.0));
    assert_eq!(thawed, trained(teacher()));
    let part = trained(teacher().freeze("encoder1").learning_rate_of("encoder1.norm1", 0.5));
    assert!(part[0] == START[0] && part[1] != START[1] && part[2] != START[2]);
    assert_eq!(trained(teacher().learning_rate_of("head1", 0.5).freeze("head1"))[3], START[3]);
}

#[test]
fn a_layer_learns_at_its_own_rate() {
    // Of one step: the change is the learning rate times the gradient.
    let change = |trainer: Trainer<SGD, Squares>| {
        let parameters = trained(trainer.epochs(1).batch_size(12));
        [0, 2, 3].map(|at| f64::from(parameters[at] - START[at]))
    };
    let (plain, slow) = (change(teacher()), change(teacher().learning_rate_of("encoder1", 0.25)));
    for (at, factor) in [(0, 0.25), (1, 0.25), (2, 1.0)] {
        assert!((slow[at] - factor * plain[at]).abs() < 1e-6, "{slow:?} {plain:?}");
    }
}

#[test]
fn factors_of_1_change_no_bit() {
    let mut models = [None, Some(1.0)].map(|factor| {
        let mut trainer =
            Trainer::new(Adam::new().learning_rate(0.01), Squares).batch_size(5).epochs(3).seed(2).quiet();
        if let Some(factor) = factor {
            trainer = trainer.learning_rate_of("dense1", factor);
        }
        let mut model: Line = Line::new([0.3, -0.2, 0.1]);
        let inputs: Vec<_> = (0..23).map(|at| [at as f32 / 23.0, 0.5]).collect();
        let labels = inputs.iter().map(|x| [x[0]]).collect();
        trainer.fit(&mut model, &Dataset::from_arrays(inputs, labels).unwrap()).unwrap();
        model
    });
    let [plain, named] = &mut models;
    assert_eq!(plain, named);
}

#[test]
fn nothing_starts_with_a_name_that_is_not_there() {
    for (trainer, nearest) in [
        (teacher().freeze("encoder"), "encoder1"),
        (teacher().freeze("head1").learning_rate_of("encoder1.dens1", 0.1), "encoder1.dense1"),
    ] {
        let (mut trainer, mut model) = (trainer, Layered { parameters: START });
        let refused = trainer.fit(&mut model, &data());
        let Err(Error::NoSuchLayer { model: "Layered", nearest: Some(found), layers, .. }) = refused else { panic!() };
        assert_eq!((found.as_str(), layers.len()), (nearest, 4));
        assert_eq!((model.parameters, trainer.steps()), (START, 0));
    }
    for factor in [0.0, -1.0, f64::NAN, 1e300] {
        let mut model = Layered { parameters: START };
        let refused = teacher().learning_rate_of("head1", factor).fit(&mut model, &data());
        assert!(
            matches!(refused, Err(Error::HyperParameter { name: "the factor of a learning rate", .. })),
            "{factor}"
        );
    }
}

#[test]
fn state_that_is_not_finite_is_not_written() {
    let mut model = Layered { parameters: [0.0, f32::MAX, 0.0, 0.0, 0.0] };
    let before = model.clone();
    // The gradient is 0, the mean of the inputs overflows.
    let inputs = Dataset::from_arrays(vec![[f32::MAX], [f32::MAX]], vec![[0.0], [0.0]]).unwrap();
    let message = teacher().fit(&mut model, &inputs).unwrap_err().to_string();
    let expected = "the next state is inf in epoch 1, step 1 (first seen in `encoder1.norm1.mean`); the model is as it \
                    was before that step";
    assert!(message.starts_with(expected), "{message}");
    assert_eq!(model, before);
}

#[test]
fn a_schedule_goes_on_over_epochs_and_runs() {
    let decay = ExponentialDecay::new(0.05, 3, 0.5).staircase(true);
    let pieces = PiecewiseConstantDecay::new([2, 5], [0.05, 0.025, 0.0125]);
    let start = || Layered { parameters: START };
    let (mut once, mut twice, mut in_pieces) = (start(), start(), start());
    let trainer = || Trainer::new(SGD::new().learning_rate(decay), Squares).batch_size(4).shuffle(false).quiet();
    trainer().epochs(3).fit(&mut once, &data()).unwrap();
    let mut two_runs = trainer();
    two_runs.fit(&mut twice, &data()).unwrap();
    two_runs.epochs(2).fit(&mut twice, &data()).unwrap();
    let rule = SGD::new().learning_rate(pieces);
    Trainer::new(rule, Squares).batch_size(4).shuffle(false).epochs(3).quiet().fit(&mut in_pieces, &data()).unwrap();
    assert_eq!((&once, &once), (&twice, &in_pieces));
}

#[test]
fn a_rate_that_cannot_be_taken_leaves_the_model_of_the_step_before() {
    let rule = SGD::new().learning_rate(|step: u64| if step < 4 { 0.05 } else { f64::NAN });
    let mut trainer = Trainer::new(rule, Squares).batch_size(4).shuffle(false).epochs(2).quiet();
    let (mut model, mut expected) = (Layered { parameters: START }, Layered { parameters: START });
    let refused = trainer.fit(&mut model, &data());
    assert!(matches!(refused, Err(Error::LearningRate { step: 4, found }) if found.is_nan()));
    assert_eq!(trainer.steps(), 4);
    let mut plain = teacher().epochs(1);
    plain.fit(&mut expected, &data()).unwrap();
    plain.fit(&mut expected, &data().split_at(4).0).unwrap();
    assert_eq!(model, expected);
}
