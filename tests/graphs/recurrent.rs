//! Recurrent layers, step by step.

use crate::arguments::Argument;

/// What a scan is given, for one sequence.
struct Scan<'a> {
    units: usize,
    gates: usize,
    kernel: &'a [f64],
    bias: Option<&'a [f64]>,
}

impl Scan<'_> {
    /// (U h + b) of a gate.
    fn product(&self, gate: usize, h: &[f64], unit: usize) -> f64 {
        let term = |(j, h): (usize, &f64)| h * self.kernel[(j * self.gates + gate) * self.units + unit];
        h.iter().enumerate().map(term).sum::<f64>() + self.bias.map_or(0.0, |bias| bias[gate * self.units + unit])
    }
}

/// `lstm::forward` and its kin: the outputs of all steps, and the states after the last; `lstm::final_cell`: a state.
pub(crate) fn operation(path: &str, arguments: &[Argument<'_>]) -> (Vec<f64>, Option<Vec<f64>>) {
    let (cell, function) = path.split_once("::").expect("the module of a cell and a function in it");
    let units = arguments[0].at("units").size();
    match function {
        "forward" => {
            let (y, states) = forward(cell, units, arguments);
            (y, Some(states))
        }
        // The interpreter's record: h, and then c.
        "final_state" => (arguments[2].slice()[..units].to_vec(), None),
        "final_cell" => (arguments[2].slice()[units..].to_vec(), None),
        other => panic!("the interpreter does not know {other} of {cell}"),
    }
}

/// All outputs, and the states after the last step.
fn forward(cell: &str, units: usize, arguments: &[Argument<'_>]) -> (Vec<f64>, Vec<f64>) {
    let functions = arguments[1].at("functions");
    let (activation, recurrent) = (functions.at("activation").function(), functions.at("recurrent").function());
    let (kernel, bias) = match (cell, &arguments[4]) {
        ("gru", weights) => (weights.at("kernel").slice(), weights.at("bias").optional()),
        (_, kernel) => (kernel.slice(), None),
    };
    let gates = kernel.len() / (units * units);
    let scan = Scan { units, gates, kernel, bias };
    let (h, c) = match (cell, &arguments[6]) {
        ("lstm", initial) => (initial.at("h").optional(), initial.at("c").optional()),
        (_, h) => (h.optional(), None),
    };
    let start = |state: Option<&[f64]>| state.map_or(vec![0.0; units], <[f64]>::to_vec);
    let (mut h, mut c, mut y) = (start(h), start(c), Vec::new());
    let all = |f: &dyn Fn(usize) -> f64| -> Vec<f64> { (0..units).map(f).collect() };
    for z in arguments[5].slice().chunks(gates * units) {
        let sum = |gate: usize, unit: usize| z[gate * units + unit] + scan.product(gate, &h, unit);
        h = match cell {
            "simple" => all(&|k| activation(sum(0, k))),
            "lstm" => {
                c = all(&|k| recurrent(sum(1, k)) * c[k] + recurrent(sum(0, k)) * activation(sum(2, k)));
                all(&|k| recurrent(sum(3, k)) * activation(c[k]))
            }
            "gru" => {
                let reset = all(&|k| recurrent(sum(1, k)));
                let kept = all(&|k| reset[k] * h[k]);
                let candidate = |k: usize| {
                    let after = arguments[0].at("reset_after").flag();
                    let product = if after { reset[k] * scan.product(2, &h, k) } else { scan.product(2, &kept, k) };
                    activation(z[2 * units + k] + product)
                };
                let update = |k: usize| recurrent(sum(0, k));
                all(&|k| update(k) * h[k] + (1.0 - update(k)) * candidate(k))
            }
            other => panic!("the interpreter does not know the cell {other}"),
        };
        y.extend(&h);
    }
    (y, [h, c].concat())
}
