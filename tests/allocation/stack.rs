//! Models of any size live on the heap, in a build without optimization too.

use std::{slice, thread};

use chainrule::data::Dataset;
use chainrule::loss::{MeanSquaredError, SparseCategoricalCrossentropy};
use chainrule::metrics::Accuracy;
use chainrule::optim::SGD;
use chainrule::train::Trainer;
use chainrule::{Result, model};

model! { Large: Flatten(64, 64) -> Dense(4096, relu) -> Dropout(0.1) -> Dense(1024, relu) -> Dense(10, softmax) }
model! { Images: Input(256, 256, 3) -> relu }

/// Twenty million parameters are 80 MB.
const _: () = assert!(Large::PARAMS > 20_000_000);

const STACK: usize = 256 * 1024;

/// An input, an output, and a label: 786 kB.
type Image = [[[f32; 3]; 256]; 256];
static IMAGE: Image = [[[0.5; 3]; 256]; 256];

/// Not `vec![IMAGE; count]`, which puts an image on the stack.
fn images(count: usize) -> Vec<Image> {
    let mut images = Vec::new();
    (0..count).for_each(|_| images.extend_from_slice(slice::from_ref(&IMAGE)));
    images
}

fn image_to_image() -> Result<()> {
    let data = Dataset::from_arrays(images(3), images(3))?;
    let mut net = Images::seeded(1);
    for shuffle in [false, true] {
        let trainer = Trainer::new(SGD::new(), MeanSquaredError::new()).batch_size(2);
        let mut trainer = trainer.seed(1).shuffle(shuffle).quiet();
        trainer.fit(&mut net, &data)?;
        assert_eq!(trainer.evaluate(&net, &data)?.loss, 0.0);
    }
    assert!(net.predict_batch(data.inputs()) == data.labels());
    Ok(())
}

fn large() -> Result<()> {
    let data = Dataset::from_arrays(vec![[[0.5; 64]; 64]; 3], vec![1_u8, 2, 3])?;
    let mut net = Large::seeded(1);
    let mut trainer = Trainer::new(SGD::new(), SparseCategoricalCrossentropy::new())
        .metrics(Accuracy::new())
        .batch_size(2)
        .seed(1)
        .quiet();
    trainer.fit(&mut net, &data)?;
    trainer.evaluate(&net, &data)?;
    let sum: f32 = net.predict(&[[0.5; 64]; 64]).iter().sum();
    assert!((sum - 1.0).abs() < 1e-5);
    assert!(net.summary().to_string().contains("dense2"));
    drop(net.clone());
    Ok(())
}

fn on_a_small_stack(train: fn() -> Result<()>) {
    let thread = thread::Builder::new().stack_size(STACK).spawn(train).expect("a thread can be started");
    thread.join().expect("the stack suffices").expect("the model trains");
}

#[test]
fn a_model_of_twenty_million_parameters_trains_on_a_small_stack() {
    on_a_small_stack(large);
}

#[test]
fn a_model_from_images_to_images_trains_on_a_small_stack() {
    on_a_small_stack(image_to_image);
}
