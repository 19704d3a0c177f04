//! What the examples share: where their data lie, and how they are started.

use std::path::PathBuf;

use argh::FromArgs;
use chainrule::data::Dataset;
use chainrule::report::{Summary, Verbosity};
use chainrule::{Result, Sample};

/// The folder of a data set that the repository carries.
pub fn data(name: &str) -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/data")).join(name)
}

/// MNIST, to train on and to test with: 60,000 and 10,000 pictures of 28 by 28 grey pixels, from 0 to 1, with the digits that
/// they show. They come in the shape that the model wants, `[[f32; 28]; 28]` or, with a channel, `[[[f32; 1]; 28]; 28]`.
///
/// # Errors
/// If a file cannot be read.
pub fn mnist<X: Sample>() -> Result<(Dataset<X, u8>, Dataset<X, u8>)> {
    let read = |part: &str| {
        let file = |kind: &str| data("mnist").join(format!("{part}-{kind}-ubyte"));
        Dataset::from_idx(file("images-idx3"), file("labels-idx1"))
    };
    Ok((read("train")?, read("t10k")?))
}

/// How an example is started, where it has nothing of its own to ask.
#[derive(Debug, FromArgs)]
pub struct Options {
    /// what initial weights and the order of samples follow from (default: 1)
    #[argh(option, default = "1")]
    pub seed: u64,
    /// print the result only
    #[argh(switch)]
    pub quiet: bool,
}

impl Options {
    /// Those of the command line.
    pub fn read() -> Self {
        argh::from_env()
    }

    /// Prints a table of the model, unless it is to be quiet.
    pub fn show(&self, summary: &Summary) {
        if !self.quiet {
            println!("{summary}");
        }
    }

    /// What a trainer is to print.
    pub fn verbosity(&self) -> Verbosity {
        if self.quiet { Verbosity::Quiet } else { Verbosity::default() }
    }
}
