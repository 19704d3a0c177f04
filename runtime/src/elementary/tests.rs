//! Every function against one of higher precision: errors within the bounds of the module's table, which is read here.

use core::ops::RangeInclusive;

use super::{ErrorFunction, Exponential, Logarithm};

mod values;

/// A function by its name: for both types, and as `libm` computes it.
struct Function {
    name: &'static str,
    single: fn(f32) -> f32,
    double: fn(f64) -> f64,
    oracle: fn(f64) -> f64,
}

macro_rules! function {
    ($trait:ident::$name:ident, $oracle:expr) => {
        Function { name: stringify!($name), single: $trait::$name, double: $trait::$name, oracle: $oracle }
    };
}

fn functions() -> [Function; 8] {
    [
        function!(Exponential::exp, libm::exp),
        function!(Exponential::exp_m1, libm::expm1),
        function!(Logarithm::ln, libm::log),
        function!(Logarithm::ln_1p, libm::log1p),
        function!(Logarithm::softplus, |x| if x > 40.0 { x } else { libm::log1p(libm::exp(x)) }),
        function!(Exponential::sigmoid, |x| if x < -40.0 { libm::exp(x) } else { 1.0 / (1.0 + libm::exp(-x)) }),
        function!(Exponential::tanh, libm::tanh),
        function!(ErrorFunction::erf, libm::erf),
    ]
}

/// The stated error of a function in `f32` and in `f64`, from the module's table.
fn stated(name: &str) -> [f64; 2] {
    let row = include_str!("mod.rs").lines().find_map(|line| line.strip_prefix(&format!("//! | {name} | "))).unwrap();
    let mut cells = row.split(" | ").map(|cell| cell.trim_end_matches(" |").parse().unwrap());
    [cells.next().unwrap(), cells.next().unwrap()]
}

/// The distance of an `f32` from the true value, in units in the last place of that: those of the smallest normal number
/// below it, and infinity at its place one step above the largest.
fn error(found: f32, exact: f64) -> f64 {
    let rounded = exact as f32;
    if found.is_nan() || rounded.is_nan() {
        return if found.is_nan() && rounded.is_nan() { 0.0 } else { f64::INFINITY };
    }
    if found == 0.0 && rounded == 0.0 && found.is_sign_negative() != exact.is_sign_negative() {
        return f64::INFINITY;
    }
    let end = 2.0 * 2_f64.powi(127);
    let [found, exact] = [f64::from(found), exact].map(|value| value.clamp(-end, end));
    let unit =
        f64::from_bits(exact.abs().max(f64::from(f32::MIN_POSITIVE)).min(f64::from(f32::MAX)).to_bits() >> 52 << 52);
    (found - exact).abs() / (unit * f64::from(f32::EPSILON))
}

/// Each function on each `stride`-th `f32` of all.
fn check_singles(stride: usize) {
    for Function { name, single, oracle, .. } in functions() {
        let [bound, _] = stated(name);
        for bits in (0..=u32::MAX).step_by(stride) {
            let x = f32::from_bits(bits);
            let (found, exact) = (single(x), oracle(f64::from(x)));
            let error = error(found, exact);
            assert!(error <= bound, "{name}({x:e}) = {found:e} is {error} units from {exact:e}");
        }
    }
}

#[test]
fn singles_are_as_stated() {
    check_singles(4099);
}

/// All 2³² numbers, minutes a function: `cargo test --release -p chainrule -- --ignored every_single`.
#[test]
#[ignore = "takes half an hour"]
fn every_single_is_as_stated() {
    check_singles(1);
}

#[test]
fn doubles_are_as_stated() {
    for Function { name, double, .. } in functions() {
        let [_, bound] = stated(name);
        let values = values::VALUES.iter().find(|values| values.0 == name).unwrap().1;
        for &(x, rounded, rest) in values {
            let found = double(x);
            let unit = rounded.abs().next_up() - rounded.abs();
            let error = ((found - rounded) / unit - rest).abs();
            assert!(error <= bound, "{name}({x:e}) = {found:e} is {error} units from {rounded:e}");
        }
    }
}

/// On many more numbers than there are values of higher precision: libm's own error is below one unit.
#[test]
fn doubles_are_those_of_libm() {
    for Function { name, double, oracle, .. } in functions() {
        let [_, bound] = stated(name);
        for at in 0..200_000_u64 {
            // All exponents and signs, and mantissas without a pattern.
            let x = f64::from_bits(at.wrapping_mul(0x9E37_79B9_7F4A_7C15));
            // As many between −64 and 64.
            for x in [x, f64::from(x.to_bits() as i32) / f64::from(1 << 25)] {
                let (found, expected) = (double(x), oracle(x));
                let unit = expected.abs().next_up() - expected.abs();
                let close = (found - expected).abs() <= (bound + 2.0) * unit;
                assert!(
                    close || found == expected || found.is_nan() && expected.is_nan(),
                    "{name}({x:e}) = {found:e}, not {expected:e}"
                );
            }
        }
    }
}

#[test]
fn ends_and_zeros_are_exact() {
    const INF: f64 = f64::INFINITY;
    let known: [(&str, &[(f64, f64)]); 8] = [
        ("exp", &[(-INF, 0.0), (INF, INF), (0.0, 1.0), (-0.0, 1.0), (-1e9, 0.0), (1e9, INF)]),
        ("exp_m1", &[(-INF, -1.0), (INF, INF), (0.0, 0.0), (-0.0, -0.0), (-1e9, -1.0), (1e9, INF)]),
        ("ln", &[(INF, INF), (1.0, 0.0), (0.0, -INF), (-0.0, -INF)]),
        ("ln_1p", &[(INF, INF), (0.0, 0.0), (-0.0, -0.0), (-1.0, -INF)]),
        ("softplus", &[(-INF, 0.0), (INF, INF), (-1e9, 0.0), (1e9, 1e9)]),
        ("sigmoid", &[(-INF, 0.0), (INF, 1.0), (0.0, 0.5), (-0.0, 0.5), (-1e9, 0.0), (1e9, 1.0)]),
        ("tanh", &[(-INF, -1.0), (INF, 1.0), (0.0, 0.0), (-0.0, -0.0), (-1e9, -1.0), (1e9, 1.0)]),
        ("erf", &[(-INF, -1.0), (INF, 1.0), (0.0, 0.0), (-0.0, -0.0), (-1e9, -1.0), (1e9, 1.0)]),
    ];
    for (Function { name, single, double, .. }, (row, known)) in functions().into_iter().zip(known) {
        assert_eq!(name, row);
        assert!(single(f32::NAN).is_nan() && double(f64::NAN).is_nan());
        for &(x, y) in known {
            assert_eq!(double(x).to_bits(), y.to_bits(), "{name}({x})");
            assert_eq!(single(x as f32).to_bits(), (y as f32).to_bits(), "{name}({x})");
        }
    }
    for (x, below_minus_one) in [(-1e-30, -1.000_001), (-1.0, -2.0), (-INF, -INF)] {
        assert!(Logarithm::ln(x).is_nan() && Logarithm::ln(x as f32).is_nan());
        assert!(Logarithm::ln_1p(below_minus_one).is_nan() && Logarithm::ln_1p(below_minus_one as f32).is_nan());
    }
}

/// Where one formula ends and the next begins, the functions do not turn back by more than their error.
#[test]
fn functions_rise_where_formulas_meet() {
    #[allow(clippy::approx_constant)]
    let ends: [(&str, &[f64]); 8] = [
        ("exp", &[-0.346_573_6, 0.346_573_6, 1.039_720_8]),
        ("exp_m1", &[-0.346_573_6, 0.346_573_6, 1.039_720_8]),
        ("ln", &[0.707_106_78, 1.0, 1.414_213_56]),
        ("ln_1p", &[-0.292_893_22, 0.0, 0.414_213_56, 1.0]),
        ("softplus", &[-0.346_573_6, 0.0, 0.346_573_6]),
        ("sigmoid", &[-0.346_573_6, 0.0, 0.346_573_6]),
        ("tanh", &[0.173_286_8, 0.519_860_4, 0.693_147_2]),
        ("erf", &[1.0, 1.357]),
    ];
    for (Function { name, single, double, .. }, (row, ends)) in functions().into_iter().zip(ends) {
        assert_eq!(name, row);
        let [bound, double_bound] = stated(name);
        for &end in ends {
            let around: RangeInclusive<i32> = -2000..=2000;
            let singles = around.clone().map(|at| single(end as f32 + at as f32 * f32::EPSILON));
            singles.reduce(|before, y| {
                let unit = y.abs().next_up() - y.abs();
                assert!(before - y <= 2.0 * bound as f32 * unit, "{name} falls at {end} from {before} to {y}");
                y
            });
            let doubles = around.map(|at| double(end + f64::from(at) * f64::EPSILON));
            doubles.reduce(|before, y| {
                let unit = y.abs().next_up() - y.abs();
                assert!(before - y <= 2.0 * double_bound * unit, "{name} falls at {end} from {before} to {y}");
                y
            });
        }
    }
}
