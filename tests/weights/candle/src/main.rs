//! The way back: a file of ours, as the tests have left it, in candle.
//!
//! ```text
//! cargo test -p chainrule-tests --test weights
//! cargo run --release --manifest-path tests/weights/candle/Cargo.toml
//! ```
//!
//! The model is `Digits` of `tests/weights/keras.rs`; its predictions must be those that are committed beside it.

use std::env;
use std::path::Path;

use candle_core::{Device, Result, Tensor, safetensors::load};
use candle_nn::ops::softmax;
use candle_nn::{BatchNorm, Conv2d, Conv2dConfig, Linear, Module, ModuleT};

fn main() -> Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../..");
    let folder = env::args_os().nth(1).map_or_else(|| root.join("target/tmp/weights"), Into::into);
    let values = load(root.join("tests/weights/keras/digits.values.safetensors"), &Device::Cpu)?;
    let found = predict(&folder.join("digits.safetensors"), &values["x"])?;
    let difference = (found - &values["y"])?.abs()?.max_all()?.to_scalar::<f32>()?;
    println!("digits: ours to candle, largest difference {difference:.1e}");
    if difference <= 1e-5 { Ok(()) } else { Err(candle_core::Error::Msg("too large".to_owned())) }
}

/// As the guide shows it: kernels are transposed, images have their channels first, and what is flattened has them last.
fn predict(file: &Path, x: &Tensor) -> Result<Tensor> {
    let ours = load(file, &Device::Cpu)?;
    let dense = |name: &str| -> Result<Linear> {
        let (kernel, bias) = (&ours[&format!("{name}.kernel")], &ours[&format!("{name}.bias")]);
        Ok(Linear::new(kernel.t()?.contiguous()?, Some(bias.clone())))
    };
    // A convolution: (h, w, in, out) becomes (out, in, h, w).
    let kernel = ours["conv2d1.kernel"].permute((3, 2, 0, 1))?.contiguous()?;
    let conv = Conv2d::new(kernel, Some(ours["conv2d1.bias"].clone()), Conv2dConfig::default());
    let weight = |name: &str| ours[&format!("batch_normalization1.{name}")].clone();
    let [mean, variance, gamma, beta] = ["moving_mean", "moving_variance", "gamma", "beta"].map(weight);
    let norm = BatchNorm::new(mean.elem_count(), mean, variance, gamma, beta, 1e-3)?;

    let x = x.permute((0, 3, 1, 2))?.contiguous()?;
    let x = norm.forward_t(&conv.forward(&x)?.relu()?, false)?;
    let x = x.permute((0, 2, 3, 1))?.flatten_from(1)?;
    let x = dense("dense1")?.forward(&x)?.tanh()?;
    softmax(&dense("dense2")?.forward(&x)?, 1)
}
