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

/// Emits a method that cannot be called, and says why: there is no exporter.
#[cfg(not(feature = "onnx"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __onnx {
    ($vis:vis $Name:ident<$S:ident>, $($ignored:tt)*) => {
        #[allow(dead_code)]
        impl<$S> $Name<$S> {
            #[doc(hidden)]
            $vis fn export_onnx<Path: $crate::__private::NoExporter>(&self, path: Path) -> $crate::Result<()> {
                path.export()
            }
        }
    };
}

/// A path to export to, in a build that has no exporter: there is none.
#[cfg(not(feature = "onnx"))]
#[diagnostic::on_unimplemented(
    message = "`export_onnx` needs the feature `onnx` of chainrule",
    label = "this build has no exporter",
    note = "switch it on: `cargo add chainrule --features onnx`"
)]
pub trait NoExporter {
    /// Exports to it.
    ///
    /// # Errors
    /// Never called.
    fn export(self) -> crate::Result<()>;
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
