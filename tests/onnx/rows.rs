//! Models of rows: products, functions of single elements, normalization, merging.

use crate::coverage::exports;

const SLOPE: f32 = 0.3;
const WIDTH: usize = 6;

exports! {
    chain: Chain { Flatten(6, 5) -> Dense(16, relu) -> Dropout(0.3) -> Dense(4, softmax) }
    dense_on_sequences: DenseOnSequences { Input(5, 4) -> Dense(6, tanh) -> Dense(3, use_bias = false) -> log_softmax }
    sizes_of_the_user: SizesOfTheUser { Input(WIDTH) -> Dense({ 2 * WIDTH }, gelu) -> Reshape(2, WIDTH) -> Dense(WIDTH) }
    closures: Closures { Input(7) -> Dense(6, |x| x * sigmoid(1.5 * x)) -> |x| if x > 0.0 && x < 1.0 { x } else { SLOPE * x } }
    a_constant_function: ConstantFunction { Input(4) -> Dense(3) -> |x| 0.25 -> Dense(2) }
    elementary: Elementary { Input(9) -> |x| acos(tanh(x)) + asin(0.5 * sin(x)) * atan(x) - cos(x) / cosh(x)
        -> |x| erf(x) + exp(-x) * exp_m1(x) + floor(3.0 * x) * ln(1.5 + x * x) + ln_1p(abs(x)) + sign(x) * sinh(x)
        -> |x| max(min(x, 2.0), -2.0) + powf(abs(x) + 0.5, 1.5) + powi(x, 3) + softplus(x) + sqrt(abs(x)) + tan(0.3 * x) }
    small_numbers: SmallNumbers { Input(9) -> |x| 1e-5 * x -> |x| exp_m1(x) + ln_1p(0.5 * x) + if x != 0.0 || !(x > 1.0) { x } else { 1.0 } }
    activations: Activations { Input(8) -> Dense(8, elu) -> Dense(8, selu) -> Dense(8, silu) -> Dense(8, softsign)
        -> Dense(8, hard_sigmoid) -> Dense(8, mish) -> Dense(8, celu) -> Dense(8, relu6) -> Dense(8, leaky_relu) }
    more_activations: MoreActivations { Input(8) -> Dense(8, softplus) -> Dense(8, exponential) -> Dense(8, hard_silu)
        -> Dense(8, log_sigmoid) -> Dense(8, tanh_shrink) -> Dense(8, hard_tanh) -> Dense(8, squareplus) -> Dense(8, glu) -> sigmoid }
    rows_as_a_whole: RowsAsAWhole { Input(3, 5) -> sparsemax -> Dense(4) -> Softmax(axis = 1) -> Activation(softmax) }
    rectifiers: Rectifiers { Input(3, 5) -> ReLU(max_value = 1.5, negative_slope = 0.2, threshold = 0.1) -> Dense(5)
        -> LeakyReLU -> Dense(5) -> ELU(1.2) -> Dense(5) -> PReLU -> Dense(4) -> PReLU(shared_axes = 1) }
    statistics: Statistics { Input(10) -> Normalization(mean = 0.3, variance = 1.7) -> Dense(8) -> BatchNormalization -> relu
        -> Dense(6) -> LayerNormalization -> Dense(6) -> BatchNormalization(center = false) -> BatchNormalization(scale = false) }
    statistics_of_sequences: StatisticsOfSequences { Input(4, 6) -> BatchNormalization -> Dense(6) -> LayerNormalization(scale = false)
        -> RMSNormalization -> GroupNormalization(3) -> UnitNormalization -> LayerNormalization(axis = (1, 2)) }
    standardized_back: StandardizedBack { Input(4, 2) -> Normalization(mean = (0.3, -1.0), variance = (1.7, 0.0)) -> Rescaling(2.0, offset = -0.5)
        -> Normalization(mean = 0.3, variance = 2.0, invert = true) }
    noise: Noise { Input(4, 6) -> GaussianNoise(0.3) -> SpatialDropout1D(0.2) -> Dense(3) }
    merging: Merging { let a = Input(4, 3); let b = Input(4, 3); let c = a -> Dense(3, tanh);
        let d = Add()(a, b, c); let e = Subtract()(d, b); let f = Multiply()(e, c); let g = Average()(f, a, d);
        Concatenate()(Maximum()(g, a), Minimum()(g, b), a * b - c) -> Dense(2) }
    joined_axes: JoinedAxes { let a = Input(2, 3, 4); let b = a -> Dense(4, relu);
        let c = Concatenate(axis = 1)(a, b) -> Permute(2, 1, 3); let d = a -> Permute(2, 1, 3); Concatenate(axis = 2)(c, d) -> Dense(2) }
    products: Products { let a = Input(5, 3); let b = Input(4, 3); let c = Dot(2)(a, b); let d = Dot((1, 1), normalize = true)(a, c);
        let e = a -> GlobalAveragePooling1D; let f = b -> GlobalMaxPooling1D; (d -> Dense(2), Dot(1)(e, f)) }
    several_outputs: SeveralOutputs { let x = Input(6); let h = x -> Dense(5, relu); (h -> Dense(3, softmax), h, x -> Dense(1, sigmoid)) }
    an_input_as_output: InputAsOutput { let x = Input(6); (x, x -> Reshape(2, 3)) }
    shared: Shared { let a = Input(4); let b = Input(4); let c = a -> Dense(3, relu) as once; let d = b -> once; Concatenate()(c, d) -> Dense(2) }
    residual: ResidualRows { Input(6) -> repeat(3, Residual(LayerNormalization -> Dense(6, gelu))) -> Dense(2) }
    inner: Encoder { Input(6) -> Dense(4, relu) -> BatchNormalization }
    nested: Nested { let a = Input(6); Add()(a -> Encoder, a -> Dense(6) -> Encoder) -> Dense(2, sigmoid) }
}
