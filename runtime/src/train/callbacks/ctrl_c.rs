//! Ending a run when the user asks for it at the keyboard.

use std::io;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use signal_hook::consts::SIGINT;
use signal_hook::flag;

use crate::error::{Error, Result};
use crate::model::Model;
use crate::train::callbacks::{Callback, Training};

/// Ends a run after the step in which Ctrl-C is pressed: `fit` returns what was trained, and a checkpoint of this place is
/// kept if the trainer writes [checkpoints](crate::train::Trainer::checkpoints). Pressed once more, or while nothing is
/// trained, Ctrl-C ends the program as ever. Needs the feature `ctrl-c`.
///
/// ```
/// use chainrule::loss::MeanSquaredError;
/// use chainrule::optim::Adam;
/// use chainrule::train::{Checkpoints, Trainer, callbacks::CtrlC};
///
/// let trainer: Trainer<_, _, (), (), f32, _> = Trainer::new(Adam::new(), MeanSquaredError::new())
///     .callback(CtrlC::new())
///     .checkpoints(Checkpoints::new("runs/first"))
///     .resume_or_begin("runs/first");
/// # let _ = trainer;
/// ```
#[derive(Debug, Default)]
pub struct CtrlC {
    listens: Option<&'static Signals>,
}

impl CtrlC {
    /// Listens while a model is trained.
    pub const fn new() -> Self {
        Self { listens: None }
    }

    fn leave(&mut self) {
        if let Some(signals) = self.listens.take() {
            signals.idle.store(true, Ordering::Relaxed);
        }
    }
}

/// A trainer's copy listens for itself.
impl Clone for CtrlC {
    fn clone(&self) -> Self {
        Self::new()
    }
}

/// After an error, nobody has said that the run has ended.
impl Drop for CtrlC {
    fn drop(&mut self) {
        self.leave();
    }
}

impl<M: Model> Callback<M> for CtrlC {
    fn on_train_begin(&mut self, _model: &mut M, _training: &mut Training<'_>) -> Result<()> {
        let path = || PathBuf::from("SIGINT");
        let signals = signals().map_err(|source| Error::File { action: "listen to", path: path(), source })?;
        signals.asked.store(false, Ordering::Relaxed);
        signals.idle.store(false, Ordering::Relaxed);
        self.listens = Some(signals);
        Ok(())
    }

    fn on_train_batch_end(&mut self, _model: &mut M, training: &mut Training<'_>) -> Result<()> {
        if self.listens.is_some_and(|signals| signals.asked.load(Ordering::Relaxed)) {
            training.pause("Ctrl-C");
        }
        Ok(())
    }

    fn on_train_end(&mut self, _model: &mut M, _training: &mut Training<'_>) -> Result<()> {
        self.leave();
        Ok(())
    }

    fn name(&self) -> &'static str {
        "CtrlC"
    }
}

/// What the handler of the process sets and reads.
#[derive(Debug)]
struct Signals {
    /// Ctrl-C was pressed since the run began.
    asked: Arc<AtomicBool>,
    /// Nothing is trained, or Ctrl-C was pressed before: the program ends.
    idle: Arc<AtomicBool>,
}

/// Installs the handlers once; they stay for good.
fn signals() -> io::Result<&'static Signals> {
    static SIGNALS: OnceLock<io::Result<Signals>> = OnceLock::new();
    let install = || {
        let (asked, idle) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicBool::new(true)));
        // In this order: the first Ctrl-C finds that something is trained, and makes the second one end the program.
        flag::register_conditional_default(SIGINT, Arc::clone(&idle))?;
        flag::register(SIGINT, Arc::clone(&asked))?;
        flag::register(SIGINT, Arc::clone(&idle))?;
        Ok(Signals { asked, idle })
    };
    SIGNALS.get_or_init(install).as_ref().map_err(|error| io::Error::new(error.kind(), error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Dataset;
    use crate::optim::SGD;
    use crate::testing::{Line, Squares};
    use crate::train::Trainer;
    use crate::train::callbacks::LambdaCallback;

    #[test]
    fn a_signal_ends_the_run_after_its_step() {
        let press = LambdaCallback::new().on_train_batch_end(|_: &mut Line, training| {
            if training.steps() == 3 {
                signal_hook::low_level::raise(SIGINT).unwrap();
            }
            Ok(())
        });
        let data = Dataset::from_arrays(vec![[0.0, 1.0]; 10], vec![[1.0]; 10]).unwrap();
        let mut trainer =
            Trainer::new(SGD::new(), Squares).callback(press).callback(CtrlC::new()).batch_size(1).quiet();
        let history = trainer.fit(&mut Line::<f32>::new([0.0; 3]), &data).unwrap();
        assert_eq!((history.stopped(), trainer.steps()), (Some("Ctrl-C"), 3));
        assert!(signals().unwrap().idle.load(Ordering::Relaxed));
    }
}
