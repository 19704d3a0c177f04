//! A function that the derivative is not known of.

use chainrule::model;

model! { pub Misspelt: Input(4) -> Dense(8, |x| x * sigmod(x)) }
model! { pub Method: Input(4) -> Dense(8, |x| x.tahn()) }
model! { pub Own: Input(4) -> |x| my::swoosh(x) -> Dense(2) }
model! { pub Far: Input(4) -> |x| banana(x) -> Dense(2) }
model! { pub Torch: Input(4) -> |x| torch.relu(x) -> Dense(2) }
model! { pub Softmax: Input(4) -> |x| softmax(x) -> Dense(2) }

fn main() {}
