//! The nearest known regularizer.

use chainrule::model;

model! { pub Class: Input(4) -> Dense(8, kernel_regularizer = L2(0.01)) }
model! { pub Both: Input(4) -> Dense(8, kernel_regularizer = L1L2(l1 = 0.01, l2 = 0.01)) }
model! { pub Far: Input(4) -> Dense(8, kernel_regularizer = weight_decay(0.01)) }
model! { pub Negative: Input(4) -> Dense(8, kernel_regularizer = l2(-0.01)) }

fn main() {}
