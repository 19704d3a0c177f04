//! Values against the sum over all ways to say a label, gradients by differences, and any number of rows of memory.

use super::*;
use crate::loss::head::Linear;
use crate::random::Draws;

const STEPS: usize = 5;
const CLASSES: usize = 4;
type Output = [[f64; CLASSES]; STEPS];

fn logits<const LEN: usize>(seed: u64) -> [f64; LEN] {
    core::array::from_fn(|at| 2.0 * Draws::new(seed).stream(0).normal::<f64>(at))
}

/// −ln of the sum over all ways to say the symbols, by trying all that can be said.
fn by_trial(logits: &[f64], symbols: &[u8]) -> f64 {
    let mut p = 0.0;
    for way in 0..CLASSES.pow(STEPS as u32) {
        let said: [usize; STEPS] = core::array::from_fn(|step| way / CLASSES.pow(step as u32) % CLASSES);
        let new = |step: &usize| said[*step] != 0 && (*step == 0 || said[*step - 1] != said[*step]);
        if !(0..STEPS).filter(new).map(|step| said[step] as u8).eq(symbols.iter().copied()) {
            continue;
        }
        p += (0..STEPS)
            .map(|step| {
                let row = &logits[step * CLASSES..(step + 1) * CLASSES];
                row[said[step]].exp() / row.iter().map(|x| x.exp()).sum::<f64>()
            })
            .product::<f64>();
    }
    -p.ln()
}

const LABELS: [[u8; 4]; 8] =
    [[0, 0, 0, 0], [1, 0, 0, 0], [1, 2, 0, 0], [1, 1, 0, 0], [3, 2, 1, 0], [2, 2, 2, 0], [1, 2, 1, 3], [3, 3, 1, 2]];

#[test]
fn the_value_is_the_sum_over_all_ways() -> Result<()> {
    for (seed, label) in LABELS.iter().enumerate() {
        let mut x = logits::<{ STEPS * CLASSES }>(seed as u64);
        let symbols: &[u8] = label.split(|symbol| *symbol == 0).next().unwrap_or_default();
        let expected = by_trial(&x, symbols);
        let found = Loss::<Linear, Output, _>::value(&Ctc::new(), &mut x, Labels::of(&[*label]))?;
        assert!((found - expected).abs() < 1e-12, "{label:?}: {found} is not {expected}");
    }
    Ok(())
}

#[test]
fn the_gradient_is_that_of_the_value() -> Result<()> {
    let x = logits::<{ 8 * STEPS * CLASSES }>(5);
    let (mut outputs, mut gradient) = (x, [f64::NAN; 8 * STEPS * CLASSES]);
    let loss = Ctc::new();
    let mean = Loss::<Linear, Output, _>::gradient(&loss, &mut outputs, Labels::of(&LABELS), &mut gradient)?;
    assert_eq!(outputs, x);
    let value =
        |mut x: [f64; 8 * STEPS * CLASSES]| Loss::<Linear, Output, _>::value(&loss, &mut x, Labels::of(&LABELS));
    assert!((value(x)? - mean).abs() < 1e-14);
    for at in 0..x.len() {
        let shifted = |by: f64| {
            let mut x = x;
            x[at] += by;
            value(x)
        };
        let difference = (shifted(1e-5)? - shifted(-1e-5)?) / 2e-5;
        assert!((gradient[at] - difference).abs() < 1e-9, "{at}: {} is not {difference}", gradient[at]);
    }
    Ok(())
}

#[test]
fn any_memory_gives_the_same_gradient() {
    const LONG: usize = 37;
    let (x, symbols) = (logits::<{ LONG * CLASSES }>(8), [1, 1, 3, 2, 2, 1, 3]);
    let by = |rows: usize| {
        let (mut gradient, mut memory) = ([f64::NAN; LONG * CLASSES], vec![f64::NAN; rows * 15]);
        let loss = body(&x, &symbols, &mut gradient, CLASSES, 0.5, &mut memory);
        (loss, gradient)
    };
    let whole = by(LONG + 2);
    for rows in [3, 4, 5, 6, 7, 9, 20, 38, 100] {
        assert_eq!(by(rows), whole, "{rows} rows");
    }
    let sums = whole.1.chunks(CLASSES).map(|row| row.iter().sum::<f64>().abs());
    assert!(sums.fold(0.0, f64::max) < 1e-14, "the rows of a gradient sum to 0");
}

#[test]
fn what_cannot_be_said_is_refused() {
    let check = |label: [i32; 5]| Loss::<Linear, Output, [i32; 5]>::check(&Ctc::new(), Labels::of(&[[0; 5], label]));
    assert!(check([1, 2, 1, 2, 1]).is_ok());
    assert!(matches!(check([1, 1, 2, 1, 1]), Err(Error::Steps { row: 1, needed: 7, steps: 5 })));
    assert!(matches!(check([1, 4, 0, 0, 0]), Err(Error::Label { row: 1, label: 4, classes: 4 })));
    assert!(matches!(check([-1, 0, 0, 0, 0]), Err(Error::Label { row: 1, label: -1, classes: 4 })));
}

#[test]
fn long_sequences_do_not_underflow() -> Result<()> {
    let mut x = vec![0.0_f32; 2000 * 3];
    x.iter_mut().enumerate().for_each(|(at, x)| *x = (at as f32 * 0.7).sin() * 5.0);
    let (label, mut gradient) = ([1_u8; 300].map(|_| 1), vec![f32::NAN; 2000 * 3]);
    let loss = Loss::<Linear, [[f32; 3]; 2000], _>::gradient(&Ctc::new(), &mut x, Labels::of(&[label]), &mut gradient)?;
    assert!(loss.is_finite() && loss > 100.0 && gradient.iter().all(|g| g.is_finite() && g.abs() <= 1.0), "{loss}");
    Ok(())
}
