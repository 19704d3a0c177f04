//~ ERROR macro expansion ignores
//~ HELP likely invalid in item context
chainrule::model! { Flatten(28, 28) -> Dense(10, softmax) }

fn main() {}
