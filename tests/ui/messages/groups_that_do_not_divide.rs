//! Groups divide both the channels and the filters.

use chainrule::model;

model! { pub Channels: Input(8, 8, 3) -> Conv2D(4, 3, groups = 2) -> Flatten -> Dense(2) }
model! { pub Filters: Input(8, 8, 4) -> Conv2D(3, 3, groups = 2) -> Flatten -> Dense(2) }
model! { pub Steps: Input(8, 3) -> Conv1D(4, 3, groups = 2) -> Flatten -> Dense(2) }
model! { pub Features: Input(8, 8, 6) -> GroupNormalization(4) -> Flatten -> Dense(2) }
model! { pub ByDefault: Input(8, 8, 6) -> GroupNormalization -> Flatten -> Dense(2) }
model! { pub NoGroups: Input(8, 8, 6) -> GroupNormalization(0) -> Flatten -> Dense(2) }
model! { pub Negative: Input(8, 8, 6) -> GroupNormalization(-2) -> Flatten -> Dense(2) }

fn main() {}
