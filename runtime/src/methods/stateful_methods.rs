//! The methods of a generated model whose layers carry states from one call to the next.

/// Emits them: `stateful_methods! { pub Name<S>, f32 }`, beside those of `methods!`.
#[doc(hidden)]
#[macro_export]
macro_rules! __stateful_methods {
    ($vis:vis $Name:ident<$S:ident>, $T:ty) => {
        #[allow(dead_code)]
        impl<$S: ::core::convert::AsRef<[$T]>> $Name<$S> {
            /// The output for one input, from states and with scratch memory of yours. The states, as many numbers as
            /// [`CARRIED`]($crate::Model::CARRIED) says, are zeros where a sequence begins, and replaced by those after the
            /// input. The workspace holds at least `PREDICT_WORKSPACE` numbers.
            ///
            /// # Errors
            /// States that are not as long as that, a workspace that is too short, an index out of range.
            $vis fn predict_on(
                &self,
                input: &<Self as $crate::Model>::Input,
                states: &mut [$T],
                output: &mut <Self as $crate::Model>::Output,
                workspace: &mut [$T],
            ) -> $crate::Result<()> {
                let parameters = ::core::convert::AsRef::as_ref(&self.parameters);
                $crate::__private::predict_on::<Self>(parameters, input, states, output, workspace)
            }
        }

        $crate::__private::session_methods! { $vis $Name<$S>, $T }
    };
}

/// Emits those that exist only with std: `session_methods! { pub Name<S>, f32 }`.
#[cfg(feature = "std")]
#[doc(hidden)]
#[macro_export]
macro_rules! __session_methods {
    ($vis:vis $Name:ident<$S:ident>, $T:ty) => {
        #[allow(dead_code)]
        impl<$S: ::core::convert::AsRef<[$T]>> $Name<$S> {
            /// Predicts so many sequences piece by piece: the stateful layers go on with each call where the one before
            /// ended. Other methods, such as [`predict`](Self::predict), begin anew with each call.
            #[must_use]
            $vis fn session(&self, sequences: ::core::primitive::usize) -> $crate::Session<'_, Self> {
                $crate::Session::new(self, sequences)
            }
        }
    };
}

/// Emits nothing: there is no std.
#[cfg(not(feature = "std"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __session_methods {
    ($($ignored:tt)*) => {};
}
