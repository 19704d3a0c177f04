//! Means over positions; products of two values inside each sample.

use super::{After, Arg, Back, Call, Config, Field, Operation};
use crate::dim::{Dim, Shape};
use crate::graph::{Layout, Op};

/// y = the mean of each channel over all positions, or over those that the mask, the second input, counts.
#[derive(Clone, Debug)]
pub struct Mean {
    /// The positions.
    pub positions: Dim,
    /// The channels.
    pub channels: Dim,
    /// Whether a mask counts the positions.
    pub masked: bool,
    /// Whether this is the way back.
    pub backward: bool,
    /// What lies across a vector.
    pub layout: Layout,
}

impl Operation for Mean {
    fn name(&self) -> &'static str {
        match (self.masked, self.backward) {
            (false, false) => "mean",
            (false, true) => "mean_grad",
            (true, false) => "masked_mean",
            (true, true) => "masked_mean_grad",
        }
    }
    fn call(&self) -> Call {
        if self.layout == Layout::Samples {
            let path = if self.backward { "lanes::mean_backward" } else { "lanes::mean_forward" };
            let call = Call::new(path).result().input(0).size(&self.positions).size(&self.channels);
            return if self.backward { call.arg(Arg::Then(After::Nothing)) } else { call };
        }
        let path = if self.backward { "mean::backward" } else { "mean::forward" };
        let call = Call::new(path).result().input(0).size(&self.positions).size(&self.channels);
        call.arg(Arg::Optional(self.masked.then_some(1)))
    }
    fn across_samples(&self, result: &Shape) -> Option<Op> {
        let alone = !self.masked && result.len() == self.channels;
        alone.then(|| Op::kernel(Self { layout: Layout::Samples, ..self.clone() }))
    }
    fn differentiate(&self, back: &mut Back<'_>) {
        let mask = back.inputs[1..].to_vec();
        back.input(Op::kernel(Self { backward: true, ..self.clone() }), &mask);
    }
}

/// c[g, i, j] = scale · Σ a[g, i, p] b[g, p, j] inside each sample, with strides in memory.
#[derive(Clone, Debug)]
pub struct Contract {
    /// Products in a sample: `g`.
    pub batch: Dim,
    /// Lengths of `i`, `j` and `p`.
    pub lengths: [Dim; 3],
    /// The strides of `[g, i, p]` in a.
    pub a: [Dim; 3],
    /// The strides of `[g, p, j]` in b.
    pub b: [Dim; 3],
    /// The strides of `[g, i, j]` in c.
    pub c: [Dim; 3],
    /// A factor.
    pub scale: f64,
    /// The axes that a wrapper has taken off.
    pub outer: Dim,
}

impl Operation for Contract {
    fn name(&self) -> &'static str {
        "contract"
    }
    fn call(&self) -> Call {
        let [m, n, k] = self.lengths.clone().map(Field::Size);
        let config = Config {
            path: "contract::Contract",
            fields: vec![
                ("batch", Field::Size(self.batch.clone())),
                ("m", m),
                ("n", n),
                ("k", k),
                ("a", Field::dims(&self.a)),
                ("b", Field::dims(&self.b)),
                ("c", Field::dims(&self.c)),
                ("scale", Field::Number(self.scale)),
            ],
        };
        Call::new("contract::forward")
            .config(config)
            .result()
            .input(0)
            .input(1)
            .arg(Arg::Value(Field::Batch(self.outer.clone())))
    }
    fn macs(&self, result: &Shape) -> Option<Dim> {
        // As often as the result has products: a wrapper may have put axes before them.
        Some(Dim::product(result.0.iter().chain([&self.lengths[2]])))
    }
    // da[g, i, p] = scale · Σ dc[g, i, j] b[g, p, j], db[g, p, j] = scale · Σ a[g, i, p] dc[g, i, j]
    fn differentiate(&self, back: &mut Back<'_>) {
        let (dy, a, b) = (back.dy, back.inputs[0], back.inputs[1]);
        let swapped = |[g, x, y]: &[Dim; 3]| [g.clone(), y.clone(), x.clone()];
        let [m, n, k] = self.lengths.clone();
        let (batch, scale, outer) = (self.batch.clone(), self.scale, self.outer.clone());
        let da = Self {
            batch: batch.clone(),
            lengths: [m.clone(), k.clone(), n.clone()],
            a: self.c.clone(),
            b: swapped(&self.b),
            c: self.a.clone(),
            scale,
            outer: outer.clone(),
        };
        let db =
            Self { batch, lengths: [k, n, m], a: swapped(&self.a), b: self.c.clone(), c: self.b.clone(), scale, outer };
        let shapes = (back.shape(a), back.shape(b));
        let da = back.push(Op::kernel(da), &[dy, b], shapes.0);
        let db = back.push(Op::kernel(db), &[a, dy], shapes.1);
        back.found.extend([(a, da), (b, db)]);
    }
}
