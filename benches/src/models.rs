//! The models of the workloads, and how many operations they cost.

use chainrule::Model;

chainrule::model! {
    /// W1 and W4: Keras' program for handwritten digits.
    pub Digits: Flatten(28, 28) -> Dense(128, relu) -> Dense(10, softmax);

    /// W5, the prediction.
    pub Forward: Input(6) -> Dense(64, relu) -> Dense(8, relu) -> Dense(4);

    /// W5, the gradient: the network of `SimpleChains`' README.
    pub Gradient: Input(24) -> Dense(8, tanh) -> Dense(2);

    /// W5, the epoch: `SimpleChains`' small network, which learns the exponential of a 2 by 2 matrix.
    pub Epoch: Input(4) -> Dense(32, tanh) -> Dense(16, tanh) -> Dense(4)
}

/// Floating-point operations of the products that predict one sample.
pub fn forward_flops<M: Model>() -> f64 {
    2.0 * M::MACS as f64
}

/// Floating-point operations of the products of a training step, for each of its samples: forward, the gradients of the
/// kernels, and the gradients of the inputs of all layers but the first that has weights.
pub fn training_flops<M: Model>() -> f64 {
    let first = M::LAYERS.iter().map(|layer| layer.macs).find(|macs| *macs > 0).unwrap_or(0);
    2.0 * (3 * M::MACS - first) as f64
}
