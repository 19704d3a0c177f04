//! Layers are words, not paths.

use chainrule::model;

model! { pub Torch: Input(4) -> nn::Linear(4, 8) -> nn::ReLU }
model! { pub TorchDots: Input(4) -> nn.Linear(4, 8) -> nn.ReLU() }
model! { pub Keras: Input(4) -> keras.layers.Dense(8) }
model! { pub KerasPath: Input(4) -> layers::Dense(8) }
model! { pub First: tf.keras.Input(4) -> Dense(8) }
model! { pub Function: Input(4) -> Dense(8, tf.nn.relu) }
model! { pub Argument: Input(4) -> Dense(8, nn.ReLU()) }
model! { pub Chainrule: Input(4) -> chainrule::layers::Dense(8) }
model! { pub OwnModel: Input(4) -> crate::Encoder }

fn main() {}
