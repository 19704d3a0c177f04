use std::fs;
use std::io::Write;
use std::path::PathBuf;

use flate2::Compression;
use flate2::write::GzEncoder;

use super::{Idx, content};
use crate::data::Dataset;

/// A directory that is gone with this value.
struct Place(PathBuf);

impl Place {
    fn new(test: &str) -> Self {
        let directory = std::env::temp_dir().join(format!("chainrule-idx-{test}-{}", std::process::id()));
        fs::create_dir_all(&directory).unwrap();
        Self(directory)
    }

    fn write(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.0.join(name);
        fs::write(&path, bytes).unwrap();
        path
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn idx(dims: &[u32], data: &[u8]) -> Vec<u8> {
    let mut bytes = vec![0, 0, 8, dims.len() as u8];
    bytes.extend(dims.iter().flat_map(|dim| dim.to_be_bytes()));
    bytes.extend_from_slice(data);
    bytes
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn plain_and_gzip_are_told_apart_by_content() {
    let place = Place::new("content");
    let bytes = idx(&[2, 2, 1], &[0, 51, 255, 102]);
    for (name, bytes) in [("plain.gz", bytes.clone()), ("packed", gzip(&bytes))] {
        let images = Idx::open(place.write(name, &bytes)).unwrap();
        assert_eq!(images.dims(), [2, 2, 1]);
        assert_eq!(images.raw(), [0, 51, 255, 102]);
        assert_eq!(images.scaled::<[f64; 2]>().unwrap(), [[0.0, 0.2], [1.0, 0.4]]);
        assert_eq!(images.scaled::<[[f32; 1]; 2]>().unwrap(), [[[0.0], [0.2]], [[1.0], [0.4]]]);
        assert_eq!(images.unscaled::<[f32; 2]>().unwrap(), [[0.0, 51.0], [255.0, 102.0]]);
    }
}

#[test]
fn other_spellings_of_the_name_are_found() {
    let place = Place::new("spelling");
    place.write("a-idx1-ubyte.gz", &gzip(&idx(&[1], &[1])));
    place.write("b.idx1-ubyte", &idx(&[1], &[2]));
    assert_eq!(Idx::open(place.0.join("a-idx1-ubyte")).unwrap().raw(), [1]);
    assert_eq!(Idx::open(place.0.join("a.idx1-ubyte")).unwrap().raw(), [1]);
    assert_eq!(Idx::open(place.0.join("b-idx1-ubyte")).unwrap().raw(), [2]);
    let error = Idx::open(place.0.join("c-idx1-ubyte")).unwrap_err().to_string();
    assert!(error.starts_with("cannot read `") && error.contains("c-idx1-ubyte`: "), "{error}");
}

#[test]
fn malformed_files_are_refused_with_what_was_found() {
    let place = Place::new("malformed");
    let expected_magic =
        "the magic number must be 00 00 08 and the number of dimensions (IDX with unsigned bytes), found";
    let billions = idx(&[u32::MAX, 1], &[0; 8]);
    for (bytes, message) in [
        (vec![], format!("{expected_magic} nothing")),
        (vec![0, 0, 8], format!("{expected_magic} 00 00 08")),
        (b"PK\x03\x04zip".to_vec(), format!("{expected_magic} 50 4b 03 04")),
        (vec![0, 0, 13, 1, 0, 0, 0, 0], format!("{expected_magic} 00 00 0d 01")),
        (vec![0, 0, 8, 0], format!("{expected_magic} 00 00 08 00")),
        (vec![0, 0, 8, 2, 0, 0, 0, 1, 0], "the header must be 12 bytes long (2 dimensions), found 9 bytes".into()),
        (idx(&[2, 2], &[7; 3]), "the data after the header must be 4 bytes (2, 2), found 3".into()),
        (idx(&[2, 2], &[7; 5]), "the data after the header must be 4 bytes (2, 2), found more".into()),
        (billions, "the data after the header must be 4294967295 bytes (4294967295, 1), found 8".into()),
        (
            idx(&[u32::MAX; 3], &[]),
            "the number of elements must be less than 2^64, found (4294967295, 4294967295, 4294967295)".into(),
        ),
    ] {
        for (name, bytes) in [("plain", bytes.clone()), ("packed", gzip(&bytes))] {
            let path = place.write(name, &bytes);
            let error = Idx::open(&path).unwrap_err().to_string();
            assert_eq!(error, format!("`{}`: {message}", path.display()));
        }
    }
}

#[test]
fn more_than_memory_can_hold_is_an_error() {
    let header = idx(&[u32::MAX, 1 << 31], &[]);
    let error = content(&mut header.as_slice(), u64::MAX).map(drop).unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::OutOfMemory);
}

#[test]
fn a_damaged_archive_is_an_error() {
    let place = Place::new("archive");
    let whole = gzip(&idx(&[100], &[3; 100]));
    for len in 2..whole.len() {
        assert!(Idx::open(place.write("cut", &whole[..len])).is_err(), "cut after {len} bytes");
    }
    assert!(Idx::open(place.write("more", &[whole.as_slice(), b"more"].concat())).is_err());
    // A megabyte of zeros behind a header that announces one byte: no more than two bytes of them are unpacked.
    let bomb = gzip(&[idx(&[1], &[]), vec![0; 1 << 20]].concat());
    assert!(
        Idx::open(place.write("bomb", &bomb)).unwrap_err().to_string().ends_with("must be 1 bytes (1), found more")
    );
}

#[test]
fn images_and_labels_must_fit_each_other_and_the_model() {
    let place = Place::new("pairs");
    let images = place.write("images", &idx(&[2, 2, 2], &[0; 8]));
    let labels = place.write("labels", &idx(&[2], &[3, 4]));
    let data: Dataset<[[f32; 2]; 2], u8> = Dataset::from_idx(&images, &labels).unwrap();
    assert_eq!(data.labels(), [3, 4]);

    let error = Dataset::<[f32; 4], u8>::from_idx(&images, &labels).unwrap_err().to_string();
    assert!(error.ends_with("images`: the shape of a sample must be (4), found (2, 2)"), "{error}");
    let error = Dataset::<[[f32; 2]; 2], u8>::from_idx(&images, &images).unwrap_err().to_string();
    assert!(
        error.ends_with("images`: the shape of a sample must be (), a number each, as labels have it, found (2, 2)"),
        "{error}"
    );
    let fewer = place.write("fewer", &idx(&[1], &[3]));
    let error = Dataset::<[[f32; 2]; 2], u8>::from_idx(&images, &fewer).unwrap_err().to_string();
    let images = images.display();
    assert!(error.ends_with(&format!("the number of labels must be 2, the number of samples in `{images}`, found 1")));
}
