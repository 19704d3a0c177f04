//! The losses of single numbers: one row each, the formula written in the expression language.
//!
//! Names, defaults and values are those of `keras.losses` 3.15, and so is the derivative wherever two branches meet.

use super::{Element, End, Instructions, Parameter, Preset, Row};

const fn row(name: &'static str, text: &'static str, doc: &'static str, source: &'static str) -> Row {
    let (end, element, instructions) = (End::Output, Element::Number, Instructions::Plain);
    Row { name, parameters: &[], text, end, element, instructions, doc, source }
}

impl Row {
    const fn parameters(self, parameters: &'static [Parameter]) -> Self {
        Self { parameters, ..self }
    }

    const fn narrow(self) -> Self {
        Self { instructions: Instructions::Narrow, ..self }
    }

    const fn of_rows(self) -> Self {
        Self { element: Element::Row, ..self }
    }

    const fn of_logits(self) -> Self {
        Self { end: End::Logit, ..self }
    }
}

/// All of them, by name. In a text, `y` is a number of the output (or `x` one before the sigmoid), `t` that of the label.
pub const TABLE: &[Row] = &[
    row(
        "BinaryFocalCrossentropy",
        "{
            let s = t * (1 - label_smoothing) + 0.5 * label_smoothing;
            let wrong = s * sigmoid(-x) + (1 - s) * sigmoid(x);
            let weight = if apply_class_balancing != 0 { s * alpha + (1 - s) * (1 - alpha) } else { 1 };
            weight * powf(wrong, gamma) * (s * softplus(-x) + (1 - s) * softplus(x))
        }",
        "Binary cross-entropy that answers which are right already hardly count in. `wrong` is the probability that the \
         model gives to the wrong answer.",
        "Lin et al. 2017, <https://arxiv.org/abs/1708.02002>; \
         <https://keras.io/api/losses/probabilistic_losses/#binaryfocalcrossentropy-class>",
    )
    .of_logits()
    .parameters(&[
        Parameter {
            name: "apply_class_balancing",
            default: Preset::Flag(false),
            doc: "Whether a yes weighs `alpha` and a no `1 - alpha`.",
        },
        Parameter { name: "alpha", default: Preset::Fraction(0.25), doc: "The weight of a yes, if they are balanced." },
        Parameter { name: "gamma", default: Preset::Positive(2.0), doc: "How little counts what is right already." },
        Parameter {
            name: "label_smoothing",
            default: Preset::Fraction(0.0),
            doc: "How far labels are moved from 0 and 1 towards 0.5.",
        },
    ]),
    row(
        "Hinge",
        "{ let sign = if t == 0 { -1 } else { t }; let gap = 1 - sign * y; if gap < 0 { 0 } else { gap } }",
        "How far outputs are from the right side of a margin. Labels are −1 or 1; 0 counts as −1.",
        "<https://keras.io/api/losses/hinge_losses/#hinge-class>",
    ),
    row(
        "Huber",
        "{ let d = y - t; if abs(d) <= delta { 0.5 * d * d } else { delta * abs(d) - 0.5 * delta * delta } }",
        "The squared error of small differences, the absolute error of large ones.",
        "Huber 1964; <https://keras.io/api/losses/regression_losses/#huber-class>",
    )
    .parameters(&[Parameter {
        name: "delta",
        default: Preset::Positive(1.0),
        doc: "From which difference on the loss grows along a line.",
    }]),
    // Keras clips both before it divides; clipping has derivative 1 at its limits.
    row(
        "KLDivergence",
        "{
            let q = if t < 1e-7 { 1e-7 } else if t > 1 { 1 } else { t };
            let p = if y < 1e-7 { 1e-7 } else if y > 1 { 1 } else { y };
            q * (ln(q) - ln(p))
        }",
        "The Kullback-Leibler divergence of the output's distribution from the label's: both are probabilities.",
        "<https://keras.io/api/losses/probabilistic_losses/#kldivergence-class>",
    )
    .of_rows(),
    row(
        "LogCosh",
        "{ let d = y - t; d + softplus(-2 * d) - 0.6931471805599453 }",
        "The logarithm of the hyperbolic cosine of the difference: about half its square where it is small, its size less \
         ln 2 where it is large.",
        "<https://keras.io/api/losses/regression_losses/#logcosh-class>",
    ),
    row(
        "MeanAbsoluteError",
        "abs(y - t)",
        "The absolute difference. Where it is 0 so is the derivative.",
        "<https://keras.io/api/losses/regression_losses/#meanabsoluteerror-class>",
    )
    .narrow(),
    row(
        "MeanAbsolutePercentageError",
        "100 * abs((t - y) / max(abs(t), 1e-7))",
        "The absolute difference in per cent of the label.",
        "<https://keras.io/api/losses/regression_losses/#meanabsolutepercentageerror-class>",
    ),
    row(
        "MeanSquaredError",
        "(y - t) * (y - t)",
        "The squared difference.",
        "<https://keras.io/api/losses/regression_losses/#meansquarederror-class>",
    )
    .narrow(),
    row(
        "MeanSquaredLogarithmicError",
        "{ let d = ln_1p(max(y, 1e-7)) - ln_1p(max(t, 1e-7)); d * d }",
        "The squared difference of the logarithms of 1 + y and 1 + t: what is below 0 counts as 0.",
        "<https://keras.io/api/losses/regression_losses/#meansquaredlogarithmicerror-class>",
    ),
    row(
        "Poisson",
        "y - t * ln(y + 1e-7)",
        "The negative logarithm of the likelihood of counts, without what the model has no part in. Outputs are above 0.",
        "<https://keras.io/api/losses/probabilistic_losses/#poisson-class>",
    ),
    row(
        "SquaredHinge",
        "{ let sign = if t == 0 { -1 } else { t }; let gap = 1 - sign * y; if gap < 0 { 0 } else { gap * gap } }",
        "The square of the hinge loss. Labels are −1 or 1; 0 counts as −1.",
        "<https://keras.io/api/losses/hinge_losses/#squaredhinge-class>",
    ),
];
