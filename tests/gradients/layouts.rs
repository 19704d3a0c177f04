//! Every operation in both layouts: models with samples across the vector against the same ones with features across it,
//! for batches that fill blocks of samples and leave some over.

use chainrule::loss::{Loss, MeanSquaredError};
use chainrule::model::{Buffers, Layout};
use chainrule::random::Draws;
use chainrule::{Bundle, Input, Model, model};

use crate::random::Random;

/// Two blocks and something left, a block, and less than that.
const BATCHES: [usize; 3] = [37, 16, 5];

/// Two models for each line `test: Samples, Features: chain;`, and the test that they are one function.
macro_rules! both {
    ($($test:ident: $Samples:ident, $Features:ident: ($($chain:tt)*);)*) => {
        $(
            model! {
                #[scalar(f64)]
                #[layout(samples)]
                $Samples: $($chain)*;
                #[scalar(f64)]
                #[layout(features)]
                $Features: $($chain)*
            }

            #[test]
            fn $test() {
                let turned = |layers: &[chainrule::model::Layer]| {
                    layers.iter().filter(|layer| layer.layout == Layout::Samples).count()
                };
                assert!(turned(<$Samples as Model>::LAYERS) > 0, "no layer of {} has samples across", stringify!($Samples));
                assert_eq!(turned(<$Features as Model>::LAYERS), 0);
                for batch in BATCHES {
                    let (samples, features) = (computed::<$Samples>(batch), computed::<$Features>(batch));
                    for ((what, samples), (_, features)) in samples.iter().zip(&features) {
                        for (at, (sample, feature)) in samples.iter().zip(features).enumerate() {
                            let off = (sample - feature).abs() / feature.abs().max(1.0);
                            assert!(off < 1e-11, "batch {batch}: {what} {at} is {sample}, expected {feature}");
                        }
                    }
                }
            }
        )*
    };
}

both! {
    conv2d_valid: Valid, ValidPlain: (Input(7, 6, 2) -> Conv2D(6, 3, activation = relu) -> Flatten -> Dense(3));
    conv2d_same: Same, SamePlain: (Input(7, 6, 3) -> Conv2D(8, (3, 2), padding = same, activation = tanh));
    conv2d_strides: Strides, StridesPlain: (Input(9, 8, 2) -> tanh -> Conv2D(5, 3, strides = (2, 3), padding = same));
    conv2d_dilation: Dilation, DilationPlain:
        (Input(9, 8, 2) -> Conv2D(4, 3, dilation_rate = 2, padding = same) -> Conv2D(12, 2, dilation_rate = (2, 1)));
    conv1d_causal: Causal, CausalPlain: (Input(11, 2) -> Conv1D(3, 3, padding = causal, dilation_rate = 2) -> tanh);
    conv2d_one: One, OnePlain: (Input(3, 3, 5) -> Conv2D(17, 1, use_bias = false) -> relu -> Conv2D(1, 1));
    conv2d_transposed: Transposed, TransposedPlain:
        (Input(4, 5, 3) -> Conv2DTranspose(4, 3, strides = 2, padding = same) -> tanh -> Conv2DTranspose(2, (2, 3)));
    depthwise_conv2d: Depthwise, DepthwisePlain:
        (Input(7, 6, 5) -> DepthwiseConv2D(3, padding = same, activation = tanh) -> DepthwiseConv2D((2, 3)));
    depthwise_conv2d_multiplier: Multiplied, MultipliedPlain:
        (Input(6, 7, 2) -> DepthwiseConv2D((3, 2), depth_multiplier = 3) -> relu
            -> DepthwiseConv2D(2, depth_multiplier = 2, padding = same, use_bias = false) -> Flatten -> Dense(2));
    depthwise_conv2d_strides: Strided, StridedPlain:
        (Input(9, 8, 4) -> tanh -> DepthwiseConv2D(3, strides = 2, padding = same) -> DepthwiseConv2D(2, strides = 3));
    depthwise_conv2d_dilation: Dilated, DilatedPlain:
        (Input(9, 8, 3) -> DepthwiseConv2D(3, dilation_rate = 2, padding = same) -> tanh
            -> DepthwiseConv2D(2, dilation_rate = (3, 1)));
    separable_conv2d: Separable, SeparablePlain:
        (Input(7, 6, 3) -> SeparableConv2D(6, 3, activation = relu) -> SeparableConv2D(9, (3, 2), 2, same, depth_multiplier = 2)
            -> BatchNormalization -> tanh -> MaxPooling2D(2) -> Flatten -> Dense(2));
    dense_at_each_pixel: Pixels, PixelsPlain: (Input(5, 4, 3) -> Conv2D(6, 2) -> Dense(4, relu) -> Conv2D(2, 2));
    max_pooling: MaxPooled, MaxPooledPlain:
        (Input(8, 9, 3) -> MaxPooling2D(2) -> tanh -> MaxPooling2D((2, 3), strides = 1, padding = same));
    average_pooling: AveragePooled, AveragePooledPlain:
        (Input(8, 9, 2) -> AveragePooling2D(2) -> tanh -> AveragePooling2D((2, 3), strides = 2, padding = same));
    global_average_pooling: Averaged, AveragedPlain:
        (Input(5, 4, 3) -> Conv2D(6, 2, activation = tanh) -> GlobalAveragePooling2D -> tanh -> Dense(2));
    global_average_pooling_kept: Kept, KeptPlain: (
        let x = Input(6, 3) -> Conv1D(4, 3, activation = relu);
        (x -> GlobalAveragePooling1D(keepdims = true) -> Conv1D(4, 1)) + (x -> AveragePooling1D(4))
    );
    pooling_1d: Pooled1d, Pooled1dPlain: (Input(12, 2) -> MaxPooling1D(3, strides = 2) -> AveragePooling1D(2));
    lenet: Digits, DigitsPlain:
        (Input(12, 12, 1) -> Conv2D(6, 3, padding = same, activation = relu) -> MaxPooling2D(2)
            -> Conv2D(8, 3, activation = relu) -> MaxPooling2D(2) -> Flatten -> Dense(5, tanh) -> Dense(2));
    residual: Blocks, BlocksPlain:
        (Input(6, 6, 4) -> Residual(Conv2D(4, 3, padding = same) -> tanh -> Conv2D(4, 3, padding = same)) -> relu
            -> Residual(Conv2D(4, 3, padding = same)) -> GlobalAveragePooling2D -> Dense(2));
    merged: Merged, MergedPlain: (
        let x = Input(5, 5, 2) -> Conv2D(4, 3, padding = same);
        let a = x -> tanh;
        let b = x -> Conv2D(4, 1);
        let most = Maximum()(a, b) - Minimum()(a, x);
        ((most * b) + x) -> MaxPooling2D(2)
    );
    batch_normalization: Batch, BatchPlain:
        (Input(5, 4, 3) -> Conv2D(17, 2) -> BatchNormalization -> relu -> Conv2D(8, 2, padding = same)
            -> BatchNormalization(epsilon = 0.1) -> tanh -> Flatten -> Dense(3));
    batch_normalization_frozen: Frozen, FrozenPlain:
        (Input(5, 4, 3) -> Conv2D(9, 2) -> BatchNormalization(trainable = false, center = false) -> tanh -> Flatten
            -> BatchNormalization(scale = false) -> Dense(2));
    dropout: Dropped, DroppedPlain:
        (Input(7, 6, 3) -> Conv2D(5, 2, activation = relu) -> Dropout(0.4) -> Conv2D(3, 2) -> Dropout(0.5) -> relu
            -> MaxPooling2D(2) -> Flatten -> Dense(2));
    spatial_dropout: Channels, ChannelsPlain:
        (Input(7, 6, 3) -> Conv2D(9, 2) -> SpatialDropout2D(0.4) -> Conv2D(3, 2, activation = tanh) -> Flatten -> Dense(2));
    spatial_dropout_1d: Steps1d, Steps1dPlain: (Input(9, 3) -> Conv1D(5, 2) -> SpatialDropout1D(0.5) -> Conv1D(2, 2));
    gaussian_noise: Noisy, NoisyPlain:
        (Input(5, 5, 3) -> Conv2D(3, 2) -> GaussianNoise(0.3) -> tanh -> Conv2D(3, 2) -> Flatten -> Dense(2));
    layer_normalization: Layered, LayeredPlain:
        (Input(5, 4, 3) -> tanh -> LayerNormalization -> Conv2D(2, 2) -> LayerNormalization(axis = (1, 2)) -> Flatten -> Dense(2));
    steps: Steps, StepsPlain:
        (Input(3, 6, 6, 2) -> TimeDistributed(Conv2D(4, 3)) -> TimeDistributed(BatchNormalization) -> relu
            -> TimeDistributed(MaxPooling2D(2)) -> TimeDistributed(Flatten) -> Dense(2));
    // What the layout moves must not lose the way between a state and its scan.
    states: States, StatesPlain: (
        let x = Input(6, 2);
        let (y, h) = x -> Conv1D(3, 2, padding = same) -> GRU(2, return_sequences = true, return_state = true);
        Concatenate()((y -> Conv1D(2, 2) -> Flatten), h)
    );
    a_layer_outside_the_vector: Between, BetweenPlain:
        (Input(6, 6, 2) -> Conv2D(4, 3) -> softmax -> relu -> Conv2D(3, 3) -> Reshape(4, 3) -> Dense(2));
}

#[test]
fn what_knows_both_layouts_does_not_end_a_region() {
    let between = [
        "SeparableConv2D",
        "BatchNormalization",
        "MaxPooling2D",
        "Dense",
        "Dropout",
        "SpatialDropout2D",
        "GaussianNoise",
    ];
    for layers in [
        <Separable as Model>::LAYERS,
        <Pixels as Model>::LAYERS,
        <Dropped as Model>::LAYERS,
        <Channels as Model>::LAYERS,
        <Noisy as Model>::LAYERS,
    ] {
        // Behind the images the other layout is the only one.
        let images = layers.iter().take_while(|layer| layer.class != "Flatten");
        let features: Vec<_> =
            images.filter(|layer| layer.layout == Layout::Features).map(|layer| layer.class).collect();
        assert!(!features.iter().any(|class| between.contains(class)), "{features:?}");
    }
}

/// What a model computes for a batch of its own: by name, outputs, loss, gradients.
fn computed<M: Model<Scalar = f64>>(batch: usize) -> [(&'static str, Vec<f64>); 4]
where
    MeanSquaredError: Loss<M::Head, M::Output, M::Output>,
    M::Output: Default + Bundle<Scalar = f64>,
{
    let mut random = Random::new(7);
    let mut draw = |len: usize| (0..len).map(|_| random.within(1.0)).collect::<Vec<f64>>();
    let (mut parameters, inputs) = (draw(M::PARAMS), draw(M::Input::LEN * batch));
    // Moving variances are positive.
    let weights = M::LAYERS.iter().flat_map(|layer| layer.weights);
    for state in weights.filter(|weight| weight.name == "moving_variance") {
        parameters[state.offset..][..state.len()].iter_mut().for_each(|value| *value = value.abs() + 0.1);
    }
    let labels: Vec<_> = (0..batch).map(|_| M::Output::default()).collect();
    let mut predicted = vec![0.0; M::OUTPUT_LEN * batch];
    M::forward(&parameters, &inputs, &mut predicted, &mut vec![f64::NAN; M::PREDICT_WORKSPACE * batch]);
    let (mut outputs, mut gradient) = (vec![f64::NAN; M::OUTPUT_LEN * batch], vec![7.0; M::PARAMS]);
    let mut input_gradient = vec![f64::NAN; inputs.len()];
    let buffers = Buffers {
        outputs: &mut outputs,
        masks: &mut [],
        gradient: &mut gradient,
        input_gradient: Some(&mut input_gradient),
        workspace: &mut vec![f64::NAN; M::STEP_WORKSPACE * batch + M::STEP_SHARED],
    };
    let loss = MeanSquaredError::new();
    let outcome = M::step(&parameters, &inputs, &labels, &loss, Draws::new(1), buffers).expect("a step");
    assert!(outcome.finite);
    predicted.push(outcome.loss);
    [("prediction", predicted), ("output", outputs), ("gradient", gradient), ("input gradient", input_gradient)]
}
