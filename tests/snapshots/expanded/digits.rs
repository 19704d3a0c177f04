/// Handwritten digits.
///
///| layer | output | parameters |
///|---|---|---:|
///| `flatten1` (Flatten) | `(784)` | 0 |
///| `dense1` (Dense) | `(128)` | 100480 |
///| `dense2` (Dense) | `(10)` | 1290 |
pub struct Digits<S = ::chainrule::Parameters<::core::primitive::f32>> {
    parameters: S,
}
const _: () = {
    impl<S: ::core::convert::AsRef<[::core::primitive::f32]>> ::chainrule::Model
    for Digits<S> {
        type Scalar = ::core::primitive::f32;
        type Input = [[::core::primitive::f32; 28]; 28];
        type Output = [::core::primitive::f32; 10];
        type Head = ::chainrule::loss::head::Softmax;
        const NAME: &'static ::core::primitive::str = "Digits";
        const CHAIN: &'static ::core::primitive::str = "Flatten(28, 28) -> Dense(128, relu) -> Dense(10, softmax)";
        const LAYERS: &'static [::chainrule::model::Layer] = &[
            ::chainrule::model::Layer {
                name: "flatten1",
                class: ::chainrule::layers::Flatten::CLASS,
                output: &[784],
                weights: &[],
                macs: 0,
                layout: ::chainrule::model::Layout::Features,
                flattened: &[],
            },
            ::chainrule::model::Layer {
                name: "dense1",
                class: ::chainrule::layers::Dense::CLASS,
                output: &[128],
                weights: &[
                    ::chainrule::model::Weight {
                        name: "kernel",
                        shape: &[784, 128],
                        offset: 0,
                        role: ::chainrule::model::Role::Trained,
                        initializer: ::chainrule::initializers::glorot_uniform(),
                        regularizer: ::chainrule::regularizers::none(),
                    },
                    ::chainrule::model::Weight {
                        name: "bias",
                        shape: &[128],
                        offset: 100352,
                        role: ::chainrule::model::Role::Trained,
                        initializer: ::chainrule::initializers::zeros(),
                        regularizer: ::chainrule::regularizers::none(),
                    },
                ],
                macs: 100352,
                layout: ::chainrule::model::Layout::Features,
                flattened: &[28, 28],
            },
            ::chainrule::model::Layer {
                name: "dense2",
                class: ::chainrule::layers::Dense::CLASS,
                output: &[10],
                weights: &[
                    ::chainrule::model::Weight {
                        name: "kernel",
                        shape: &[128, 10],
                        offset: 100480,
                        role: ::chainrule::model::Role::Trained,
                        initializer: ::chainrule::initializers::glorot_uniform(),
                        regularizer: ::chainrule::regularizers::none(),
                    },
                    ::chainrule::model::Weight {
                        name: "bias",
                        shape: &[10],
                        offset: 101760,
                        role: ::chainrule::model::Role::Trained,
                        initializer: ::chainrule::initializers::zeros(),
                        regularizer: ::chainrule::regularizers::none(),
                    },
                ],
                macs: 1280,
                layout: ::chainrule::model::Layout::Features,
                flattened: &[],
            },
        ];
        const PARAMS: ::core::primitive::usize = 101770;
        const MACS: ::core::primitive::u64 = ::chainrule::model::total_macs(
            Self::LAYERS,
        );
        const UNROLLED: ::core::primitive::bool = !::core::cfg!(debug_assertions)
            && ::chainrule::model::unrolls(Self::MACS);
        const PREDICT_WORKSPACE: ::core::primitive::usize = 128;
        const STEP_WORKSPACE: ::core::primitive::usize = 128 + 10 + 128;
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
            workspace: &mut [::core::primitive::f32],
            observer: &mut O,
        ) {
            let batch = input.len() / 784;
            let (s0, _) = workspace.split_at_mut(128 * batch);
            ::chainrule::model::Observe::layer(observer, 0, input);
            ::chainrule::kernels::affine::forward_then(
                ::chainrule::kernels::view::columns_mut::<_, 128>(s0),
                ::chainrule::kernels::view::kernel::<_, 128, 784>(parameters, 0),
                ::chainrule::kernels::view::vector::<_, 128>(parameters, 100352),
                ::chainrule::kernels::view::columns::<_, 784>(input),
                &::chainrule::kernels::pointwise::Forward(
                    &::chainrule::activations::relu,
                ),
            );
            ::chainrule::model::Observe::layer(observer, 1, s0);
            ::chainrule::kernels::affine::forward(
                ::chainrule::kernels::view::columns_mut::<_, 10>(outputs),
                ::chainrule::kernels::view::kernel::<_, 10, 128>(parameters, 100480),
                ::chainrule::kernels::view::vector::<_, 10>(parameters, 101760),
                ::chainrule::kernels::view::columns::<_, 128>(s0),
            );
            ::chainrule::model::Observe::output(observer, 2, 0);
        }
        #[inline(always)]
        fn forward_one<V: ::chainrule::kernels::simd::Simd>(
            simd: V,
            parameters: &[::core::primitive::f32],
            input: &[::core::primitive::f32],
            outputs: &mut [::core::primitive::f32],
            workspace: &mut [::core::primitive::f32],
        ) {
            let batch = 1;
            let (s0, _) = workspace.split_at_mut(128 * batch);
            ::chainrule::kernels::one::affine_then::<
                _,
                _,
                128,
                784,
                1,
            >(
                simd,
                s0,
                &parameters[0..][..100352],
                ::core::option::Option::Some(&parameters[100352..][..128]),
                input,
                #[inline(always)]
                |x: ::core::primitive::f32| <::core::primitive::f32 as ::chainrule::Scalar>::max(
                    x,
                    0.0,
                ),
            );
            ::chainrule::kernels::one::affine::<
                _,
                _,
                10,
                128,
                1,
            >(
                simd,
                outputs,
                &parameters[100480..][..1280],
                ::core::option::Option::Some(&parameters[101760..][..10]),
                s0,
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
                ::chainrule::loss::head::Softmax,
                [::core::primitive::f32; 10],
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
            let batch = input.len() / 784;
            let (s0, workspace) = workspace.split_at_mut(128 * batch);
            let (s1, workspace) = workspace.split_at_mut(10 * batch);
            let (s2, _) = workspace.split_at_mut(128 * batch);
            let mut finite = true;
            ::chainrule::kernels::affine::training_forward(
                ::chainrule::kernels::view::columns_mut::<_, 128>(s0),
                ::chainrule::kernels::view::kernel::<_, 128, 784>(parameters, 0),
                ::core::option::Option::Some(
                    ::chainrule::kernels::view::vector::<_, 128>(parameters, 100352),
                ),
                ::chainrule::kernels::view::columns::<_, 784>(input),
                &::chainrule::kernels::pointwise::Forward(
                    &::chainrule::activations::relu,
                ),
            );
            ::chainrule::kernels::affine::training_forward(
                ::chainrule::kernels::view::columns_mut::<_, 10>(outputs),
                ::chainrule::kernels::view::kernel::<_, 10, 128>(parameters, 100480),
                ::core::option::Option::Some(
                    ::chainrule::kernels::view::vector::<_, 10>(parameters, 101760),
                ),
                ::chainrule::kernels::view::columns::<_, 128>(s0),
                &(),
            );
            let loss = ::chainrule::loss::Loss::gradient(
                loss,
                outputs,
                ::chainrule::loss::Labels::of(labels),
                s1,
            )?;
            finite
                &= ::chainrule::kernels::affine::grad_kernel(
                    ::chainrule::kernels::view::kernel_mut::<
                        _,
                        10,
                        128,
                    >(gradient, 100480),
                    ::chainrule::kernels::view::columns::<_, 10>(s1),
                    ::chainrule::kernels::view::columns::<_, 128>(s0),
                );
            finite
                &= ::chainrule::kernels::affine::grad_bias(
                    ::chainrule::kernels::view::vector_mut::<_, 10>(gradient, 101760),
                    ::chainrule::kernels::view::columns::<_, 10>(s1),
                );
            ::chainrule::kernels::affine::grad_input_then(
                ::chainrule::kernels::view::columns_mut::<_, 128>(s2),
                ::chainrule::kernels::view::kernel::<_, 10, 128>(parameters, 100480),
                ::chainrule::kernels::view::columns::<_, 10>(s1),
                &::chainrule::kernels::pointwise::Backward(
                    &::chainrule::activations::relu,
                    s0,
                ),
            );
            finite
                &= ::chainrule::kernels::affine::grad_kernel(
                    ::chainrule::kernels::view::kernel_mut::<_, 128, 784>(gradient, 0),
                    ::chainrule::kernels::view::columns::<_, 128>(s2),
                    ::chainrule::kernels::view::columns::<_, 784>(input),
                );
            finite
                &= ::chainrule::kernels::affine::grad_bias(
                    ::chainrule::kernels::view::vector_mut::<_, 128>(gradient, 100352),
                    ::chainrule::kernels::view::columns::<_, 128>(s2),
                );
            if let ::core::option::Option::Some(input_gradient) = input_gradient {
                ::chainrule::kernels::affine::grad_input(
                    ::chainrule::kernels::view::columns_mut::<_, 784>(input_gradient),
                    ::chainrule::kernels::view::kernel::<_, 128, 784>(parameters, 0),
                    ::chainrule::kernels::view::columns::<_, 128>(s2),
                );
            }
            ::core::result::Result::Ok(::chainrule::model::Outcome {
                loss,
                finite,
            })
        }
    }
    ::chainrule::__private::stage! {
        Digits, ::core::primitive::f32, 784
    }
    ::chainrule::__private::methods! {
        pub Digits < S, Y, L >, ::core::primitive::f32
    }
    ::chainrule::__private::onnx! {
        pub Digits < S >, ::core::primitive::f32, exporter {
        __kernels::value::input(exporter.node(0, & [28, 28]), 0);
        __kernels::value::reshape(exporter.node(0, & [784]), 0);
        __kernels::affine::forward(exporter.node(1, & [128]), __weight(1, 0),
        __Some(__weight(1, 1)), 1); __kernels::pointwise::forward(exporter.node(1, &
        [128]), & [__Term::Variable, __Term::Number(0.0), __Term::Max(0, 1)], 2);
        __kernels::affine::forward(exporter.node(2, & [10]), __weight(2, 0),
        __Some(__weight(2, 1)), 3); __kernels::softmax::forward(exporter.node(2, & [10]),
        4); exporter.output(5); }
    }
    #[allow(dead_code)]
    impl<S: ::core::convert::AsRef<[::core::primitive::f32]>> Digits<S> {
        ///The weights of the layer `dense1`.
        #[must_use]
        pub fn dense1(
            &self,
        ) -> ::chainrule::layers::DenseWeights<'_, ::core::primitive::f32, 784, 128> {
            ::chainrule::layers::DenseWeights::new(
                ::core::convert::AsRef::as_ref(&self.parameters),
                0,
            )
        }
        ///The weights of the layer `dense2`.
        #[must_use]
        pub fn dense2(
            &self,
        ) -> ::chainrule::layers::DenseWeights<'_, ::core::primitive::f32, 128, 10> {
            ::chainrule::layers::DenseWeights::new(
                ::core::convert::AsRef::as_ref(&self.parameters),
                100480,
            )
        }
    }
    #[allow(dead_code)]
    impl<S: ::core::convert::AsMut<[::core::primitive::f32]>> Digits<S> {
        ///The weights of the layer `dense1`, to be changed.
        #[must_use]
        pub fn dense1_mut(
            &mut self,
        ) -> ::chainrule::layers::DenseWeightsMut<'_, ::core::primitive::f32, 784, 128> {
            ::chainrule::layers::DenseWeightsMut::new(
                ::core::convert::AsMut::as_mut(&mut self.parameters),
                0,
            )
        }
        ///The weights of the layer `dense2`, to be changed.
        #[must_use]
        pub fn dense2_mut(
            &mut self,
        ) -> ::chainrule::layers::DenseWeightsMut<'_, ::core::primitive::f32, 128, 10> {
            ::chainrule::layers::DenseWeightsMut::new(
                ::core::convert::AsMut::as_mut(&mut self.parameters),
                100480,
            )
        }
    }
};
