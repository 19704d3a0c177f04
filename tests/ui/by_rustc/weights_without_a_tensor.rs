//~ ERROR `dense1.bias` is missing in the file (the nearest name is `dense_1.bias`) help: change the layer, or save the weights of this model to `weights/missing.safetensors`
//~ ERROR `dense2.bias` is missing in the file (the nearest name is `dense_1.bias`) help: change the layer
//~ ERROR `dense_1.bias` in the file is not a weight of the model help: save the weights of this model to
//~ HELP -> Dense(3, relu)

chainrule::model! {
    Missing: Input(4)
        -> Dense(3, relu)
        -> Dense(2) = weights("weights/missing.safetensors")
}

fn main() {
    println!("{:?}", Missing::PRETRAINED.predict(&[0.0; 4]));
    let _ = Missing::pretrained();
}
