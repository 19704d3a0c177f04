//! What models implement already, and number types that they do not have.

use chainrule::model;

model! { #[derive(Clone)] pub Cloned: Input(4) -> Dense(2) }
model! { #[derive(Copy, PartialEq)] pub Copied: Input(4) -> Dense(2) }
model! { #[derive(Debug, Default)] pub Printed: Input(4) -> Dense(2) }
model! { #[scalar(f16)] pub Half: Input(4) -> Dense(2) }
model! { #[scalar] pub Unsaid: Input(4) -> Dense(2) }
model! { #[scalar = "f64"] pub Assigned: Input(4) -> Dense(2) }
model! { #[scaler(f64)] pub Misspelt: Input(4) -> Dense(2) }
model! { #[layout(columns)] pub Lying: Input(4) -> Dense(2) }
model! { #[layuot(samples)] pub Turned: Input(4) -> Dense(2) }
model! { #[scalar(f64)] #[scalar(f32)] pub Both: Input(4) -> Dense(2) }

fn main() {}
