//~ ERROR mismatched types
//~ ERROR mismatched types
//~ ERROR mismatched types
//~ ERROR mismatched types
//~ HELP expected an array with a size of 28, found one with a size of 27
chainrule::model! { Net: Flatten(28, 28) -> Dense(10, softmax) }

fn main() {
    let net = Net::new();
    let _ = net.predict(&[[0.0; 28]; 27]);
    let _ = net.predict(&[0.0; 784]);
    let _ = net.predict_batch(&[[[0.0_f64; 28]; 28]]);
}
