//! Going on from a checkpoint: all of it is read and judged before anything is changed.

use std::path::PathBuf;
use std::time::Duration;

use crate::error::{Error, Result};
use crate::metrics::Metrics;
use crate::model::{Model, Trainable};
use crate::names::Names;
use crate::scalar::Scalar;
use crate::train::Trainer;
use crate::train::callbacks::{Callbacks, End};
use crate::train::checkpoint::container::Container;
use crate::train::checkpoint::{Otherwise, Resume, folder, identity};
use crate::train::course::{Course, Place};
use crate::train::trainer::Seed;

/// What the callbacks of a checkpoint have counted, by their names.
#[derive(Debug)]
pub(in crate::train) struct CallbackStates(Vec<(String, Vec<f64>)>);

impl CallbackStates {
    /// Gives each callback what belongs to it.
    pub(in crate::train) fn restore<M: Model>(mut self, callbacks: &mut impl Callbacks<M>) {
        callbacks.restore(&mut |name| self.take(name));
    }

    fn take(&mut self, name: &str) -> Option<Vec<f64>> {
        let at = self.0.iter().position(|(known, _)| known == name)?;
        Some(self.0.remove(at).1)
    }
}

/// The numbers of a checkpoint, judged.
struct Numbers {
    steps: u64,
    epochs: u64,
    first_epoch: u64,
    place: Place,
}

impl<R, L, Ms, V, T: Scalar, Cs> Trainer<R, L, Ms, V, T, Cs> {
    /// Puts model, trainer and run to where a checkpoint was written, if there is one to go on from. What the callbacks
    /// have counted is theirs to take once they know that a run begins.
    pub(in crate::train) fn go_on<M, Y>(
        &mut self,
        model: &mut M,
        course: &mut Course,
        samples: usize,
    ) -> Result<Option<CallbackStates>>
    where
        M: Trainable<Scalar = T>,
        Ms: Metrics<M::Head, M::Output, Y>,
        Cs: Callbacks<M>,
    {
        let Some(resume) = &self.settings.resume else { return Ok(None) };
        let Some(Found { path, mut container, damaged }) = find(resume)? else { return Ok(None) };
        let content = |place: &str, expected: &str, found: String| Error::Content {
            path: path.clone(),
            place: place.to_owned(),
            expected: expected.to_owned(),
            found,
        };

        let mut differences = identity::differences::<M>(&container, &course.facts);
        let state = container.take("optimizer/state").unwrap_or_default();
        if state.len() != self.state.slots.len() {
            let (there, here) = (state.len(), self.state.slots.len());
            differences.push(format!("what the optimizer remembers: {there} numbers there, {here} here"));
        }
        let states = CallbackStates(in_order(&mut container, "callbacks/"));
        let mut theirs: Vec<_> = states.0.iter().map(|(name, _)| name.as_str()).collect();
        self.callbacks.states(&mut |name, _| {
            if let Some(at) = theirs.iter().position(|known| *known == name) {
                theirs.remove(at);
            }
        });
        differences.extend(theirs.into_iter().map(|name| format!("the callback `{name}`: there, not here")));
        if !differences.is_empty() {
            return Err(Error::Checkpoint { path, differences });
        }

        let batch_size = self.settings.plan.batch_size;
        let Some(numbers) = numbers(&mut container, batch_size, samples) else {
            return Err(content(
                "the place in the run",
                "numbers of steps and epochs that fit together",
                "others".into(),
            ));
        };
        let durations = container.take("training/durations").unwrap_or_default();
        let series = in_order(&mut container, "history/");
        let epochs = numbers.epochs - numbers.first_epoch;
        let longest = series.iter().map(|(_, values)| values.len()).chain([durations.len()]).max().unwrap_or(0);
        if durations.len() as u64 != epochs || longest as u64 > epochs {
            return Err(content("the history", &format!("{epochs} epochs long"), format!("{longest}")));
        }
        let carried = container.take("training/carried").unwrap_or_default();
        let states_of_batch = M::CARRIED * batch_size.min(samples);
        if numbers.place.samples > 0 && carried.len() != states_of_batch {
            let (expected, found) = (format!("{states_of_batch} numbers"), carried.len().to_string());
            return Err(content("the states of stateful layers", &expected, found));
        }
        let factor = single(&mut container, "training/learning_rate_factor").filter(|factor| *factor > 0.0);
        let Some(rate_factor) = factor.filter(|factor| factor.is_finite()) else {
            return Err(content("the factor of the learning rate", "above 0 and finite", "another".into()));
        };

        for (name, weight) in Names::of::<M>().weights() {
            let values = container.take(&name).unwrap_or_default();
            let weights = &mut model.parameters_mut()[weight.offset..weight.offset + weight.len()];
            weights.iter_mut().zip(values).for_each(|(weight, value)| *weight = T::from_f64(value));
        }
        self.state.slots.iter_mut().zip(state).for_each(|(slot, value)| *slot = T::from_f64(value));
        (self.state.steps_done, self.state.epochs_done) = (numbers.steps, numbers.epochs);
        self.state.rate_factor = rate_factor;
        self.state.carried = carried.into_iter().map(T::from_f64).collect();
        if let (Seed::Drawn(seed), Some(found)) = (&mut self.settings.plan.seed, container.number("seed")) {
            *seed = found;
            course.facts = course.facts.iter().map(|fact| fact.with_seed(found)).collect();
        }
        if numbers.place.samples > 0 {
            let mut counted = container.take("training/metrics").unwrap_or_default().into_iter();
            self.metrics.restore(&mut || counted.next().unwrap_or(0.0));
        }
        if let Some(best) = self.settings.checkpoints.as_mut().and_then(|checkpoints| checkpoints.best.as_mut()) {
            best.best = single(&mut container, "training/best");
        }
        course.go_on(numbers.first_epoch, numbers.place, self.settings.plan.epochs);
        course.end = container.texts.remove("ended").map(End::Done);
        for (key, values) in series {
            for value in values {
                course.history.push(&key, value);
            }
        }
        for seconds in durations {
            course.history.end_epoch(Duration::try_from_secs_f64(seconds).unwrap_or_default());
        }
        course.kept = Some(numbers.steps);
        course.history.resume(path, damaged);
        Ok(Some(states))
    }

    /// Makes the folder of the checkpoints ready for a run.
    pub(in crate::train) fn prepare_folder(&self, course: &Course) -> Result<()> {
        let Some(checkpoints) = &self.settings.checkpoints else { return Ok(()) };
        let folder = &checkpoints.folder;
        folder::prepare(folder)?;
        for (steps, path) in folder::list(folder)? {
            if steps > self.state.steps_done {
                if !course.history.damaged().contains(&path) {
                    return Err(Error::Occupied { path, steps: self.state.steps_done });
                }
                folder::set_aside(&path)?;
            }
        }
        Ok(())
    }
}

/// A checkpoint that can be read.
struct Found {
    path: PathBuf,
    container: Container,
    /// Newer ones that cannot.
    damaged: Vec<PathBuf>,
}

/// The checkpoint to go on from: the file itself, or the newest of a folder that is not damaged.
fn find(Resume { path, otherwise }: &Resume) -> Result<Option<Found>> {
    if path.is_file() {
        return Ok(Some(Found { path: path.clone(), container: Container::read(path)?, damaged: Vec::new() }));
    }
    let mut damaged = Vec::new();
    for (_, path) in folder::list(path)? {
        match Container::read(&path) {
            Ok(container) => return Ok(Some(Found { path, container, damaged })),
            Err(Error::Content { path, .. }) => damaged.push(path),
            Err(error) => return Err(error),
        }
    }
    if *otherwise == Otherwise::Begin && damaged.is_empty() {
        return Ok(None);
    }
    Err(Error::NoCheckpoint { path: path.clone(), damaged })
}

/// The lists whose names begin so, in the order of the numbers behind, by what follows the number.
fn in_order(container: &mut Container, prefix: &str) -> Vec<(String, Vec<f64>)> {
    let names: Vec<_> = container.tensors.keys().filter(|name| name.starts_with(prefix)).cloned().collect();
    let mut found: Vec<_> = names
        .into_iter()
        .filter_map(|name| {
            let (at, rest) = name[prefix.len()..].split_once('/')?;
            Some((at.parse::<u64>().ok()?, rest.to_owned(), container.take(&name)?))
        })
        .collect();
    found.sort_by_key(|(at, ..)| *at);
    found.into_iter().map(|(_, name, values)| (name, values)).collect()
}

/// The number of a list of one.
fn single(container: &mut Container, name: &str) -> Option<f64> {
    container.take(name)?.first().copied()
}

/// The numbers of a checkpoint, if they fit together.
fn numbers(container: &mut Container, batch_size: usize, samples: usize) -> Option<Numbers> {
    let [steps, epochs, first_epoch, step] =
        ["steps", "epochs", "first_epoch", "step"].map(|key| container.number(key).filter(|number| number >> 62 == 0));
    let (steps, epochs, first_epoch, step) = (steps?, epochs?, first_epoch?, step?);
    let done = usize::try_from(step).ok()?.checked_mul(batch_size)?;
    let total = single(container, "training/loss")?;
    let fits = first_epoch <= epochs && step <= steps && done < samples && total.is_finite();
    fits.then_some(Numbers { steps, epochs, first_epoch, place: Place { step, samples: done, total } })
}
