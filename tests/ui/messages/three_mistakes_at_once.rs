//! One build shows all independent mistakes, and no echoes of them.

use chainrule::model;

model! {
    pub Digits: Flatten(28, 28) -> Dense(128, rleu) -> Dropout(1.5) -> Denes(64) -> Dense(0, softmax)
}
model! {
    pub Images: Input(28, 28) -> Reshape(28, 29) -> Flatten -> Dense(10, kernel_initializer = he_norml, bias = true) -> Dense(1, softmax)
}

fn main() {}
