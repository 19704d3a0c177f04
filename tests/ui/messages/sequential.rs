//! A model is the chain itself.

use chainrule::model;

model! { pub List: Sequential([Flatten(28, 28), Dense(128, relu), Dense(10, softmax)]) }
model! { pub Commas: Sequential(Flatten(28, 28), Dense(10, softmax)) }
model! { pub Bare: [Flatten(28, 28), Dense(10, softmax)] }

fn main() {}
