//! What only rustc can judge, since it depends on the user's constants.

use proc_macro2::TokenStream;

use crate::dim::Dim;
use crate::report::Spot;

/// What must hold of some sizes.
#[derive(Debug)]
pub struct Claim {
    /// What for, as the beginning of a message: `` `Reshape` must keep the number of elements ``.
    pub rule: String,
    /// What must hold.
    pub holds: Holds,
    /// The layer that claims it.
    pub spot: Spot,
}

/// A relation of sizes.
#[derive(Debug)]
pub enum Holds {
    /// Both are equal.
    Equal {
        /// The size on the one side.
        expected: Dim,
        /// The size on the other.
        found: Dim,
    },
    /// A number divides a size.
    Divides {
        /// The number.
        by: usize,
        /// The size.
        size: Dim,
    },
    /// A stage by its path, for inputs of a length, keeps no account of what it sees.
    Stateless {
        /// Its type.
        path: TokenStream,
        /// The length of its input.
        input: Dim,
    },
}
