//! Handwritten digits: the whole road from four files of pictures to a classifier that is right 97.6 times in a hundred.
//!
//! Teaches: declaring a model, reading IDX files, training with a progress bar, evaluating, and looking at mistakes.
//! In Keras this is `Sequential([Flatten(), Dense(128, 'relu'), Dense(10, 'softmax')])` with `compile`, `fit` and
//! `evaluate`.

use std::error::Error;
use std::path::PathBuf;

use argh::FromArgs;
use chainrule::data::Dataset;
use chainrule::loss::SparseCategoricalCrossentropy;
use chainrule::metrics::{Accuracy, ConfusionMatrix};
use chainrule::optim::Adam;
use chainrule::train::{Checkpoints, Trainer};
use chainrule::{model, report};

model! {
    /// Classifies pictures of digits, 28 by 28 grey pixels.
    pub Digits: Flatten(28, 28) -> Dense(128, relu) -> Dense(10, softmax)
}

fn main() -> Result<(), Box<dyn Error>> {
    let options: Options = argh::from_env();
    let (train, test) = (options.read("train")?, options.read("t10k")?);

    let mut net = Digits::seeded(options.seed);
    if !options.quiet {
        println!("{}", net.summary());
    }

    let mut trainer = Trainer::new(Adam::new(), SparseCategoricalCrossentropy::new())
        .metrics(Accuracy::new())
        .epochs(options.epochs)
        .batch_size(options.batch_size)
        .seed(options.seed)
        .verbose(options.verbosity());
    if let Some(folder) = &options.checkpoints {
        trainer = trainer.checkpoints(Checkpoints::new(folder)).resume_or_begin(folder);
    }
    trainer.fit(&mut net, &train)?;
    let evaluation = trainer.evaluate(&net, &test)?;
    println!("test accuracy {:.4}", evaluation["accuracy"]);

    if !options.quiet {
        show_mistakes(&net, &test);
    }
    Ok(())
}

/// Which digits it takes for which, and a few of those it gets wrong.
fn show_mistakes(net: &Digits, test: &Dataset<[[f32; 28]; 28], u8>) {
    let truth = test.labels().iter().map(|label| usize::from(*label));
    let guesses: Vec<_> = test.inputs().iter().map(|digit| net.predict_class(digit)).collect();
    let confusion: ConfusionMatrix = truth.zip(guesses.iter().copied()).collect();
    println!("\n{confusion}");

    let mistakes = test.iter().zip(&guesses).filter(|((_, label), guess)| usize::from(**label) != **guess);
    for ((digit, label), guess) in mistakes.take(3) {
        println!("a {label}, taken for a {guess}:\n{}", report::picture(digit));
    }
}

/// Trains a classifier of handwritten digits.
#[derive(FromArgs)]
struct Options {
    /// how often to go through the training data (default: 5)
    #[argh(option, default = "5")]
    epochs: u64,
    /// samples in a training step (default: 32)
    #[argh(option, default = "32")]
    batch_size: usize,
    /// seed of the initial weights and of the order of samples (default: 42)
    #[argh(option, default = "42")]
    seed: u64,
    /// a folder with the four files of MNIST, or of a data set of the same form, compressed or not (default: the one that
    /// comes with the examples)
    #[argh(option, default = "chainrule_examples::data(\"mnist\")")]
    data: PathBuf,
    /// a folder for checkpoints: a run that was interrupted goes on from what is there
    #[argh(option)]
    checkpoints: Option<PathBuf>,
    /// print the result only
    #[argh(switch)]
    quiet: bool,
}

impl Options {
    /// The pictures and labels of `train` or `t10k`.
    fn read(&self, part: &str) -> chainrule::Result<Dataset<[[f32; 28]; 28], u8>> {
        let file = |kind: &str| self.data.join(format!("{part}-{kind}-ubyte"));
        Dataset::from_idx(file("images-idx3"), file("labels-idx1"))
    }

    fn verbosity(&self) -> report::Verbosity {
        if self.quiet { report::Verbosity::Quiet } else { report::Verbosity::default() }
    }
}
