//~ ERROR CategoricalFocalCrossentropy` needs a model that ends in `softmax`, this one ends in
//~ ERROR BinaryFocalCrossentropy` needs a model that ends in `sigmoid`, this one ends in
//~ ERROR BinaryFocalCrossentropyFromLogits` needs a model without an activation at its end, and this one has one
//~ ERROR Huber` takes labels of the model's output type `[f32; 3]`, found `u8`
//~ HELP end the model with `-> Dense(n, softmax)`
use chainrule::data::Dataset;
use chainrule::loss::{BinaryFocalCrossentropy, CategoricalFocalCrossentropy, Huber};
use chainrule::optim::Adam;
use chainrule::train::Trainer;

chainrule::model! {
    Soft: Input(4) -> Dense(3, softmax);
    Yes: Input(4) -> Dense(3, sigmoid)
}

fn main() -> chainrule::Result<()> {
    let data = Dataset::from_arrays(vec![[0.0; 4]], vec![[0.0, 1.0, 0.0]])?;
    Trainer::new(Adam::new(), CategoricalFocalCrossentropy::new()).fit(&mut Yes::new(), &data)?;
    Trainer::new(Adam::new(), BinaryFocalCrossentropy::new()).fit(&mut Soft::new(), &data)?;
    Trainer::new(Adam::new(), BinaryFocalCrossentropy::from_logits()).fit(&mut Soft::new(), &data)?;
    let indices = Dataset::from_arrays(vec![[0.0; 4]], vec![1_u8])?;
    Trainer::new(Adam::new(), Huber::new()).fit(&mut Soft::new(), &indices)?;
    Ok(())
}
