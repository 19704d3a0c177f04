//! What can go wrong with what comes from outside: files, labels, hyper-parameters.

use core::fmt;

/// The result of everything that can fail.
pub type Result<T> = core::result::Result<T, Error>;

/// What was expected, what was found, where, and what to do.
///
/// Prints its message for debugging too, so that a program whose `main` returns it ends in a sentence.
#[derive(thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A buffer of the wrong length.
    #[error("{what} must hold {expected} values, found {found}")]
    Length {
        /// Which buffer.
        what: &'static str,
        /// The length it must have.
        expected: usize,
        /// The length it has.
        found: usize,
    },
    /// A class index that is not one of the model's classes.
    #[error("label of row {row} is class {label}, but the model has {classes} classes (0 to {last})", last = classes.saturating_sub(1))]
    Label {
        /// The row, counted from 0.
        row: usize,
        /// The class found there: whatever integer type labels have.
        label: i128,
        /// The number of classes.
        classes: usize,
    },
    /// An index that names no row of the table that it is for: see [`Embedding`](crate::layers::Embedding).
    #[error("row {row}: the index at place {place} of input {input} is {index}, but must be below {below}")]
    Index {
        /// The row, counted from 0.
        row: usize,
        /// Which input of the model, counted from 0.
        input: usize,
        /// Where in this input, counted from 0.
        place: usize,
        /// The index found there.
        index: u32,
        /// What it must be below.
        below: usize,
    },
    /// A mask of the model's output for a loss that cannot regard it.
    #[error("{loss} takes no mask, but the output of this model has one: drop it in the model with `mask = drop`")]
    Mask {
        /// The loss.
        loss: &'static str,
    },
    /// Weights of samples for a loss that is one number for a whole batch.
    #[error("{loss} takes no weights of samples: leave the weights of the data and of the classes out")]
    Weights {
        /// The loss.
        loss: &'static str,
    },
    /// Weights of classes for data whose samples have weights.
    #[error(
        "there are weights of classes and weights of samples: leave one out, or multiply the weights of the samples by \
         those of their classes"
    )]
    TwoWeights,
    /// A sequence of symbols that does not fit into the steps of the output.
    #[error("label of row {row} needs at least {needed} steps to be said, but the output has {steps}")]
    Steps {
        /// The row, counted from 0.
        row: usize,
        /// A step for each symbol, and one between two of the same.
        needed: usize,
        /// The steps of the output.
        steps: usize,
    },
    /// A hyper-parameter out of its range.
    #[error("{name} must be {expected}, found {found}")]
    HyperParameter {
        /// Its name.
        name: &'static str,
        /// The range, in words.
        expected: &'static str,
        /// The value.
        found: f64,
    },
    /// A learning rate that no step can be taken with. Nothing was changed.
    #[error(
        "the learning rate of step {step} (counted from 0) must be at least 0 and finite in the model's number type, \
         found {found}"
    )]
    LearningRate {
        /// The step of the optimizer, counted from 0, as its schedule counts.
        step: u64,
        /// The learning rate, times the factor of the layer that it is for.
        found: f64,
    },
    /// Shuffled data for a model with stateful layers. Nothing was changed.
    #[cfg(feature = "std")]
    #[error(
        "`{model}` has stateful layers, which go on with each batch where the one before ended: train it in order, by \
         `.shuffle(false)`"
    )]
    Shuffled {
        /// The name of the model.
        model: &'static str,
    },
    /// Data whose last batch would be smaller than the others, for a model with stateful layers. Nothing was changed.
    #[cfg(feature = "std")]
    #[error(
        "`{model}` has stateful layers, which go from each sample of a batch to the one in its place in the next: {what} \
         must fill batches of {batch_size}, found {samples} samples; leave out the last {}, or choose another `batch_size`",
        samples % batch_size
    )]
    PartialBatch {
        /// The name of the model.
        model: &'static str,
        /// Which data.
        what: &'static str,
        /// How many samples they hold.
        samples: usize,
        /// The size of a batch.
        batch_size: usize,
    },
    /// Two metrics with the same key: a history has one series for each.
    #[error("two metrics are named `{name}`; leave one out")]
    SameMetric {
        /// The key.
        name: &'static str,
    },
    /// A data set without a single sample.
    #[error("{what} must hold at least one sample, found none")]
    Empty {
        /// Which data.
        what: &'static str,
    },
    /// NaN or infinity in the loss, the gradient or the next state of a training step. The model is as it was before that step.
    #[cfg(feature = "std")]
    #[error(
        "{what} is {found} in epoch {epoch}, step {step}{}; the model is as it was before that step: \
         look for values in the data that are not finite, or lower the learning rate",
        first_seen(what, weight.as_deref(), layer.as_deref(), *row)
    )]
    NonFinite {
        /// `the loss`, `the gradient`, or `the next state`: moving statistics, for example.
        what: &'static str,
        /// The value.
        found: f64,
        /// The first weight whose gradient, on the way back, or next state is not finite, such as `dense1.kernel`.
        weight: Option<std::string::String>,
        /// The first layer whose output for this batch is not finite, such as `dense1`, as when predicting.
        layer: Option<std::string::String>,
        /// The first row of the training data in this batch with an input that is not finite, counted from 0.
        row: Option<usize>,
        /// The epoch, counted from 1 over all calls of `fit`.
        epoch: u64,
        /// The step within the epoch, counted from 1.
        step: u64,
    },
    /// A name that no layer of a model has or begins with.
    #[cfg(feature = "std")]
    #[error(
        "the model `{model}` has no layer `{name}`{}; its layers are {}",
        nearest.as_ref().map(|name| std::format!(" (the nearest name is `{name}`)")).unwrap_or_default(),
        named(layers)
    )]
    NoSuchLayer {
        /// The name of the model.
        model: &'static str,
        /// The name that was asked for.
        name: std::string::String,
        /// The name that is most like it, of a layer or of what several layers' names begin with.
        nearest: Option<std::string::String>,
        /// The names of all layers.
        layers: std::vec::Vec<&'static str>,
    },
    /// A key that nothing is measured under in a training run.
    #[cfg(feature = "std")]
    #[error(
        "nothing is measured as `{key}`{}, only {}: give the trainer {}",
        nearest.as_ref().map(|name| std::format!(" (the nearest key is `{name}`)")).unwrap_or_default(),
        named(keys),
        crate::names::source_of(key)
    )]
    NoSuchKey {
        /// The key that was asked for.
        key: std::string::String,
        /// The key that is most like it.
        nearest: Option<std::string::String>,
        /// The keys of the run.
        keys: std::vec::Vec<std::string::String>,
    },
    /// A monitored key that does not say whether more or less of it is better.
    #[cfg(feature = "std")]
    #[error("`{key}` does not say whether it is to go up or down: add `.mode(Mode::Max)` or `.mode(Mode::Min)`")]
    Direction {
        /// The key.
        key: std::string::String,
    },
    /// A checkpoint of another training run.
    #[cfg(feature = "std")]
    #[error("`{}` is a checkpoint of another training run: {}", path.display(), differences.join("; "))]
    Checkpoint {
        /// The checkpoint.
        path: std::path::PathBuf,
        /// Everything that differs.
        differences: std::vec::Vec<std::string::String>,
    },
    /// Nothing to go on from.
    #[cfg(feature = "std")]
    #[error("there is no checkpoint in `{}`{}", path.display(), damaged_too(damaged))]
    NoCheckpoint {
        /// The file or folder that was looked at.
        path: std::path::PathBuf,
        /// Checkpoints that cannot be read.
        damaged: std::vec::Vec<std::path::PathBuf>,
    },
    /// A checkpoint of a run that goes further than the one that begins.
    #[cfg(feature = "std")]
    #[error(
        "`{}` is the checkpoint of a run that went further than the {steps} steps that this one begins with: go on from it \
         with `.resume(…)`, or write checkpoints to another folder",
        path.display()
    )]
    Occupied {
        /// The checkpoint.
        path: std::path::PathBuf,
        /// The steps that the run begins with.
        steps: u64,
    },
    /// What a callback of the user's failed with.
    #[cfg(feature = "std")]
    #[error("a callback failed: {0}")]
    Callback(#[source] std::boxed::Box<dyn core::error::Error + Send + Sync>),
    /// A file that cannot be opened, read or written.
    #[cfg(feature = "std")]
    #[error("cannot {action} `{}`: {source}", path.display())]
    File {
        /// What was tried, in words.
        action: &'static str,
        /// The file.
        path: std::path::PathBuf,
        /// What the operating system says.
        source: std::io::Error,
    },
    /// A file whose content is not what it must be.
    #[cfg(feature = "std")]
    #[error("`{}`: {place} must be {expected}, found {found}", path.display())]
    Content {
        /// The file.
        path: std::path::PathBuf,
        /// Where in the file.
        place: std::string::String,
        /// What must be there.
        expected: std::string::String,
        /// What is there.
        found: std::string::String,
    },
    /// Weights that are infinite or not numbers, which are not saved or loaded unless asked for.
    #[cfg(feature = "std")]
    #[error(
        "cannot {action} `{}`: {}; if that is meant, allow it: `allow_non_finite()` of `io::{}`",
        path.display(),
        joined(weights.iter().take(SHOWN).cloned().collect(), weights.len(), "; "),
        if *action == "save" { "Export" } else { "Import" }
    )]
    NonFiniteWeights {
        /// `save` or `load`.
        action: &'static str,
        /// The file.
        path: std::path::PathBuf,
        /// Each weight with the first such element, in words.
        weights: std::vec::Vec<std::string::String>,
    },
    /// An order of elements for a layer whose input is not flattened: see [`Import`](crate::io::Import).
    #[cfg(feature = "std")]
    #[error("the layer `{layer}` of the model `{model}` is not fed what is flattened: leave its order of channels out")]
    NotFlattened {
        /// The name of the model.
        model: &'static str,
        /// The layer.
        layer: std::string::String,
    },
    /// A model that has no equal in ONNX.
    #[cfg(any(feature = "onnx", all(doc, feature = "std")))]
    #[error("cannot export `{model}` to ONNX: `{stage}` {reason}")]
    Onnx {
        /// The name of the model.
        model: &'static str,
        /// The layer to blame.
        stage: std::string::String,
        /// What is wrong with it, and what to do.
        reason: std::string::String,
    },
    /// A file whose tensors are not the weights of the model.
    #[cfg(feature = "std")]
    #[error("`{}` does not fit the model `{model}`: {}{}", path.display(), listed(mismatches), crate::io::advice_for(mismatches))]
    Tensors {
        /// The file.
        path: std::path::PathBuf,
        /// The name of the model.
        model: &'static str,
        /// Everything that differs.
        mismatches: std::vec::Vec<crate::io::Mismatch>,
    },
}

impl Error {
    /// The same of a sample that is row `row` among others.
    pub(crate) fn in_row(self, row: usize) -> Self {
        match self {
            Self::Index { input, place, index, below, .. } => Self::Index { row, input, place, index, below },
            other => other,
        }
    }

    /// The same of a batch, given which row of the data each of its rows is.
    #[cfg(feature = "std")]
    pub(crate) fn of_batch(mut self, row_of: impl FnOnce(usize) -> usize) -> Self {
        if let Self::NonFinite { row: Some(row), .. } = &mut self {
            *row = row_of(*row);
        }
        self
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(feature = "std")]
fn first_seen(what: &str, weight: Option<&str>, layer: Option<&str>, row: Option<usize>) -> std::string::String {
    let of = if what == "the next state" { "" } else { "the gradient of " };
    match (row, layer, weight) {
        (Some(row), ..) => std::format!(" (the input of row {row} of the training data is not finite)"),
        (_, Some(layer), _) => std::format!(" (first seen in the output of the layer `{layer}`)"),
        (_, _, Some(name)) => std::format!(" (first seen in {of}`{name}`)"),
        _ => std::string::String::new(),
    }
}

#[cfg(feature = "std")]
fn damaged_too(damaged: &[std::path::PathBuf]) -> std::string::String {
    match damaged.first() {
        Some(newest) => {
            std::format!(" that is whole: {} are damaged, the newest is `{}`", damaged.len(), newest.display())
        }
        None => std::string::String::new(),
    }
}

/// What a message lists at most, to stay readable whatever a file or a model holds.
#[cfg(feature = "std")]
const SHOWN: usize = 20;

#[cfg(feature = "std")]
fn listed(mismatches: &[crate::io::Mismatch]) -> std::string::String {
    let shown = mismatches.iter().take(SHOWN).map(std::string::ToString::to_string);
    joined(shown.collect(), mismatches.len(), "; ")
}

#[cfg(feature = "std")]
fn named(layers: &[impl core::fmt::Display]) -> std::string::String {
    let shown = layers.iter().take(SHOWN).map(|name| std::format!("`{name}`"));
    joined(shown.collect(), layers.len(), ", ")
}

#[cfg(feature = "std")]
fn joined(mut shown: std::vec::Vec<std::string::String>, all: usize, between: &str) -> std::string::String {
    if all > shown.len() {
        shown.push(std::format!("and {} more", all - shown.len()));
    }
    shown.join(between)
}
