//~ ERROR expected one of
//~ ERROR expected expression, found `}`
chainrule::model! { Two: Input(4) -> Dense({ 2 2 }) -> Dense(2) }
chainrule::model! { Open: Input(4) -> Dense({ HIDDEN + }) -> Dense(2) }

const HIDDEN: usize = 3;

fn main() {
    println!("{:?} {:?}", Two::new().predict(&[0.0; 4]), Open::seeded(1).summary());
}
