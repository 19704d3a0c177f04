//! Files of PyTorch's, written by `pytorch.py`: with their weights our models predict what PyTorch predicts.

use std::fs;

use chainrule::io::Import;
use chainrule::{Error, model};

use crate::values::{agree, file, inputs, left, tensor};

model! {
    Images: Input(8, 6, 2) -> Conv2D(4, (3, 2), padding = same, activation = relu) as conv1
        -> BatchNormalization(epsilon = 1e-5) as bn1 -> MaxPooling2D -> Conv2D(6, 2, groups = 2) as conv2
        -> DepthwiseConv2D(2, depth_multiplier = 2) as depth -> Flatten -> Dropout(0.5) -> Dense(5, tanh) as fc1
        -> Dense(3, softmax) as fc2;
    Sequences: Input(6) -> Embedding(11, 4) as embedding -> LSTM(5, return_sequences = true) as lstm
        -> GRU(4, return_sequences = true) as gru -> SimpleRNN(3, return_sequences = true) as rnn
        -> TimeDistributed(Dense(2)) as fc;
    Stacked: Input(5, 3) -> Bidirectional(LSTM(4, return_sequences = true)) as first
        -> Bidirectional(LSTM(4, return_sequences = true)) as second -> Dense(2) as fc;
    Gates: Input(5, 3) -> Bidirectional(GRU(4, return_sequences = true)) as gru
        -> SimpleRNN(2, return_sequences = true, use_bias = false) as rnn;
    Attention: let x = Input(5, 8) -> LayerNormalization(epsilon = 1e-5) as norm;
        MultiHeadAttention(2, 4)(x, x) as attention -> Dense(2) as fc;
    Transposed: Input(6, 3) -> Conv1D(4, 2, activation = relu) as time -> Conv1DTranspose(2, 3, strides = 2) as untime;
    Unpooled: Input(3, 2, 2) -> Conv2DTranspose(3, 2, strides = 2) as up
}

#[test]
fn images_are_seen_alike() {
    let mut net = Images::seeded(1);
    net.load_with(file("pytorch/images"), &Import::pytorch()).unwrap();
    agree::<Images>("pytorch/images", &net.predict_batch(&inputs("pytorch/images")));
    // For `pytorch.py back`.
    net.save(left("images")).unwrap();
    let order = Import::pytorch().channels_first("fc1");
    let mut stated = Images::seeded(2);
    stated.load_with(file("pytorch/images"), &order).unwrap();
    assert_eq!(stated.parameters(), net.parameters());
    stated.load_with(file("pytorch/images"), &Import::pytorch().channels_last("fc1")).unwrap();
    assert_ne!(stated.parameters(), net.parameters());
}

#[test]
fn sequences_are_read_alike() {
    let mut net = Sequences::seeded(1);
    net.load_with(file("pytorch/sequences"), &Import::pytorch()).unwrap();
    let flat = tensor("pytorch/sequences", "x", u32::from_le_bytes);
    let words: Vec<[u32; 6]> = flat.as_chunks().0.to_vec();
    agree::<Sequences>("pytorch/sequences", &net.predict_batch(&words).unwrap());
    net.save(left("sequences")).unwrap();
}

#[test]
fn layers_in_one_module_are_layers_of_their_own() {
    let mut net = Stacked::seeded(1);
    let import = Import::pytorch().layer("first", "lstm").stacked("second", "lstm", 1);
    net.load_with(file("pytorch/stacked"), &import).unwrap();
    agree::<Stacked>("pytorch/stacked", &net.predict_batch(&inputs("pytorch/stacked")));
}

#[test]
fn gates_are_put_in_order() {
    let mut net = Gates::seeded(1);
    net.load_with(file("pytorch/gates"), &Import::pytorch()).unwrap();
    agree::<Gates>("pytorch/gates", &net.predict_batch(&inputs("pytorch/gates")));
}

#[test]
fn attention_is_paid_alike() {
    let mut net = Attention::seeded(1);
    net.load_with(file("pytorch/attention"), &Import::pytorch()).unwrap();
    agree::<Attention>("pytorch/attention", &net.predict_batch(&inputs("pytorch/attention")));
}

#[test]
fn transposed_convolutions_agree() {
    let mut net = Transposed::seeded(1);
    net.load_with(file("pytorch/transposed"), &Import::pytorch()).unwrap();
    agree::<Transposed>("pytorch/transposed", &net.predict_batch(&inputs("pytorch/transposed")));
    let mut net = Unpooled::seeded(1);
    net.load_with(file("pytorch/unpooled"), &Import::pytorch()).unwrap();
    agree::<Unpooled>("pytorch/unpooled", &net.predict_batch(&inputs("pytorch/unpooled")));
}

#[test]
fn all_that_does_not_fit_is_told_and_nothing_is_loaded() {
    model! {
        Other: Input(8, 6, 2) -> Conv2D(4, (3, 3), padding = same) as conv1 -> Flatten -> Dense(5) as fc_1
    }
    let mut net = Other::seeded(1);
    let before = net.clone();
    let error = net.load_with(file("pytorch/images"), &Import::pytorch()).unwrap_err();
    let Error::Tensors { mismatches, .. } = error else { panic!("{error}") };
    let told: Vec<String> = mismatches.iter().map(ToString::to_string).collect();
    assert_eq!(
        told[..3],
        [
            "`conv1.weight` (for `conv1.kernel`) must be F32 (4, 2, 3, 3), found F32 (4, 2, 3, 2)",
            "`fc_1.weight` (for `fc_1.kernel`) is missing (the nearest name is `fc1.weight`)",
            "`fc_1.bias` is missing (the nearest name is `fc1.bias`)",
        ]
    );
    assert!(told[3..].iter().all(|line| line.ends_with("is not a weight of the model")), "{told:?}");
    assert!(!told.iter().any(|line| line.contains("num_batches_tracked")), "{told:?}");
    assert_eq!(net.parameters(), before.parameters());
}

#[test]
fn the_order_of_a_flattened_sequence_must_be_said() {
    model! { Steps: Input(6, 3) -> Conv1D(4, 2) as time -> Flatten -> Dense(2) as fc }
    let mut net = Steps::seeded(1);
    let refusal = net.load_with(file("pytorch/transposed"), &Import::pytorch()).unwrap_err().to_string();
    let expected = "`fc.weight` works on a flattened (5, 4): say `.channels_first(\"fc\")` if the channels came first";
    assert!(refusal.contains(expected), "{refusal}");
    let said = Import::pytorch().channels_first("fc");
    let refusal = net.load_with(file("pytorch/transposed"), &said).unwrap_err().to_string();
    assert!(!refusal.contains(expected) && refusal.contains("`fc.weight` (for `fc.kernel`) is missing"), "{refusal}");
}

#[test]
fn names_that_are_not_there_are_refused() {
    let mut net = Gates::seeded(1);
    let unknown = net.load_with(file("pytorch/gates"), &Import::pytorch().layer("gruu", "gru"));
    assert!(matches!(unknown, Err(Error::NoSuchLayer { nearest: Some(name), .. }) if name == "gru"));
    let flat = net.load_with(file("pytorch/gates"), &Import::pytorch().channels_last("rnn")).unwrap_err();
    assert_eq!(
        flat.to_string(),
        "the layer `rnn` of the model `Gates` is not fed what is flattened: leave its order of channels out"
    );
}

#[test]
fn what_is_not_finite_is_refused_unless_asked_for() {
    let mut bytes = fs::read(file("pytorch/unpooled")).unwrap();
    let at = bytes.len() - 8;
    bytes[at..at + 4].copy_from_slice(&f32::INFINITY.to_le_bytes());
    let path = left("infinite");
    fs::write(&path, bytes).unwrap();
    let mut net = Unpooled::seeded(1);
    let before = net.clone();
    let refusal = net.load_with(&path, &Import::pytorch()).unwrap_err().to_string();
    assert!(refusal.contains("`up.weight` is inf at element 22; if that is meant"), "{refusal}");
    assert_eq!(net.parameters(), before.parameters());
    net.load_with(&path, &Import::pytorch().allow_non_finite()).unwrap();
    assert!(net.parameters().contains(&f32::INFINITY));
}
