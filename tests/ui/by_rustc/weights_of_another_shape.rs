//~ ERROR `dense2.kernel` must be F32 (3, 2), found F32 (5, 2) help: change the layer, or save the weights of this model to `weights/shape.safetensors`
//~ ERROR `dense1.kernel` must be F32 (4, 7), found F32 (4, 3); `dense1.bias` must be F32 (7), found F32 (3) help:
//~ ERROR `dense2.kernel` must be F32 (7, 2), found F32 (5, 2) help:
//~ HELP -> Dense(HIDDEN)

const HIDDEN: usize = 7;

chainrule::model! {
    Literal: Input(4)
        -> Dense(3)
        -> Dense(2) = weights("weights/shape.safetensors");
    Constant: Input(4)
        -> Dense(HIDDEN)
        -> Dense(2) = weights("weights/shape.safetensors")
}

fn main() {
    println!("{:?} {:?}", Literal::PRETRAINED.predict(&[0.0; 4]), Constant::pretrained().predict(&[0.0; 4]));
}
