//~ ERROR mismatched types
//~ ERROR mismatched types
//~ ERROR a constant in a closure must be a number, found `&str`
chainrule::model! {
    Size: Input(4) -> Dense(HIDDEN);
    Block: Input(4) -> Dense({ 2.0 * 3.0 });
    Slope: Input(4) -> Dense(3, |x| x * NAME)
}

const HIDDEN: u32 = 30;
const NAME: &str = "0.1";

fn main() {}
