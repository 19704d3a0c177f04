//! `Add()(a, b)`, or `a + b`; `Concatenate()(a, b)` and other ways to make one value of several.

use super::arguments::Arguments;
use super::geometry::on_axes;
use super::{Layer, Masks, Mismatch, Need, Parameter, Spec, Takes};
use crate::activation::Scalar;
use crate::build::{Build, Tensor};
use crate::dim::{Dim, Shape};
use crate::graph::Value;
use crate::ops::{self, Binary};
use crate::report::Report;

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
            resolve: |_, _| Some(Box::new(Merge(Merging::$merging, concat!("`", $name, "`")))),
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
    resolve: |arguments, report| Some(Box::new(Concatenate(arguments.signed("axis", report)?))),
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

/// Values of one shape, element by element; with the words that messages have for it.
#[derive(Debug)]
pub struct Merge(pub Merging, pub &'static str);

impl Layer for Merge {
    fn apply(&self, build: &mut Build, inputs: &[Tensor]) -> Result<Vec<Tensor>, Mismatch> {
        let Self(merging, words) = self;
        if *merging == Merging::Subtract && inputs.len() != 2 {
            let message = format!("`Subtract` takes 2 values, found {}", inputs.len());
            return Err(Mismatch::layer(message, "write `Subtract()(a, b)`"));
        }
        equal_shapes(build, words, inputs)?;
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

/// Refuses values of different shapes: nothing is broadcast.
fn equal_shapes(build: &mut Build, words: &str, inputs: &[Tensor]) -> Result<(), Mismatch> {
    let [first, others @ ..] = inputs else { return Ok(()) };
    others.iter().try_for_each(|other| equal(build, words, &first.shape, &other.shape, None))
}

/// Refuses shapes that differ elsewhere than along an axis.
fn equal(build: &mut Build, words: &str, a: &Shape, b: &Shape, except: Option<usize>) -> Result<(), Mismatch> {
    let different = || {
        let one = except.map_or("values of one shape", |_| "values that differ in one axis only");
        let help = if a.rank() == b.rank() {
            if words.len() == 3 {
                "make their sizes equal; `->` binds tighter than a sign: a sum that goes on is written `(a + b) -> …`"
            } else {
                "make their sizes equal: nothing is broadcast"
            }
        } else {
            "bring them to one shape, by `Reshape` or `Flatten`: nothing is broadcast"
        };
        Mismatch::layer(format!("{words} needs {one}, found {a} and {b}"), help)
    };
    if a.rank() != b.rank() {
        return Err(different());
    }
    for (axis, (a, b)) in a.0.iter().zip(&b.0).enumerate().filter(|(axis, _)| Some(*axis) != except) {
        let _ = axis;
        match a.same(b) {
            Some(true) => {}
            Some(false) => return Err(different()),
            None => build.claim(format!("{words} needs values of one shape"), a.clone(), b.clone()),
        }
    }
    Ok(())
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

/// An axis as Keras counts it, the batch being axis 0, in a shape without the batch.
pub(super) fn axis(layer: &str, axis: i64, shape: &Shape) -> Result<usize, Mismatch> {
    let rank = i64::try_from(shape.rank()).unwrap_or(i64::MAX);
    let found = if axis < 0 { rank + axis } else { axis - 1 };
    let range = 0..rank;
    match usize::try_from(found) {
        Ok(at) if range.contains(&found) => Ok(at),
        _ => {
            let message = format!("`{layer}` has no axis {axis} in {shape}");
            let help = if axis == 0 {
                "axis 0 is the batch: axes count from 1, or from the end by -1".to_owned()
            } else {
                format!("write an axis from 1 to {rank}, or from -{rank} to -1")
            };
            Err(Mismatch::input(message, help))
        }
    }
}

/// Several axes as Keras counts them, in ascending order.
pub(super) fn axes(layer: &str, axes: &[i64], shape: &Shape) -> Result<Vec<usize>, Mismatch> {
    let mut found = axes.iter().map(|at| axis(layer, *at, shape)).collect::<Result<Vec<_>, _>>()?;
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

#[derive(Debug)]
struct Concatenate(i64);

impl Layer for Concatenate {
    fn apply(&self, build: &mut Build, inputs: &[Tensor]) -> Result<Vec<Tensor>, Mismatch> {
        let first = &inputs[0];
        let axis = axis("Concatenate", self.0, &first.shape)?;
        for other in &inputs[1..] {
            equal(build, "`Concatenate`", &first.shape, &other.shape, Some(axis))?;
        }
        let mut shape = first.shape.clone();
        shape.0[axis] = Dim::sum(inputs.iter().map(|input| &input.shape.0[axis]));
        let widths = inputs.iter().map(|input| Dim::product(&input.shape.0[axis..])).collect();
        let values: Vec<_> = inputs.iter().map(|input| input.value).collect();
        let value = build.kernel(ops::Concatenate { widths }, &values, &shape);
        if axis == 0 && inputs.iter().any(|input| input.mask.is_some()) {
            let message = "`Concatenate` along the steps does not pass on which of them are masked";
            return Err(Mismatch::input(message, "write `mask = drop` before it, or another axis"));
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
    resolve: |arguments, report| Some(Box::new(Unit(arguments.signed("axis", report)?))),
};

#[derive(Debug)]
struct Unit(i64);

impl Layer for Unit {
    fn apply(&self, build: &mut Build, inputs: &[Tensor]) -> Result<Vec<Tensor>, Mismatch> {
        let x = &inputs[0];
        let axis = axis("UnitNormalization", self.0, &x.shape)?;
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

#[derive(Debug)]
struct Dot {
    axes: [i64; 2],
    normalize: bool,
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
        let message = "`axes` of `Dot` expects an axis of both values, or one of each";
        report.error(value.spot, message, "write `axes = -1`, or `axes = (1, 2)`");
    }
    Some(Box::new(Dot { axes: axes?, normalize: arguments.boolean("normalize", report)? }))
}

impl Layer for Dot {
    fn apply(&self, build: &mut Build, inputs: &[Tensor]) -> Result<Vec<Tensor>, Mismatch> {
        let [a, b] = inputs else {
            let message = format!("`Dot` takes 2 values, found {}", inputs.len());
            return Err(Mismatch::layer(message, "write `Dot(-1)(a, b)`"));
        };
        let (at_a, at_b) = (axis("Dot", self.axes[0], &a.shape)?, axis("Dot", self.axes[1], &b.shape)?);
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
