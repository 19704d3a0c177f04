//~ ERROR cannot find value `DELTA` in this scope
//~ ERROR a constant in a closure must be a number, found `&str`
//~ ERROR takes labels of the model's output type `[f32; 3]`, found `u8`
use chainrule::data::Dataset;
use chainrule::loss;
use chainrule::optim::Adam;
use chainrule::train::Trainer;

chainrule::model! { Net: Input(4) -> Dense(3) }

const NAME: &str = "0.1";

fn main() -> chainrule::Result<()> {
    let _ = loss!(|y, t| DELTA * abs(y - t));
    let _ = loss!(|y, t| NAME * abs(y - t));
    let indices = Dataset::from_arrays(vec![[0.0; 4]], vec![1_u8])?;
    Trainer::new(Adam::new(), loss!(|y, t| abs(y - t))).fit(&mut Net::new(), &indices)?;
    Ok(())
}
