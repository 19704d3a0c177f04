//! Scans against the cells written out, and against finite differences of those.

use super::golden::GOLDEN;
use super::naive::{Case, Cell, Outputs};
use super::{Functions, Gradients, Initial, Kernel, Scan, gru, lstm, simple};
use crate::activations::{sigmoid, tanh};
use crate::kernels::pointwise::Pointwise;
use crate::scalar::Scalar;
use crate::testing::on_threads;

const CELLS: [Cell; 4] = [Cell::Simple, Cell::Lstm, Cell::Gru { reset_after: true }, Cell::Gru { reset_after: false }];

/// Which steps of a batch are masked.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Masked {
    Nothing,
    Start,
    Middle,
    End,
    EverySecond,
    OneSample,
    All,
}

const MASKED: [Masked; 7] =
    [Masked::Nothing, Masked::Start, Masked::Middle, Masked::End, Masked::EverySecond, Masked::OneSample, Masked::All];

impl Masked {
    fn mask(self, steps: usize, batch: usize) -> Option<Vec<f64>> {
        let masked = |b: usize, t: usize| match self {
            Self::Nothing => false,
            Self::Start => t <= b % 2,
            Self::Middle => t == steps / 2,
            Self::End => t + 1 + b % 2 >= steps,
            Self::EverySecond => (t + b).is_multiple_of(2),
            Self::OneSample => b == 0,
            Self::All => true,
        };
        let steps_of = |b: usize| (0..steps).map(move |t| f64::from(u8::from(!masked(b, t))));
        (self != Self::Nothing).then(|| (0..batch).flat_map(steps_of).collect())
    }
}

/// Numbers in [-1, 1) that look random.
fn numbers(len: usize, seed: u64) -> Vec<f64> {
    let mut state = seed.wrapping_mul(2) + 1;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 40) as f64 / f64::from(1 << 23) - 1.0
    };
    (0..len).map(|_| next()).collect()
}

/// A case in which everything is given but a mask; the kernel is small enough to keep states from saturating.
fn case(cell: Cell, [steps, units, batch]: [usize; 3]) -> Case {
    let gates = cell.gates();
    let scale = 1.5 / (units as f64).sqrt();
    Case {
        cell,
        steps,
        units,
        batch,
        swapped: false,
        z: numbers(gates * units * steps * batch, 1),
        kernel: numbers(units * gates * units, 2).iter().map(|u| scale * u).collect(),
        bias: (cell == Cell::Gru { reset_after: true }).then(|| numbers(gates * units, 3)),
        h: Some(numbers(units * batch, 4)),
        c: (cell == Cell::Lstm).then(|| numbers(units * batch, 5)),
        mask: None,
        dropped: Some(numbers(gates * units * batch, 6).iter().map(|x| if *x < -0.3 { 0.0 } else { 1.25 }).collect()),
    }
}

/// Cases of all cells, sizes and masks; what may be absent is so in every second one.
fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for cell in CELLS {
        for steps in [1, 2, 5] {
            for units in [1, 3, 17] {
                for batch in [1, 3] {
                    for masked in MASKED {
                        let mut case = case(cell, [steps, units, batch]);
                        case.mask = masked.mask(steps, batch);
                        cases.push(case.clone());
                        case.dropped = None;
                        cases.push(case.clone());
                        (case.h, case.c, case.bias, case.swapped) = (None, None, None, true);
                        cases.push(case);
                    }
                }
            }
        }
    }
    cases
}

/// The gradients of everything that a scan is given.
#[derive(Clone, Debug, Default, PartialEq)]
struct Found<T> {
    z: Vec<T>,
    kernel: Vec<T>,
    bias: Vec<T>,
    h: Vec<T>,
    c: Vec<T>,
    /// What the kernels say of the gradients of weights.
    finite: bool,
}

/// The kernels' outputs and gradients, given those of the outputs. What is overwritten held NaN.
fn run<T: Scalar>(case: &Case, dy: &Outputs) -> (Outputs, Found<T>)
where
    tanh: Pointwise<T>,
    sigmoid: Pointwise<T>,
{
    let Case { cell, steps, units, batch, swapped, .. } = *case;
    let numbers = |values: &[f64]| -> Vec<T> { values.iter().map(|value| T::from_f64(*value)).collect() };
    let option = |values: &Option<Vec<f64>>| values.as_ref().map(|values| numbers(values));
    let blank = |len: usize| vec![T::from_f64(f64::NAN); len];
    let (activation, recurrent): (&dyn Pointwise<T>, &dyn Pointwise<T>) =
        if swapped { (&sigmoid, &tanh) } else { (&tanh, &sigmoid) };
    let (mask, dropped) = (option(&case.mask), option(&case.dropped));
    let scan =
        Scan { functions: Functions { activation, recurrent }, mask: mask.as_deref(), dropped: dropped.as_deref() };
    let (z, kernel, bias) = (numbers(&case.z), numbers(&case.kernel), option(&case.bias));
    let (h0, c0) = (option(&case.h), option(&case.c));
    let (dy_y, dy_h, dy_c) = (numbers(&dy.y), numbers(&dy.h), numbers(&dy.c));
    let gradients = Gradients { y: &dy_y, h: Some(&dy_h), c: Some(&dy_c) };

    let state = units * batch;
    let (mut y, mut h, mut c) = (blank(state * steps), blank(state), vec![T::ZERO; state]);
    let mut found = Found {
        z: blank(z.len()),
        kernel: blank(kernel.len()),
        bias: vec![],
        h: blank(state),
        c: blank(state),
        finite: true,
    };
    let mut transposed = blank(kernel.len());
    let back = Kernel { kernel: &kernel, transposed: &mut transposed };
    found.finite = match cell {
        Cell::Simple => {
            let shape = simple::Simple { steps, units };
            let (mut tape, mut running) = (blank(shape.tape() * batch), blank(shape.running() * batch));
            simple::forward(&shape, scan, &mut y, &mut tape, &kernel, &z, h0.as_deref());
            simple::final_state(&shape, &mut h, &tape);
            simple::backward(&shape, scan, &mut found.z, &mut running, back, gradients, &tape);
            simple::initial_gradient(&shape, &mut found.h, &running);
            simple::grad_recurrent(&shape, &mut found.kernel, &running, &tape, scan.dropped)
        }
        Cell::Lstm => {
            let shape = lstm::Lstm { steps, units };
            let (mut tape, mut running) = (blank(shape.tape() * batch), blank(shape.running() * batch));
            let initial = Initial { h: h0.as_deref(), c: c0.as_deref() };
            lstm::forward(&shape, scan, &mut y, &mut tape, &kernel, &z, initial);
            lstm::final_state(&shape, &mut h, &tape);
            lstm::final_cell(&shape, &mut c, &tape);
            lstm::backward(&shape, scan, &mut found.z, &mut running, back, gradients, &tape);
            lstm::initial_gradient(&shape, &mut found.h, &running);
            lstm::initial_cell_gradient(&shape, &mut found.c, &running);
            lstm::grad_recurrent(&shape, &mut found.kernel, &running, &tape, scan.dropped)
        }
        Cell::Gru { reset_after } => {
            let shape = gru::Gru { steps, units, reset_after };
            let (mut tape, mut running) = (blank(shape.tape() * batch), blank(shape.running() * batch));
            let weights = gru::Weights { kernel: &kernel, bias: bias.as_deref() };
            gru::forward(&shape, scan, &mut y, &mut tape, weights, &z, h0.as_deref());
            gru::final_state(&shape, &mut h, &tape);
            gru::backward(&shape, scan, &mut found.z, &mut running, back, gradients, &tape);
            gru::initial_gradient(&shape, &mut found.h, &running);
            found.bias = bias.map_or(vec![], |bias| blank(bias.len()));
            gru::grad_recurrent_bias(&shape, &mut found.bias, &running)
                && gru::grad_recurrent(&shape, &mut found.kernel, &running, &tape, scan.dropped)
        }
    };
    if cell != Cell::Lstm {
        found.c.clear();
    }
    let doubles = |values: Vec<T>| values.into_iter().map(Scalar::to_f64).collect();
    (Outputs { y: doubles(y), h: doubles(h), c: doubles(c) }, found)
}

/// Gradients of the outputs that look random.
fn gradients_of_outputs(case: &Case) -> Outputs {
    let state = case.units * case.batch;
    let c = if case.cell == Cell::Lstm { numbers(state, 9) } else { vec![0.0; state] };
    Outputs { y: numbers(state * case.steps, 7), h: numbers(state, 8), c }
}

/// What those are the gradients of.
fn value(case: &Case, dy: &Outputs) -> f64 {
    let Outputs { y, h, c } = case.run();
    let all = y.iter().chain(&h).chain(&c).zip(dy.y.iter().chain(&dy.h).chain(&dy.c));
    all.map(|(y, dy)| y * dy).sum()
}

#[track_caller]
fn assert_close(found: &Outputs, expected: &Outputs, tolerance: f64, what: &str) {
    for (name, found, expected) in
        [("y", &found.y, &expected.y), ("h", &found.h, &expected.h), ("c", &found.c, &expected.c)]
    {
        assert_eq!(found.len(), expected.len());
        for (at, (found, expected)) in found.iter().zip(expected).enumerate() {
            assert!((found - expected).abs() <= tolerance, "{what}: {name}[{at}] is {found}, expected {expected}");
        }
    }
}

/// Checks some numbers of a gradient against finite differences; `tensor` is what it is the gradient of.
#[track_caller]
fn assert_gradient(
    case: &Case,
    dy: &Outputs,
    name: &str,
    gradient: &[f64],
    tensor: impl Fn(&mut Case) -> Option<&mut Vec<f64>>,
) {
    let Some(len) = tensor(&mut case.clone()).map(|tensor| tensor.len()) else { return };
    assert_eq!(len, gradient.len(), "{name}");
    let largest = gradient.iter().fold(0.0, |largest: f64, g| largest.max(g.abs()));
    // All of a small one, else numbers from everywhere in it.
    let some = len.min(24);
    for at in (0..some).map(|at| if len == some { at } else { (at * 7919 + at / 2) % len }) {
        let shifted = |by: f64| {
            let mut moved = case.clone();
            if let Some(tensor) = tensor(&mut moved) {
                tensor[at] += by;
            }
            value(&moved, dy)
        };
        let difference = (shifted(1e-5) - shifted(-1e-5)) / 2e-5;
        let found = gradient[at];
        let tolerance = 1e-6 * found.abs().max(difference.abs()).max(0.1 * largest) + 1e-9;
        assert!((found - difference).abs() <= tolerance, "{name}[{at}] is {found}, not {difference}: {case:?}");
    }
}

fn assert_gradients(case: &Case) {
    let dy = gradients_of_outputs(case);
    let found = run::<f64>(case, &dy).1;
    assert!(found.finite, "{case:?}");
    assert_gradient(case, &dy, "dz", &found.z, |case| Some(&mut case.z));
    assert_gradient(case, &dy, "dU", &found.kernel, |case| Some(&mut case.kernel));
    assert_gradient(case, &dy, "db", &found.bias, |case| case.bias.as_mut());
    // Without a first state the gradient is that of zeros.
    let mut case = case.clone();
    case.h.get_or_insert_with(|| vec![0.0; case.units * case.batch]);
    assert_gradient(&case, &dy, "dh", &found.h, |case| case.h.as_mut());
    if case.cell == Cell::Lstm {
        case.c.get_or_insert_with(|| vec![0.0; case.units * case.batch]);
        assert_gradient(&case, &dy, "dc", &found.c, |case| case.c.as_mut());
    }
}

#[test]
fn every_cell_is_as_written_out() {
    for case in cases() {
        let (expected, dy) = (case.run(), gradients_of_outputs(&case));
        let what = format!("{:?}, {:?}, mask {:?}", case.cell, [case.steps, case.units, case.batch], case.mask);
        assert_close(&run::<f64>(&case, &dy).0, &expected, 1e-13, &what);
        assert_close(&run::<f32>(&case, &dy).0, &expected, 1e-5, &what);
    }
}

#[test]
fn values_and_gradients_are_those_of_keras() {
    for golden in &GOLDEN {
        let case = golden.case();
        let (outputs, found) = run::<f64>(&case, &golden.gradients());
        assert_close(&case.run(), &golden.outputs(), 1e-11, "the oracle");
        assert_close(&outputs, &golden.outputs(), 1e-11, "the kernel");
        for (name, found, expected) in [
            ("dz", &found.z, golden.dz),
            ("dU", &found.kernel, golden.du),
            ("dh", &found.h, golden.dh),
            ("dc", &found.c, golden.dc),
            ("db", &found.bias, golden.db),
        ] {
            let close = |(found, expected): (&f64, &f64)| (found - expected).abs() <= 1e-10;
            assert!(found.len() == expected.len(), "{name}");
            assert!(found.iter().zip(expected).all(close), "{name} of {:?}: {found:?}, not {expected:?}", case.cell);
        }
    }
}

#[test]
fn every_gradient_is_that_of_finite_differences() {
    cases().iter().for_each(assert_gradients);
}

#[test]
fn gradients_in_f32_are_those_in_f64() {
    for case in cases() {
        let dy = gradients_of_outputs(&case);
        let (single, double) = (run::<f32>(&case, &dy).1, run::<f64>(&case, &dy).1);
        for (single, double) in [(&single.z, &double.z), (&single.kernel, &double.kernel), (&single.h, &double.h)] {
            let largest = double.iter().fold(0.0, |largest: f64, g| largest.max(g.abs()));
            let off = |(single, double): (&f32, &f64)| (f64::from(*single) - double).abs();
            assert!(single.iter().zip(double).all(|pair| off(pair) <= 1e-5 * largest + 1e-7), "{case:?}");
        }
    }
}

#[test]
fn dropout_holds_where_the_stack_has_room_for_few_states() {
    let shapes = [(Cell::Simple, 700, 5), (Cell::Simple, 2050, 2), (Cell::Lstm, 300, 9)];
    for (cell, units, batch) in shapes {
        let case = case(cell, [2, units, batch]);
        let dy = gradients_of_outputs(&case);
        let (outputs, found) = run::<f64>(&case, &dy);
        assert_close(&outputs, &case.run(), 1e-12, "blocks");
        // One direction, in which everything moves.
        let (z, kernel, h) = (numbers(case.z.len(), 11), numbers(case.kernel.len(), 12), numbers(units * batch, 13));
        let moved = |by: f64| {
            let mut case = case.clone();
            let shift = |values: &mut [f64], d: &[f64]| values.iter_mut().zip(d).for_each(|(x, d)| *x += by * d);
            shift(&mut case.z, &z);
            shift(&mut case.kernel, &kernel);
            shift(case.h.as_deref_mut().unwrap_or_default(), &h);
            value(&case, &dy)
        };
        let difference = (moved(1e-6) - moved(-1e-6)) / 2e-6;
        let dot = |gradient: &[f64], d: &[f64]| gradient.iter().zip(d).map(|(g, d)| g * d).sum::<f64>();
        let slope = dot(&found.z, &z) + dot(&found.kernel, &kernel) + dot(&found.h, &h);
        assert!((slope - difference).abs() <= 1e-6 * slope.abs(), "{cell:?}: {slope}, not {difference}");
    }
}

#[test]
fn what_a_masked_step_holds_does_not_matter() {
    for cell in CELLS {
        let mut case = case(cell, [5, 3, 3]);
        case.mask = Masked::EverySecond.mask(5, 3);
        let dy = gradients_of_outputs(&case);
        let expected = run::<f64>(&case, &dy);
        let features = cell.gates() * 3;
        for (z, step) in case.z.chunks_mut(features).zip(case.mask.iter().flatten()) {
            if *step == 0.0 {
                z.fill(f64::NAN);
            }
        }
        assert_eq!(run::<f64>(&case, &dy), expected, "{cell:?}");
    }
}

#[test]
fn gradients_that_are_absent_are_zeros() {
    let shape = lstm::Lstm { steps: 3, units: 2 };
    let (kernel, z) = (numbers(16, 1), numbers(24, 2));
    let scan = Scan { functions: Functions { activation: &tanh, recurrent: &sigmoid }, mask: None, dropped: None };
    let (mut y, mut tape) = (vec![0.0; 6], vec![0.0; shape.tape()]);
    lstm::forward(&shape, scan, &mut y, &mut tape, &kernel, &z, Initial::default());
    let back = |dy| {
        let (mut dz, mut running) = (vec![f64::NAN; 24], vec![f64::NAN; shape.running()]);
        let kernel = Kernel { kernel: &kernel, transposed: &mut [f64::NAN; 16] };
        lstm::backward(&shape, scan, &mut dz, &mut running, kernel, dy, &tape);
        dz
    };
    let zeros = [0.0; 2];
    let given = back(Gradients { y: &[0.0; 6], h: Some(&[0.3, -0.4]), c: Some(&zeros) });
    assert_eq!(back(Gradients { y: &[], h: Some(&[0.3, -0.4]), c: None }), given);
    assert!(back(Gradients { y: &[], h: None, c: None }).iter().all(|dz| *dz == 0.0));
}

#[test]
fn a_gradient_that_is_not_finite_is_seen() {
    for cell in CELLS {
        let mut case = case(cell, [2, 3, 2]);
        case.dropped = None;
        case.z[0] = f64::NAN;
        assert!(!run::<f64>(&case, &gradients_of_outputs(&case)).1.finite, "{cell:?}");
    }
}

#[test]
fn the_bits_are_the_same_for_every_number_of_threads() {
    for cell in CELLS {
        let mut case = case(cell, [2, 130, 65]);
        for dropped in [case.dropped.clone(), None] {
            case.dropped = dropped;
            let dy = gradients_of_outputs(&case);
            let one = on_threads(1, || run::<f32>(&case, &dy));
            for threads in [2, 3] {
                assert!(on_threads(threads, || run::<f32>(&case, &dy)) == one, "{cell:?} by {threads} threads");
            }
        }
    }
}

#[test]
fn a_batch_may_be_empty() {
    for cell in CELLS {
        let case = case(cell, [2, 3, 0]);
        let (outputs, found) = run::<f32>(&case, &gradients_of_outputs(&case));
        assert!(outputs.y.is_empty() && found.finite && found.kernel.iter().all(|du| *du == 0.0), "{cell:?}");
    }
}
