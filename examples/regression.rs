//! A curve through noisy points, with an activation written by hand.
//!
//! Teaches: closures as activations, whose derivative the compiler finds; a regularizer; mean squared error; the history
//! of a training; and the gradient of the loss in a loop of one's own.

use chainrule::data::Dataset;
use chainrule::loss::MeanSquaredError;
use chainrule::optim::{Adam, Optimizer};
use chainrule::random::Draws;
use chainrule::train::Trainer;
use chainrule::{metrics, model};

/// How many waves fit between −1 and 1.
const FREQUENCY: f32 = 2.0;

model! {
    /// y = f(x), in waves: the snake activation of Liu, Hartwig and Ueda (2020).
    pub Curve: Input(1)
        -> Dense(32, |x| x + sin(FREQUENCY * x) * sin(FREQUENCY * x) / FREQUENCY, kernel_regularizer = l2(1e-5))
        -> Dense(32, tanh)
        -> Dense(1)
}

fn main() -> chainrule::Result<()> {
    let (train, test) = points(400)?.split(0.75)?;

    let mut net = Curve::seeded(3);
    let mut trainer = Trainer::new(Adam::new().learning_rate(3e-3), MeanSquaredError::new())
        .metrics(metrics::MeanAbsoluteError::new())
        .validation(&test)
        .epochs(200)
        .seed(3)
        .quiet();
    let history = trainer.fit(&mut net, &train)?;
    for epoch in [0, 9, 49, 199] {
        let (loss, validation) = (history["loss"][epoch], history["val_loss"][epoch]);
        println!("epoch {:3}: loss {loss:.4}, on points held back {validation:.4}", epoch + 1);
    }

    // The same by hand: the gradient of a batch into a slice of ours, and a step of the optimizer.
    let mut gradient = vec![0.0; Curve::PARAMS];
    let mut workspace = vec![0.0; Curve::workspace(train.len())];
    let mut optimizer = Optimizer::new(Adam::new(), Curve::PARAMS);
    for step in 0..20 {
        let (inputs, labels, draws) = (train.inputs(), train.labels(), Draws::new(3).at(step));
        net.loss_and_gradient(inputs, labels, &MeanSquaredError::new(), draws, &mut gradient, &mut workspace)?;
        optimizer.step_model(&mut net, &gradient)?;
    }
    println!("after 20 steps by hand: {}", trainer.evaluate(&net, &test)?);
    Ok(())
}

/// Points of a curve between −1 and 1, in an order that looks random, with a little noise.
fn points(count: u16) -> chainrule::Result<Dataset<[f32; 1], [f32; 1]>> {
    let noise = Draws::new(7).stream(0);
    let place = |at: u16| [(f32::from(at) * 0.618_034).fract() * 2.0 - 1.0];
    let value = |(at, [x]): (usize, [f32; 1])| [(6.0 * x).sin() * x + 0.05 * noise.normal::<f32>(at)];
    let inputs: Vec<_> = (0..count).map(place).collect();
    let labels = (0..).zip(inputs.iter().copied()).map(value).collect();
    Dataset::from_arrays(inputs, labels)
}
