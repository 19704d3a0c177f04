//! Writes event files and the same values as lines of JSON, for `read_back.py`: the folder is the only argument.

use std::error::Error;
use std::path::PathBuf;

use chainrule::data::Dataset;
use chainrule::loss::BinaryCrossentropy;
use chainrule::metrics::BinaryAccuracy;
use chainrule::optim::Adam;
use chainrule::train::callbacks::{CSVLogger, JSONLogger, TensorBoard};
use chainrule::train::{Checkpoints, Trainer};

chainrule::model! { Side: Input(2) -> Dense(8, tanh) -> Dense(1, sigmoid) }

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args_os().nth(1).ok_or("give a folder")?);
    let inputs: Vec<[f32; 2]> = (0..120).map(|at| [(at % 11) as f32 / 11.0, (at % 13) as f32 / 13.0]).collect();
    let labels = inputs.iter().map(|[a, b]| [f32::from(u8::from(a > b))]).collect();
    let data = Dataset::from_arrays(inputs, labels)?;
    // Two runs, the second of which goes on from the first.
    for epochs in [3, 5] {
        let mut trainer = Trainer::new(Adam::new().learning_rate(0.02), BinaryCrossentropy::new())
            .metrics(BinaryAccuracy::new())
            .validation_split(0.25)
            .callback(TensorBoard::new(folder.join("logs")).update_freq(1))
            .callback(JSONLogger::new(folder.join("log.jsonl")))
            .callback(CSVLogger::new(folder.join("log.csv")))
            .checkpoints(Checkpoints::new(folder.join("checkpoints")))
            .resume_or_begin(folder.join("checkpoints"))
            .epochs(epochs)
            .seed(1)
            .quiet();
        trainer.fit(&mut Side::seeded(1), &data)?;
    }
    Ok(())
}
