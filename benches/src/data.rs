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

use crate::models::{Digits, Epoch, Forward, Gradient, LeNet, ResNet, Rows, Transformer};

/// Seed of all weights.
pub const SEED: u64 = 1;
/// Samples that are predicted one by one: so few that they stay near the processor, as one that has just arrived would.
pub const SINGLES: usize = 32;
/// Samples that are predicted at once.
pub const BATCH: usize = 1000;

/// Samples of ten classes.
pub type Classes<X> = Dataset<X, u8>;

/// Which samples.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Part {
    /// To train on.
    Train,
    /// To test and to predict.
    Test,
}

/// Pictures of digits, pixels in [0, 1].
///
/// # Errors
/// Files that are not there.
pub fn mnist<X: Sample>(part: Part) -> Result<Classes<X>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/data/mnist");
    let part = if part == Part::Train { "train" } else { "t10k" };
    let file = |kind: &str| folder.join(format!("{part}-{kind}-ubyte"));
    Dataset::from_idx(file("images-idx3"), file("labels-idx1"))
}

/// Sequences for [`Transformer`], of 64 steps of 64 features, 4,096 to train on: each class has features of its own, which
/// are the same in all steps.
///
/// # Errors
/// None: there are as many labels as inputs.
pub fn sequences(part: Part) -> Result<Classes<[[f32; 64]; 64]>> {
    noisy(40, part, 4096, |at| at % 64)
}

/// Pictures for [`ResNet`], 2,048 to train on: each class has a pattern of 4 by 4 pixels of its own, which fills the
/// picture.
///
/// # Errors
/// None: there are as many labels as inputs.
pub fn textures(part: Part) -> Result<Classes<[[[f32; 3]; 32]; 32]>> {
    noisy(50, part, 2048, |at| {
        let (row, column, channel) = (at / 96, at / 3 % 32, at % 3);
        (4 * (row % 4) + column % 4) * 3 + channel
    })
}

/// Classes in turn: numbers in [-0.5, 0.5) that are the class's, `place` says which of its 64 stands where, and noise in
/// [-0.5, 0.5).
fn noisy<X: Sample<Scalar = f32>>(
    stream: u32,
    part: Part,
    train: usize,
    place: impl Fn(usize) -> usize,
) -> Result<Classes<X>> {
    let (noise, count) = if part == Part::Train { (stream + 1, train) } else { (stream + 2, BATCH) };
    let draws = Draws::new(SEED);
    let (pattern, noise) = (draws.stream(stream), draws.stream(noise));
    let pattern: Vec<f32> = (0..640).map(|at| pattern.uniform::<f32>(at) - 0.5).collect();
    let number = |at| pattern[64 * (at / X::LEN % 10) + place(at % X::LEN)] + noise.uniform::<f32>(at) - 0.5;
    let numbers: Vec<f32> = (0..count * X::LEN).map(number).collect();
    Dataset::from_arrays(X::unflatten(&numbers).to_vec(), (0..count).map(|sample| (sample % 10) as u8).collect())
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

/// Writes all data and the initial weights: numbers as 32 bits each, little-endian, without a header; labels of classes as
/// bytes; weights layer after layer, kernels as Keras' row-major `[in, out]` before biases, or as safetensors.
///
/// # Errors
/// Files that cannot be written or read.
pub fn export(folder: &Path) -> std::result::Result<(), Box<dyn std::error::Error>> {
    fs::create_dir_all(folder)?;
    let path = |name: &str| folder.join(name);
    for (part, name) in [(Part::Train, "train"), (Part::Test, "test")] {
        classes(folder, &format!("{name}_images"), &format!("{name}_labels"), mnist::<[[f32; 28]; 28]>(part)?)?;
        classes(folder, &format!("transformer_{name}"), &format!("transformer_{name}_labels"), sequences(part)?)?;
        classes(folder, &format!("resnet_{name}"), &format!("resnet_{name}_labels"), textures(part)?)?;
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
    LeNet::seeded(SEED).save(path("lenet.safetensors"))?;
    Rows::seeded(SEED).save(path("rows.safetensors"))?;
    Transformer::seeded(SEED).save(path("transformer.safetensors"))?;
    ResNet::seeded(SEED).save(path("resnet.safetensors"))?;
    Ok(())
}

fn classes<X: Sample<Scalar = f32>>(
    folder: &Path,
    inputs: &str,
    labels: &str,
    data: Classes<X>,
) -> std::io::Result<()> {
    let (samples, classes) = data.into_parts();
    write(folder.join(format!("{inputs}.f32")), &samples)?;
    fs::write(folder.join(format!("{labels}.u8")), classes)
}

fn write<S: Sample<Scalar = f32>>(path: PathBuf, samples: &[S]) -> std::io::Result<()> {
    let mut file = BufWriter::new(File::create(path)?);
    for number in S::flatten(samples) {
        file.write_all(&number.to_le_bytes())?;
    }
    file.flush()
}
