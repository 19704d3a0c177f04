//! No step of a training run allocates: a run of many steps allocates exactly as often as one of few.

use allocation_counter::measure;
use chainrule::data::Dataset;
use chainrule::loss::SparseCategoricalCrossentropy;
use chainrule::metrics::Accuracy;
use chainrule::optim::Adam;
use chainrule::train::Trainer;

chainrule::model! {
    /// Every kind of step: products, an activation, dropout, a penalty.
    Iris: Input(4) -> Dense(16, tanh, kernel_regularizer = l2(1e-4)) -> Dropout(0.2) -> Dense(3, softmax)
}

fn flowers(samples: usize) -> Dataset<[f32; 4], u8> {
    let inputs = (0..samples).map(|at| [at as f32 / samples as f32, 1.0, (at % 3) as f32, 0.5]).collect();
    Dataset::from_arrays(inputs, (0..samples).map(|at| (at % 3) as u8).collect()).unwrap()
}

type Teacher = Trainer<Adam, SparseCategoricalCrossentropy, Accuracy>;

fn teacher() -> Teacher {
    let trainer = Trainer::new(Adam::new(), SparseCategoricalCrossentropy::new()).metrics(Accuracy::new());
    trainer.quiet().seed(1).batch_size(8)
}

fn allocations(samples: usize, mut trainer: Teacher) -> u64 {
    let (data, mut net) = (flowers(samples), Iris::seeded(1));
    let counted = measure(|| {
        trainer.fit(&mut net, &data).unwrap();
    });
    counted.count_total
}

#[test]
fn a_step_of_training_does_not_allocate() {
    // How many cores there are is asked once.
    chainrule::threads::available();
    for trainer in [teacher(), teacher().shuffle(false)] {
        let (few, many) = (allocations(20, trainer.clone()), allocations(2_000, trainer.clone()));
        assert_eq!(few, many, "{trainer:?}");
        assert!(few > 0, "the allocator counts");
    }
}

#[test]
fn a_single_prediction_does_not_allocate() {
    let net = Iris::seeded(1);
    let counted = measure(|| {
        std::hint::black_box(net.predict_class(&[0.1, 0.2, 0.3, 0.4]));
    });
    assert_eq!(counted.count_total, 0);
}
