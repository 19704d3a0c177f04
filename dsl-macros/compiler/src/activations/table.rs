//! The built-in scalar activations: one row each, the function written in the expression language.
//!
//! Names, parameters, defaults and values are those of `keras.activations` 3.15, and so is the derivative wherever two
//! branches meet; `tests/activations.rs` holds the values.

use super::{Parameter, Preset, Row};

const fn row(name: &'static str, text: &'static str, doc: &'static str, source: &'static str) -> Row {
    Row { name, aliases: &[], parameters: &[], text, doc, source }
}

impl Row {
    const fn parameters(self, parameters: &'static [Parameter]) -> Self {
        Self { parameters, ..self }
    }

    const fn or(self, aliases: &'static [&'static str]) -> Self {
        Self { aliases, ..self }
    }
}

const fn number(name: &'static str, default: f64) -> Parameter {
    Parameter { name, default: Preset::Number(default) }
}

const fn required(name: &'static str) -> Parameter {
    Parameter { name, default: Preset::Required }
}

/// All of them, by name. In a text, `x` is the input, the parameters stand by their names, and a parameter that is
/// `none` is `INFINITY`.
pub const TABLE: &[Row] = &[
    // Keras' own formula has derivative 2 at 0 on TensorFlow, where both its `max` and its `min` count; this one is 1.
    row(
        "celu",
        "if x > 0 { x } else { alpha * exp_m1(x / alpha) }",
        "The continuously differentiable exponential linear unit.",
        "Barron 2017, <https://arxiv.org/abs/1704.07483>",
    )
    .parameters(&[number("alpha", 1.0)]),
    row(
        "elu",
        "if x > 0 { x } else { alpha * exp_m1(x) }",
        "The exponential linear unit.",
        "Clevert et al. 2016, <https://arxiv.org/abs/1511.07289>",
    )
    .parameters(&[number("alpha", 1.0)]),
    row("exponential", "exp(x)", "The exponential.", KERAS),
    row(
        "gelu",
        "if approximate { 0.5 * x * (1 + tanh(0.7978845608028654 * (x + 0.044715 * x * x * x))) } \
         else { 0.5 * x * (1 + erf(0.7071067811865476 * x)) }",
        "The Gaussian error linear unit, exact or in its `tanh` approximation.",
        "Hendrycks and Gimpel 2016, <https://arxiv.org/abs/1606.08415>",
    )
    .parameters(&[Parameter { name: "approximate", default: Preset::Flag(false) }]),
    row("hard_shrink", "if abs(x) > threshold { x } else { 0 }", "The identity outside a band around 0.", KERAS)
        .parameters(&[number("threshold", 0.5)]),
    row("hard_sigmoid", "relu6(x + 3) / 6", "A piecewise linear sigmoid.", KERAS),
    row(
        "hard_silu",
        "x * hard_sigmoid(x)",
        "The input times its hard sigmoid.",
        "Howard et al. 2019, <https://arxiv.org/abs/1905.02244>",
    )
    .or(&["hard_swish"]),
    row("hard_tanh", "if x < -1 { -1 } else if x > 1 { 1 } else { x }", "A piecewise linear `tanh`.", KERAS),
    row("leaky_relu", "if x > 0 { x } else { negative_slope * x }", "A rectifier that leaks below 0.", KERAS)
        .parameters(&[number("negative_slope", 0.2)]),
    row("linear", "x", "The input as it is.", KERAS),
    row("log_sigmoid", "-softplus(-x)", "The logarithm of the sigmoid.", KERAS),
    row(
        "mish",
        "x * tanh(softplus(x))",
        "A smooth, self-gated rectifier.",
        "Misra 2019, <https://arxiv.org/abs/1908.08681>",
    ),
    row("relu", RELU, "The rectified linear unit, `max(x, 0)` by default.", KERAS).parameters(&[
        number("negative_slope", 0.0),
        Parameter { name: "max_value", default: Preset::None },
        number("threshold", 0.0),
    ]),
    row("relu6", "min(max(x, 0), 6)", "The rectified linear unit, cut off at 6.", KERAS),
    row(
        "selu",
        "if x < 0 { 1.7580993408473768 * exp_m1(x) } else { 1.0507009873554805 * x }",
        "The scaled exponential linear unit, which keeps mean 0 and variance 1.",
        "Klambauer et al. 2017, <https://arxiv.org/abs/1706.02515>",
    ),
    row("sigmoid", "sigmoid(x)", "The logistic function, `1 / (1 + exp(-x))`.", KERAS),
    row(
        "silu",
        "x * sigmoid(x)",
        "The input times its sigmoid.",
        "Ramachandran et al. 2017, <https://arxiv.org/abs/1710.05941>",
    )
    .or(&["swish"]),
    row(
        "soft_shrink",
        "if x > threshold { x - threshold } else if x < -threshold { x + threshold } else { 0 }",
        "The input moved towards 0, and 0 in a band around it.",
        KERAS,
    )
    .parameters(&[number("threshold", 0.5)]),
    row("softplus", "softplus(x)", "A smooth rectifier, `ln(1 + exp(x))`.", KERAS),
    row("softsign", "x / (abs(x) + 1)", "A sigmoid from −1 to 1 with slow tails.", KERAS),
    row(
        "sparse_plus",
        "if x <= -1 { 0 } else if x < 1 { 0.25 * (x + 1) * (x + 1) } else { x }",
        "A rectifier with a quadratic bend from −1 to 1.",
        KERAS,
    ),
    row(
        "sparse_sigmoid",
        "if x <= -1 { 0 } else if x >= 1 { 1 } else { 0.5 * (x + 1) }",
        "A piecewise linear sigmoid from −1 to 1.",
        "Blondel, Martins and Niculae 2019, <https://arxiv.org/abs/1901.02324>",
    ),
    row(
        "squareplus",
        "0.5 * (x + sqrt(x * x + b))",
        "A smooth rectifier without exponentials.",
        "Barron 2021, <https://arxiv.org/abs/2112.11687>",
    )
    .parameters(&[number("b", 4.0)]),
    row("tanh", "tanh(x)", "The hyperbolic tangent.", KERAS),
    row("tanh_shrink", "x - tanh(x)", "What `tanh` takes away from the input.", KERAS),
    row("threshold", "if x > threshold { x } else { default_value }", "The input above a threshold.", KERAS)
        .parameters(&[required("threshold"), required("default_value")]),
];

const KERAS: &str = "Keras, <https://keras.io/api/layers/activations/>";

/// Keras switches between functions with different derivatives where branches meet: its leaky form, the plain one, the
/// one cut off at 6, and clipping, whose derivative is 1 at the limits.
const RELU: &str = "
    if negative_slope != 0 && max_value == INFINITY && threshold == 0 {
        if x > 0 { x } else { negative_slope * x }
    } else {
        let passed = if threshold == 0 { max(x, 0) } else { if x > threshold { x } else { 0 } };
        let limited = if max_value == INFINITY {
            passed
        } else if max_value == 6 && threshold == 0 {
            min(passed, 6)
        } else if passed < 0 {
            0
        } else if passed > max_value {
            max_value
        } else {
            passed
        };
        if negative_slope == 0 { limited } else { limited - negative_slope * max(threshold - x, 0) }
    }";
