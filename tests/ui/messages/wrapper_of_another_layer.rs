//! Wrappers take a layer.

use chainrule::model;

model! { pub BidirectionalDense: Input(8, 4) -> Bidirectional(Dense(6)) -> Dense(2) }
model! { pub BidirectionalNumber: Input(8, 4) -> Bidirectional(6) -> Dense(2) }
model! { pub BidirectionalNothing: Input(8, 4) -> Bidirectional -> Dense(2) }
model! { pub BidirectionalWithoutUnits: Input(8, 4) -> Bidirectional(LSTM) -> Dense(2) }
model! { pub MergeMode: Input(8, 4) -> Bidirectional(LSTM(6), merge_mode = add) -> Dense(2) }
model! { pub DistributedActivation: Input(8, 4) -> TimeDistributed(relu) -> Dense(2) }
model! { pub DistributedVector: Input(8) -> TimeDistributed(Dense(4)) -> Dense(2) }
model! { pub DistributedMerge: Input(8, 4) -> TimeDistributed(Add()) -> Dense(2) }
model! { pub DistributedInput: Input(8, 4) -> TimeDistributed(Dense(4, input_shape = (4,))) -> Dense(2) }
model! { pub DistributedUnknown: Input(8, 4) -> TimeDistributed(Dens(4)) -> Dense(2) }
model! { pub DistributedRank: Input(3, 8, 8) -> TimeDistributed(Conv2D(4, 3)) -> Flatten -> Dense(2) }
model! { pub DistributedArrow: Input(8, 4) -> TimeDistributed(Dense(4) -> relu) -> Dense(2) }

fn main() {}
