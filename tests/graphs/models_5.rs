//! Random graphs 160 to 191, written by `generate.py`.

use chainrule::loss::{BinaryCrossentropy, CategoricalCrossentropy, MeanSquaredError};

use crate::compare::graphs;

graphs! {
    models {
        #[scalar(f64)] Inner50: let v0 = Input(3, 3); let v1 = v0 -> LayerNormalization(epsilon = 0.1); let v2 = v0 -> LSTM(2, recurrent_activation = tanh, use_bias = false); let v3 = v2 -> ReLU(max_value = 1.5, negative_slope = 0.2, threshold = 0.1) -> log_softmax -> Softmax(axis = -1); Concatenate()((v1 -> Flatten), v3);
        #[scalar(f64)] Inner51: let v0 = Input(3, 3); let v1 = v0 -> celu; let v2 = Subtract()(v0, v1); let v3 = MultiHeadAttention(1, 2, value_dim = 2, output_shape = 3)(v0, v2); (v3 -> Flatten);
        #[scalar(f64)] Inner52: let v0 = Input(4, 2); let v1 = v0 -> Residual(Normalization(mean = 0.46, variance = 1.05) -> SimpleRNN(4, activation = linear, return_sequences = true) as s0 -> Dense(2, |x| sqrt(1.0 + x * x) - 1.0)); v1;
        #[scalar(f64)] Graph160: let v0 = Input(7); let v1 = v0 -> |x| -tanh(x); let v2 = Minimum()(v0, v1, v0); let v3 = v0 -> squareplus; let v4 = v3 -> Dense(1, hard_sigmoid) -> Reshape(1, 1, 1); let v5 = v2 -> ReLU(max_value = 1.5, negative_slope = 0.2, threshold = 0.1) -> Dense(4, glu) -> Dense(1, |x| exp(-x * x), use_bias = false, trainable = false); Concatenate()((v4 -> Flatten), v5);
        #[scalar(f64)] Graph161: let v0 = Input(1, 2, 3, 2); let v1 = v0 -> TimeDistributed(Flatten); let v2 = v0 -> TimeDistributed(Conv2DTranspose(2, 3, padding = same)); let v3 = v2 -> Residual(TimeDistributed(Flatten) -> Reshape(1, 2, 3, 2)); let v4 = v3 -> Permute(3, 4, 2, 1) -> |x| x * sigmoid(x); Concatenate()((v1 -> Flatten), (v4 -> Flatten)) -> Dense(3);
        #[scalar(f64)] Graph162: let v0 = Input(3, 1, 5); let v1 = v0 -> Activation(soft_shrink); let v2 = v0 + v1; let v3 = v2 -> Dense(6, |x| ln(1.0 + x * x), use_bias = false) as s0; let v4 = v3 -> |x| sqrt(1.0 + x * x) - 1.0; let v5 = Maximum()(v3, v4, v4); let v6 = v1 -> Dense(6, |x| if x > 0.0 { x } else { 0.1 * x }); let v7 = Add()(v5, v6, v3); v7 -> Flatten -> Dense(2, sigmoid);
        #[scalar(f64)] Graph163: let v0 = Input(4, 2, 3); let v1 = v0 -> ZeroPadding2D(1); let v2 = v1 -> LayerNormalization(epsilon = 0.1); let v3 = v2 -> GroupNormalization(1, epsilon = 0.1, center = false) -> Conv2D(2, (2, 4), padding = same, dilation_rate = 2) as s0; let v4 = v3 -> SeparableConv2D(1, (3, 1), strides = 3, padding = same, depth_multiplier = 2, use_bias = false) as s1 -> Softmax(axis = 2) -> Rescaling(0.61, offset = -0.67); let v5 = v4 -> GlobalMaxPooling2D -> Dropout(0.11) -> PReLU as s2; let v6 = v5 -> Reshape(1, 1, 1); let v7 = v6 -> Conv2DTranspose(3, (2, 3), strides = 3, activation = softsign); v7 -> Flatten -> Dense(3, softmax);
        #[scalar(f64)] Graph164: let v0 = Input(6, 2); let v1 = v0 -> gelu; let v2 = v0 * v1 * v1; let (v3, v4) = v2 -> GRU(3, activation = linear, return_state = true); let v5 = v3 -> Rescaling(1.63, offset = -0.65) -> LayerNormalization(epsilon = 0.1, scale = false) as s0; let v6 = v4 + v3 - v5; let v7 = v6 -> |x| { let s = sigmoid(x); s * (1.0 - s) } -> RepeatVector(2) -> Dense(4, glu) as s1; v7 -> GroupNormalization(1, epsilon = 0.1, scale = false);
        #[scalar(f64)] Graph165: let v0 = Input(2); let v1 = v0 -> |x| if x > 0.0 { x } else { 0.1 * x }; let v2 = Minimum()(v0, v1, v1, v0); let v3 = v2 -> Dense(8, |x| x / (1.0 + abs(x)), trainable = false) -> Reshape(4, 2) -> Inner52; v3 -> Flatten -> Dense(2, sigmoid);
        #[scalar(f64)] Graph166: let v0 = Input(5, 1); let v1 = v0 -> Conv1D(4, 1, strides = 3) -> MultiHeadAttention(2, 3, value_dim = 2, use_bias = false, use_causal_mask = true) -> |x| sqrt(1.0 + x * x) - 1.0; let (v2, v3) = v1 -> SimpleRNN(3, use_bias = false, return_state = true); let v4 = v0 -> Bidirectional(SimpleRNN(3, return_sequences = true), merge_mode = mul); Concatenate()(v2, v3, (v4 -> Flatten)) -> Dense(2, softmax);
        #[scalar(f64)] Graph167: let v0 = Input(8); let v1 = v0 -> selu -> RepeatVector(2); let v2 = v1 -> MultiHeadAttention(1, 3, use_bias = false, use_causal_mask = true); let v3 = Minimum()(v2, v1); v3 -> Normalization(mean = -0.16, variance = 0.99) -> Rescaling(0.85, offset = 0.50) -> Conv1DTranspose(3, 3, strides = 3, padding = same, activation = softsign) as s0;
        #[scalar(f64)] Graph168: let v0 = Input(4, 4, 1); v0 -> Flatten -> Dense(9, |x| cos(2.0 * x), use_bias = false) -> Reshape(3, 3) -> Inner50 as s0;
        #[scalar(f64)] Graph169: let v0 = Input(4, 2); let (v1, v2) = v0 -> GRU(3, activation = sigmoid, reset_after = false, go_backwards = true, return_sequences = true, return_state = true); let v3 = v0 -> Flatten -> Rescaling(1.68) -> RMSNormalization(epsilon = 0.1); let v4 = v1 -> UpSampling1D(2) -> GroupNormalization(-1, epsilon = 0.1); Concatenate()(v2, v3, (v4 -> Flatten)) -> Dense(2, sigmoid);
        #[scalar(f64)] Graph170: let v0 = Input(5, 3, 2); let v1 = v0 -> SpatialDropout2D(0.35) -> Dense(3, use_bias = false) as s0; let v2 = v0 -> s0; let v3 = v2 -> Conv2D(4, (4, 1), strides = (2, 3), padding = same, activation = |x| cos(2.0 * x)); let v4 = v3 -> Permute(1, 3, 2); let v5 = v4 -> Activation(softsign) -> squareplus; Concatenate()((v1 -> Flatten), (v5 -> Flatten));
        #[scalar(f64)] Graph171: let v0 = Input(5); let v1 = v0 -> RMSNormalization(epsilon = 0.1) -> GaussianNoise(0.06) -> RMSNormalization(epsilon = 0.1); let v2 = v0 -> |x| if x > 0.0 { x } else { 0.1 * x } -> Rescaling(0.60, offset = -0.03); let v3 = v2 -> GroupNormalization(1, epsilon = 0.1); let v4 = v2 -> squareplus -> BatchNormalization(epsilon = 0.1); let v5 = v3 -> PReLU as s0; let v6 = Concatenate(axis = 1)(v1, v2); let v7 = v5 -> Activation(sigmoid) -> RMSNormalization(epsilon = 0.1); let v8 = v0 -> repeat(3, sigmoid -> Normalization(mean = -0.14, variance = 1.46)); Concatenate()(v4, v6, v7, v8) -> Dense(3, sigmoid);
        #[scalar(f64)] Graph172: let v0 = Input(3, 6); let v1 = v0 -> Dense(3, |x| x * sigmoid(x)) -> Inner50 as s0; v1 -> Dense(9, |x| ln(1.0 + x * x)) -> Reshape(3, 3) -> s0;
        #[scalar(f64)] Graph173: let v0 = Input(2, 5); let v1 = v0 -> |x| if x > 0.0 { x } else { 0.1 * x }; let v2 = Average()(v0, v1); let (v3, v4, v5) = v2 -> LSTM(1, return_sequences = true, return_state = true); let v6 = Dot((1, 2))(v4, v3); let v7 = v6 -> Rescaling(0.58); let v8 = v5 -> Residual(Reshape(1, 1) -> Conv1D(5, 1, strides = 2, padding = same) -> Flatten -> Dense(1, |x| x * sigmoid(x), use_bias = false)); let v9 = v1 -> Dense(5, elu) as s0 -> Rescaling(0.65, offset = -0.09) -> GlobalMaxPooling1D(keepdims = true); let v10 = v9 -> s0; let v11 = v10 -> s0; Concatenate()(v7, v8, (v11 -> Flatten));
        #[scalar(f64)] Graph174: let v0 = Input(4, 4); let v1 = v0 -> SimpleRNN(3, use_bias = false); let v2 = v1 -> |x| { let s = sigmoid(x); s * (1.0 - s) }; let v3 = v1 + v2; let v4 = v2 -> Dense(4, softsign) -> Activation(sigmoid); let v5 = v3 -> LayerNormalization(epsilon = 0.1) -> Dense(2) as s0 -> Dense(5, sparsemax, use_bias = false) as s1; Concatenate()(v4, v5) -> Dense(2);
        #[scalar(f64)] Graph175: let v0 = Input(1, 4, 4); let v1 = Concatenate()(v0, v0); let v2 = v1 -> Activation(squareplus); let v3 = Minimum()(v1, v2); let v4 = v3 -> Conv2DTranspose(3, (2, 1), strides = (2, 1), activation = |x| x * sigmoid(x)) as s0; let v5 = v2 -> s0; Concatenate()((v4 -> Flatten), (v5 -> Flatten));
        #[scalar(f64)] Graph176: let v0 = Input(3, 3, 1, 2); let v1 = v0 -> sigmoid; let v2 = Multiply()(v0, v1); let v3 = v2 -> repeat(2, Flatten -> ReLU -> Reshape(3, 3, 1, 2)); let v4 = v3 -> TimeDistributed(SeparableConv2D(4, 2, padding = same, depth_multiplier = 2)); v4 -> Flatten -> Dense(2);
        #[scalar(f64)] Graph177: let v0 = Input(3, 5); let v1 = v0 -> Activation(leaky_relu); let v2 = v0 + v1 + v1; let v3 = Dot((2, 2))(v2, v0); let v4 = v3 -> Reshape(3, 1, 3) -> AveragePooling2D((1, 2), strides = (3, 1), padding = same); let v5 = v4 -> Flatten -> Dense(9) -> Reshape(3, 3) -> Inner51; v5 -> Dense(3);
        #[scalar(f64)] Graph178: let v0 = Input(6); let v1 = v0 -> softmax; let v2 = v1 -> Residual(Dense(6, softmax) as s0); let v3 = v1 * (v0 -> sigmoid); Concatenate()(v2, v3);
        #[scalar(f64)] Graph179: let v0 = Input(3, 6); let v1 = v0 -> Rescaling(0.33, offset = 0.55) -> Permute(2, 1) -> Conv1D(3, 2, padding = same, dilation_rate = 3, groups = 3) as s0; let v2 = v0 -> Reshape(6, 3); let v3 = Average()(v1, v2); let v4 = MultiHeadAttention(2, 3, value_dim = 3, use_causal_mask = true)(v1, v2); Concatenate()((v3 -> Flatten), (v4 -> Flatten)) -> Dense(2, sigmoid);
        #[scalar(f64)] Graph180: let v0 = Input(1, 3, 1); let v1 = v0 -> repeat(2, AveragePooling2D(2, strides = (1, 3), padding = same) -> Flatten -> Dense(3, silu) -> Reshape(1, 3, 1)); let v2 = Add()(v1, v0); let v3 = v2 -> Normalization -> Dense(6, log_softmax) as s0; let v4 = v2 -> Reshape(3) -> RMSNormalization(epsilon = 0.1) -> Dense(6, |x| cos(2.0 * x)) as s1; Concatenate()((v3 -> Flatten), v4);
        #[scalar(f64)] Graph181: let v0 = Input(2, 6); let v1 = v0 -> Activation(softplus); let v2 = Subtract()(v0, v1); let v3 = v2 -> |x| max(x, 0.3 * x) -> RMSNormalization(epsilon = 0.1); let v4 = v1 -> SimpleRNN(4, return_sequences = true) -> PReLU(shared_axes = 1); let v5 = v4 -> tanh; let v6 = Add()(v4, v5, v5); let v7 = v0 -> Conv1D(2, 2, strides = 2, groups = 2, activation = |x| ln(1.0 + x * x)) as s0 -> Normalization -> ZeroPadding1D((0, 2)); Concatenate()((v3 -> Flatten), (v6 -> Flatten), (v7 -> Flatten));
        #[scalar(f64)] Graph182: let v0 = Input(6); let v1 = v0 -> Activation(sigmoid); let v2 = Average()(v0, v1); let v3 = Dot((1, 1))(v2, v1); let v4 = v2 -> repeat(2, Residual(Rescaling(0.41) -> GroupNormalization(1, epsilon = 0.1))); let v5 = v1 -> Dense(1, softplus); let v6 = Multiply()(v3, v5); let v7 = v5 -> BatchNormalization(epsilon = 0.1, scale = false); Concatenate()(v4, v6, v7) -> Dense(3);
        #[scalar(f64)] Graph183: let v0 = Input(3, 4, 3); let v1 = v0 -> TimeDistributed(Flatten); let v2 = v1 -> LSTM(2, activation = linear, recurrent_activation = sigmoid, return_sequences = true); let v3 = v2 -> selu -> MultiHeadAttention(1, 3, output_shape = 3, use_causal_mask = true); let v4 = v2 -> Dense(3); Concatenate()((v3 -> Flatten), (v4 -> Flatten)) -> Dense(3, sigmoid);
        #[scalar(f64)] Graph184: let v0 = Input(1, 2, 2); let v1 = v0 -> Conv2DTranspose(1, 1, strides = 3, padding = same) as s0 -> ZeroPadding2D(((1, 1), (2, 0))); let v2 = v1 -> Flatten -> Dense(4, silu) -> Reshape(1, 2, 2); let v3 = v0 * (v2 -> sigmoid); let v4 = v3 -> Conv2D(1, 1, strides = 3, padding = same, activation = |x| exp(-x * x), use_bias = false); let v5 = v4 -> Activation(softplus); let v6 = v4 + v5; let v7 = v6 -> PReLU(shared_axes = 1) as s1 -> Dense(5, |x| exp(-x * x)) as s2; let v8 = v6 -> UpSampling2D(2, interpolation = bilinear) -> BatchNormalization(epsilon = 0.1, trainable = false) as s3 -> MaxPooling2D(1, strides = 1); Concatenate()((v7 -> Flatten), (v8 -> Flatten)) -> Dense(2, softmax);
        #[scalar(f64)] Graph185: let v0 = Input(6, 5); let v1 = v0 -> Dense(1, mish) as s0 -> UpSampling1D(2); let v2 = v1 -> Flatten -> Dense(9, relu) -> Reshape(3, 3) -> Inner51; let v3 = v2 -> Reshape(1, 3, 3) -> Softmax(axis = -2); v3 -> Flatten -> Dense(2);
        #[scalar(f64)] Graph186: let v0 = Input(3, 6); let v1 = v0 -> GRU(3, reset_after = false) as s0 -> LayerNormalization(epsilon = 0.1) -> RepeatVector(2); let v2 = v1 -> Flatten -> Dense(9) -> Reshape(3, 3) -> Inner50; v2 -> Dense(2, sigmoid);
        #[scalar(f64)] Graph187: let v0 = Input(7); let v1 = v0 -> gelu; let v2 = v0 * v1 - v1; let v3 = v2 -> LeakyReLU(0.19); let v4 = Dot((1, 1))(v3, v0); v4 -> Dense(1) as s0 -> |x| ln(1.0 + x * x);
        #[scalar(f64)] Graph188: let v0 = Input(2, 4); let (v1, v2) = v0 -> GRU(2, return_sequences = true, return_state = true); let v3 = v1 -> Flatten -> Dense(2, exponential); let v4 = v2 + v3; let v5 = v4 -> Dense(8, sigmoid) -> Reshape(4, 2) -> Inner52; let v6 = v1 -> LSTM(3, recurrent_activation = tanh, return_sequences = true) -> UpSampling1D(2); Concatenate()((v5 -> Flatten), (v6 -> Flatten));
        #[scalar(f64)] Graph189: let v0 = Input(5, 5); let v1 = v0 -> MultiHeadAttention(1, 1, value_dim = 1) as s0 -> PReLU(shared_axes = 1) as s1 -> BatchNormalization(epsilon = 0.1, trainable = false); let v2 = v1 - v0 + v1; let v3 = v2 -> LSTM(4, activation = tanh, use_bias = false, return_sequences = true) -> GroupNormalization(4, epsilon = 0.1, scale = false); let (v4, v5) = v3 -> GRU(1, recurrent_activation = tanh, reset_after = false, return_state = true); let v6 = v4 -> Residual(Normalization(mean = -0.28, variance = 2.13)); let v7 = Concatenate()(v6, v4); let v8 = v5 -> Reshape(1, 1); let v9 = v4 -> Reshape(1, 1); let v10 = v1 -> RMSNormalization(epsilon = 0.1); let v11 = v2 -> s1; let v12 = v8 -> softplus -> PReLU(shared_axes = 1) -> TimeDistributed(RepeatVector(3)); Concatenate()(v7, (v9 -> Flatten), (v10 -> Flatten), (v11 -> Flatten), (v12 -> Flatten));
        #[scalar(f64)] Graph190: let v0 = Input(2, 1); let v1 = Dot((2, 2))(v0, v0); let v2 = v1 -> SinePositionEncoding -> Bidirectional(GRU(1, activation = hard_sigmoid, return_sequences = true)) as s0; let v3 = v2 -> MaxPooling1D(2, strides = 2, padding = same); v3 -> Flatten -> Dense(8, hard_silu) -> Reshape(4, 2) -> Inner52;
        #[scalar(f64)] Graph191: let v0 = Input(4, 1); let v1 = v0 -> Dense(2) -> Inner52; let v2 = v0 -> Bidirectional(LSTM(2, recurrent_activation = tanh, use_bias = false, go_backwards = true), merge_mode = ave) as s0 -> Dense(3, gelu); let v3 = v1 -> Dense(4, log_softmax, use_bias = false) -> GaussianNoise(0.32); let v4 = v0 -> s0; let v5 = v3 -> silu; let v6 = Maximum()(v3, v5); let v7 = v2 -> Dense(6, elu) -> BatchNormalization(epsilon = 0.1) as s1 -> Dropout(0.59); Concatenate()(v4, (v6 -> Flatten), v7) -> Dense(2, sigmoid);
    }
    inner50: Inner50, MeanSquaredError::new(), values;
    inner51: Inner51, MeanSquaredError::new(), values;
    inner52: Inner52, MeanSquaredError::new(), values;
    graph160: Graph160, MeanSquaredError::new(), values;
    graph161: Graph161, MeanSquaredError::new(), values;
    graph162: Graph162, BinaryCrossentropy::new(), fractions;
    graph163: Graph163, CategoricalCrossentropy::new(), distributions;
    graph164: Graph164, MeanSquaredError::new(), values;
    graph165: Graph165, BinaryCrossentropy::new(), fractions;
    graph166: Graph166, CategoricalCrossentropy::new(), distributions;
    graph167: Graph167, MeanSquaredError::new(), values;
    graph168: Graph168, MeanSquaredError::new(), values;
    graph169: Graph169, BinaryCrossentropy::new(), fractions;
    graph170: Graph170, MeanSquaredError::new(), values;
    graph171: Graph171, BinaryCrossentropy::new(), fractions;
    graph172: Graph172, MeanSquaredError::new(), values;
    graph173: Graph173, MeanSquaredError::new(), values;
    graph174: Graph174, MeanSquaredError::new(), values;
    graph175: Graph175, MeanSquaredError::new(), values;
    graph176: Graph176, MeanSquaredError::new(), values;
    graph177: Graph177, MeanSquaredError::new(), values;
    graph178: Graph178, MeanSquaredError::new(), values;
    graph179: Graph179, BinaryCrossentropy::new(), fractions;
    graph180: Graph180, MeanSquaredError::new(), values;
    graph181: Graph181, MeanSquaredError::new(), values;
    graph182: Graph182, MeanSquaredError::new(), values;
    graph183: Graph183, BinaryCrossentropy::new(), fractions;
    graph184: Graph184, CategoricalCrossentropy::new(), distributions;
    graph185: Graph185, MeanSquaredError::new(), values;
    graph186: Graph186, BinaryCrossentropy::new(), fractions;
    graph187: Graph187, MeanSquaredError::new(), values;
    graph188: Graph188, MeanSquaredError::new(), values;
    graph189: Graph189, MeanSquaredError::new(), values;
    graph190: Graph190, MeanSquaredError::new(), values;
    graph191: Graph191, BinaryCrossentropy::new(), fractions;
}
