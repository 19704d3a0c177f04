//! The interpreter against the emitted code: the same model, weights and inputs.

use chainrule::Model;
use chainrule::loss::Head;
use chainrule::model::Layer;

use crate::interpret;
use crate::random::Random;

/// Samples in a batch: the interpreter takes one after the other.
const BATCH: usize = 3;
/// How far values may be apart, relative to the largest of them and to 1.
const TOLERANCE: f64 = 1e-10;

/// Declares models, and checks for each that its gradients are right, and that it predicts what the interpreter does.
macro_rules! graphs {
    (models { $($models:tt)* } $($test:ident: $Net:ident, $loss:expr, $kind:ident $(($($size:literal),*))?;)*) => {
        ::chainrule::model! { $($models)* }

        /// The same models as the interpreter reads them.
        const MODELS: &str = stringify!($($models)*);

        $(
            #[test]
            fn $test() {
                $crate::compare::check_values::<$Net>(MODELS);
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
    check(models, M::NAME, M::LAYERS, M::INPUT_LEN, &predict);
}

fn check(models: &str, name: &str, layers: &[Layer], len: usize, predict: &dyn Fn(&[f64], &[f64]) -> Vec<f64>) {
    let graph = interpret::graph(models, name);
    let mut random = Random::new(7);
    let parameters = crate::check::parameters(layers, &mut random);
    let inputs: Vec<_> = (0..len * BATCH).map(|_| random.within(1.5)).collect();
    let found = predict(&parameters, &inputs);

    let declared = |at: usize| {
        let (weight, layer) = (&graph.weights[at], &graph.layers[graph.weights[at].layer.0]);
        let mut weights = layers.iter().filter(|found| found.name == layer.name).flat_map(|found| found.weights);
        let found = weights.find(|found| found.name == weight.name);
        let found = found.unwrap_or_else(|| panic!("{name}: {}.{} is no weight of the model", layer.name, weight.name));
        parameters[found.offset..found.offset + found.len()].to_vec()
    };
    let weights: Vec<_> = (0..graph.weights.len()).map(declared).collect();
    let expected: Vec<_> = inputs.chunks(len).flat_map(|sample| interpret::run(&graph, &weights, sample)).collect();

    assert_eq!(found.len(), expected.len(), "{name}: outputs");
    let largest = expected.iter().fold(1.0, |largest: f64, value| largest.max(value.abs()));
    for (at, (found, expected)) in found.iter().zip(&expected).enumerate() {
        // A NaN is no less than the tolerance.
        let agrees = (found - expected).abs() <= TOLERANCE * largest;
        assert!(agrees, "{name}: output {at} is {found}, the graph says {expected}\n{graph}");
    }
}
