//~ ERROR a window of 5 does not fit an axis of 4
//~ ERROR a window of 3 does not fit an axis of 2
//~ ERROR cannot take 6 away from 4
//~ ERROR `+` needs values of one shape: expected 30, found 32
//~ ERROR `Concatenate` needs values that are equal elsewhere: expected 4, found 2
//~ ERROR `Residual` adds its input to an output of the same shape: expected 30, found 32
//~ ERROR `Dot` needs axes of one length: expected 30, found 32
//~ ERROR 2 does not divide 33
//~ ERROR an initial state of `GRU` has as many elements as the layer has units: expected 30, found 32
//~ ERROR `MultiHeadAttention` needs a key for each value: expected 4, found 2
//~ ERROR the input of `Encoder`: expected 30, found 32
//~ ERROR `Conv2D` makes its filters in 4 equal groups: 4 does not divide 30
//~ ERROR `Conv1D` makes its filters in 4 equal groups: 4 does not divide 66
//~ ERROR evaluation panicked: 4 does not divide 30
//~ ERROR `GroupNormalization` divides its features into 4 equal groups: 4 does not divide 30
//~ ERROR `SIDE_0` is 0, but a size is at least 1
chainrule::model! {
    Kernel: Input(SIDE, SIDE, 1) -> Conv2D(8, 5) -> Flatten -> Dense(2);
    Window: Input(STEPS, 3) -> MaxPooling1D(3) -> Flatten -> Dense(2);
    Cropped: Input(SIDE, SIDE, 1) -> Cropping2D(3) -> Flatten -> Dense(2);
    Sum: let x = Input(4); (x -> Dense(HIDDEN)) + (x -> Dense(WIDTH));
    Beside: let x = Input(SIDE, 3); let y = Input(STEPS, 3); Concatenate()(x, y) -> Flatten -> Dense(2);
    Around: Input(HIDDEN) -> Residual(Dense(4, relu) -> Dense(WIDTH)) -> Dense(2);
    Product: let x = Input(HIDDEN); let y = Input(WIDTH); Dot(-1)(x, y);
    Halves: Input(4) -> Dense(ODD, glu) -> Dense(2);
    State: let x = Input(SIDE, 3); let h = Input(WIDTH); GRU(HIDDEN)(x, h) -> Dense(2);
    Keys: let q = Input(3, 8); let v = Input(STEPS, 8); let k = Input(SIDE, 8); MultiHeadAttention(2, 4)(q, v, k) -> Flatten -> Dense(2);
    Encoder: Input(HIDDEN) -> Dense(4);
    Whole: Input(4) -> Dense(WIDTH) -> Encoder -> Dense(2);
    Filters: Input(8, 8, 4) -> Conv2D(HIDDEN, 3, groups = 4) -> Flatten -> Dense(2);
    Doubled: Input(8, 4) -> Conv1D({ 2 * ODD }, 3, groups = 4) -> Flatten -> Dense(2);
    Channels: Input(8, 8, HIDDEN) -> Conv2D(4, 3, groups = 4) -> Flatten -> Dense(2);
    Features: Input(8, 8, HIDDEN) -> GroupNormalization(4) -> Flatten -> Dense(2);
    Nothing: Input(SIDE_0, 3) -> LSTM(4);
}

const SIDE: usize = 4;
const SIDE_0: usize = 0;
const STEPS: usize = 2;
const HIDDEN: usize = 30;
const WIDTH: usize = 32;
const ODD: usize = 33;

fn main() {}
