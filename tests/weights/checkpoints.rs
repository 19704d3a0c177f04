//! Whatever bytes a checkpoint holds, going on from it neither panics nor takes more memory than its size allows, and what is
//! refused changes nothing. The checksum is made to fit, or next to nothing would get past it.

use std::fs;

use chainrule::Error;
use chainrule::data::Dataset;
use chainrule::loss::MeanSquaredError;
use chainrule::metrics::MeanAbsoluteError;
use chainrule::model;
use chainrule::optim::Adam;
use chainrule::train::callbacks::EarlyStopping;
use chainrule::train::{Checkpoints, Trainer};
use flate2::Crc;
use proptest::prelude::{ProptestConfig, proptest};

use crate::readers::{bytes, path, read};

model! { Line: Input(2) -> Dense(2, tanh) -> Dense(1) }

fn data() -> Dataset<[f32; 2], [f32; 1]> {
    let inputs = (0..6).map(|at| [at as f32 / 6.0, 1.0]).collect();
    Dataset::from_arrays(inputs, (0..6).map(|at| [at as f32]).collect()).expect("as many labels as inputs")
}

type Resumable = Trainer<Adam, MeanSquaredError, MeanAbsoluteError, (), f32, ((), EarlyStopping)>;

fn trainer() -> Resumable {
    let stopping = EarlyStopping::new().monitor("loss").patience(5).restore_best_weights(true);
    let trainer = Trainer::new(Adam::new(), MeanSquaredError::new()).metrics(MeanAbsoluteError::new());
    trainer.callback(stopping).batch_size(2).epochs(2).seed(1).quiet()
}

/// A checkpoint of the middle of an epoch, and one of its end.
fn checkpoints() -> Vec<Vec<u8>> {
    let folder = path("run");
    let checkpoints = Checkpoints::new(&folder).every_steps(4).keep(8);
    trainer().checkpoints(checkpoints).fit(&mut Line::seeded(1), &data()).expect("a run");
    let files = fs::read_dir(&folder).expect("a folder").map(|file| file.expect("a file").path());
    let files: Vec<Vec<u8>> = files.map(|file| fs::read(file).expect("a checkpoint")).collect();
    fs::remove_dir_all(folder).expect("the folder is still there");
    assert!(files.len() > 1);
    files
}

/// The same with the checksum of what it holds.
fn sealed(mut bytes: Vec<u8>) -> Vec<u8> {
    if let Some((content, sum)) = bytes.split_last_chunk_mut::<4>() {
        let mut crc = Crc::new();
        crc.update(content);
        *sum = crc.sum().to_le_bytes();
    }
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_as_a_checkpoint(bytes in bytes(checkpoints())) {
        let (mut net, data) = (Line::seeded(2), data());
        let before = net.clone();
        let mut resumed = None;
        read("checkpoint", &sealed(bytes), 40, |path| resumed = Some(trainer().resume(path).fit(&mut net, &data)));
        // What fits is gone on from, even with numbers that training soon refuses.
        if let Some(Err(Error::Content { .. } | Error::Checkpoint { .. } | Error::NoCheckpoint { .. })) = resumed {
            assert_eq!(net.parameters(), before.parameters());
        }
    }
}

#[test]
fn sound_checkpoints_are_taken() {
    for bytes in checkpoints() {
        let path = path("sound-checkpoint");
        assert_eq!(sealed(bytes.clone()), bytes);
        fs::write(&path, bytes).expect("a temporary file");
        trainer().resume(&path).fit(&mut Line::seeded(2), &data()).expect("a run that goes on");
        fs::remove_file(path).expect("the file is still there");
    }
}
