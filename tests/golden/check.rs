//! One model against one case, through the methods that a user calls.

use chainrule::loss::Loss;
use chainrule::random::Draws;
use chainrule::{Scalar, Trainable};

use crate::case::Case;
use crate::number::Number;
use crate::samples::{Flat, Samples};

/// The inherent methods of generated models, as a trait, so that one function checks all of them. [`nets`] implements
/// it.
pub(crate) trait Net: Trainable<Scalar: Number, Input: Samples, Output: Samples> + Sized {
    /// A model whose weights will be replaced.
    fn fresh() -> Self;
    fn outputs(&self, inputs: &[Self::Input]) -> Vec<Self::Output>;
    fn output(&self, input: &Self::Input) -> Self::Output;
    /// Loss and gradient of the parameters.
    fn gradient<Y, L>(&self, inputs: &[Self::Input], labels: &[Y], loss: &L) -> (f64, Vec<Self::Scalar>)
    where
        L: Loss<Self::Head, Self::Output, Y>;
    /// Loss and gradient of the inputs.
    fn input_gradient<Y, L>(&self, inputs: &[Self::Input], labels: &[Y], loss: &L) -> (f64, Vec<Self::Input>)
    where
        L: Loss<Self::Head, Self::Output, Y>;
}

/// No layer draws anything in golden cases.
pub(crate) const DRAWS: Draws = Draws { seed: 0, step: 0 };

/// `nets!(DenseNet, …)` implements [`Net`]; `nets!(indices: EmbeddingNet, …)` for models that refuse some inputs.
macro_rules! nets {
    ($($Name:ident),* $(,)?) => {
        $($crate::check::nets!(@ $Name);)*
    };
    (indices: $($Name:ident),* $(,)?) => {
        $($crate::check::nets!(@ $Name .expect("indices of the table"));)*
    };
    (@ $Name:ident $($certain:tt)*) => {
        impl $crate::check::Net for $Name {
            fn fresh() -> Self {
                $Name::seeded(0)
            }
            fn outputs(&self, inputs: &[Self::Input]) -> Vec<Self::Output> {
                self.predict_batch(inputs)$($certain)*
            }
            fn output(&self, input: &Self::Input) -> Self::Output {
                self.predict(input)$($certain)*
            }
            fn gradient<Y, L>(&self, inputs: &[Self::Input], labels: &[Y], loss: &L) -> (f64, Vec<Self::Scalar>)
            where
                L: ::chainrule::loss::Loss<Self::Head, Self::Output, Y>,
            {
                let mut gradient = vec![<Self::Scalar as ::chainrule::Scalar>::ZERO; $Name::PARAMS];
                let mut workspace = vec![<Self::Scalar as ::chainrule::Scalar>::ZERO; $Name::workspace(inputs.len())];
                let draws = $crate::check::DRAWS;
                let loss = self
                    .loss_and_gradient(inputs, labels, loss, draws, &mut gradient, &mut workspace)
                    .expect("labels that the loss can take");
                (loss, gradient)
            }
            fn input_gradient<Y, L>(&self, inputs: &[Self::Input], labels: &[Y], loss: &L) -> (f64, Vec<Self::Input>)
            where
                L: ::chainrule::loss::Loss<Self::Head, Self::Output, Y>,
            {
                let mut dx = vec![<Self::Input as ::chainrule::Input<Self::Scalar>>::ZERO; inputs.len()];
                let mut gradient = vec![<Self::Scalar as ::chainrule::Scalar>::ZERO; $Name::PARAMS];
                let mut workspace = vec![<Self::Scalar as ::chainrule::Scalar>::ZERO; $Name::workspace(inputs.len())];
                let draws = $crate::check::DRAWS;
                let loss = $Name::input_gradient(
                    self, inputs, labels, loss, draws, &mut dx, &mut gradient, &mut workspace,
                )
                .expect("labels that the loss can take");
                (loss, dx)
            }
        }
    };
}
pub(crate) use nets;

/// A test for each line `case: Net, loss, kind of labels`, after the bytes of the file that holds the cases. The kinds:
/// `values` (shaped as the outputs), `classes` (one for each sample), `steps` (one for each step of each sample), `both` (a
/// class and values).
macro_rules! golden {
    ($file:expr; $($case:ident: $Net:ident, $loss:expr, $labels:ident;)*) => {$(
        #[test]
        fn $case() {
            let case = $crate::case::Case::open($file, stringify!($case));
            let labels = $crate::check::golden!(@ $labels case, $Net);
            $crate::check::check::<$Net, _, _>(&case, &$loss, &labels);
        }
    )*};
    (@ values $case:ident, $Net:ident) => {
        <<$Net as ::chainrule::Model>::Output as $crate::samples::Samples>::read(&$case, "labels")
    };
    (@ classes $case:ident, $Net:ident) => {
        <u8 as $crate::samples::Samples>::read(&$case, "labels")
    };
    (@ steps $case:ident, $Net:ident) => {
        <[u8; _] as $crate::samples::Samples>::read(&$case, "labels")
    };
    (@ both $case:ident, $Net:ident) => {
        $crate::check::class_and_values::<<$Net as ::chainrule::Model>::Output>(&$case)
    };
}
pub(crate) use golden;

/// Outputs, one by one and as a batch, loss and all gradients.
pub(crate) fn check<M, Y, L>(case: &Case, loss: &L, labels: &[Y])
where
    M: Net,
    L: Loss<M::Head, M::Output, Y>,
{
    let mut net = M::fresh();
    case.load(&mut net);
    let inputs = Samples::read(case, "x");
    check_outputs(case, &net, &inputs);

    let (value, gradient) = net.gradient(&inputs, labels, loss);
    case.compare("loss", &[M::Scalar::from_f64(value)]);
    case.compare_step::<M>(&gradient);

    let (value, dx) = net.input_gradient(&inputs, labels, loss);
    case.compare("loss", &[M::Scalar::from_f64(value)]);
    Samples::compare(case, "dx", &dx);
}

/// Outputs, one by one and as a batch.
pub(crate) fn check_outputs<M: Net>(case: &Case, net: &M, inputs: &[M::Input]) {
    let batch = net.outputs(inputs);
    let single: Vec<M::Output> = inputs.iter().map(|input| net.output(input)).collect();
    Samples::compare(case, "y", &batch);
    Samples::compare(case, "y", &single);
}

/// A pair of outputs.
pub(crate) trait Pair {
    /// The second.
    type Second: Flat;
}

impl<A, B: Flat> Pair for (A, B) {
    type Second = B;
}

/// Labels of a class, and of values shaped like the second output.
pub(crate) fn class_and_values<O: Pair>(case: &Case) -> Vec<(u8, O::Second)> {
    Samples::read(case, "labels")
}
