//! What a layer cannot do without.

use chainrule::model;

model! { pub Units: Input(4) -> Dense }
model! { pub UnitsToo: Input(4) -> Dense() }
model! { pub UnitsNamed: Input(4) -> Dense(activation = relu) }
model! { pub Rate: Input(4) -> Dropout }
model! { pub Function: Input(4) -> Activation() }

fn main() {}
