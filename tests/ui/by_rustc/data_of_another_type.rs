//~ ERROR mismatched types
//~ HELP expected `&Dataset<[[f32; 28]; 28], _>`, found `&Dataset<[f32; 784], u8>`
use chainrule::data::Dataset;
use chainrule::loss::SparseCategoricalCrossentropy;
use chainrule::optim::Adam;
use chainrule::train::Trainer;

chainrule::model! { Net: Flatten(28, 28) -> Dense(10, softmax) }

fn main() -> chainrule::Result<()> {
    let data = Dataset::from_arrays(vec![[0.0_f32; 784]], vec![1_u8])?;
    Trainer::new(Adam::new(), SparseCategoricalCrossentropy::new()).fit(&mut Net::new(), &data)?;
    Ok(())
}
