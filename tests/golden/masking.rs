//! Masks: who makes them, who obeys them, how they reach the loss.
//!
//! Steps are masked at the start, inside, at the end, all.

use chainrule::loss::{
    BinaryCrossentropy, CategoricalCrossentropy, MeanAbsoluteError, MeanSquaredError, SparseCategoricalCrossentropy,
};
use chainrule::model;

use crate::check::{golden, nets};
use crate::weighted::weighted;

static FILE: &[u8] = include_bytes!("masking.safetensors");

// Masking

model! {
    #[scalar(f64)] MaskingNet: Input(5, 2) -> Masking -> Dense(2);
    #[scalar(f64)] MaskingValue: Input(5, 2) -> Masking(mask_value = -1.0) -> Dense(2);
    #[scalar(f64)] MaskingAlone: Input(5, 2) -> Masking;
    #[scalar(f64)] MaskingDropout: Input(5, 2) -> Masking -> Dropout(0.0) -> Dense(2);
    #[scalar(f64)] MaskingLayerNormalization: Input(5, 2) -> Masking -> Dense(3) -> LayerNormalization -> Dense(2);
    #[scalar(f64)] MaskingBatchNormalization: Input(5, 2) -> Masking -> BatchNormalization -> Dense(2);
    #[scalar(f64)] MaskingTimeDistributed: Input(5, 2) -> Masking -> TimeDistributed(Dense(3, tanh)) -> Dense(2);
    #[scalar(f64)] MaskingGlobalAverage: Input(5, 2) -> Masking -> GlobalAveragePooling1D -> Dense(2);
}

nets!(
    MaskingNet,
    MaskingValue,
    MaskingAlone,
    MaskingDropout,
    MaskingLayerNormalization,
    MaskingBatchNormalization,
    MaskingTimeDistributed,
    MaskingGlobalAverage,
);

golden! {
    FILE;
    masking: MaskingNet, MeanSquaredError::new(), values;
    masking_value: MaskingValue, MeanSquaredError::new(), values;
    masking_alone: MaskingAlone, MeanSquaredError::new(), values;
    masking_dropout: MaskingDropout, MeanSquaredError::new(), values;
    masking_layer_normalization: MaskingLayerNormalization, MeanSquaredError::new(), values;
    masking_batch_normalization: MaskingBatchNormalization, MeanSquaredError::new(), values;
    masking_time_distributed: MaskingTimeDistributed, MeanSquaredError::new(), values;
    masking_global_average: MaskingGlobalAverage, MeanSquaredError::new(), values;
}

// Losses of masked outputs

model! {
    #[scalar(f64)] MaskedSparse: Input(5, 2) -> Masking -> Dense(3, softmax);
    #[scalar(f64)] MaskedCategorical: Input(5, 2) -> Masking -> Dense(3, softmax);
    #[scalar(f64)] MaskedBinary: Input(5, 2) -> Masking -> Dense(3, sigmoid);
    #[scalar(f64)] MaskedAbsolute: Input(5, 2) -> Masking -> Dense(3);
    #[scalar(f64)] MaskedSquaredSigmoid: Input(5, 2) -> Masking -> Dense(3, sigmoid);
}

nets!(MaskedSparse, MaskedCategorical, MaskedBinary, MaskedAbsolute, MaskedSquaredSigmoid);

golden! {
    FILE;
    masked_sparse: MaskedSparse, SparseCategoricalCrossentropy::new(), steps;
    masked_categorical: MaskedCategorical, CategoricalCrossentropy::new(), values;
    masked_binary: MaskedBinary, BinaryCrossentropy::new(), values;
    masked_absolute: MaskedAbsolute, MeanAbsoluteError::new(), values;
    masked_squared_sigmoid: MaskedSquaredSigmoid, MeanSquaredError::new(), values;
}

// Recurrent layers

model! {
    #[scalar(f64)] MaskedSimpleRnn: Input(5, 2) -> Masking -> SimpleRNN(3);
    #[scalar(f64)] MaskedSimpleRnnSequences: Input(5, 2) -> Masking -> SimpleRNN(3, return_sequences = true);
    #[scalar(f64)] MaskedSimpleRnnBackwards: Input(5, 2) -> Masking -> SimpleRNN(3, go_backwards = true);
    #[scalar(f64)] MaskedLstm: Input(5, 2) -> Masking -> LSTM(3);
    #[scalar(f64)] MaskedLstmSequences: Input(5, 2) -> Masking -> LSTM(3, return_sequences = true);
    #[scalar(f64)] MaskedLstmBackwards: Input(5, 2) -> Masking -> LSTM(3, go_backwards = true);
    #[scalar(f64)] MaskedLstmBackwardsSequences: Input(5, 2) -> Masking
        -> LSTM(3, go_backwards = true, return_sequences = true);
    #[scalar(f64)] MaskedLstmTwice: Input(5, 2) -> Masking -> LSTM(3, return_sequences = true) -> LSTM(2);
    #[scalar(f64)] MaskedLstmDense: Input(5, 2) -> Masking -> LSTM(3, return_sequences = true) -> Dense(2);
    #[scalar(f64)] MaskedLstmFlat: Input(5, 2) -> Masking -> LSTM(3) -> Dense(2, tanh);
    #[scalar(f64)] MaskedGru: Input(5, 2) -> Masking -> GRU(3);
    #[scalar(f64)] MaskedGruSequences: Input(5, 2) -> Masking -> GRU(3, return_sequences = true);
    #[scalar(f64)] MaskedGruBackwards: Input(5, 2) -> Masking -> GRU(3, go_backwards = true);
    #[scalar(f64)] MaskedGruResetBefore: Input(5, 2) -> Masking -> GRU(3, reset_after = false);
    #[scalar(f64)] MaskedGruResetBeforeSequences: Input(5, 2) -> Masking
        -> GRU(3, reset_after = false, return_sequences = true);
    MaskedLstmSingle: Input(5, 3) -> Masking -> LSTM(9, return_sequences = true) -> Dense(2);
}

nets!(
    MaskedSimpleRnn,
    MaskedSimpleRnnSequences,
    MaskedSimpleRnnBackwards,
    MaskedLstm,
    MaskedLstmSequences,
    MaskedLstmBackwards,
    MaskedLstmBackwardsSequences,
    MaskedLstmTwice,
    MaskedLstmDense,
    MaskedLstmFlat,
    MaskedGru,
    MaskedGruSequences,
    MaskedGruBackwards,
    MaskedGruResetBefore,
    MaskedGruResetBeforeSequences,
    MaskedLstmSingle,
);

golden! {
    FILE;
    masked_simple_rnn: MaskedSimpleRnn, MeanSquaredError::new(), values;
    masked_simple_rnn_sequences: MaskedSimpleRnnSequences, MeanSquaredError::new(), values;
    masked_simple_rnn_backwards: MaskedSimpleRnnBackwards, MeanSquaredError::new(), values;
    masked_lstm: MaskedLstm, MeanSquaredError::new(), values;
    masked_lstm_sequences: MaskedLstmSequences, MeanSquaredError::new(), values;
    masked_lstm_backwards: MaskedLstmBackwards, MeanSquaredError::new(), values;
    masked_lstm_backwards_sequences: MaskedLstmBackwardsSequences, MeanSquaredError::new(), values;
    masked_lstm_twice: MaskedLstmTwice, MeanSquaredError::new(), values;
    masked_lstm_dense: MaskedLstmDense, MeanSquaredError::new(), values;
    masked_lstm_flat: MaskedLstmFlat, MeanSquaredError::new(), values;
    masked_gru: MaskedGru, MeanSquaredError::new(), values;
    masked_gru_sequences: MaskedGruSequences, MeanSquaredError::new(), values;
    masked_gru_backwards: MaskedGruBackwards, MeanSquaredError::new(), values;
    masked_gru_reset_before: MaskedGruResetBefore, MeanSquaredError::new(), values;
    masked_gru_reset_before_sequences: MaskedGruResetBeforeSequences, MeanSquaredError::new(), values;
    masked_lstm_f32: MaskedLstmSingle, MeanSquaredError::new(), values;
}

// States of masked sequences

model! {
    #[scalar(f64)] MaskedLstmInitialState:
        let x = Input(5, 2);
        let flat = x -> Flatten;
        let h = flat -> Dense(3, tanh);
        let c = flat -> Dense(3);
        let m = x -> Masking;
        LSTM(3)(m, h, c);
    #[scalar(f64)] MaskedLstmInitialStateSequences:
        let x = Input(5, 2);
        let flat = x -> Flatten;
        let h = flat -> Dense(3, tanh);
        let c = flat -> Dense(3);
        let m = x -> Masking;
        LSTM(3, return_sequences = true)(m, h, c);
    #[scalar(f64)] MaskedGruInitialState:
        let x = Input(5, 2);
        let h = x -> Flatten -> Dense(3, tanh);
        let m = x -> Masking;
        GRU(3, return_sequences = true)(m, h);
    #[scalar(f64)] MaskedLstmState:
        let x = Input(5, 2);
        let (y, h, c) = x -> Masking -> LSTM(3, return_state = true);
        Concatenate()(y, h, c) -> Dense(2);
    #[scalar(f64)] MaskedGruState:
        let x = Input(5, 2);
        let (y, h) = x -> Masking -> GRU(3, return_state = true);
        Concatenate()(y, h) -> Dense(2);
}

nets!(MaskedLstmInitialState, MaskedLstmInitialStateSequences, MaskedGruInitialState, MaskedLstmState, MaskedGruState,);

golden! {
    FILE;
    masked_lstm_initial_state: MaskedLstmInitialState, MeanSquaredError::new(), values;
    masked_lstm_initial_state_sequences: MaskedLstmInitialStateSequences, MeanSquaredError::new(), values;
    masked_gru_initial_state: MaskedGruInitialState, MeanSquaredError::new(), values;
    masked_lstm_state: MaskedLstmState, MeanSquaredError::new(), values;
    masked_gru_state: MaskedGruState, MeanSquaredError::new(), values;
}

// Bidirectional

model! {
    #[scalar(f64)] MaskedBidirectionalLstm: Input(5, 2) -> Masking -> Bidirectional(LSTM(3));
    #[scalar(f64)] MaskedBidirectionalLstmSequences: Input(5, 2) -> Masking
        -> Bidirectional(LSTM(3, return_sequences = true));
    #[scalar(f64)] MaskedBidirectionalLstmTwice: Input(5, 2) -> Masking
        -> Bidirectional(LSTM(2, return_sequences = true)) -> Bidirectional(LSTM(3)) -> Dense(2);
    #[scalar(f64)] MaskedBidirectionalGru: Input(5, 2) -> Masking -> Bidirectional(GRU(3), merge_mode = sum);
    #[scalar(f64)] MaskedBidirectionalGruSequences: Input(5, 2) -> Masking
        -> Bidirectional(GRU(3, return_sequences = true));
    #[scalar(f64)] MaskedBidirectionalSimpleRnnSequences: Input(5, 2) -> Masking
        -> Bidirectional(SimpleRNN(3, return_sequences = true), merge_mode = ave);
}

nets!(
    MaskedBidirectionalLstm,
    MaskedBidirectionalLstmSequences,
    MaskedBidirectionalLstmTwice,
    MaskedBidirectionalGru,
    MaskedBidirectionalGruSequences,
    MaskedBidirectionalSimpleRnnSequences,
);

golden! {
    FILE;
    masked_bidirectional_lstm: MaskedBidirectionalLstm, MeanSquaredError::new(), values;
    masked_bidirectional_lstm_sequences: MaskedBidirectionalLstmSequences, MeanSquaredError::new(), values;
    masked_bidirectional_lstm_twice: MaskedBidirectionalLstmTwice, MeanSquaredError::new(), values;
    masked_bidirectional_gru: MaskedBidirectionalGru, MeanSquaredError::new(), values;
    masked_bidirectional_gru_sequences: MaskedBidirectionalGruSequences, MeanSquaredError::new(), values;
    masked_bidirectional_simple_rnn_sequences: MaskedBidirectionalSimpleRnnSequences, MeanSquaredError::new(), values;
}

// Attention

model! {
    #[scalar(f64)] MaskedAttention: Input(5, 3) -> Masking -> MultiHeadAttention(2, 2);
    #[scalar(f64)] MaskedAttentionDense: Input(5, 3) -> Masking -> MultiHeadAttention(2, 2) -> Dense(2);
    #[scalar(f64)] MaskedAttentionLstm: Input(5, 3) -> Masking -> MultiHeadAttention(2, 2) -> LSTM(2);
    #[scalar(f64)] MaskedAttentionCausal: Input(5, 3) -> Masking -> MultiHeadAttention(2, 2, use_causal_mask = true);
    #[scalar(f64)] MaskedAttentionQuery:
        let x = Input(5, 3);
        let q = x -> Masking;
        let v = x -> Dense(3, tanh);
        MultiHeadAttention(2, 2)(q, v);
    #[scalar(f64)] MaskedAttentionValue:
        let x = Input(5, 3);
        let v = x -> Masking;
        let q = x -> Dense(3, tanh);
        MultiHeadAttention(2, 2)(q, v);
    #[scalar(f64)] MaskedAttentionValueCausal:
        let x = Input(5, 3);
        let v = x -> Masking;
        let q = x -> Dense(3, tanh);
        MultiHeadAttention(2, 2, use_causal_mask = true)(q, v);
}

nets!(
    MaskedAttention,
    MaskedAttentionDense,
    MaskedAttentionLstm,
    MaskedAttentionCausal,
    MaskedAttentionQuery,
    MaskedAttentionValue,
    MaskedAttentionValueCausal,
);

golden! {
    FILE;
    masked_attention: MaskedAttention, MeanSquaredError::new(), values;
    masked_attention_dense: MaskedAttentionDense, MeanSquaredError::new(), values;
    masked_attention_lstm: MaskedAttentionLstm, MeanSquaredError::new(), values;
    masked_attention_causal: MaskedAttentionCausal, MeanSquaredError::new(), values;
    masked_attention_query: MaskedAttentionQuery, MeanSquaredError::new(), values;
    masked_attention_value: MaskedAttentionValue, MeanSquaredError::new(), values;
    masked_attention_value_causal: MaskedAttentionValueCausal, MeanSquaredError::new(), values;
}

// Embedding

model! {
    #[scalar(f64)] EmbeddingNet: Input(5) -> Embedding(7, 3);
    #[scalar(f64)] EmbeddingRank2: Input(2, 3) -> Embedding(7, 3);
    #[scalar(f64)] EmbeddingDense: Input(5) -> Embedding(7, 3) -> Flatten -> Dense(2, tanh);
    #[scalar(f64)] EmbeddingAverage: Input(5) -> Embedding(7, 3) -> GlobalAveragePooling1D -> Dense(2);
    #[scalar(f64)] EmbeddingLstm: Input(5) -> Embedding(7, 3) -> LSTM(2) -> Dense(2);
    #[scalar(f64)] EmbeddingClasses: Input(5) -> Embedding(7, 3) -> Dense(3, softmax);
    EmbeddingSingle: Input(5) -> Embedding(13, 9) -> Flatten -> Dense(2);
    #[scalar(f64)] EmbeddingMask: Input(5) -> Embedding(7, 3, mask_zero = true);
    #[scalar(f64)] EmbeddingMaskDense: Input(5) -> Embedding(7, 3, mask_zero = true) -> Dense(2, tanh);
    #[scalar(f64)] EmbeddingMaskAverage: Input(5) -> Embedding(7, 3, mask_zero = true) -> GlobalAveragePooling1D
        -> Dense(2);
    #[scalar(f64)] EmbeddingMaskLstm: Input(5) -> Embedding(7, 3, mask_zero = true) -> LSTM(2) -> Dense(2);
    #[scalar(f64)] EmbeddingMaskGruSequences: Input(5) -> Embedding(7, 3, mask_zero = true)
        -> GRU(2, return_sequences = true) -> Dense(2);
    #[scalar(f64)] EmbeddingMaskBidirectional: Input(5) -> Embedding(7, 3, mask_zero = true) -> Bidirectional(LSTM(2))
        -> Dense(1, sigmoid);
    #[scalar(f64)] EmbeddingMaskAttention: Input(5) -> Embedding(7, 4, mask_zero = true)
        -> MultiHeadAttention(2, 2, use_causal_mask = true) -> Dense(7, softmax);
}

nets!(
    indices: EmbeddingNet,
    EmbeddingRank2,
    EmbeddingDense,
    EmbeddingAverage,
    EmbeddingLstm,
    EmbeddingClasses,
    EmbeddingSingle,
    EmbeddingMask,
    EmbeddingMaskDense,
    EmbeddingMaskAverage,
    EmbeddingMaskLstm,
    EmbeddingMaskGruSequences,
    EmbeddingMaskBidirectional,
    EmbeddingMaskAttention,
);

golden! {
    FILE;
    embedding: EmbeddingNet, MeanSquaredError::new(), values;
    embedding_rank2: EmbeddingRank2, MeanSquaredError::new(), values;
    embedding_dense: EmbeddingDense, MeanSquaredError::new(), values;
    embedding_average: EmbeddingAverage, MeanSquaredError::new(), values;
    embedding_lstm: EmbeddingLstm, MeanSquaredError::new(), values;
    embedding_classes: EmbeddingClasses, SparseCategoricalCrossentropy::new(), steps;
    embedding_f32: EmbeddingSingle, MeanSquaredError::new(), values;
    embedding_mask: EmbeddingMask, MeanSquaredError::new(), values;
    embedding_mask_dense: EmbeddingMaskDense, MeanSquaredError::new(), values;
    embedding_mask_average: EmbeddingMaskAverage, MeanSquaredError::new(), values;
    embedding_mask_lstm: EmbeddingMaskLstm, MeanSquaredError::new(), values;
    embedding_mask_gru_sequences: EmbeddingMaskGruSequences, MeanSquaredError::new(), values;
    embedding_mask_bidirectional: EmbeddingMaskBidirectional, BinaryCrossentropy::new(), values;
    embedding_mask_attention: EmbeddingMaskAttention, SparseCategoricalCrossentropy::new(), steps;
}

// Weights of samples and of their steps, beside a mask

model! {
    #[scalar(f64)] MaskedValues: Input(5, 2) -> Masking -> LSTM(3, return_sequences = true);
    #[scalar(f64)] MaskedBits: Input(5, 2) -> Masking -> Dense(3, sigmoid);
    #[scalar(f64)] MaskedWords: Input(5) -> Embedding(7, 3, mask_zero = true) -> LSTM(2, return_sequences = true)
        -> Dense(3, softmax);
}

nets!(MaskedValues, MaskedBits);
nets!(indices: MaskedWords);

weighted! {
    FILE;
    masked_weighted: MaskedValues, MeanSquaredError::new(), values;
    masked_steps_weighted: MaskedValues, MeanSquaredError::new(), values;
    masked_binary_steps_weighted: MaskedBits, BinaryCrossentropy::new(), values;
    embedding_mask_lstm_weighted: MaskedWords, SparseCategoricalCrossentropy::new(), steps;
    embedding_mask_lstm_steps_weighted: MaskedWords, SparseCategoricalCrossentropy::new(), steps;
}
