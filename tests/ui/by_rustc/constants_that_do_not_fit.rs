//~ ERROR `Reshape` must keep the number of elements of its input (HIDDEN): expected 30, found 32
//~ ERROR `Reshape` must keep the number of elements of its input (4, 6): expected 24, found 60
//~ ERROR `HIDDEN_2` is 0, but a size is at least 1
//~ ERROR `{ HIDDEN - 30 }` is 0, but a size is at least 1
chainrule::model! {
    Reshaped: Input(4) -> Dense(HIDDEN, relu) -> Reshape(4, 8) -> Flatten -> Dense(2);
    Product: Input(4, 6) -> Reshape({ 2 * HIDDEN });
    Zero: Input(4) -> Dense(HIDDEN_2);
    Computed: Input(4) -> Dense({ HIDDEN - 30 })
}

const HIDDEN: usize = 30;
const HIDDEN_2: usize = 0;

fn main() {}
