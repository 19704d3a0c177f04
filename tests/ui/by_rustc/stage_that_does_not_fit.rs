//~ ERROR `Encoder` is no layer for inputs of 5 numbers
//~ ERROR `Words` is no layer for inputs of 4 numbers
//~ ERROR `Exact` is no layer for inputs of 4 numbers
//~ ERROR `Remembering` is no layer for inputs of 4 numbers
//~ ERROR `Nothing` is no layer for inputs of 4 numbers
//~ ERROR the shape (2, 2) must have as many elements as the layer puts out: expected 3, found 4
//~ ERROR `same` is at work several times, but has moving statistics, which belong to one place
//~ HELP a model is one for inputs like its own
//~ HELP and no stateful layer
mod nets {
    pub struct Nothing;
    chainrule::model! {
        pub Encoder: Input(2, 2) -> Flatten -> Dense(3);
        pub Words: Input(4) -> Embedding(8, 2) -> Flatten -> Dense(3);
        #[scalar(f64)] pub Exact: Input(4) -> Dense(3);
        pub Remembering: Input(2, 2) -> GRU(3, stateful = true);
        pub Averages: Input(4) -> BatchNormalization;
    }
}

chainrule::model! {
    OfAnotherInput: Input(5) -> nets::Encoder -> Dense(2);
    OfIndices: Input(4) -> nets::Words -> Dense(2);
    OfAnotherScalar: Input(4) -> nets::Exact -> Dense(2);
    OfStates: Input(4) -> nets::Remembering -> Dense(2);
    NoLayer: Input(4) -> nets::Nothing -> Dense(2);
    OfAnotherShape: Input(4) -> nets::Encoder: (2, 2) -> Dense(2);
    Twice: Input(4) -> nets::Averages as same -> Dense(4) -> same -> Dense(2);
}

fn main() {}
