//! The nearest known argument, or all of them.

use chainrule::model;

model! { pub Misspelt: Input(4) -> Dense(8, activaton = relu) }
model! { pub Short: Input(4) -> Dense(8, bias = false) }
model! { pub Far: Input(4) -> Dense(8, frobnicate = 1) }
model! { pub OfDropout: Input(4) -> Dropout(p = 0.2) }
model! { pub OfActivation: Input(4) -> leaky_relu(alpha = 0.1) }
model! { pub OfRelu: Input(4) -> relu(max = 6.0) }
model! { pub OfInitializer: Input(4) -> Dense(8, kernel_initializer = random_normal(std = 0.1)) }
model! { pub OfSoftmax: Input(4) -> softmax(axis = -1) }
model! { pub InFeatures: Input(4) -> Dense(in_features = 4, out_features = 8) }

fn main() {}
