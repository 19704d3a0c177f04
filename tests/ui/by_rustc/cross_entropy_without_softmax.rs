//~ ERROR `SparseCategoricalCrossentropy` needs a model that ends in `softmax`
//~ ERROR `BinaryCrossentropy` needs a model that ends in `sigmoid`
//~ HELP end the model with `-> Dense(n, softmax)`, or use `SparseCategoricalCrossentropy::from_logits()`
//~ HELP end the model with `-> Dense(n, sigmoid)`, or use `BinaryCrossentropy::from_logits()`
use chainrule::data::Dataset;
use chainrule::loss::{BinaryCrossentropy, SparseCategoricalCrossentropy};
use chainrule::optim::Adam;
use chainrule::train::Trainer;

chainrule::model! {
    Logits: Input(4) -> Dense(3);
    Softmax: Input(4) -> Dense(2, softmax)
}

fn main() -> chainrule::Result<()> {
    let data = Dataset::from_arrays(vec![[0.0; 4]], vec![1_u8])?;
    Trainer::new(Adam::new(), SparseCategoricalCrossentropy::new()).fit(&mut Logits::new(), &data)?;
    let data = Dataset::from_arrays(vec![[0.0; 4]], vec![[1.0; 2]])?;
    Trainer::new(Adam::new(), BinaryCrossentropy::new()).fit(&mut Softmax::new(), &data)?;
    Ok(())
}
