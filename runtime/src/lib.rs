//! Neural networks as one macro call: shapes checked, gradients derived and code emitted while your crate compiles.
//!
//! ```
//! use chainrule::data::Dataset;
//! use chainrule::loss::SparseCategoricalCrossentropy;
//! use chainrule::metrics::Accuracy;
//! use chainrule::model;
//! use chainrule::optim::Adam;
//! use chainrule::train::Trainer;
//!
//! model! {
//!     /// Tells whether the first of two numbers is the larger.
//!     pub Larger: Input(2) -> Dense(8, relu) -> Dense(2, softmax)
//! }
//!
//! # fn main() -> chainrule::Result<()> {
//! let pairs: Vec<[f32; 2]> = (0..100).map(|at| [(at % 10) as f32 / 10.0, (at / 10) as f32 / 10.0]).collect();
//! let labels = pairs.iter().map(|[a, b]| u8::from(a > b)).collect();
//! let data = Dataset::from_arrays(pairs, labels)?;
//!
//! let mut net = Larger::seeded(1);
//! let mut trainer = Trainer::new(Adam::new().learning_rate(0.01), SparseCategoricalCrossentropy::new())
//!     .metrics(Accuracy::new())
//!     .epochs(40)
//!     .seed(1)
//!     .quiet();
//! trainer.fit(&mut net, &data)?;
//! assert!(trainer.evaluate(&net, &data)?["accuracy"] > 0.9);
//! assert_eq!(net.predict_class(&[0.9, 0.1]), 1);
//! # Ok(())
//! # }
//! ```
//!
//! # Where to look
//!
//! | for | see |
//! |---|---|
//! | the language of models | [`model!`] |
//! | layers and their arguments | [`layers`] |
//! | activations | [`activations`] |
//! | initial weights and penalties | [`initializers`], [`regularizers`] |
//! | training | [`train`], [`mod@loss`], [`optim`], [`schedule`], [`metrics`] |
//! | several threads | [`threads`] |
//! | data sets and files | [`data`], [`io`] |
//! | weights in files and programs, of PyTorch and Keras | [`guide::weights`], [`io::Import`] |
//! | weights of another model | [`transfer()`], [`train::Trainer::freeze`] |
//! | what a model is to generic code | [`Model`], [`Trainable`] |
//! | how things are done | [`guide`] |
//!
//! Names, arguments, defaults and formulas are [Keras'](https://keras.io).
//!
//! # Features
//!
//! - `std` (default): training loop, threads, data sets, files, reports, models on the heap. Without it the crate needs neither the
//!   standard library nor an allocator: `Name::from_parameters` makes a model over memory of yours, which predicts
//!   (`predict_with`) and takes training steps (`loss_and_gradient`, [`optim::Optimizer::with_state`]).
//! - `ctrl-c`: `train::callbacks::CtrlC`, which ends a training run when Ctrl-C is pressed, and keeps its checkpoint.
//! - `onnx`: models as ONNX files, `net.export_onnx("digits.onnx")`: see [`mod@onnx`].
#![cfg_attr(not(feature = "std"), no_std)]

pub mod activations;
#[cfg(feature = "std")]
mod aligned;
mod bodies;
mod broken;
mod cost;
#[cfg(feature = "std")]
pub mod data;
mod dims;
mod elementary;
mod error;
#[cfg(feature = "std")]
pub mod guide;
pub mod initializers;
mod input;
#[cfg(feature = "std")]
pub mod io;
pub mod kernels;
pub mod layers;
pub mod loss;
mod methods;
pub mod metrics;
pub mod model;
#[cfg(feature = "std")]
mod names;
#[cfg(any(feature = "onnx", all(doc, feature = "std", not(doctest))))]
pub mod onnx;
pub mod optim;
mod parallel;
mod parameters;
#[cfg(feature = "std")]
mod platform;
pub mod random;
pub mod regularizers;
#[cfg(feature = "std")]
pub mod report;
mod sample;
mod scalar;
pub mod schedule;
mod text;
#[cfg(feature = "std")]
pub mod threads;
#[cfg(feature = "std")]
pub mod train;
#[cfg(feature = "std")]
mod transfer;
mod weights;

#[cfg(test)]
mod testing;

#[doc(hidden)]
pub mod __private;

/// The programs in README.md: what stands there compiles.
#[cfg(all(doctest, feature = "std"))]
#[doc = include_str!("../../README.md")]
mod readme {}

pub use error::{Error, Result};
pub use input::{Input, Part};
#[cfg(feature = "std")]
pub use methods::Session;
pub use model::{Model, Trainable};
pub use parameters::Parameters;
pub use sample::{Bundle, Sample};
pub use scalar::Scalar;
#[cfg(feature = "std")]
pub use transfer::{Transfer, Unused, transfer, transfer_layers};

/// Declares neural networks: shapes checked, gradients derived, code emitted while the crate compiles.
///
/// A model is a chain of layers. The first one says what shape one sample has, without the batch:
///
/// ```
/// use chainrule::model;
///
/// const HIDDEN: usize = 32;
///
/// model! {
///     /// Doc comments, attributes and visibility are yours.
///     #[derive(PartialEq)]
///     pub Digits: Flatten(28, 28) -> Dense(HIDDEN, relu) as hidden -> Dropout(0.2) -> Dense(10, softmax);
///
///     /// Numbers of 64 bits; an activation of your own, whose derivative is found for you.
///     #[scalar(f64)]
///     Curve: Input(1) -> Dense({ 2 * HIDDEN }, |x| x * sigmoid(1.5 * x), kernel_initializer = he_normal) -> Dense(1)
/// }
///
/// let net = Digits::seeded(1);
/// let probabilities: [f32; 10] = net.predict(&[[0.5; 28]; 28]);
/// assert_eq!(net.hidden().bias().len(), HIDDEN);
///
/// // A body alone is an expression: a fresh model.
/// let net = model!(Input(4) -> Dense(8, tanh) -> Dense(1, sigmoid));
/// assert_eq!(net.predict(&[0.0; 4]), [0.5]);
/// # let _ = (probabilities, Curve::seeded(1).predict(&[0.0]));
/// ```
///
/// # Grammar
///
/// ```text
/// input   := item+ | body
/// item    := attributes visibility Name ":" body [ "=" weights ] ";"?
/// weights := "weights" "(" path [ "," "allow_non_finite" "=" bool ] ")"
/// body    := "<" chain ">" | chain
/// chain   := stage { "->" stage }
/// stage   := ( Layer [ "(" arguments ")" ] | activation | closure ) [ "as" name ]
/// closure := "|" x "|" expression
/// arguments are positional, then `name = value`
/// a size is a number, a `const` of yours, or `{ a const expression }`
/// ```
///
/// Layers are those of [`layers`], activations those of [`activations`] together with `softmax` and `log_softmax`. What a
/// closure may say is told there too. A path, `nets::Encoder`, is a layer of yours ([`layers::Layer`]) or a model from elsewhere
/// ([`layers::Stage`]); it starts a model by `nets::Encoder(input_shape = (4, 4))`. A layer is named `as` you say, or after its class with a counter from 1: `dense1`,
/// `dense2`, `dropout1`.
///
/// # What is generated
///
/// For `Digits` a type that implements [`Model`], [`Trainable`], `Clone`, `Debug` and `Default`, with the methods:
///
/// | method | |
/// |---|---|
/// | `new()`, `seeded(seed)` | a fresh model; the same seed gives the same weights |
/// | `predict(&input)`, `predict_into`, `predict_batch`, `predict_class` | outputs; the class is the place of the largest |
/// | `summary()` | layers, shapes and parameters, to be printed |
/// | `save(path)`, `load(path)`, `save_with`, `load_with` | weights, in safetensors; of PyTorch and Keras, too |
/// | `PRETRAINED`, `pretrained()` | with `= weights("file.safetensors")`: weights that are part of the program, and a copy |
/// | `parameters()`, `parameters_mut()` | all weights as one slice |
/// | `dense1()`, `dense1_mut()` … | the weights of a layer |
/// | `loss_and_gradient`, `input_gradient` | for training loops of your own |
/// | `session(sequences)`, `predict_on` | outputs of a model with stateful layers, from where the ones before ended |
/// | `from_parameters`, `predict_with`, `reset` | a model over memory of yours |
/// | `PARAMS`, `MACS`, `INPUT_LEN`, `OUTPUT_LEN`, `ram(batch)`, `training_ram(batch)`, `workspace(batch)` | known while compiling |
///
/// # Mistakes
///
/// All independent mistakes are reported in one go, each at the token to blame, with the change to make; the code that
/// uses a model with mistakes raises no errors of its own.
///
/// ```compile_fail
/// chainrule::model! { Wrong: Input(28, 28) -> Reshape(14, 14, 3) -> Dense(10, sofmax) }
/// ```
#[macro_export]
macro_rules! model {
    ($($tokens:tt)*) => { $crate::__private::model! { $crate; $($tokens)* } };
}

/// A loss of your own: an expression of a number `y` of the output and the number `t` of its label, in the language of the
/// closures in [`model!`]. Its derivative is found for you.
///
/// The loss of a batch is the mean over all numbers of the output, as in Keras. It goes with every model, labels are of
/// the model's output type, and what a mask leaves out does not count. Constants of yours are written in capitals, or as
/// paths.
///
/// ```
/// use chainrule::loss::{Labels, Loss, head::Linear};
///
/// const DELTA: f64 = 1.0;
/// let huber = chainrule::loss!(|y, t| {
///     let a = abs(y - t);
///     if a <= DELTA { 0.5 * a * a } else { DELTA * (a - 0.5 * DELTA) }
/// });
///
/// let (mut outputs, mut gradient) = ([0.5_f32, 3.0], [0.0; 2]);
/// let labels = Labels::of(&[[0.0; 2]]);
/// let mean = Loss::<Linear, [f32; 2], _>::gradient(&huber, &mut outputs, labels, &mut gradient)?;
/// assert_eq!((mean, gradient), ((0.125 + 2.5) / 2.0, [0.25, 0.5]));
/// # Ok::<(), chainrule::Error>(())
/// ```
#[macro_export]
macro_rules! loss {
    ($($tokens:tt)*) => { $crate::__private::loss! { $crate; $($tokens)* } };
}
