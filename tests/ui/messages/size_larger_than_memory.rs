//! A size that no computer holds.

use chainrule::model;

model! { pub Units: Input(4) -> Dense(99999999999999999999999999) }
model! { pub Shape: Input(4294967295, 4294967295) -> Flatten }
model! { pub Output: Input(1048576, 1024) -> Dense(4194304) }
model! { pub Kernel: Input(4000000000) -> Dense(4000000000) }

fn main() {}
