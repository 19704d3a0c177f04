//! A model as `model!` writes it, by hand: `Iris: Input(4) -> Dense(3, softmax)`. Nothing of the prelude is in scope.
#![no_implicit_prelude]

/// Four measures, three kinds.
pub(crate) struct Iris<S = ::chainrule::Parameters<f32>> {
    parameters: S,
}

impl<S: ::core::convert::AsRef<[f32]>> ::chainrule::Model for Iris<S> {
    type Scalar = f32;
    type Input = [f32; 4];
    type Output = [f32; 3];
    type Head = ::chainrule::loss::head::Softmax;

    const NAME: &'static str = "Iris";
    const LAYERS: &'static [::chainrule::model::Layer] = &[
        ::chainrule::model::Layer {
            name: "input1",
            class: "Input",
            output: &[4],
            weights: &[],
            macs: 0,
        },
        ::chainrule::model::Layer {
            name: "dense1",
            class: "Dense",
            output: &[3],
            weights: &[
                ::chainrule::model::Weight {
                    name: "kernel",
                    shape: &[4, 3],
                    offset: 0,
                    initializer: ::chainrule::initializers::glorot_uniform(),
                    regularizer: ::chainrule::regularizers::none(),
                },
                ::chainrule::model::Weight {
                    name: "bias",
                    shape: &[3],
                    offset: 12,
                    initializer: ::chainrule::initializers::zeros(),
                    regularizer: ::chainrule::regularizers::none(),
                },
            ],
            macs: 12,
        },
    ];
    const PARAMS: usize = 15;
    const MACS: u64 = 12;
    const PREDICT_WORKSPACE: usize = 0;
    const STEP_WORKSPACE: usize = 3;

    fn parameters(&self) -> &[f32] {
        self.parameters.as_ref()
    }

    fn forward(parameters: &[f32], input: &[f32], output: &mut [f32], _workspace: &mut [f32]) {
        use ::core::iter::Iterator;
        for (y, x) in output.chunks_exact_mut(3).zip(input.chunks_exact(4)) {
            for unit in 0..3 {
                y[unit] = parameters[12 + unit];
                for feature in 0..4 {
                    y[unit] += x[feature] * parameters[3 * feature + unit];
                }
            }
        }
    }

    fn step<Y, L>(
        parameters: &[f32],
        input: &[f32],
        labels: &[Y],
        loss: &L,
        _draws: ::chainrule::random::Draws,
        buffers: ::chainrule::model::Buffers<'_, f32>,
    ) -> ::chainrule::Result<f64>
    where
        L: ::chainrule::loss::Loss<Self::Head, Self::Output, Y>,
    {
        use ::core::iter::Iterator;
        let ::chainrule::model::Buffers {
            outputs,
            gradient,
            input_gradient,
            workspace,
        } = buffers;
        Self::forward(parameters, input, outputs, &mut []);
        let dy = &mut workspace[..outputs.len()];
        let loss = loss.gradient(outputs, labels, dy)?;
        gradient.fill(0.0);
        for (dy, x) in dy.chunks_exact(3).zip(input.chunks_exact(4)) {
            for unit in 0..3 {
                gradient[12 + unit] += dy[unit];
                for feature in 0..4 {
                    gradient[3 * feature + unit] += dy[unit] * x[feature];
                }
            }
        }
        if let ::core::option::Option::Some(dx) = input_gradient {
            for (dx, dy) in dx.chunks_exact_mut(4).zip(dy.chunks_exact(3)) {
                for feature in 0..4 {
                    dx[feature] = (0..3).map(|unit| dy[unit] * parameters[3 * feature + unit]).sum();
                }
            }
        }
        ::core::result::Result::Ok(loss)
    }
}

impl<S: ::core::convert::AsRef<[f32]> + ::core::convert::AsMut<[f32]>> ::chainrule::Trainable for Iris<S> {
    fn parameters_mut(&mut self) -> &mut [f32] {
        self.parameters.as_mut()
    }
}

::chainrule::__private::std_methods! { [#[allow(dead_code)]] Iris, f32 }
