//! Pictures of 784 numbers squeezed through two: an autoencoder, and what can be read off the plane of its codes.
//!
//! Teaches: a model that is made of two others, each of which works alone once they were trained together; outputs that
//! shall be like inputs; and pictures.
//!
//! `cargo run --release --example autoencoder`
//!
//! It never sees a label while it learns. Clusters of codes, found by k-means, still tell digits apart about as well as
//! clusters of all the pixels do: with a purity of 0.60 both.

mod clusters;
mod pictures;

use std::error::Error;
use std::path::Path;

use chainrule::data::Dataset;
use chainrule::loss::BinaryCrossentropy;
use chainrule::optim::Adam;
use chainrule::schedule::CosineDecay;
use chainrule::train::Trainer;
use chainrule::{model, report};
use chainrule_examples::Options;

model! {
    /// From a picture to a point of the plane. Normalized, the points lie around the middle; while training, noise moves
    /// them a little, so that different digits have to keep apart, and like ones may lie together.
    pub Encoder: Flatten(28, 28) -> Dense(256, gelu) -> Dense(64, gelu) -> Dense(2)
        -> BatchNormalization(center = false, scale = false) -> GaussianNoise(0.05);

    /// From a point of the plane to a picture.
    pub Decoder: Input(2) -> Dense(64, gelu) -> Dense(256, gelu) -> Dense(784) -> Reshape(28, 28) -> sigmoid;

    /// Both, to be trained as one.
    pub Auto: Encoder -> Decoder
}

/// 28 by 28 grey pixels, from 0 to 1.
type Picture = [[f32; 28]; 28];

const EPOCHS: u64 = 20;
const BATCH: usize = 128;

fn main() -> Result<(), Box<dyn Error>> {
    let options = Options::read();
    let (train, test) = chainrule_examples::mnist()?;

    let mut net = Auto::seeded(options.seed);
    options.show(&net.summary());

    // What comes out shall be what went in: a picture is its own label.
    let (train, own) = (mirrored(train.inputs())?, mirrored(test.inputs())?);
    let steps = EPOCHS * train.len().div_ceil(BATCH) as u64;
    let learning_rate = CosineDecay::new(2e-3, steps);
    let mut trainer = Trainer::new(Adam::new().learning_rate(learning_rate), BinaryCrossentropy::new())
        .epochs(EPOCHS)
        .batch_size(BATCH)
        .seed(options.seed)
        .verbose(options.verbosity());
    trainer.fit(&mut net, &train)?;
    println!("loss on test pictures {:.4}", trainer.evaluate(&net, &own)?["loss"]);

    // The parts of the trained model are models too.
    let (encoder, decoder) = (net.encoder1(), net.decoder1());
    let codes = encoder.predict_batch(test.inputs());
    if !options.quiet {
        for picture in &test.inputs()[..3] {
            println!("{}", report::picture(&beside(picture, &decoder.predict(&encoder.predict(picture)))));
        }
        let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/autoencoder"));
        pictures::plane(&folder.join("codes.png"), &codes, test.labels())?;
        pictures::pages(&folder.join("reconstructions.png"), test.inputs(), &net.predict_batch(test.inputs()))?;
        pictures::atlas(&folder.join("plane.png"), &codes, |points| decoder.predict_batch(points))?;
        println!("pictures are in {}", folder.canonicalize()?.display());
    }
    println!("purity of ten clusters of codes  {:.3}", clusters::purity(&codes, test.labels())?);
    println!("purity of ten clusters of pixels {:.3}", clusters::purity(test.inputs(), test.labels())?);
    Ok(())
}

/// Each picture with itself as the label.
fn mirrored(pictures: &[Picture]) -> chainrule::Result<Dataset<Picture, Picture>> {
    Dataset::from_arrays(pictures.to_vec(), pictures.to_vec())
}

/// Two pictures, one beside the other.
fn beside(left: &Picture, right: &Picture) -> [[f32; 56]; 28] {
    let mut both = [[0.0; 56]; 28];
    for (row, (left, right)) in both.iter_mut().zip(left.iter().zip(right)) {
        row[..28].copy_from_slice(left);
        row[28..].copy_from_slice(right);
    }
    both
}
