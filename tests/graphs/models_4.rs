//! Random graphs 128 to 159, written by `generate.py`.

use chainrule::loss::{BinaryCrossentropy, CategoricalCrossentropy, MeanSquaredError, SparseCategoricalCrossentropy};

use crate::compare::graphs;

graphs! {
    models {
        #[scalar(f64)] Inner40: let v0 = Input(3, 3); let v1 = v0 -> GroupNormalization(-1, epsilon = 0.1); let v2 = v1 -> sparsemax -> Flatten() -> Reshape(1, 3, 3); v2;
        #[scalar(f64)] Inner41: let v0 = Input(3); let v1 = v0 -> RMSNormalization(epsilon = 0.1) -> gelu -> Activation(selu); v1;
        #[scalar(f64)] Inner42: let v0 = Input(4, 2); let v1 = v0 -> Softmax(axis = 1); let (v2, v3) = v1 -> GRU(2, activation = sigmoid, return_sequences = true, return_state = true); let v4 = v3 -> Dense(1) -> BatchNormalization(epsilon = 0.1, center = false); Concatenate()((v2 -> Flatten), v4);
        #[scalar(f64)] Graph128: let v0 = Input(6, 4); let v1 = v0 -> softsign; let v2 = Add()(v0, v1); let v3 = v2 -> Dense(1, leaky_relu, trainable = false) as s0; let (v4, v5) = v3 -> GRU(3, use_bias = false, return_sequences = true, return_state = true); let v6 = v1 -> s0; let v7 = v0 -> Conv1D(5, 2, padding = causal, activation = |x| ln(1.0 + x * x)) -> UpSampling1D(2) -> Cropping1D((0, 0)); let v8 = v6 -> GlobalMaxPooling1D; let v9 = v7 -> hard_sigmoid; let v10 = v5 -> sparsemax; let v11 = v8 -> ELU(0.98) -> GaussianNoise(0.14); Concatenate()((v4 -> Flatten), (v9 -> Flatten), v10, v11) -> tanh;
        #[scalar(f64)] Graph129: let v0 = Input(3); let v1 = v0 -> Residual(ReLU); let v2 = v1 -> RepeatVector(3); let v3 = v2 -> Rescaling(0.40, offset = 0.57) -> LayerNormalization(epsilon = 0.1, scale = false) -> Bidirectional(LSTM(2, recurrent_activation = tanh), merge_mode = sum) as s0; let v4 = v3 -> Residual(softmax); let v5 = Concatenate()(v4, v1); let v6 = v2 -> s0; let v7 = v5 -> Reshape(5, 1, 1) -> ReLU(max_value = 1.5, negative_slope = 0.2, threshold = 0.1); let v8 = v2 -> MultiHeadAttention(1, 2, use_causal_mask = true); Concatenate()(v6, (v7 -> Flatten), (v8 -> Flatten));
        #[scalar(f64)] Graph130: let v0 = Input(2, 2, 1, 2); let v1 = v0 -> TimeDistributed(Conv2D(3, 2, padding = same, dilation_rate = 3)); let v2 = v1 -> Activation(sigmoid); let v3 = v1 + v2; let v4 = Concatenate(axis = 1)(v3, v1); let v5 = v4 -> TimeDistributed(Conv2DTranspose(3, (3, 1), activation = |x| atan(x))); let v6 = v5 -> TimeDistributed(MaxPooling2D((2, 1), strides = 1, padding = same)) -> Permute(3, 1, 4, 2); let v7 = v0 -> repeat(3, Residual(Flatten() -> RMSNormalization(epsilon = 0.1) -> Reshape(2, 2, 1, 2))); Concatenate()((v6 -> Flatten), (v7 -> Flatten)) -> tanh;
        #[scalar(f64)] Graph131: let v0 = Input(3); let v1 = v0 -> |x| if x > 0.0 { x } else { 0.1 * x }; let v2 = Add()(v0, v1, v1, v0); let v3 = v1 -> sigmoid; let v4 = Multiply()(v2, v3); let v5 = v4 -> Inner41; let v6 = v5 -> Normalization(mean = -0.43, variance = 0.75) -> Reshape(3, 1, 1); let v7 = v4 -> BatchNormalization(epsilon = 0.1); Concatenate()((v6 -> Flatten), v7) -> Dense(3);
        #[scalar(f64)] Graph132: let v0 = Input(5, 3); let v1 = v0 -> LeakyReLU -> sparsemax; let v2 = v1 -> GroupNormalization(3, epsilon = 0.1); let v3 = v0 -> Permute(1, 2); let v4 = Dot((2, 2))(v2, v2); let v5 = v3 -> Dense(5, |x| -tanh(x)); let v6 = Average()(v4, v5, v4); v6 -> Flatten -> Dense(3, softmax);
        #[scalar(f64)] Graph133: let v0 = Input(1, 1, 5); let v1 = v0 -> Reshape(5, 1, 1) -> UpSampling2D((3, 2)) -> GroupNormalization(-1, epsilon = 0.1); let v2 = v1 -> sigmoid; let v3 = v1 * (v2 -> sigmoid); let v4 = v3 -> Flatten -> Dense(5, mish) -> Reshape(1, 1, 5); let v5 = v0 * v4 + v0; let v6 = v3 -> hard_tanh; Concatenate()((v5 -> Flatten), (v6 -> Flatten));
        #[scalar(f64)] Graph134: let v0 = Input(8); let v1 = v0 -> ELU(0.95) -> Dense(1, |x| sqrt(1.0 + x * x) - 1.0, use_bias = false); let v2 = v0 -> PReLU; let v3 = v1 -> |x| sin(x) + 0.5 * x; let v4 = Subtract()(v1, v3); let v5 = v4 -> PReLU -> LeakyReLU(0.55) -> Reshape(1, 1); Concatenate()(v2, (v5 -> Flatten));
        #[scalar(f64)] Graph135: let v0 = Input(5, 1); v0 -> Flatten -> Dense(9) -> Reshape(3, 3) -> Inner40;
        #[scalar(f64)] Graph136: let v0 = Input(2, 3, 2, 1); let v1 = v0 -> Dense(3, hard_sigmoid, use_bias = false) -> TimeDistributed(Conv2DTranspose(2, (3, 2), strides = 2, padding = same, activation = softsign, use_bias = false)) -> TimeDistributed(AveragePooling2D((3, 2), strides = 1, padding = same)); let v2 = v1 -> TimeDistributed(AveragePooling2D(4, strides = 1)) -> TimeDistributed(AveragePooling2D((2, 1), strides = (2, 1))); v2 -> Flatten -> Dense(2);
        #[scalar(f64)] Graph137: let v0 = Input(3, 5); let v1 = v0 -> Reshape(15) -> RMSNormalization(epsilon = 0.1) -> softplus; let v2 = v1 -> Residual(Dense(1, |x| ln(1.0 + x * x), use_bias = false) -> Dense(15, mish, trainable = false)); let v3 = v2 -> GroupNormalization(1, epsilon = 0.1, center = false) -> Reshape(3, 5) -> BatchNormalization(epsilon = 0.1); v3 -> Flatten -> Dense(2, sigmoid);
        #[scalar(f64)] Graph138: let v0 = Input(1, 2, 3, 1); let v1 = v0 -> TimeDistributed(GlobalMaxPooling2D); let v2 = MultiHeadAttention(2, 1, use_bias = false, output_shape = 3, use_causal_mask = true)(v1, v1); let v3 = v2 -> Residual(Dense(1, |x| cos(2.0 * x)) -> Dense(3, sigmoid)); let v4 = v3 -> MaxPooling1D(1, strides = 3) -> Bidirectional(LSTM(2, go_backwards = true, return_sequences = true)); v4 -> Flatten -> Dense(9) -> Reshape(3, 3) -> Inner40 as s0;
        #[scalar(f64)] Graph139: let v0 = Input(2, 2); let v1 = v0 -> Permute(1, 2); let v2 = v1 -> PReLU as s0 -> MultiHeadAttention(2, 1, use_bias = false) as s1 -> LSTM(2, go_backwards = true) as s2; let v3 = v1 -> Residual(LSTM(3, activation = tanh) as s3 -> Dense(4, mish) -> Reshape(2, 2)); let v4 = v3 -> Permute(1, 2) -> log_softmax; let v5 = v3 -> RMSNormalization(epsilon = 0.1); let v6 = v2 -> Dense(3, hard_silu) -> Inner41; Concatenate()((v4 -> Flatten), (v5 -> Flatten), v6);
        #[scalar(f64)] Graph140: let v0 = Input(6, 1); let v1 = v0 -> MultiHeadAttention(2, 3, value_dim = 1, use_bias = false, output_shape = 2) -> Cropping1D((2, 1)) -> squareplus; let v2 = v0 -> repeat(3, Residual(Bidirectional(GRU(1, activation = sigmoid, reset_after = false)) -> Dense(4, |x| atan(x)) -> Dense(6, gelu) -> Reshape(6, 1))); Concatenate()((v1 -> Flatten), (v2 -> Flatten)) -> Dense(2, softmax);
        #[scalar(f64)] Graph141: let v0 = Input(1, 2); let v1 = v0 -> |x| { let s = sigmoid(x); s * (1.0 - s) }; let v2 = v0 - v1 - v1 + v0; let v3 = v1 -> SimpleRNN(2, return_sequences = true) -> UpSampling1D(3); let v4 = Subtract()(v2, v1); let v5 = v4 + v0; let v6 = v5 -> Conv1D(4, 1, padding = same, groups = 2, activation = |x| ln(1.0 + x * x)); Concatenate()((v3 -> Flatten), (v6 -> Flatten)) -> Dense(3, sigmoid);
        #[scalar(f64)] Graph142: let v0 = Input(7); let v1 = v0 -> sigmoid; let v2 = v0 * (v1 -> sigmoid); let v3 = Average()(v2, v1); let v4 = v3 -> Dense(5); let v5 = v4 -> log_softmax; let v6 = v2 -> Activation(softplus) -> Reshape(7, 1) -> GlobalAveragePooling1D; let v7 = v5 -> squareplus -> |x| exp(-x * x); let v8 = v7 -> Normalization -> celu -> Activation(softplus); Concatenate()(v6, v8);
        #[scalar(f64)] Graph143: let v0 = Input(1, 2, 4); let v1 = v0 -> Flatten; let v2 = v1 -> Rescaling(0.49) -> Softmax(axis = -1) -> BatchNormalization(epsilon = 0.1) as s0; v2 -> Reshape(4, 2) -> Inner42 as s1;
        #[scalar(f64)] Graph144: let v0 = Input(1, 2); let v1 = v0 -> Residual(GRU(2, activation = hard_sigmoid, recurrent_activation = sigmoid, reset_after = false, use_bias = false, return_sequences = true)); v1 -> Flatten -> Dense(9, hard_sigmoid) -> Reshape(3, 3) -> Inner40 as s0;
        #[scalar(f64)] Graph145: let v0 = Input(6, 6); let (v1, v2, v3) = v0 -> LSTM(2, activation = sigmoid, go_backwards = true, return_sequences = true, return_state = true); let v4 = v2 -> Dense(12) -> Reshape(6, 2); let v5 = Maximum()(v1, v4, v4); let v6 = v5 -> Flatten -> Dense(2, trainable = false); let v7 = v3 + v6 + v3; let v8 = Concatenate()(v7, v6); let v9 = v4 -> MaxPooling1D(3, strides = 2); let v10 = Concatenate(axis = 2)(v9, v9); Concatenate()(v8, (v10 -> Flatten)) -> Dense(2, softmax);
        #[scalar(f64)] Graph146: let v0 = Input(1, 4, 5); let v1 = v0 -> Rescaling(1.42) -> AveragePooling2D((2, 4), strides = 1, padding = same); let v2 = Subtract()(v1, v0); let v3 = v1 -> Residual(PReLU(shared_axes = (1, 2)) -> Flatten() -> Reshape(1, 4, 5)); let v4 = v3 -> Flatten -> Dense(3, tanh_shrink, use_bias = false) -> Inner41; Concatenate()((v2 -> Flatten), v4) -> Dense(3, sigmoid);
        #[scalar(f64)] Graph147: let v0 = Input(3, 4, 2); let v1 = v0 -> mish; let v2 = Maximum()(v0, v1, v1); let v3 = Subtract()(v2, v0); let v4 = v3 -> Conv2D(5, 1, strides = (2, 1), use_bias = false); let v5 = v1 -> Conv2D(4, (3, 1), strides = (2, 1), padding = same, activation = |x| sin(x) + 0.5 * x) -> Softmax(axis = 3); let v6 = v1 -> MaxPooling2D(4, strides = 1, padding = same); let v7 = v5 -> AveragePooling2D((3, 1), strides = (2, 3), padding = same) -> AveragePooling2D((1, 3), strides = (2, 1), padding = same); let v8 = v6 -> Residual(Conv2D(1, 1, dilation_rate = (2, 3)) -> Dense(2)); Concatenate()((v4 -> Flatten), (v7 -> Flatten), (v8 -> Flatten));
        #[scalar(f64)] Graph148: let v0 = Input(5, 4); let v1 = Dot((1, 1))(v0, v0); let (v2, v3) = v0 -> GRU(3, reset_after = false, go_backwards = true, return_state = true); let v4 = Concatenate()(v3, v3, v2); let v5 = v4 -> Rescaling(1.41, offset = 0.49); let v6 = v5 -> RMSNormalization(epsilon = 0.1); let v7 = v1 -> GroupNormalization(2, epsilon = 0.1, scale = false) -> Cropping1D((2, 1)) -> Conv1D(4, 1, padding = causal, dilation_rate = 3, groups = 4, activation = |x| max(x, 0.3 * x), use_bias = false); let v8 = Subtract()(v6, v5); let v9 = v0 -> LeakyReLU(0.15) -> GlobalMaxPooling1D -> Rescaling(0.72); let v10 = v8 -> Reshape(3, 3) -> Inner40 as s0; Concatenate()((v7 -> Flatten), v9, (v10 -> Flatten));
        #[scalar(f64)] Graph149: let v0 = Input(3, 5, 1); let v1 = v0 -> softplus; let v2 = Minimum()(v0, v1); Maximum()(v0, v1, v2);
        #[scalar(f64)] Graph150: let v0 = Input(3); let v1 = v0 -> Softmax(axis = 1) -> Dense(5, log_softmax) as s0; let v2 = v1 -> Dense(3, silu); let v3 = Maximum()(v0, v2, v2, v0); let v4 = v2 -> PReLU; let v5 = v3 -> Normalization(mean = 0.38, variance = 1.46) -> Normalization -> Dense(2, sparsemax, use_bias = false); let v6 = v4 -> hard_tanh; let v7 = v0 -> s0; let v8 = v5 -> Reshape(2, 1, 1) -> GaussianNoise(0.31) -> Softmax(axis = 1); let v9 = v1 - v7 - v7 + v1; Concatenate()(v6, (v8 -> Flatten), v9) -> Dense(3, sigmoid);
        #[scalar(f64)] Graph151: let v0 = Input(1, 4, 3); let v1 = v0 -> Rescaling(1.28); let v2 = v1 * (v0 -> tanh); let v3 = v0 -> GlobalAveragePooling2D -> BatchNormalization(epsilon = 0.1) as s0 -> Dense(6) as s1; Concatenate()((v2 -> Flatten), v3) -> Dense(3);
        #[scalar(f64)] Graph152: let v0 = Input(5, 3, 2); let v1 = v0 -> sigmoid; let v2 = Multiply()(v0, v1); let v3 = v2 -> Residual(GroupNormalization(1, epsilon = 0.1)); let v4 = v0 -> Residual(BatchNormalization(epsilon = 0.1, scale = false) -> Conv2D(2, (3, 2), padding = same, dilation_rate = 2, groups = 2, activation = silu)); Concatenate()((v3 -> Flatten), (v4 -> Flatten)) -> softmax;
        #[scalar(f64)] Graph153: let v0 = Input(3, 1, 1, 1); let v1 = v0 -> Dense(2, mish) as s0; let v2 = v1 -> Flatten; let v3 = v0 -> s0; let v4 = v3 -> Flatten -> Dense(3, tanh_shrink) -> Inner41 as s1; let v5 = v2 -> Reshape(6, 1); let v6 = v3 -> Reshape(3, 2); let v7 = v1 -> TimeDistributed(Conv2DTranspose(1, 1, padding = same)) -> Dense(6, squareplus) -> TimeDistributed(Flatten); Concatenate()(v4, (v5 -> Flatten), (v6 -> Flatten), (v7 -> Flatten)) -> sigmoid;
        #[scalar(f64)] Graph154: let v0 = Input(1, 1, 4); let v1 = v0 -> repeat(3, TimeDistributed(Flatten) -> Reshape(1, 1, 4)); let v2 = Minimum()(v1, v0, v0, v1); let v3 = v1 -> softplus; let v4 = v3 -> repeat(2, Residual(|x| max(x, 0.3 * x) -> SeparableConv2D(4, 1, padding = same))); Concatenate()((v2 -> Flatten), (v4 -> Flatten)) -> Dense(3, sigmoid);
        #[scalar(f64)] Graph155: let v0 = Input(2); let v1 = v0 -> log_softmax; let v2 = v1 -> Residual(RepeatVector(4) -> Softmax(axis = 2) -> Flatten -> Dense(2, trainable = false)); let v3 = v2 -> tanh; let v4 = Maximum()(v2, v3); let v5 = v4 -> PReLU; let v6 = v5 -> Dense(4); v6 -> Dense(3, |x| sin(x) + 0.5 * x) -> Inner41 as s0;
        #[scalar(f64)] Graph156: let v0 = Input(5, 1, 2); let v1 = v0 -> Conv2D(2, 4, padding = same, dilation_rate = 3, activation = gelu) as s0; let v2 = v1 -> GlobalAveragePooling2D; let v3 = Add()(v0, v1); let v4 = v3 -> Flatten(); let v5 = v2 -> Dense(10, |x| x * sigmoid(x), use_bias = false); let v6 = Multiply()(v4, v5); let v7 = v6 - v4 + v4; v7 -> Dense(2, sigmoid);
        #[scalar(f64)] Graph157: let v0 = Input(3); let v1 = v0 -> Dense(9, hard_silu) -> Reshape(3, 3) -> Inner40; v1 -> Flatten -> Dense(3, softmax);
        #[scalar(f64)] Graph158: let v0 = Input(2, 2, 2); let v1 = v0 -> PReLU(shared_axes = (1, 2)) -> |x| ln(1.0 + x * x) -> Reshape(8); let v2 = v1 -> RepeatVector(1) -> Conv1D(5, 2, strides = 2, padding = same) as s0; let v3 = v2 -> Flatten -> Dense(9) -> Reshape(3, 3) -> Inner40 as s1; v3 -> Flatten -> Dense(3, softmax);
        #[scalar(f64)] Graph159: let v0 = Input(2); let v1 = v0 -> Reshape(1, 1, 2); let v2 = v1 -> Softmax(axis = -1); let v3 = v1 -> Reshape(2); let v4 = Minimum()(v0, v3); let v5 = Concatenate(axis = 1)(v3, v3); let v6 = v4 -> Reshape(2, 1) -> Bidirectional(GRU(3, use_bias = false, return_sequences = true), merge_mode = sum) -> Rescaling(0.67, offset = -0.34); let v7 = v5 -> Dense(6, silu) -> Reshape(2, 3); let v8 = Multiply()(v6, v7); Concatenate()((v2 -> Flatten), (v8 -> Flatten)) -> Dense(3);
    }
    inner40: Inner40, MeanSquaredError::new(), values;
    inner41: Inner41, MeanSquaredError::new(), values;
    inner42: Inner42, MeanSquaredError::new(), values;
    graph128: Graph128, MeanSquaredError::new(), values;
    graph129: Graph129, MeanSquaredError::new(), values;
    graph130: Graph130, MeanSquaredError::new(), values;
    graph131: Graph131, MeanSquaredError::new(), values;
    graph132: Graph132, SparseCategoricalCrossentropy::new(), class(3);
    graph133: Graph133, MeanSquaredError::new(), values;
    graph134: Graph134, MeanSquaredError::new(), values;
    graph135: Graph135, MeanSquaredError::new(), values;
    graph136: Graph136, MeanSquaredError::new(), values;
    graph137: Graph137, BinaryCrossentropy::new(), fractions;
    graph138: Graph138, MeanSquaredError::new(), values;
    graph139: Graph139, MeanSquaredError::new(), values;
    graph140: Graph140, CategoricalCrossentropy::new(), distributions;
    graph141: Graph141, BinaryCrossentropy::new(), fractions;
    graph142: Graph142, MeanSquaredError::new(), values;
    graph143: Graph143, MeanSquaredError::new(), values;
    graph144: Graph144, MeanSquaredError::new(), values;
    graph145: Graph145, SparseCategoricalCrossentropy::new(), class(2);
    graph146: Graph146, BinaryCrossentropy::new(), fractions;
    graph147: Graph147, MeanSquaredError::new(), values;
    graph148: Graph148, MeanSquaredError::new(), values;
    graph149: Graph149, MeanSquaredError::new(), values;
    graph150: Graph150, BinaryCrossentropy::new(), fractions;
    graph151: Graph151, MeanSquaredError::new(), values;
    graph152: Graph152, CategoricalCrossentropy::new(), distributions;
    graph153: Graph153, BinaryCrossentropy::new(), fractions;
    graph154: Graph154, BinaryCrossentropy::new(), fractions;
    graph155: Graph155, MeanSquaredError::new(), values;
    graph156: Graph156, BinaryCrossentropy::new(), fractions;
    graph157: Graph157, CategoricalCrossentropy::new(), distributions;
    graph158: Graph158, CategoricalCrossentropy::new(), distributions;
    graph159: Graph159, MeanSquaredError::new(), values;
}
