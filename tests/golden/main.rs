//! What models compute, against what Keras computes: outputs, losses, every gradient, drawn weights, steps of
//! optimizers. The values are in `*.safetensors`, written by `generate.py`, which says what they are.

mod activation_layers;
mod activations;
mod attention;
mod callbacks;
mod case;
mod check;
mod convolution;
mod depthwise;
mod geometry;
mod graphs;
mod initializers;
mod layers;
mod losses;
mod masking;
mod merging;
mod metrics;
mod normalization;
mod number;
mod pointwise;
mod pooling;
mod recurrent;
mod regularizers;
mod samples;
mod stateful;
mod trajectories;
mod transposed;
mod weighted;
