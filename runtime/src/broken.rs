//! The type of a model that has mistakes.

/// A number as a type.
#[derive(Debug)]
pub struct At<const N: usize>;

/// `<At<{ an error }> as Broken<S>>::Type` is a type that rustc asks no questions about: a model with mistakes is declared
/// as one, and the code that uses the model raises no echoes.
pub trait Broken<S> {
    /// Never looked at.
    type Type;
}

impl<S> Broken<S> for At<0> {
    type Type = ();
}
