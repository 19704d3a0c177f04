//! What measures: the roofline of the machine at hand, the models and data of the workloads, statistics.
//!
//! `kernels/` holds the benches of single kernels, `src/bin/workloads/` the program that trains and predicts, `peers/`
//! the same workloads in other frameworks.

pub mod data;
pub mod models;
pub mod roofline;
pub mod samples;
