//~ ERROR character literal may only contain one codepoint
//~ ERROR expected an argument, found `'relu'`
//~ HELP write it without quotes, `relu`
//~ HELP use double quotes
chainrule::model! { Net: Input(4) -> Dense(3, activation = 'relu') }

fn main() {}
