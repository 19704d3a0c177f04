//! The elementary functions: one row each, with its derivative written in the language itself.
//!
//! In a derivative `u` and `v` are the arguments and `y` is the function's own value, which the forward pass has
//! computed already and the backward pass may have saved.

use std::fmt;

/// How a function is evaluated in `f64`.
#[derive(Clone, Copy)]
pub(super) enum Evaluate {
    /// Of one argument.
    One(fn(f64) -> f64),
    /// Of two arguments.
    Two(fn(f64, f64) -> f64),
}

/// One elementary function.
pub(super) struct Row {
    /// The name, which is that of the method of the runtime's `Scalar` too.
    pub(super) name: &'static str,
    /// Keras' or Rust's other names for it.
    pub(super) aliases: &'static [&'static str],
    /// The derivative with respect to each argument.
    pub(super) derivative: &'static [&'static str],
    /// The value.
    pub(super) evaluate: Evaluate,
}

/// An elementary function: a row of the table.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Function(usize);

const fn row(name: &'static str, derivative: &'static [&'static str], evaluate: Evaluate) -> Row {
    Row { name, aliases: &[], derivative, evaluate }
}

impl Row {
    const fn or(self, aliases: &'static [&'static str]) -> Self {
        Self { aliases, ..self }
    }
}

use Evaluate::{One, Two};

/// All of them, by name. At a tie the derivative of `max` and `min` is that of the second argument, so that `max(x, 0)`
/// has derivative 0 at 0, as in Keras.
pub(super) const TABLE: &[Row] = &[
    row("abs", &["sign(u)"], One(f64::abs)),
    row("acos", &["-1 / sqrt(1 - u * u)"], One(f64::acos)),
    row("asin", &["1 / sqrt(1 - u * u)"], One(f64::asin)),
    row("atan", &["1 / (1 + u * u)"], One(f64::atan)),
    row("cos", &["-sin(u)"], One(f64::cos)),
    row("cosh", &["sinh(u)"], One(f64::cosh)),
    row("erf", &["1.1283791670955126 * exp(-u * u)"], One(erf)),
    row("exp", &["y"], One(f64::exp)),
    row("exp_m1", &["exp(u)"], One(f64::exp_m1)).or(&["expm1"]),
    row("floor", &["0"], One(f64::floor)),
    row("ln", &["1 / u"], One(f64::ln)).or(&["log"]),
    row("ln_1p", &["1 / (1 + u)"], One(f64::ln_1p)).or(&["log1p"]),
    row("max", &["if y > v { 1 } else { 0 }", "if y > v { 0 } else { 1 }"], Two(max)).or(&["maximum"]),
    row("min", &["if y < v { 1 } else { 0 }", "if y < v { 0 } else { 1 }"], Two(min)).or(&["minimum"]),
    row("powf", &["v * powf(u, v - 1)", "y * ln(u)"], Two(f64::powf)).or(&["pow", "power"]),
    row("powi", &["v * powi(u, v - 1)", "0"], Two(powi)),
    row("sigmoid", &["y * (1 - y)"], One(sigmoid)),
    row("sign", &["0"], One(sign)),
    row("sin", &["cos(u)"], One(f64::sin)),
    row("sinh", &["cosh(u)"], One(f64::sinh)),
    row("softplus", &["sigmoid(u)"], One(softplus)),
    row("sqrt", &["0.5 / y"], One(f64::sqrt)),
    row("tan", &["1 + y * y"], One(f64::tan)),
    row("tanh", &["1 - y * y"], One(f64::tanh)),
];

/// What is known of one function's value from another's of the same argument: (known, wanted, wanted in terms of the
/// known value `y`).
pub(super) const IDENTITIES: &[(&str, &str, &str)] =
    &[("exp_m1", "exp", "y + 1"), ("exp", "exp_m1", "y - 1"), ("softplus", "sigmoid", "-exp_m1(-y)")];

/// Functions that are written with others: (name, arguments, value).
pub(super) const DEFINITIONS: &[(&str, &[&str], &str)] = &[
    ("atanh", &["u"], "0.5 * (ln_1p(u) - ln_1p(-u))"),
    ("clamp", &["u", "low", "high"], "min(max(u, low), high)"),
    ("exp2", &["u"], "exp(0.6931471805599453 * u)"),
    ("log10", &["u"], "0.4342944819032518 * ln(u)"),
    ("log2", &["u"], "1.4426950408889634 * ln(u)"),
    ("recip", &["u"], "1 / u"),
    ("square", &["u"], "u * u"),
];

impl Function {
    /// The function of this name or alias.
    pub fn find(name: &str) -> Option<Self> {
        TABLE.iter().position(|row| row.name == name || row.aliases.contains(&name)).map(Self)
    }

    pub(super) fn row(self) -> &'static Row {
        &TABLE[self.0]
    }

    /// The name, which is that of the method of the runtime's `Scalar` too.
    pub fn name(self) -> &'static str {
        self.row().name
    }

    /// The number of arguments.
    pub fn arity(self) -> usize {
        self.row().derivative.len()
    }

    /// The value for these arguments; NaN if their number is wrong.
    pub fn evaluate(self, arguments: &[f64]) -> f64 {
        match (self.row().evaluate, arguments) {
            (One(f), [u]) => f(*u),
            (Two(f), [u, v]) => f(*u, *v),
            _ => f64::NAN,
        }
    }
}

impl fmt::Debug for Function {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The larger; NaN if either is.
fn max(u: f64, v: f64) -> f64 {
    if u > v || u.is_nan() { u } else { v }
}

/// The smaller; NaN if either is.
fn min(u: f64, v: f64) -> f64 {
    if u < v || u.is_nan() { u } else { v }
}

fn powi(u: f64, n: f64) -> f64 {
    u.powi(n as i32)
}

/// −1, 0 or 1.
fn sign(u: f64) -> f64 {
    if u == 0.0 { 0.0 } else { u.signum() }
}

/// `1 / (1 + exp(−u))`, without overflow.
fn sigmoid(u: f64) -> f64 {
    let e = (-u.abs()).exp();
    if u < 0.0 { e / (1.0 + e) } else { 1.0 / (1.0 + e) }
}

/// `ln(1 + exp(u))`, without overflow.
fn softplus(u: f64) -> f64 {
    max(u, 0.0) + (-u.abs()).exp().ln_1p()
}

/// `2/√π · exp(−u²) · Σ 2ⁿ u²ⁿ⁺¹ / (2n + 1)!!`: all terms have one sign, so nothing cancels.
fn erf(u: f64) -> f64 {
    if u.abs() > 6.0 {
        return u.signum();
    }
    let (mut sum, mut term) = (u, u);
    let mut n = 1.0;
    while term.abs() > 1e-17 * sum.abs() {
        term *= 2.0 * u * u / (2.0 * n + 1.0);
        sum += term;
        n += 1.0;
    }
    std::f64::consts::FRAC_2_SQRT_PI * (-u * u).exp() * sum
}
