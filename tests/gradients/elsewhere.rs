//! Models of another module as stages by their paths.

use chainrule::loss::MeanSquaredError;
use chainrule::{Model, model};

use crate::check::gradients;

/// Models that know nothing of those that have them as stages.
mod backbone {
    use chainrule::model;

    pub(super) const WIDTH: usize = 3;

    model! {
        #[scalar(f64)] pub Encoder: Input(4, 2) -> Flatten -> Dense(5, tanh, kernel_regularizer = l2(0.1)) as hidden -> Dense(3);
        #[scalar(f64)] pub Distribution: Input(4) -> Dense(WIDTH, softmax);
        #[scalar(f64)] pub Fractions: Input(WIDTH) -> Dense(4, sigmoid);
        #[scalar(f64)] pub Image: Input(3, 3, 1) -> Conv2D(2, 2) -> BatchNormalization -> tanh -> Dense(2, trainable = false);
        #[scalar(f64)] pub Dropping: Input(6) -> Dense(4, tanh) -> Dropout(0.4) -> Dense(3);
        #[scalar(f64)] pub Parameterless: Input(6) -> Reshape(2, 3) -> tanh -> Dropout(0.2);
        #[scalar(f64)] pub Shared: let x = Input(3); let a = x -> Dense(3, tanh) as layer; ((a -> layer) + (x -> layer)) -> Dense(3);
        #[scalar(f64)] pub Nest: Input(4) -> self::Distribution -> self::Fractions as fractions -> self::Parameterless2 -> Dense(2);
        #[scalar(f64)] pub Parameterless2: Input(4) -> tanh;
    }
}

model! {
    #[scalar(f64)] Chains: Input(4, 2) -> Dense(2, tanh) -> backbone::Encoder -> Dense(2);
    #[scalar(f64)] Inlined: Input(4, 2) -> Dense(2, tanh) -> Encoder -> Dense(2);
    #[scalar(f64)] Encoder: Input(4, 2) -> Flatten -> Dense(5, tanh, kernel_regularizer = l2(0.1)) as hidden -> Dense(3);
    #[scalar(f64)] AtTheStart: Input(4, 2) -> backbone::Encoder as encoder -> tanh;
    #[scalar(f64)] WithItsInput: backbone::Encoder(input_shape = (4, 2)) as encoder -> tanh;
    #[scalar(f64)] AtTheEnd: Input(3) -> Dense(8, tanh) -> backbone::Encoder;
    #[scalar(f64)] Heads: Input(4) -> Dense(4) -> backbone::Distribution -> backbone::Fractions -> Dense(2);
    #[scalar(f64)] Normalized: Input(3, 3, 1) -> |x| x * x -> backbone::Image: (2, 2, 2) -> Dense(2, tanh);
    #[scalar(f64)] WithDropout: Input(4) -> Dense(6) -> backbone::Dropping -> Dense(6) -> backbone::Parameterless: (3, 2) -> Dense(2);
    #[scalar(f64)] Twice: let x = Input(3); let a = x -> backbone::Shared as inner; let b = x -> Dense(3, tanh) -> inner; (a * b) -> backbone::Shared -> Dense(2);
    #[scalar(f64)] Deep: Input(3) -> Dense(4) -> backbone::Nest as nest -> Dense(2);
}

gradients! {
    chains: Chains, MeanSquaredError::new(), values;
    at_the_start: AtTheStart, MeanSquaredError::new(), values;
    with_its_input: WithItsInput, MeanSquaredError::new(), values;
    at_the_end: AtTheEnd, MeanSquaredError::new(), values;
    heads: Heads, MeanSquaredError::new(), values;
    normalized: Normalized, MeanSquaredError::new(), values;
    with_dropout: WithDropout, MeanSquaredError::new(), values;
    twice: Twice, MeanSquaredError::new(), values;
    deep: Deep, MeanSquaredError::new(), values;
}

/// The names of all weights, with where they start.
fn weights<M: Model>() -> Vec<(String, usize)> {
    let layers = M::LAYERS.iter();
    let names = layers.flat_map(|layer| {
        layer.weights.iter().map(|weight| (format!("{}.{}", layer.name, weight.name), weight.offset))
    });
    names.collect()
}

#[test]
fn weights_are_named_as_those_of_a_model_of_the_same_call() {
    assert_eq!(weights::<Chains>(), weights::<Inlined>());
    assert!(weights::<Chains>().contains(&("encoder1.hidden.bias".to_owned(), 46)));
    assert_eq!(weights::<AtTheStart>(), weights::<WithItsInput>());
    assert_eq!(<WithItsInput as Model>::LAYERS[0].output, [3]);
    let deep = weights::<Deep>();
    assert!(deep.iter().any(|(name, _)| name == "nest.fractions.dense1.kernel"), "{deep:?}");
    assert_eq!((Chains::PARAMS, Chains::MACS), (Inlined::PARAMS, Inlined::MACS));
}

#[test]
fn all_is_as_in_a_model_of_the_same_call() {
    let (mut net, mut inlined) = (Chains::seeded(3), Inlined::seeded(3));
    let count = |values: &[f64]| values.iter().filter(|value| **value != 0.0).count();
    assert_eq!(count(net.parameters()), count(inlined.parameters()));
    inlined.parameters_mut().copy_from_slice(net.parameters());
    let (x, y) = ([[[0.5, -1.0], [0.25, 2.0], [1.0, 0.0], [-0.75, 0.125]]; 2], [[1.0, -1.0]; 2]);
    assert_eq!(net.predict(&x[0]), inlined.predict(&x[0]));

    let (mut gradients, mut losses) = ([vec![0.0; Chains::PARAMS], vec![0.0; Chains::PARAMS]], [0.0; 2]);
    let mut workspace = vec![0.0; Chains::workspace(2).max(Inlined::workspace(2))];
    let (loss, draws) = (MeanSquaredError::new(), chainrule::random::Draws::new(1));
    let found = net.loss_and_gradient(&x, &y, &loss, draws, &mut gradients[0], &mut workspace);
    losses[0] = found.expect("labels of the right shape");
    let found = inlined.loss_and_gradient(&x, &y, &loss, draws, &mut gradients[1], &mut workspace);
    losses[1] = found.expect("labels of the right shape");
    assert_eq!(losses[0], losses[1]);
    assert_eq!(gradients[0], gradients[1]);

    // The stage as a model of its own.
    let part = backbone::Encoder::from_parameters(net.encoder1().parameters()).expect("as many parameters as it has");
    assert_eq!(part.predict(&x[0]), inlined.encoder1().predict(&x[0]));
    net.encoder1_mut().parameters().fill(0.5);
    let hidden = net.encoder1().get("hidden.kernel").map(<[f64]>::len);
    assert_eq!((hidden, net.parameters().iter().filter(|value| **value == 0.5).count()), (Some(40), 63));
}
