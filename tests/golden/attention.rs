//! Multi-head attention without masks of steps: to itself, across, causal.

use chainrule::loss::{MeanSquaredError, SparseCategoricalCrossentropy};
use chainrule::model;

use crate::check::{golden, nets};

static FILE: &[u8] = include_bytes!("attention.safetensors");

// Self-attention

model! {
    #[scalar(f64)] SelfAttention: Input(4, 3) -> MultiHeadAttention(2, 3);
    #[scalar(f64)] SelfAttentionOneHead: Input(4, 3) -> MultiHeadAttention(1, 2);
    #[scalar(f64)] SelfAttentionThreeHeads: Input(3, 4) -> MultiHeadAttention(num_heads = 3, key_dim = 2);
    #[scalar(f64)] SelfAttentionOneStep: Input(1, 3) -> MultiHeadAttention(2, 2);
    #[scalar(f64)] SelfAttentionOneSample: Input(4, 3) -> MultiHeadAttention(2, 2);
    #[scalar(f64)] SelfAttentionValueDim: Input(4, 3) -> MultiHeadAttention(2, 3, 2);
    #[scalar(f64)] SelfAttentionValueDimLarger: Input(4, 3) -> MultiHeadAttention(2, 2, value_dim = 4);
    #[scalar(f64)] SelfAttentionNoBias: Input(4, 3) -> MultiHeadAttention(2, 2, use_bias = false);
    #[scalar(f64)] SelfAttentionOutputShape: Input(4, 3) -> MultiHeadAttention(2, 2, output_shape = 5);
    #[scalar(f64)] SelfAttentionInside: Input(4, 2) -> Dense(3, tanh) -> MultiHeadAttention(2, 2) -> Flatten
        -> Dense(2);
    #[scalar(f64)] SelfAttentionTwice: Input(4, 3) -> MultiHeadAttention(2, 2)
        -> MultiHeadAttention(1, 3, use_bias = false);
    SelfAttentionSingle: Input(5, 9) -> MultiHeadAttention(3, 5) -> Dense(2);
}

nets!(
    SelfAttention,
    SelfAttentionOneHead,
    SelfAttentionThreeHeads,
    SelfAttentionOneStep,
    SelfAttentionOneSample,
    SelfAttentionValueDim,
    SelfAttentionValueDimLarger,
    SelfAttentionNoBias,
    SelfAttentionOutputShape,
    SelfAttentionInside,
    SelfAttentionTwice,
    SelfAttentionSingle,
);

golden! {
    FILE;
    self_attention: SelfAttention, MeanSquaredError::new(), values;
    self_attention_one_head: SelfAttentionOneHead, MeanSquaredError::new(), values;
    self_attention_three_heads: SelfAttentionThreeHeads, MeanSquaredError::new(), values;
    self_attention_one_step: SelfAttentionOneStep, MeanSquaredError::new(), values;
    self_attention_one_sample: SelfAttentionOneSample, MeanSquaredError::new(), values;
    self_attention_value_dim: SelfAttentionValueDim, MeanSquaredError::new(), values;
    self_attention_value_dim_larger: SelfAttentionValueDimLarger, MeanSquaredError::new(), values;
    self_attention_no_bias: SelfAttentionNoBias, MeanSquaredError::new(), values;
    self_attention_output_shape: SelfAttentionOutputShape, MeanSquaredError::new(), values;
    self_attention_inside: SelfAttentionInside, MeanSquaredError::new(), values;
    self_attention_twice: SelfAttentionTwice, MeanSquaredError::new(), values;
    self_attention_f32: SelfAttentionSingle, MeanSquaredError::new(), values;
}

// Causal

model! {
    #[scalar(f64)] CausalAttention: Input(4, 3) -> MultiHeadAttention(2, 2, use_causal_mask = true);
    #[scalar(f64)] CausalAttentionOneStep: Input(1, 3) -> MultiHeadAttention(2, 2, use_causal_mask = true);
    #[scalar(f64)] CausalAttentionValueDim: Input(4, 3)
        -> MultiHeadAttention(2, 3, value_dim = 2, use_causal_mask = true);
    CausalAttentionSingle: Input(5, 9) -> MultiHeadAttention(3, 5, use_causal_mask = true) -> Dense(2);
}

nets!(CausalAttention, CausalAttentionOneStep, CausalAttentionValueDim, CausalAttentionSingle);

golden! {
    FILE;
    causal_attention: CausalAttention, MeanSquaredError::new(), values;
    causal_attention_one_step: CausalAttentionOneStep, MeanSquaredError::new(), values;
    causal_attention_value_dim: CausalAttentionValueDim, MeanSquaredError::new(), values;
    causal_attention_f32: CausalAttentionSingle, MeanSquaredError::new(), values;
}

// Cross-attention

model! {
    #[scalar(f64)] CrossAttention:
        let x = Input(4, 3);
        let q = x -> Dense(2, tanh);
        MultiHeadAttention(2, 3)(q, x);
    #[scalar(f64)] CrossAttentionKey:
        let x = Input(4, 3);
        let q = x -> Dense(2, tanh);
        let k = x -> Dense(4, tanh);
        MultiHeadAttention(2, 3, value_dim = 2)(q, x, k);
    #[scalar(f64)] CrossAttentionFewerQueries:
        let x = Input(5, 3);
        let q = x -> Cropping1D((1, 2));
        MultiHeadAttention(2, 3)(q, x);
    #[scalar(f64)] CrossAttentionFewerKeys:
        let x = Input(5, 3);
        let v = x -> Cropping1D((1, 2));
        MultiHeadAttention(2, 3)(x, v);
    #[scalar(f64)] CrossAttentionCausalFewerQueries:
        let x = Input(5, 3);
        let q = x -> Cropping1D((1, 2));
        MultiHeadAttention(2, 3, use_causal_mask = true)(q, x);
    #[scalar(f64)] CrossAttentionCausalFewerKeys:
        let x = Input(5, 3);
        let v = x -> Cropping1D((1, 2));
        MultiHeadAttention(2, 3, use_causal_mask = true)(x, v);
}

nets!(
    CrossAttention,
    CrossAttentionKey,
    CrossAttentionFewerQueries,
    CrossAttentionFewerKeys,
    CrossAttentionCausalFewerQueries,
    CrossAttentionCausalFewerKeys,
);

golden! {
    FILE;
    cross_attention: CrossAttention, MeanSquaredError::new(), values;
    cross_attention_key: CrossAttentionKey, MeanSquaredError::new(), values;
    cross_attention_fewer_queries: CrossAttentionFewerQueries, MeanSquaredError::new(), values;
    cross_attention_fewer_keys: CrossAttentionFewerKeys, MeanSquaredError::new(), values;
    cross_attention_causal_fewer_queries: CrossAttentionCausalFewerQueries, MeanSquaredError::new(), values;
    cross_attention_causal_fewer_keys: CrossAttentionCausalFewerKeys, MeanSquaredError::new(), values;
}

// In a transformer

model! {
    #[scalar(f64)] TransformerBlock:
        let x = Input(4, 4);
        let a = (x + (x -> MultiHeadAttention(2, 2))) -> LayerNormalization;
        (a + (a -> Dense(6, gelu) -> Dense(4))) -> LayerNormalization;
    #[scalar(f64)] TransformerBlockCausal:
        let x = Input(4, 4);
        let a = x + (x -> LayerNormalization -> MultiHeadAttention(2, 2, use_causal_mask = true));
        let b = a + (a -> LayerNormalization -> Dense(6, relu) -> Dense(4));
        b -> LayerNormalization -> Dense(3, softmax);
}

nets!(TransformerBlock, TransformerBlockCausal);

golden! {
    FILE;
    transformer_block: TransformerBlock, MeanSquaredError::new(), values;
    transformer_block_causal: TransformerBlockCausal, SparseCategoricalCrossentropy::new(), steps;
}
