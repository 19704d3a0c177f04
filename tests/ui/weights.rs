//! Files of weights for the cases that are about them: of `Input(4) -> Dense(3) -> Dense(2)`, and what is wrong with each.

use std::fs;
use std::path::Path;

/// Writes them to a folder.
pub(crate) fn write(folder: &Path) {
    fs::create_dir_all(folder).expect("a folder under target");
    let whole =
        [("dense1.kernel", [4, 3]), ("dense1.bias", [3, 0]), ("dense2.kernel", [3, 2]), ("dense2.bias", [2, 0])];
    let good = container(&whole, "F32", 0.5);
    let mut other = whole;
    other[2].1 = [5, 2];
    let mut infinite = good.clone();
    let at = good.len() - 4;
    infinite[at..].copy_from_slice(&f32::INFINITY.to_le_bytes());
    let misnamed = [whole[0], ("dense_1.bias", [3, 0]), whole[2]];
    let more = [&whole[..], &[("head.kernel", [2, 2])]].concat();
    for (name, bytes) in [
        ("missing", container(&misnamed, "F32", 0.5)),
        ("shape", container(&other, "F32", 0.5)),
        ("surplus", container(&more, "F32", 0.5)),
        ("cut", good[..good.len() - 10].to_vec()),
        ("header", good[..100].to_vec()),
        ("text", b"<!DOCTYPE html><html>404</html>".to_vec()),
        ("double", container(&whole, "F64", 0.5)),
        ("infinite", infinite),
    ] {
        fs::write(folder.join(format!("{name}.safetensors")), bytes).expect("a file of weights");
    }
}

/// A file of some tensors; a second size of 0 is none.
fn container(tensors: &[(&str, [usize; 2])], dtype: &str, value: f64) -> Vec<u8> {
    let (mut entries, mut data) = (Vec::new(), Vec::new());
    for (name, [rows, columns]) in tensors {
        let start = data.len();
        for _ in 0..rows * (*columns).max(1) {
            match dtype {
                "F32" => data.extend((value as f32).to_le_bytes()),
                _ => data.extend(value.to_le_bytes()),
            }
        }
        let shape = if *columns == 0 { format!("[{rows}]") } else { format!("[{rows},{columns}]") };
        let end = data.len();
        entries.push(format!(r#""{name}":{{"dtype":"{dtype}","shape":{shape},"data_offsets":[{start},{end}]}}"#));
    }
    let header = format!("{{{}}}", entries.join(","));
    [&(header.len() as u64).to_le_bytes()[..], header.as_bytes(), &data].concat()
}
