//! What the parser of closures says about each mistake, word for word, and at which token.

use chainrule_compiler::expr::{Formula, parse_closure, parse_loss};
use syn::parse::{ParseStream, Parser};

/// Reads a closure and whatever may follow it.
fn parse(text: &str) -> syn::Result<String> {
    let parser = |input: ParseStream| {
        let closure = parse_closure(input)?;
        input.parse::<proc_macro2::TokenStream>()?;
        Ok(closure.to_string())
    };
    parser.parse_str(text)
}

/// Checks the message for `text`, in which the guilty token stands between `«` and `»`.
#[track_caller]
fn refuses(text: &str, message: &str) {
    let column = text.find('«').map(|bytes| text[..bytes].chars().count());
    let error = parse(&text.replace(['«', '»'], "")).unwrap_err();
    assert_eq!(error.to_string(), message, "{text}");
    assert_eq!(error.into_iter().count(), 1, "{text}");
    let error = parse(&text.replace(['«', '»'], "")).unwrap_err();
    if let Some(column) = column {
        assert_eq!(error.span().start().column, column, "place in {text}");
    }
}

#[track_caller]
fn reads(text: &str, expected: &str) {
    assert_eq!(parse(text).map_err(|error| error.to_string()).as_deref(), Ok(expected), "{text}");
}

#[test]
fn closures_end_at_what_follows_them() {
    reads("|x| x * 2.0 -> Dense(3)", "|x| x * 2.0");
    reads("|x| x as act", "|x| x");
    reads("|x| x - 1, use_bias = false", "|x| x - 1.0");
    reads("|x| -x;", "|x| -x");
    reads(
        "|x| x < 1 -> Dense(3)".replace("x < 1", "if x < 1 { x } else { 1 }").as_str(),
        "|x| if x < 1.0 { x } else { 1.0 }",
    );
}

#[test]
fn precedences_are_those_of_rust() {
    reads("|x| 1 - x * 2 + x / 4", "|x| 1.0 - x * 2.0 + x / 4.0");
    reads("|x| 1 - (x + 2) * (x * 4)", "|x| 1.0 - (x + 2.0) * (x * 4.0)");
    reads("|x| -x.abs()", "|x| -abs(x)");
    reads("|x| x - -2.5", "|x| x - -2.5");
    reads(
        "|x| if x > 0 || x < -1 && !(x == -2) { x } else if x >= 1e-3 { 0 } else { 1_000 }",
        "|x| if x > 0.0 || x < -1.0 && !(x == -2.0) { x } else if x >= 0.001 { 0.0 } else { 1000.0 }",
    );
}

#[test]
fn functions_constants_and_lets_are_known() {
    reads("|x| x.tanh() + tanh(x)", "|x| { let t1 = tanh(x); t1 + t1 }");
    reads("|x| expm1(x) * log1p(x) * log(x)", "|x| exp_m1(x) * ln_1p(x) * ln(x)");
    reads(
        "|x| ALPHA * crate::nn::BETA * ::core::f64::consts::PI * x",
        "|x| ALPHA * crate::nn::BETA * ::core::f64::consts::PI * x",
    );
    reads(
        "|z| { let a = z + 1; let a = a * a; a }",
        "|z| { let part1 = z + 1.0; part1 * part1 }".replace("part", "t").as_str(),
    );
    reads("|t| { let a = t + 1; a * a }", "|t| { let part1 = t + 1.0; part1 * part1 }");
    reads(
        "|x| 2.0f32 * powi(x, 3) + x.powf(0.5) + clamp(x, 0, 1)",
        "|x| 2.0 * (x * x * x) + powf(x, 0.5) + min(max(x, 0.0), 1.0)",
    );
    reads("|x| swish(x) + relu6(x)", "|x| x * sigmoid(x) + min(max(x, 0.0), 6.0)");
    reads("|x| sqrt(2 / 8) * x + max(0, x)", "|x| 0.5 * x + max(x, 0.0)");
    reads("|_unused| 3", "|_unused| 3.0");
}

#[test]
fn the_bars_hold_one_name() {
    refuses("«||» 1.0", "expected one variable between the bars, found none\nhelp: write `|x| …`");
    refuses(
        "|x, «y»| x * y",
        "an activation has one variable, found 2\nhelp: write `|x| …`: it is applied to each element by itself",
    );
    refuses("|x«:» f32| x", "expected `|`, found `:`\nhelp: leave the type out: it is the model's scalar type");
    refuses("|«&»x| x", "expected the name of a variable, found `&`\nhelp: write `|x| …`");
    refuses("|«(»a, b)| a", "expected the name of a variable, found `(…)`\nhelp: write `|x| …`");
    refuses("«move» |x| x", "`move` means nothing here\nhelp: write `|x| …`");
    refuses("|x| ", "expected an expression after the variable, found the end\nhelp: write `|x| x * x`");
}

#[test]
fn unknown_names_get_the_nearest_known_one() {
    refuses("|x| x * «tahn»(x)", "unknown function `tahn`\nhelp: did you mean `tanh`?");
    refuses("|x| x.«sigmod»()", "unknown method `sigmod`\nhelp: did you mean `sigmoid`?");
    refuses(
        "|x| x + «z»",
        "unknown name `z`\nhelp: the variable of this closure is `x`; constants are written in capitals",
    );
    refuses("|x| { let scaled = 2 * x; «scald» + 1 }", "unknown name `scald`\nhelp: did you mean `scaled`?");
    refuses("|x| 1 - «tanh»", "expected a number, found the function `tanh`\nhelp: write `tanh(x)`");
    refuses("|x| std::f32::«tanh»(x)", "the derivative of `std::f32::tanh` is not known\nhelp: write `tanh(…)`");
    refuses(
        "|x| my::«wiggle»(x)",
        "the derivative of `my::wiggle` is not known\nhelp: write its formula in the closure",
    );
    let error = parse("|x| wiggle(x)").unwrap_err().to_string();
    assert!(
        error.starts_with("unknown function `wiggle`\nhelp: there are the activations, `abs`, `acos`, "),
        "{error}"
    );
}

#[test]
fn arguments_are_counted() {
    refuses("|x| «max»(x)", "`max` expects 2 arguments, found 1\nhelp: write `max(a, b)`");
    refuses("|x| x.«tanh»(2)", "`tanh` expects 1 argument, found 2\nhelp: write `a.tanh()`");
    refuses(
        "|x| gelu(x, «true»)",
        "expected a number, found a condition\nhelp: write `if … { 1.0 } else { 0.0 }` around it",
    );
    refuses(
        "|x| powi(x, «0.5»)",
        "expected a whole number as the exponent of `powi`\nhelp: write `powf` for other exponents",
    );
    refuses("|x| x.«exp»", "a number has no field `exp`\nhelp: call a function, as in `x.tanh()`");
}

#[test]
fn operators_of_other_languages_are_answered() {
    let powers = "help: write `x * x`, `powi(x, 3)` or `powf(x, 1.5)`";
    refuses("|x| x «^» 2", &format!("`^` is not an operator on numbers\n{powers}"));
    refuses("|x| x «**» 2".replace("«**»", "«*»* ").as_str(), &format!("`**` is not an operator\n{powers}"));
    refuses("|x| x «%» 2", "`%` is not part of this language\nhelp: the remainder has no derivative to learn from");
    refuses(
        "|x| (x «as» f32)",
        "`as` is not part of this language\nhelp: leave it out: all numbers are of the model's scalar type",
    );
    refuses("|x| { x «=» 2 }", "a name cannot be assigned again\nhelp: bind a new one: `let a = …;`");
    refuses("|x| 0 < x «<» 1", "comparisons cannot be chained\nhelp: write `a < b && b < c`");
    refuses("|x| x «/» 0", "division by zero\nhelp: the divisor is always 0");
    refuses("|x| x«?»", "`?` cannot follow a number\nhelp: a closure sees one element at a time");
    refuses("|x| x«[»0]", "`[…]` cannot follow a number\nhelp: a closure sees one element at a time");
    refuses(
        "|x| x «y»",
        "expected an operator or the end of the expression, found `y`\nhelp: the expression ends at `->`, `as`, `,` or `;`",
    );
}

#[test]
fn conditions_and_numbers_are_told_apart() {
    refuses("|x| if «x» { 1 } else { 0 }", "expected a condition, found a number\nhelp: compare it, as in `x > 0.0`");
    refuses(
        "|x| if x > 0 && «x» { 1 } else { 0 }",
        "expected a condition, found a number\nhelp: compare it, as in `x > 0.0`",
    );
    let around = "write `if … { 1.0 } else { 0.0 }` around it";
    refuses("|x| «x» > 0", &format!("expected a number as the value, found a condition\nhelp: {around}"));
    refuses("|x| 2 * «(»x > 0)", &format!("expected a number, found a condition\nhelp: {around}"));
    refuses("|x| -«(»x > 0)", &format!("expected a number, found a condition\nhelp: {around}"));
    refuses("|x| if x > 0 «{» x > 1 } else { x }", &format!("expected a number, found a condition\nhelp: {around}"));
    refuses("|x| !«x»", "expected a condition, found a number\nhelp: compare it, as in `x > 0.0`");
}

#[test]
fn every_branch_and_block_has_a_value() {
    refuses("|x| «if» x > 0 { x }", "`if` without `else` has no value\nhelp: add `else { … }`");
    refuses("|x| if x > 0 «x» else 0", "expected `{`, found `x`\nhelp: write `if … { … }`");
    refuses("|x| if x > 0 { x } else «0»", "expected `{`, found `0`\nhelp: write `else { … }`");
    refuses(
        "|x| if «{» x } else { 0 }",
        "expected a condition after `if`, found `{…}`\nhelp: compare numbers, as in `x > 0.0`",
    );
    refuses(
        "|x| { let a = x; «}»",
        "expected a value at the end of the block\nhelp: end it with an expression such as `x`",
    );
    refuses(
        "|x| { x + 1«;» }",
        "expected a value at the end of the block, found a statement\nhelp: bind the value with `let`, or leave the `;` out",
    );
    refuses("|x| { let «mut» a = x; a }", "a name cannot be assigned again\nhelp: leave `mut` out and bind a new name");
    refuses(
        "|x| { let a«:» f32 = x; a }",
        "expected `=`, found `:`\nhelp: leave the type out: it is the model's scalar type",
    );
    refuses(
        "|x| { let a = x «a» }",
        "expected an operator or the end of the expression, found `a`\nhelp: the expression ends at `->`, `as`, `,` or `;`",
    );
    refuses("|x| «(»)", "expected an expression in the parentheses, found nothing\nhelp: write `(x + 1.0)`");
    refuses("|x| (x«,» x)", "expected one value in the parentheses, found a tuple\nhelp: write one value");
}

#[test]
fn literals_are_numbers() {
    refuses("|x| x * «2u8»", "a literal of type `u8` among numbers of the model's scalar type\nhelp: write `2`");
    refuses("|x| x * «\"2\"»", "expected a number, found another literal\nhelp: write `2.0`");
    refuses("|x| x * «1e999»", "expected a number within the range of `f64`\nhelp: write a smaller one");
    let values =
        "help: a value is a literal, a name, a call such as `tanh(x)`, `if … { … } else { … }` or in parentheses";
    refuses("|x| x + «*» 2", &format!("expected a value, found `*`\n{values}"));
    refuses("|x| x * «->» Dense(3)", &format!("expected a value, found `->`\n{values}"));
    refuses(
        "|x| «match» x { _ => x }",
        "`match` is not part of this language\nhelp: there are `if … { … } else { … }` and `{ let a = …; … }`",
    );
    refuses("|x| «dbg»!(x)", "the macro `dbg!` is not expanded here\nhelp: write its value");
}

#[test]
fn depth_is_bounded_and_length_is_not() {
    let message = "expected an expression nested at most 128 deep\nhelp: name the inner parts with `let`";
    for (open, close) in [
        ("(", ")"),
        ("{", "}"),
        ("tanh(", ")"),
        ("-", ""),
        ("if x > 0 { 1 } else { ", " }"),
        ("if x > 0 { 1 } else ", ""),
    ] {
        let nested = |n: usize| {
            let inner = if open.ends_with("else ") { "{ x }" } else { "x" };
            format!("|x| {}{inner}{}", open.repeat(n), close.repeat(n))
        };
        assert!(parse(&nested(100)).is_ok(), "{open}");
        assert_eq!(parse(&nested(500)).unwrap_err().to_string(), message, "{open}");
    }
    let sum = format!("|x| x{}", " + tanh(x)".repeat(3000));
    assert!(parse(&sum).is_ok());
    let doubled =
        (0..500).fold("|x| { let a0 = x;".to_owned(), |text, i| format!("{text} let a{} = a{i} + a{i};", i + 1));
    let doubled = parse(&format!("{doubled} a500 }}")).unwrap();
    assert!(doubled.len() < 20_000);
}

/// Checks the message for a loss, in which the guilty token stands between `«` and `»`.
#[track_caller]
fn refuses_loss(text: &str, message: &str) {
    let column = text.find('«').map(|bytes| text[..bytes].chars().count());
    let error = parse_loss.parse_str(&text.replace(['«', '»'], "")).unwrap_err();
    assert_eq!(error.to_string(), message, "{text}");
    if let Some(column) = column {
        assert_eq!(error.span().start().column, column, "place in {text}");
    }
}

#[test]
fn a_loss_is_one_expression_of_two_variables() {
    let why = "help: write `|y, t| …`: an element of the output, and its label";
    refuses_loss("«||» 1", "expected two variables between the bars, found none\nhelp: write `|y, t| …`");
    refuses_loss("|«y»| y * y", &format!("a loss has two variables, found 1\n{why}"));
    refuses_loss("|y, t, «w»| w * y", &format!("a loss has two variables, found 3\n{why}"));
    refuses_loss("|y, «y»| y * y", "two variables are named `y`\nhelp: give the label another name: `|y, t| …`");
    refuses_loss("«(»y - t)", "expected `|`, found `(…)`\nhelp: write `|y, t| …`");
    refuses_loss(
        "|y, t|",
        "expected an expression after the variables, found the end\nhelp: write `|y, t| abs(y - t)`",
    );
    refuses_loss(
        "|y, t| y - «target»",
        "unknown name `target`\nhelp: the variables are `y`, `t`; constants are written in capitals",
    );
    refuses_loss(
        "|y, t| y - t«;»",
        "expected one expression, found a statement\n\
         help: leave the `;` out; values are bound in a block, `{ let a = y - t; a * a }`",
    );
    refuses_loss(
        "|y, t| «let» d = y - t; d * d",
        "`let` stands in a block\nhelp: write `{ let a = …; … }`, braces included",
    );
    let one = "help: a loss is one expression of an output and its label";
    refuses_loss("|y, t| y - t«,» 2", &format!("expected the end of the expression, found `,`\n{one}"));
    refuses_loss("|y, t| y «t»", &format!("expected an operator or the end of the expression, found `t`\n{one}"));
    refuses_loss(
        "|«y», t| t * t",
        "the loss does not depend on the output `y`\nhelp: compare it with the label, as in `abs(y - t)`",
    );
    refuses_loss(
        "|y, t| «y» > t",
        "expected a number as the value, found a condition\nhelp: write `if … { 1.0 } else { 0.0 }` around it",
    );
}

#[test]
fn the_label_is_constant_under_the_derivative() {
    for (loss, derivative) in [
        ("|y, t| (y - t) * (y - t)", "2.0 * (y - t)"),
        ("|y, t| y * t * t", "t * t"),
        ("|y, t| -t * ln(y)", "-(t / y)"),
        ("|y, t| if t > 0 { y } else { 0 }", "if t > 0.0 { 1.0 } else { 0.0 }"),
    ] {
        let formula = Formula::of(parse_loss.parse_str(loss).unwrap()).unwrap();
        assert_eq!(formula.derivative().to_string(), derivative, "{loss}");
    }
}
