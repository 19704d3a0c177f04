//! Makes a model, or reads its weights from a safetensors file if one is named, predicts one sample and prints its class.

use chainrule_benches::data::SEED;
use chainrule_benches::models::Digits;

fn main() -> chainrule::Result<()> {
    let mut net = Digits::seeded(SEED);
    if let Some(path) = std::env::args_os().nth(1) {
        net.load(path)?;
    }
    println!("{}", net.predict_class(&[[0.5; 28]; 28]));
    Ok(())
}
