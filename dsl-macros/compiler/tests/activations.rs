//! Every built-in activation has Keras' values and derivatives, and the derivative that the compiler found is that of
//! the formula.

use chainrule_compiler::activations::{self, Argument, Preset, TABLE};
use chainrule_compiler::expr::{Activation, Dag, Expr, Saved, differentiate};

/// Activations with arguments that take other branches of their formulas, as well as all with their defaults.
fn all() -> Vec<Activation> {
    let number = |name: &'static str, value: f64| (name, Argument::Number(value));
    let mut all: Vec<Activation> = TABLE
        .iter()
        .map(|row| {
            let given: Vec<_> = row
                .parameters
                .iter()
                .filter(|parameter| parameter.default == Preset::Required)
                .map(|parameter| number(parameter.name, 0.75))
                .collect();
            Activation::builtin(row.name, &given).unwrap()
        })
        .collect();
    let cases: [(&str, Vec<(&str, Argument)>); 13] = [
        ("celu", vec![number("alpha", 1.7)]),
        ("elu", vec![number("alpha", 0.6)]),
        ("elu", vec![number("alpha", -0.6)]),
        ("gelu", vec![("approximate", Argument::Flag(true))]),
        ("leaky_relu", vec![number("negative_slope", -0.3)]),
        ("relu", vec![number("negative_slope", 0.3)]),
        ("relu", vec![number("max_value", 1.3)]),
        ("relu", vec![number("max_value", 6.0)]),
        ("relu", vec![number("max_value", 1.3), number("negative_slope", 0.3)]),
        ("relu", vec![number("max_value", 1.3), number("threshold", 0.7), number("negative_slope", 0.3)]),
        ("relu", vec![number("threshold", -0.7)]),
        ("squareplus", vec![number("b", 0.3)]),
        ("threshold", vec![number("threshold", 0.3), number("default_value", 0.9)]),
    ];
    all.extend(cases.iter().map(|(name, arguments)| Activation::builtin(name, arguments).unwrap()));
    all
}

fn derivative(activation: &Activation, x: f64) -> f64 {
    let saved = match activation.saved() {
        Saved::Nothing => f64::NAN,
        Saved::Output => activation.forward().evaluate(&[x], &[]),
        Saved::Input => x,
    };
    activation.derivative().evaluate(&[saved], &[])
}

fn derivative_of_input(forward: &Expr) -> Expr {
    let (mut dag, root) = Dag::of(forward);
    let derivative = differentiate(&mut dag, root, 0).unwrap();
    dag.extract(derivative, &[(0, "x")])
}

/// From −8 to 8 in steps that meet no corner.
fn grid() -> impl Iterator<Item = f64> {
    (0..1600).map(|i| -8.0 + 0.010_003 * f64::from(i))
}

#[test]
fn derivatives_agree_with_finite_differences() {
    for activation in all() {
        let f = |x: f64| activation.forward().evaluate(&[x], &[]);
        for x in grid() {
            let h = 1e-5;
            let slopes = [(f(x) - f(x - h)) / h, (f(x + h) - f(x)) / h];
            if (slopes[0] - slopes[1]).abs() > 1e-3 * (1.0 + slopes[0].abs()) {
                continue; // a corner lies between
            }
            let expected = (f(x + h) - f(x - h)) / (2.0 * h);
            let found = derivative(&activation, x);
            assert!(
                (found - expected).abs() <= 1e-6 * expected.abs().max(0.1),
                "{activation} at {x}: {found} instead of {expected}"
            );
        }
    }
}

#[test]
fn the_derivative_from_the_output_is_the_derivative_from_the_input() {
    for activation in all() {
        let of_input = derivative_of_input(activation.forward());
        for x in grid().chain([-1000.0, -3.0, -1.0, -0.5, 0.0, 0.5, 1.0, 3.0, 6.0, 700.0]) {
            let (found, expected) = (derivative(&activation, x), of_input.evaluate(&[x], &[]));
            assert!(
                (found - expected).abs() <= 1e-12 * (1.0 + expected.abs()),
                "{activation} at {x}: {found} instead of {expected}"
            );
        }
    }
}

#[test]
fn values_and_derivatives_are_those_of_keras() {
    let table = include_str!("keras/activations.csv");
    for line in table.lines().skip(1) {
        let fields: Vec<&str> = line.split(',').collect();
        let [name, arguments, x, y, dy] = fields[..] else { panic!("{line}") };
        let [x, y, mut dy] = [x, y, dy].map(|field| field.parse::<f64>().unwrap());
        let arguments: Vec<(&str, Argument)> = arguments
            .split_whitespace()
            .map(|argument| argument.split_once('=').unwrap())
            .map(|(name, value)| match value {
                "true" => (name, Argument::Flag(true)),
                number => (name, Argument::Number(number.parse().unwrap())),
            })
            .collect();
        let activation = Activation::builtin(name, &arguments).unwrap();
        // There is no corner at 0, but TensorFlow adds the derivatives of both branches of Keras' formula.
        if name == "celu" && x == 0.0 {
            dy = 1.0;
        }
        // TensorFlow keeps the slope, and here √2, in `f32`.
        let tolerance = if matches!(name, "leaky_relu" | "gelu") { 2e-8 } else { 1e-12 };
        let close = |a: f64, b: f64| a == b || (a - b).abs() <= tolerance * (1.0 + b.abs());
        let found = (activation.forward().evaluate(&[x], &[]), derivative(&activation, x));
        assert!(close(found.0, y), "{activation} at {x}: {} instead of {y}", found.0);
        assert!(close(found.1, dy), "derivative of {activation} at {x}: {} instead of {dy}", found.1);
    }
}

#[test]
fn activations_overwrite_their_input_where_the_output_tells_the_derivative() {
    let saved = |saved| {
        let of = all().into_iter().filter(move |activation| activation.saved() == saved);
        let mut names: Vec<String> = of.map(|activation| activation.to_string()).collect();
        names.truncate(names.iter().position(|name| name == "celu(alpha = 1.7)").unwrap_or(names.len()));
        names.join(" ")
    };
    assert_eq!(saved(Saved::Nothing), "linear");
    assert_eq!(
        saved(Saved::Output),
        "celu elu exponential hard_shrink hard_sigmoid leaky_relu log_sigmoid relu relu6 selu sigmoid softplus tanh \
         threshold(threshold = 0.75, default_value = 0.75)"
    );
    assert_eq!(
        saved(Saved::Input),
        "gelu hard_silu hard_tanh mish silu soft_shrink softsign sparse_plus sparse_sigmoid squareplus tanh_shrink \
         elu(alpha = -0.6) gelu(approximate = true) leaky_relu(negative_slope = -0.3) \
         relu(max_value = 1.3) relu(max_value = 1.3, negative_slope = 0.3) \
         relu(max_value = 1.3, threshold = 0.7, negative_slope = 0.3) relu(threshold = -0.7) squareplus(b = 0.3) \
         threshold(threshold = 0.3, default_value = 0.9)"
    );
}

#[test]
fn mistakes_in_arguments_are_named() {
    let message =
        |name, arguments: &[(&str, Argument)]| activations::instantiate(name, arguments).unwrap_err().to_string();
    assert_eq!(message("rleu", &[]), "unknown activation `rleu`\nhelp: did you mean `relu`?");
    assert_eq!(
        message("elu", &[("alhpa", Argument::Number(1.0))]),
        "unknown argument `alhpa` of `elu`\nhelp: did you mean `alpha`?"
    );
    assert_eq!(message("threshold", &[]), "`threshold` needs `threshold`\nhelp: write `threshold(threshold = …)`");
    assert_eq!(
        message("gelu", &[("approximate", Argument::Number(1.0))]),
        "`approximate` of `gelu` expects `true` or `false`, found `1.0`\nhelp: write `approximate = false`"
    );
}

#[test]
fn names_are_in_order_and_found_by_their_aliases() {
    assert!(TABLE.is_sorted_by_key(|row| row.name));
    assert_eq!(activations::find("swish").map(|row| row.name), Some("silu"));
    assert_eq!(activations::find("hard_swish").map(|row| row.name), Some("hard_silu"));
    assert!(activations::find("softmax").is_none());
}
