//! What is drawn by itself has a number of its own.

use std::collections::HashSet;

use chainrule_compiler::compile;
use proc_macro2::TokenStream;
use quote::quote;

/// The numbers of the draws that a step makes on its way forward by a function of the runtime's `dropout`.
fn draws(function: &str, input: &TokenStream) -> Vec<String> {
    let text = compile(quote!(::chainrule; #input)).to_string();
    let step = text.split("fn step").nth(1).expect("a training step");
    let (forward, _) = step.split_once("Loss :: gradient").expect("the loss");
    let call = format!("dropout :: {function} (");
    let calls = forward.split(&call).skip(1);
    let number = |call: &str| call.split("draws ,").nth(1)?.split([',', ')']).next().map(|text| text.trim().to_owned());
    calls.filter_map(number).collect()
}

#[track_caller]
fn by_themselves(input: &TokenStream, of_inputs: usize, of_states: usize) {
    let (inputs, states) = (draws("shared_in_place", input), draws("mask", input));
    assert_eq!((inputs.len(), states.len()), (of_inputs, of_states));
    let all: HashSet<_> = inputs.into_iter().chain(states).collect();
    assert_eq!(all.len(), of_inputs + of_states, "{all:?}");
}

#[test]
fn each_gate_beside_recurrent_dropout() {
    by_themselves(&quote!(Net: Input(4, 3) -> LSTM(2, dropout = 0.1)), 1, 0);
    by_themselves(&quote!(Net: Input(4, 3) -> LSTM(2, recurrent_dropout = 0.1)), 0, 1);
    by_themselves(&quote!(Net: Input(4, 3) -> LSTM(2, dropout = 0.1, recurrent_dropout = 0.1)), 4, 1);
    by_themselves(&quote!(Net: Input(4, 3) -> GRU(2, dropout = 0.1, recurrent_dropout = 0.1)), 3, 1);
    by_themselves(&quote!(Net: Input(4, 3) -> SimpleRNN(2, dropout = 0.1, recurrent_dropout = 0.1)), 1, 1);
}

#[test]
fn both_directions() {
    by_themselves(&quote!(Net: Input(4, 3) -> Bidirectional(LSTM(2, dropout = 0.1))), 2, 0);
    by_themselves(&quote!(Net: Input(4, 3) -> Bidirectional(GRU(2, dropout = 0.1, recurrent_dropout = 0.1))), 6, 2);
}
