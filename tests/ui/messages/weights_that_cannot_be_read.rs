//! `= weights("…")` behind a model takes one path.

use chainrule::model;

model! {
    NoParentheses: Input(4) -> Dense(3) = weights;
    NoWord: Input(4) -> Dense(3) = "digits.safetensors";
    AnotherWord: Input(4) -> Dense(3) = load("digits.safetensors");
    Misspelt: Input(4) -> Dense(3) = wieghts(PATH);
    NoPath: Input(4) -> Dense(3) = weights();
    EmptyPath: Input(4) -> Dense(3) = weights("");
    Constant: Input(4) -> Dense(3) = weights(PATH);
    Two: Input(4) -> Dense(3) = weights("a.safetensors", "b.safetensors");
    Option: Input(4) -> Dense(3) = weights("a.safetensors", allow_non_finite = 1);
    UnknownOption: Input(4) -> Dense(3) = weights("a.safetensors", strict = false);
    GoesOn: Input(4) -> Dense(3) = weights("a.safetensors") -> Dense(2);
    TwoMistakes: Input(4) -> Dense() = weights(1);
    NoLayers: = weights("a.safetensors")
}

fn main() {
    let _ = model!(Input(4) -> Dense(3) = weights());
}
