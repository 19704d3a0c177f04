//~ ERROR `weights/text.safetensors`: the first 8 bytes must be the length of a safetensors header, at most 100000000, found
//~ HELP = weights("weights/text.safetensors")

chainrule::model! { Text: Input(4) -> Dense(3) -> Dense(2) = weights("weights/text.safetensors") }

fn main() {
    println!("{:?}", Text::PRETRAINED.predict(&[0.0; 4]));
}
