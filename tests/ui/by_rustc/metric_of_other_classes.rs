//~ ERROR a metric counts 2 classes or labels, but the rows of the output are not 2 numbers
//~ HELP `label_weights` takes a weight for each number of a row

use chainrule::data::Dataset;
use chainrule::loss::BinaryCrossentropy;
use chainrule::metrics::AUC;
use chainrule::optim::Adam;
use chainrule::train::Trainer;

chainrule::model! { Net: Input(2) -> Dense(3, sigmoid) }

fn main() -> chainrule::Result<()> {
    let data = Dataset::from_arrays(vec![[0.0; 2]; 4], vec![[0.0; 3]; 4])?;
    let auc = AUC::new().label_weights([1.0, 2.0]);
    Trainer::new(Adam::new(), BinaryCrossentropy::new()).metrics(auc).fit(&mut Net::seeded(1), &data)?;
    Ok(())
}
