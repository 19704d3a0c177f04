//~ ERROR no method named `dense3` found
//~ ERROR no method named `dense1` found
//~ ERROR no method named `bias` found
chainrule::model! {
    Net: Input(4) -> Dense(3, relu) -> Dense(2);
    Named: Input(4) -> Dense(3, relu, use_bias = false) as hidden -> Dense(2) as scores
}

fn main() {
    let (net, named) = (Net::new(), Named::new());
    let _ = net.dense3();
    let _ = named.dense1();
    let _ = named.hidden().bias();
}
