//~ ERROR `SparseCategoricalCrossentropy` takes class indices such as `u8`, found `[f32; 3]`
//~ ERROR `SparseCategoricalCrossentropy` cannot compare labels `f32` with outputs `[f32; 3]`
//~ ERROR `CategoricalCrossentropy` takes labels of the model's output type `[f32; 3]`, found `u8`
//~ ERROR MeanSquaredError` takes labels of the model's output type `[f32; 3]`, found `[f32; 2]`
//~ HELP use `CategoricalCrossentropy` for one-hot vectors
//~ HELP class indices go with what is named `Sparse…`, such as `SparseCategoricalCrossentropy`
use chainrule::data::Dataset;
use chainrule::loss::{CategoricalCrossentropy, MeanSquaredError, SparseCategoricalCrossentropy};
use chainrule::optim::Adam;
use chainrule::train::Trainer;

chainrule::model! { Net: Input(4) -> Dense(3, softmax) }

fn main() -> chainrule::Result<()> {
    let mut net = Net::new();
    let one_hot = Dataset::from_arrays(vec![[0.0; 4]], vec![[0.0, 1.0, 0.0]])?;
    Trainer::new(Adam::new(), SparseCategoricalCrossentropy::new()).fit(&mut net, &one_hot)?;
    let numbers = Dataset::from_arrays(vec![[0.0; 4]], vec![1.0_f32])?;
    Trainer::new(Adam::new(), SparseCategoricalCrossentropy::new()).fit(&mut net, &numbers)?;
    let indices = Dataset::from_arrays(vec![[0.0; 4]], vec![1_u8])?;
    Trainer::new(Adam::new(), CategoricalCrossentropy::new()).fit(&mut net, &indices)?;
    let pairs = Dataset::from_arrays(vec![[0.0; 4]], vec![[0.0_f32; 2]])?;
    Trainer::new(Adam::new(), MeanSquaredError::new()).fit(&mut net, &pairs)?;
    Ok(())
}
