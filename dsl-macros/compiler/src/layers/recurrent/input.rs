//! The input's part of a scan, for all steps at once: dropout, and the product with the kernel.

use super::Recurrent;
use crate::build::{Build, Tensor};
use crate::dim::{Dim, Shape};
use crate::graph::{Layout, WeightId};
use crate::layers::Mismatch;
use crate::ops::{self, Cell};

impl Recurrent {
    /// What dropout leaves of the input, one mask for all steps. Beside recurrent dropout each gate has a mask of its own, as
    /// in Keras, and gets an input of its own.
    pub(super) fn dropped(&self, build: &mut Build, x: &Tensor) -> Vec<Tensor> {
        if self.dropout == 0.0 {
            return vec![x.clone()];
        }
        let masks = if self.state_dropout == 0.0 { 1 } else { self.cell.gates() };
        let dropped = (0..masks).map(|_| {
            let (positions, channels) = (x.shape.0[0].clone(), x.shape.last());
            let operation = ops::SharedDropout {
                rate: self.dropout,
                draws: build.draws(),
                positions,
                channels,
                layout: Layout::default(),
            };
            Tensor { value: build.kernel(operation, &[x.value], &x.shape), ..x.clone() }
        });
        dropped.collect()
    }

    /// `W x + b` for all steps, x one input or one for each gate, and the recurrent bias.
    pub(super) fn product(&self, build: &mut Build, inputs: &[Tensor]) -> Result<(Tensor, ops::Recurrent), Mismatch> {
        let x = &inputs[0];
        let gates = Dim::product([&self.units, &Dim::known(self.cell.gates())]);
        let kernel = build.weight("kernel", Shape(vec![x.shape.last(), gates.clone()]), &self.kernel)?;
        let shape = Shape(vec![self.units.clone(), gates.clone()]);
        let recurrent = build.weight("recurrent_kernel", shape, &self.state_kernel)?;
        let twice = self.cell == Cell::Gru { reset_after: true };
        let shape = if twice { vec![Dim::known(2), gates.clone()] } else { vec![gates.clone()] };
        let bias = self.bias.as_ref().map(|start| build.weight("bias", Shape(shape), start)).transpose()?;
        let row = |start: Dim| [start, gates.clone()];
        let z = match (inputs, bias) {
            ([x], bias) if !twice => build.affine(x, kernel, bias, &gates),
            (_, bias) => {
                let mut z = match inputs {
                    [x] => build.affine(x, kernel, None, &gates),
                    inputs => self.by_gate(build, inputs, kernel, &gates),
                };
                if let Some(weight) = bias {
                    let part = twice.then(|| row(Dim::known(0)));
                    let operation = ops::Bias { part, ..ops::Bias::new(weight, gates.clone()) };
                    z.value = build.kernel(operation, &[z.value], &z.shape);
                }
                z
            }
        };
        let sizes = ops::Sizes {
            cell: self.cell,
            steps: x.shape.0[0].clone(),
            units: self.units.clone(),
            activation: self.activation.clone(),
            recurrent: self.gate.clone(),
        };
        let bias = bias.filter(|_| twice).map(|bias| (bias, row(gates.clone())));
        let (marks, initial, masked, dropped) = (0, 0, false, false);
        Ok((z, ops::Recurrent { sizes, kernel: recurrent, bias, marks, initial, masked, dropped }))
    }

    /// The gates' products, each with an input of its own, side by side.
    fn by_gate(&self, build: &mut Build, inputs: &[Tensor], kernel: WeightId, gates: &Dim) -> Tensor {
        let (steps, of) = (inputs[0].shape.0[0].clone(), inputs.len());
        let shape = Shape(vec![steps.clone(), self.units.clone()]);
        let products = inputs.iter().enumerate().map(|(number, x)| {
            let (units, channels) = (self.units.clone(), x.shape.last());
            build.kernel(ops::Gate { kernel, number, of, units, channels }, &[x.value], &shape)
        });
        let products: Vec<_> = products.collect();
        let shape = Shape(vec![steps, gates.clone()]);
        let joined = ops::Concatenate { widths: vec![self.units.clone(); of] };
        Tensor { value: build.kernel(joined, &products, &shape), shape, ..inputs[0].clone() }
    }
}
