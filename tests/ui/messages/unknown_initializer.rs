//! The nearest known initializer.

use chainrule::model;

model! { pub Misspelt: Input(4) -> Dense(8, kernel_initializer = he_norml) }
model! { pub Class: Input(4) -> Dense(8, kernel_initializer = HeNormal) }
model! { pub Called: Input(4) -> Dense(8, kernel_initializer = GlorotUniform()) }
model! { pub PyTorch: Input(4) -> Dense(8, kernel_initializer = xavier_uniform) }
model! { pub Kaiming: Input(4) -> Dense(8, kernel_initializer = kaiming_normal) }
model! { pub Short: Input(4) -> Dense(8, bias_initializer = zero) }
model! { pub Far: Input(4) -> Dense(8, kernel_initializer = banana) }

fn main() {}
