//~ ERROR couldn't read
//~ HELP weights/nowhere.safetensors

chainrule::model! { Nowhere: Input(4) -> Dense(3) -> Dense(2) = weights("weights/nowhere.safetensors") }

fn main() {
    println!("{:?}", Nowhere::PRETRAINED.predict(&[0.0; 4]));
}
