//! Recurrent layers, step by step.

use crate::arguments::Argument;

/// The weights of a scan.
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
        // The interpreter's record: of each sequence h, and then c.
        "final_state" => (states(arguments[2].slice(), units, 0), None),
        "final_cell" => (states(arguments[2].slice(), units, 1), None),
        other => panic!("the interpreter does not know {other} of {cell}"),
    }
}

/// One of the states of each sequence.
fn states(record: &[f64], units: usize, which: usize) -> Vec<f64> {
    record.chunks(2 * units).flat_map(|both| both[which * units..][..units].to_vec()).collect()
}

/// All outputs, and the states after the last step, of each sequence.
fn forward(cell: &str, units: usize, arguments: &[Argument<'_>]) -> (Vec<f64>, Vec<f64>) {
    let functions = arguments[1].at("functions");
    let (activation, recurrent) = (functions.at("activation").function(), functions.at("recurrent").function());
    let (kernel, bias) = match (cell, &arguments[4]) {
        ("gru", weights) => (weights.at("kernel").slice(), weights.at("bias").optional()),
        (_, kernel) => (kernel.slice(), None),
    };
    let scan = Scan { units, gates: kernel.len() / (units * units), kernel, bias };
    let [first_h, first_c] = match (cell, &arguments[6]) {
        ("lstm", initial) => [initial.at("h").optional(), initial.at("c").optional()],
        (_, h) => [h.optional(), None],
    };
    let after = cell == "gru" && arguments[0].at("reset_after").flag();
    let start =
        |state: Option<&[f64]>, at: usize| state.map_or(vec![0.0; units], |all| all[at * units..][..units].to_vec());
    let all = |f: &dyn Fn(usize) -> f64| -> Vec<f64> { (0..units).map(f).collect() };
    let (mut y, mut states) = (Vec::new(), Vec::new());
    let step = scan.gates * units;
    for (at, sequence) in arguments[5].slice().chunks(arguments[0].at("steps").size() * step).enumerate() {
        let (mut h, mut c) = (start(first_h, at), start(first_c, at));
        for z in sequence.chunks(step) {
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
        states.extend([h, c].concat());
    }
    (y, states)
}
