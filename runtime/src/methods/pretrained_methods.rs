//! The methods of a model whose weights are part of the program.

/// Emits them: `pretrained_methods! { pub Digits, f32 }`. The model has a constant `PRETRAINED`.
#[cfg(feature = "std")]
#[doc(hidden)]
#[macro_export]
macro_rules! __pretrained_methods {
    ($vis:vis $Name:ident, $T:ty) => {
        #[allow(dead_code)]
        impl $Name<$crate::Parameters<$T>> {
            /// A copy of the weights that are part of the program, [`Self::PRETRAINED`], on the heap: to be trained on.
            #[must_use]
            $vis fn pretrained() -> Self {
                Self { parameters: $crate::__private::pretrained::<Self>($Name::PRETRAINED.parameters) }
            }
        }
    };
}

/// Emits nothing: there is no heap.
#[cfg(not(feature = "std"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __pretrained_methods {
    ($($ignored:tt)*) => {};
}
