//~ ERROR 2 class weights do not fit the output `[f32; 3]`
//~ ERROR 3 class weights do not fit the output `[[f32; 3]; 4]`
//~ HELP give a weight for each class, in order
//~ HELP takes weights of its steps: `data.with_step_weights(…)`
use chainrule::data::Dataset;
use chainrule::loss::SparseCategoricalCrossentropy;
use chainrule::optim::Adam;
use chainrule::train::Trainer;

chainrule::model! {
    Net: Input(4) -> Dense(3, softmax);
    Steps: Input(4, 2) -> Dense(3, softmax)
}

fn main() -> chainrule::Result<()> {
    let data = Dataset::from_arrays(vec![[0.0; 4]], vec![1_u8])?;
    Trainer::new(Adam::new(), SparseCategoricalCrossentropy::new()).class_weight([1.0, 2.0]).fit(&mut Net::new(), &data)?;
    let data = Dataset::from_arrays(vec![[[0.0; 2]; 4]], vec![[1_u8; 4]])?;
    Trainer::new(Adam::new(), SparseCategoricalCrossentropy::new()).class_weight([1.0; 3]).fit(&mut Steps::new(), &data)?;
    Ok(())
}
