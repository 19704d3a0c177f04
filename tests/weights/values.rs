//! What another framework predicted: files beside this one.

use std::fs;
use std::path::{Path, PathBuf};

use chainrule::{Model, Sample};
use safetensors::SafeTensors;

/// A file of this folder.
pub(crate) fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("weights").join(format!("{name}.safetensors"))
}

/// Where files of ours are left for the scripts to read.
pub(crate) fn left(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("weights");
    fs::create_dir_all(&folder).expect("a folder under target");
    folder.join(format!("{name}.safetensors"))
}

/// The numbers of a tensor of a `values` file.
pub(crate) fn tensor<const SIZE: usize, T>(name: &str, key: &str, read: impl Fn([u8; SIZE]) -> T) -> Vec<T> {
    let bytes = fs::read(file(&format!("{name}.values"))).expect("the values");
    let tensors = SafeTensors::deserialize(&bytes).expect("safetensors");
    let tensor = tensors.tensor(key).expect("the tensor");
    tensor.data().as_chunks::<SIZE>().0.iter().map(|number| read(*number)).collect()
}

/// The inputs of a file.
pub(crate) fn inputs<X: Sample<Scalar = f32>>(name: &str) -> Vec<X> {
    let flat = tensor(name, "x", f32::from_le_bytes);
    let mut inputs = X::zeros(flat.len() / X::LEN);
    X::flatten_mut(&mut inputs).copy_from_slice(&flat);
    inputs
}

/// Compares with the outputs of a file.
pub(crate) fn agree<M: Model<Scalar = f32, Output: Sample<Scalar = f32>>>(name: &str, outputs: &[M::Output]) {
    let (found, expected) = (M::Output::flatten(outputs), tensor(name, "y", f32::from_le_bytes));
    assert_eq!(found.len(), expected.len(), "{name}");
    let largest = expected.iter().fold(0.0_f32, |largest, value| largest.max(value.abs()));
    for (at, (found, expected)) in found.iter().zip(&expected).enumerate() {
        assert!((found - expected).abs() <= 1e-5 * largest + 1e-7, "{name}, output {at}: {found}, expected {expected}");
    }
}
