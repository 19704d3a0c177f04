//~ ERROR `weights/text.safetensors`: the header must be at most 100000000 bytes long (safetensors), found
//~ HELP = weights("weights/text.safetensors")

chainrule::model! { Text: Input(4) -> Dense(3) -> Dense(2) = weights("weights/text.safetensors") }

fn main() {
    println!("{:?}", Text::PRETRAINED.predict(&[0.0; 4]));
}
