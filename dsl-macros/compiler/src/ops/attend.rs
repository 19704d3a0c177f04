//! Attention whose scores are in memory as a whole when training, which reads them again on the way back, and block by
//! block when predicting.

use super::{Arg, Back, Call, Config, Contract, Field, Instead, Operation};
use crate::dim::{Dim, Shape};
use crate::graph::Op;

/// The values mixed by the weights of attention: those are the first input, the values the second; queries, keys and the
/// masks that made the weights follow.
#[derive(Debug)]
pub struct Mix {
    /// The product of weights and values.
    pub product: Contract,
    /// The same from queries, keys and values.
    pub attend: Attend,
}

impl Operation for Mix {
    fn name(&self) -> &'static str {
        self.product.name()
    }
    fn call(&self) -> Call {
        self.product.call()
    }
    fn macs(&self, result: &Shape) -> Option<Dim> {
        self.product.macs(result)
    }
    fn differentiate(&self, back: &mut Back<'_>) {
        self.product.differentiate(back);
    }
    fn together(&self) -> Option<Instead> {
        let masks = [self.attend.query_mask, self.attend.key_mask].into_iter().flatten().map(|at| at + 1);
        let inputs = [2, 3, 1].into_iter().chain(masks).collect();
        Some(Instead { op: Op::kernel(self.attend.clone()), inputs })
    }
}

/// y = softmax(scale · q kᵀ) v for each head, from queries, keys, values and the masks of queries and keys.
#[derive(Clone, Debug)]
pub struct Attend {
    /// Heads, queries, keys, and the numbers in a key and in a value.
    pub lengths: [Dim; 5],
    /// What the products of queries and keys are multiplied by.
    pub scale: f64,
    /// Whether a query sees no key behind it.
    pub causal: bool,
    /// Which input is the mask of the queries.
    pub query_mask: Option<usize>,
    /// Which input is the mask of the keys.
    pub key_mask: Option<usize>,
    /// The axes that a wrapper has taken off.
    pub outer: Dim,
}

impl Operation for Attend {
    fn name(&self) -> &'static str {
        "attend"
    }
    fn call(&self) -> Call {
        let [heads, queries, keys, key_dim, value_dim] = self.lengths.clone().map(Field::Size);
        let fields = vec![
            ("heads", heads),
            ("queries", queries),
            ("keys", keys),
            ("key_dim", key_dim),
            ("value_dim", value_dim),
            ("scale", Field::Number(self.scale)),
            ("causal", Field::Flag(self.causal)),
        ];
        let call = Call::new("attend::forward").config(Config { path: "attend::Attend", fields });
        let call = call.result().input(0).input(1).input(2);
        let call = call.arg(Arg::Optional(self.query_mask)).arg(Arg::Optional(self.key_mask));
        call.arg(Arg::Value(Field::Batch(self.outer.clone())))
    }
}
