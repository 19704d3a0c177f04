//! `None`, `True`, `False`, `lambda`, lists.

use chainrule::model;

model! { pub NoActivation: Input(4) -> Dense(8, activation = None) }
model! { pub NoRegularizer: Input(4) -> Dense(8, kernel_regularizer = None) }
model! { pub NoInitializer: Input(4) -> Dense(8, kernel_initializer = None) }
model! { pub NoBias: Input(4) -> Dense(8, use_bias = False) }
model! { pub Bias: Input(4) -> Dense(8, use_bias = True) }
model! { pub Limit: Input(4) -> relu(max_value = None) }
model! { pub Approximate: Input(4) -> gelu(approximate = True) }
model! { pub Lambda: Input(4) -> Dense(8, lambda x: x * x) }
model! { pub List: Input([28, 28]) -> Flatten -> Dense(8) }
model! { pub ListShape: Dense(8, input_shape = [4]) }
model! { pub Statement: x = Input(4) -> Dense(8) }

fn main() {}
