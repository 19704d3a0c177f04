//! The oracle of the tests: recurrent layers as Keras has them, number by number.

/// A cell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Cell {
    Simple,
    Lstm,
    Gru { reset_after: bool },
}

impl Cell {
    pub(super) fn gates(self) -> usize {
        match self {
            Self::Simple => 1,
            Self::Lstm => 4,
            Self::Gru { .. } => 3,
        }
    }
}

/// Everything that a scan is given.
#[derive(Clone, Debug)]
pub(super) struct Case {
    pub(super) cell: Cell,
    pub(super) steps: usize,
    pub(super) units: usize,
    pub(super) batch: usize,
    /// `activation` is tanh and `recurrent_activation` sigmoid, or the other way round.
    pub(super) swapped: bool,
    pub(super) z: Vec<f64>,
    pub(super) kernel: Vec<f64>,
    pub(super) bias: Option<Vec<f64>>,
    pub(super) h: Option<Vec<f64>>,
    pub(super) c: Option<Vec<f64>>,
    pub(super) mask: Option<Vec<f64>>,
    pub(super) dropped: Option<Vec<f64>>,
}

/// What a scan returns: all outputs and the last states.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Outputs {
    pub(super) y: Vec<f64>,
    pub(super) h: Vec<f64>,
    pub(super) c: Vec<f64>,
}

type Function = fn(f64) -> f64;

fn sigmoid(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

impl Case {
    pub(super) fn run(&self) -> Outputs {
        let Self { steps, units, batch, .. } = *self;
        let zeros = vec![0.0; units * batch];
        let mut out = Outputs {
            y: vec![0.0; units * steps * batch],
            h: self.h.clone().unwrap_or(zeros.clone()),
            c: self.c.clone().unwrap_or(zeros),
        };
        for b in 0..batch {
            let state = b * units..(b + 1) * units;
            let mut output = vec![0.0; units];
            for t in 0..steps {
                if self.mask.as_ref().is_none_or(|mask| mask[b * steps + t] != 0.0) {
                    let (h, c) = self.step(b, t, &out.h[state.clone()], &out.c[state.clone()]);
                    out.h[state.clone()].copy_from_slice(&h);
                    out.c[state.clone()].copy_from_slice(&c);
                    output = h;
                }
                out.y[(b * steps + t) * units..][..units].copy_from_slice(&output);
            }
        }
        out
    }

    /// The states after a step.
    fn step(&self, b: usize, t: usize, h: &[f64], c: &[f64]) -> (Vec<f64>, Vec<f64>) {
        let Self { steps, units, .. } = *self;
        let gates = self.cell.gates();
        let (activation, recurrent): (Function, Function) =
            if self.swapped { (sigmoid, f64::tanh) } else { (f64::tanh, sigmoid) };
        let z = |gate: usize, k: usize| self.z[((b * steps + t) * gates + gate) * units + k];
        let bias = |gate: usize, k: usize| self.bias.as_ref().map_or(0.0, |bias| bias[gate * units + k]);
        let factor = |gate: usize, j: usize| {
            self.dropped.as_ref().map_or(1.0, |dropped| dropped[(b * gates + gate) * units + j])
        };
        let product = |gate: usize, k: usize, h: &dyn Fn(usize) -> f64| {
            let term = |j: usize| h(j) * factor(gate, j) * self.kernel[(j * gates + gate) * units + k];
            (0..units).map(term).sum::<f64>() + bias(gate, k)
        };
        let plain = |gate: usize, k: usize| product(gate, k, &|j| h[j]);
        let all = |f: &dyn Fn(usize) -> f64| -> Vec<f64> { (0..units).map(f).collect() };
        match self.cell {
            Cell::Simple => (all(&|k| activation(z(0, k) + plain(0, k))), c.to_vec()),
            Cell::Lstm => {
                let sum = |gate: usize, k: usize| z(gate, k) + plain(gate, k);
                let c = all(&|k| recurrent(sum(1, k)) * c[k] + recurrent(sum(0, k)) * activation(sum(2, k)));
                (all(&|k| recurrent(sum(3, k)) * activation(c[k])), c)
            }
            Cell::Gru { reset_after } => {
                let r = all(&|k| recurrent(z(1, k) + plain(1, k)));
                let candidate = |k: usize| {
                    let inner = if reset_after { r[k] * plain(2, k) } else { product(2, k, &|j| r[j] * h[j]) };
                    activation(z(2, k) + inner)
                };
                let update = |k: usize| recurrent(z(0, k) + plain(0, k));
                (all(&|k| update(k) * h[k] + (1.0 - update(k)) * candidate(k)), c.to_vec())
            }
        }
    }
}
