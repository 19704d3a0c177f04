//! What callbacks do while a monitored value takes given courses: which epoch a run ends with, whose weights the model has
//! then, the learning rate of each epoch.

use chainrule::data::Dataset;
use chainrule::loss::{Head, Labels, MeanSquaredError};
use chainrule::metrics::{Measure, Metric};
use chainrule::optim::SGD;
use chainrule::train::callbacks::{Callback, EarlyStopping, LambdaCallback, Mode, ReduceLROnPlateau};
use chainrule::train::{History, Trainer};
use chainrule::{Bundle, model};

use crate::case::Case;

static FILE: &[u8] = include_bytes!("callbacks.safetensors");

model! { #[scalar(f64)] One: Input(1) -> Dense(1) }

/// A metric whose values are given, one an epoch.
struct Course {
    values: Vec<f64>,
    epoch: usize,
}

impl Metric for Course {
    fn name(&self) -> &'static str {
        "wonder"
    }
    fn reset(&mut self) {
        self.epoch += 1;
    }
    fn result(&self) -> f64 {
        self.values[self.epoch.saturating_sub(1)]
    }
    fn counted(&self, to: &mut dyn FnMut(f64)) {
        to(self.epoch as f64);
    }
    fn restore(&mut self, from: &mut dyn FnMut() -> f64) {
        self.epoch = from() as usize;
    }
}

impl<H: Head<O>, O: Bundle, Y> Measure<H, O, Y> for Course {
    fn update(&mut self, _outputs: &[O::Scalar], _labels: Labels<'_, Y, O::Scalar>) {}
}

/// Trains while `wonder` takes the values of a case; in epoch n the bias becomes n. Returns the bias that is left, too.
fn run(case: &Case, callback: impl Callback<One>) -> (History, f64) {
    let values: Vec<f64> = case.values("values");
    let epochs = values.len() as u64;
    let data = Dataset::from_arrays(vec![[0.5]], vec![[0.0]]).expect("one sample");
    let mut net = One::seeded(1);
    let count = LambdaCallback::new().on_epoch_end(|net: &mut One, training| {
        net.dense1_mut().bias()[0] = training.epoch() as f64;
        Ok(())
    });
    let mut trainer: Trainer<_, _, _, _, f64, _> = Trainer::new(SGD::new().learning_rate(0.1), MeanSquaredError::new())
        .metrics(Course { values, epoch: 0 })
        .callback(count)
        .callback(callback)
        .epochs(epochs)
        .quiet();
    let history = trainer.fit(&mut net, &data).expect("a run that ends");
    (history, net.dense1().bias()[0])
}

fn stopping(name: [&'static str; 4], callback: &EarlyStopping) {
    for name in name {
        let case = Case::open(FILE, name);
        let (history, bias) = run(&case, callback.clone().monitor("wonder").restore_best_weights(true));
        case.compare("ends", &[history.epochs() as f64, bias]);
    }
}

fn reducing(name: [&'static str; 4], callback: &ReduceLROnPlateau) {
    for name in name {
        let case = Case::open(FILE, name);
        let (history, _) = run(&case, callback.clone().monitor("wonder"));
        case.compare("rates", &history["learning_rate"]);
    }
}

macro_rules! courses {
    ($($check:ident $name:ident: $callback:expr;)*) => {$(
        #[test]
        fn $name() {
            let names = [
                concat!(stringify!($name), "_0"),
                concat!(stringify!($name), "_1"),
                concat!(stringify!($name), "_2"),
                concat!(stringify!($name), "_3"),
            ];
            $check(names, &$callback);
        }
    )*};
}

courses! {
    stopping stop: EarlyStopping::new().mode(Mode::Min);
    stopping stop_patience: EarlyStopping::new().mode(Mode::Min).patience(3);
    stopping stop_delta: EarlyStopping::new().mode(Mode::Min).patience(2).min_delta(-0.25);
    stopping stop_max: EarlyStopping::new().mode(Mode::Max).patience(2);
    stopping stop_baseline: EarlyStopping::new().mode(Mode::Min).patience(3).baseline(0.25);
    stopping stop_late: EarlyStopping::new().mode(Mode::Min).patience(1).start_from_epoch(4);
    stopping stop_all:
        EarlyStopping::new().mode(Mode::Max).patience(2).min_delta(0.125).baseline(0.5).start_from_epoch(2);
    reducing reduce: ReduceLROnPlateau::new().mode(Mode::Min).patience(1);
    reducing reduce_patience: ReduceLROnPlateau::new().mode(Mode::Min).patience(3).factor(0.5);
    reducing reduce_delta: ReduceLROnPlateau::new().mode(Mode::Min).patience(2).min_delta(0.25).factor(0.25);
    reducing reduce_cooldown: ReduceLROnPlateau::new().mode(Mode::Min).patience(1).cooldown(2).factor(0.5);
    reducing reduce_bound: ReduceLROnPlateau::new().mode(Mode::Max).patience(1).min_lr(0.03).factor(0.5);
}
