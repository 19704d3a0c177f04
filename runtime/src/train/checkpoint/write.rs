//! Writing checkpoints.

use std::path::Path;

use crate::error::Result;
use crate::metrics::Metrics;
use crate::model::Model;
use crate::names::Names;
use crate::optim::Rule;
use crate::scalar::Scalar;
use crate::train::Trainer;
use crate::train::callbacks::{Callbacks, End};
use crate::train::checkpoint::container::{Container, Tensor};
use crate::train::checkpoint::{due, folder};
use crate::train::course::Course;

impl<R: Rule, L, Ms, V, T: Scalar, Cs> Trainer<R, L, Ms, V, T, Cs> {
    /// After a step inside an epoch: writes a checkpoint if one is due.
    pub(in crate::train) fn keep_step<M, Y>(&self, model: &M, course: &mut Course) -> Result<()>
    where
        M: Model<Scalar = T>,
        Ms: Metrics<M::Head, M::Output, Y>,
        Cs: Callbacks<M>,
    {
        match &self.settings.checkpoints {
            Some(checkpoints) if due(checkpoints.every_steps, self.state.steps_done) => {
                self.keep::<M, Y>(model, course)
            }
            _ => Ok(()),
        }
    }

    /// After an epoch: writes what is due, and always after the last one.
    pub(in crate::train) fn keep_epoch<M, Y>(&mut self, model: &M, course: &mut Course) -> Result<()>
    where
        M: Model<Scalar = T>,
        Ms: Metrics<M::Head, M::Output, Y>,
        Cs: Callbacks<M>,
    {
        let Some(checkpoints) = &mut self.settings.checkpoints else { return Ok(()) };
        let (epochs, steps) = (self.state.epochs_done, self.state.steps_done);
        let last = course.end.is_some() || epochs >= course.last_epoch;
        let due = last || due(checkpoints.every_epochs, epochs) || due(checkpoints.every_steps, steps);
        let best = checkpoints.best.as_mut().is_some_and(|best| {
            let value = course.history.last().find(|(key, _)| *key == best.key);
            value.is_some_and(|(_, value)| best.improves(value))
        });
        let best = best.then(|| folder::best(&checkpoints.folder));
        if due {
            self.keep::<M, Y>(model, course)?;
        }
        best.map_or(Ok(()), |path| self.write::<M, Y>(&path, model, course))
    }

    /// Where a run ends in the middle of an epoch: writes a checkpoint if this place has none.
    pub(in crate::train) fn keep_place<M, Y>(&self, model: &M, course: &mut Course) -> Result<()>
    where
        M: Model<Scalar = T>,
        Ms: Metrics<M::Head, M::Output, Y>,
        Cs: Callbacks<M>,
    {
        if self.settings.checkpoints.is_some() && course.kept != Some(self.state.steps_done) {
            self.keep::<M, Y>(model, course)?;
        }
        Ok(())
    }

    /// Writes a checkpoint, and removes those that are one too many.
    fn keep<M, Y>(&self, model: &M, course: &mut Course) -> Result<()>
    where
        M: Model<Scalar = T>,
        Ms: Metrics<M::Head, M::Output, Y>,
        Cs: Callbacks<M>,
    {
        let Some(checkpoints) = &self.settings.checkpoints else { return Ok(()) };
        let steps = self.state.steps_done;
        self.write::<M, Y>(&folder::path(&checkpoints.folder, steps), model, course)?;
        course.kept = Some(steps);
        folder::prune(&checkpoints.folder, checkpoints.keep)
    }

    fn write<M, Y>(&self, path: &Path, model: &M, course: &Course) -> Result<()>
    where
        M: Model<Scalar = T>,
        Ms: Metrics<M::Head, M::Output, Y>,
        Cs: Callbacks<M>,
    {
        let Container { mut texts, mut tensors } = Container::default();
        let Course { history, first_epoch, place, end, facts, .. } = course;
        let mut say = |key: &str, text: String| texts.insert(key.to_owned(), text);
        say("format", "chainrule checkpoint".to_owned());
        say("version", env!("CARGO_PKG_VERSION").to_owned());
        for fact in facts {
            say(fact.key, fact.value.clone());
        }
        for (key, number) in [
            ("steps", self.state.steps_done),
            ("epochs", self.state.epochs_done),
            ("first_epoch", *first_epoch),
            ("step", place.step),
        ] {
            say(key, number.to_string());
        }
        if let Some(End::Done(reason)) = end {
            say("ended", reason.clone());
        }

        let mut put = |name: String, tensor: Tensor| tensors.insert(name, tensor);
        for (name, weight) in Names::of::<M>().weights() {
            let values = &model.parameters()[weight.offset..weight.offset + weight.len()];
            put(name, Tensor::new(weight.shape, values));
        }
        put("optimizer/state".to_owned(), Tensor::new(&[self.state.slots.len()], &self.state.slots));
        put("training/carried".to_owned(), Tensor::new(&[self.state.carried.len()], &self.state.carried));
        put("training/learning_rate_factor".to_owned(), Tensor::row(&[self.state.rate_factor]));
        put("training/loss".to_owned(), Tensor::row(&[place.total]));
        let mut counted = Vec::new();
        self.metrics.counted(&mut |number| counted.push(number));
        put("training/metrics".to_owned(), Tensor::row(&counted));
        let best = self.settings.checkpoints.as_ref().and_then(|checkpoints| checkpoints.best.as_ref()?.best);
        put("training/best".to_owned(), Tensor::row(best.as_slice()));
        let mut at = 0;
        self.callbacks.states(&mut |name, numbers| {
            if !numbers.is_empty() {
                put(format!("callbacks/{at}/{name}"), Tensor::row(&numbers));
            }
            at += 1;
        });
        for (at, key) in history.keys().enumerate() {
            put(format!("history/{at}/{key}"), Tensor::row(history.get(key).unwrap_or_default()));
        }
        let durations: Vec<_> = history.durations().iter().map(std::time::Duration::as_secs_f64).collect();
        put("training/durations".to_owned(), Tensor::row(&durations));
        Container { texts, tensors }.write(path)
    }
}
