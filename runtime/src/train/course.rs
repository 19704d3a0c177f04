//! One run of a trainer: what is kept of it while it goes on, and how callbacks are told.

use crate::error::Result;
use crate::metrics::Metrics;
use crate::model::{Model, Trainable};
use crate::optim::{Rule, Step};
use crate::scalar::Scalar;
use crate::train::callbacks::{Callbacks, End, Event, Training, Values};
use crate::train::checkpoint::Fact;
use crate::train::{History, Trainer};

/// How far a run is.
#[derive(Debug)]
pub(super) struct Course {
    pub(super) history: History,
    /// Epochs that were done before this run.
    pub(super) first_epoch: u64,
    /// The number of the last epoch of this run.
    pub(super) last_epoch: u64,
    /// Whether it goes on from a checkpoint.
    pub(super) resumed: bool,
    /// The keys of the history, known before there is one.
    pub(super) keys: Vec<String>,
    pub(super) place: Place,
    /// Why it ends before its last epoch.
    pub(super) end: Option<End>,
    /// What a checkpoint of it must have in common with it; nothing where no checkpoint is read or written.
    pub(super) facts: Vec<Fact>,
    /// The number of steps of the last checkpoint.
    pub(super) kept: Option<u64>,
}

/// A place in an epoch.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Place {
    /// Steps taken.
    pub(super) step: u64,
    /// Samples trained on.
    pub(super) samples: usize,
    /// The sum of their losses.
    pub(super) total: f64,
}

impl Place {
    /// The mean loss so far.
    pub(super) fn loss(&self) -> f64 {
        self.total / self.samples as f64
    }
}

impl Course {
    /// Puts it to a place of a run of so many epochs that began after `first_epoch` epochs.
    pub(super) fn go_on(&mut self, first_epoch: u64, place: Place, epochs: u64) {
        (self.resumed, self.first_epoch, self.place) = (true, first_epoch, place);
        self.last_epoch = first_epoch.saturating_add(epochs);
    }
}

impl<R: Rule, L, Ms, V, T: Scalar, Cs> Trainer<R, L, Ms, V, T, Cs> {
    /// A run that begins.
    pub(super) fn course<M, Y>(&self, validated: Validated) -> Course
    where
        M: Model,
        Ms: Metrics<M::Head, M::Output, Y>,
    {
        let mut keys = vec!["loss".to_owned()];
        self.metrics.report(&mut |name, _| keys.push(name.to_owned()));
        if validated == Validated::Yes {
            let of_validation: Vec<_> = keys.iter().map(|key| format!("val_{key}")).collect();
            keys.extend(of_validation);
        }
        Course {
            history: History::default(),
            first_epoch: self.state.epochs_done,
            last_epoch: self.state.epochs_done.saturating_add(self.settings.plan.epochs),
            resumed: false,
            keys,
            place: Place::default(),
            end: None,
            facts: Vec::new(),
            kept: None,
        }
    }

    /// Tells the callbacks what happened.
    pub(super) fn tell<M, Y>(&mut self, event: Event, model: &mut M, course: &mut Course) -> Result<()>
    where
        M: Trainable<Scalar = T>,
        Ms: Metrics<M::Head, M::Output, Y>,
        Cs: Callbacks<M>,
    {
        let Self { rule, metrics, callbacks, state, .. } = self;
        let Course { history, last_epoch, resumed, keys, place, end, .. } = course;
        let next = Step::new(state.steps_done + 1);
        let running = |to: &mut dyn FnMut(&str, f64)| {
            to("loss", place.loss());
            metrics.report(&mut |name, value| to(name, value));
        };
        let under_way = matches!(event, Event::EpochBegin | Event::TrainBatchEnd);
        let mut training = Training {
            epoch: state.epochs_done + u64::from(under_way),
            last_epoch: *last_epoch,
            step: place.step,
            steps: state.steps_done,
            resumed: *resumed,
            keys,
            values: if event == Event::TrainBatchEnd { Values::Running(&running) } else { Values::OfEpoch },
            history,
            rate: &|| rule.rate(next),
            rate_factor: &mut state.rate_factor,
            end,
        };
        callbacks.on(event, model, &mut training)
    }
}

/// Whether a run has data to validate on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Validated {
    Yes,
    No,
}
