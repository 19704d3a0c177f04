//! What was saved is loaded to the same bits, whatever the model and its weights.

use std::{env, fs};

use chainrule::io::{Export, Import, load_with, save_with};
use chainrule::{Trainable, model};
use proptest::prelude::{ProptestConfig, any, proptest};

model! {
    Images: Input(9, 9, 4) -> SeparableConv2D(6, 3, depth_multiplier = 2) -> GroupNormalization(2) -> PReLU
        -> Conv2DTranspose(3, 2, use_bias = false) -> BatchNormalization(scale = false) -> MaxPooling2D
        -> Residual(Conv2D(3, 3, padding = same) -> LayerNormalization) -> Flatten -> Dense(2);
    Texts: let x = Input(5) -> Embedding(7, 4) -> PositionEmbedding -> Bidirectional(GRU(3, return_sequences = true));
        MultiHeadAttention(2, 3)(x, x) -> TimeDistributed(Dense(2)) -> LSTM(2);
    Whole: let image = Input(9, 9, 4); let text = Input(5);
        let a = image -> Images -> Dense(2) as shared; let b = text -> Texts -> shared; (a + b, a);
    #[scalar(f64)]
    Precise: Input(3) -> Dense(4, tanh) -> Dense(2)
}

/// Saves weights with these bits, one after the other and again from the first, and loads them.
fn round_trip<M: Trainable>(
    mut net: M,
    bits: &[u64],
    number: impl Fn(u64) -> M::Scalar,
    of: impl Fn(M::Scalar) -> u64,
) {
    for (value, bits) in net.parameters_mut().iter_mut().zip(bits.iter().cycle()) {
        *value = number(*bits);
    }
    let path = env::temp_dir().join(format!("chainrule-round-{}-{}", M::NAME, std::process::id()));
    save_with(&net, &path, &Export::new().allow_non_finite()).unwrap();
    let saved: Vec<u64> = net.parameters().iter().map(|value| of(*value)).collect();
    net.parameters_mut().fill(number(0));
    load_with(&mut net, &path, &Import::new().allow_non_finite()).unwrap();
    let loaded: Vec<u64> = net.parameters().iter().map(|value| of(*value)).collect();
    assert_eq!(loaded, saved, "{}", M::NAME);
    // Others read it, too; the chain is there as it was written.
    let bytes = fs::read(&path).unwrap();
    let (_, header) = safetensors::SafeTensors::read_metadata(&bytes).unwrap();
    assert_eq!(header.metadata().as_ref().unwrap()["chain"], M::CHAIN);
    fs::remove_file(path).unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_bit_comes_back(bits in proptest::collection::vec(any::<u64>(), 1..99)) {
        let (number, of) = (|bits: u64| f32::from_bits(bits as u32), |value: f32| u64::from(value.to_bits()));
        round_trip(Images::seeded(1), &bits, number, of);
        round_trip(Texts::seeded(1), &bits, number, of);
        round_trip(Whole::seeded(1), &bits, number, of);
        round_trip(Precise::seeded(1), &bits, f64::from_bits, f64::to_bits);
    }
}

#[test]
fn the_chain_is_the_text_of_the_model() {
    use chainrule::Model;
    assert_eq!(<Precise as Model>::CHAIN, "Input(3) -> Dense(4, tanh) -> Dense(2)");
    assert!(
        <Whole as Model>::CHAIN.starts_with("let image = Input(9, 9, 4); let text = Input(5); let a = image -> Images")
    );
}
