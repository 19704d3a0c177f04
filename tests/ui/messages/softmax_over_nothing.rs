//! Nothing comes before the softmax.

use chainrule::model;

model! { pub First: softmax }
model! { pub Layer: Activation(softmax) -> Dense(3) }
model! { pub Scalar: Input() -> softmax }
model! { pub NoAxes: Input(()) -> softmax }

fn main() {}
