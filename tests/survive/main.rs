//! A training process that is killed at any moment goes on to the same bits: of weights and of history.
//!
//! The program runs itself: with a folder in its environment it trains there, resuming what it finds; without one it starts
//! such processes, kills them (SIGKILL, which nothing can catch) at random moments, and compares what the last one leaves
//! with what one leaves that was never killed.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus};
use std::time::{Duration, Instant};
use std::{env, fs, thread};

use chainrule::data::Dataset;
use chainrule::loss::SparseCategoricalCrossentropy;
use chainrule::metrics::Accuracy;
use chainrule::model;
use chainrule::optim::Adam;
use chainrule::random::Draws;
use chainrule::schedule::CosineDecay;
use chainrule::train::callbacks::{CSVLogger, EarlyStopping, ReduceLROnPlateau};
use chainrule::train::{Checkpoints, Trainer};

/// Where a process is to train.
const FOLDER: &str = "CHAINRULE_SURVIVE_FOLDER";
/// How many threads it is to use.
const THREADS: &str = "CHAINRULE_SURVIVE_THREADS";
/// So often processes are killed.
const KILLS: usize = 50;

model! {
    Small: Input(4) -> Dense(24, tanh) -> BatchNormalization -> Dropout(0.3) -> Dense(3, softmax)
}

fn main() -> Result<(), Box<dyn Error>> {
    match env::var_os(FOLDER) {
        Some(folder) => train(Path::new(&folder)),
        None => kill(),
    }
}

/// Trains in a folder, from what is there, and leaves weights and history in it.
fn train(folder: &Path) -> Result<(), Box<dyn Error>> {
    let inputs: Vec<[f32; 4]> = (0..200).map(|row| Draws::new(7).stream(row).uniforms(0)).collect();
    let labels = inputs.iter().map(|[a, b, c, _]| u8::from(a > b) + u8::from(b > c)).collect();
    let mut net = Small::seeded(1);
    let mut trainer =
        Trainer::new(Adam::new().learning_rate(CosineDecay::new(0.02, 200)), SparseCategoricalCrossentropy::new())
            .metrics(Accuracy::new())
            .validation_split(0.2)
            .callback(ReduceLROnPlateau::new().patience(1).factor(0.7))
            .callback(EarlyStopping::new().patience(100).restore_best_weights(true))
            .callback(CSVLogger::new(folder.join("log.csv")))
            .checkpoints(Checkpoints::new(folder).every_steps(3).keep(2).best("val_accuracy"))
            .resume_or_begin(folder)
            .threads(env::var(THREADS)?.parse()?)
            .batch_size(16)
            .epochs(10)
            .seed(3)
            .quiet();
    let history = trainer.fit(&mut net, &Dataset::from_arrays(inputs, labels)?)?;
    let weights: Vec<_> = net.parameters().iter().map(|weight| weight.to_bits()).collect();
    fs::write(folder.join("weights"), format!("{weights:?}"))?;
    let series = history.keys().map(|key| (key, history[key].iter().map(|value| value.to_bits()).collect::<Vec<_>>()));
    fs::write(folder.join("history"), format!("{:?}", series.collect::<Vec<_>>()))?;
    Ok(())
}

/// What a process has left that came to its end.
fn left(folder: &Path) -> Result<[String; 3], Box<dyn Error>> {
    let text = |name: &str| fs::read_to_string(folder.join(name));
    Ok([text("weights")?, text("history")?, text("log.csv")?])
}

fn start(folder: &Path, threads: usize) -> Result<Child, Box<dyn Error>> {
    fs::create_dir_all(folder)?;
    Ok(Command::new(env::current_exe()?).env(FOLDER, folder).env(THREADS, threads.to_string()).spawn()?)
}

/// Kills processes, starts them again, and compares.
fn kill() -> Result<(), Box<dyn Error>> {
    let place = Place(env::temp_dir().join(format!("chainrule-survive-{}", std::process::id())));
    let whole = place.0.join("whole");
    let begun = Instant::now();
    assert!(start(&whole, 1)?.wait()?.success());
    let (expected, time) = (left(&whole)?, begun.elapsed());

    let killed = place.0.join("killed");
    let (mut kills, mut resumed, mut ended) = (0, 0, 0);
    for attempt in 0.. {
        assert!(attempt < 100 * KILLS, "{ended} processes came to their end, {kills} were killed");
        let moment = time.mul_f64(0.25 * Draws::new(11).stream(attempt as u32).uniform::<f64>(0));
        let there = killed.join("log.csv").exists();
        if let Some(status) = wait(&mut start(&killed, 1 + attempt % 2)?, moment)? {
            assert!(status.success(), "attempt {attempt}");
            for (found, expected) in left(&killed)?.iter().zip(&expected) {
                assert!(found == expected, "after {kills} kills: {found}\nis not\n{expected}");
            }
            fs::remove_dir_all(&killed)?;
            ended += 1;
            if kills >= KILLS {
                break;
            }
        } else {
            kills += 1;
            resumed += usize::from(there);
        }
    }
    println!(
        "{kills} processes were killed, {resumed} of them on the way to where others had been; {ended} ended alike"
    );
    assert!(resumed >= KILLS / 4, "most were killed before there was anything to lose");
    Ok(())
}

/// Waits so long, then kills the process if it has not ended.
fn wait(process: &mut Child, time: Duration) -> Result<Option<ExitStatus>, Box<dyn Error>> {
    let start = Instant::now();
    while start.elapsed() < time {
        if let Some(status) = process.try_wait()? {
            return Ok(Some(status));
        }
        thread::sleep(Duration::from_millis(1));
    }
    process.kill()?;
    let status = process.wait()?;
    // It may have ended by itself in this very moment.
    Ok(status.success().then_some(status))
}

struct Place(PathBuf);

impl Drop for Place {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
