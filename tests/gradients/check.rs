//! The gradient of one model under one loss: all parameters and all inputs of a small batch.

use chainrule::loss::{Head, Loss};
use chainrule::model::{Buffers, Layer, Role};
use chainrule::random::Draws;
use chainrule::{Input, Model, Result};

use crate::difference::{Trouble, compare};
use crate::random::Random;

/// Samples in a batch: more than one, so that what belongs to one sample only shows in another.
const BATCH: usize = 2;
/// How many points may lie beside a kink before the function counts as nowhere smooth.
const REDRAWS: u64 = 20;

/// A test for each line `test: Net, loss, labels;`. The labels: `values`, `fractions`, `distributions` (shaped as the
/// outputs), `class(classes)`, `steps(steps, classes)`.
macro_rules! gradients {
    (@ class $Net:ident ($classes:literal)) => { $crate::labels::class($classes) };
    (@ steps $Net:ident ($steps:literal, $classes:literal)) => { $crate::labels::steps::<$steps>($classes) };
    (@ $values:ident $Net:ident) => { $crate::labels::$values::<<$Net as ::chainrule::Model>::Output> };
    ($($test:ident: $Net:ident, $loss:expr, $kind:ident $(($($size:literal),*))?;)*) => {$(
        #[test]
        fn $test() {
            let label = $crate::check::gradients!(@ $kind $Net $(($($size),*))?);
            $crate::check::check_gradient::<$Net, _, _>(&$loss, label);
        }
    )*};
}
pub(crate) use gradients;

/// The facts of a model.
struct Facts {
    name: &'static str,
    layers: &'static [Layer],
    params: usize,
    /// What each part of an input holds, and what its indices are below.
    parts: &'static [usize],
    indices: &'static [Option<usize>],
    outputs: usize,
    masks: usize,
    /// States that stateful layers start from, for each sample.
    carried: usize,
    step_workspace: usize,
    predict_workspace: usize,
}

/// The computations of a model, its labels and loss chosen.
struct Computations<'a> {
    step: &'a Step<'a>,
    predict: &'a Predict<'a>,
}

/// [`Model::step`] of parameters and inputs.
type Step<'a> = dyn Fn(&[f64], &[f64], Draws, Buffers<'_, f64>) -> Result<f64> + 'a;
/// [`Model::forward`], the head and [`Model::masks`], of parameters and inputs into outputs and masks.
type Predict<'a> = dyn Fn(&[f64], &[f64], &mut [f64], &mut [f64], &mut [f64]) + 'a;

/// Panics unless the gradient of the model is that of its loss, at a random point and for random labels.
///
/// What is generic is kept small: it is compiled once for each of the hundreds of models.
pub(crate) fn check_gradient<M, L, Y>(loss: &L, label: impl Fn(&mut Random) -> Y)
where
    M: Model<Scalar = f64>,
    L: Loss<M::Head, M::Output, Y>,
{
    let facts = Facts {
        name: M::NAME,
        layers: M::LAYERS,
        params: M::PARAMS,
        parts: M::Input::PARTS,
        indices: M::INDICES,
        outputs: M::OUTPUT_LEN,
        masks: M::MASK_LEN,
        carried: M::CARRIED,
        step_workspace: M::STEP_WORKSPACE * BATCH + M::STEP_SHARED,
        predict_workspace: M::PREDICT_WORKSPACE,
    };
    for seed in 0..REDRAWS {
        let mut random = Random::new(seed);
        let labels: [Y; BATCH] = [(); BATCH].map(|()| label(&mut random));
        let computations = Computations {
            step: &|parameters, inputs, draws, buffers| {
                Ok(M::step(parameters, inputs, &labels, loss, draws, buffers)?.loss)
            },
            predict: &|parameters, inputs, outputs, masks, workspace| {
                M::masks(parameters, inputs, masks, workspace);
                M::forward(parameters, inputs, outputs, workspace);
                M::Head::forward(outputs);
            },
        };
        if is_smooth_at(&facts, &computations, &mut random) {
            return;
        }
    }
    panic!("{}: {REDRAWS} points, and a kink beside each", facts.name);
}

/// Draws a point and checks the gradient there; false if there is a kink beside it.
fn is_smooth_at(facts: &Facts, computations: &Computations<'_>, random: &mut Random) -> bool {
    let draws = Draws { seed: random.below(1 << 20) as u64, step: 3 };
    let mut point = parameters(facts.layers, random);
    assert_eq!(point.len(), facts.params, "{}: parameters", facts.name);
    let below: Vec<_> = below(facts).collect();
    point.extend(below.iter().map(|below| match below {
        Some(below) => random.below(*below) as f64,
        None => random.within(1.5),
    }));

    let states: Vec<_> = (0..facts.carried * BATCH).map(|_| random.within(0.8)).collect();

    // Whatever is read before it is written turns the result into NaN.
    let mut outputs = vec![f64::NAN; facts.outputs * BATCH];
    let mut masks = vec![f64::NAN; facts.masks * BATCH];
    let mut workspace = vec![f64::NAN; facts.step_workspace];
    workspace[..states.len()].copy_from_slice(&states);
    let mut gradient = vec![f64::NAN; point.len()];
    let (dparameters, dinputs) = gradient.split_at_mut(facts.params);
    let buffers = Buffers {
        outputs: &mut outputs,
        masks: &mut masks,
        gradient: dparameters,
        input_gradient: Some(dinputs),
        workspace: &mut workspace,
    };
    let (parameters, inputs) = point.split_at(facts.params);
    let loss = (computations.step)(parameters, inputs, draws, buffers).expect("labels that the loss can take");
    assert!(loss.is_finite(), "{}: loss {loss}", facts.name);
    let left = workspace[..states.len()].to_vec();
    check_outputs(facts, computations, parameters, inputs, [&outputs, &masks], [&states, &left]);

    let mut unused = vec![f64::NAN; facts.params];
    let trained = (0..facts.params).map(|at| is_trained(facts, at));
    let trained: Vec<bool> = trained.chain(below.iter().map(Option::is_none)).collect();
    let found = compare(&mut point, &gradient, &trained, |point| {
        let (parameters, inputs) = point.split_at(facts.params);
        workspace[..states.len()].copy_from_slice(&states);
        let buffers = Buffers {
            outputs: &mut outputs,
            masks: &mut masks,
            gradient: &mut unused,
            input_gradient: None,
            workspace: &mut workspace,
        };
        (computations.step)(parameters, inputs, draws, buffers).expect("labels that the loss can take")
    });
    match found {
        Ok(()) => true,
        Err(Trouble::Kink) => false,
        Err(Trouble::Wrong { coordinate, gradient, difference }) => panic!(
            "{}: the derivative with respect to {} is {gradient}, by differences {difference}",
            facts.name,
            place(facts, coordinate)
        ),
    }
}

/// Predicting gives the outputs and the masks that a training step has, and leaves the same states, unless training draws at
/// random.
fn check_outputs(
    facts: &Facts,
    computations: &Computations<'_>,
    parameters: &[f64],
    inputs: &[f64],
    [outputs, masks]: [&[f64]; 2],
    [states, left]: [&[f64]; 2],
) {
    let mut predicted = vec![f64::NAN; outputs.len()];
    let mut workspace = vec![f64::NAN; facts.predict_workspace * BATCH];
    workspace[..states.len()].copy_from_slice(states);
    let mut predicted_masks = vec![f64::NAN; masks.len()];
    (computations.predict)(parameters, inputs, &mut predicted, &mut predicted_masks, &mut workspace);
    assert_eq!(predicted_masks, masks, "{}: masks", facts.name);
    // Other layers that drop where they are told to are in models whose names say so.
    let random = facts.name.contains("Dropout")
        || facts.layers.iter().any(|layer| TRAINS_OTHERWISE.contains(&layer.class))
        || facts.layers.iter().flat_map(|layer| layer.weights).any(|weight| weight.role == Role::State);
    let predicted = predicted.iter().chain(&workspace[..states.len()]);
    for (at, (predicted, output)) in predicted.zip(outputs.iter().chain(left)).enumerate() {
        let agrees = (predicted - output).abs() <= 1e-12 * output.abs().max(1.0);
        assert!(predicted.is_finite(), "{}: predicted output {at} is {predicted}", facts.name);
        assert!(random || agrees, "{}: output {at} is {output} in a step, predicted {predicted}", facts.name);
    }
}

/// Layers that put out something else while training: what draws at random, and what normalizes by the batch.
const TRAINS_OTHERWISE: &[&str] = &[
    "Dropout",
    "SpatialDropout1D",
    "SpatialDropout2D",
    "GaussianNoise",
    "BatchNormalization",
    "LSTM",
    "MultiHeadAttention",
];

/// What each number of a batch's inputs must be below if it is an index: all of the first part come first.
fn below(facts: &Facts) -> impl Iterator<Item = Option<usize>> {
    let indices = facts.indices.iter().copied().chain(std::iter::repeat(None));
    facts.parts.iter().zip(indices).flat_map(|(len, below)| std::iter::repeat_n(below, len * BATCH))
}

/// Whether the optimizer trains a parameter.
fn is_trained(facts: &Facts, at: usize) -> bool {
    let holds = |weight: &&chainrule::model::Weight| (weight.offset..weight.offset + weight.len()).contains(&at);
    let weight = facts.layers.iter().flat_map(|layer| layer.weights).find(holds);
    weight.is_some_and(|weight| weight.role == Role::Trained)
}

/// Kernels that keep the size of what passes through them, biases away from 0.
pub(crate) fn parameters(layers: &[Layer], random: &mut Random) -> Vec<f64> {
    let weights = layers.iter().flat_map(|layer| layer.weights);
    weights
        .flat_map(|weight| {
            let limit = match weight.shape {
                [inputs, _] => (3.0 / *inputs as f64).sqrt(),
                _ => 0.5,
            };
            let positive = weight.name.ends_with("variance");
            let draw = |_| if positive { 1.0 + random.within(0.5) } else { random.within(limit) };
            (0..weight.len()).map(draw).collect::<Vec<_>>()
        })
        .collect()
}

/// Which parameter or input a coordinate is.
fn place(facts: &Facts, coordinate: usize) -> String {
    for layer in facts.layers {
        for weight in layer.weights {
            if (weight.offset..weight.offset + weight.len()).contains(&coordinate) {
                return format!("{}.{}[{}]", layer.name, weight.name, coordinate - weight.offset);
            }
        }
    }
    format!("number {} of the batch's inputs", coordinate - facts.params)
}
