//! What the workloads are fed, and its export for other programs.
//!
//! MNIST lies in the repository; the rest is made here from a fixed generator. Other frameworks read the export, so that
//! all start from the same weights and see the same numbers.

use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

use chainrule::data::Dataset;
use chainrule::random::Draws;
use chainrule::{Result, Sample};

use crate::models::{Digits, Epoch, Forward, Gradient};

/// Seed of all weights.
pub const SEED: u64 = 1;
/// Samples that are predicted one by one: so few that they stay near the processor, as one that has just arrived would.
pub const SINGLES: usize = 32;
/// Samples that are predicted at once.
pub const BATCH: usize = 1000;

/// Pictures of digits, pixels in [0, 1].
pub type Pictures = Dataset<[[f32; 28]; 28], u8>;

/// The pictures and labels of `train` or `t10k`.
///
/// # Errors
/// Files that are not there.
pub fn mnist(part: &str) -> Result<Pictures> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/data/mnist");
    let file = |kind: &str| folder.join(format!("{part}-{kind}-ubyte"));
    Dataset::from_idx(file("images-idx3"), file("labels-idx1"))
}

/// Inputs of [`Forward`].
pub fn forward_inputs() -> Vec<[f32; 6]> {
    uniform(10, 100)
}

/// Inputs and labels of [`Gradient`], 200 of them.
pub fn gradient_batch() -> (Vec<[f32; 24]>, Vec<[f32; 2]>) {
    (uniform(20, 200), uniform(21, 200))
}

/// Matrices of 2 by 2 with their exponentials, 10,000 of them.
///
/// # Errors
/// None: there are as many labels as inputs.
pub fn epoch_data() -> Result<Dataset<[f32; 4], [f32; 4]>> {
    let matrices = uniform(30, 10_000);
    let exponentials = matrices.iter().map(exponential).collect();
    Dataset::from_arrays(matrices, exponentials)
}

/// Numbers in [-1, 1).
fn uniform<const N: usize>(stream: u32, count: usize) -> Vec<[f32; N]> {
    let stream = Draws::new(SEED).stream(stream);
    let row = |row| std::array::from_fn(|at| 2.0 * stream.uniform::<f32>(N * row + at) - 1.0);
    (0..count).map(row).collect()
}

/// Σ Aⁿ / n! of a 2 by 2 matrix, row by row.
fn exponential(a: &[f32; 4]) -> [f32; 4] {
    let (mut sum, mut power) = ([1.0, 0.0, 0.0, 1.0], [1.0, 0.0, 0.0, 1.0]);
    for n in 1..16_u8 {
        let [p, q, r, s] = power;
        let next = [p * a[0] + q * a[2], p * a[1] + q * a[3], r * a[0] + s * a[2], r * a[1] + s * a[3]];
        power = next.map(|value| value / f32::from(n));
        for (sum, power) in sum.iter_mut().zip(power) {
            *sum += power;
        }
    }
    sum
}

/// Writes all data and the initial weights: numbers as 32 bits each, little-endian, without a header; labels of MNIST as
/// bytes; weights layer after layer, kernels as Keras' row-major `[in, out]` before biases.
///
/// # Errors
/// Files that cannot be written or read.
pub fn export(folder: &Path) -> std::result::Result<(), Box<dyn std::error::Error>> {
    fs::create_dir_all(folder)?;
    let path = |name: &str| folder.join(name);
    for (part, name) in [("train", "train"), ("t10k", "test")] {
        let (images, labels) = mnist(part)?.into_parts();
        write(path(&format!("{name}_images.f32")), &images)?;
        fs::write(path(&format!("{name}_labels.u8")), labels)?;
    }
    write(path("forward_inputs.f32"), &forward_inputs())?;
    let (inputs, labels) = gradient_batch();
    write(path("gradient_inputs.f32"), &inputs)?;
    write(path("gradient_labels.f32"), &labels)?;
    let (inputs, labels) = epoch_data()?.into_parts();
    write(path("epoch_inputs.f32"), &inputs)?;
    write(path("epoch_labels.f32"), &labels)?;
    let digits = Digits::seeded(SEED);
    digits.save(path("digits.safetensors"))?;
    write(path("digits.f32"), digits.parameters())?;
    write(path("forward.f32"), Forward::seeded(SEED).parameters())?;
    write(path("gradient.f32"), Gradient::seeded(SEED).parameters())?;
    write(path("epoch.f32"), Epoch::seeded(SEED).parameters())?;
    Ok(())
}

fn write<S: Sample<Scalar = f32>>(path: PathBuf, samples: &[S]) -> std::io::Result<()> {
    let mut file = BufWriter::new(File::create(path)?);
    for number in S::flatten(samples) {
        file.write_all(&number.to_le_bytes())?;
    }
    file.flush()
}
