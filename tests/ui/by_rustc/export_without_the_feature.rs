//~ ERROR `export_onnx` needs the feature `onnx` of chainrule
//~ HELP switch it on: `cargo add chainrule --features onnx`

chainrule::model! { Net: Input(4) -> Dense(3) }

fn main() {
    Net::seeded(1).export_onnx("net.onnx").unwrap();
}
