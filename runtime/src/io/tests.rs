//! Files of weights: what they hold, what is refused, and what stays.

use std::fs;
use std::path::PathBuf;

use super::{Export, Import, load, load_with, save, save_with};
use crate::error::Error;
use crate::io::Mismatch;
use crate::testing::Line;

const WEIGHTS: [f64; 3] = [0.5, -2.0, 0.1];

/// A path in a directory that is gone with this value.
struct Place {
    directory: PathBuf,
}

impl Place {
    fn new(test: &str) -> Self {
        let directory = std::env::temp_dir().join(format!("chainrule-safetensors-{test}-{}", std::process::id()));
        fs::create_dir_all(&directory).unwrap();
        Self { directory }
    }

    fn file(&self) -> PathBuf {
        self.directory.join("line.safetensors")
    }

    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(&self.directory).unwrap();
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.directory);
    }
}

/// A file with the given header and data.
fn container(header: &str, data: &[u8]) -> Vec<u8> {
    let mut bytes = (header.len() as u64).to_le_bytes().to_vec();
    bytes.extend_from_slice(header.as_bytes());
    bytes.extend_from_slice(data);
    bytes
}

#[test]
fn what_was_saved_is_loaded_bit_by_bit() {
    let place = Place::new("round");
    let values = [f64::from(0.1_f32), f64::from(f32::MIN_POSITIVE) / 4.0, -0.0];
    let single = Line::<f32>::new(values);
    save(&single, place.file()).unwrap();
    let mut loaded = Line::<f32>::new(WEIGHTS);
    load(&mut loaded, place.file()).unwrap();
    assert_eq!(
        single.parameters.iter().map(|v| v.to_bits()).collect::<Vec<_>>(),
        loaded.parameters.iter().map(|v| v.to_bits()).collect::<Vec<_>>()
    );

    let double = Line::<f64>::new([0.1, 1.0 / 3.0, 1e-300]);
    save(&double, place.file()).unwrap();
    let mut loaded = Line::<f64>::new(WEIGHTS);
    load(&mut loaded, place.file()).unwrap();
    assert_eq!(double, loaded);
    assert_eq!(place.names(), ["line.safetensors"]);
}

#[test]
fn files_have_keras_names_and_shapes() {
    let place = Place::new("names");
    save(&Line::<f32>::new(WEIGHTS), place.file()).unwrap();
    let bytes = fs::read(place.file()).unwrap();
    let tensors = safetensors::SafeTensors::deserialize(&bytes).unwrap();
    let kernel = tensors.tensor("dense1.kernel").unwrap();
    assert_eq!(kernel.shape(), [2, 1]);
    assert_eq!(kernel.data(), [0.5_f32, -2.0].map(f32::to_le_bytes).as_flattened());
    assert_eq!(tensors.tensor("dense1.bias").unwrap().shape(), [1]);
    let (_, header) = safetensors::SafeTensors::read_metadata(&bytes).unwrap();
    assert_eq!(header.metadata().as_ref().unwrap()["model"], "Line");
}

#[test]
fn a_file_says_where_it_is_from() {
    let place = Place::new("metadata");
    save_with(&Line::<f32>::new(WEIGHTS), place.file(), &Export::new().seed(7)).unwrap();
    let bytes = fs::read(place.file()).unwrap();
    let (_, header) = safetensors::SafeTensors::read_metadata(&bytes).unwrap();
    let metadata = header.metadata().clone().unwrap();
    let of = |key: &str| metadata.get(key).map(String::as_str);
    assert_eq!((of("format"), of("seed")), (Some("chainrule"), Some("7")));
    assert_eq!((of("model"), of("version")), (Some("Line"), Some(env!("CARGO_PKG_VERSION"))));
    // This model was written by hand.
    assert_eq!(of("chain"), None);
}

#[test]
fn what_is_not_finite_is_refused_unless_asked_for() {
    let place = Place::new("finite");
    save(&Line::<f32>::new(WEIGHTS), place.file()).unwrap();
    let old = fs::read(place.file()).unwrap();
    let broken = Line::<f32>::new([1.0, f64::NAN, f64::NEG_INFINITY]);
    let refusal = save(&broken, place.file()).unwrap_err().to_string();
    let expected = "`dense1.kernel` is NaN at element 1; `dense1.bias` is -inf at element 0; if that is meant, allow it: \
        `allow_non_finite()` of `io::Export`";
    assert!(refusal.starts_with("cannot save `") && refusal.ends_with(expected), "{refusal}");
    assert_eq!(fs::read(place.file()).unwrap(), old);

    save_with(&broken, place.file(), &Export::new().allow_non_finite()).unwrap();
    let mut model = Line::<f32>::new(WEIGHTS);
    let refusal = load(&mut model, place.file()).unwrap_err().to_string();
    let expected = "`dense1.bias` is -inf at element 0; `dense1.kernel` is NaN at element 1; if that is meant, allow it: \
        `allow_non_finite()` of `io::Import`";
    assert!(refusal.starts_with("cannot load `") && refusal.ends_with(expected), "{refusal}");
    assert_eq!(model, Line::new(WEIGHTS));
    load_with(&mut model, place.file(), &Import::new().allow_non_finite()).unwrap();
    assert_eq!(model.parameters[2], f32::NEG_INFINITY);
}

#[test]
fn layers_can_have_other_names_in_the_file() {
    let place = Place::new("names-of-layers");
    let header = r#"{"head.kernel":{"dtype":"F32","shape":[2,1],"data_offsets":[4,12]},
        "head.bias":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#;
    let data = [3.0_f32, 1.0, 2.0].map(f32::to_le_bytes);
    fs::write(place.file(), container(header, data.as_flattened())).unwrap();
    let mut model = Line::<f32>::new(WEIGHTS);
    assert!(load(&mut model, place.file()).is_err());
    load_with(&mut model, place.file(), &Import::new().layer("dense1", "head")).unwrap();
    assert_eq!(model, Line::new([1.0, 2.0, 3.0]));
}

#[test]
fn every_difference_is_named_at_once() {
    let place = Place::new("differences");
    let header = r#"{"dense_1.kernel":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]},
        "dense1.bias":{"dtype":"F32","shape":[2],"data_offsets":[8,16]},
        "conv1.kernel":{"dtype":"F32","shape":[1],"data_offsets":[16,20]}}"#;
    fs::write(place.file(), container(header, &[0; 20])).unwrap();
    let mut model = Line::<f32>::new(WEIGHTS);
    let error = load(&mut model, place.file()).unwrap_err();
    assert_eq!(
        error.to_string(),
        format!(
            "`{}` does not fit the model `Line`: `dense1.kernel` is missing (the nearest name is `dense_1.kernel`); \
             `dense1.bias` must be F32 (1), found F32 (2); `conv1.kernel` is not a weight of the model; \
             `dense_1.kernel` is not a weight of the model",
            place.file().display()
        )
    );
    assert_eq!(model, Line::new(WEIGHTS));
}

#[test]
fn files_of_other_frameworks_are_told_what_to_do() {
    let place = Place::new("of-others");
    let header = r#"{"fc.weight":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]},
        "fc.bias":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}"#;
    fs::write(place.file(), container(header, &[0; 12])).unwrap();
    let mut model = Line::<f32>::new(WEIGHTS);
    let load_error = load(&mut model, place.file()).unwrap_err().to_string();
    let advice = "; names such as these are PyTorch's: `net.load_with(path, &Import::pytorch())`";
    assert!(load_error.ends_with(advice), "{load_error}");
    let told = load_with(&mut model, place.file(), &Import::pytorch()).unwrap_err().to_string();
    assert!(!told.contains("names such as these"), "{told}");

    for (start, kind) in [
        (&b"PK\x03\x04\x00\x00\x08\x08archive"[..], "a zip archive, as `.pt`, `.keras` and `.npz` are"),
        (b"\x89HDF\r\n\x1a\n and more", "an HDF5 file, as `.h5` is"),
        (b"\x80\x02\x8a\nl\xfc\x9cF\xf9", "a pickle of Python, as an old `.pt` is"),
    ] {
        fs::write(place.file(), start).unwrap();
        let error = load(&mut model, place.file()).unwrap_err().to_string();
        let expected = "the content must be that of a safetensors file, as `save_file` of Python's package safetensors writes \
                        it, found";
        assert!(error.ends_with(&format!("{expected} {kind}")), "{error}");
    }
    assert_eq!(model, Line::new(WEIGHTS));
}

#[test]
fn the_other_number_type_is_refused() {
    let place = Place::new("dtype");
    save(&Line::<f32>::new(WEIGHTS), place.file()).unwrap();
    let mut model = Line::<f64>::new(WEIGHTS);
    let Error::Tensors { mismatches, .. } = load(&mut model, place.file()).unwrap_err() else { panic!() };
    assert_eq!(
        mismatches[0].to_string(),
        "`dense1.kernel` must be F64 (2, 1), found F32 (2, 1) (it was saved by a model without `#[scalar(f64)]`)"
    );
    assert!(matches!(mismatches[1], Mismatch::Different { .. }));
}

#[test]
fn no_damaged_file_panics_or_changes_the_model() {
    let place = Place::new("damaged");
    save(&Line::<f32>::new([1.0, 2.0, 3.0]), place.file()).unwrap();
    let good = fs::read(place.file()).unwrap();
    let mut model = Line::<f32>::new(WEIGHTS);
    let mut refuse = |bytes: &[u8], what: &str| {
        fs::write(place.file(), bytes).unwrap();
        let error = load(&mut model, place.file()).expect_err(what).to_string();
        assert!(error.contains("line.safetensors"), "{what}: {error}");
        assert_eq!(model, Line::new(WEIGHTS), "{what}");
    };
    for len in 0..good.len() {
        refuse(&good[..len], &format!("cut after {len} bytes"));
    }
    refuse(&[good.as_slice(), &[0]].concat(), "a byte more");
    refuse(&container("not json", &[]), "no JSON");
    refuse(&u64::MAX.to_le_bytes(), "a header without end");
    refuse(&container(&"[".repeat(10_000), &[]), "deep JSON");
    // Eight tensors whose sizes sum up to almost 2⁶⁴ bytes.
    let huge = (1_u64 << 61) - 1;
    let tensors: Vec<_> = (0..8)
        .map(|at| {
            format!(r#""t{at}":{{"dtype":"U8","shape":[{huge}],"data_offsets":[{},{}]}}"#, huge * at, huge * (at + 1))
        })
        .collect();
    refuse(&container(&format!("{{{}}}", tensors.join(",")), &[]), "sizes that overflow");
    let names = r#"{"dense1.kernel":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]},
        "dense1.bias":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#;
    refuse(&container(names, &[0; 8]), "tensors that overlap");
}

#[test]
fn a_save_that_fails_leaves_the_old_file() {
    let place = Place::new("atomic");
    save(&Line::<f32>::new(WEIGHTS), place.file()).unwrap();
    let old = fs::read(place.file()).unwrap();

    // A directory where the file should go: the rename fails, after everything was written.
    let blocked = place.directory.join("blocked");
    fs::create_dir_all(blocked.join("inside")).unwrap();
    let error = save(&Line::<f32>::new([1.0, 2.0, 3.0]), &blocked).unwrap_err();
    assert!(error.to_string().starts_with("cannot write `"), "{error}");
    assert!(blocked.join("inside").exists());

    assert!(save(&Line::<f32>::new(WEIGHTS), place.directory.join("nowhere/line.safetensors")).is_err());
    assert_eq!(fs::read(place.file()).unwrap(), old);
    let mut names = place.names();
    names.sort();
    assert_eq!(names, ["blocked", "line.safetensors"], "nothing temporary is left");
}

#[cfg(unix)]
#[test]
fn a_link_still_leads_to_the_file() {
    let place = Place::new("link");
    let link = place.directory.join("latest");
    fs::write(place.file(), "old").unwrap();
    std::os::unix::fs::symlink(place.file(), &link).unwrap();
    save(&Line::<f32>::new(WEIGHTS), &link).unwrap();
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    load(&mut Line::<f32>::new(WEIGHTS), place.file()).unwrap();
}
