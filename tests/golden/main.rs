//! What models compute, against what Keras computes: outputs, losses, every gradient, drawn weights, steps of
//! optimizers. The values are in `*.safetensors`, written by `generate.py`, which says what they are.

mod activations;
mod case;
mod check;
mod graphs;
mod initializers;
mod layers;
mod losses;
mod masking;
mod number;
mod pointwise;
mod regularizers;
mod samples;
mod trajectories;
