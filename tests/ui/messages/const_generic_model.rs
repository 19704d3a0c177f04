//! The sizes of a model are fixed while it compiles.

use chainrule::model;

model! { pub Net<const C: usize>: Input(4) -> Dense(C) }
model! { pub Other<T>: Input(4) -> Dense(2) }
model! { Private<const C: usize>: Input(4) -> Dense(C) }
model! { pub Lifetime<'a>: Input(4) -> Dense(2) }
model! { pub Bound<const A: usize, const B: usize> where A: B: Input(A) -> Dense(B); pub Fine: Input(4) -> Dense(2) }

fn main() {}
