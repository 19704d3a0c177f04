//! The progress of a training run: on a terminal a bar, and in every case one plain line an epoch.
//!
//! Lines are results and go to standard output; the bar goes to standard error, only where that is a terminal.

use std::io::Write;
use std::time::Duration;

use super::bar::Bar;
use crate::platform::Moment;
use crate::train::History;

/// What a training run says while it runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Verbosity {
    /// Nothing.
    Quiet,
    /// A line an epoch on standard output.
    Lines,
    /// The lines, and a bar on standard error if that is a terminal.
    #[default]
    Bar,
}

/// So often the bar is drawn anew: a person sees no more, and the steps between pay for a look at the clock only.
const REDRAW: Duration = Duration::from_millis(100);

/// Follows a training run of a known number of epochs.
#[derive(Debug)]
pub(crate) struct Progress {
    verbosity: Verbosity,
    last_epoch: u64,
    epoch: u64,
    start: Moment,
    drawn: Moment,
    bar: Option<Bar>,
}

impl Progress {
    /// Epochs are counted over all runs of a trainer: this run ends with `last_epoch`.
    pub(crate) fn new(verbosity: Verbosity, last_epoch: u64) -> Self {
        let now = Moment::now();
        Self { verbosity, last_epoch, epoch: 0, start: now, drawn: now, bar: None }
    }

    pub(crate) fn begin_epoch(&mut self, epoch: u64, samples: usize) {
        self.epoch = epoch;
        self.start = Moment::now();
        self.drawn = self.start;
        let draws = self.verbosity == Verbosity::Bar;
        self.bar = draws.then(|| Bar::begin(&format!("epoch {epoch}/{}", self.last_epoch), samples)).flatten();
    }

    /// After a step; `values` is asked only when the bar is due to be drawn.
    pub(crate) fn step(&mut self, samples_done: usize, values: impl FnOnce() -> String) {
        if let Some(bar) = &self.bar
            && self.drawn.elapsed() >= REDRAW
        {
            self.drawn = Moment::now();
            let rate = samples_done as f64 / self.start.elapsed().as_secs_f64();
            bar.draw(samples_done, format!("  {rate:.0} samples/s{}", values()));
        }
    }

    /// Returns how long the epoch took.
    pub(crate) fn end_epoch<'a>(&mut self, values: impl Iterator<Item = (&'a str, f64)>) -> Duration {
        let duration = self.start.elapsed();
        let (epoch, last, seconds) = (self.epoch, self.last_epoch, duration.as_secs_f64());
        self.say(&format!("epoch {epoch}/{last}  {seconds:.2} s{}", listed(values)));
        duration
    }

    /// The run goes on from a checkpoint, if it does.
    pub(crate) fn resume(&mut self, history: &History) {
        for damaged in history.damaged() {
            self.say(&format!("`{}` is damaged: the checkpoint before it is taken", damaged.display()));
        }
        if let Some(path) = history.resumed_from() {
            self.say(&format!("resumed from `{}`, after {} epochs", path.display(), history.epochs()));
        }
    }

    /// The run ends before its last epoch.
    pub(crate) fn stop(&mut self, reason: &str) {
        self.say(&format!("stopped: {reason}"));
    }

    /// A line on standard output, below a bar that is there.
    fn say(&mut self, line: &str) {
        if let Some(bar) = self.bar.take() {
            bar.clear();
        }
        if self.verbosity != Verbosity::Quiet {
            // Who closes standard output does not want the lines; the training goes on.
            let _ = writeln!(std::io::stdout(), "{line}");
        }
    }
}

/// `  loss 0.2573  accuracy 0.9258`
pub(crate) fn listed<'a>(values: impl Iterator<Item = (&'a str, f64)>) -> String {
    let mut text = String::new();
    for (name, value) in values {
        text.extend(["  ", name, " ", &format!("{value:.4}")]);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_epoch_is_one_line() {
        let values = [("loss", 0.257_34), ("accuracy", 0.9258)];
        assert_eq!(listed(values.into_iter()), "  loss 0.2573  accuracy 0.9258");
    }

    #[test]
    fn without_a_terminal_values_are_never_formatted() {
        let mut progress = Progress::new(Verbosity::Quiet, 1);
        progress.begin_epoch(1, 10);
        progress.step(5, || unreachable!("there is no bar"));
    }
}
