chainrule::model! {
    Inputs:
        let a = Input(2);
        let b = Input(2);
        let c = Input(2);
        let d = Input(2);
        let e = Input(2);
        a + b + c + d + e;
    Outputs:
        let x = Input(2);
        (x -> Dense(1), x -> Dense(2), x -> Dense(3), x -> Dense(4), x -> Dense(5))
}

fn main() {}
