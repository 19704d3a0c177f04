//! `MultiHeadAttention(4, 16)(query, value, key)`

use super::{Layer, Masks, Mismatch, Need, Parameter, Spec, Takes, spatial};
use crate::activation::Activate;
use crate::build::{Build, Tensor};
use crate::dim::{Dim, Shape};
use crate::graph::Value;
use crate::ops;
use crate::start::Start;

const fn refused(name: &'static str, help: &'static str) -> Parameter {
    Parameter::new(name, Need::Refused(help))
}

pub(super) const SPEC: Spec = Spec {
    name: "MultiHeadAttention",
    aliases: &[],
    summary: "each head: softmax(Q Kᵀ/√key_dim) V, Q, K and V products of query, key and value; then a product of all heads (Vaswani et al. 2017). From an arrow query, key and value are the same, as they are in `(x, x)`; `(query, value)` takes the values as keys",
    shapes: "(queries, features), (steps, features) → (queries, output_shape), the features of the query if that is left out",
    page: "attention_layers/multi_head_attention",
    example: "Input(8, 16) -> MultiHeadAttention(2, 8, use_causal_mask = true)",
    parameters: &[
        Parameter::new("num_heads", Need::Required("4")),
        Parameter::new("key_dim", Need::Required("16")),
        Parameter::new("value_dim", Need::Default("key_dim")),
        Parameter::new("dropout", Need::Default("0.0")),
        Parameter::new("use_bias", Need::Default("true")),
        Parameter::new("output_shape", Need::Default("that of the query")),
        refused(
            "attention_axes",
            "attention is over the steps: bring them to the first axis by `Reshape` and `Permute`",
        ),
        refused("flash_attention", "there is one implementation: leave it out"),
        Parameter::new("kernel_initializer", Need::Default("glorot_uniform")),
        Parameter::new("bias_initializer", Need::Default("zeros")),
        Parameter::new("kernel_regularizer", Need::Default("none")),
        Parameter::new("bias_regularizer", Need::Default("none")),
        refused("activity_regularizer", "penalties on outputs are not available yet"),
        refused("kernel_constraint", "constraints on weights are not available yet"),
        refused("bias_constraint", "constraints on weights are not available yet"),
        refused("seed", "the seed is the trainer's: write `Trainer::new(…).seed(n)`"),
        Parameter::new("use_causal_mask", Need::Default("false")),
    ],
    weights: &[
        "query.kernel",
        "query.bias?",
        "key.kernel",
        "key.bias?",
        "value.kernel",
        "value.bias?",
        "attention_output.kernel",
        "attention_output.bias?",
    ],
    resolve: |arguments, report| {
        let heads = arguments.dim("num_heads", report);
        let key = arguments.whole("key_dim", 1, report);
        let value = arguments.get("value_dim").map(|_| arguments.dim("value_dim", report));
        let output = arguments.get("output_shape").map(|_| arguments.dim("output_shape", report));
        let dropout = arguments.number_in("dropout", 0.0..1.0, "a fraction from 0 up to, but not including, 1", report);
        let use_bias = arguments.boolean("use_bias", report);
        let causal = arguments.boolean("use_causal_mask", report);
        let kernel = arguments.start("kernel", 3, report);
        let bias = arguments.start("bias", 1, report);
        arguments.no_effect_without("use_bias", use_bias, &["bias_initializer", "bias_regularizer"], report);
        let key = key?;
        Some(Box::new(MultiHeadAttention {
            heads: heads?,
            key,
            value: match value {
                Some(value) => value?,
                None => Dim::known(key),
            },
            output: match output {
                Some(output) => Some(output?),
                None => None,
            },
            dropout: dropout?,
            causal: causal?,
            kernel: kernel?,
            bias: use_bias?.then_some(bias?),
        }))
    },
};

#[derive(Debug)]
struct MultiHeadAttention {
    heads: Dim,
    key: usize,
    value: Dim,
    output: Option<Dim>,
    dropout: f64,
    causal: bool,
    kernel: Start,
    bias: Option<Start>,
}

impl MultiHeadAttention {
    /// The product of one of the inputs for all heads.
    fn project(&self, build: &mut Build, name: &str, x: &Tensor, width: &Dim) -> Result<Tensor, Mismatch> {
        let (features, all) = (x.shape.last(), Dim::product([&self.heads, width]));
        build.within(name, &[], |build| {
            let shape = Shape(vec![features, self.heads.clone(), width.clone()]);
            let kernel = build.weight("kernel", shape, &self.kernel)?;
            let shape = || Shape(vec![self.heads.clone(), width.clone()]);
            let bias = self.bias.as_ref().map(|start| build.weight("bias", shape(), start)).transpose()?;
            Ok(build.affine(x, kernel, bias, &all))
        })
    }

    /// The values mixed by what each query is like each key: `(queries, heads · value_dim)`.
    fn attend(
        &self,
        build: &mut Build,
        [q, k, v]: [&Tensor; 3],
        query_mask: Option<Value>,
        key_mask: Option<Value>,
    ) -> Tensor {
        let (heads, width) = (&self.heads, Dim::known(self.key));
        let (queries, keys) = (q.shape.0[0].clone(), k.shape.0[0].clone());
        let (one, rows, scale) = (Dim::known(1), Dim::product([heads, &width]), (self.key as f64).sqrt().recip());
        let shape = Shape(vec![heads.clone(), queries.clone(), keys.clone()]);
        let strides = [Dim::product([&queries, &keys]), keys.clone(), one.clone()];
        let scores = ops::Contract {
            batch: heads.clone(),
            lengths: [queries.clone(), keys.clone(), width.clone()],
            a: [width.clone(), rows.clone(), one.clone()],
            b: [width.clone(), one.clone(), rows],
            c: strides.clone(),
            scale,
            outer: build.outer(),
        };
        let mut scores = Tensor::new(build.kernel(scores, &[q.value, k.value], &shape), shape);
        let masks: Vec<_> = query_mask.into_iter().chain(key_mask).collect();
        // Where the masks are among inputs, after so many others.
        let masks_at =
            |first: usize| (query_mask.map(|_| first), key_mask.map(|_| first + usize::from(query_mask.is_some())));
        if self.causal || !masks.is_empty() {
            let (lengths, (queries, keys)) = ([heads.clone(), queries.clone(), keys.clone()], masks_at(1));
            let masked = ops::MaskScores { lengths, causal: self.causal, queries, keys, backward: false };
            let values: Vec<_> = [scores.value].into_iter().chain(masks.iter().copied()).collect();
            scores.value = build.kernel(masked, &values, &scores.shape);
        }
        let name = proc_macro2::Ident::new("softmax", proc_macro2::Span::call_site());
        let mut weights = build.activation(&scores, &Activate::Softmax(name));
        if self.dropout > 0.0 {
            let dropout = ops::Dropout { rate: self.dropout, draws: build.draws(), len: None };
            weights.value = build.kernel(dropout, &[weights.value], &weights.shape);
        }
        let all = Dim::product([heads, &self.value]);
        let (of_queries, of_keys) = masks_at(3);
        let attend = ops::Attend {
            lengths: [heads.clone(), queries.clone(), keys.clone(), width, self.value.clone()],
            scale,
            causal: self.causal,
            query_mask: of_queries,
            key_mask: of_keys,
            outer: build.outer(),
        };
        let product = ops::Contract {
            batch: heads.clone(),
            lengths: [queries.clone(), self.value.clone(), keys],
            a: strides,
            b: [self.value.clone(), all.clone(), one.clone()],
            c: [self.value.clone(), all.clone(), one],
            scale: 1.0,
            outer: build.outer(),
        };
        let shape = Shape(vec![queries, all]);
        let values: Vec<_> = [weights.value, v.value, q.value, k.value].into_iter().chain(masks).collect();
        Tensor::new(build.kernel(ops::Mix { product, attend }, &values, &shape), shape)
    }
}

impl Layer for MultiHeadAttention {
    fn apply(&self, build: &mut Build, inputs: &[Tensor]) -> Result<Vec<Tensor>, Mismatch> {
        let query = &inputs[0];
        let value = inputs.get(1).unwrap_or(query);
        let key = inputs.get(2).unwrap_or(value);
        for (number, x) in inputs.iter().enumerate() {
            spatial::sequence("MultiHeadAttention", "features", x, number)?;
        }
        let keys = key.shape.0[0].clone();
        match keys.same(&value.shape.0[0]) {
            Some(true) => {}
            Some(false) => {
                let message =
                    format!("`MultiHeadAttention` needs a key for each value, found {} and {}", key.shape, value.shape);
                return Err(Mismatch::layer(message, "give it keys and values of as many steps"));
            }
            None => build.claim(
                "`MultiHeadAttention` needs a key for each value".into(),
                keys.clone(),
                value.shape.0[0].clone(),
            ),
        }
        let width = Dim::known(self.key);
        let q = self.project(build, "query.", query, &width)?;
        let k = self.project(build, "key.", key, &width)?;
        let v = self.project(build, "value.", value, &self.value)?;
        let key_mask = super::merge::common_mask(build, &[key.clone(), value.clone()]);
        let mixed = self.attend(build, [&q, &k, &v], query.mask, key_mask);
        let units = self.output.clone().unwrap_or_else(|| query.shape.last());
        let y = build.within("attention_output.", &[], |build| {
            let shape = Shape(vec![self.heads.clone(), self.value.clone(), units.clone()]);
            let kernel = build.weight("kernel", shape, &self.kernel)?;
            let bias = self.bias.as_ref().map(|start| build.weight("bias", Shape(vec![units.clone()]), start));
            Ok(build.affine(&mixed, kernel, bias.transpose()?, &units))
        })?;
        Ok(vec![Tensor { mask: query.mask, ..y }])
    }

    fn takes(&self) -> Takes {
        Takes::Between(1, 3)
    }

    fn masks(&self) -> Masks {
        Masks::Own
    }
}
