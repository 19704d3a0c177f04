//! Every size is known while compiling: none is -1 or `None`.

use chainrule::model;

model! { pub Rest: Input(784) -> Reshape(-1, 28) }
model! { pub All: Input(28, 28) -> Reshape(-1) }
model! { pub Negative: Input(28, 28) -> Reshape(-28, -28) }
model! { pub Batch: Input(None, 784) -> Dense(10) }
model! { pub Units: Input(4) -> Dense(-1) }
model! { pub Blank: Input(_, 784) -> Dense(10) }

fn main() {}
