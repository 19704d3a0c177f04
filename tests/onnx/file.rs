//! What is in a file.

use std::fs;

use chainrule::model;

use crate::export::fields;

model! {
    Small: Input(3) -> Dense(2, tanh) as hidden -> Dense(1)
}

/// The fields of a message with this number.
fn of(bytes: &[u8], number: u64) -> Vec<&[u8]> {
    fields(bytes).into_iter().filter(|(field, _)| *field == number).map(|(_, value)| value).collect()
}

fn texts(bytes: &[u8], number: u64) -> Vec<String> {
    of(bytes, number).into_iter().map(|text| String::from_utf8(text.to_vec()).expect("a text")).collect()
}

#[test]
fn names_are_those_of_the_model() {
    let bytes = chainrule::onnx::to_bytes(&Small::seeded(1)).expect("it can be exported");
    assert_eq!(texts(&bytes, 2), ["chainrule"]);
    let graph = of(&bytes, 7)[0];
    assert_eq!(texts(graph, 2), ["Small"]);
    let nodes: Vec<_> = of(graph, 1).into_iter().flat_map(|node| texts(node, 3)).collect();
    assert_eq!(nodes, ["hidden/Gemm", "hidden/Tanh", "dense1/Gemm"]);
    let mut weights: Vec<_> = of(graph, 5).into_iter().flat_map(|tensor| texts(tensor, 8)).collect();
    weights.sort();
    assert_eq!(weights, ["dense1.bias", "dense1.kernel", "hidden.bias", "hidden.kernel"]);
    let ports = |number| of(graph, number).into_iter().flat_map(|port| texts(port, 1)).collect::<Vec<_>>();
    assert_eq!((ports(11), ports(12)), (vec!["input".to_owned()], vec!["output".to_owned()]));
}

#[test]
fn weights_are_inside() {
    let net = Small::seeded(1);
    let bytes = chainrule::onnx::to_bytes(&net).expect("it can be exported");
    let tensors = of(of(&bytes, 7)[0], 5);
    let kernel = tensors.iter().find(|tensor| texts(tensor, 8) == ["hidden.kernel"]).expect("the kernel is there");
    let numbers: Vec<_> = net.parameters()[..6].iter().flat_map(|number| number.to_le_bytes()).collect();
    assert_eq!(of(kernel, 9), [numbers]);
}

#[test]
fn a_file_has_the_bytes() {
    let folder = std::env::temp_dir().join(format!("chainrule-onnx-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder can be made");
    let (net, path) = (Small::seeded(1), folder.join("small.onnx"));
    net.export_onnx(&path).expect("the file can be written");
    assert_eq!(fs::read(&path).expect("the file can be read"), chainrule::onnx::to_bytes(&net).expect("as before"));
    let missing = folder.join("nowhere").join("small.onnx");
    let message = net.export_onnx(&missing).expect_err("there is no such folder").to_string();
    assert!(message.starts_with("cannot write `") && message.contains("nowhere"), "{message}");
    fs::remove_dir_all(&folder).expect("the folder can be removed");
}
