use std::fs;
use std::path::Path;

use super::record::{crc, masked};
use super::{TensorBoard, event, record};
use crate::data::Dataset;
use crate::optim::SGD;
use crate::testing::{Line, Squares};
use crate::train::Trainer;

/// The records of a file, their checksums checked.
fn records(mut bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut records = Vec::new();
    while !bytes.is_empty() {
        let word = |at: usize| u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap());
        let length = u64::from_le_bytes(bytes[..8].try_into().unwrap()) as usize;
        assert_eq!(word(8), masked(crc(&bytes[..8])), "the checksum of the length");
        let data = &bytes[12..12 + length];
        assert_eq!(word(12 + length), masked(crc(data)), "the checksum of the data");
        records.push(data.to_vec());
        bytes = &bytes[16 + length..];
    }
    records
}

/// A field of a message, as the wire format has it.
#[derive(Clone, Debug, PartialEq)]
enum Field {
    Number(u64),
    Bytes(Vec<u8>),
}

fn varint(bytes: &mut &[u8]) -> u64 {
    let mut number = 0;
    for shift in (0..).step_by(7) {
        let (byte, rest) = bytes.split_first().unwrap();
        *bytes = rest;
        number |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            break;
        }
    }
    number
}

/// The fields of a message with their numbers.
fn fields(mut bytes: &[u8]) -> Vec<(u64, Field)> {
    let mut fields = Vec::new();
    while !bytes.is_empty() {
        let key = varint(&mut bytes);
        let length = match key & 7 {
            0 => {
                fields.push((key >> 3, Field::Number(varint(&mut bytes))));
                continue;
            }
            1 => 8,
            2 => varint(&mut bytes) as usize,
            5 => 4,
            wire => panic!("wire type {wire}"),
        };
        fields.push((key >> 3, Field::Bytes(bytes[..length].to_vec())));
        bytes = &bytes[length..];
    }
    fields
}

fn bytes_of(fields: &[(u64, Field)], number: u64) -> &[u8] {
    match fields.iter().find(|(field, _)| *field == number) {
        Some((_, Field::Bytes(bytes))) => bytes,
        other => panic!("field {number} is {other:?}"),
    }
}

fn step(fields: &[(u64, Field)]) -> u64 {
    match fields.iter().find(|(field, _)| *field == 2) {
        Some((_, Field::Number(step))) => *step,
        _ => 0,
    }
}

/// Step, tag and number of a scalar.
fn scalar(event: &[u8]) -> (u64, String, f32) {
    let event = fields(event);
    let value = fields(bytes_of(&fields(bytes_of(&event, 5)), 1));
    let number = f32::from_le_bytes(bytes_of(&value, 2).try_into().unwrap());
    (step(&event), String::from_utf8(bytes_of(&value, 1).to_vec()).unwrap(), number)
}

fn only_file(folder: &Path) -> Vec<Vec<u8>> {
    let files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(files.len(), 1, "{files:?}");
    records(&fs::read(&files[0]).unwrap())
}

#[test]
fn checksums_are_those_of_the_standard() {
    // The examples of RFC 3720, appendix B.4.
    assert_eq!(crc(&[0; 32]), 0x8a91_36aa);
    assert_eq!(crc(&[0xff; 32]), 0x62a8_ab43);
    let rising: Vec<u8> = (0..32).collect();
    assert_eq!(crc(&rising), 0x46dd_794e);
}

#[test]
fn long_tags_and_large_steps_survive() {
    let (mut bytes, name) = (Vec::new(), "x".repeat(300));
    let mut event = Vec::new();
    event::scalar(&mut event, 1.5, u64::from(u32::MAX) + 1, ["epoch_", &name], 0.25);
    record::push(&mut bytes, &event);
    let events = records(&bytes);
    assert_eq!(scalar(&events[0]), (u64::from(u32::MAX) + 1, format!("epoch_{name}"), 0.25));
    assert_eq!(bytes_of(&fields(&events[0]), 1), 1.5_f64.to_le_bytes());
}

#[test]
fn a_run_can_be_read_back() {
    let folder = std::env::temp_dir().join(format!("chainrule-tensorboard-{}", std::process::id()));
    let inputs: Vec<[f32; 2]> = (0..6).map(|at| [at as f32 / 6.0, 0.5]).collect();
    let data = Dataset::from_arrays(inputs, vec![[1.0]; 6]).unwrap();
    let mut trainer = Trainer::new(SGD::new().learning_rate(0.125), Squares)
        .callback(TensorBoard::new(&folder).update_freq(2))
        .validation_split(0.34)
        .batch_size(1)
        .epochs(2)
        .seed(1)
        .quiet();
    let history = trainer.fit(&mut Line::<f32>::new([0.1, 0.2, 0.3]), &data).unwrap();

    let events = only_file(&folder.join("train"));
    assert_eq!(bytes_of(&fields(&events[0]), 3), b"brain.Event:2");
    let found: Vec<_> = events[1..].iter().map(|event| scalar(event)).collect();
    let places: Vec<_> = found.iter().map(|(step, tag, _)| (*step, tag.as_str())).collect();
    // Three samples are trained on: steps 1 to 3, and 4 to 6.
    let expected = [
        (2, "batch_loss"),
        (0, "epoch_loss"),
        (0, "epoch_learning_rate"),
        (4, "batch_loss"),
        (6, "batch_loss"),
        (1, "epoch_loss"),
        (1, "epoch_learning_rate"),
    ];
    assert_eq!(places, expected);
    let loss = &history["loss"];
    assert_eq!([found[1].2, found[2].2, found[5].2], [loss[0] as f32, 0.125, loss[1] as f32]);
    // After the last step of an epoch, the running mean is its loss.
    assert_eq!(found[4].2, loss[1] as f32);

    let events = only_file(&folder.join("validation"));
    let found: Vec<_> = events[1..].iter().map(|event| scalar(event)).collect();
    let of = |epoch: usize| (epoch as u64, "epoch_loss".to_owned(), history["val_loss"][epoch] as f32);
    assert_eq!(found, [of(0), of(1)]);
    fs::remove_dir_all(folder).unwrap();
}
