use std::fs;
use std::path::{Path, PathBuf};

use super::folder;
use crate::data::Dataset;
use crate::error::Error;
use crate::metrics::{MeanAbsoluteError, MeanSquaredError};
use crate::optim::{Adam, SGD};
use crate::scalar::Scalar;
use crate::testing::{Layered, Line, Squares};
use crate::train::callbacks::{
    CSVLogger, Callback, EarlyStopping, JSONLogger, LambdaCallback, ReduceLROnPlateau, Training,
};
use crate::train::{Checkpoints, History, Trainer};

mod refused;

type Data<T> = Dataset<[T; 2], [T; 1]>;

fn data<T: Scalar>(samples: usize) -> Data<T> {
    let number = |value: f64| T::from_f64(value);
    let inputs: Vec<_> =
        (0..samples).map(|at| [number((at * at % 13) as f64 / 7.0), number(at as f64 / 10.0)]).collect();
    let labels = (0..samples).map(|at| [number((at % 5) as f64)]).collect();
    Dataset::from_arrays(inputs, labels).unwrap()
}

fn fresh<T: Scalar>() -> Line<T> {
    Line::new([0.1, -0.2, 0.3])
}

/// Pauses after so many steps.
struct Pause(u64);

impl<M: crate::Model> Callback<M> for Pause {
    fn on_train_batch_end(&mut self, _model: &mut M, training: &mut Training<'_>) -> crate::Result<()> {
        if training.steps() == self.0 {
            training.pause("on purpose");
        }
        Ok(())
    }
}

struct Place(PathBuf);

impl Place {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("chainrule-checkpoint-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        Self(folder)
    }

    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(&self.0).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<_> = entries.collect();
        names.sort();
        names
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// All values of a history, to be compared bit for bit.
fn bits(history: &History) -> Vec<(String, Vec<u64>)> {
    let of = |key: &str| history[key].iter().map(|value| value.to_bits()).collect();
    history.keys().map(|key| (key.to_owned(), of(key))).collect()
}

/// A run with all that a checkpoint must keep, in this folder, which pauses after so many steps.
fn run<T>(place: &Path, pause: u64, model: &mut Line<T>) -> History
where
    T: Scalar + crate::Sample<Scalar = T> + crate::input::Part<T>,
{
    let plateau = ReduceLROnPlateau::new().monitor("mean_absolute_error").patience(1).factor(0.5).min_delta(0.5);
    let mut trainer: Trainer<_, _, _, _, T, _> = Trainer::new(Adam::new().learning_rate(0.05), Squares)
        .metrics((MeanSquaredError::new(), MeanAbsoluteError::new()))
        .validation_split(0.25)
        .callback(plateau)
        .callback(EarlyStopping::new().monitor("mean_squared_error").patience(50).restore_best_weights(true))
        .callback(Pause(pause))
        .checkpoints(Checkpoints::new(place).every_steps(2).best("val_loss"))
        .resume_or_begin(place)
        .batch_size(4)
        .epochs(4)
        .seed(5)
        .quiet();
    trainer.fit(model, &data(20)).unwrap()
}

fn a_run_that_pauses_ends_the_same<T>(name: &str)
where
    T: Scalar + crate::Sample<Scalar = T> + crate::input::Part<T>,
{
    let place = Place::new(name);
    let mut whole = fresh::<T>();
    let history = run(&place.0, u64::MAX, &mut whole);
    assert!(history["learning_rate"][3] < history["learning_rate"][0], "the plateau has something to remember");
    // 15 samples: four steps an epoch.
    for pause in 1..16 {
        let place = Place::new(&format!("{name}-paused"));
        let mut model = fresh::<T>();
        let first = run(&place.0, pause, &mut model);
        assert_eq!((first.epochs() as u64, first.stopped()), (pause / 4, Some("on purpose")));
        let mut model = Line::new([9.0, 9.0, 9.0]);
        let second = run(&place.0, u64::MAX, &mut model);
        assert_eq!(second.resumed_from(), Some(folder::path(&place.0, pause).as_path()));
        assert_eq!((model, bits(&second)), (whole.clone(), bits(&history)), "paused after {pause} steps");
    }
    // One that has ended has nothing to do.
    let mut model = Line::new([9.0, 9.0, 9.0]);
    assert_eq!(bits(&run(&place.0, u64::MAX, &mut model)), bits(&history));
    assert_eq!(model, whole);
}

#[test]
fn a_run_that_pauses_ends_as_one_that_does_not() {
    a_run_that_pauses_ends_the_same::<f32>("single");
    a_run_that_pauses_ends_the_same::<f64>("double");
}

fn teacher(place: &Place) -> Trainer<SGD, Squares> {
    Trainer::new(SGD::new().learning_rate(0.02).momentum(0.5), Squares)
        .checkpoints(Checkpoints::new(&place.0))
        .batch_size(4)
        .seed(5)
        .quiet()
}

fn refusal(trainer: Trainer<impl crate::optim::Rule, Squares>, data: &Data<f32>) -> String {
    let (mut trainer, mut model) = (trainer, fresh());
    let message = trainer.fit(&mut model, data).unwrap_err().to_string();
    assert_eq!((model, trainer.steps()), (fresh(), 0), "{message}");
    message
}

#[test]
fn state_of_the_model_is_kept_too() {
    let place = Place::new("state");
    let inputs: Vec<_> = (0..9).map(|at| [at as f32 / 9.0]).collect();
    let data = Dataset::from_arrays(inputs.clone(), inputs).unwrap();
    let start = || Layered { parameters: [1.0, 0.0, 1.0, 0.5, 0.25] };
    let run = |epochs, model: &mut Layered| {
        teacher(&place).resume_or_begin(&place.0).freeze("head1").epochs(epochs).fit(model, &data).unwrap()
    };
    let (mut once, mut twice) = (start(), start());
    teacher(&Place::new("state-once")).freeze("head1").epochs(4).fit(&mut once, &data).unwrap();
    run(2, &mut twice);
    twice = Layered { parameters: [7.0; 5] };
    assert_eq!(run(4, &mut twice).epochs(), 4);
    assert_eq!(once, twice);
}

#[test]
fn a_damaged_checkpoint_gives_way_to_the_one_before() {
    let place = Place::new("damaged");
    let (mut whole, mut model) = (fresh(), fresh());
    let history = teacher(&Place::new("whole")).epochs(4).fit(&mut whole, &data(20)).unwrap();
    teacher(&place).epochs(3).fit(&mut model, &data(20)).unwrap();
    let (newest, second) = (folder::path(&place.0, 15), folder::path(&place.0, 10));
    let bytes = fs::read(&newest).unwrap();
    fs::write(&newest, &bytes[..bytes.len() / 2]).unwrap();
    fs::write(place.0.join(".checkpoint-000000000020.safetensors.77-0.tmp"), &bytes[..9]).unwrap();

    let error = teacher(&Place::new("elsewhere")).resume(&newest).fit(&mut fresh::<f32>(), &data(20)).unwrap_err();
    assert!(error.to_string().contains("its checksum is wrong"), "{error}");

    let resumed = teacher(&place).resume(&place.0).epochs(4).fit(&mut model, &data(20)).unwrap();
    assert_eq!((resumed.resumed_from(), resumed.damaged()), (Some(second.as_path()), &[newest.clone()][..]));
    assert_eq!((&model, bits(&resumed)), (&whole, bits(&history)));
    let name = |steps: u64| format!("checkpoint-{steps:012}.safetensors");
    assert_eq!(place.names(), [name(10), name(15), format!("{}.damaged", name(15)), name(20)], "nothing is lost");

    for steps in [10, 15, 20] {
        fs::write(folder::path(&place.0, steps), "rubbish").unwrap();
    }
    for trainer in [teacher(&place).resume(&place.0), teacher(&place).resume_or_begin(&place.0)] {
        let message = refusal(trainer, &data(20));
        let expected = format!(
            "there is no checkpoint in `{}` that is whole: 3 are damaged, the newest is `{}`",
            place.0.display(),
            folder::path(&place.0, 20).display()
        );
        assert_eq!(message, expected);
    }
}

#[test]
fn a_best_one_that_cannot_be_told_is_refused_before_the_first_step() {
    let place = Place::new("untold");
    let fit = |checkpoints: Checkpoints| {
        let mut trainer = Trainer::new(SGD::new(), Squares).checkpoints(checkpoints).quiet();
        trainer.fit(&mut fresh::<f32>(), &data(5)).map(drop).unwrap_err()
    };
    let unmeasured = fit(Checkpoints::new(&place.0).best("val_loss"));
    assert!(matches!(unmeasured, Error::NoSuchKey { ref key, .. } if key == "val_loss"), "{unmeasured}");
    assert!(!place.0.exists() || place.names().is_empty());
}

#[test]
fn the_last_ones_and_the_best_one_are_kept() {
    let place = Place::new("kept");
    let mut losses = Vec::new();
    let mut best = fresh::<f32>();
    let look = LambdaCallback::new().on_epoch_end(|model: &mut Line, training: &mut Training<'_>| {
        let loss = training.get("val_loss").unwrap();
        if losses.iter().all(|other| loss < *other) {
            best = model.clone();
        }
        losses.push(loss);
        Ok(())
    });
    let mut trainer = Trainer::new(SGD::new().learning_rate(0.45), Squares)
        .checkpoints(Checkpoints::new(&place.0).every_steps(3).every_epochs(0).keep(2).best("val_loss"))
        .callback(look)
        .validation(Box::leak(Box::new(data(9))))
        .batch_size(4)
        .epochs(5)
        .seed(1)
        .quiet();
    trainer.fit(&mut fresh(), &data(20)).unwrap();
    drop(trainer);
    assert!(losses.iter().any(|loss| *loss > losses[0]), "not all epochs are better: {losses:?}");
    let names =
        ["best", "checkpoint-000000000024", "checkpoint-000000000025"].map(|name| format!("{name}.safetensors"));
    assert_eq!(place.names(), names);
    let mut found = fresh::<f32>();
    crate::io::load(&mut found, folder::best(&place.0)).unwrap();
    assert_eq!(found, best);
}

#[test]
fn without_a_seed_that_of_the_checkpoint_is_taken() {
    let place = Place::new("seedless");
    let run = |place: &Place, epochs| {
        let mut model = fresh::<f32>();
        let mut trainer = Trainer::new(SGD::new().learning_rate(0.02), Squares)
            .checkpoints(Checkpoints::new(&place.0).keep(9))
            .resume_or_begin(&place.0)
            .batch_size(4)
            .epochs(epochs)
            .quiet();
        trainer.fit(&mut model, &data(20)).unwrap();
        model
    };
    run(&place, 1);
    let whole = run(&place, 4);
    let first = folder::path(&place.0, 5);
    let other = Place::new("seedless-again");
    fs::create_dir_all(&other.0).unwrap();
    fs::copy(&first, folder::path(&other.0, 5)).unwrap();
    assert_eq!(run(&other, 4), whole);
}

#[test]
fn a_run_that_was_stopped_for_good_stays_stopped() {
    let place = Place::new("stopped");
    let run = || {
        let mut model = fresh();
        let stop = EarlyStopping::new().monitor("loss").min_delta(1e9).patience(2).restore_best_weights(true);
        let mut trainer = teacher(&place).callback(stop).resume_or_begin(&place.0).epochs(50);
        (bits(&trainer.fit(&mut model, &data(20)).unwrap()), model)
    };
    let (first, second) = (run(), run());
    assert_eq!(first.0[0].1.len(), 3);
    assert_eq!(first, second);
}

#[test]
fn logs_end_up_as_if_nothing_had_happened() {
    let place = Place::new("logs");
    fs::create_dir_all(&place.0).unwrap();
    let run = |name: &str, pause: u64, fail: u64| {
        let file = |ending: &str| place.0.join(format!("{name}.{ending}"));
        let mut model = fresh();
        let fail = LambdaCallback::new().on_train_batch_end(move |_: &mut Line, training: &mut Training<'_>| {
            if training.steps() == fail { Err(Error::Callback("the power is off".into())) } else { Ok(()) }
        });
        let folder = place.0.join(name);
        let mut trainer = teacher(&place)
            .checkpoints(Checkpoints::new(&folder).every_epochs(2))
            .resume_or_begin(&folder)
            .callback(CSVLogger::new(file("csv")))
            .callback(JSONLogger::new(file("jsonl")))
            .callback(Pause(pause))
            .callback(fail)
            .epochs(5);
        let done = trainer.fit(&mut model, &data(20));
        (done.is_ok(), ["csv", "jsonl"].map(|ending| fs::read_to_string(file(ending)).unwrap()))
    };
    let (_, whole) = run("whole", 99, 99);
    // The third epoch is in the logs, but in no checkpoint.
    let (done, logs) = run("torn", 99, 18);
    assert!(!done && logs[0].lines().count() == 4, "{logs:?}");
    fs::write(place.0.join("torn.csv"), format!("{}3,0.1", logs[0])).unwrap();
    let (done, _) = run("torn", 17, 99);
    assert!(done);
    assert_eq!(run("torn", 99, 99).1, whole);
}
