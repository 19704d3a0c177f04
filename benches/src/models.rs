//! The models of the workloads, and how many operations they cost.

use chainrule::loss::head::Softmax;
use chainrule::model::{Layer, Trainable};
use chainrule::{Model, Result};

chainrule::model! {
    /// W1 and W4: Keras' program for handwritten digits.
    pub Digits: Flatten(28, 28) -> Dense(128, relu) -> Dense(10, softmax);

    /// W2: `LeNet`-5 with today's activations and pooling, without padding.
    pub LeNet: Input(28, 28, 1)
        -> Conv2D(6, 5, activation = relu) -> MaxPooling2D(2)
        -> Conv2D(16, 5, activation = relu) -> MaxPooling2D(2)
        -> Flatten -> Dense(120, relu) -> Dense(84, relu) -> Dense(10, softmax);

    /// W3: a digit read line by line.
    pub Rows: Input(28, 28) -> LSTM(128) -> Dense(10, softmax);

    /// W6: a block of a transformer that normalises first, then the mean over all steps.
    pub Transformer:
        let x = Input(64, 64);
        let a = x + (x -> LayerNormalization -> MultiHeadAttention(4, 16));
        (a + (a -> LayerNormalization -> Dense(256, relu) -> Dense(64)))
            -> GlobalAveragePooling1D -> Dense(10, softmax);

    /// The parts of W7: as many places as before,
    Fine: Input(32, 32, 16)
        -> Residual(
            Conv2D(16, 3, padding = same, use_bias = false) -> BatchNormalization(momentum = 0.9) -> relu
            -> Conv2D(16, 3, padding = same, use_bias = false) -> BatchNormalization(momentum = 0.9))
        -> relu;

    /// half as many along each side,
    Middle:
        let x = Input(32, 32, 16);
        let change = x
            -> Conv2D(32, 3, strides = 2, padding = same, use_bias = false) -> BatchNormalization(momentum = 0.9) -> relu
            -> Conv2D(32, 3, padding = same, use_bias = false) -> BatchNormalization(momentum = 0.9);
        let fitted = x -> Conv2D(32, 1, strides = 2, use_bias = false) -> BatchNormalization(momentum = 0.9);
        (change + fitted) -> relu;

    /// and a quarter.
    Coarse:
        let x = Input(16, 16, 32);
        let change = x
            -> Conv2D(64, 3, strides = 2, padding = same, use_bias = false) -> BatchNormalization(momentum = 0.9) -> relu
            -> Conv2D(64, 3, padding = same, use_bias = false) -> BatchNormalization(momentum = 0.9);
        let fitted = x -> Conv2D(64, 1, strides = 2, use_bias = false) -> BatchNormalization(momentum = 0.9);
        (change + fitted) -> relu;

    /// W7: a small residual network.
    pub ResNet: Input(32, 32, 3)
        -> Conv2D(16, 3, padding = same, use_bias = false) -> BatchNormalization(momentum = 0.9) -> relu
        -> Fine -> Middle -> Coarse -> GlobalAveragePooling2D -> Dense(10, softmax);

    /// W5, the prediction.
    pub Forward: Input(6) -> Dense(64, relu) -> Dense(8, relu) -> Dense(4);

    /// W5, the gradient: the network of `SimpleChains`' README.
    pub Gradient: Input(24) -> Dense(8, tanh) -> Dense(2);

    /// W5, the epoch: `SimpleChains`' small network, which learns the exponential of a 2 by 2 matrix.
    pub Epoch: Input(4) -> Dense(32, tanh) -> Dense(16, tanh) -> Dense(4)
}

/// A model that tells one of ten classes, which is what all workloads ask of it.
pub trait Classifier: Trainable<Scalar = f32, Output = [f32; 10], Head = Softmax> + Send + Sync {
    /// With seeded weights.
    fn seeded(seed: u64) -> Self;
    /// Predicts one sample.
    fn predict_into(&self, input: &Self::Input, output: &mut [f32; 10]);
    /// Predicts many samples.
    ///
    /// # Errors
    /// Not as many outputs as inputs.
    fn predict_batch_into(&self, inputs: &[Self::Input], outputs: &mut [[f32; 10]]) -> Result<()>;
}

macro_rules! classifiers {
    ($($Net:ty),*) => {$(
        impl Classifier for $Net {
            fn seeded(seed: u64) -> Self {
                Self::seeded(seed)
            }
            fn predict_into(&self, input: &Self::Input, output: &mut [f32; 10]) {
                self.predict_into(input, output);
            }
            fn predict_batch_into(&self, inputs: &[Self::Input], outputs: &mut [[f32; 10]]) -> Result<()> {
                self.predict_batch_into(inputs, outputs)
            }
        }
    )*};
}

classifiers!(Digits, LeNet, Rows, Transformer, ResNet);

/// Floating-point operations of the products that predict one sample.
pub fn forward_flops<M: Model>() -> f64 {
    2.0 * M::MACS as f64
}

/// Floating-point operations of the products of a training step, for each of its samples: forward, the gradients of the
/// kernels, and the gradients of the inputs of all layers but the first that has weights. The product of two values, as
/// in attention, has two gradients too.
pub fn training_flops<M: Model>() -> f64 {
    let first = M::LAYERS.iter().find(|layer| !layer.weights.is_empty()).map_or(0, macs_of_input);
    2.0 * (3 * M::MACS - first) as f64
}

/// Multiply-adds of a layer with its input. A recurrent layer multiplies its own state too.
fn macs_of_input(layer: &Layer) -> u64 {
    let length = |name| layer.weights.iter().find(|weight| weight.name == name).map_or(0, |weight| weight.len() as u64);
    let (kernel, recurrent) = (length("kernel"), length("recurrent_kernel"));
    if kernel == 0 { 0 } else { layer.macs / (kernel + recurrent) * kernel }
}
