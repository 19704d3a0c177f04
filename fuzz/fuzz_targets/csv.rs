//! Any bytes as a table; the first one is the delimiter.
#![no_main]

mod file;

use chainrule::data::{Csv, Dataset};
use file::file;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let Some((delimiter, text)) = input.split_first() else { return };
    file(text, |path| {
        if let Ok(table) = Csv::open_delimited(path, *delimiter) {
            for column in table.columns() {
                let _: chainrule::Result<Dataset<[f32; 2], usize>> = table.classification(column);
                let _: chainrule::Result<Dataset<[f64; 1], [f64; 1]>> = table.regression(&[column]);
            }
        }
    });
});
