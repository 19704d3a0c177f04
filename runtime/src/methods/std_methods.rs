//! The methods of a generated model that exist only with std: emitted here, where the runtime's own feature decides,
//! since a feature of the runtime is none of the user's crate.

/// Emits them: `std_methods! { pub Name<S, Y, L>, f32 }`, with the words of `methods!`. The model is `Name<S>` with one
/// field, `parameters: S`.
#[cfg(feature = "std")]
#[doc(hidden)]
#[macro_export]
macro_rules! __std_methods {
    ($vis:vis $Name:ident<$S:ident, $Y:ident, $L:ident>, $T:ty $(, $($word:ident)+)?) => {
        #[allow(dead_code)]
        impl $Name<$crate::Parameters<$T>> {
            /// A fresh model, its weights drawn from entropy of the operating system.
            #[must_use]
            $vis fn new() -> Self {
                Self { parameters: $crate::__private::new::<Self>() }
            }

            /// A fresh model, its weights drawn from the seed: the same seed gives the same bits.
            #[must_use]
            $vis fn seeded(seed: ::core::primitive::u64) -> Self {
                Self { parameters: $crate::__private::seeded::<Self>(seed) }
            }
        }

        impl ::core::default::Default for $Name<$crate::Parameters<$T>> {
            fn default() -> Self {
                Self::new()
            }
        }

        #[allow(dead_code)]
        impl<$S: ::core::convert::AsRef<[$T]>> $Name<$S> {
            $crate::__private::predict_methods! { $vis $($($word)+)? }

            /// What a layer puts out for one input, row-major: `net.layer_output("dense1", &x)`. The shape is that of
            /// the summary.
            ///
            /// # Errors
            /// A name of no layer, with the one most like it; an index out of range.
            $vis fn layer_output(
                &self,
                layer: &::core::primitive::str,
                input: &<Self as $crate::Model>::Input,
            ) -> $crate::Result<$crate::__private::Vec<$T>> {
                $crate::__private::layer_output(self, layer, input)
            }

            /// The layers with their output shapes and parameters, to be printed.
            #[must_use]
            $vis fn summary(&self) -> $crate::report::Summary {
                $crate::report::Summary::of::<Self>()
            }

            /// Writes the weights to a safetensors file, named and shaped as in Keras. A file that is there is replaced
            /// only by a complete new one.
            ///
            /// # Errors
            /// A file that cannot be written; weights that are infinite or not numbers.
            $vis fn save(
                &self,
                path: impl ::core::convert::AsRef<$crate::__private::Path>,
            ) -> $crate::Result<()> {
                $crate::io::save(self, path)
            }

            /// As [`save`](Self::save), as `export` says.
            ///
            /// # Errors
            /// As [`save`](Self::save).
            $vis fn save_with(
                &self,
                path: impl ::core::convert::AsRef<$crate::__private::Path>,
                export: &$crate::io::Export,
            ) -> $crate::Result<()> {
                $crate::io::save_with(self, path, export)
            }
        }

        #[allow(dead_code)]
        impl<$S: ::core::convert::AsRef<[$T]> + ::core::convert::AsMut<[$T]>> $Name<$S> {
            /// Reads the weights from a safetensors file. The model changes only if every weight is there, with its
            /// name, shape and number type, and nothing else.
            ///
            /// # Errors
            /// A file that cannot be read or is no safetensors file, and all tensors that are missing, surplus or of
            /// another shape, or hold what is infinite or not a number, by name.
            $vis fn load(
                &mut self,
                path: impl ::core::convert::AsRef<$crate::__private::Path>,
            ) -> $crate::Result<()> {
                $crate::io::load(self, path)
            }

            /// Reads the weights from a file of PyTorch's or Keras', or with other names, as `import` says. The model
            /// changes only if all is well.
            ///
            /// # Errors
            /// As [`load`](Self::load); a layer in `import` that the model does not have.
            $vis fn load_with(
                &mut self,
                path: impl ::core::convert::AsRef<$crate::__private::Path>,
                import: &$crate::io::Import,
            ) -> $crate::Result<()> {
                $crate::io::load_with(self, path, import)
            }
        }
    };
}

/// Emits nothing: there is no std.
#[cfg(not(feature = "std"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __std_methods {
    ($($ignored:tt)*) => {};
}
