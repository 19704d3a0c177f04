//! Any bytes as a file of weights.
#![no_main]

mod file;

use chainrule::io::Import;
use chainrule::model;
use file::file;
use libfuzzer_sys::fuzz_target;

model! {
    Small: Input(4) -> Dense(2);
    Images: Input(8, 6, 2) -> Conv2D(4, (3, 2), padding = same) as conv1 -> BatchNormalization as bn1 -> MaxPooling2D
        -> Conv2D(6, 2, groups = 2) as conv2 -> DepthwiseConv2D(2, depth_multiplier = 2) as depth -> Flatten
        -> Dense(5, tanh) as fc1 -> Dense(3, softmax) as fc2
}

fuzz_target!(|input: &[u8]| {
    file(input, |path| {
        let (mut small, mut images) = (Small::seeded(1), Images::seeded(1));
        let before = small.clone();
        if small.load(path).is_err() {
            assert_eq!(small.parameters(), before.parameters());
        }
        let _ = images.load_with(path, &Import::pytorch());
        let _ = images.load_with(path, &Import::keras());
        assert!(images.parameters().iter().all(|value| value.is_finite()));
    });
});
