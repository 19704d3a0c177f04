//! How a model describes itself to the exporter, and its method: emitted here, where the runtime's own feature decides.

/// Emits them: `onnx! { pub Name<S>, f32, exporter { … } }`, where what is in braces tells an exporter of that name the
/// operations of the model.
#[cfg(feature = "onnx")]
#[doc(hidden)]
#[macro_export]
macro_rules! __onnx {
    ($vis:vis $Name:ident<$S:ident>, $T:ty, $exporter:ident $described:block) => {
        impl<$S: ::core::convert::AsRef<[$T]>> $crate::onnx::Export for $Name<$S> {
            // The numbers of a formula are as it has them.
            #[allow(clippy::approx_constant)]
            fn describe($exporter: &mut $crate::onnx::Exporter) {
                #[allow(unused_imports)]
                use ::core::option::Option::{None as __None, Some as __Some};
                #[allow(unused_imports)]
                use $crate::onnx::{Term as __Term, kernels as __kernels, weight as __weight};
                $described
            }
        }

        #[allow(dead_code)]
        impl<$S: ::core::convert::AsRef<[$T]>> $Name<$S> {
            /// Writes the model to an ONNX file, weights and all, for any number of samples: see
            /// [`onnx::export`]($crate::onnx::export).
            ///
            /// # Errors
            /// A stage that is a layer of your own in Rust; a file that cannot be written.
            $vis fn export_onnx(
                &self,
                path: impl ::core::convert::AsRef<$crate::__private::Path>,
            ) -> $crate::Result<()> {
                $crate::onnx::export(self, path)
            }
        }
    };
}

/// Emits nothing: there is no exporter.
#[cfg(not(feature = "onnx"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __onnx {
    ($($ignored:tt)*) => {};
}

/// What a model tells of itself as a stage of another.
#[cfg(feature = "onnx")]
#[doc(hidden)]
#[macro_export]
macro_rules! __stage_onnx {
    ($Model:ty) => {
        fn description() -> ::core::option::Option<$crate::onnx::Description> {
            $crate::onnx::description::<$Model>()
        }
    };
}

/// Emits nothing: there is no exporter.
#[cfg(not(feature = "onnx"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __stage_onnx {
    ($($ignored:tt)*) => {};
}
