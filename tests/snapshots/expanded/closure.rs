///A neural network.
///
///| layer | output | parameters |
///|---|---|---:|
///| `input1` (Input) | `(3)` | 0 |
///| `dense1` (Dense) | `(4)` | 16 |
///| `activation1` (Activation) | `(4)` | 0 |
pub struct Closure<S = ::chainrule::Parameters<::core::primitive::f32>> {
    parameters: S,
}
const _: () = {
    impl<S: ::core::convert::AsRef<[::core::primitive::f32]>> ::chainrule::Model
    for Closure<S> {
        type Scalar = ::core::primitive::f32;
        type Input = [::core::primitive::f32; 3];
        type Output = [::core::primitive::f32; 4];
        type Head = ::chainrule::loss::head::Linear;
        const NAME: &'static ::core::primitive::str = "Closure";
        const CHAIN: &'static ::core::primitive::str = "Input(3) -> Dense(4, |x| x * sigmoid(1.5 * x)) -> |x| if x > 0.0 { x } else { 0.1 * x }";
        const LAYERS: &'static [::chainrule::model::Layer] = &[
            ::chainrule::model::Layer {
                name: "input1",
                class: ::chainrule::layers::Input::CLASS,
                output: &[3],
                weights: &[],
                macs: 0,
                layout: ::chainrule::model::Layout::Features,
                flattened: &[],
            },
            ::chainrule::model::Layer {
                name: "dense1",
                class: ::chainrule::layers::Dense::CLASS,
                output: &[4],
                weights: &[
                    ::chainrule::model::Weight {
                        name: "kernel",
                        shape: &[3, 4],
                        offset: 0,
                        role: ::chainrule::model::Role::Trained,
                        initializer: ::chainrule::initializers::glorot_uniform(),
                        regularizer: ::chainrule::regularizers::none(),
                    },
                    ::chainrule::model::Weight {
                        name: "bias",
                        shape: &[4],
                        offset: 12,
                        role: ::chainrule::model::Role::Trained,
                        initializer: ::chainrule::initializers::zeros(),
                        regularizer: ::chainrule::regularizers::none(),
                    },
                ],
                macs: 12,
                layout: ::chainrule::model::Layout::Features,
                flattened: &[],
            },
            ::chainrule::model::Layer {
                name: "activation1",
                class: ::chainrule::layers::Activation::CLASS,
                output: &[4],
                weights: &[],
                macs: 0,
                layout: ::chainrule::model::Layout::Features,
                flattened: &[],
            },
        ];
        const PARAMS: ::core::primitive::usize = 16;
        const MACS: ::core::primitive::u64 = ::chainrule::model::total_macs(
            Self::LAYERS,
        );
        const UNROLLED: ::core::primitive::bool = !::core::cfg!(debug_assertions)
            && ::chainrule::model::unrolls(Self::MACS);
        const PREDICT_WORKSPACE: ::core::primitive::usize = 0;
        const STEP_WORKSPACE: ::core::primitive::usize = 4 + 4;
        fn parameters(&self) -> &[::core::primitive::f32] {
            ::core::convert::AsRef::as_ref(&self.parameters)
        }
        fn forward(
            parameters: &[::core::primitive::f32],
            input: &[::core::primitive::f32],
            outputs: &mut [::core::primitive::f32],
            workspace: &mut [::core::primitive::f32],
        ) {
            Self::forward_observed(parameters, input, outputs, workspace, &mut ());
        }
        fn forward_observed<O: ::chainrule::model::Observe<::core::primitive::f32>>(
            parameters: &[::core::primitive::f32],
            input: &[::core::primitive::f32],
            outputs: &mut [::core::primitive::f32],
            _workspace: &mut [::core::primitive::f32],
            observer: &mut O,
        ) {
            ::chainrule::model::Observe::layer(observer, 0, input);
            ::chainrule::kernels::affine::forward_then(
                ::chainrule::kernels::view::columns_mut::<_, 4>(outputs),
                ::chainrule::kernels::view::kernel::<_, 4, 3>(parameters, 0),
                ::chainrule::kernels::view::vector::<_, 4>(parameters, 12),
                ::chainrule::kernels::view::columns::<_, 3>(input),
                &::chainrule::kernels::pointwise::ForwardWith(
                    #[inline(always)]
                    |x: ::core::primitive::f32| {
                        x
                            * <::core::primitive::f32 as ::chainrule::Scalar>::sigmoid(
                                1.5 * x,
                            )
                    },
                ),
            );
            ::chainrule::model::Observe::layer(observer, 1, outputs);
            ::chainrule::kernels::pointwise::forward_in_place_with(
                outputs,
                #[inline(always)]
                |x: ::core::primitive::f32| if x > 0.0 { x } else { 0.1 * x },
            );
            ::chainrule::model::Observe::layer(observer, 2, outputs);
        }
        #[inline(always)]
        fn forward_one<V: ::chainrule::kernels::simd::Simd>(
            simd: V,
            parameters: &[::core::primitive::f32],
            input: &[::core::primitive::f32],
            outputs: &mut [::core::primitive::f32],
            _workspace: &mut [::core::primitive::f32],
        ) {
            ::chainrule::kernels::one::affine_then::<
                _,
                _,
                4,
                3,
                1,
            >(
                simd,
                outputs,
                &parameters[0..][..12],
                ::core::option::Option::Some(&parameters[12..][..4]),
                input,
                #[inline(always)]
                |x: ::core::primitive::f32| {
                    x * <::core::primitive::f32 as ::chainrule::Scalar>::sigmoid(1.5 * x)
                },
            );
            ::chainrule::kernels::one::pointwise(
                outputs,
                #[inline(always)]
                |x: ::core::primitive::f32| if x > 0.0 { x } else { 0.1 * x },
            );
        }
        fn step<Y, L>(
            parameters: &[::core::primitive::f32],
            input: &[::core::primitive::f32],
            labels: &[Y],
            loss: &L,
            _draws: ::chainrule::random::Draws,
            buffers: ::chainrule::model::Buffers<'_, ::core::primitive::f32>,
        ) -> ::chainrule::Result<::chainrule::model::Outcome>
        where
            L: ::chainrule::loss::Loss<
                ::chainrule::loss::head::Linear,
                [::core::primitive::f32; 4],
                Y,
            >,
        {
            let ::chainrule::model::Buffers {
                outputs,
                gradient,
                input_gradient,
                workspace,
                ..
            } = buffers;
            let batch = input.len() / 3;
            let (s0, workspace) = workspace.split_at_mut(4 * batch);
            let (s1, _) = workspace.split_at_mut(4 * batch);
            let mut finite = true;
            ::chainrule::kernels::affine::training_forward(
                ::chainrule::kernels::view::columns_mut::<_, 4>(s0),
                ::chainrule::kernels::view::kernel::<_, 4, 3>(parameters, 0),
                ::core::option::Option::Some(
                    ::chainrule::kernels::view::vector::<_, 4>(parameters, 12),
                ),
                ::chainrule::kernels::view::columns::<_, 3>(input),
                &(),
            );
            ::chainrule::kernels::pointwise::forward_with(
                outputs,
                s0,
                #[inline(always)]
                |x: ::core::primitive::f32| {
                    x * <::core::primitive::f32 as ::chainrule::Scalar>::sigmoid(1.5 * x)
                },
            );
            ::chainrule::kernels::pointwise::forward_in_place_with(
                outputs,
                #[inline(always)]
                |x: ::core::primitive::f32| if x > 0.0 { x } else { 0.1 * x },
            );
            let loss = ::chainrule::loss::Loss::gradient(
                loss,
                outputs,
                ::chainrule::loss::Labels::of(labels),
                s1,
            )?;
            ::chainrule::kernels::pointwise::backward_with(
                s1,
                outputs,
                #[inline(always)]
                |y: ::core::primitive::f32| if y > 0.0 { 1.0 } else { 0.1 },
            );
            ::chainrule::kernels::pointwise::backward_with(
                s1,
                s0,
                #[inline(always)]
                |x: ::core::primitive::f32| {
                    let t1 = <::core::primitive::f32 as ::chainrule::Scalar>::sigmoid(
                        1.5 * x,
                    );
                    t1 + 1.5 * (x * (t1 * (1.0 - t1)))
                },
            );
            finite
                &= ::chainrule::kernels::affine::grad_kernel(
                    ::chainrule::kernels::view::kernel_mut::<_, 4, 3>(gradient, 0),
                    ::chainrule::kernels::view::columns::<_, 4>(s1),
                    ::chainrule::kernels::view::columns::<_, 3>(input),
                );
            finite
                &= ::chainrule::kernels::affine::grad_bias(
                    ::chainrule::kernels::view::vector_mut::<_, 4>(gradient, 12),
                    ::chainrule::kernels::view::columns::<_, 4>(s1),
                );
            if let ::core::option::Option::Some(input_gradient) = input_gradient {
                ::chainrule::kernels::affine::grad_input(
                    ::chainrule::kernels::view::columns_mut::<_, 3>(input_gradient),
                    ::chainrule::kernels::view::kernel::<_, 4, 3>(parameters, 0),
                    ::chainrule::kernels::view::columns::<_, 4>(s1),
                );
            }
            ::core::result::Result::Ok(::chainrule::model::Outcome {
                loss,
                finite,
            })
        }
    }
    ::chainrule::__private::stage! {
        Closure, ::core::primitive::f32, 3
    }
    ::chainrule::__private::methods! {
        pub Closure < S, Y, L >, ::core::primitive::f32
    }
    ::chainrule::__private::onnx! {
        pub Closure < S >, ::core::primitive::f32, exporter {
        __kernels::value::input(exporter.node(0, & [3]), 0);
        __kernels::affine::forward(exporter.node(1, & [4]), __weight(1, 0),
        __Some(__weight(1, 1)), 0); __kernels::pointwise::forward(exporter.node(1, &
        [4]), & [__Term::Variable, __Term::Number(1.5), __Term::Multiply(1, 0),
        __Term::Sigmoid(2), __Term::Multiply(0, 3)], 1);
        __kernels::pointwise::forward(exporter.node(2, & [4]), & [__Term::Variable,
        __Term::Number(0.0), __Term::Greater(0, 1), __Term::Number(0.1),
        __Term::Multiply(3, 0), __Term::If(2, 0, 4)], 2); exporter.output(3); }
    }
    #[allow(dead_code)]
    impl<S: ::core::convert::AsRef<[::core::primitive::f32]>> Closure<S> {
        ///The weights of the layer `dense1`.
        #[must_use]
        pub fn dense1(
            &self,
        ) -> ::chainrule::layers::DenseWeights<'_, ::core::primitive::f32, 3, 4> {
            ::chainrule::layers::DenseWeights::new(
                ::core::convert::AsRef::as_ref(&self.parameters),
                0,
            )
        }
    }
    #[allow(dead_code)]
    impl<S: ::core::convert::AsMut<[::core::primitive::f32]>> Closure<S> {
        ///The weights of the layer `dense1`, to be changed.
        #[must_use]
        pub fn dense1_mut(
            &mut self,
        ) -> ::chainrule::layers::DenseWeightsMut<'_, ::core::primitive::f32, 3, 4> {
            ::chainrule::layers::DenseWeightsMut::new(
                ::core::convert::AsMut::as_mut(&mut self.parameters),
                0,
            )
        }
    }
};
