//! Models of any size live on the heap, in a build without optimization too.

use std::thread;

use chainrule::data::Dataset;
use chainrule::loss::SparseCategoricalCrossentropy;
use chainrule::metrics::Accuracy;
use chainrule::optim::SGD;
use chainrule::train::Trainer;
use chainrule::{Result, model};

model! { Large: Flatten(64, 64) -> Dense(4096, relu) -> Dropout(0.1) -> Dense(1024, relu) -> Dense(10, softmax) }

/// Twenty million parameters are 80 MB.
const _: () = assert!(Large::PARAMS > 20_000_000);

const STACK: usize = 256 * 1024;

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

#[test]
fn a_model_of_twenty_million_parameters_trains_on_a_small_stack() {
    let thread = thread::Builder::new().stack_size(STACK).spawn(large).expect("a thread can be started");
    thread.join().expect("the stack suffices").expect("the model trains");
}
