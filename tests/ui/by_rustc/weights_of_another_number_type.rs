//~ ERROR `dense1.kernel` must be F32 (4, 3), found F64 (4, 3); `dense1.bias` must be F32 (3), found F64 (3) help:
//~ ERROR `dense2.kernel` must be F32 (3, 2), found F64 (3, 2); `dense2.bias` must be F32 (2), found F64 (2) help:

chainrule::model! { Double: Input(4) -> Dense(3) -> Dense(2) = weights("weights/double.safetensors") }

fn main() {
    println!("{:?}", Double::PRETRAINED.predict(&[0.0; 4]));
}
