//! Losses of the user's own: with every head, in either variable, with branches, `let` and constants.

use chainrule::{loss, model};

use crate::check::gradients;

/// A constant that a formula names.
const DELTA: f64 = 0.4;
mod inner {
    pub(super) const WEIGHT: i32 = 3;
}

model! {
    #[scalar(f64)] Linear1: Input(4) -> Dense(3);
    #[scalar(f64)] Linear2: Input(2, 3) -> Dense(2);
    #[scalar(f64)] Softmax1: Input(4) -> Dense(3, softmax);
    #[scalar(f64)] Softmax2: Input(2, 3) -> Dense(3, softmax);
    #[scalar(f64)] Sigmoid1: Input(4) -> Dense(3, sigmoid);
}

gradients! {
    squared: Linear1, loss!(|y, t| (y - t) * (y - t)), values;
    squared_of_softmax: Softmax1, loss!(|y, t| (y - t) * (y - t)), distributions;
    squared_of_steps: Softmax2, loss!(|y, t| powi(y - t, 2)), distributions;
    crossentropy: Softmax1, loss!(|p, t| -t * ln(p)), distributions;
    binary_crossentropy: Sigmoid1, loss!(|p, t| -t * ln(p) - (1.0 - t) * ln(1.0 - p)), fractions;
    absolute: Linear2, loss!(|y, t| (y - t).abs()), values;
    huber: Linear2, loss!(|y, t| {
        let a = abs(y - t);
        if a <= DELTA { 0.5 * a * a } else { DELTA * (a - 0.5 * DELTA) }
    }), values;
    log_cosh: Linear1, loss!(|y, t| softplus(2.0 * (y - t)) - (y - t) - core::f64::consts::LN_2), values;
    poisson: Linear1, loss!(|y, t| exp(y) - t * y), values;
    path: Linear1, loss!(|y, t| inner::WEIGHT * (y - t) * (y - t) * t), values;
    label_unused: Linear1, loss!(|y, _t| y * y), values;
    label_in_a_condition: Linear1, loss!(|y, t| if t > 0.0 { y * y } else { -y }), values;
    quotient: Sigmoid1, loss!(|y, t| abs(y - t) / (y + t + 0.1)), fractions;
    power: Sigmoid1, loss!(|y, t| powf(y, t + 1.0)), fractions;
}
