use crate::data::Dataset;
use crate::error::{Error, Result};
use crate::metrics::MeanSquaredError;
use crate::optim::SGD;
use crate::testing::{Line, Squares};
use crate::train::{History, Trainer};

type Data = Dataset<[f32; 2], [f32; 1]>;
type Teacher<V = ()> = Trainer<SGD, Squares, (), V, f32>;

/// y = 2 x₁ − x₂ + 0.5
fn line(samples: usize) -> Data {
    let inputs: Vec<_> = (0..samples).map(|at| [(at % 7) as f32 / 7.0, (at % 5) as f32 / 5.0]).collect();
    let labels = inputs.iter().map(|x| [2.0 * x[0] - x[1] + 0.5]).collect();
    Dataset::from_arrays(inputs, labels).unwrap()
}

fn teacher() -> Teacher {
    Trainer::new(SGD::new().learning_rate(0.1), Squares).quiet().seed(1)
}

fn fresh() -> Line {
    Line::new([0.3, -0.2, 0.1])
}

fn refusal(result: Result<History>) -> String {
    result.err().map(|error| error.to_string()).unwrap_or_default()
}

#[test]
fn a_line_is_learned() {
    let (mut model, mut trainer) = (fresh(), teacher().epochs(60).batch_size(8));
    let history = trainer.fit(&mut model, &line(100)).unwrap();
    assert_eq!((history.epochs(), history["loss"].len(), history.durations().len()), (60, 60, 60));
    assert_eq!(history.keys().collect::<Vec<_>>(), ["loss"]);
    assert_eq!(trainer.steps(), 60 * 13);
    for (found, expected) in model.parameters.iter().zip([2.0, -1.0, 0.5]) {
        assert!((found - expected).abs() < 1e-2, "{:?}", model.parameters);
    }
    let evaluation = trainer.evaluate(&model, &line(35)).unwrap();
    assert!(evaluation.loss < 1e-4 && evaluation.get("accuracy").is_none());
    assert_eq!(evaluation["loss"], evaluation.loss);
}

#[test]
fn the_last_smaller_batch_counts_by_its_samples() {
    let data = line(7);
    let (mut whole, mut first, mut second) = (fresh(), fresh(), fresh());
    let once = || teacher().batch_size(5).shuffle(false);
    let history = once().fit(&mut whole, &data).unwrap();

    let (head, tail) = data.split_at(5);
    let head_loss = once().fit(&mut first, &head).unwrap()["loss"][0];
    second.parameters.clone_from(&first.parameters);
    let tail_loss = once().fit(&mut second, &tail).unwrap()["loss"][0];
    assert!((history["loss"][0] - (5.0 * head_loss + 2.0 * tail_loss) / 7.0).abs() < 1e-12);
    assert_eq!(whole, second);
}

#[test]
fn a_batch_larger_than_the_data_is_one_step() {
    let mut trainer = teacher().batch_size(1_000_000);
    trainer.fit(&mut fresh(), &line(10)).unwrap();
    assert_eq!(trainer.steps(), 1);
}

#[test]
fn the_penalty_is_part_of_every_loss() {
    let data = line(12);
    let free: Line = Line::new([1.0, 2.0, 3.0]);
    let penalized: Line<f32, true> = Line::new([1.0, 2.0, 3.0]);
    let penalty = 0.5 * (1.0 + 4.0);
    let difference =
        teacher().evaluate(&penalized, &data).unwrap().loss - teacher().evaluate(&free, &data).unwrap().loss;
    assert!((difference - penalty).abs() < 1e-9);

    let train = |loss: Result<History>| loss.unwrap()["loss"][0];
    let (mut free, mut penalized) = (free, penalized);
    let whole = || teacher().batch_size(12);
    let difference = train(whole().fit(&mut penalized, &data)) - train(whole().fit(&mut free, &data));
    assert!((difference - penalty).abs() < 1e-9);
    // dw = 2 · 0.5 · w, learning rate 0.1; the bias has no penalty.
    for (at, pull) in [0.1, 0.2, 0.0].into_iter().enumerate() {
        assert!((free.parameters[at] - penalized.parameters[at] - pull).abs() < 1e-6);
    }
}

#[test]
fn a_seed_gives_the_same_bits_and_another_one_others() {
    let run = |seed, shuffle| {
        let mut model = fresh();
        let mut trainer = teacher().seed(seed).shuffle(shuffle).epochs(2).batch_size(4);
        let history = trainer.fit(&mut model, &line(30)).unwrap();
        (model, history["loss"].to_vec())
    };
    assert_eq!(run(7, true), run(7, true));
    assert_ne!(run(7, true), run(8, true));
    assert_eq!(run(7, false), run(8, false));
}

#[test]
fn a_second_run_goes_on_where_the_first_ended() {
    let data = line(30);
    let with_momentum = || Teacher::new(SGD::new().learning_rate(0.05).momentum(0.9), Squares).quiet().seed(3);
    let (mut once, mut twice) = (fresh(), fresh());
    let history = with_momentum().epochs(4).batch_size(8).fit(&mut once, &data).unwrap();
    let mut trainer = with_momentum().epochs(2).batch_size(8);
    let first = trainer.fit(&mut twice, &data).unwrap();
    let second = trainer.fit(&mut twice, &data).unwrap();
    assert_eq!(once, twice);
    assert_eq!(history["loss"], [&first["loss"], &second["loss"]].concat());
    assert_eq!(trainer.steps(), 16);
}

#[test]
fn momentum_can_be_switched_on_between_two_runs() {
    let (data, once, mut model) = (line(8), SGD::new().learning_rate(0.1), fresh());
    let mut trainer = teacher().batch_size(8).shuffle(false);
    trainer.fit(&mut model, &data).unwrap();
    *trainer.optimizer_mut() = once.momentum(0.5);
    let mut expected = model.clone();
    trainer.fit(&mut model, &data).unwrap();
    // The first step with momentum starts from rest: it is one without.
    Teacher::new(once, Squares).quiet().batch_size(8).shuffle(false).fit(&mut expected, &data).unwrap();
    assert_eq!(model, expected);
    *trainer.optimizer_mut() = once;
    trainer.fit(&mut model, &data).unwrap();
    assert_eq!(trainer.steps(), 3);
}

#[test]
fn validation_data_are_evaluated_and_not_trained_on() {
    let (data, other) = (line(40), line(9));
    let (mut with, mut without) = (fresh(), fresh());
    let mut trainer = teacher().validation(&other).epochs(3);
    let history = trainer.fit(&mut with, &data).unwrap();
    teacher().epochs(3).fit(&mut without, &data).unwrap();
    assert_eq!(with, without);
    assert_eq!(history.keys().collect::<Vec<_>>(), ["loss", "val_loss"]);
    assert_eq!(history["val_loss"][2], trainer.evaluate(&with, &other).unwrap().loss);
}

#[test]
fn a_validation_split_takes_the_last_samples_before_shuffling() {
    let (mut split, mut head_only) = (fresh(), fresh());
    // Keras' floor(11 · (1 − 0.3)) = 7 to train on.
    let history = teacher().validation_split(0.3).epochs(2).fit(&mut split, &line(11)).unwrap();
    let (head, tail) = line(11).split_at(7);
    teacher().epochs(2).fit(&mut head_only, &head).unwrap();
    assert_eq!(split, head_only);
    assert_eq!(history["val_loss"][1], teacher().evaluate(&split, &tail).unwrap().loss);
}

#[test]
fn nothing_starts_with_a_mistake() {
    let (data, empty) = (line(10), Data::from_arrays(vec![], vec![]).unwrap());
    let untouched = |mut trainer: Teacher, data: &Data| {
        let mut model = fresh();
        let message = refusal(trainer.fit(&mut model, data));
        assert_eq!((model, trainer.steps()), (fresh(), 0), "{message}");
        message
    };
    assert_eq!(untouched(teacher(), &empty), "the training data must hold at least one sample, found none");
    assert_eq!(untouched(teacher().batch_size(0), &data), "the batch size must be at least 1, found 0");
    assert_eq!(untouched(teacher().epochs(0), &data), "the number of epochs must be at least 1, found 0");
    for fraction in [0.0, 1.0, -0.1, 0.999, f64::NAN] {
        let message = untouched(teacher().validation_split(fraction), &data);
        assert!(message.starts_with("the validation split must be between 0 and 1"), "{message}");
    }
    let rate = untouched(Trainer::new(SGD::new().learning_rate(-1.0), Squares), &data);
    assert!(rate.starts_with("the learning rate must be above 0"), "{rate}");
    let mut labels = data.labels().to_vec();
    labels[6] = [5000.0];
    let mislabelled = Data::from_arrays(data.inputs().to_vec(), labels).unwrap();
    assert!(untouched(teacher(), &mislabelled).starts_with("label of row 6 is"));

    assert!(refusal(teacher().validation(&empty).fit(&mut fresh(), &data)).starts_with("the validation data must"));
    assert!(refusal(teacher().validation(&mislabelled).fit(&mut fresh(), &data)).starts_with("label of row 6"));
    assert!(teacher().evaluate(&fresh(), &empty).is_err());
    assert!(teacher().evaluate(&fresh(), &mislabelled).is_err());
}

#[test]
fn two_metrics_of_one_name_are_refused() {
    let (data, mut model) = (line(10), fresh());
    let mut trainer = teacher().metrics((MeanSquaredError::new(), MeanSquaredError::new()));
    let message = "two metrics are named `mean_squared_error`; leave one out";
    assert_eq!(refusal(trainer.fit(&mut model, &data)), message);
    assert_eq!((&model, trainer.steps()), (&fresh(), 0));
    assert_eq!(trainer.evaluate(&model, &data).unwrap_err().to_string(), message);
}

#[test]
fn a_loss_that_is_not_finite_leaves_the_model_of_the_step_before() {
    let good = line(12);
    let mut inputs = good.inputs().to_vec();
    inputs[9] = [1.0, f32::NAN];
    let bad = Data::from_arrays(inputs, good.labels().to_vec()).unwrap();
    let (mut model, mut expected) = (fresh(), fresh());
    let once = || teacher().batch_size(4).shuffle(false);
    let mut trainer = once();
    let Err(Error::NonFinite { what, weight, epoch, step, .. }) = trainer.fit(&mut model, &bad) else { panic!() };
    // The first two batches were trained, the third holds the bad row.
    assert_eq!((what, weight.as_deref(), epoch, step), ("the loss", Some("dense1.kernel"), 1, 3));
    once().fit(&mut expected, &good.split_at(8).0).unwrap();
    assert_eq!((model, trainer.steps()), (expected, 2));
}

#[test]
fn a_gradient_that_is_not_finite_is_named_by_its_weight() {
    let data = Data::from_arrays(vec![[0.0, 1e30]], vec![[0.0]]).unwrap();
    let mut model: Line = Line::new([0.0, 1.0, 0.0]);
    let message = refusal(teacher().fit(&mut model, &data));
    assert_eq!(
        message,
        "the gradient is inf in epoch 1, step 1 (first seen in the gradient of `dense1.kernel`); the model is as it was \
         before that step: look for values in the data that are not finite, or lower the learning rate"
    );
    assert_eq!(model, Line::new([0.0, 1.0, 0.0]));
}

#[test]
#[should_panic(expected = "there is no `accuracy`, only `loss`")]
fn a_key_that_is_not_there_is_the_programs_mistake() {
    let _ = &teacher().fit(&mut fresh(), &line(3)).unwrap()["accuracy"];
}
