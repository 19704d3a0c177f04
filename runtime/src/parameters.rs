//! Where a model keeps its parameters when the user does not say: on the heap.

#[cfg(feature = "std")]
pub use heap::Parameters;
#[cfg(not(feature = "std"))]
pub use none::Parameters;

#[cfg(feature = "std")]
mod heap {
    /// The parameters of a model, on the heap: the default storage, `Digits` is `Digits<Parameters<f32>>`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Parameters<T>(Box<[T]>);

    impl<T: crate::Scalar> Parameters<T> {
        /// `len` zeros, allocated in place.
        pub fn zeros(len: usize) -> Self {
            Self(vec![T::ZERO; len].into_boxed_slice())
        }

        /// A copy of what is elsewhere.
        pub fn copied(parameters: &[T]) -> Self {
            Self(parameters.into())
        }
    }

    impl<T> AsRef<[T]> for Parameters<T> {
        fn as_ref(&self) -> &[T] {
            &self.0
        }
    }

    impl<T> AsMut<[T]> for Parameters<T> {
        fn as_mut(&mut self) -> &mut [T] {
            &mut self.0
        }
    }
}

#[cfg(not(feature = "std"))]
mod none {
    use core::convert::Infallible;
    use core::marker::PhantomData;

    /// Without an allocator no value of the default storage exists: make a model from a buffer of your own.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Parameters<T>(Infallible, PhantomData<T>);

    impl<T> AsRef<[T]> for Parameters<T> {
        fn as_ref(&self) -> &[T] {
            match self.0 {}
        }
    }

    impl<T> AsMut<[T]> for Parameters<T> {
        fn as_mut(&mut self) -> &mut [T] {
            match self.0 {}
        }
    }
}
