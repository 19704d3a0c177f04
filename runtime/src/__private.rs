//! What the expansions of `model!` and `loss!` name. Not part of the public interface.

pub use chainrule_macros::{loss, model};

pub use crate::__methods as methods;
pub use crate::broken::{At, Broken};

pub use crate::__onnx as onnx;
#[cfg(feature = "std")]
pub use crate::__predict_methods as predict_methods;
pub use crate::__pretrained_methods as pretrained_methods;
pub use crate::__session_methods as session_methods;
pub use crate::__stage as stage;
pub use crate::__stage_onnx as stage_onnx;
pub use crate::__stateful_methods as stateful_methods;
pub use crate::__std_methods as std_methods;
#[cfg(not(feature = "onnx"))]
pub use crate::methods::NoExporter;
#[cfg(feature = "std")]
pub use crate::methods::{
    check_indices, layer_output, new, predict, predict_batch, predict_batch_into, predict_class, predict_into,
    pretrained, seeded,
};
pub use crate::methods::{
    check_parameters, debug, infer_unrolled, input_gradient, loss_and_gradient, predict_on, predict_with, ram,
    training_ram, workspace,
};
#[cfg(feature = "std")]
pub use std::{path::Path, vec::Vec};

pub mod dims {
    //! Claims about sizes that only rustc can judge.
    pub use crate::dims::{
        divided, divides, equal, largest, less, padding, positive, same, smallest, stateless, sum, valid,
    };
    pub use crate::layers::stage::facts as stage;
}

pub mod weights {
    //! Weights that are part of a program.
    pub use crate::weights::embed::{Embedded, blocks, embedded, finite, fits, only, parameters, sound};
    pub use crate::weights::table::{Table, count, table};
}

pub mod nested {
    //! A model as a stage of another.
    pub use crate::layers::stage::{backward, forward, predict, step_workspace};
    pub use crate::model::nested::{count, names, names_len, placed, weights};
}
