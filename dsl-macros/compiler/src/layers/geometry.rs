//! `Permute`, `RepeatVector`, `ZeroPadding2D`, `Cropping2D`, `UpSampling2D`: elements elsewhere, and more or fewer of them.

use super::arguments::Arguments;
use super::spatial;
use super::words::{bare, describe};
use super::{Layer, Masks, Mismatch, Need, Parameter, Spec};
use crate::ast::{Value, ValueKind};
use crate::build::{Build, Tensor};
use crate::dim::{Dim, Shape};
use crate::ops::{self, Axis};
use crate::report::{Report, Spot};

const DATA_FORMAT: Parameter = Parameter::new("data_format", Need::Refused("images are channels-last: leave it out"));

pub(super) const PERMUTE: Spec = Spec {
    name: "Permute",
    aliases: &[],
    summary: "the axes in another order; they count from 1",
    shapes: "(a, b, …) → the sizes in the order of dims",
    page: "reshaping_layers/permute",
    example: "Input(4, 3) -> Permute(2, 1)",
    parameters: &[Parameter::new("dims", Need::Dims)],
    weights: &[],
    resolve: |arguments, report| permute(arguments, report),
};

pub(super) const REPEAT_VECTOR: Spec = Spec {
    name: "RepeatVector",
    aliases: &[],
    summary: "the same vector, n times",
    shapes: "(features) → (n, features)",
    page: "reshaping_layers/repeat_vector",
    example: "Input(4) -> RepeatVector(3)",
    parameters: &[Parameter::new("n", Need::Required("3"))],
    weights: &[],
    resolve: |arguments, report| Some(Box::new(RepeatVector(arguments.dim("n", report)?))),
};

macro_rules! borders {
    ($($SPEC:ident = $name:literal, $parameter:literal, $axes:literal, $sign:literal, $what:literal, $shapes:literal, $page:literal, $example:literal;)*) => {$(
        pub(super) const $SPEC: Spec = Spec {
            name: $name,
            aliases: &[],
            summary: $what,
            shapes: $shapes,
            page: $page,
            example: $example,
            parameters: &[Parameter::new($parameter, Need::Default("1")), DATA_FORMAT],
            weights: &[],
            resolve: |arguments, report| {
                let sides = self::borders(arguments, $parameter, $axes, report)?;
                let spot = arguments.spot($parameter);
                Some(Box::new(Borders { name: $name, axes: $axes, sign: $sign, sides, spot }))
            },
        };
    )*};
}

borders! {
    ZERO_PADDING1D = "ZeroPadding1D", "padding", 1, 1, "zeros around a sequence: a number for both ends, or `(before, after)`",
        "(steps, channels) → (before + steps + after, channels)", "reshaping_layers/zero_padding1d",
        "Input(4, 2) -> ZeroPadding1D((2, 0))";
    ZERO_PADDING2D = "ZeroPadding2D", "padding", 2, 1,
        "zeros around an image: a number for all sides, `(height, width)`, or `((top, bottom), (left, right))`",
        "(height, width, channels) → (top + height + bottom, left + width + right, channels)",
        "reshaping_layers/zero_padding2d", "Input(4, 4, 2) -> ZeroPadding2D(((1, 0), (2, 1)))";
    CROPPING1D = "Cropping1D", "cropping", 1, -1, "a sequence without its ends: a number for both, or `(before, after)`",
        "(steps, channels) → (steps − before − after, channels)", "reshaping_layers/cropping1d",
        "Input(6, 2) -> Cropping1D((1, 2))";
    CROPPING2D = "Cropping2D", "cropping", 2, -1,
        "an image without its borders: a number for all sides, `(height, width)`, or `((top, bottom), (left, right))`",
        "(height, width, channels) → (height − top − bottom, width − left − right, channels)",
        "reshaping_layers/cropping2d", "Input(6, 6, 2) -> Cropping2D(1)";
}

pub(super) const UP_SAMPLING1D: Spec = Spec {
    name: "UpSampling1D",
    aliases: &[],
    summary: "each step, size times",
    shapes: "(steps, channels) → (steps·size, channels)",
    page: "reshaping_layers/up_sampling1d",
    example: "Input(4, 2) -> UpSampling1D(2)",
    parameters: &[Parameter::new("size", Need::Default("2"))],
    weights: &[],
    resolve: |arguments, report| {
        let size = arguments.per_axis("size", 1, 1, report)?;
        Some(Box::new(UpSampling { name: "UpSampling1D", axes: 1, size, bilinear: false }))
    },
};

pub(super) const UP_SAMPLING2D: Spec = Spec {
    name: "UpSampling2D",
    aliases: &[],
    summary: "an image of a multiple of its size, by repeating pixels (`nearest`) or between them (`bilinear`)",
    shapes: "(height, width, channels) → (height·size, width·size, channels)",
    page: "reshaping_layers/up_sampling2d",
    example: "Input(4, 4, 2) -> UpSampling2D(2, interpolation = bilinear)",
    parameters: &[
        Parameter::new("size", Need::Default("2")),
        DATA_FORMAT,
        Parameter::new("interpolation", Need::Default("nearest")),
    ],
    weights: &[],
    resolve: |arguments, report| {
        let size = arguments.per_axis("size", 2, 1, report);
        let bilinear = arguments.word("interpolation", &["nearest", "bilinear"], report)? == "bilinear";
        Some(Box::new(UpSampling { name: "UpSampling2D", axes: 2, size: size?, bilinear }))
    },
};

/// The axes of a shape as they lie in memory.
pub(super) fn plain_axes(shape: &Shape) -> Vec<Axis> {
    let strides = (0..shape.rank()).map(|axis| Dim::product(&shape.0[axis + 1..]));
    shape.0.iter().zip(strides).map(|(len, stride)| Axis::plain(len, stride)).collect()
}

/// Adds a rearrangement to a graph.
pub(super) fn rearrange(build: &mut Build, name: &'static str, x: &Tensor, axes: Vec<Axis>) -> Tensor {
    let shape = Shape(axes.iter().map(|axis| axis.len.clone()).collect());
    let value = build.kernel(ops::Rearrange { name, axes, backward: false }, &[x.value], &shape);
    Tensor::new(value, shape)
}

/// A layer that works on the last axis, on others: they are brought to the end, in their order, and back afterwards.
pub(super) fn on_axes(
    build: &mut Build,
    x: &Tensor,
    axes: &[usize],
    f: impl FnOnce(&mut Build, &Tensor) -> Result<Tensor, Mismatch>,
) -> Result<Tensor, Mismatch> {
    let rank = x.shape.rank();
    let order: Vec<_> = (0..rank).filter(|axis| !axes.contains(axis)).chain(axes.iter().copied()).collect();
    if order.iter().copied().eq(0..rank) {
        return f(build, x);
    }
    let plain = plain_axes(&x.shape);
    let there = rearrange(build, "permute", x, order.iter().map(|axis| plain[*axis].clone()).collect());
    let y = f(build, &there)?;
    let plain = plain_axes(&y.shape);
    let back = (0..rank).filter_map(|axis| order.iter().position(|from| *from == axis));
    let y = rearrange(build, "permute", &y, back.map(|at| plain[at].clone()).collect());
    Ok(Tensor { mask: x.mask, ..y })
}

/// The steps of a sequence in the reverse order, or of a mask, which has no features.
pub(super) fn reversed(build: &mut Build, x: &Tensor) -> Tensor {
    let mut axes = plain_axes(&x.shape);
    axes[0] = Axis { from_end: true, step: -1, ..axes[0].clone() };
    rearrange(build, "reverse", x, axes)
}

/// The axes in their new order, from 1 on, and where they are written.
#[derive(Debug)]
struct Permute(Vec<usize>, Spot);

fn permute(arguments: &Arguments<'_>, report: &mut Report) -> Option<Box<dyn Layer>> {
    const SWAP: &str = "axes count from 1, without the batch: `Permute(2, 1)` swaps two";
    let written = match (arguments.get("dims"), arguments.dims.as_slice()) {
        (Some(Value { kind: ValueKind::Tuple(values), .. }), _)
        | (None, [Value { kind: ValueKind::Tuple(values), .. }]) => values.iter().collect(),
        (Some(value), _) => vec![value],
        (None, values) => values.to_vec(),
    };
    if written.is_empty() {
        let message = "`Permute` needs its argument `dims`";
        report.error(arguments.span(), message, "write the axes in their new order, `Permute(2, 1)`");
        return None;
    }
    let (rank, mut axes) = (written.len(), Vec::new());
    for value in &written {
        let axis = match value.kind {
            ValueKind::Integer(axis) => usize::try_from(axis).ok().filter(|axis| (1..=rank).contains(axis)),
            _ => None,
        };
        let wrong = match (&value.kind, axis) {
            (_, Some(axis)) if axes.contains(&axis) => format!("`Permute` names axis {axis} twice"),
            (_, Some(axis)) => {
                axes.push(axis);
                continue;
            }
            (ValueKind::Integer(axis), None) => format!("`Permute` of {rank} axes has no axis {axis}"),
            (other, None) => format!("`Permute` expects the numbers of axes, found {}", describe(other)),
        };
        report.error(value.spot, wrong, SWAP);
        return None;
    }
    Some(Box::new(Permute(axes, arguments.call.spot)))
}

impl Layer for Permute {
    fn apply(&self, build: &mut Build, inputs: &[Tensor]) -> Result<Vec<Tensor>, Mismatch> {
        let (x, Self(order, spot)) = (&inputs[0], self);
        if x.shape.rank() != order.len() {
            let message = format!("`Permute` orders {} axes, found {}", order.len(), x.shape);
            let all: Vec<_> = (1..=x.shape.rank()).map(|axis| axis.to_string()).collect();
            let help = format!("write all of them in their new order, `Permute({})` for the old", all.join(", "));
            return Err(Mismatch::input(message, help).at(*spot));
        }
        let axes = plain_axes(&x.shape);
        let axes = order.iter().map(|axis| axes[axis - 1].clone()).collect();
        Ok(vec![rearrange(build, "permute", x, axes)])
    }

    fn masks(&self) -> Masks {
        Masks::Dropped
    }
}

#[derive(Debug)]
struct RepeatVector(Dim);

impl Layer for RepeatVector {
    fn apply(&self, build: &mut Build, inputs: &[Tensor]) -> Result<Vec<Tensor>, Mismatch> {
        let x = &inputs[0];
        if x.shape.rank() != 1 {
            let message = format!("`RepeatVector` expects an input of rank 1 (features), found {}", x.shape);
            return Err(Mismatch::input(message, "insert `Flatten`"));
        }
        let mut axes = plain_axes(&x.shape);
        axes.insert(0, Axis { limit: self.0.clone(), ..Axis::plain(&self.0, Dim::known(0)) });
        Ok(vec![rearrange(build, "repeat_vector", x, axes)])
    }

    fn masks(&self) -> Masks {
        Masks::Dropped
    }
}

/// Zeros around, or borders off.
#[derive(Debug)]
struct Borders {
    name: &'static str,
    axes: usize,
    /// 1 to add, −1 to take away.
    sign: i64,
    /// Before and after, for each axis.
    sides: Vec<[usize; 2]>,
    /// Where they are written.
    spot: Spot,
}

/// `2`, `(1, 2)` or `((1, 2), (3, 4))`.
fn borders(arguments: &Arguments<'_>, name: &str, axes: usize, report: &mut Report) -> Option<Vec<[usize; 2]>> {
    let Some(value) = arguments.get(name) else { return Some(vec![[1, 1]; axes]) };
    let number = |value: &Value| match value.kind {
        ValueKind::Integer(number @ 0..=65_536) => usize::try_from(number).ok(),
        _ => None,
    };
    let pair = |value: &Value| match &value.kind {
        ValueKind::Tuple(values) if values.len() == 2 => Some([number(&values[0])?, number(&values[1])?]),
        _ => number(value).map(|both| [both, both]),
    };
    let found = match (&value.kind, axes) {
        (ValueKind::Tuple(values), 2) if values.len() == 2 => Some(vec![pair(&values[0]), pair(&values[1])]),
        (_, 1) => Some(vec![pair(value)]),
        (ValueKind::Integer(_), _) => Some(vec![pair(value); axes]),
        _ => None,
    };
    let found: Option<Vec<_>> = found.and_then(|found| found.into_iter().collect());
    if found.is_none() {
        let example = if axes == 1 { "(1, 2)" } else { "((1, 2), (1, 2))" };
        let layer = &arguments.call.name;
        let (one, found) = (if axes == 1 { "number or two" } else { "number, or two of each axis" }, bare(&value.kind));
        let message = format!("`{name}` of `{layer}` expects one {one}, from 0 on, found {found}");
        report.error(
            value.spot,
            message,
            format!("write `{name} = 1`, or the numbers of each side, `{name} = {example}`"),
        );
    }
    found
}

impl Layer for Borders {
    fn apply(&self, build: &mut Build, inputs: &[Tensor]) -> Result<Vec<Tensor>, Mismatch> {
        let x = &inputs[0];
        spatial::rank(self.name, self.axes, x)?;
        let mut axes = plain_axes(&x.shape);
        for (axis, [before, after]) in axes.iter_mut().zip(&self.sides) {
            let both = before + after;
            axis.first = -self.sign * i64::try_from(*before).unwrap_or(i64::MAX);
            axis.len = if self.sign > 0 {
                Dim::sum([&axis.limit, &Dim::known(both)])
            } else {
                if axis.limit.value().is_some_and(|len| len <= both) {
                    let message = format!("`{}` takes {both} of {} away, and nothing is left", self.name, axis.limit);
                    return Err(Mismatch::input(message, "take less away").at(self.spot));
                }
                axis.limit.less(both)
            };
        }
        Ok(vec![rearrange(build, if self.sign > 0 { "zero_padding" } else { "cropping" }, x, axes)])
    }

    fn masks(&self) -> Masks {
        Masks::Dropped
    }
}

#[derive(Debug)]
struct UpSampling {
    name: &'static str,
    axes: usize,
    size: Vec<usize>,
    bilinear: bool,
}

impl Layer for UpSampling {
    fn apply(&self, build: &mut Build, inputs: &[Tensor]) -> Result<Vec<Tensor>, Mismatch> {
        let x = &inputs[0];
        spatial::rank(self.name, self.axes, x)?;
        let scaled = |len: &Dim, by: usize| Dim::product([len, &Dim::known(by)]);
        if self.bilinear {
            let (input, scale) = (spatial::plane(&x.shape), spatial::on_plane(&self.size));
            let output = [scaled(&input[0], scale[0]), scaled(&input[1], scale[1])];
            let shape = spatial::shape(self.axes, &output, &x.shape.last());
            let operation = ops::Bilinear { input, scale, channels: x.shape.last(), backward: false };
            return Ok(vec![Tensor::new(build.kernel(operation, &[x.value], &shape), shape)]);
        }
        let mut axes = plain_axes(&x.shape);
        for (axis, size) in axes.iter_mut().zip(&self.size) {
            axis.len = scaled(&axis.len, *size);
            axis.each = *size;
        }
        Ok(vec![rearrange(build, "up_sampling", x, axes)])
    }

    fn masks(&self) -> Masks {
        Masks::Dropped
    }
}
