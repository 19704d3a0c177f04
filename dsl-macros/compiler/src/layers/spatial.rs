//! What layers over images and sequences share: sizes of windows, padding, ranks.

use super::Mismatch;
use super::arguments::Arguments;
use crate::build::Tensor;
use crate::dim::{Dim, Shape};
use crate::ops::Window;
use crate::report::Report;

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
}

/// `padding = same`
pub(super) fn padding(arguments: &Arguments<'_>, causal: bool, report: &mut Report) -> Option<Padding> {
    let words: &[&'static str] = if causal { &["valid", "same", "causal"] } else { &["valid", "same"] };
    Some(match arguments.word("padding", words, report)? {
        "same" => Padding::Same,
        "causal" => Padding::Causal,
        _ => Padding::Valid,
    })
}

/// The words for a shape of so many spatial axes.
pub(super) fn words(axes: usize) -> &'static str {
    if axes == 1 { "(steps, channels)" } else { "(height, width, channels)" }
}

/// Refuses an input that is no image or no sequence.
pub(super) fn rank(layer: &str, axes: usize, input: &Tensor) -> Result<(), Mismatch> {
    let (expected, found) = (axes + 1, input.shape.rank());
    if expected == found {
        return Ok(());
    }
    let message = format!("`{layer}` expects an input of rank {expected} {}, found {}", words(axes), input.shape);
    let help = match (axes, found) {
        (2, 2) => format!("insert `Reshape({}, {}, 1)` for one channel", input.shape.0[0], input.shape.0[1]),
        (1, 1) => format!("insert `Reshape({}, 1)` for one channel", input.shape.0[0]),
        (2, 1) => format!("move `{layer}` before `Flatten`, or insert `Reshape(height, width, channels)`"),
        (1, 3) => format!("use `{}`, or insert a `Reshape(steps, channels)`", layer.replace("1D", "2D")),
        _ => "insert a `Reshape`".to_owned(),
    };
    Err(Mismatch::input(message, help))
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
    pub(super) fn on(&self, layer: &str, what: &str, input: &Shape) -> Result<Window, Mismatch> {
        let plane = plane(input);
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
                        let reaches = if dilation[axis] > 1 {
                            format!(" and a dilation of {}", dilation[axis])
                        } else {
                            String::new()
                        };
                        let message = format!(
                            "the {what} of `{layer}` does not fit: a {name} of {}{reaches} on an input {input} long",
                            size[axis]
                        );
                        return Err(Mismatch::input(message, "write a smaller one, or `padding = same`"));
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
