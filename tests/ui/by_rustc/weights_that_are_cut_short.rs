//~ ERROR `weights/cut.safetensors`: the data after the header must be 92 bytes, found 82 help: save the weights of the model to this file once more
//~ ERROR `weights/header.safetensors`: the header must be 268 bytes long, found 92 bytes help:
//~ HELP = weights("weights/cut.safetensors")

chainrule::model! {
    Cut: Input(4) -> Dense(3) -> Dense(2) = weights("weights/cut.safetensors");
    Header: Input(4) -> Dense(3) -> Dense(2) = weights("weights/header.safetensors")
}

fn main() {
    println!("{:?}", Cut::PRETRAINED.predict(&[0.0; 4]));
    let _ = Header::pretrained();
}
