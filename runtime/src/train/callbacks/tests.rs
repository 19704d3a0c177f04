use std::fs;
use std::path::PathBuf;

use super::{CSVLogger, EarlyStopping, JSONLogger, LambdaCallback, ReduceLROnPlateau, Training};
use crate::data::Dataset;
use crate::error::Error;
use crate::optim::SGD;
use crate::testing::{Line, Squares};
use crate::train::Trainer;

type Data = Dataset<[f32; 2], [f32; 1]>;

fn data(samples: usize) -> Data {
    let inputs: Vec<_> = (0..samples).map(|at| [at as f32 / samples as f32, 0.5]).collect();
    let labels = inputs.iter().map(|[a, b]| [a + b]).collect();
    Dataset::from_arrays(inputs, labels).unwrap()
}

fn fresh() -> Line {
    Line::new([0.1, -0.2, 0.3])
}

fn teacher() -> Trainer<SGD, Squares> {
    Trainer::new(SGD::new().learning_rate(0.1), Squares).batch_size(4).seed(1).quiet()
}

#[test]
fn callbacks_are_told_everything_in_order() {
    let mut told = Vec::new();
    let mut look = |name: &'static str, training: &Training<'_>| {
        told.push((name, training.epoch(), training.step(), training.steps()));
        Ok(())
    };
    let look = std::sync::Mutex::new(&mut look);
    let tell = |name, training: &Training<'_>| (look.lock().unwrap())(name, training);
    let callback = LambdaCallback::new()
        .on_train_begin(|_: &mut Line, training| tell("train begin", training))
        .on_epoch_begin(|_, training| tell("epoch begin", training))
        .on_train_batch_end(|_, training| tell("batch end", training))
        .on_epoch_end(|_, training| tell("epoch end", training))
        .on_train_end(|_, training| tell("train end", training));
    teacher().callback(callback).epochs(2).fit(&mut fresh(), &data(7)).unwrap();
    let expected = [
        ("train begin", 0, 0, 0),
        ("epoch begin", 1, 0, 0),
        ("batch end", 1, 1, 1),
        ("batch end", 1, 2, 2),
        ("epoch end", 1, 0, 2),
        ("epoch begin", 2, 0, 2),
        ("batch end", 2, 1, 3),
        ("batch end", 2, 2, 4),
        ("epoch end", 2, 0, 4),
        ("train end", 2, 0, 4),
    ];
    assert_eq!(told, expected);
}

#[test]
fn values_are_running_means_then_those_of_the_epoch() {
    let mut seen = Vec::new();
    let callback = LambdaCallback::new().on_train_batch_end(|_: &mut Line, training| {
        seen.extend(training.get("loss"));
        assert_eq!(training.get("val_loss"), None);
        Ok(())
    });
    let mut trainer = teacher().callback(callback).validation_split(0.25);
    let history = trainer.fit(&mut fresh(), &data(8)).unwrap();
    drop(trainer);
    assert_eq!(seen.len(), 2);
    assert_eq!(seen[1], history["loss"][0]);
    assert_eq!(history.stopped(), None);
}

#[test]
fn a_callback_that_only_looks_changes_no_bit() {
    let (mut with, mut without) = (fresh(), fresh());
    let look = LambdaCallback::new().on_train_batch_end(|_: &mut Line, training| {
        training.each(&mut |_, value| assert!(value.is_finite()));
        Ok(())
    });
    let first = teacher().callback(look).epochs(3).fit(&mut with, &data(30)).unwrap();
    let second = teacher().epochs(3).fit(&mut without, &data(30)).unwrap();
    assert_eq!((with, &first["loss"]), (without, &second["loss"]));
}

#[test]
fn a_run_stops_after_the_step_that_asks_for_it() {
    let stop = LambdaCallback::new().on_train_batch_end(|_: &mut Line, training| {
        if training.steps() == 3 {
            training.stop("enough");
            training.stop("more than enough");
        }
        Ok(())
    });
    let mut trainer = teacher().callback(stop).epochs(9);
    let history = trainer.fit(&mut fresh(), &data(8)).unwrap();
    // Two steps an epoch: the second epoch is not complete, and not part of the history.
    assert_eq!((history.epochs(), history.stopped(), trainer.steps()), (1, Some("enough"), 3));
}

#[test]
fn an_error_of_a_callback_ends_the_run() {
    let fail = LambdaCallback::new().on_epoch_end(|_: &mut Line, _| Err(Error::Callback("no more paper".into())));
    let error = teacher().callback(fail).epochs(3).fit(&mut fresh(), &data(8)).unwrap_err();
    assert_eq!(error.to_string(), "a callback failed: no more paper");
}

#[test]
fn a_key_that_is_not_measured_is_refused_before_the_first_step() {
    let mut trainer = teacher().callback(EarlyStopping::new());
    let message = trainer.fit(&mut fresh(), &data(8)).unwrap_err().to_string();
    let expected = "nothing is measured as `val_loss` (the nearest key is `loss`), only `loss`: give the trainer \
                    `.validation(&data)`";
    assert_eq!((message.as_str(), trainer.steps()), (expected, 0));
    let misty = EarlyStopping::new().monitor("wonder");
    let error = teacher().callback(misty).fit(&mut fresh(), &data(8)).unwrap_err();
    assert!(error.to_string().contains("wonder"), "{error}");
}

#[test]
fn factors_that_do_not_reduce_are_refused() {
    for factor in [0.0, 1.0, 2.0, -0.5, f64::NAN] {
        let plateau = ReduceLROnPlateau::new().monitor("loss").factor(factor);
        let refused = teacher().callback(plateau).fit(&mut fresh(), &data(8));
        assert!(matches!(refused, Err(Error::HyperParameter { .. })), "{factor}");
    }
}

#[test]
fn the_learning_rate_is_changed_as_a_whole() {
    // A step of SGD is the rate times the gradient: halving the rate halves the change.
    let change = |rate: Option<f64>| {
        let mut model = fresh();
        let slow = LambdaCallback::new().on_epoch_begin(move |_: &mut Line, training| {
            training.set_learning_rate(rate.unwrap_or(training.learning_rate()));
            Ok(())
        });
        teacher().callback(slow).batch_size(8).fit(&mut model, &data(8)).unwrap();
        f64::from(model.parameters[0] - fresh().parameters[0])
    };
    assert!((change(Some(0.05)) - 0.5 * change(None)).abs() < 1e-7);
    assert_eq!(change(Some(0.1)), change(None));
}

struct Place(PathBuf);

impl Place {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("chainrule-callbacks-{name}-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn a_log_is_written_anew_or_added_to() {
    let place = Place::new("logs");
    let (csv, json) = (place.0.join("log.csv"), place.0.join("log.jsonl"));
    let run = |append: bool| {
        let mut trainer = teacher()
            .callback(CSVLogger::new(&csv).append(append).separator(';'))
            .callback(JSONLogger::new(&json).append(append))
            .validation_split(0.5)
            .epochs(2);
        trainer.fit(&mut fresh(), &data(8)).unwrap()
    };
    let history = run(false);
    let row = |epoch: usize| format!("{epoch};{:?};{:?}\n", history["loss"][epoch], history["val_loss"][epoch]);
    let once = format!("epoch;loss;val_loss\n{}{}", row(0), row(1));
    assert_eq!(fs::read_to_string(&csv).unwrap(), once);
    let lines = fs::read_to_string(&json).unwrap();
    for (epoch, line) in lines.lines().enumerate() {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        assert_eq!(line["epoch"], epoch);
        assert!((line["val_loss"].as_f64().unwrap() - history["val_loss"][epoch]).abs() < 1e-12);
    }
    run(false);
    assert_eq!(fs::read_to_string(&csv).unwrap(), once);
    // What a crash left of a last row does not stay.
    fs::write(&csv, format!("{once}2;0.")).unwrap();
    run(true);
    assert_eq!(fs::read_to_string(&csv).unwrap(), format!("{once}{}{}", row(0), row(1)));
    assert_eq!(fs::read_to_string(&json).unwrap(), lines.repeat(2));
}

#[test]
fn a_log_that_cannot_be_written_ends_the_run_before_it_begins() {
    let place = Place::new("nowhere");
    let mut trainer = teacher().callback(CSVLogger::new(place.0.join("nowhere/log.csv")));
    let error = trainer.fit(&mut fresh(), &data(8)).unwrap_err().to_string();
    assert!(error.starts_with("cannot write `") && error.contains("log.csv"), "{error}");
    assert_eq!(trainer.steps(), 0);
}
