//~ ERROR needs a model without an activation at its end, and this one has one
//~ HELP use the loss's `new()` instead of `from_logits()`, or end the model with `-> Dense(n)`
use chainrule::data::Dataset;
use chainrule::loss::SparseCategoricalCrossentropy;
use chainrule::optim::Adam;
use chainrule::train::Trainer;

chainrule::model! { Net: Input(4) -> Dense(3, softmax) }

fn main() -> chainrule::Result<()> {
    let data = Dataset::from_arrays(vec![[0.0; 4]], vec![1_u8])?;
    Trainer::new(Adam::new(), SparseCategoricalCrossentropy::from_logits()).fit(&mut Net::new(), &data)?;
    Ok(())
}
