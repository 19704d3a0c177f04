//! A crate that knows `chainrule` by another name, and hands it on.
//!
//! ```
//! chainrule_renamed::model! { Net: Input(2) -> Dense(3, relu) -> Dense(1) }
//! assert_eq!(Net::PARAMS, 13);
//! ```

pub use nn;
pub use nn::model;

nn::model! {
    /// Handwritten digits.
    pub Digits: Flatten(28, 28) -> Dense(128, relu) -> Dropout(0.2) -> Dense(10, softmax)
}
