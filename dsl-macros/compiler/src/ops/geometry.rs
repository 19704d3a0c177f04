//! Operations that move elements: permuting, cropping, padding, repeating, joining.

use super::{Arg, Back, Call, Field, Operation};
use crate::dim::Dim;
use crate::graph::Op;

/// How one axis of the output runs over the input: output coordinate `o` reads input coordinate
/// `⌊(first + step·o)/each⌋`, or 0 where that is none.
#[derive(Clone, Debug)]
pub struct Axis {
    /// The length of the output's axis.
    pub len: Dim,
    /// How far elements of the input's axis are apart in memory; 0 repeats.
    pub stride: Dim,
    /// The length of the input's axis.
    pub limit: Dim,
    /// Where it starts.
    pub first: i64,
    /// Where it starts if that depends on the user's constants: at the end of the input's axis.
    pub from_end: bool,
    /// Which way it goes.
    pub step: i64,
    /// How often each coordinate is repeated.
    pub each: usize,
}

impl Axis {
    /// An axis as it is.
    pub fn plain(len: &Dim, stride: Dim) -> Self {
        Self { len: len.clone(), stride, limit: len.clone(), first: 0, from_end: false, step: 1, each: 1 }
    }

    fn field(&self) -> Field {
        let first = if self.from_end { Field::Last(self.limit.clone()) } else { Field::Signed(self.first) };
        Field::Config(super::Config {
            path: "rearrange::Axis",
            fields: vec![
                ("len", Field::Size(self.len.clone())),
                ("stride", Field::Size(self.stride.clone())),
                ("limit", Field::Size(self.limit.clone())),
                ("first", first),
                ("step", Field::Signed(self.step)),
                ("each", Field::Size(Dim::known(self.each))),
            ],
        })
    }
}

/// y takes its elements from x as its axes say.
#[derive(Clone, Debug)]
pub struct Rearrange {
    /// What it is, for listings.
    pub name: &'static str,
    /// The axes of the output.
    pub axes: Vec<Axis>,
    /// Whether this is the way back, which adds up what was read several times.
    pub backward: bool,
}

impl Operation for Rearrange {
    fn name(&self) -> &'static str {
        self.name
    }
    fn call(&self) -> Call {
        let path = if self.backward { "rearrange::backward" } else { "rearrange::forward" };
        let axes = self.axes.iter().map(Axis::field).collect();
        Call::new(path).arg(Arg::Value(Field::Slice(axes))).result().input(0)
    }
    fn differentiate(&self, back: &mut Back<'_>) {
        back.input(Op::kernel(Self { backward: true, ..self.clone() }), &[]);
    }
}

/// Rows of the inputs, one behind the other: y = [a b …]. The widths are those of a row.
#[derive(Clone, Debug)]
pub struct Concatenate {
    /// The width of each input.
    pub widths: Vec<Dim>,
}

impl Concatenate {
    fn start(&self, at: usize) -> Dim {
        Dim::sum(&self.widths[..at])
    }
}

impl Operation for Concatenate {
    fn name(&self) -> &'static str {
        "concatenate"
    }
    fn call(&self) -> Call {
        let parts = self.widths.iter().enumerate().map(|(at, width)| {
            let sizes = [&Dim::sum(&self.widths), &self.start(at), width].map(|dim| Field::Size(dim.clone()));
            (at, sizes)
        });
        Call::parts("concatenate::part", parts)
    }
    fn differentiate(&self, back: &mut Back<'_>) {
        for (at, width) in self.widths.iter().enumerate() {
            let take = Take { total: Dim::sum(&self.widths), start: self.start(at), width: width.clone() };
            back.input_at(at, Op::kernel(take), &[]);
        }
    }
}

/// A part of each row.
#[derive(Clone, Debug)]
pub struct Take {
    /// The width of a row.
    pub total: Dim,
    /// Where the part starts.
    pub start: Dim,
    /// How wide it is.
    pub width: Dim,
}

impl Operation for Take {
    fn name(&self) -> &'static str {
        "take"
    }
    fn call(&self) -> Call {
        Call::new("concatenate::take").result().input(0).size(&self.total).size(&self.start).size(&self.width)
    }
    // All of dx but the part is 0.
    fn differentiate(&self, back: &mut Back<'_>) {
        back.input(Op::kernel(TakeGrad(self.clone())), &[]);
    }
}

/// dx of [`Take`] from dy: zeros around it.
#[derive(Debug)]
struct TakeGrad(Take);

impl Operation for TakeGrad {
    fn name(&self) -> &'static str {
        "take_grad"
    }
    fn call(&self) -> Call {
        let Take { total, start, width } = &self.0;
        Call::new("concatenate::take_backward").result().input(0).size(total).size(start).size(width)
    }
}
