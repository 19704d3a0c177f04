//! `Dot(2)(a, b)`: sums of products along an axis of each; `UnitNormalization`, which its `normalize` is.

use super::arguments::Arguments;
use super::geometry::on_axes;
use super::merge::axis;
use super::words::describe;
use super::{Layer, Masks, Mismatch, Need, Parameter, Spec, Takes};
use crate::activation::Scalar;
use crate::build::{Build, Tensor};
use crate::dim::{Dim, Shape};
use crate::ops;
use crate::report::{Report, Spot};

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
