//! A crate that knows `chainrule` by another name, and hands it on.
//!
//! ```
//! chainrule_renamed::model! { Net: Input(2) -> Dense(3, relu) -> Dense(1) }
//! assert_eq!(Net::PARAMS, 13);
//! ```

#![deny(warnings, missing_docs, unreachable_pub, clippy::pedantic)]

pub use nn;
pub use nn::model;

nn::model! {
    /// Handwritten digits.
    pub Digits: Flatten(28, 28) -> Dense(128, relu) -> Dropout(0.2) -> Dense(10, softmax)
}

/// What others see of this crate is documented, and what they do not see is not public.
pub mod nets {
    nn::model! {
        pub Undocumented: Input(4) -> Dense({ 2 * super::inner::WIDTH }, |x| x * sigmoid(x)) as hidden -> Dense(1, sigmoid);
        pub(crate) Inner: Input(4) -> Dense(2)
    }
}

mod inner {
    pub(crate) const WIDTH: usize = 3;

    nn::model! { pub(super) Private: Input(WIDTH) -> Dense(2); Unused: Input(2) -> Dense(2) }
}

/// How many parameters the models have that only this crate sees.
pub const HIDDEN_PARAMETERS: usize = nets::Inner::PARAMS + inner::Private::PARAMS;
