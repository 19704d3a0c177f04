//~ ERROR cannot find value `HIDEN` in this scope
//~ ERROR cannot find value `SLOPE` in this scope
//~ ERROR `sizes`
//~ HELP `HIDDEN`
chainrule::model! {
    Size: Input(4) -> Dense(HIDEN, relu) -> Dense(HIDEN) -> Dropout(0.5);
    Slope: Input(4) -> Dense(3, |x| x * SLOPE);
    Path: Input(4) -> Dense(sizes::HIDDEN)
}

pub const HIDDEN: usize = 30;

fn main() {
    println!("{} {:?}", Size::PARAMS, Size::new().predict(&[0.0; 4]).len());
}
