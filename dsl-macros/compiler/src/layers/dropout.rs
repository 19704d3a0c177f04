//! `Dropout(0.2)`

use super::{Layer, Need, Parameter, Spec};

pub(super) const SPEC: Spec = Spec {
    name: "Dropout",
    summary: "while training, zeroes a fraction of the elements and scales the others by 1/(1 − rate)",
    example: "Input(784) -> Dense(128, relu) -> Dropout(0.2) -> Dense(10, softmax)",
    parameters: &[
        Parameter::new("rate", Need::Required("0.2")),
        Parameter::new("noise_shape", Need::Refused("elements are dropped one by one: leave it out")),
        Parameter::new("seed", Need::Refused("the seed is the trainer's: write `Trainer::new(…).seed(n)`")),
    ],
    resolve: |arguments, report| {
        // A mistake here leaves the shapes as they are: later layers are judged all the same.
        let rate = arguments.number("rate", report).unwrap_or_default();
        if !(0.0..1.0).contains(&rate) {
            let message = format!("`rate` of `Dropout` is the fraction to drop, at least 0 and below 1, found {rate}");
            let help = if (2.0..100.0).contains(&rate) {
                format!("for {rate} per cent write `Dropout({})`", rate / 100.0)
            } else {
                "write a fraction, `Dropout(0.2)`".into()
            };
            report.error(arguments.spot("rate"), message, help);
        }
        Some(Layer::Dropout { rate })
    },
};
