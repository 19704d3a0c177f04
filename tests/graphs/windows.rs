//! Operations over windows of an image: for each window, where its cells lie.

use crate::arguments::Argument;

/// Where windows lie.
struct Window {
    input: [usize; 2],
    output: [usize; 2],
    size: [usize; 2],
    strides: [usize; 2],
    dilation: [usize; 2],
    before: [usize; 2],
}

impl Window {
    fn of(shape: &Argument<'_>) -> Self {
        let sizes = |name: &str| shape.at("window").at(name).sizes();
        Self {
            input: sizes("input"),
            output: sizes("output"),
            size: sizes("size"),
            strides: sizes("strides"),
            dilation: sizes("dilation"),
            before: sizes("before"),
        }
    }

    fn pixels(&self) -> usize {
        self.input[0] * self.input[1]
    }

    fn positions(&self) -> usize {
        self.output[0] * self.output[1]
    }

    /// The cells under the window at a position that lie in the image: which cell, and which pixel.
    fn cells(&self, position: usize) -> Vec<(usize, usize)> {
        let at = [position / self.output[1], position % self.output[1]];
        let mut cells = Vec::new();
        for cell in 0..self.size[0] * self.size[1] {
            let of_cell = [cell / self.size[1], cell % self.size[1]];
            let pixel = [0, 1].map(|axis| {
                let pixel = at[axis] * self.strides[axis] + of_cell[axis] * self.dilation[axis];
                pixel.checked_sub(self.before[axis]).filter(|pixel| *pixel < self.input[axis])
            });
            if let [Some(row), Some(column)] = pixel {
                cells.push((cell, row * self.input[1] + column));
            }
        }
        cells
    }
}

/// The sizes of a convolution.
struct Conv {
    window: Window,
    channels: usize,
    filters: usize,
    groups: usize,
}

impl Conv {
    fn of(shape: &Argument<'_>) -> Self {
        let size = |name: &str| shape.at(name).size();
        Self { window: Window::of(shape), channels: size("channels"), filters: size("filters"), groups: size("groups") }
    }

    /// For each product in the sum: place in the result of the convolution, in the kernel, in the image.
    fn for_each(&self, mut f: impl FnMut(usize, usize, usize)) {
        let (seen, made) = (self.channels / self.groups, self.filters / self.groups);
        for position in 0..self.window.positions() {
            for (cell, pixel) in self.window.cells(position) {
                for filter in 0..self.filters {
                    for channel in 0..seen {
                        let of_image = filter / made * seen + channel;
                        f(
                            position * self.filters + filter,
                            (cell * seen + channel) * self.filters + filter,
                            pixel * self.channels + of_image,
                        );
                    }
                }
            }
        }
    }
}

/// y = w ∗ x + b
pub(crate) fn conv(shape: &Argument<'_>, kernel: &[f64], bias: Option<&[f64]>, x: &[f64]) -> Vec<f64> {
    let conv = Conv::of(shape);
    let samples = x.chunks(conv.window.pixels() * conv.channels);
    let one = |x: &[f64]| {
        let len = conv.window.positions() * conv.filters;
        let mut y: Vec<_> = (0..len).map(|at| bias.map_or(0.0, |bias| bias[at % conv.filters])).collect();
        conv.for_each(|to, weight, from| y[to] += kernel[weight] * x[from]);
        y
    };
    samples.flat_map(one).collect()
}

/// y = wᵀ ∗ x, the sizes being those of the convolution from y to x.
pub(crate) fn conv_transposed(shape: &Argument<'_>, kernel: &[f64], x: &[f64]) -> Vec<f64> {
    let conv = Conv::of(shape);
    let samples = x.chunks(conv.window.positions() * conv.filters);
    let one = |x: &[f64]| {
        let mut y = vec![0.0; conv.window.pixels() * conv.channels];
        conv.for_each(|from, weight, to| y[to] += kernel[weight] * x[from]);
        y
    };
    samples.flat_map(one).collect()
}

/// y[o, c·M + m] = Σ w[k, c, m] x[k, c]
pub(crate) fn depthwise(shape: &Argument<'_>, kernel: &[f64], x: &[f64]) -> Vec<f64> {
    let (window, channels, multiplier) =
        (Window::of(shape), shape.at("channels").size(), shape.at("multiplier").size());
    let filters = channels * multiplier;
    let one = |x: &[f64]| {
        let element = |at: usize| {
            let (position, filter) = (at / filters, at % filters);
            let cells = window.cells(position).into_iter();
            let term = |(cell, pixel)| kernel[cell * filters + filter] * x[pixel * channels + filter / multiplier];
            cells.map(term).sum::<f64>()
        };
        (0..window.positions() * filters).map(element).collect::<Vec<_>>()
    };
    x.chunks(window.pixels() * channels).flat_map(one).collect()
}

/// A function of what each window sees of each channel.
pub(crate) fn pool(shape: &Argument<'_>, x: &[f64], f: impl Fn(&[f64]) -> f64) -> Vec<f64> {
    let (window, channels) = (Window::of(shape), shape.at("channels").size());
    let one = |x: &[f64]| {
        let element = |at: usize| {
            let (position, channel) = (at / channels, at % channels);
            let seen = window.cells(position).into_iter().map(|(_, pixel)| x[pixel * channels + channel]);
            f(&seen.collect::<Vec<_>>())
        };
        (0..window.positions() * channels).map(element).collect::<Vec<_>>()
    };
    x.chunks(window.pixels() * channels).flat_map(one).collect()
}

/// Pixel o of an axis enlarged s times lies at (o + ½)/s − ½ of the image; what is outside is its nearest pixel.
pub(crate) fn bilinear(shape: &Argument<'_>, x: &[f64]) -> Vec<f64> {
    let ([height, width], [down, right]) = (shape.at("input").sizes(), shape.at("scale").sizes());
    let channels = shape.at("channels").size();
    // The two pixels along an axis, each with its share.
    let between = |o: usize, scale: usize, len: usize| {
        let place = ((o as f64 + 0.5) / scale as f64 - 0.5).clamp(0.0, len as f64 - 1.0);
        let before = place.floor();
        [(before as usize, 1.0 - (place - before)), ((before as usize + 1).min(len - 1), place - before)]
    };
    let one = |x: &[f64]| {
        let element = |at: usize| {
            let (row, column, channel) =
                (at / channels / (width * right), at / channels % (width * right), at % channels);
            let mut sum = 0.0;
            for (row, share) in between(row, down, height) {
                for (column, share_of_row) in between(column, right, width) {
                    sum += share * share_of_row * x[(row * width + column) * channels + channel];
                }
            }
            sum
        };
        (0..height * down * width * right * channels).map(element).collect::<Vec<_>>()
    };
    x.chunks(height * width * channels).flat_map(one).collect()
}
