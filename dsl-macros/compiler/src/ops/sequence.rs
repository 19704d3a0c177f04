//! Rows of a table by indices, masks of steps, scores of attention, positions.

use super::{Arg, Back, Call, Operation};
use crate::dim::Dim;
use crate::graph::{Op, WeightId};

/// y = the rows of a table that the indices name.
#[derive(Clone, Debug)]
pub struct Embedding {
    /// The table, `[rows, dim]`.
    pub table: WeightId,
    /// The width of a row.
    pub dim: Dim,
    /// Whether this makes the gradient of the table, from dy and the indices.
    pub backward: bool,
}

impl Operation for Embedding {
    fn name(&self) -> &'static str {
        if self.backward { "embedding_grad" } else { "embedding" }
    }
    fn call(&self) -> Call {
        if self.backward {
            return Call::new("embedding::grad_table").size(&self.dim).result().input(0).input(1).finite();
        }
        Call::new("embedding::forward").size(&self.dim).result().weight(self.table).input(0)
    }
    fn target(&self) -> Option<WeightId> {
        self.backward.then_some(self.table)
    }
    // Indices have no gradient.
    fn differentiate(&self, back: &mut Back<'_>) {
        let (dy, x) = (back.dy, back.inputs[0]);
        back.weight(self.table, Op::kernel(Self { backward: true, ..self.clone() }), &[dy, x]);
    }
}

/// 1 for each row that has an element other than a value, else 0.
#[derive(Debug)]
pub struct NotEqual {
    /// The width of a row.
    pub width: Dim,
    /// The value.
    pub value: f64,
}

impl Operation for NotEqual {
    fn name(&self) -> &'static str {
        "not_equal"
    }
    fn call(&self) -> Call {
        Call::new("mask::any_not_equal").result().input(0).size(&self.width).number(self.value)
    }
}

/// Zeros in the rows that the mask, the second input, does not count.
#[derive(Clone, Debug)]
pub struct ZeroMasked {
    /// The width of a row.
    pub width: Dim,
}

impl Operation for ZeroMasked {
    fn name(&self) -> &'static str {
        "zero_masked"
    }
    fn call(&self) -> Call {
        Call::new("mask::zero").result().input(1).size(&self.width)
    }
    fn in_place(&self) -> bool {
        true
    }
    fn differentiate(&self, back: &mut Back<'_>) {
        let mask = back.inputs[1];
        back.input(Op::kernel(self.clone()), &[mask]);
    }
}

/// Scores `(heads, queries, keys)` of which some do not count; the masks of queries and keys follow.
#[derive(Clone, Debug)]
pub struct MaskScores {
    /// Heads, queries and keys.
    pub lengths: [Dim; 3],
    /// Whether a query sees no key behind it.
    pub causal: bool,
    /// Which input is the mask of the queries.
    pub queries: Option<usize>,
    /// Which input is the mask of the keys.
    pub keys: Option<usize>,
    /// Whether this is the way back.
    pub backward: bool,
}

impl Operation for MaskScores {
    fn name(&self) -> &'static str {
        if self.backward { "mask_scores_grad" } else { "mask_scores" }
    }
    fn call(&self) -> Call {
        let path = if self.backward { "mask::scores_backward" } else { "mask::scores" };
        let [heads, queries, keys] = &self.lengths;
        let call = Call::new(path).result().size(heads).size(queries).size(keys).flag(self.causal);
        call.arg(Arg::Optional(self.queries)).arg(Arg::Optional(self.keys))
    }
    fn in_place(&self) -> bool {
        true
    }
    fn differentiate(&self, back: &mut Back<'_>) {
        let masks = back.inputs[1..].to_vec();
        back.input(Op::kernel(Self { backward: true, ..self.clone() }), &masks);
    }
}

/// y = x + the sinusoidal encoding of positions.
#[derive(Debug)]
pub struct Sinusoidal {
    /// The steps.
    pub steps: Dim,
    /// The features.
    pub dim: Dim,
}

impl Operation for Sinusoidal {
    fn name(&self) -> &'static str {
        "sinusoidal"
    }
    fn call(&self) -> Call {
        Call::new("position::sinusoidal").result().size(&self.steps).size(&self.dim)
    }
    fn in_place(&self) -> bool {
        true
    }
    fn differentiate(&self, back: &mut Back<'_>) {
        back.same(0);
    }
}
