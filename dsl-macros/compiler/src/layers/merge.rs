//! `Add()(a, b)`, or `a + b`; `Concatenate()(a, b)` and other ways to make one value of several.

use super::arguments::Arguments;
use super::geometry::on_axes;
use super::words::describe;
use super::{Layer, Masks, Mismatch, Need, Parameter, Spec, Takes};
use crate::activation::Scalar;
use crate::build::{Build, Tensor};
use crate::dim::{Dim, Shape};
use crate::graph::Value;
use crate::ops::{self, Binary};
use crate::report::{Report, Spot};

macro_rules! merging {
    ($($SPEC:ident = $name:literal, $merging:ident, $what:literal, $page:literal, $example:literal;)*) => {$(
        pub(super) const $SPEC: Spec = Spec {
            name: $name,
            aliases: &[],
            summary: $what,
            shapes: "values of one shape → the same",
            page: $page,
            example: $example,
            parameters: &[],
            weights: &[],
            resolve: |_, _| {
                let words = concat!("`", $name, "`");
                Some(Box::new(Merge { merging: Merging::$merging, words, goes_on: false }))
            },
        };
    )*};
}

merging! {
    ADD = "Add", Add, "the sum of values, element by element, also written `a + b`", "merging_layers/add",
        "let x = Input(4); let h = x -> Dense(4, relu); Add()(x, h)";
    SUBTRACT = "Subtract", Subtract, "the difference of two values, element by element, also written `a - b`",
        "merging_layers/subtract", "let x = Input(4); let h = x -> Dense(4, relu); Subtract()(x, h)";
    MULTIPLY = "Multiply", Multiply, "the product of values, element by element, also written `a * b`",
        "merging_layers/multiply", "let x = Input(4); let gate = x -> Dense(4, sigmoid); x * gate";
    AVERAGE = "Average", Average, "the mean of values, element by element", "merging_layers/average",
        "let x = Input(4); let h = x -> Dense(4, relu); Average()(x, h)";
    MAXIMUM = "Maximum", Maximum, "the largest of values, element by element", "merging_layers/maximum",
        "let x = Input(4); let h = x -> Dense(4, relu); Maximum()(x, h)";
    MINIMUM = "Minimum", Minimum, "the smallest of values, element by element", "merging_layers/minimum",
        "let x = Input(4); let h = x -> Dense(4, relu); Minimum()(x, h)";
}

pub(super) const CONCATENATE: Spec = Spec {
    name: "Concatenate",
    aliases: &[],
    summary: "values one behind the other along an axis; as in Keras, the batch is axis 0, and -1 the last",
    shapes: "values that differ only in that axis → its lengths added",
    page: "merging_layers/concatenate",
    example: "let x = Input(4); let h = x -> Dense(3, relu); Concatenate()(x, h)",
    parameters: &[Parameter::new("axis", Need::Default("-1"))],
    weights: &[],
    resolve: |arguments, report| Some(Box::new(Concatenate(arguments.signed("axis", report)?, arguments.spot("axis")))),
};

pub(super) const DOT: Spec = Spec {
    name: "Dot",
    aliases: &[],
    summary: "sums of products of two values along an axis of each; as in Keras, the batch is axis 0, and -1 the last",
    shapes: "(…) and (…) → the axes that are not summed over, or (1)",
    page: "merging_layers/dot",
    example: "let x = Input(4, 3); let h = x -> Dense(3, relu); Dot(2)(x, h)",
    parameters: &[Parameter::new("axes", Need::Required("-1")), Parameter::new("normalize", Need::Default("false"))],
    weights: &[],
    resolve: |arguments, report| dot(arguments, report),
};

/// What is done to the elements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Merging {
    /// `a + b`
    Add,
    /// `a - b`
    Subtract,
    /// `a * b`
    Multiply,
    /// The mean.
    Average,
    /// The largest.
    Maximum,
    /// The smallest.
    Minimum,
}

/// Values of one shape, element by element.
#[derive(Debug)]
pub struct Merge {
    /// What is done.
    pub merging: Merging,
    /// The words that messages have for it.
    pub words: &'static str,
    /// Whether the last of them is a chain: an arrow may have been meant for all.
    pub goes_on: bool,
}

impl Layer for Merge {
    fn apply(&self, build: &mut Build, inputs: &[Tensor]) -> Result<Vec<Tensor>, Mismatch> {
        let Self { merging, words, goes_on } = self;
        if *merging == Merging::Subtract && inputs.len() != 2 {
            let message = format!("`Subtract` takes 2 values, found {}", inputs.len());
            return Err(Mismatch::layer(message, "write `Subtract()(a, b)`"));
        }
        if let [first, others @ ..] = inputs {
            for other in others {
                equal(build, &format!("{words} needs values of one shape"), &first.shape, &other.shape, |a, b| {
                    unequal(words, a, b, *goes_on)
                })?;
            }
        }
        let binary = match merging {
            Merging::Add | Merging::Average => Binary::Add,
            Merging::Subtract => Binary::Subtract,
            Merging::Multiply => Binary::Multiply,
            Merging::Maximum => Binary::Maximum,
            Merging::Minimum => Binary::Minimum,
        };
        let mut merged = inputs[0].clone();
        for other in &inputs[1..] {
            merged.value = build.kernel(ops::Elementwise(binary), &[merged.value, other.value], &merged.shape);
        }
        if *merging == Merging::Average {
            merged = build.pointwise(&merged, Scalar::linear((inputs.len() as f64).recip(), 0.0));
        }
        merged.mask = joined_mask(build, inputs, Binary::Maximum);
        Ok(vec![merged])
    }

    fn takes(&self) -> Takes {
        Takes::Several
    }

    fn masks(&self) -> Masks {
        Masks::Own
    }
}

/// Refuses shapes that differ: nothing is broadcast. What only rustc can judge is left to it, by this rule.
pub(super) fn equal(
    build: &mut Build,
    rule: &str,
    a: &Shape,
    b: &Shape,
    refuse: impl Fn(&Shape, &Shape) -> Mismatch,
) -> Result<(), Mismatch> {
    if a.rank() != b.rank() {
        return Err(refuse(a, b));
    }
    for (one, other) in a.0.iter().zip(&b.0) {
        match one.same(other) {
            Some(true) => {}
            Some(false) => return Err(refuse(a, b)),
            None => build.claim(rule.to_owned(), one.clone(), other.clone()),
        }
    }
    Ok(())
}

/// Why two shapes cannot be merged, and how they would be equal.
fn unequal(words: &str, a: &Shape, b: &Shape, goes_on: bool) -> Mismatch {
    let help = if goes_on {
        format!("`->` binds tighter than {words}: write `(a {} b) -> …` to go on with both", words.trim_matches('`'))
    } else {
        format!("nothing is broadcast: {}", alike(a, b))
    };
    Mismatch::layer(format!("{words} needs values of one shape, found {a} and {b}"), help)
}

/// How one of two shapes becomes the other.
fn alike(a: &Shape, b: &Shape) -> String {
    let (wide, narrow) = if a.rank() > b.rank() { (a, b) } else { (b, a) };
    if narrow.rank() == 1 && wide.rank() > 1 && narrow.last().same(&wide.last()) == Some(true) {
        let positions = Dim::product(&wide.0[..wide.rank() - 1]);
        let reshape = if wide.rank() == 2 { String::new() } else { format!(" -> Reshape{wide}") };
        return format!("for the same {narrow} everywhere write `-> RepeatVector({positions}){reshape}` after it");
    }
    if a.rank() != b.rank() {
        return "bring them to one shape by `Reshape` or `Flatten`".to_owned();
    }
    let differ: Vec<_> = (0..a.rank()).filter(|at| a.0[*at].same(&b.0[*at]) == Some(false)).collect();
    if differ == [a.rank() - 1] {
        let layer = if a.rank() == 3 { "Conv2D(…, 1)" } else { "Dense(…)" };
        return format!("give both the same last size, by a `{layer}` for instance");
    }
    "make their sizes equal; a convolution keeps them with `padding = same`".to_owned()
}

/// The steps that count in all of the values that have a mask.
pub(super) fn common_mask(build: &mut Build, inputs: &[Tensor]) -> Option<Value> {
    joined_mask(build, inputs, Binary::Multiply)
}

/// The masks of some values as one: what counts in all of them, or with the maximum in any.
fn joined_mask(build: &mut Build, inputs: &[Tensor], how: Binary) -> Option<Value> {
    let mut masks = inputs.iter().filter_map(|input| input.mask);
    let first = masks.next()?;
    let shape = build.shape_of(first);
    Some(masks.fold(first, |a, b| build.kernel(ops::Elementwise(how), &[a, b], &shape)))
}

/// An axis as Keras counts it, the batch being axis 0, in a shape without the batch; `spot` is where it is written.
pub(super) fn axis(layer: &str, axis: i64, shape: &Shape, spot: Spot) -> Result<usize, Mismatch> {
    let rank = i64::try_from(shape.rank()).unwrap_or(i64::MAX);
    let found = if axis < 0 { rank + axis } else { axis - 1 };
    let range = 0..rank;
    match usize::try_from(found) {
        Ok(at) if range.contains(&found) => Ok(at),
        _ => {
            let message = format!("`{layer}` has no axis {axis} in {shape}");
            let help = if axis == 0 {
                "axis 0 is the batch: axes count from 1, or from the end by -1".to_owned()
            } else if rank == 1 {
                "write -1 for its only axis".to_owned()
            } else {
                format!("write an axis from 1 to {rank}, or from -{rank} to -1")
            };
            Err(Mismatch::layer(message, help).at(spot))
        }
    }
}

/// Several axes as Keras counts them, in ascending order.
pub(super) fn axes(layer: &str, axes: &[i64], shape: &Shape, spot: Spot) -> Result<Vec<usize>, Mismatch> {
    let mut found = axes.iter().map(|at| axis(layer, *at, shape, spot)).collect::<Result<Vec<_>, _>>()?;
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

#[derive(Debug)]
struct Concatenate(i64, Spot);

impl Layer for Concatenate {
    fn apply(&self, build: &mut Build, inputs: &[Tensor]) -> Result<Vec<Tensor>, Mismatch> {
        let first = &inputs[0];
        let axis = axis("Concatenate", self.0, &first.shape, self.1)?;
        for other in &inputs[1..] {
            // Elsewhere than along the axis.
            let without = |shape: &Shape| {
                let kept =
                    shape.0.iter().enumerate().filter(|(at, _)| *at != axis || shape.rank() != first.shape.rank());
                Shape(kept.map(|(_, dim)| dim.clone()).collect())
            };
            let refuse = |_: &Shape, _: &Shape| not_beside(&first.shape, &other.shape, axis);
            equal(
                build,
                "`Concatenate` needs values that are equal elsewhere",
                &without(&first.shape),
                &without(&other.shape),
                refuse,
            )?;
        }
        let mut shape = first.shape.clone();
        shape.0[axis] = Dim::sum(inputs.iter().map(|input| &input.shape.0[axis]));
        let widths = inputs.iter().map(|input| Dim::product(&input.shape.0[axis..])).collect();
        let values: Vec<_> = inputs.iter().map(|input| input.value).collect();
        let value = build.kernel(ops::Concatenate { widths }, &values, &shape);
        if axis == 0 && inputs.iter().any(|input| input.mask.is_some()) {
            let message = "`Concatenate` along the steps does not pass on which of them are masked";
            let help = "if all steps shall count from here on, write `Concatenate(…, mask = drop)`";
            return Err(Mismatch::layer(message, help));
        }
        Ok(vec![Tensor { value, shape, mask: common_mask(build, inputs) }])
    }

    fn takes(&self) -> Takes {
        Takes::Several
    }

    fn masks(&self) -> Masks {
        Masks::Own
    }
}

pub(super) const UNIT: Spec = Spec {
    name: "UnitNormalization",
    aliases: &[],
    summary: "x/√Σx² along an axis: rows of length 1",
    shapes: "any → the same",
    page: "normalization_layers/unit_normalization",
    example: "Input(4, 3) -> UnitNormalization",
    parameters: &[Parameter::new("axis", Need::Default("-1"))],
    weights: &[],
    resolve: |arguments, report| Some(Box::new(Unit(arguments.signed("axis", report)?, arguments.spot("axis")))),
};

#[derive(Debug)]
struct Unit(i64, Spot);

impl Layer for Unit {
    fn apply(&self, build: &mut Build, inputs: &[Tensor]) -> Result<Vec<Tensor>, Mismatch> {
        let x = &inputs[0];
        let axis = axis("UnitNormalization", self.0, &x.shape, self.1)?;
        Ok(vec![Tensor { mask: x.mask, ..unit_length(build, x, axis)? }])
    }
}

/// x/√(Σx² + 1e-12) along an axis: x/√(mean x² + ε) divided by the root of their number.
fn unit_length(build: &mut Build, x: &Tensor, axis: usize) -> Result<Tensor, Mismatch> {
    let Some(count) = x.shape.0[axis].value() else {
        let message = format!("the length of an axis of {} must be known to the macro here", x.shape);
        return Err(Mismatch::input(message, "write the number itself"));
    };
    on_axes(build, x, &[axis], |build, x| {
        let (channels, epsilon) = (Dim::known(count), 1e-12 / count as f64);
        let (positions, groups) = (Dim::known(1), Dim::known(1));
        let rms = ops::Normalize { positions, channels, groups, centered: false, epsilon, backward: false };
        let y = Tensor { value: build.kernel(rms, &[x.value], &x.shape), ..x.clone() };
        Ok(build.pointwise(&y, Scalar::linear((count as f64).sqrt().recip(), 0.0)))
    })
}

/// Why two shapes cannot stand beside each other along an axis.
fn not_beside(a: &Shape, b: &Shape, axis: usize) -> Mismatch {
    let message =
        format!("`Concatenate` along axis {} needs values that are equal elsewhere, found {a} and {b}", axis + 1);
    let help = if a.rank() == b.rank() {
        let differ: Vec<_> = (0..a.rank()).filter(|at| a.0[*at].same(&b.0[*at]) == Some(false)).collect();
        match differ.as_slice() {
            [one] => format!("they differ in axis {0}: write `Concatenate(axis = {0})`", one + 1),
            _ => "make their other sizes equal; a convolution keeps them with `padding = same`".to_owned(),
        }
    } else {
        "bring them to the same number of axes by `Reshape` or `Flatten`".to_owned()
    };
    Mismatch::layer(message, help)
}

#[derive(Debug)]
struct Dot {
    axes: [i64; 2],
    normalize: bool,
    spot: Spot,
}

fn dot(arguments: &Arguments<'_>, report: &mut Report) -> Option<Box<dyn Layer>> {
    use crate::ast::ValueKind::{Integer, Tuple};
    let value = arguments.get("axes")?;
    let axes = match &value.kind {
        Integer(axis) => Some([*axis; 2]),
        Tuple(values) => match values.as_slice() {
            [a, b] => match (&a.kind, &b.kind) {
                (Integer(a), Integer(b)) => Some([*a, *b]),
                _ => None,
            },
            _ => None,
        },
        _ => None,
    };
    let axes = axes.and_then(|[a, b]| Some([i64::try_from(a).ok()?, i64::try_from(b).ok()?]));
    if axes.is_none() {
        let found = describe(&value.kind);
        let message = format!("`axes` of `Dot` expects an axis of both values, or one of each, found {found}");
        report.error(value.spot, message, "write `axes = -1`, or `axes = (1, 2)`");
    }
    Some(Box::new(Dot { axes: axes?, normalize: arguments.boolean("normalize", report)?, spot: value.spot }))
}

impl Layer for Dot {
    fn apply(&self, build: &mut Build, inputs: &[Tensor]) -> Result<Vec<Tensor>, Mismatch> {
        let [a, b] = inputs else {
            let message = format!("`Dot` takes 2 values, found {}", inputs.len());
            return Err(Mismatch::layer(message, "write `Dot(-1)(a, b)`"));
        };
        let (at_a, at_b) =
            (axis("Dot", self.axes[0], &a.shape, self.spot)?, axis("Dot", self.axes[1], &b.shape, self.spot)?);
        if a.shape.rank() > 2 || b.shape.rank() > 2 {
            let message = format!("`Dot` expects values of at most two axes, found {} and {}", a.shape, b.shape);
            return Err(Mismatch::layer(message, "bring them to that by `Reshape`"));
        }
        let (along_a, along_b) = (&a.shape.0[at_a], &b.shape.0[at_b]);
        match along_a.same(along_b) {
            Some(true) => {}
            Some(false) => {
                let message = format!(
                    "`Dot` needs axes of one length, found {along_a} of {} and {along_b} of {}",
                    a.shape, b.shape
                );
                return Err(Mismatch::layer(message, "choose other axes, or make their sizes equal"));
            }
            None => build.claim("`Dot` needs axes of one length".into(), along_a.clone(), along_b.clone()),
        }
        let (mut values, along) = ([a.value, b.value], [at_a, at_b]);
        if self.normalize {
            for (at, x) in [a, b].into_iter().enumerate() {
                values[at] = unit_length(build, x, along[at])?.value;
            }
        }
        let (one, zero) = (Dim::known(1), Dim::known(0));
        // The axis that is summed over, and the other: its length and how far its elements are apart.
        let sides = |shape: &Shape, at: usize| {
            let stride = |axis: usize| Dim::product(&shape.0[axis + 1..]);
            let other = (0..shape.rank()).find(|axis| *axis != at);
            let (len, apart) = other.map_or((one.clone(), zero.clone()), |axis| (shape.0[axis].clone(), stride(axis)));
            (stride(at), len, apart)
        };
        let ((along_strides, m, rows), (along_b_stride, n, columns)) = (sides(&a.shape, at_a), sides(&b.shape, at_b));
        let kept = [(a.shape.rank(), &m), (b.shape.rank(), &n)].into_iter().filter(|(rank, _)| *rank > 1);
        let kept: Vec<_> = kept.map(|(_, len)| len.clone()).collect();
        let shape = Shape(if kept.is_empty() { vec![one.clone()] } else { kept });
        let operation = ops::Contract {
            batch: one.clone(),
            lengths: [m, n.clone(), along_a.clone()],
            a: [zero.clone(), rows, along_strides],
            b: [zero.clone(), along_b_stride, columns],
            c: [zero, n, one],
            scale: 1.0,
            outer: build.outer(),
        };
        let value = build.kernel(operation, &values, &shape);
        Ok(vec![Tensor::new(value, shape)])
    }

    fn takes(&self) -> Takes {
        Takes::Several
    }

    fn masks(&self) -> Masks {
        Masks::Dropped
    }
}
