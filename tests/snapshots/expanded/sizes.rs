///A neural network.
///
///| layer | output | parameters |
///|---|---|---:|
///| `input1` (Input) | `(4, HIDDEN)` | 0 |
///| `dense1` (Dense) | `(4, HIDDEN)` | HIDDEN · HIDDEN + HIDDEN |
///| `noise` (Dropout) | `(4, HIDDEN)` | 0 |
///| `reshape1` (Reshape) | `({ 2 * HIDDEN }, 2)` | 0 |
///| `dense2` (Dense) | `({ 2 * HIDDEN }, 1)` | 2 |
pub struct Sizes<S = ::chainrule::Parameters<::core::primitive::f64>> {
    parameters: S,
}
const _: () = {
    use ::chainrule::__private::dims as __dims;
    impl Sizes {
        const DIM1: ::core::primitive::usize = __dims::positive(HIDDEN, "HIDDEN");
        const DIM2: ::core::primitive::usize = __dims::positive(
            { 2 * HIDDEN },
            "{ 2 * HIDDEN }",
        );
        const OFFSET1: ::core::primitive::usize = <Sizes>::DIM1 * <Sizes>::DIM1;
        const OFFSET2: ::core::primitive::usize = <Sizes>::OFFSET1 + <Sizes>::DIM1;
    }
    const _: () = __dims::equal(
        4 * <Sizes>::DIM1,
        2 * <Sizes>::DIM2,
        "`Reshape` must keep the number of elements of its input (4, HIDDEN)",
    );
    impl<S: ::core::convert::AsRef<[::core::primitive::f64]>> ::chainrule::Model
    for Sizes<S> {
        type Scalar = ::core::primitive::f64;
        type Input = [[::core::primitive::f64; <Sizes>::DIM1]; 4];
        type Output = [[::core::primitive::f64; 1]; <Sizes>::DIM2];
        type Head = ::chainrule::loss::head::Linear;
        const NAME: &'static ::core::primitive::str = "Sizes";
        const CHAIN: &'static ::core::primitive::str = "Input(4, HIDDEN) -> Dense(HIDDEN, gelu, kernel_regularizer = l2(1e-3)) -> Dropout(0.5) as noise -> Reshape({ 2 * HIDDEN }, 2) -> Dense(1, use_bias = false)";
        const LAYERS: &'static [::chainrule::model::Layer] = &[
            ::chainrule::model::Layer {
                name: "input1",
                class: ::chainrule::layers::Input::CLASS,
                output: &[4, <Sizes>::DIM1],
                weights: &[],
                macs: 0,
                layout: ::chainrule::model::Layout::Features,
                flattened: &[],
            },
            ::chainrule::model::Layer {
                name: "dense1",
                class: ::chainrule::layers::Dense::CLASS,
                output: &[4, <Sizes>::DIM1],
                weights: &[
                    ::chainrule::model::Weight {
                        name: "kernel",
                        shape: &[<Sizes>::DIM1, <Sizes>::DIM1],
                        offset: 0,
                        role: ::chainrule::model::Role::Trained,
                        initializer: ::chainrule::initializers::glorot_uniform(),
                        regularizer: ::chainrule::regularizers::l1_l2(0f64, 0.001f64),
                    },
                    ::chainrule::model::Weight {
                        name: "bias",
                        shape: &[<Sizes>::DIM1],
                        offset: <Sizes>::OFFSET1,
                        role: ::chainrule::model::Role::Trained,
                        initializer: ::chainrule::initializers::zeros(),
                        regularizer: ::chainrule::regularizers::none(),
                    },
                ],
                macs: (4 * <Sizes>::DIM1 * <Sizes>::DIM1) as ::core::primitive::u64,
                layout: ::chainrule::model::Layout::Features,
                flattened: &[],
            },
            ::chainrule::model::Layer {
                name: "noise",
                class: ::chainrule::layers::Dropout::CLASS,
                output: &[4, <Sizes>::DIM1],
                weights: &[],
                macs: 0,
                layout: ::chainrule::model::Layout::Features,
                flattened: &[],
            },
            ::chainrule::model::Layer {
                name: "reshape1",
                class: ::chainrule::layers::Reshape::CLASS,
                output: &[<Sizes>::DIM2, 2],
                weights: &[],
                macs: 0,
                layout: ::chainrule::model::Layout::Features,
                flattened: &[],
            },
            ::chainrule::model::Layer {
                name: "dense2",
                class: ::chainrule::layers::Dense::CLASS,
                output: &[<Sizes>::DIM2, 1],
                weights: &[
                    ::chainrule::model::Weight {
                        name: "kernel",
                        shape: &[2, 1],
                        offset: <Sizes>::OFFSET2,
                        role: ::chainrule::model::Role::Trained,
                        initializer: ::chainrule::initializers::glorot_uniform(),
                        regularizer: ::chainrule::regularizers::none(),
                    },
                ],
                macs: (2 * <Sizes>::DIM2) as ::core::primitive::u64,
                layout: ::chainrule::model::Layout::Features,
                flattened: &[],
            },
        ];
        const PARAMS: ::core::primitive::usize = 2 + <Sizes>::DIM1 * <Sizes>::DIM1
            + <Sizes>::DIM1;
        const MACS: ::core::primitive::u64 = ::chainrule::model::total_macs(
            Self::LAYERS,
        );
        const UNROLLED: ::core::primitive::bool = !::core::cfg!(debug_assertions)
            && ::chainrule::model::unrolls(Self::MACS);
        const PREDICT_WORKSPACE: ::core::primitive::usize = 4 * <Sizes>::DIM1;
        const STEP_WORKSPACE: ::core::primitive::usize = 4 * <Sizes>::DIM1
            + const {
                ::chainrule::__private::dims::largest(
                    &[4 * <Sizes>::DIM1, 2 * <Sizes>::DIM2],
                )
            } + <Sizes>::DIM2;
        fn parameters(&self) -> &[::core::primitive::f64] {
            ::core::convert::AsRef::as_ref(&self.parameters)
        }
        fn forward(
            parameters: &[::core::primitive::f64],
            input: &[::core::primitive::f64],
            outputs: &mut [::core::primitive::f64],
            workspace: &mut [::core::primitive::f64],
        ) {
            Self::forward_observed(parameters, input, outputs, workspace, &mut ());
        }
        fn forward_observed<O: ::chainrule::model::Observe<::core::primitive::f64>>(
            parameters: &[::core::primitive::f64],
            input: &[::core::primitive::f64],
            outputs: &mut [::core::primitive::f64],
            workspace: &mut [::core::primitive::f64],
            observer: &mut O,
        ) {
            let batch = input.len() / (4 * <Sizes>::DIM1);
            let (s0, _) = workspace.split_at_mut(4 * <Sizes>::DIM1 * batch);
            ::chainrule::model::Observe::layer(observer, 0, input);
            ::chainrule::kernels::affine::forward_then(
                ::chainrule::kernels::view::columns_mut::<_, { <Sizes>::DIM1 }>(s0),
                ::chainrule::kernels::view::kernel::<
                    _,
                    { <Sizes>::DIM1 },
                    { <Sizes>::DIM1 },
                >(parameters, 0),
                ::chainrule::kernels::view::vector::<
                    _,
                    { <Sizes>::DIM1 },
                >(parameters, <Sizes>::OFFSET1),
                ::chainrule::kernels::view::columns::<_, { <Sizes>::DIM1 }>(input),
                &::chainrule::kernels::pointwise::Forward(
                    &::chainrule::activations::gelu,
                ),
            );
            ::chainrule::model::Observe::layer(observer, 1, s0);
            ::chainrule::model::Observe::layer(observer, 2, s0);
            ::chainrule::model::Observe::layer(
                observer,
                3,
                &s0[..2 * <Sizes>::DIM2 * batch],
            );
            ::chainrule::kernels::affine::forward_unbiased(
                ::chainrule::kernels::view::columns_mut::<_, 1>(outputs),
                ::chainrule::kernels::view::kernel::<
                    _,
                    1,
                    2,
                >(parameters, <Sizes>::OFFSET2),
                ::chainrule::kernels::view::columns::<
                    _,
                    2,
                >(&s0[..2 * <Sizes>::DIM2 * batch]),
            );
            ::chainrule::model::Observe::layer(observer, 4, outputs);
        }
        #[inline(always)]
        fn forward_one<V: ::chainrule::kernels::simd::Simd>(
            simd: V,
            parameters: &[::core::primitive::f64],
            input: &[::core::primitive::f64],
            outputs: &mut [::core::primitive::f64],
            workspace: &mut [::core::primitive::f64],
        ) {
            let batch = 1;
            let (s0, _) = workspace.split_at_mut(4 * <Sizes>::DIM1 * batch);
            ::chainrule::kernels::one::affine_then::<
                _,
                _,
                { <Sizes>::DIM1 },
                { <Sizes>::DIM1 },
                4,
            >(
                simd,
                s0,
                &parameters[0..][..<Sizes>::DIM1 * <Sizes>::DIM1],
                ::core::option::Option::Some(
                    &parameters[<Sizes>::OFFSET1..][..<Sizes>::DIM1],
                ),
                input,
                #[inline(always)]
                |x: ::core::primitive::f64| {
                    0.5 * x
                        * (1.0
                            + <::core::primitive::f64 as ::chainrule::Scalar>::erf(
                                ::core::f64::consts::FRAC_1_SQRT_2 * x,
                            ))
                },
            );
            ::chainrule::kernels::one::affine::<
                _,
                _,
                1,
                2,
                { <Sizes>::DIM2 },
            >(
                simd,
                outputs,
                &parameters[<Sizes>::OFFSET2..][..2],
                ::core::option::Option::None,
                &s0[..2 * <Sizes>::DIM2 * batch],
            );
        }
        fn step<Y, L>(
            parameters: &[::core::primitive::f64],
            input: &[::core::primitive::f64],
            labels: &[Y],
            loss: &L,
            draws: ::chainrule::random::Draws,
            buffers: ::chainrule::model::Buffers<'_, ::core::primitive::f64>,
        ) -> ::chainrule::Result<::chainrule::model::Outcome>
        where
            L: ::chainrule::loss::Loss<
                ::chainrule::loss::head::Linear,
                [[::core::primitive::f64; 1]; <Sizes>::DIM2],
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
            let batch = input.len() / (4 * <Sizes>::DIM1);
            let (s0, workspace) = workspace.split_at_mut(4 * <Sizes>::DIM1 * batch);
            let (s1, workspace) = workspace
                .split_at_mut(
                    const {
                        ::chainrule::__private::dims::largest(
                            &[4 * <Sizes>::DIM1, 2 * <Sizes>::DIM2],
                        )
                    } * batch,
                );
            let (s2, _) = workspace.split_at_mut(<Sizes>::DIM2 * batch);
            let mut finite = true;
            ::chainrule::kernels::affine::training_forward(
                ::chainrule::kernels::view::columns_mut::<_, { <Sizes>::DIM1 }>(s0),
                ::chainrule::kernels::view::kernel::<
                    _,
                    { <Sizes>::DIM1 },
                    { <Sizes>::DIM1 },
                >(parameters, 0),
                ::core::option::Option::Some(
                    ::chainrule::kernels::view::vector::<
                        _,
                        { <Sizes>::DIM1 },
                    >(parameters, <Sizes>::OFFSET1),
                ),
                ::chainrule::kernels::view::columns::<_, { <Sizes>::DIM1 }>(input),
                &(),
            );
            ::chainrule::kernels::pointwise::Pointwise::forward(
                &::chainrule::activations::gelu,
                &mut s1[..4 * <Sizes>::DIM1 * batch],
                s0,
            );
            ::chainrule::kernels::dropout::forward(
                &mut s1[..4 * <Sizes>::DIM1 * batch],
                ::core::option::Option::None,
                0.5f64,
                draws,
                2,
                &(),
            );
            ::chainrule::kernels::affine::training_forward(
                ::chainrule::kernels::view::columns_mut::<_, 1>(outputs),
                ::chainrule::kernels::view::kernel::<
                    _,
                    1,
                    2,
                >(parameters, <Sizes>::OFFSET2),
                ::core::option::Option::None,
                ::chainrule::kernels::view::columns::<
                    _,
                    2,
                >(&s1[..2 * <Sizes>::DIM2 * batch]),
                &(),
            );
            let loss = ::chainrule::loss::Loss::gradient(
                loss,
                outputs,
                ::chainrule::loss::Labels::of(labels),
                s2,
            )?;
            finite
                &= ::chainrule::kernels::affine::grad_kernel(
                    ::chainrule::kernels::view::kernel_mut::<
                        _,
                        1,
                        2,
                    >(gradient, <Sizes>::OFFSET2),
                    ::chainrule::kernels::view::columns::<_, 1>(s2),
                    ::chainrule::kernels::view::columns::<
                        _,
                        2,
                    >(&s1[..2 * <Sizes>::DIM2 * batch]),
                );
            ::chainrule::kernels::affine::grad_input(
                ::chainrule::kernels::view::columns_mut::<
                    _,
                    2,
                >(&mut s1[..2 * <Sizes>::DIM2 * batch]),
                ::chainrule::kernels::view::kernel::<
                    _,
                    1,
                    2,
                >(parameters, <Sizes>::OFFSET2),
                ::chainrule::kernels::view::columns::<_, 1>(s2),
            );
            ::chainrule::kernels::dropout::forward(
                &mut s1[..4 * <Sizes>::DIM1 * batch],
                ::core::option::Option::None,
                0.5f64,
                draws,
                2,
                &::chainrule::kernels::pointwise::Backward(
                    &::chainrule::activations::gelu,
                    s0,
                ),
            );
            finite
                &= ::chainrule::kernels::affine::grad_kernel(
                    ::chainrule::kernels::view::kernel_mut::<
                        _,
                        { <Sizes>::DIM1 },
                        { <Sizes>::DIM1 },
                    >(gradient, 0),
                    ::chainrule::kernels::view::columns::<
                        _,
                        { <Sizes>::DIM1 },
                    >(&s1[..4 * <Sizes>::DIM1 * batch]),
                    ::chainrule::kernels::view::columns::<_, { <Sizes>::DIM1 }>(input),
                );
            finite
                &= ::chainrule::kernels::affine::grad_bias(
                    ::chainrule::kernels::view::vector_mut::<
                        _,
                        { <Sizes>::DIM1 },
                    >(gradient, <Sizes>::OFFSET1),
                    ::chainrule::kernels::view::columns::<
                        _,
                        { <Sizes>::DIM1 },
                    >(&s1[..4 * <Sizes>::DIM1 * batch]),
                );
            if let ::core::option::Option::Some(input_gradient) = input_gradient {
                ::chainrule::kernels::affine::grad_input(
                    ::chainrule::kernels::view::columns_mut::<
                        _,
                        { <Sizes>::DIM1 },
                    >(input_gradient),
                    ::chainrule::kernels::view::kernel::<
                        _,
                        { <Sizes>::DIM1 },
                        { <Sizes>::DIM1 },
                    >(parameters, 0),
                    ::chainrule::kernels::view::columns::<
                        _,
                        { <Sizes>::DIM1 },
                    >(&s1[..4 * <Sizes>::DIM1 * batch]),
                );
            }
            ::core::result::Result::Ok(::chainrule::model::Outcome {
                loss,
                finite,
            })
        }
    }
    ::chainrule::__private::stage! {
        Sizes, ::core::primitive::f64, { 4 * < Sizes > ::DIM1 }
    }
    ::chainrule::__private::methods! {
        pub Sizes < S, Y, L >, ::core::primitive::f64
    }
    ::chainrule::__private::onnx! {
        pub Sizes < S >, ::core::primitive::f64, exporter {
        __kernels::value::input(exporter.node(0, & [4, < Sizes > ::DIM1]), 0);
        __kernels::affine::forward(exporter.node(1, & [4, < Sizes > ::DIM1]), __weight(1,
        0), __Some(__weight(1, 1)), 0); __kernels::pointwise::forward(exporter.node(1, &
        [4, < Sizes > ::DIM1]), & [__Term::Number(0.5), __Term::Variable,
        __Term::Multiply(0, 1), __Term::Number(1.0), __Term::Number(0.7071067811865476),
        __Term::Multiply(4, 1), __Term::Erf(5), __Term::Add(3, 6), __Term::Multiply(2,
        7)], 1); __kernels::value::reshape(exporter.node(2, & [4, < Sizes > ::DIM1]), 2);
        __kernels::value::reshape(exporter.node(3, & [< Sizes > ::DIM2, 2]), 3);
        __kernels::affine::forward(exporter.node(4, & [< Sizes > ::DIM2, 1]), __weight(4,
        0), __None, 4); exporter.output(5); }
    }
    #[allow(dead_code)]
    impl<S: ::core::convert::AsRef<[::core::primitive::f64]>> Sizes<S> {
        ///The weights of the layer `dense1`.
        #[must_use]
        pub fn dense1(
            &self,
        ) -> ::chainrule::layers::DenseWeights<
            '_,
            ::core::primitive::f64,
            { <Sizes>::DIM1 },
            { <Sizes>::DIM1 },
        > {
            ::chainrule::layers::DenseWeights::new(
                ::core::convert::AsRef::as_ref(&self.parameters),
                0,
            )
        }
        ///The weights of the layer `dense2`.
        #[must_use]
        pub fn dense2(
            &self,
        ) -> ::chainrule::layers::DenseKernel<'_, ::core::primitive::f64, 2, 1> {
            ::chainrule::layers::DenseKernel::new(
                ::core::convert::AsRef::as_ref(&self.parameters),
                <Sizes>::OFFSET2,
            )
        }
    }
    #[allow(dead_code)]
    impl<S: ::core::convert::AsMut<[::core::primitive::f64]>> Sizes<S> {
        ///The weights of the layer `dense1`, to be changed.
        #[must_use]
        pub fn dense1_mut(
            &mut self,
        ) -> ::chainrule::layers::DenseWeightsMut<
            '_,
            ::core::primitive::f64,
            { <Sizes>::DIM1 },
            { <Sizes>::DIM1 },
        > {
            ::chainrule::layers::DenseWeightsMut::new(
                ::core::convert::AsMut::as_mut(&mut self.parameters),
                0,
            )
        }
        ///The weights of the layer `dense2`, to be changed.
        #[must_use]
        pub fn dense2_mut(
            &mut self,
        ) -> ::chainrule::layers::DenseKernelMut<'_, ::core::primitive::f64, 2, 1> {
            ::chainrule::layers::DenseKernelMut::new(
                ::core::convert::AsMut::as_mut(&mut self.parameters),
                <Sizes>::OFFSET2,
            )
        }
    }
};
