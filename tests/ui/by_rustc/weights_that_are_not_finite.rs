//~ ERROR `dense2.bias` is not finite at element 1 help: train the model anew, or write `weights(…, allow_non_finite = true)`

chainrule::model! {
    Refused: Input(4) -> Dense(3) -> Dense(2) = weights("weights/infinite.safetensors");
    Allowed: Input(4) -> Dense(3) -> Dense(2) = weights("weights/infinite.safetensors", allow_non_finite = true)
}

fn main() {
    println!("{:?} {:?}", Refused::PRETRAINED.predict(&[0.0; 4]), Allowed::pretrained().predict(&[0.0; 4]));
}
