//~ ERROR `{integer}` is no learning rate
//~ ERROR `&str` is no learning rate
//~ HELP a learning rate is a number such as `1e-3`, a schedule of `chainrule::schedule`, or a closure such as `|step: u64| 0.1 / (1.0 + step as f64)`
use chainrule::optim::{Adam, SGD};

fn main() {
    let _ = SGD::new().learning_rate(1);
    let _ = Adam::new().learning_rate("fast");
}
