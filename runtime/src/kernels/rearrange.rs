//! Values in other places: y[o₀, o₁, …] = x[i₀, i₁, …], where each axis maps an output coordinate to an input coordinate.
//!
//! One kernel permutes, crops, pads with zeros, slices, flips, repeats and upsamples to the nearest. Its gradient adds
//! what it took apart.

// What runs inside `vectorize` must be inlined there.
#![allow(clippy::inline_always)]

use crate::scalar::Scalar;

/// The most axes of an output.
const AXES: usize = 6;

/// An axis without meaning, of length 1.
const SINGLE: Axis = Axis { len: 1, stride: 1, limit: 1, first: 0, step: 1, each: 1 };

/// An axis of the output: coordinate o is taken from the input's coordinate i = ⌊(first + step · o) / each⌋, which adds
/// `stride` · i to the place in the input. If i is not in `0..limit` the output is 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Axis {
    /// Coordinates of the output.
    pub len: usize,
    /// Scalars from one coordinate of the input to the next; 0 repeats.
    pub stride: usize,
    /// Coordinates of the input.
    pub limit: usize,
    /// Where the output's first coordinate is taken from, times `each`; negative for zeros before the first.
    pub first: isize,
    /// What the next coordinate of the output adds; −1 flips.
    pub step: isize,
    /// How many coordinates of the output one of the input gives, not 0: the scale of upsampling.
    pub each: usize,
}

/// y = x rearranged: the samples of `y` are `axes[0].len · axes[1].len · …` long, and there are as many in `x`. At most 6
/// axes.
///
/// ```
/// use chainrule::kernels::rearrange::{Axis, forward};
///
/// // A matrix transposed, a row of zeros before it.
/// let rows = Axis { len: 4, stride: 1, limit: 3, first: -1, step: 1, each: 1 };
/// let columns = Axis { len: 2, stride: 3, limit: 2, first: 0, step: 1, each: 1 };
/// let mut y = [9.0; 8];
/// forward(&[rows, columns], &mut y, &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
/// assert_eq!(y, [0.0, 0.0, 1.0, 4.0, 2.0, 5.0, 3.0, 6.0]);
/// ```
pub fn forward<T: Scalar>(axes: &[Axis], y: &mut [T], x: &[T]) {
    T::rearrange(axes, y, x);
}

/// dx = the sums of dy over the places that each value of x went to. Overwrites.
pub fn backward<T: Scalar>(axes: &[Axis], dx: &mut [T], dy: &[T]) {
    T::rearrange_backward(axes, dx, dy);
}

/// The body of [`forward`].
#[inline(always)]
pub(crate) fn forward_body<T: Scalar>(axes: &[Axis], y: &mut [T], x: &[T]) {
    let runs = Runs::new(axes, y.len(), x.len());
    runs.for_each(|to, from| {
        let y = &mut y[to..][..runs.last.len];
        match from {
            Some(from) => runs.last.gather(y, x, from),
            None => y.fill(T::ZERO),
        }
    });
}

/// The body of [`backward`].
#[inline(always)]
pub(crate) fn backward_body<T: Scalar>(axes: &[Axis], dx: &mut [T], dy: &[T]) {
    let runs = Runs::new(axes, dy.len(), dx.len());
    dx.fill(T::ZERO);
    runs.for_each(|to, from| {
        if let Some(from) = from {
            runs.last.scatter(dx, &dy[to..][..runs.last.len], from);
        }
    });
}

/// The runs of the last axis, in all samples.
struct Runs<'a> {
    outer: &'a [Axis],
    last: Axis,
    /// Where the input of a sample begins, for the last axes of length 1 that were left out.
    start: usize,
    /// Scalars of the output, and of a sample's input.
    output: usize,
    input: usize,
    /// Runs in a sample.
    count: usize,
    samples: usize,
}

impl<'a> Runs<'a> {
    #[inline(always)]
    fn new(mut axes: &'a [Axis], output: usize, input: usize) -> Self {
        let len: usize = axes.iter().map(|axis| axis.len).product();
        let samples = output.checked_div(len).unwrap_or(0);
        let mut start = 0;
        // The runs of a single channel would be of length 1.
        while let [rest @ .., last] = axes
            && last.len == 1
            && let Some(offset) = last.offset(0)
        {
            axes = rest;
            start += offset;
        }
        let (last, outer) = axes.split_last().unwrap_or((&SINGLE, &[]));
        let count = outer.iter().map(|axis| axis.len).product();
        Self { outer, last: *last, start, output: len, input: input.checked_div(samples).unwrap_or(0), count, samples }
    }

    /// Passes where each run begins in the output, and where in the input; none if it is all zeros.
    #[inline(always)]
    fn for_each(&self, mut pass: impl FnMut(usize, Option<usize>)) {
        for sample in 0..self.samples {
            let mut at = [0; AXES];
            // The place in the input by the axes so far.
            let mut places = [Some(sample * self.input + self.start); AXES + 1];
            let mut moved = 0;
            for run in 0..self.count {
                for (number, axis) in self.outer.iter().enumerate().skip(moved) {
                    let offset = axis.offset(at[number]);
                    places[number + 1] = places[number].and_then(|place| Some(place + offset?));
                }
                pass(sample * self.output + run * self.last.len, places[self.outer.len()]);
                // Counts on; the axes from `moved` on are at another coordinate.
                moved = self.outer.len();
                while moved > 0 {
                    moved -= 1;
                    at[moved] += 1;
                    if at[moved] < self.outer[moved].len {
                        break;
                    }
                    at[moved] = 0;
                }
            }
        }
    }
}

impl Axis {
    /// What a coordinate of the output adds to the place in the input, if the input has it.
    #[inline(always)]
    fn offset(&self, at: usize) -> Option<usize> {
        let moved = self.first + self.step * at.cast_signed();
        let coordinate = if self.each == 1 { moved } else { moved.div_euclid(self.each.cast_signed()) };
        // A negative one becomes very large.
        let coordinate = coordinate.cast_unsigned();
        (coordinate < self.limit).then(|| coordinate * self.stride)
    }

    /// Whether the coordinates of the input are one after the other.
    #[inline(always)]
    fn is_shift(&self) -> bool {
        self.step == 1 && self.each == 1
    }

    /// Of a shift: the coordinates of the output that the input has, and what the first of them adds to the place.
    #[inline(always)]
    fn inside(&self) -> (core::ops::Range<usize>, usize) {
        let start = (-self.first).clamp(0, self.len.cast_signed());
        let end = (self.limit.cast_signed() - self.first).clamp(start, self.len.cast_signed());
        let offset = if end > start { (self.first + start).cast_unsigned() * self.stride } else { 0 };
        (start.cast_unsigned()..end.cast_unsigned(), offset)
    }

    /// y = x along the axis.
    #[inline(always)]
    fn gather<T: Scalar>(&self, y: &mut [T], x: &[T], from: usize) {
        if !self.is_shift() {
            for (at, y) in y.iter_mut().enumerate() {
                *y = self.offset(at).map_or(T::ZERO, |offset| x[from + offset]);
            }
            return;
        }
        let (inside, offset) = self.inside();
        y[..inside.start].fill(T::ZERO);
        y[inside.end..].fill(T::ZERO);
        let (y, x) = (&mut y[inside], &x[from + offset..]);
        if self.stride == 1 {
            y.copy_from_slice(&x[..y.len()]);
        } else {
            for (at, y) in y.iter_mut().enumerate() {
                *y = x[at * self.stride];
            }
        }
    }

    /// dx += dy along the axis.
    #[inline(always)]
    fn scatter<T: Scalar>(&self, dx: &mut [T], dy: &[T], from: usize) {
        if !self.is_shift() {
            for (at, dy) in dy.iter().enumerate() {
                if let Some(offset) = self.offset(at) {
                    dx[from + offset] += *dy;
                }
            }
            return;
        }
        let (inside, offset) = self.inside();
        let (dy, dx) = (&dy[inside], &mut dx[from + offset..]);
        if self.stride == 1 {
            for (dx, dy) in dx.iter_mut().zip(dy) {
                *dx += *dy;
            }
        } else {
            for (at, dy) in dy.iter().enumerate() {
                dx[at * self.stride] += *dy;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::differences::{assert_near, dot, numbers, single};

    /// All coordinates of the input, element by element, and the length of its samples.
    fn naive(axes: &[Axis], x: &[f64], input: usize) -> Vec<f64> {
        let len: usize = axes.iter().map(|axis| axis.len).product();
        let mut y = Vec::new();
        for sample in x.chunks(input) {
            'output: for number in 0..len {
                let (mut rest, mut place) = (number, 0);
                for axis in axes.iter().rev() {
                    let o = (rest % axis.len).cast_signed();
                    rest /= axis.len;
                    let i = ((axis.first + axis.step * o) as f64 / axis.each as f64).floor();
                    if i < 0.0 || i >= axis.limit as f64 {
                        y.push(0.0);
                        continue 'output;
                    }
                    place += i as usize * axis.stride;
                }
                y.push(sample[place]);
            }
        }
        y
    }

    const fn axis(len: usize, stride: usize, limit: usize) -> Axis {
        Axis { len, stride, limit, first: 0, step: 1, each: 1 }
    }

    /// Axes of an output, and the length of a sample of the input.
    fn cases() -> Vec<(Vec<Axis>, usize)> {
        vec![
            // The identity, in 1 and in 6 axes.
            (vec![axis(17, 1, 17)], 17),
            (vec![axis(2, 36, 2), axis(1, 36, 1), axis(3, 12, 3), axis(2, 6, 2), axis(2, 3, 2), axis(3, 1, 3)], 72),
            // Permuted, with and without channels that stay.
            (vec![axis(3, 1, 3), axis(2, 3, 2)], 6),
            (vec![axis(3, 5, 3), axis(2, 15, 2), axis(5, 1, 5)], 30),
            (vec![axis(5, 1, 5), axis(2, 15, 2), axis(3, 5, 3)], 30),
            // Zeros around, channels and a single channel.
            (vec![Axis { first: -1, ..axis(6, 6, 3) }, Axis { first: -2, ..axis(5, 2, 3) }, axis(2, 1, 2)], 18),
            (vec![Axis { first: -1, ..axis(6, 3, 3) }, Axis { first: -2, ..axis(5, 1, 3) }, axis(1, 1, 1)], 9),
            // All zeros: before, behind.
            (vec![Axis { first: -7, ..axis(5, 1, 2) }], 2),
            (vec![Axis { first: 4, ..axis(5, 1, 2) }], 2),
            // Zeros on the last axis, with another stride.
            (vec![axis(2, 1, 2), Axis { first: -1, ..axis(6, 2, 3) }], 6),
            // Cropped, a channel selected.
            (vec![Axis { first: 1, ..axis(2, 12, 4) }, Axis { first: 2, ..axis(1, 3, 4) }, axis(3, 1, 3)], 48),
            (vec![axis(4, 3, 4), Axis { first: 2, ..axis(1, 1, 3) }], 12),
            // Every second, flipped, flipped in front of channels.
            (vec![Axis { step: 2, ..axis(4, 1, 7) }], 7),
            (vec![Axis { first: 6, step: -1, ..axis(7, 1, 7) }], 7),
            (vec![Axis { first: 2, step: -1, ..axis(3, 5, 3) }, axis(5, 1, 5)], 15),
            // Repeated in front of features, and behind them.
            (vec![axis(4, 0, 4), axis(3, 1, 3)], 3),
            (vec![axis(3, 1, 3), axis(4, 0, 4)], 3),
            // Upsampled by 2 and 3, with channels and with one; with zeros before.
            (vec![Axis { each: 2, ..axis(6, 8, 3) }, Axis { each: 3, ..axis(12, 2, 4) }, axis(2, 1, 2)], 24),
            (vec![Axis { each: 2, ..axis(6, 4, 3) }, Axis { each: 3, ..axis(12, 1, 4) }, axis(1, 1, 1)], 12),
            (vec![Axis { each: 2, first: -3, ..axis(11, 1, 3) }], 3),
        ]
    }

    #[test]
    fn every_value_comes_from_its_place() {
        for (number, (axes, input)) in cases().into_iter().enumerate() {
            for samples in [1, 2, 3] {
                let x = numbers(input * samples, 1);
                let expected = naive(&axes, &x, input);
                let mut y = vec![9.0; expected.len()];
                forward(&axes, &mut y, &x);
                assert_eq!(y, expected, "case {number}");
                let mut y = vec![9.0_f32; expected.len()];
                forward(&axes, &mut y, &single(&x));
                assert_near(&y, &expected, 1e-7);
            }
        }
    }

    /// It is linear: ⟨dy, f(x)⟩ = ⟨f'(dy), x⟩, for each element of x by itself.
    #[test]
    fn the_way_back_adds_what_came_from_a_place() {
        for (number, (axes, input)) in cases().into_iter().enumerate() {
            for samples in [1, 2, 3] {
                let len: usize = axes.iter().map(|axis| axis.len).product();
                let dy = numbers(len * samples, 2);
                let mut dx = vec![9.0; input * samples];
                backward(&axes, &mut dx, &dy);
                for (at, dx) in dx.iter().enumerate() {
                    let mut unit = vec![0.0; input * samples];
                    unit[at] = 1.0;
                    let expected = dot(&dy, &naive(&axes, &unit, input));
                    assert!((dx - expected).abs() < 1e-12, "case {number}, element {at}");
                }
            }
        }
    }

    #[test]
    fn axes_of_length_one_alone_are_one_value() {
        let mut y = [0.0; 3];
        forward(&[axis(1, 5, 1), axis(1, 1, 1)], &mut y, &[1.0, 2.0, 3.0]);
        assert_eq!(y, [1.0, 2.0, 3.0]);
    }
}
