//~ ERROR `head.kernel` in the file is not a weight of the model help: save the weights of this model to `weights/surplus.safetensors`
//~ HELP = weights("weights/surplus.safetensors")

chainrule::model! { Surplus: Input(4) -> Dense(3) -> Dense(2) = weights("weights/surplus.safetensors") }

fn main() {
    println!("{:?}", Surplus::PRETRAINED.predict(&[0.0; 4]));
}
