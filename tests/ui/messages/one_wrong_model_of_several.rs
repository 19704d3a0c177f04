//! A mistake in one model leaves the others standing.

use chainrule::model;

model! {
    pub Encoder: Input(784) -> Dense(32, relu);
    pub Middle: Input(32) -> -> Dense(8);
    pub Other: Input(32) -> Dense(8, rleu)
    pub Decoder: Input(32) -> Dense(784, sigmoid);
}

fn main() {
    let (encoder, decoder) = (Encoder::seeded(1), Decoder::seeded(2));
    let _: [f32; 784] = decoder.predict(&encoder.predict(&[0.0; 784]));
    let _: [f32; 8] = Middle::new().predict(&[0.0; 32]);
}
