//! A run that ends after every single step goes on to the same bits, whatever it is made of: each optimizer, with all that
//! optimizers can do besides their rules; sums of gradients that are not complete; states amid their sequences.

use std::path::{Path, PathBuf};
use std::{env, fs, process};

use chainrule::data::Dataset;
use chainrule::loss::MeanSquaredError;
use chainrule::metrics::MeanAbsoluteError;
use chainrule::optim::{Adadelta, Adagrad, Adam, AdamW, Adamax, Lion, Nadam, RMSprop, Rule, SGD};
use chainrule::random::Draws;
use chainrule::schedule::CosineDecay;
use chainrule::train::callbacks::{Callback, Training};
use chainrule::train::{Checkpoints, History, Trainer};
use chainrule::{Error, Model, Result, model};

model! {
    Small: Input(4) -> Dense(5, tanh) -> BatchNormalization -> Dropout(0.2) -> Dense(1);
    Going: Input(2, 2) -> LSTM(3, stateful = true, dropout = 0.1) -> Dense(1)
}

/// Samples of a batch: an epoch is six steps.
const BATCH: usize = 4;
/// Steps of a run: two epochs.
const STEPS: u64 = 12;

/// How a run ends before its time.
#[derive(Clone, Copy, Debug, PartialEq)]
enum End {
    /// As by Ctrl-C: with a checkpoint of this very step.
    Pause,
    /// By an error: the last checkpoint is that of the step before.
    Crash,
}

/// Ends a run in this step.
struct Stop(u64, End);

impl<M: Model> Callback<M> for Stop {
    fn on_train_batch_end(&mut self, _model: &mut M, training: &mut Training<'_>) -> Result<()> {
        if training.steps() != self.0 {
            return Ok(());
        }
        match self.1 {
            End::Pause => training.pause("on purpose"),
            End::Crash => return Err(Error::Callback("the power is off".into())),
        }
        Ok(())
    }
}

/// The bits of weights and history.
type Bits = (Vec<u32>, Vec<(String, Vec<u64>)>);

/// What a run leaves that came to its end, or was paused.
struct Left {
    bits: Bits,
    stopped: bool,
    resumed_from: Option<PathBuf>,
}

impl Left {
    fn of(net: &impl Model<Scalar = f32>, history: &History) -> Self {
        let weights = net.parameters().iter().map(|weight| weight.to_bits()).collect();
        let series = |key: &str| (key.to_owned(), history[key].iter().map(|value| value.to_bits()).collect());
        let bits = (weights, history.keys().map(series).collect());
        Self { bits, stopped: history.stopped().is_some(), resumed_from: history.resumed_from().map(Path::to_owned) }
    }
}

/// A run, by a trainer and a model that know nothing of those before: in a folder with checkpoints, or without any.
type Run<'a> = dyn Fn(Option<&Path>, Stop) -> Result<Left> + 'a;

/// The trainer of all runs.
fn teacher<R>(rule: R, folder: Option<&Path>, stop: Stop) -> Teacher<R> {
    let every = match stop.1 {
        End::Crash => 1,
        End::Pause => 0,
    };
    let trainer = Trainer::new(rule, MeanSquaredError::new()).metrics(MeanAbsoluteError::new()).callback(stop);
    let trainer = trainer.batch_size(BATCH).epochs(STEPS / 6).seed(3).quiet();
    match folder {
        Some(folder) => {
            trainer.checkpoints(Checkpoints::new(folder).every_steps(every).keep(2)).resume_or_begin(folder)
        }
        None => trainer,
    }
}

type Teacher<R> = Trainer<R, MeanSquaredError, MeanAbsoluteError, (), f32, ((), Stop)>;

/// The seed of a model: what goes on from a checkpoint begins with other weights.
fn seed(folder: Option<&Path>) -> u64 {
    let holds_something = |folder: &Path| fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some());
    if folder.is_some_and(holds_something) { 2 } else { 1 }
}

fn small<R: Rule>(rule: R, folder: Option<&Path>, stop: Stop) -> Result<Left> {
    let inputs: Vec<[f32; 4]> = (0..22).map(|row| Draws::new(7).stream(row).uniforms(0)).collect();
    let labels = inputs.iter().map(|[a, b, c, d]| [a * b - c * d]).collect();
    let mut net = Small::seeded(seed(folder));
    let history = teacher(rule, folder, stop).fit(&mut net, &Dataset::from_arrays(inputs, labels)?)?;
    Ok(Left::of(&net, &history))
}

fn going<R: Rule>(rule: R, folder: Option<&Path>, stop: Stop) -> Result<Left> {
    let rows = (0..24).map(|row| Draws::new(7).stream(row).uniforms(0));
    let inputs: Vec<[[f32; 2]; 2]> = rows.map(|[a, b, c, d]: [f32; 4]| [[a, b], [c, d]]).collect();
    let labels = inputs.iter().map(|[a, b]| [a[0] - b[1]]).collect();
    let mut net = Going::seeded(seed(folder));
    let history = teacher(rule, folder, stop).shuffle(false).fit(&mut net, &Dataset::from_arrays(inputs, labels)?)?;
    Ok(Left::of(&net, &history))
}

/// Panics unless a run that ends in each of its steps, and is resumed each time, comes to the same weights and history as
/// one that is never interrupted and writes no checkpoint; gives those.
fn ends_alike(name: &str, run: &Run<'_>) -> Bits {
    let whole = run(None, Stop(u64::MAX, End::Pause)).unwrap_or_else(|error| panic!("{name}: {error}"));
    assert!(!whole.stopped && whole.resumed_from.is_none(), "{name}");
    for end in [End::Pause, End::Crash] {
        let place = Place::new(&format!("{name}-{end:?}"));
        for step in 1..=STEPS {
            match run(Some(&place.0), Stop(step, end)) {
                Ok(left) => assert!(end == End::Pause && left.stopped, "{name}: {end:?} in step {step}"),
                Err(Error::Callback(_)) => assert_eq!(end, End::Crash, "{name}: step {step}"),
                Err(error) => panic!("{name}: {end:?} in step {step}: {error}"),
            }
        }
        let left = run(Some(&place.0), Stop(u64::MAX, end)).unwrap_or_else(|error| panic!("{name}: {error}"));
        let last = if end == End::Pause { STEPS } else { STEPS - 1 };
        let from = left.resumed_from.unwrap_or_default();
        assert!(from.ends_with(format!("checkpoint-{last:012}.safetensors")), "{name}: {end:?}, {}", from.display());
        assert_eq!(left.bits, whole.bits, "{name}: {end:?} in every step");
    }
    whole.bits
}

/// A test for each optimizer, alone and with each of what all optimizers can do.
macro_rules! resumes {
    ($($test:ident: $rule:expr;)*) => {$(
        #[test]
        fn $test() {
            let rule = $rule;
            let averaged = rule.use_ema(true).ema_momentum(0.8);
            let rules = [
                ("alone", rule),
                ("weight_decay", rule.weight_decay(0.1)),
                ("clipvalue", rule.clipvalue(0.01)),
                ("clipnorm", rule.clipnorm(0.05)),
                ("global_clipnorm", rule.global_clipnorm(0.05)),
                // Neither an epoch nor the run is a multiple of 5 steps.
                ("accumulation", rule.gradient_accumulation_steps(5)),
                ("averages", averaged),
                ("overwriting", averaged.ema_overwrite_frequency(4)),
                ("all", averaged.clipnorm(0.05).weight_decay(0.1).gradient_accumulation_steps(5)),
            ];
            let mut seen: Vec<Bits> = Vec::new();
            for (with, rule) in rules {
                let name = concat!(stringify!($test), "-");
                let bits = ends_alike(&format!("{name}{with}"), &|folder, stop| small(rule, folder, stop));
                assert!(!seen.contains(&bits), "{name}{with} does what another does");
                seen.push(bits);
                if ["alone", "all"].contains(&with) {
                    ends_alike(&format!("{name}{with}-stateful"), &|folder, stop| going(rule, folder, stop));
                }
            }
        }
    )*};
}

resumes! {
    sgd: SGD::new().learning_rate(CosineDecay::new(0.1, 20)).momentum(0.9).nesterov(true);
    rmsprop: RMSprop::new().learning_rate(0.01).momentum(0.5).centered(true);
    adagrad: Adagrad::new().learning_rate(0.05);
    adadelta: Adadelta::new().learning_rate(1.0);
    adam: Adam::new().learning_rate(0.02).amsgrad();
    adamw: AdamW::new().learning_rate(0.02);
    nadam: Nadam::new().learning_rate(0.02);
    adamax: Adamax::new().learning_rate(0.02);
    lion: Lion::new().learning_rate(0.01);
}

/// A folder that goes with the test.
struct Place(PathBuf);

impl Place {
    fn new(name: &str) -> Self {
        let folder = env::temp_dir().join(format!("chainrule-resume-{name}-{}", process::id()));
        let _ = fs::remove_dir_all(&folder);
        Self(folder)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
