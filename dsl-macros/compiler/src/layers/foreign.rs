//! Words of Keras and its neighbours that are not of this language, and what to write instead.

use crate::nearest::nearest;
use crate::{activation, initializer, regularizer};

/// What to write instead of a layer that Keras, or another framework, would know.
pub fn layer(name: &str) -> Option<String> {
    let help = match name {
        "Sequential" | "Model" | "ModuleList" => "a model is the chain itself: `Flatten(28, 28) -> Dense(10, softmax)`",
        "InputLayer" => "write `Input(28, 28)`",
        "Linear" | "Affine" | "FullyConnected" | "FC" | "LazyLinear" => {
            "write `Dense(units)`: the number of inputs is that of the layer before"
        }
        "View" | "Unflatten" => "write `Reshape(7, 7, 64)`",
        "Conv2d" | "Conv1d" => {
            "write `Conv2D(filters, kernel_size)` or `Conv1D(…)`: the channels are those of the layer before"
        }
        "MaxPool1d" | "MaxPool2d" => "write `MaxPooling2D(2)` or `MaxPooling1D(2)`",
        "AvgPool1d" | "AvgPool2d" => "write `AveragePooling2D(2)` or `AveragePooling1D(2)`",
        "AdaptiveAvgPool2d" => "write `GlobalAveragePooling2D`",
        "ConvTranspose2d" | "ConvTranspose1d" => "write `Conv2DTranspose(filters, kernel_size)`",
        "BatchNorm1d" | "BatchNorm2d" | "BatchNorm" => "write `BatchNormalization`",
        "LayerNorm" => "write `LayerNormalization`",
        "GroupNorm" => "write `GroupNormalization(groups)`",
        "RMSNorm" => "write `RMSNormalization`",
        "Upsample" => "write `UpSampling2D(2)`",
        "ZeroPad2d" => "write `ZeroPadding2D(1)`",
        "Dropout2d" => "write `SpatialDropout2D(0.2)`",
        "RNN" => "write `SimpleRNN(units)`, `LSTM(units)` or `GRU(units)`",
        "MultiheadAttention" => "write `MultiHeadAttention(num_heads, key_dim)`",
        "Identity" => "write `linear`, or leave it out",
        "Dropout1d" | "AlphaDropout" => "write `Dropout(0.2)`",
        "Lambda" => "write a closure, `|x| x * x`",
        "add" => "write `a + b`",
        "multiply" => "write `a * b`",
        "concatenate" | "cat" => "write `Concatenate()(a, b)`",
        _ if name.ends_with("Crossentropy") || name.ends_with("CrossEntropyLoss") || name.ends_with("Error") => {
            "a loss is the trainer's: `Trainer::new(Adam::new(), SparseCategoricalCrossentropy::new())`"
        }
        _ => return not_yet(name).map(|known| format!("`{known}` is not available yet")),
    };
    Some(help.into())
}

/// Keras' name of a layer that the language does not have yet, whatever the framework that spells it.
pub fn not_yet(name: &str) -> Option<&'static str> {
    NOT_YET.iter().copied().find(|known| known.eq_ignore_ascii_case(name))
}

/// The layer or the activation whose name is nearest.
pub fn nearest_stage(name: &str) -> Option<&'static str> {
    // Of names that differ only in their case that wins which starts alike.
    let alike = super::TABLE.iter().map(|spec| spec.name).chain(activation::names());
    let alike = alike.filter(|known| known.starts_with(char::is_uppercase) == name.starts_with(char::is_uppercase));
    let layers = alike.chain(super::TABLE.iter().map(|spec| spec.name));
    nearest(name, layers.chain(["Residual", "repeat"]).chain(activation::names()))
}

/// The activation, initializer or regularizer whose name is nearest.
pub fn nearest_word(name: &str) -> Option<&'static str> {
    let words = activation::names().chain(initializer::names()).chain(regularizer::names());
    nearest(&snake(name), words)
}

/// The activation that a class is in other frameworks, and that is a layer too: `ReLU` is `relu`.
pub fn activation_of(class: &str) -> Option<&'static str> {
    let plain = |name: &str| name.replace('_', "").to_lowercase();
    activation::names().find(|known| plain(known) == plain(class))
}

/// Class names in the spelling of functions, other initializers by the names of Keras: `GlorotUniform` becomes
/// `glorot_uniform`, `xavier_uniform` too.
pub fn snake(name: &str) -> String {
    let mut snake = String::new();
    for c in name.trim_end_matches('_').chars() {
        if c.is_uppercase() && !snake.is_empty() {
            snake.push('_');
        }
        snake.extend(c.to_lowercase());
    }
    for (torch, keras) in [("xavier_", "glorot_"), ("kaiming_", "he_")] {
        if let Some(rest) = snake.strip_prefix(torch) {
            return format!("{keras}{rest}");
        }
    }
    match snake.as_str() {
        "normal" | "uniform" => format!("random_{snake}"),
        _ => snake,
    }
}

/// What a word of another framework means among `words`.
pub fn word(name: &str, words: &[&'static str]) -> Option<&'static str> {
    let meant = match name {
        "add" => "sum",
        "multiply" | "product" => "mul",
        "mean" | "average" | "avg" => "ave",
        "concatenate" | "cat" => "concat",
        "None" => "none",
        "linear" => "bilinear",
        _ => return None,
    };
    words.iter().copied().find(|word| *word == meant)
}

/// What an argument of another name may have meant here, one of `parameters`.
pub fn argument<'a>(name: &str, parameters: &[&'a str]) -> Option<&'a str> {
    let meant: &[&str] = match name {
        "bias" => &["use_bias"],
        "p" | "prob" | "probability" | "drop" | "keep_prob" => &["rate"],
        "alpha" | "slope" => &["negative_slope", "alpha"],
        "out_features" | "output_dim" | "neurons" | "nodes" | "size" | "width" | "n" => &["units"],
        "causal" | "is_causal" => &["use_causal_mask"],
        "act" | "function" | "nonlinearity" => &["activation"],
        "init" | "initializer" | "weight_initializer" | "kernel_init" => &["kernel_initializer"],
        "regularizer" | "weight_regularizer" | "weight_decay" => &["kernel_regularizer"],
        "shape" | "size_" | "dims" => &["target_shape", "input_shape", "shape"],
        "std" | "sigma" | "std_dev" | "scale" => &["stddev"],
        "a" | "low" | "min" => &["minval"],
        "b" | "high" => &["maxval"],
        "max" => &["max_value", "maxval"],
        _ => &[],
    };
    let meant = meant.iter().find_map(|meant| parameters.iter().find(|known| *known == meant));
    meant.copied().or_else(|| nearest(name, parameters.iter().copied()))
}

/// Keras' layers that the language does not have yet.
const NOT_YET: &[&str] = &[
    "Conv3D",
    "DepthwiseConv1D",
    "SeparableConv1D",
    "GaussianDropout",
    "Attention",
    "AdditiveAttention",
    "ActivityRegularization",
    "EinsumDense",
];
