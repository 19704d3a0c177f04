//! The loop: epochs, steps, and what is noted of them.

use crate::cost;
use crate::data::Dataset;
use crate::error::{Error, Result};
use crate::input::Input;
use crate::loss::{Labels, Loss};
use crate::methods;
use crate::metrics::Metrics;
use crate::model::{Buffers, Trainable};
use crate::optim::{self, Rule, Run};
use crate::random::Draws;
use crate::report::{Progress, listed};
use crate::scalar::Scalar;
use crate::threads;
use crate::train::batch::{Gather, Samples, Scratch};
use crate::train::evaluate::{check_names, masks_of};
use crate::train::finite::{self, Moment};
use crate::train::{History, Trainer, Validation, pace};

impl<R, L, Ms, V, T: Scalar> Trainer<R, L, Ms, V, T> {
    /// Trains a model: goes `epochs` times through the data, a step for each batch. The loss of a step is the mean over
    /// its samples plus the penalties of the regularizers; loss and metrics of an epoch are weighted by samples, and
    /// those of training come from the outputs that the steps computed, as in Keras.
    ///
    /// # Errors
    /// Before the first step: [`Error::Empty`], [`Error::HyperParameter`], [`Error::SameMetric`], a label that the loss does
    /// not take or an [index](Error::Index) out of range (with its row in the data), [`Error::NoSuchLayer`] for a name in `freeze` or `learning_rate_of`, a model
    /// with another number of parameters than the one trained before. On the way: [`Error::NonFinite`] if loss, gradient or
    /// next state of a step are NaN or infinite, [`Error::LearningRate`] if the schedule gives no rate for a step; the model
    /// stays as the step before left it.
    pub fn fit<M, Y>(&mut self, model: &mut M, data: &Dataset<M::Input, Y>) -> Result<History>
    where
        R: Rule,
        M: Trainable<Scalar = T>,
        Y: Copy + Send + Sync,
        L: Loss<M::Head, M::Output, Y>,
        Ms: Metrics<M::Head, M::Output, Y>,
        V: Validation<M::Input, Y>,
    {
        self.check::<M, Y>(data)?;
        let runs = pace::runs::<M>(&self.paces)?;
        optim::check::<R, T>(&self.rule, self.steps_done + 1, runs.iter().copied())?;
        let validation = self.validation;
        let given = validation.data().map(Samples::of);
        let (training, split) = match given {
            Some(_) => (Samples::of(data), None),
            None => self.split(data)?,
        };
        let validation = given.or(split);
        // Longer than before if momentum was switched on, which starts from rest.
        self.state.resize(self.rule.slots() * M::PARAMS, T::ZERO);
        self.params = M::PARAMS;

        let mut buffers = EpochBuffers::new::<M>(training.len(), self.plan.batch_size, runs);
        let mut progress = Progress::new(self.plan.verbosity, self.epochs_done + self.plan.epochs);
        let threads = self.plan.threads(cost::STEP * M::MACS, buffers.batch_size);
        let mut history = History::default();
        for _ in 0..self.plan.epochs {
            progress.begin_epoch(self.epochs_done + 1, training.len());
            let (parameters, buffers, progress) = (model.parameters_mut(), &mut buffers, &mut progress);
            let loss = threads::with(threads, || self.epoch::<M, Y>(parameters, &training, buffers, progress))?;
            history.push("loss", loss);
            self.metrics.report(&mut |name, value| history.push(name, value));
            if let Some(validation) = &validation {
                let found = self.measure::<M, Y>(model.parameters(), validation)?;
                history.push("val_loss", found.loss);
                found.metrics.iter().for_each(|(name, value)| history.push(&format!("val_{name}"), *value));
            }
            self.epochs_done += 1;
            history.end_epoch(progress.end_epoch(history.last()));
        }
        Ok(history)
    }
}

impl<R: Rule, L, Ms, V: Send, T: Scalar> Trainer<R, L, Ms, V, T> {
    /// Once through the training data; returns the mean loss.
    fn epoch<M, Y>(
        &mut self,
        parameters: &mut [T],
        training: &Samples<'_, M::Input, Y>,
        buffers: &mut EpochBuffers<T, Y>,
        progress: &mut Progress,
    ) -> Result<f64>
    where
        M: Trainable<Scalar = T>,
        Y: Copy + Send + Sync,
        L: Loss<M::Head, M::Output, Y>,
        Ms: Metrics<M::Head, M::Output, Y>,
    {
        let EpochBuffers { batch_size, gather, scratch, runs } = buffers;
        let samples = training.len();
        let mut moment = Moment { epoch: self.epochs_done + 1, step: 0 };
        let (mut total, mut done) = (0.0, 0);
        self.metrics.reset();
        if self.plan.shuffle {
            gather.shuffle(self.plan.seed, self.epochs_done);
        }
        while done < samples {
            let end = (done + *batch_size).min(samples);
            moment.step += 1;
            let (inputs, labels) = if self.plan.shuffle {
                gather.batch(training, done, end)
            } else {
                gather.in_order(training, done, end)
            };
            total += self.step::<M, Y>(parameters, inputs, labels, scratch, runs, moment)? * (end - done) as f64;
            let (outputs, masks) =
                (&scratch.outputs[..M::OUTPUT_LEN * (end - done)], masks_of::<M>(&scratch.masks, end - done));
            self.metrics.update(outputs, Labels::of(labels).masked(&masks));
            done = end;
            progress.step(done, || {
                let mut values = vec![("loss", total / done as f64)];
                self.metrics.report(&mut |name, value| values.push((name, value)));
                listed(values.into_iter())
            });
        }
        Ok(total / samples as f64)
    }

    /// One step: gradient, check, update. Returns the loss.
    fn step<M, Y>(
        &mut self,
        parameters: &mut [T],
        inputs: &[T],
        labels: &[Y],
        scratch: &mut Scratch<T>,
        runs: &[Run],
        moment: Moment,
    ) -> Result<f64>
    where
        M: Trainable<Scalar = T>,
        L: Loss<M::Head, M::Output, Y>,
    {
        let Scratch { outputs, masks, gradient, workspace } = scratch;
        let (outputs, masks) = (&mut outputs[..M::OUTPUT_LEN * labels.len()], &mut masks[..M::MASK_LEN * labels.len()]);
        let buffers = Buffers { outputs, masks, gradient: &mut *gradient, input_gradient: None, workspace };
        let draws = Draws { seed: self.plan.seed, step: self.steps_done };
        let outcome = methods::step::<M, Y, L>(parameters, inputs, labels, &self.loss, draws, buffers)?;
        let loss = finite::check::<M>(outcome, gradient, moment)?;
        let runs = runs.iter().copied();
        optim::check::<R, T>(&self.rule, self.steps_done + 1, runs.clone())?;
        self.steps_done += 1;
        let state = &mut self.state[..self.rule.slots() * M::PARAMS];
        optim::update(&self.rule, parameters, gradient, state, self.steps_done, runs);
        Ok(loss)
    }

    fn check<M, Y>(&self, data: &Dataset<M::Input, Y>) -> Result<()>
    where
        M: Trainable<Scalar = T>,
        L: Loss<M::Head, M::Output, Y>,
        Ms: Metrics<M::Head, M::Output, Y>,
        V: Validation<M::Input, Y>,
    {
        self.plan.check()?;
        check_names::<M, Y, Ms>(&self.metrics)?;
        if data.is_empty() {
            return Err(Error::Empty { what: "the training data" });
        }
        M::Input::check(data.inputs(), M::INDICES)?;
        self.loss.check(Labels::of(data.labels()))?;
        if let Some(validation) = self.validation.data() {
            if validation.is_empty() {
                return Err(Error::Empty { what: "the validation data" });
            }
            M::Input::check(validation.inputs(), M::INDICES)?;
            self.loss.check(Labels::of(validation.labels()))?;
        }
        if self.steps_done > 0 && !self.state.is_empty() && self.params != M::PARAMS {
            let what = "the model, to go on with the optimizer's state of the run before,";
            return Err(Error::Length { what, expected: self.params, found: M::PARAMS });
        }
        Ok(())
    }

    /// Training and validation data as `validation_split` says.
    #[expect(clippy::type_complexity, reason = "a pair of two samples, spelled once")]
    fn split<'a, X, Y>(&self, data: &'a Dataset<X, Y>) -> Result<(Samples<'a, X, Y>, Option<Samples<'a, X, Y>>)> {
        let head = self.plan.training_samples(data.len())?;
        let (training, rest) = Samples::of(data).split_at(head);
        Ok((training, (rest.len() > 0).then_some(rest)))
    }
}

/// What an epoch computes on.
#[derive(Debug)]
struct EpochBuffers<T, Y> {
    /// No larger than the training data.
    batch_size: usize,
    gather: Gather<T, Y>,
    scratch: Scratch<T>,
    runs: Vec<Run>,
}

impl<T: Scalar, Y: Copy> EpochBuffers<T, Y> {
    fn new<M: Trainable<Scalar = T>>(samples: usize, batch_size: usize, runs: Vec<Run>) -> Self {
        let batch_size = batch_size.min(samples);
        Self {
            batch_size,
            gather: Gather::new::<M::Input>(samples, batch_size),
            scratch: Scratch::new::<M>(batch_size),
            runs,
        }
    }
}

#[cfg(test)]
mod tests;
