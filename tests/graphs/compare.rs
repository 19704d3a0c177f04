//! The interpreter against the emitted code: the same model, weights and inputs.

use chainrule::Model;
use chainrule::loss::Head;
use chainrule::model::Layer;
use chainrule_compiler::graph::Weight;

use crate::interpret;
use crate::random::Random;

/// Samples in a batch: the interpreter takes one after the other.
const BATCH: usize = 3;
/// How far values may be apart, relative to the largest of them and to 1.
const TOLERANCE: f64 = 1e-10;

/// Declares models, and checks for each that its gradients are right, that it predicts what the interpreter does, and that a
/// file keeps it.
macro_rules! graphs {
    (models { $($models:tt)* } $($test:ident: $Net:ident, $loss:expr, $kind:ident $(($($size:literal),*))?;)*) => {
        ::chainrule::model! { $($models)* }

        /// The same models as the interpreter reads them.
        const MODELS: &str = stringify!($($models)*);

        $(
            #[cfg(feature = "onnx")]
            $crate::export::drawn!($Net);

            #[test]
            fn $test() {
                $crate::compare::check_values::<$Net>(MODELS);
                $crate::files::check(&mut $Net::seeded(1), &mut $Net::seeded(2));
                #[cfg(feature = "onnx")]
                $crate::export::check::<$Net>();
                let label = $crate::check::gradients!(@ $kind $Net $(($($size),*))?);
                $crate::check::check_gradient::<$Net, _, _>(&$loss, label);
            }
        )*
    };
}
pub(crate) use graphs;

/// Panics unless the emitted code of a model predicts what the interpreter of its graph does.
pub(crate) fn check_values<M: Model<Scalar = f64>>(models: &str) {
    let predict = |parameters: &[f64], inputs: &[f64]| {
        // Whatever is read before it is written turns the result into NaN.
        let mut outputs = vec![f64::NAN; M::OUTPUT_LEN * BATCH];
        let mut workspace = vec![f64::NAN; M::PREDICT_WORKSPACE * BATCH];
        M::forward(parameters, inputs, &mut outputs, &mut workspace);
        M::Head::forward(&mut outputs);
        outputs
    };
    // The function that a small model predicts one sample in: without optimization `predict` leaves it out.
    let predict_one = |parameters: &[f64], input: &[f64]| {
        let mut outputs = vec![f64::NAN; M::OUTPUT_LEN];
        let mut workspace = vec![f64::NAN; M::PREDICT_WORKSPACE];
        chainrule::__private::infer_unrolled::<M>(parameters, input, &mut outputs, &mut workspace);
        outputs
    };
    let facts = Facts { name: M::NAME, layers: M::LAYERS, len: M::INPUT_LEN };
    check(models, &facts, &predict, &predict_one);
}

/// The facts of a model.
struct Facts {
    name: &'static str,
    layers: &'static [Layer],
    len: usize,
}

/// Outputs of parameters and inputs.
type Predict<'a> = dyn Fn(&[f64], &[f64]) -> Vec<f64> + 'a;

/// What is generic is kept small: it is compiled once for each of the hundreds of models.
fn check(models: &str, facts: &Facts, predict: &Predict<'_>, predict_one: &Predict<'_>) {
    let Facts { name, layers, len } = *facts;
    let graph = interpret::graph(models, name);
    let mut random = Random::new(7);
    let parameters = crate::check::parameters(layers, &mut random);
    let inputs: Vec<_> = (0..len * BATCH).map(|_| random.within(1.5)).collect();

    let declared = |weight: &Weight| {
        let layer = &graph.layers[weight.layer.0].name;
        let mut weights = layers.iter().filter(|found| found.name == layer).flat_map(|found| found.weights);
        let found = weights.find(|found| found.name == weight.name);
        let found = found.unwrap_or_else(|| panic!("{name}: {layer}.{} is no weight of the model", weight.name));
        parameters[found.offset..found.offset + found.len()].to_vec()
    };
    let weights: Vec<_> = graph.weights.iter().map(declared).collect();
    let expected: Vec<_> = inputs.chunks(len).flat_map(|sample| interpret::run(&graph, &weights, sample)).collect();
    let largest = expected.iter().fold(1.0, |largest: f64, value| largest.max(value.abs()));

    let together = predict(&parameters, &inputs);
    let alone = inputs.chunks(len).flat_map(|sample| predict_one(&parameters, sample)).collect();
    for (how, found) in [("a batch", together), ("one sample", alone)] {
        assert_eq!(found.len(), expected.len(), "{name}: outputs of {how}");
        for (at, (found, expected)) in found.iter().zip(&expected).enumerate() {
            // A NaN is no less than the tolerance.
            let agrees = (found - expected).abs() <= TOLERANCE * largest;
            assert!(agrees, "{name}: output {at} of {how} is {found}, the graph says {expected}\n{graph}");
        }
    }
}
