//~ ERROR `model!` expects a model, found nothing
//~ ERROR `model!` expects a model, found nothing
//~ HELP declare a model, `model! { pub Digits: Flatten(28, 28) -> Dense(10, softmax) }`
chainrule::model! {}

fn main() {
    let _ = chainrule::model!();
}
