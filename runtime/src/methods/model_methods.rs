//! The methods of a generated model that need neither std nor an allocator, and its `Clone` and `Debug`.

/// Emits the methods of a model: `methods! { pub Name<S, Y, L>, f32 }`. The model is `Name<S>` with one field,
/// `parameters: S`; `Y` and `L` are the names of generic parameters of methods. What is special about the model follows as
/// words: `indices` if its input holds some, `several` if it has several outputs.
#[doc(hidden)]
#[macro_export]
macro_rules! __methods {
    ($vis:vis $Name:ident<$S:ident, $Y:ident, $L:ident>, $T:ty $(, $($word:ident)+)?) => {
        impl<$S: ::core::clone::Clone> ::core::clone::Clone for $Name<$S> {
            fn clone(&self) -> Self {
                Self { parameters: ::core::clone::Clone::clone(&self.parameters) }
            }
        }

        impl<$S: ::core::convert::AsRef<[$T]>> ::core::fmt::Debug for $Name<$S> {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::__private::debug(self, f)
            }
        }

        impl<$S: ::core::convert::AsRef<[$T]> + ::core::convert::AsMut<[$T]>> $crate::Trainable for $Name<$S> {
            fn parameters_mut(&mut self) -> &mut [$T] {
                ::core::convert::AsMut::as_mut(&mut self.parameters)
            }
        }

        #[allow(dead_code)]
        impl $Name {
            /// Number of parameters.
            $vis const PARAMS: ::core::primitive::usize = <Self as $crate::Model>::PARAMS;
            /// Multiply-adds to predict one sample.
            $vis const MACS: ::core::primitive::u64 = <Self as $crate::Model>::MACS;
            /// Scalars in one input.
            $vis const INPUT_LEN: ::core::primitive::usize = <Self as $crate::Model>::INPUT_LEN;
            /// Scalars in one output.
            $vis const OUTPUT_LEN: ::core::primitive::usize = <Self as $crate::Model>::OUTPUT_LEN;

            /// Bytes to predict a batch: parameters and workspace.
            #[must_use]
            $vis const fn ram(batch: ::core::primitive::usize) -> ::core::primitive::usize {
                $crate::__private::ram::<Self>(batch)
            }

            /// Bytes of a training step of a batch: parameters, gradient and workspace; the optimizer's state, if it
            /// has one, comes on top.
            #[must_use]
            $vis const fn training_ram(batch: ::core::primitive::usize) -> ::core::primitive::usize {
                $crate::__private::training_ram::<Self>(batch)
            }

            /// Scalars of workspace that [`Self::loss_and_gradient`] needs for a batch.
            #[must_use]
            $vis const fn workspace(batch: ::core::primitive::usize) -> ::core::primitive::usize {
                $crate::__private::workspace::<Self>(batch)
            }
        }

        #[allow(dead_code)]
        impl<$S: ::core::convert::AsRef<[$T]>> $Name<$S> {
            /// A model over parameters of yours: a slice, an array, anything that lends one. They are taken as they are.
            ///
            /// # Errors
            /// A storage that does not hold exactly `PARAMS` numbers.
            $vis fn from_parameters(parameters: $S) -> $crate::Result<Self> {
                $crate::__private::check_parameters::<Self>(::core::convert::AsRef::as_ref(&parameters))?;
                ::core::result::Result::Ok(Self { parameters })
            }

            /// All parameters, layer after layer, each weight in Keras' order.
            #[must_use]
            $vis fn parameters(&self) -> &[$T] {
                ::core::convert::AsRef::as_ref(&self.parameters)
            }

            /// The output for one input, with scratch memory of yours, which holds at least `PREDICT_WORKSPACE` numbers.
            ///
            /// # Errors
            /// A workspace that is too short, an index out of range.
            $vis fn predict_with(
                &self,
                input: &<Self as $crate::Model>::Input,
                output: &mut <Self as $crate::Model>::Output,
                workspace: &mut [$T],
            ) -> $crate::Result<()> {
                let parameters = ::core::convert::AsRef::as_ref(&self.parameters);
                $crate::__private::predict_with::<Self>(parameters, input, output, workspace)
            }

            /// The mean loss of a batch, regularizers included, and its gradient, which is written to `gradient`. For
            /// training loops of your own: `workspace` holds at least [`workspace(batch)`](Self::workspace) numbers,
            /// `draws` decides what dropout drops.
            ///
            /// # Errors
            /// Slices of the wrong length, labels that the loss cannot take, an index out of range.
            $vis fn loss_and_gradient<$Y, $L>(
                &self,
                inputs: &[<Self as $crate::Model>::Input],
                labels: &[$Y],
                loss: &$L,
                draws: $crate::random::Draws,
                gradient: &mut [$T],
                workspace: &mut [$T],
            ) -> $crate::Result<::core::primitive::f64>
            where
                $L: $crate::loss::Loss<<Self as $crate::Model>::Head, <Self as $crate::Model>::Output, $Y>,
            {
                let parameters = ::core::convert::AsRef::as_ref(&self.parameters);
                $crate::__private::loss_and_gradient::<Self, $Y, $L>(
                    parameters, inputs, labels, loss, draws, gradient, workspace,
                )
            }

            /// The mean loss of a batch, and its gradient with respect to each input, as when training; `gradient` and
            /// `workspace` as in [`Self::loss_and_gradient`]. Indices have no gradient: it is 0 for them.
            ///
            /// # Errors
            /// Slices of the wrong length, labels that the loss cannot take, an index out of range.
            #[allow(clippy::too_many_arguments)]
            $vis fn input_gradient<$Y, $L>(
                &self,
                inputs: &[<Self as $crate::Model>::Input],
                labels: &[$Y],
                loss: &$L,
                draws: $crate::random::Draws,
                input_gradient: &mut [<Self as $crate::Model>::Input],
                gradient: &mut [$T],
                workspace: &mut [$T],
            ) -> $crate::Result<::core::primitive::f64>
            where
                $L: $crate::loss::Loss<<Self as $crate::Model>::Head, <Self as $crate::Model>::Output, $Y>,
            {
                let parameters = ::core::convert::AsRef::as_ref(&self.parameters);
                $crate::__private::input_gradient::<Self, $Y, $L>(
                    parameters, inputs, labels, loss, draws, input_gradient, gradient, workspace,
                )
            }
        }

        #[allow(dead_code)]
        impl<$S: ::core::convert::AsRef<[$T]> + ::core::convert::AsMut<[$T]>> $Name<$S> {
            /// All parameters, to be changed in place.
            #[must_use]
            $vis fn parameters_mut(&mut self) -> &mut [$T] {
                ::core::convert::AsMut::as_mut(&mut self.parameters)
            }

            /// Draws all weights anew from the seed, as [`Model::LAYERS`]($crate::Model::LAYERS) says: the same seed
            /// gives the same bits.
            $vis fn reset(&mut self, seed: ::core::primitive::u64) {
                $crate::initializers::initialize::<Self>(::core::convert::AsMut::as_mut(&mut self.parameters), seed);
            }
        }

        $crate::__private::std_methods! { $vis $Name<$S, $Y, $L>, $T $(, $($word)+)? }
    };
}
