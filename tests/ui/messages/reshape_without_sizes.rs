//! `Reshape` needs at least one size.

use chainrule::model;

model! { pub Bare: Input(12) -> Reshape }
model! { pub Parentheses: Input(12) -> Reshape() }
model! { pub Tuple: Input(1) -> Reshape(()) }

fn main() {}
