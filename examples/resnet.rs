//! A small residual network: what a block computes is added to what it was given, so that depth does no harm.
//!
//! Teaches: `Residual`, `let`, models as parts of another, and batch normalization.
//!
//! `cargo run --release --example resnet` is right about 99.5 % of the test digits after six epochs.
//!
//! After K. He, X. Zhang, S. Ren, J. Sun, "Deep residual learning for image recognition", 2015.

use chainrule::loss::SparseCategoricalCrossentropy;
use chainrule::metrics::Accuracy;
use chainrule::model;
use chainrule::optim::Adam;
use chainrule::schedule::CosineDecay;
use chainrule::train::Trainer;
use chainrule_examples::Options;

model! {
    /// From the picture to 16 features for each of 14 by 14 places.
    Stem: Input(28, 28, 1)
        -> Conv2D(16, 3, padding = same, use_bias = false) -> BatchNormalization -> relu
        -> MaxPooling2D(2);

    /// Looks around each place twice, and corrects its features by what it finds.
    Fine: Input(14, 14, 16)
        -> Residual(
            Conv2D(16, 3, padding = same, use_bias = false) -> BatchNormalization -> relu
            -> Conv2D(16, 3, padding = same, use_bias = false) -> BatchNormalization)
        -> relu;

    /// Half as many places along each side, twice as many features. The input has another shape than the output, so a
    /// convolution of one pixel has to fit it before the sum.
    Halve:
        let x = Input(14, 14, 16);
        let change = x
            -> Conv2D(32, 3, strides = 2, padding = same, use_bias = false) -> BatchNormalization -> relu
            -> Conv2D(32, 3, padding = same, use_bias = false) -> BatchNormalization;
        let fitted = x -> Conv2D(32, 1, strides = 2, use_bias = false) -> BatchNormalization;
        (change + fitted) -> relu;

    /// As `Fine`, on fewer places.
    Coarse: Input(7, 7, 32)
        -> Residual(
            Conv2D(32, 3, padding = same, use_bias = false) -> BatchNormalization -> relu
            -> Conv2D(32, 3, padding = same, use_bias = false) -> BatchNormalization)
        -> relu;

    /// All parts, then the mean of each feature over all places, which tells the digit.
    pub ResNet: Stem -> Fine -> Halve -> Coarse -> GlobalAveragePooling2D -> Dense(10, softmax)
}

const EPOCHS: u64 = 6;
const BATCH: usize = 128;

fn main() -> chainrule::Result<()> {
    let options = Options::read();
    let (train, test) = chainrule_examples::mnist()?;

    let mut net = ResNet::seeded(options.seed);
    options.show(&net.summary());

    let steps = EPOCHS * train.len().div_ceil(BATCH) as u64;
    let learning_rate = CosineDecay::new(3e-3, steps);
    let mut trainer = Trainer::new(Adam::new().learning_rate(learning_rate), SparseCategoricalCrossentropy::new())
        .metrics(Accuracy::new())
        .epochs(EPOCHS)
        .batch_size(BATCH)
        .seed(options.seed)
        .verbose(options.verbosity());
    trainer.fit(&mut net, &train)?;
    println!("test accuracy {:.4}", trainer.evaluate(&net, &test)?["accuracy"]);
    Ok(())
}
