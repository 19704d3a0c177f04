//! Each layer takes inputs of a certain number of axes.

use chainrule::model;

model! { pub ImageIntoConv1D: Input(28, 28, 1) -> Conv1D(8, 3) -> Flatten -> Dense(10) }
model! { pub VectorIntoConv2D: Flatten(28, 28) -> Conv2D(8, 3) -> Flatten -> Dense(10) }
model! { pub PixelsWithoutChannel: Input(28, 28) -> Conv2D(8, 3) -> Flatten -> Dense(10) }
model! { pub VectorIntoConv1D: Input(100) -> Conv1D(8, 3) -> Flatten -> Dense(10) }
model! { pub VideoIntoConv2D: Input(5, 28, 28, 1) -> Conv2D(8, 3) -> Flatten -> Dense(10) }
model! { pub AfterDense: Input(28, 28, 1) -> Flatten -> Dense(128, relu) -> Conv2D(8, 3) -> Flatten -> Dense(10) }
model! { pub VectorIntoMaxPooling2D: Input(64) -> Dense(16) -> MaxPooling2D(2) -> Flatten -> Dense(2) }
model! { pub SequenceIntoGlobal: Input(8, 4) -> GlobalAveragePooling2D -> Dense(2) }
model! { pub ImageIntoGlobal1D: Input(8, 8, 4) -> GlobalMaxPooling1D -> Dense(2) }
model! { pub VectorIntoLstm: Input(8) -> LSTM(4) -> Dense(2) }
model! { pub DenseIntoLstm: Input(8) -> Dense(16, relu) -> LSTM(4) -> Dense(2) }
model! { pub LastStepIntoLstm: Input(8, 4) -> LSTM(16) -> LSTM(4) -> Dense(2) }
model! { pub ThroughDense: Input(8, 4) -> LSTM(16) -> Dense(8, relu) -> LSTM(4) -> Dense(2) }
model! { pub LastStepIntoGru: Input(8, 4) -> Bidirectional(GRU(16)) -> GRU(4) -> Dense(2) }
model! { pub ImageIntoGru: Input(28, 28, 1) -> GRU(4) -> Dense(2) }
model! { pub LastStepIntoRepeat: Input(8, 4) -> RepeatVector(3) -> Flatten -> Dense(2) }
model! { pub VectorIntoSpatialDropout: Input(8) -> SpatialDropout1D(0.2) -> Dense(2) }
model! { pub VectorIntoPadding: Input(8) -> ZeroPadding2D(1) -> Flatten -> Dense(2) }
model! { pub VectorIntoUpSampling: Input(8) -> UpSampling1D(2) -> Flatten -> Dense(2) }
model! { pub VectorIntoPositions: Input(8) -> PositionEmbedding -> Dense(2) }
model! { pub ImageIntoAttention: Input(8, 8, 4) -> MultiHeadAttention(2, 8) -> Flatten -> Dense(2) }
model! { pub VectorIntoAttention: Input(8) -> MultiHeadAttention(2, 8) -> Flatten -> Dense(2) }
model! { pub VectorIntoMasking: Input(8) -> Masking -> LSTM(3) }

fn main() {}
