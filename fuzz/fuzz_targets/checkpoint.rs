//! Any bytes as a checkpoint, with the checksum that they have.
#![no_main]

mod file;

use chainrule::Error;
use chainrule::data::Dataset;
use chainrule::loss::MeanSquaredError;
use chainrule::metrics::MeanAbsoluteError;
use chainrule::model;
use chainrule::optim::Adam;
use chainrule::train::Trainer;
use chainrule::train::callbacks::EarlyStopping;
use file::file;
use flate2::Crc;
use libfuzzer_sys::fuzz_target;

model! { Line: Input(2) -> Dense(2, tanh) -> Dense(1) }

fuzz_target!(|input: &[u8]| {
    let mut bytes = input.to_vec();
    if let Some((content, sum)) = bytes.split_last_chunk_mut::<4>() {
        let mut crc = Crc::new();
        crc.update(content);
        *sum = crc.sum().to_le_bytes();
    }
    file(&bytes, |path| {
        let inputs = (0..6).map(|at| [at as f32 / 6.0, 1.0]).collect();
        let data =
            Dataset::from_arrays(inputs, (0..6).map(|at| [at as f32]).collect()).expect("as many labels as inputs");
        let stopping = EarlyStopping::new().monitor("loss").patience(5).restore_best_weights(true);
        let trainer = Trainer::new(Adam::new(), MeanSquaredError::new()).metrics(MeanAbsoluteError::new());
        let mut net = Line::seeded(2);
        let before = net.clone();
        let resumed =
            trainer.callback(stopping).batch_size(2).epochs(2).seed(1).quiet().resume(path).fit(&mut net, &data);
        if let Err(Error::Content { .. } | Error::Checkpoint { .. } | Error::NoCheckpoint { .. }) = resumed {
            assert_eq!(net.parameters(), before.parameters());
        }
    });
});
