//! The loop: epochs, steps, and what is noted of them.

use crate::cost;
use crate::data::Dataset;
use crate::error::{Error, Result};
use crate::input::Input;
use crate::loss::{Labels, Loss, Weighing};
use crate::methods;
use crate::metrics::Metrics;
use crate::model::{Buffers, Model, Trainable};
use crate::optim::{self, Rule, Run};
use crate::random::Draws;
use crate::report::{Progress, listed};
use crate::scalar::Scalar;
use crate::threads;
use crate::train::batch::{Batch, Gather, Samples, Scratch};
use crate::train::callbacks::{Callbacks, Event};
use crate::train::course::{Course, Place, Validated};
use crate::train::evaluate::{check_names, masks_of};
use crate::train::finite::{self, Moment};
use crate::train::trainer::State;
use crate::train::{Checkpoints, History, Trainer, Validation, pace, stateful};

impl<R, L, Ms, V, T: Scalar, Cs> Trainer<R, L, Ms, V, T, Cs> {
    /// Trains a model: goes `epochs` times through the data, a step for each batch. The loss of a step is the mean over
    /// its samples plus the penalties of the regularizers; loss and metrics of an epoch are weighted by samples, and
    /// those of training come from the outputs that the steps computed, as in Keras.
    ///
    /// With stateful layers a sample of a batch goes on where the sample in its place in the batch before ended: they need
    /// [`shuffle(false)`](Self::shuffle) and batches of one size. Each epoch begins at rest, as a program of Keras has it by
    /// `reset_states`.
    ///
    /// # Errors
    /// Before the first step: [`Error::Empty`], [`Error::HyperParameter`], [`Error::SameMetric`], [`Error::Shuffled`] or [`Error::PartialBatch`] if a layer is stateful, a label that the loss does
    /// not take or an [index](Error::Index) out of range (with its row in the data), [`Error::NoSuchLayer`] for a name in `freeze` or `learning_rate_of`, a model
    /// with another number of parameters than the one trained before, [`Error::TwoWeights`]. On the way: [`Error::NonFinite`] if loss, gradient or
    /// next state of a step are NaN or infinite, [`Error::LearningRate`] if the schedule gives no rate for a step; the model
    /// stays as the step before left it; what [callbacks](crate::train::callbacks) fail with; [`Error::File`] if a checkpoint
    /// cannot be written. If the run is to be [resumed](Trainer::resume): [`Error::NoCheckpoint`], [`Error::Checkpoint`],
    /// [`Error::Content`]; with [checkpoints](Trainer::checkpoints), [`Error::Occupied`], and [`Error::NoSuchKey`] or
    /// [`Error::Direction`] if the [best](crate::train::Checkpoints::best) cannot be told.
    pub fn fit<M, Y>(&mut self, model: &mut M, data: &Dataset<M::Input, Y>) -> Result<History>
    where
        R: Rule,
        M: Trainable<Scalar = T> + Send,
        Y: Copy + Send + Sync,
        L: Loss<M::Head, M::Output, Y>,
        Ms: Metrics<M::Head, M::Output, Y>,
        V: Validation<M::Input, Y>,
        Cs: Callbacks<M>,
    {
        self.check::<M, Y>(data)?;
        let runs = pace::runs::<M>(self.rule.options(), &self.settings.paces)?;
        optim::check::<R, T>(&self.rule, self.state.steps_done + 1, scaled(&runs, self.state.rate_factor))?;
        let validation = self.validation;
        let given = validation.data().map(Samples::of);
        let (training, split) = match given {
            Some(_) => (Samples::of(data), None),
            None => self.split(data)?,
        };
        let validation = given.or(split);
        self.check_stateful::<M>(training.len(), validation.as_ref().map(Samples::len))?;
        // Longer than before if momentum was switched on, which starts from rest.
        self.state.slots.resize(optim::slots(&self.rule) * M::PARAMS, T::ZERO);
        optim::continue_averages(&self.rule, model.parameters(), &mut self.state.slots);
        self.state.params = M::PARAMS;

        let plan = self.settings.plan;
        let mut buffers = EpochBuffers::new::<M>(&training, plan.batch_size, runs);
        let mut course = self.course::<M, Y>(if validation.is_some() { Validated::Yes } else { Validated::No });
        let mut progress = Progress::new(plan.verbosity, course.last_epoch);
        let threads = plan.threads(cost::STEP * M::MACS, buffers.batch_size);
        if self.settings.checkpoints.is_some() || self.settings.resume.is_some() {
            course.facts = self.facts::<M, Y>(training.len(), validation.as_ref().map_or(0, Samples::len));
        }
        if let Some(best) = self.settings.checkpoints.as_ref().and_then(Checkpoints::monitor) {
            best.check(&course.keys)?;
        }
        let states = self.go_on::<M, Y>(model, &mut course, training.len())?;
        self.prepare_folder(&course)?;
        self.settings.resume = None;
        self.tell::<M, Y>(Event::TrainBegin, model, &mut course)?;
        if let Some(states) = states {
            states.restore(&mut self.callbacks);
        }
        progress.resume(&course.history);
        while course.end.is_none() && self.state.epochs_done < course.last_epoch {
            progress.begin_epoch(self.state.epochs_done + 1, training.len());
            let (within, buffers, bar) = (&mut course, &mut buffers, &mut progress);
            threads::with(threads, || self.epoch::<M, Y>(model, &training, buffers, within, bar))?;
            if course.place.samples < training.len() {
                self.keep_place::<M, Y>(model, &mut course)?;
                break;
            }
            self.end_epoch::<M, Y>(model, validation.as_ref(), &mut course, &mut progress)?;
        }
        optim::finalize(&self.rule, model.parameters_mut(), &self.state.slots, buffers.runs);
        self.tell::<M, Y>(Event::TrainEnd, model, &mut course)?;
        if let Some(end) = &course.end {
            course.history.stop(end.reason());
            progress.stop(end.reason());
        }
        Ok(course.history)
    }

    /// What follows the last step of an epoch.
    fn end_epoch<M, Y>(
        &mut self,
        model: &mut M,
        validation: Option<&Samples<'_, M::Input, Y>>,
        course: &mut Course,
        progress: &mut Progress,
    ) -> Result<()>
    where
        R: Rule,
        M: Trainable<Scalar = T>,
        Y: Sync,
        L: Loss<M::Head, M::Output, Y>,
        Ms: Metrics<M::Head, M::Output, Y>,
        Cs: Callbacks<M>,
    {
        let history = &mut course.history;
        history.push("loss", course.place.loss());
        self.metrics.report(&mut |name, value| history.push(name, value));
        if let Some(validation) = validation {
            let found = self.measure::<M, Y>(model.parameters(), validation)?;
            history.push("val_loss", found.loss);
            found.metrics.iter().for_each(|(name, value)| history.push(&format!("val_{name}"), *value));
        }
        course.place = Place::default();
        self.state.epochs_done += 1;
        history.end_epoch(progress.end_epoch(history.last()));
        self.tell::<M, Y>(Event::EpochEnd, model, course)?;
        self.keep_epoch::<M, Y>(model, course)
    }
}

impl<R: Rule, L, Ms, V: Send, T: Scalar, Cs> Trainer<R, L, Ms, V, T, Cs> {
    /// Once through the training data, from the place that the run is at, or up to where it is stopped.
    fn epoch<M, Y>(
        &mut self,
        model: &mut M,
        training: &Samples<'_, M::Input, Y>,
        buffers: &mut EpochBuffers<T, Y>,
        course: &mut Course,
        progress: &mut Progress,
    ) -> Result<()>
    where
        M: Trainable<Scalar = T>,
        Y: Copy + Send + Sync,
        L: Loss<M::Head, M::Output, Y>,
        Ms: Metrics<M::Head, M::Output, Y>,
        Cs: Callbacks<M>,
    {
        let EpochBuffers { batch_size, gather, scratch, runs } = buffers;
        let (samples, shuffle) = (training.len(), self.settings.plan.shuffle);
        if shuffle {
            gather.shuffle(self.settings.plan.seed.get(), self.state.epochs_done);
        }
        // A run that was resumed inside an epoch has begun it before.
        if course.place == Place::default() {
            self.metrics.reset();
            stateful::rest::<M>(&mut self.state.carried, *batch_size);
            self.tell::<M, Y>(Event::EpochBegin, model, course)?;
        }
        while course.place.samples < samples && course.end.is_none() {
            let (start, end) = (course.place.samples, (course.place.samples + *batch_size).min(samples));
            let weight = |label: &Y| self.loss.sample_weight(label);
            let batch = if shuffle {
                gather.batch(training, start, end, weight)
            } else {
                gather.in_order(training, start, end, weight)
            };
            let moment = Moment { epoch: self.state.epochs_done + 1, step: course.place.step + 1 };
            let loss = self.step::<M, Y>(model.parameters_mut(), &batch, scratch, runs, moment);
            let loss = match loss {
                Ok(loss) => loss,
                Err(error) if shuffle => return Err(error.of_batch(|row| gather.row(start + row))),
                Err(error) => return Err(error.of_batch(|row| start + row)),
            };
            let (outputs, masks) =
                (&scratch.outputs[..M::OUTPUT_LEN * (end - start)], masks_of::<M>(&scratch.masks, end - start));
            self.metrics.update(outputs, batch.labels(&masks));
            let total = course.place.total + loss * (end - start) as f64;
            course.place = Place { step: moment.step, samples: end, total };
            progress.step(end, || {
                let mut values = vec![("loss", course.place.loss())];
                self.metrics.report(&mut |name, value| values.push((name, value)));
                listed(values.into_iter())
            });
            self.tell::<M, Y>(Event::TrainBatchEnd, model, course)?;
            if end < samples {
                self.keep_step::<M, Y>(model, course)?;
            }
        }
        Ok(())
    }

    /// One step: gradient, check, update. Returns the loss.
    fn step<M, Y>(
        &mut self,
        parameters: &mut [T],
        batch: &Batch<'_, T, Y>,
        scratch: &mut Scratch<T>,
        runs: &[Run],
        moment: Moment,
    ) -> Result<f64>
    where
        M: Trainable<Scalar = T>,
        L: Loss<M::Head, M::Output, Y>,
    {
        let Scratch { outputs, masks, gradient, workspace } = scratch;
        let Batch { inputs, labels, weights } = *batch;
        let (outputs, masks) = (&mut outputs[..M::OUTPUT_LEN * labels.len()], &mut masks[..M::MASK_LEN * labels.len()]);
        let buffers =
            Buffers { outputs, masks, gradient: &mut *gradient, input_gradient: None, workspace: &mut *workspace };
        let Self { rule, loss, settings, state, .. } = self;
        let draws = Draws { seed: settings.plan.seed.get(), step: state.steps_done };
        let carried = &mut state.carried[..M::CARRIED * labels.len()];
        buffers.workspace[..carried.len()].copy_from_slice(carried);
        let loss = Weighing { loss, weights };
        let outcome = methods::step::<M, Y, _>(parameters, inputs, labels, &loss, draws, buffers)?;
        let loss = finite::check::<M>(outcome, parameters, inputs, gradient, moment)?;
        let factor = state.rate_factor;
        optim::check::<R, T>(rule, state.steps_done + 1, scaled(runs, factor))?;
        carried.copy_from_slice(&workspace[..carried.len()]);
        state.steps_done += 1;
        optim::update(rule, parameters, gradient, &mut state.slots, state.steps_done, || scaled(runs, factor));
        Ok(loss)
    }
}

/// Runs whose learning rates are multiplied by a factor.
fn scaled(runs: &[Run], factor: f64) -> impl Iterator<Item = Run> + Clone {
    runs.iter().map(move |run| run.scaled(factor))
}

impl<R, L, Ms, V, T: Scalar, Cs> Trainer<R, L, Ms, V, T, Cs> {
    /// Whether the batches can go on where those before ended, if layers of the model do.
    fn check_stateful<M: Model>(&self, training: usize, validation: Option<usize>) -> Result<()> {
        if M::CARRIED > 0 && self.settings.plan.shuffle {
            return Err(Error::Shuffled { model: M::NAME });
        }
        stateful::check::<M>("the training data", training, self.settings.plan.batch_size)?;
        validation.map_or(Ok(()), |samples| {
            stateful::check::<M>("the validation data", samples, self.settings.plan.batch_size)
        })
    }

    fn check<M, Y>(&self, data: &Dataset<M::Input, Y>) -> Result<()>
    where
        M: Trainable<Scalar = T>,
        L: Loss<M::Head, M::Output, Y>,
        Ms: Metrics<M::Head, M::Output, Y>,
        V: Validation<M::Input, Y>,
    {
        self.settings.plan.check()?;
        check_names::<M, Y, Ms>(&self.metrics)?;
        if data.is_empty() {
            return Err(Error::Empty { what: "the training data" });
        }
        M::Input::check(data.inputs(), M::INDICES)?;
        self.loss.check(Labels::of(data.labels()))?;
        if data.weights().is_some() && self.loss.sample_weight(&data.labels()[0]).is_some() {
            return Err(Error::TwoWeights);
        }
        if let Some(validation) = self.validation.data() {
            if validation.is_empty() {
                return Err(Error::Empty { what: "the validation data" });
            }
            M::Input::check(validation.inputs(), M::INDICES)?;
            self.loss.check(Labels::of(validation.labels()))?;
        }
        let State { slots, params, steps_done, .. } = &self.state;
        if *steps_done > 0 && !slots.is_empty() && *params != M::PARAMS {
            let what = "the model, to go on with the optimizer's state of the run before,";
            return Err(Error::Length { what, expected: *params, found: M::PARAMS });
        }
        Ok(())
    }

    /// Training and validation data as `validation_split` says.
    #[expect(clippy::type_complexity, reason = "a pair of two samples, spelled once")]
    fn split<'a, X, Y>(&self, data: &'a Dataset<X, Y>) -> Result<(Samples<'a, X, Y>, Option<Samples<'a, X, Y>>)> {
        let head = self.settings.plan.training_samples(data.len())?;
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
    fn new<M: Trainable<Scalar = T>>(samples: &Samples<'_, M::Input, Y>, batch_size: usize, runs: Vec<Run>) -> Self {
        let batch_size = batch_size.min(samples.len());
        Self { batch_size, gather: Gather::new(samples, batch_size), scratch: Scratch::new::<M>(batch_size), runs }
    }
}

#[cfg(test)]
mod options;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod weights;
