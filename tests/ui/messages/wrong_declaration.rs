//! A model is declared without the words of Rust's items.

use chainrule::model;

model! { pub struct Struct: Flatten(28, 28) -> Dense(10) }
model! { struct PrivateStruct: Flatten(28, 28) -> Dense(10) }
model! { pub let Let: Flatten(28, 28) -> Dense(10) }
model! { pub fn Fn: Flatten(28, 28) -> Dense(10) }
model! { pub type Type = Flatten(28, 28) -> Dense(10) }
model! { pub mut Mut: Flatten(28, 28) -> Dense(10) }
model! { pub const Const: Flatten(28, 28) -> Dense(10) }
model! { #![allow(missing_docs)] pub Inner: Flatten(28, 28) -> Dense(10) }
model! {
    /// Only documentation.
}
model! { pub(somewhere) Visibility: Flatten(28, 28) -> Dense(10) }
model! { pub _: Flatten(28, 28) -> Dense(10) }
model! { pub crate::Path: Flatten(28, 28) -> Dense(10) }
model! { pub Colons:: Flatten(28, 28) -> Dense(10) }

fn main() {}
