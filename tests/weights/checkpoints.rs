//! Whatever bytes a checkpoint holds, going on from it neither panics nor takes more memory than its size allows, and what is
//! refused changes nothing. The checksum is made to fit, or next to nothing would get past it.

use std::fs;

use chainrule::Error;
use chainrule::data::Dataset;
use chainrule::loss::MeanSquaredError;
use chainrule::metrics::MeanAbsoluteError;
use chainrule::model;
use chainrule::optim::Adam;
use chainrule::train::callbacks::{EarlyStopping, Mode, ReduceLROnPlateau};
use chainrule::train::{Checkpoints, Trainer};
use flate2::Crc;
use proptest::prelude::{ProptestConfig, proptest};
use safetensors::SafeTensors;

use crate::readers::{bytes, path, read};

model! { Line: Input(2) -> Dense(2, tanh) -> Dense(1) }

fn data() -> Dataset<[f32; 2], [f32; 1]> {
    let inputs = (0..6).map(|at| [at as f32 / 6.0, 1.0]).collect();
    Dataset::from_arrays(inputs, (0..6).map(|at| [at as f32]).collect()).expect("as many labels as inputs")
}

type Resumable = Trainer<Adam, MeanSquaredError, MeanAbsoluteError, (), f32, (((), EarlyStopping), ReduceLROnPlateau)>;

fn trainer() -> Resumable {
    let stopping = EarlyStopping::new().monitor("loss").patience(5).restore_best_weights(true);
    watched(stopping, ReduceLROnPlateau::new().monitor("loss").patience(2))
}

fn watched(stopping: EarlyStopping, plateau: ReduceLROnPlateau) -> Resumable {
    let trainer = Trainer::new(Adam::new(), MeanSquaredError::new()).metrics(MeanAbsoluteError::new());
    trainer.callback(stopping).callback(plateau).batch_size(2).epochs(2).seed(1).quiet()
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

/// The same with other numbers at the beginning of a tensor.
fn changed(mut bytes: Vec<u8>, tensor: &str, numbers: &[f64]) -> Vec<u8> {
    let (header, metadata) = SafeTensors::read_metadata(&bytes).expect("a checkpoint");
    let (start, end) = metadata.info(tensor).expect("a tensor of the checkpoint").data_offsets;
    let (places, _) = bytes[8 + header..][start..end].as_chunks_mut::<8>();
    places.iter_mut().zip(numbers).for_each(|(place, number)| *place = number.to_le_bytes());
    sealed(bytes)
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
fn what_no_callback_counts_does_no_harm() {
    let path = path("counts");
    let goes_on = |bytes: &[u8], stopping: EarlyStopping, plateau: ReduceLROnPlateau| {
        fs::write(&path, bytes).expect("a temporary file");
        let mut trainer = watched(stopping, plateau).epochs(4).resume(&path);
        trainer.fit(&mut Line::seeded(2), &data())
    };
    let [stopping, plateau] = ["callbacks/0/EarlyStopping", "callbacks/1/ReduceLROnPlateau"];
    // No loss is above 1e300, so both have waited longer than they can count, and one epoch longer.
    let highest = || EarlyStopping::new().monitor("loss").mode(Mode::Max);
    let never = || ReduceLROnPlateau::new().monitor("loss");
    for bytes in checkpoints() {
        let waited = changed(bytes.clone(), stopping, &[1e300, 0.0, 1.0, 1.0, 1e300]);
        let history = goes_on(&waited, highest().patience(100), never()).expect("a run that goes on");
        let reason = history.stopped().expect("it has waited too long");
        assert!(reason.starts_with("early stopping"), "{reason}");

        let waited = changed(bytes.clone(), plateau, &[1e300, 0.0, 1e300]);
        let highest = ReduceLROnPlateau::new().monitor("loss").mode(Mode::Max).patience(100);
        let history = goes_on(&waited, EarlyStopping::new().monitor("loss"), highest).expect("a run that goes on");
        let rates = &history["learning_rate"];
        assert!(rates[rates.len() - 1] < rates[0], "{rates:?}");

        for name in [stopping, plateau] {
            for number in [1e300, f64::INFINITY, -1.0, f64::NAN] {
                // It goes on, or refuses what the numbers lead to.
                let _ = goes_on(
                    &changed(bytes.clone(), name, &[number; 32]),
                    EarlyStopping::new().monitor("loss"),
                    never(),
                );
            }
        }
    }
    fs::remove_file(path).expect("the file is still there");
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
