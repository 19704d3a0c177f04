//! The trainer: how a model is to be trained, and what training leaves behind for the next run.

use std::path::PathBuf;

use crate::cost;
use crate::data::Dataset;
use crate::error::{Error, Result};
use crate::loss::ClassWeighted;
use crate::random;
use crate::report::Verbosity;
use crate::threads;
use crate::train::Checkpoints;
use crate::train::checkpoint::{Otherwise, Resume};
use crate::train::pace::Pace;

/// Trains models: an optimizer, a loss, and how to go through the data.
///
/// Defaults are Keras': 1 epoch, batches of 32, shuffled, no validation. Without a seed each trainer shuffles and drops
/// out differently. A second [`fit`](Trainer::fit) goes on where the first ended: with the state of the optimizer, its
/// step count, and the numbers of the epochs.
///
/// ```
/// use chainrule::data::Dataset;
/// use chainrule::loss::BinaryCrossentropy;
/// use chainrule::metrics::BinaryAccuracy;
/// use chainrule::optim::Adam;
/// use chainrule::train::Trainer;
///
/// chainrule::model! { Xor: Input(2) -> Dense(8, tanh) -> Dense(1, sigmoid) }
///
/// # fn main() -> chainrule::Result<()> {
/// let inputs = vec![[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]];
/// let data = Dataset::from_arrays(inputs, vec![[0.0], [1.0], [1.0], [0.0]])?;
/// let mut net = Xor::seeded(1);
/// let mut trainer = Trainer::new(Adam::new().learning_rate(0.05), BinaryCrossentropy::new())
///     .metrics(BinaryAccuracy::new())
///     .epochs(200)
///     .seed(1)
///     .quiet();
/// let history = trainer.fit(&mut net, &data)?;
/// assert!(history["loss"][199] < history["loss"][0]);
/// assert_eq!(trainer.evaluate(&net, &data)?["binary_accuracy"], 1.0);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Trainer<R, L, Ms = (), V = (), T = f32, Cs = ()> {
    pub(super) rule: R,
    pub(super) loss: L,
    pub(super) metrics: Ms,
    pub(super) validation: V,
    pub(super) callbacks: Cs,
    pub(super) settings: Settings,
    pub(super) state: State<T>,
}

/// What a trainer was told, as far as it needs no type of its own.
#[derive(Clone, Debug)]
pub(super) struct Settings {
    pub(super) plan: Plan,
    /// What was told about some layers, in that order.
    pub(super) paces: Vec<Pace>,
    pub(super) checkpoints: Option<Checkpoints>,
    /// Where the next run goes on from.
    pub(super) resume: Option<Resume>,
}

/// What training leaves behind for the next run: together with a model, all that a run goes on from.
#[derive(Clone, Debug)]
pub(super) struct State<T> {
    /// What the optimizer remembers, `slots()` values for each parameter, from the first step on.
    pub(super) slots: Vec<T>,
    /// Parameters of the model that the slots belong to.
    pub(super) params: usize,
    pub(super) steps_done: u64,
    pub(super) epochs_done: u64,
    /// What callbacks have multiplied the learning rate by.
    pub(super) rate_factor: f64,
    /// What stateful layers start the next step of the epoch from, [`CARRIED`](crate::Model::CARRIED) values for each
    /// sample of a batch.
    pub(super) carried: Vec<T>,
}

/// How to go through the data.
#[derive(Clone, Copy, Debug)]
pub(super) struct Plan {
    pub(super) epochs: u64,
    pub(super) batch_size: usize,
    pub(super) threads: Option<usize>,
    pub(super) seed: Seed,
    pub(super) shuffle: bool,
    pub(super) validation_split: Option<f64>,
    pub(super) verbosity: Verbosity,
}

/// What shuffling and dropout follow from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Seed {
    Given(u64),
    /// From the operating system: a run that is resumed has that of its checkpoint.
    Drawn(u64),
}

impl Seed {
    pub(super) fn get(self) -> u64 {
        match self {
            Self::Given(seed) | Self::Drawn(seed) => seed,
        }
    }
}

impl<R, L, T> Trainer<R, L, (), (), T> {
    /// An optimizer's rule and a loss, the rest by default.
    pub fn new(optimizer: R, loss: L) -> Self {
        let plan = Plan {
            epochs: 1,
            batch_size: 32,
            threads: None,
            seed: Seed::Drawn(random::entropy()),
            shuffle: true,
            validation_split: None,
            verbosity: Verbosity::default(),
        };
        let settings = Settings { plan, paces: Vec::new(), checkpoints: None, resume: None };
        let (slots, carried) = (Vec::new(), Vec::new());
        let state = State { slots, params: 0, steps_done: 0, epochs_done: 0, rate_factor: 1.0, carried };
        Self { rule: optimizer, loss, metrics: (), validation: (), callbacks: (), settings, state }
    }
}

impl<R, L, Ms, V, T, Cs> Trainer<R, L, Ms, V, T, Cs> {
    /// What is measured beside the loss: a metric, or a tuple of them.
    pub fn metrics<New>(self, metrics: New) -> Trainer<R, L, New, V, T, Cs> {
        let Self { rule, loss, metrics: _, validation, callbacks, settings, state } = self;
        Trainer { rule, loss, metrics, validation, callbacks, settings, state }
    }

    /// Data to evaluate after each epoch, as `val_loss` and so on. They are preferred to a `validation_split`.
    pub fn validation<X, Y>(self, data: &Dataset<X, Y>) -> Trainer<R, L, Ms, &Dataset<X, Y>, T, Cs> {
        let Self { rule, loss, metrics, validation: _, callbacks, settings, state } = self;
        Trainer { rule, loss, metrics, validation: data, callbacks, settings, state }
    }

    /// One more who is told what happens while training, after those given before: see
    /// [`callbacks`](crate::train::callbacks).
    #[doc(alias = "callbacks")]
    pub fn callback<C>(self, callback: C) -> Trainer<R, L, Ms, V, T, (Cs, C)> {
        let Self { rule, loss, metrics, validation, callbacks, settings, state } = self;
        Trainer { rule, loss, metrics, validation, callbacks: (callbacks, callback), settings, state }
    }

    /// Writes checkpoints while training: see [`Checkpoints`]. A folder that holds checkpoints which go further than the run
    /// is refused.
    pub fn checkpoints(mut self, checkpoints: Checkpoints) -> Self {
        self.settings.checkpoints = Some(checkpoints);
        self
    }

    /// The next [`fit`](Trainer::fit) goes on from a checkpoint: this file, or the newest one of this folder. If that is
    /// damaged, the next older one is taken, and [`History::damaged`] says so.
    ///
    /// Weights and history become the same bits as those of a run that was never interrupted, with the same or another
    /// number of threads: the run ends after as many epochs as it was to have from its beginning. A checkpoint of another
    /// model, optimizer, loss, batch size or seed, or of another number of samples is refused, with all that differs.
    /// Hyper-parameters are the program's own. Without a [seed](Self::seed), the checkpoint's is taken.
    ///
    /// [`History::damaged`]: crate::train::History::damaged
    pub fn resume(mut self, path: impl Into<PathBuf>) -> Self {
        self.settings.resume = Some(Resume { path: path.into(), otherwise: Otherwise::Fail });
        self
    }

    /// As [`resume`](Self::resume); if the folder holds no checkpoint, the run begins. A program with this line is simply
    /// started again after a crash.
    pub fn resume_or_begin(mut self, folder: impl Into<PathBuf>) -> Self {
        self.settings.resume = Some(Resume { path: folder.into(), otherwise: Otherwise::Begin });
        self
    }

    /// A weight for each class, in order: the losses of a sample are multiplied by that of its class in training, not in
    /// evaluation, as in Keras. For models whose output is one row of classes, `[f32; CLASSES]`, and two weights for
    /// `[f32; 1]`; the loss may be any that takes such labels. Data that have [weights](Dataset::with_weights) of their own
    /// are refused: multiply these.
    ///
    /// ```
    /// use chainrule::data::Dataset;
    /// use chainrule::loss::SparseCategoricalCrossentropy;
    /// use chainrule::optim::Adam;
    /// use chainrule::train::Trainer;
    ///
    /// chainrule::model! { Net: Input(2) -> Dense(8, relu) -> Dense(3, softmax) }
    ///
    /// let data = Dataset::from_arrays(vec![[0.0, 0.1], [1.0, 0.2], [2.0, 0.3]], vec![0_u8, 1, 2])?;
    /// // The last class is rare, or more dear to us.
    /// let mut trainer = Trainer::new(Adam::new(), SparseCategoricalCrossentropy::new()).class_weight([1.0, 1.0, 5.0]).quiet();
    /// trainer.fit(&mut Net::seeded(1), &data)?;
    /// # Ok::<(), chainrule::Error>(())
    /// ```
    pub fn class_weight<const CLASSES: usize>(
        self,
        weights: [f64; CLASSES],
    ) -> Trainer<R, ClassWeighted<L, CLASSES>, Ms, V, T, Cs> {
        let Self { rule, loss, metrics, validation, callbacks, settings, state } = self;
        let loss = ClassWeighted::new(loss, weights);
        Trainer { rule, loss, metrics, validation, callbacks, settings, state }
    }

    /// Keeps the last `fraction` of the data from training, taken before shuffling, and evaluates it after each epoch.
    pub fn validation_split(mut self, fraction: f64) -> Self {
        self.settings.plan.validation_split = Some(fraction);
        self
    }

    /// How often each [`fit`](Trainer::fit) goes through the data. Default: 1.
    pub fn epochs(mut self, epochs: u64) -> Self {
        self.settings.plan.epochs = epochs;
        self
    }

    /// Samples of a step. Default: 32. The last batch of an epoch is smaller if the data do not divide.
    pub fn batch_size(mut self, batch_size: usize) -> Self {
        self.settings.plan.batch_size = batch_size;
        self
    }

    /// At most so many threads. Default: all cores, if the work of a step pays for them; the results are the same bits for
    /// every number. 0 counts as 1. An epoch that begins while another computation of the process has the threads uses one.
    pub fn threads(mut self, threads: usize) -> Self {
        self.settings.plan.threads = Some(threads);
        self
    }

    /// Keeps the weights of a layer as they are, its moving statistics too. The name of a model in the model covers all its
    /// layers: `encoder1` covers `encoder1.dense1`. Of several names that cover a layer, the last one counts, be it from
    /// here or from [`learning_rate_of`](Self::learning_rate_of); that a name covers none, [`fit`](Trainer::fit) says.
    ///
    /// What a layer computes stays the same: dropout drops, a normalization uses the batch. Inference mode, as Keras has it
    /// for a frozen normalization, is `trainable = false` in the model.
    ///
    /// ```
    /// use chainrule::data::Dataset;
    /// use chainrule::loss::MeanSquaredError;
    /// use chainrule::optim::Adam;
    /// use chainrule::train::Trainer;
    ///
    /// chainrule::model! { Net: Input(1) -> Dense(4, tanh) as features -> Dense(1) }
    ///
    /// let data = Dataset::from_arrays(vec![[0.0], [0.5], [1.0]], vec![[1.0], [2.0], [1.0]])?;
    /// let mut net = Net::seeded(1);
    /// let start = net.clone();
    /// let mut trainer = Trainer::new(Adam::new(), MeanSquaredError::new()).freeze("features").quiet();
    /// trainer.fit(&mut net, &data)?;
    /// assert_eq!(net.features().kernel(), start.features().kernel());
    ///
    /// // Then all of it, what was frozen more carefully.
    /// let mut trainer = trainer.learning_rate_of("features", 0.1);
    /// trainer.fit(&mut net, &data)?;
    /// assert_ne!(net.features().kernel(), start.features().kernel());
    /// # Ok::<(), chainrule::Error>(())
    /// ```
    pub fn freeze(mut self, layers: impl Into<String>) -> Self {
        self.settings.paces.push(Pace { name: layers.into(), factor: None });
        self
    }

    /// Multiplies the learning rate of a layer, or of all layers of a model in the model, by a factor above 0, and the decay
    /// of the weights if the optimizer has one. Names are as in [`freeze`](Self::freeze).
    pub fn learning_rate_of(mut self, layers: impl Into<String>, factor: f64) -> Self {
        self.settings.paces.push(Pace { name: layers.into(), factor: Some(factor) });
        self
    }

    /// What shuffling and dropout follow from. Default: entropy of the operating system.
    pub fn seed(mut self, seed: u64) -> Self {
        self.settings.plan.seed = Seed::Given(seed);
        self
    }

    /// Whether each epoch goes through the data in a new order. Default: yes.
    pub fn shuffle(mut self, shuffle: bool) -> Self {
        self.settings.plan.shuffle = shuffle;
        self
    }

    /// What is printed while training. Default: [`Verbosity::Bar`].
    pub fn verbose(mut self, verbosity: Verbosity) -> Self {
        self.settings.plan.verbosity = verbosity;
        self
    }

    /// Prints nothing.
    pub fn quiet(self) -> Self {
        self.verbose(Verbosity::Quiet)
    }

    /// The optimizer's rule.
    pub fn optimizer(&self) -> &R {
        &self.rule
    }

    /// The optimizer's rule, to be changed between two runs: a smaller learning rate, say.
    pub fn optimizer_mut(&mut self) -> &mut R {
        &mut self.rule
    }

    /// How many steps were trained, over all runs.
    pub fn steps(&self) -> u64 {
        self.state.steps_done
    }
}

impl Plan {
    pub(super) fn check(&self) -> Result<()> {
        crate::data::check_batch_size(self.batch_size)?;
        if self.epochs == 0 {
            return Err(Error::HyperParameter { name: "the number of epochs", expected: "at least 1", found: 0.0 });
        }
        Ok(())
    }

    /// How many threads are to share steps of so many multiply-adds a sample.
    pub(super) fn threads(&self, macs: u64, samples: usize) -> usize {
        cost::threads(macs, samples, self.threads.unwrap_or_else(threads::limit))
    }

    /// How many of the samples are trained on, the rest being for validation: Keras' `floor(n · (1 − split))`.
    pub(super) fn training_samples(&self, samples: usize) -> Result<usize> {
        let Some(fraction) = self.validation_split else {
            return Ok(samples);
        };
        crate::data::head_of_split(samples, 1.0 - fraction).ok_or(Error::HyperParameter {
            name: "the validation split",
            expected: "between 0 and 1, with at least one sample to train on and one to validate",
            found: fraction,
        })
    }
}
