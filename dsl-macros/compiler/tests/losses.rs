//! Every loss of the table can be read, and its derivative is that of its formula.

use chainrule_compiler::expr::Expr;
use chainrule_compiler::losses::{Preset, Row, TABLE};

/// The value of an expression of a row, with hyper-parameters that differ from the defaults.
fn at(row: &Row, expr: &Expr, output: f64, label: f64) -> f64 {
    let constants: Vec<f64> = expr.constants().iter().map(|constant| parameter(row, constant.text())).collect();
    expr.evaluate(&[output, label], &constants)
}

fn parameter(row: &Row, name: &str) -> f64 {
    let parameter = row.parameters.iter().find(|parameter| parameter.name == name).expect("a parameter of the row");
    match parameter.default {
        Preset::Positive(value) => 1.25 * value,
        Preset::Fraction(value) => 0.5 * value + 0.0625,
        Preset::Flag(value) => f64::from(u8::from(!value)),
    }
}

#[test]
fn derivatives_are_those_of_the_formulas() {
    for row in TABLE {
        let formula = row.formula().unwrap_or_else(|error| panic!("{}: {error}", row.name));
        let mut compared = 0;
        for place in 0..200 {
            // Above 0, below 1, and at no corner.
            let (output, label) =
                (0.01 + 0.004_93 * f64::from(place), 0.02 + 0.93 * f64::from(place * 37 % 101) / 101.0);
            let value = |shift: f64| at(row, formula.value(), output + shift, label);
            let (left, right) = ((value(0.0) - value(-1e-6)) / 1e-6, (value(1e-6) - value(0.0)) / 1e-6);
            let found = at(row, formula.derivative(), output, label);
            if (left - right).abs() < 1e-3 * (1.0 + left.abs()) {
                let difference = (value(1e-6) - value(-1e-6)) / 2e-6;
                let close = (found - difference).abs() <= 1e-5 * (1.0 + difference.abs());
                assert!(close, "{} at {output}, {label}: {found} is not {difference}", row.name);
                compared += 1;
            }
        }
        assert!(compared > 150, "{}: only {compared} places", row.name);
    }
}

#[test]
fn the_table_is_in_order() {
    assert!(TABLE.is_sorted_by_key(|row| row.name));
}
