//! The methods of a generated model that predict. A model whose input holds indices says in its signatures that one can be
//! out of range; a model of several outputs has no class.

/// Emits them, inside the `impl` of a model: `predict_methods! { pub indices several }`, the words as in `methods!`.
#[cfg(feature = "std")]
#[doc(hidden)]
#[macro_export]
macro_rules! __predict_methods {
    ($vis:vis) => {
        $crate::__private::predict_methods! { $vis several }

        /// The class of one input: the place of the largest output; of a single output, whether it is above 0.5.
        #[must_use]
        $vis fn predict_class(&self, input: &<Self as $crate::Model>::Input) -> ::core::primitive::usize {
            $crate::__private::predict_class(self, input)
        }
    };
    ($vis:vis several) => {
        /// The output for one input.
        #[must_use]
        $vis fn predict(&self, input: &<Self as $crate::Model>::Input) -> <Self as $crate::Model>::Output {
            $crate::__private::predict(self, input)
        }

        /// The output for one input, written in place.
        $vis fn predict_into(
            &self,
            input: &<Self as $crate::Model>::Input,
            output: &mut <Self as $crate::Model>::Output,
        ) {
            $crate::__private::predict_into(self, input, output);
        }

        /// The outputs for many inputs, faster than one by one.
        #[must_use]
        $vis fn predict_batch(
            &self,
            inputs: &[<Self as $crate::Model>::Input],
        ) -> $crate::__private::Vec<<Self as $crate::Model>::Output> {
            $crate::__private::predict_batch(self, inputs)
        }

        /// The outputs for many inputs, written in place. The workspace is allocated, the outputs are not.
        ///
        /// # Errors
        /// Not as many outputs as inputs.
        $vis fn predict_batch_into(
            &self,
            inputs: &[<Self as $crate::Model>::Input],
            outputs: &mut [<Self as $crate::Model>::Output],
        ) -> $crate::Result<()> {
            $crate::__private::predict_batch_into(self, inputs, outputs)
        }
    };
    ($vis:vis indices) => {
        $crate::__private::predict_methods! { $vis indices several }

        /// The class of one input: the place of the largest output; of a single output, whether it is above 0.5.
        ///
        /// # Errors
        /// An index out of range.
        $vis fn predict_class(
            &self,
            input: &<Self as $crate::Model>::Input,
        ) -> $crate::Result<::core::primitive::usize> {
            $crate::__private::check_indices::<Self>(::core::slice::from_ref(input))?;
            ::core::result::Result::Ok($crate::__private::predict_class(self, input))
        }
    };
    ($vis:vis indices several) => {
        /// The output for one input.
        ///
        /// # Errors
        /// An index out of range.
        $vis fn predict(
            &self,
            input: &<Self as $crate::Model>::Input,
        ) -> $crate::Result<<Self as $crate::Model>::Output> {
            $crate::__private::check_indices::<Self>(::core::slice::from_ref(input))?;
            ::core::result::Result::Ok($crate::__private::predict(self, input))
        }

        /// The output for one input, written in place.
        ///
        /// # Errors
        /// An index out of range.
        $vis fn predict_into(
            &self,
            input: &<Self as $crate::Model>::Input,
            output: &mut <Self as $crate::Model>::Output,
        ) -> $crate::Result<()> {
            $crate::__private::check_indices::<Self>(::core::slice::from_ref(input))?;
            $crate::__private::predict_into(self, input, output);
            ::core::result::Result::Ok(())
        }

        /// The outputs for many inputs, faster than one by one.
        ///
        /// # Errors
        /// An index out of range, with its row.
        $vis fn predict_batch(
            &self,
            inputs: &[<Self as $crate::Model>::Input],
        ) -> $crate::Result<$crate::__private::Vec<<Self as $crate::Model>::Output>> {
            $crate::__private::check_indices::<Self>(inputs)?;
            ::core::result::Result::Ok($crate::__private::predict_batch(self, inputs))
        }

        /// The outputs for many inputs, written in place. The workspace is allocated, the outputs are not.
        ///
        /// # Errors
        /// Not as many outputs as inputs, an index out of range.
        $vis fn predict_batch_into(
            &self,
            inputs: &[<Self as $crate::Model>::Input],
            outputs: &mut [<Self as $crate::Model>::Output],
        ) -> $crate::Result<()> {
            $crate::__private::predict_batch_into(self, inputs, outputs)
        }
    };
}
