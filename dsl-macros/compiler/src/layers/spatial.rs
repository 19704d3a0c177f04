//! What layers over images and sequences share: sizes of windows, padding, ranks.

use super::arguments::Arguments;
use super::words::listed_or;
use super::{Mismatch, is_layer};
use crate::ast::ValueKind;
use crate::build::Tensor;
use crate::dim::{Dim, Shape};
use crate::ops::Window;
use crate::report::{Report, Spot};

/// How the border is treated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Padding {
    /// Windows lie inside the input.
    Valid,
    /// As many windows as elements, divided by the stride.
    Same,
    /// As many as for `Same`, none of which sees what comes later.
    Causal,
}

/// The windows of a layer, before the input is known.
#[derive(Clone, Debug)]
pub(super) struct Windows {
    pub(super) axes: usize,
    pub(super) size: Vec<usize>,
    pub(super) strides: Vec<usize>,
    pub(super) dilation: Vec<usize>,
    pub(super) padding: Padding,
    /// Where their size is written.
    pub(super) spot: Spot,
}

/// `padding = same`
pub(super) fn padding(arguments: &Arguments<'_>, causal: bool, report: &mut Report) -> Option<Padding> {
    let words: &[&'static str] = if causal { &["valid", "same", "causal"] } else { &["valid", "same"] };
    let layer = arguments.spec.name;
    match arguments.get("padding").map(|value| (value.spot, &value.kind)) {
        Some((spot, ValueKind::Call(call))) if !causal && call.name == "causal" => {
            let message =
                format!("`padding` of `{layer}` cannot be `causal`: that is for `Conv1D`, whose steps have an order");
            report.error(spot, message, "write `padding = same`");
            return None;
        }
        Some((spot, ValueKind::Integer(size))) => {
            let message = format!("`padding` of `{layer}` expects {}, found `{size}`", listed_or(words));
            let zeros = if layer.contains("1D") { "ZeroPadding1D" } else { "ZeroPadding2D" };
            report.error(spot, message, format!("write `padding = same`, or `{zeros}({size})` before the layer"));
            return None;
        }
        _ => {}
    }
    Some(match arguments.word("padding", words, report)? {
        "same" => Padding::Same,
        "causal" => Padding::Causal,
        _ => Padding::Valid,
    })
}

/// Refuses an input that is no image or no sequence.
pub(super) fn rank(layer: &str, axes: usize, input: &Tensor) -> Result<(), Mismatch> {
    if axes == 1 {
        return sequence(layer, "channels", input, 0);
    }
    let shape = &input.shape;
    let one_less = layer.replace("2D", "1D");
    let help = match shape.0.as_slice() {
        [_, _, _] => return Ok(()),
        [height, width] if is_layer(&one_less) && layer != one_less => {
            format!(
                "for an image of one channel insert `Reshape({height}, {width}, 1)`; for a sequence use `{one_less}`"
            )
        }
        [height, width] => format!("for an image of one channel insert `Reshape({height}, {width}, 1)`"),
        [all] => match all.value().map(|all| (all, all.isqrt())) {
            Some((all, side)) if side * side == all && side > 1 => {
                format!("move `{layer}` before `Flatten`, or insert `Reshape({side}, {side}, 1)`")
            }
            _ => format!("move `{layer}` before `Flatten`, or insert `Reshape(height, width, channels)`"),
        },
        [_, ..] => format!("for each step by itself write `TimeDistributed({layer}(…))`"),
        [] => "insert a `Reshape`".to_owned(),
    };
    let message = format!("`{layer}` expects an input of rank 3 (height, width, channels), found {shape}");
    Err(Mismatch::input(message, help))
}

/// Refuses an input that is no sequence; `each` says what a step is made of, `number` which of the inputs it is.
pub(super) fn sequence(layer: &str, each: &str, input: &Tensor, number: usize) -> Result<(), Mismatch> {
    let shape = &input.shape;
    let one_more = layer.replace("1D", "2D");
    let help = match shape.0.as_slice() {
        [_, _] => return Ok(()),
        [all] => format!("for one number at each step insert `Reshape({all}, 1)`"),
        [rows, rest @ ..] => {
            let reshape = format!("`Reshape({rows}, {})`", Dim::product(rest));
            if is_layer(&one_more) && layer != one_more && rest.len() == 2 {
                format!("for an image use `{one_more}`; for its rows as steps insert {reshape}")
            } else {
                format!("for its rows as steps insert {reshape}")
            }
        }
        [] => "insert a `Reshape`".to_owned(),
    };
    let message = format!("`{layer}` expects an input of rank 2 (steps, {each}), found {shape}");
    Err(Mismatch { steps: shape.rank() == 1, ..Mismatch::input(message, help).of(number) })
}

/// The spatial axes as height and width: a sequence has a height of 1.
pub(super) fn plane(shape: &Shape) -> [Dim; 2] {
    match shape.0.as_slice() {
        [height, width, _] => [height.clone(), width.clone()],
        [steps, ..] => [Dim::known(1), steps.clone()],
        [] => [Dim::known(1), Dim::known(1)],
    }
}

/// Height and width, and channels, back to the shape of a sequence or an image.
pub(super) fn shape(axes: usize, [height, width]: &[Dim; 2], channels: &Dim) -> Shape {
    let mut dims = vec![height.clone(), width.clone(), channels.clone()];
    if axes == 1 {
        dims.remove(0);
    }
    Shape(dims)
}

/// One number for each axis of a plane.
pub(super) fn on_plane(numbers: &[usize]) -> [usize; 2] {
    match numbers {
        [height, width, ..] => [*height, *width],
        [steps] => [1, *steps],
        [] => [1, 1],
    }
}

impl Windows {
    /// Where the windows lie in an input.
    pub(super) fn on(&self, layer: &str, what: &str, input_shape: &Shape) -> Result<Window, Mismatch> {
        let plane = plane(input_shape);
        let (size, strides, dilation) = (on_plane(&self.size), on_plane(&self.strides), on_plane(&self.dilation));
        let mut window = Window {
            input: plane.clone(),
            output: plane.clone(),
            size,
            strides,
            dilation,
            before: [Dim::known(0), Dim::known(0)],
        };
        for axis in 2 - self.axes..2 {
            let (input, numbers) = (&plane[axis], [size[axis], strides[axis], dilation[axis]]);
            let reach = (size[axis] - 1) * dilation[axis] + 1;
            match self.padding {
                Padding::Valid => {
                    if input.value().is_some_and(|len| len < reach) {
                        let name = if self.axes == 1 { "length" } else { ["height", "width"][axis] };
                        let (size, shape) = (size[axis], input_shape);
                        let reaches = match dilation[axis] {
                            1 => format!("a {name} of {size} on {shape}"),
                            rate => {
                                format!("a {name} of {size} reaches over {reach} with a dilation of {rate}, on {shape}")
                            }
                        };
                        let message = format!("the {what} of `{layer}` is larger than its input: {reaches}");
                        let help = match input.value().map(|len| (len - 1) / dilation[axis] + 1) {
                            Some(1) | None => "write `padding = same`".to_owned(),
                            Some(most) => format!("write at most {most}, or `padding = same`"),
                        };
                        return Err(Mismatch::input(message, help).at(self.spot));
                    }
                    window.output[axis] = valid(input, numbers);
                }
                Padding::Same | Padding::Causal => {
                    window.output[axis] = same(input, strides[axis]);
                    window.before[axis] = match self.padding {
                        Padding::Causal => Dim::known(reach - 1),
                        _ => before(input, numbers),
                    };
                }
            }
        }
        Ok(window)
    }
}

/// ⌊(n − reach)/stride⌋ + 1
fn valid(input: &Dim, [size, stride, dilation]: [usize; 3]) -> Dim {
    let reach = (size - 1) * dilation + 1;
    let text = if stride == 1 {
        format!("({input} - {})", reach - 1)
    } else {
        format!("(({input} - {reach}) / {stride} + 1)")
    };
    if reach == 1 && stride == 1 {
        return input.clone();
    }
    input.derived("valid", text, &[reach, stride], |len| Dim::known((len - reach) / stride + 1))
}

/// ⌈n/stride⌉
fn same(input: &Dim, stride: usize) -> Dim {
    if stride == 1 {
        return input.clone();
    }
    input.derived("same", format!("(({input} + {}) / {stride})", stride - 1), &[stride], |len| {
        Dim::known(len.div_ceil(stride))
    })
}

/// Half of the padding that `same` needs, the smaller half.
fn before(input: &Dim, [size, stride, dilation]: [usize; 3]) -> Dim {
    let reach = (size - 1) * dilation + 1;
    if stride == 1 {
        return Dim::known((reach - 1) / 2);
    }
    let known = |len: usize| {
        let needed = (len.div_ceil(stride) - 1) * stride + reach;
        Dim::known(needed.saturating_sub(len) / 2)
    };
    input.derived("padding", format!("padding of {input}"), &[reach, stride], known)
}

/// `write 1, 2, 3 or 6 groups`
pub(super) fn divisors(what: &str, number: usize) -> String {
    let all: Vec<_> = (1..=number).filter(|by| number.is_multiple_of(*by)).map(|by| by.to_string()).collect();
    match all.as_slice() {
        [most @ .., last] if (1..8).contains(&most.len()) => format!("write {} or {last} {what}", most.join(", ")),
        _ => format!("write a number of {what} that divides {number}"),
    }
}
