//! Models that compile, between them every construct of the language.

use proc_macro2::TokenStream;
use proptest::prelude::*;

const MODELS: &[&str] = &[
    "/// Handwritten digits. \n pub Digits: Flatten(28, 28) -> Dense(128, relu) -> Dropout(0.2) -> Dense(10, softmax)",
    "Input(4) -> Dense(3)",
    "pub(crate) A: Input(4) -> Dense(3); #[cfg(test)] B: <Input(2, 3) -> Flatten -> Dense(1, sigmoid)> pub C: Input(1)",
    "#[scalar(f64)] #[derive(PartialEq)] pub A: Input(6) -> Reshape(2, 3) as grid -> Flatten() -> log_softmax",
    "pub A: Dense(HIDDEN, gelu, input_shape = (4,)) -> Dense({ 2 * HIDDEN }, activation = tanh) -> Dense(nets::SIZE)",
    "pub A: Input(shape = (8,)) -> Activation(leaky_relu(negative_slope = 0.3)) -> relu(max_value = 6.0) -> elu",
    "A: Input(3) -> |x| x * sigmoid(x) -> Dense(2, |t| if t > 0.0 { t } else { let a = exp(t); a - 1.0 }) as last",
    "A: Input(3) -> Dense(4, kernel_initializer = he_normal, bias_initializer = constant(0.1), \
     kernel_regularizer = l2(1e-4), bias_regularizer = l1_l2(l1 = 0.1, l2 = 0.2))",
    "A: Input(3) -> Dense(4, use_bias = false, kernel_initializer = variance_scaling(2.0, mode = fan_out)) -> softmax",
    "A: let x = Input(4); let h = x -> Dense(4, relu) as hidden; (x + h * h - (x -> hidden), h -> Dense(2))",
    "pub Encoder: Input(8, 8, 1) -> Conv2D(4, 3, padding = same) -> MaxPooling2D(2) -> Flatten -> Dense(3); \
     pub Pair: let a = Input(8, 8, 1); let b = Input(8, 8, 1); let c = a -> Encoder as shared; c + (b -> shared)",
    "A: Input(8, 4) -> repeat(2, Residual(LayerNormalization -> MultiHeadAttention(2, 3)) -> Dense(4)) -> Flatten",
    "A: let x = Input(6, 4) -> Masking; let (y, h, c) = x -> LSTM(3, return_state = true); \
     let z = LSTM(3)(x, h, c); Concatenate(axis = -1)(y, z) -> Dense(2)",
    "A: let x = Input(5) -> Embedding(10, 4); let y = x -> Bidirectional(GRU(3, return_sequences = true)) -> Dense(4); \
     Average()(x, y) -> TimeDistributed(Dense(2)) -> Flatten -> glu",
    "A: <Input(3) -> |x| if x > ALPHA && !(x < -1) { x } else { -x } -> Dense(2)>;",
];

/// All of them.
pub(crate) fn all() -> impl Iterator<Item = TokenStream> {
    MODELS.iter().map(|text| text.parse().unwrap_or_else(|error| panic!("{text}: {error}")))
}

/// One of them.
pub(crate) fn any() -> impl Strategy<Value = TokenStream> {
    prop::sample::select(MODELS).prop_map(|text| text.parse().unwrap_or_default())
}
