//! Any bytes as an array in the IDX format.
#![no_main]

mod file;

use chainrule::data::Idx;
use file::file;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    file(input, |path| {
        if let Ok(array) = Idx::open(path) {
            assert_eq!(array.raw().len(), array.dims().iter().product::<usize>());
            let _ = array.scaled::<[[f32; 2]; 3]>();
            let _ = array.unscaled::<[f64; 6]>();
            let _ = array.classes();
        }
    });
});
