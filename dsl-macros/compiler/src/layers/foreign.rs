//! Words of Keras and its neighbours that are not layers here, and what to write instead.

/// What to write instead of a layer that Keras, or another framework, would know.
pub fn layer(name: &str) -> Option<String> {
    let help = match name {
        "Sequential" | "Model" => "a model is the chain itself: `Flatten(28, 28) -> Dense(10, softmax)`",
        "InputLayer" => "write `Input(28, 28)`",
        "Linear" | "Affine" | "FullyConnected" | "FC" => "write `Dense(units)`",
        "Softmax" | "LogSoftmax" => "write the activation, `softmax` or `log_softmax`",
        "ReLU" | "LeakyReLU" | "ELU" | "PReLU" | "Sigmoid" | "Tanh" | "GELU" | "SiLU" => {
            "write the activation as a stage, such as `relu` or `leaky_relu(negative_slope = 0.3)`"
        }
        "View" | "Unflatten" => "write `Reshape(7, 7, 64)`",
        "Dropout1d" | "AlphaDropout" => "write `Dropout(0.2)`",
        "Lambda" => "write a closure, `|x| x * x`",
        "Add" | "Subtract" | "Multiply" | "Concatenate" | "Average" | "Maximum" | "Minimum" | "Dot" => {
            "branches are not available yet: a model is one chain of layers"
        }
        "add" | "concatenate" | "repeat" | "Residual" => "branches are not available yet: a model is one chain of layers",
        _ if NOT_YET.contains(&name) => return Some(format!("`{name}` is not available yet")),
        _ => return None,
    };
    Some(help.into())
}

/// Keras' layers that the language does not have yet.
const NOT_YET: &[&str] = &[
    "Conv1D", "Conv2D", "Conv3D", "DepthwiseConv1D", "DepthwiseConv2D", "SeparableConv1D", "SeparableConv2D",
    "Conv1DTranspose", "Conv2DTranspose", "MaxPooling1D", "MaxPooling2D", "MaxPool1D", "MaxPool2D",
    "AveragePooling1D", "AveragePooling2D", "AvgPool2D", "GlobalMaxPooling1D", "GlobalMaxPooling2D",
    "GlobalAveragePooling1D", "GlobalAveragePooling2D", "UpSampling1D", "UpSampling2D", "ZeroPadding1D",
    "ZeroPadding2D", "Cropping1D", "Cropping2D", "Permute", "RepeatVector", "Rescaling", "Normalization",
    "BatchNormalization", "LayerNormalization", "GroupNormalization", "RMSNormalization", "UnitNormalization",
    "SpatialDropout1D", "SpatialDropout2D", "GaussianNoise", "GaussianDropout", "Embedding", "SimpleRNN", "LSTM",
    "GRU", "Bidirectional", "TimeDistributed", "Masking", "MultiHeadAttention", "Attention", "AdditiveAttention",
    "ActivityRegularization", "EinsumDense",
];
