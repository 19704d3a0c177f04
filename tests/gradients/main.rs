//! Every gradient against finite differences, in `f64`: each layer, activation and loss by itself, and random chains of
//! them, which `generate.py` writes.

mod activations;
mod chains_0;
mod chains_1;
mod chains_2;
mod chains_3;
mod chains_4;
mod chains_5;
mod chains_6;
mod chains_7;
mod check;
mod closures;
mod difference;
mod elsewhere;
mod formulas;
mod graphs;
mod labels;
mod layers;
mod layouts;
mod losses;
mod random;
mod stateful;
mod vocabulary;
