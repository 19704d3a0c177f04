//! Nor does the code that uses a model without a name.

use chainrule::model;

fn main() {
    let mut net = model!(Flatten(28, 28) -> Dense(128, relu) -> Dense(10, sofmax));
    println!("{:?}", net.predict(&[[0.0; 28]; 28]));
    net.parameters_mut().fill(0.0);
    let other = model!(Flatten(28, 28) Dense(10));
    println!("{}", other.summary());
}
