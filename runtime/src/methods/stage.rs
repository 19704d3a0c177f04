//! A model as a stage of another, by its path.

/// Implements [`Stage`](crate::layers::Stage) for a model, its scalar and the length of its input.
#[doc(hidden)]
#[macro_export]
macro_rules! __stage {
    ($Model:ty, $T:ty, $IN:tt) => {
        impl $crate::layers::Stage<$T, $IN> for $Model {
            const OUT: ::core::primitive::usize = <$Model as $crate::Model>::OUTPUT_LEN;
            const PARAMS: ::core::primitive::usize = <$Model as $crate::Model>::PARAMS;
            const WEIGHTS: &'static [$crate::model::Weight] = {
                const LAYERS: &[$crate::model::Layer] = <$Model as $crate::Model>::LAYERS;
                const NAMES: &[::core::primitive::u8; $crate::__private::nested::names_len(LAYERS)] =
                    &$crate::__private::nested::names(LAYERS);
                const WEIGHTS: &[$crate::model::Weight; $crate::__private::nested::count(LAYERS)] =
                    &$crate::__private::nested::weights(LAYERS, NAMES);
                WEIGHTS
            };
            const MACS: ::core::primitive::u64 = <$Model as $crate::Model>::MACS;
            const PREDICT_WORKSPACE: ::core::primitive::usize = <$Model as $crate::Model>::PREDICT_WORKSPACE;
            const STEP_WORKSPACE: ::core::primitive::usize = $crate::__private::nested::step_workspace::<$Model>();

            $crate::__private::stage_onnx! { $Model }

            // Compiled where a model has it as a stage, and not for each model.
            #[inline]
            fn predict(y: &mut [$T], parameters: &[$T], x: &[$T], workspace: &mut [$T]) {
                $crate::__private::nested::predict::<$Model>(y, parameters, x, workspace);
            }
            #[inline]
            fn forward(y: &mut [$T], parameters: &[$T], x: &[$T], draws: $crate::random::Draws, workspace: &mut [$T]) {
                $crate::__private::nested::forward::<$Model>(y, parameters, x, draws, workspace);
            }
            #[inline]
            fn backward(
                dparameters: &mut [$T],
                dx: &mut [$T],
                parameters: &[$T],
                dy: &[$T],
                x: &[$T],
                draws: $crate::random::Draws,
                workspace: &mut [$T],
            ) -> ::core::primitive::bool {
                $crate::__private::nested::backward::<$Model>(dparameters, dx, parameters, dy, x, draws, workspace)
            }
        }
    };
}
