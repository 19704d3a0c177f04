//! Who may know whom: the rooms of the house, held to their doors by reading the sources.

mod compiler;
mod packages;
mod runtime;
mod source;
