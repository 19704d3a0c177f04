//! What each initializer draws: mean, standard deviation and limits of many draws, by Keras' formulas. And that a
//! model's arguments reach its weights.

use chainrule::initializers::{self, Distribution, Initializer, Mode};
use chainrule::random::Stream;
use chainrule::{Model, model};

use crate::case::Case;

static FILE: &[u8] = include_bytes!("initializers.safetensors");

/// At least so many numbers are drawn for each shape.
const DRAWS: usize = 100_000;

macro_rules! draws {
    ($($case:ident: $initializer:expr;)*) => {$(
        #[test]
        fn $case() {
            let case = Case::open(FILE, stringify!($case));
            check(&case, $initializer, "dense", &[64, 48]);
            check(&case, $initializer, "conv", &[6, 2, 3]);
            check(&case, $initializer, "vector", &[64]);
        }
    )*};
}

draws! {
    zeros: initializers::zeros();
    ones: initializers::ones();
    constant: initializers::constant(0.25);
    random_uniform: initializers::random_uniform(-0.05, 0.05);
    random_uniform_limits: initializers::random_uniform(-0.5, 1.5);
    random_normal: initializers::random_normal(0.0, 0.05);
    random_normal_mean: initializers::random_normal(1.0, 0.5);
    truncated_normal: initializers::truncated_normal(0.0, 0.05);
    truncated_normal_mean: initializers::truncated_normal(1.0, 0.5);
    glorot_uniform: initializers::glorot_uniform();
    glorot_normal: initializers::glorot_normal();
    he_uniform: initializers::he_uniform();
    he_normal: initializers::he_normal();
    lecun_uniform: initializers::lecun_uniform();
    lecun_normal: initializers::lecun_normal();
    variance_scaling: initializers::variance_scaling(3.0, Mode::FanOut, Distribution::UntruncatedNormal);
}

/// Draws weights from as many seeds as it takes, and compares within five standard errors.
fn check(case: &Case, initializer: Initializer, name: &str, shape: &[usize]) {
    let [mean, deviation, least, greatest] = case.values::<f64>(name)[..] else {
        panic!("{name} has four numbers");
    };
    let mut weight = vec![0.0_f64; shape.iter().product()];
    let mut drawn = Vec::with_capacity(DRAWS + weight.len());
    for seed in 0.. {
        initializer.fill(&mut weight, shape, Stream::initial(seed, 1, 0));
        drawn.extend_from_slice(&weight);
        if drawn.len() >= DRAWS {
            break;
        }
    }
    let count = drawn.len() as f64;
    let found_mean = drawn.iter().sum::<f64>() / count;
    let found_deviation = (drawn.iter().map(|x| (x - found_mean).powi(2)).sum::<f64>() / count).sqrt();
    let error = 5.0 * deviation / count.sqrt() + 1e-12;
    assert!((found_mean - mean).abs() <= error, "{name}: mean {found_mean}, expected {mean} ± {error}");
    assert!(
        (found_deviation - deviation).abs() <= error,
        "{name}: deviation {found_deviation}, expected {deviation} ± {error}"
    );
    let slack = 1e-12 * greatest.abs().max(least.abs());
    assert!(
        drawn.iter().all(|x| (least - slack..=greatest + slack).contains(x)),
        "{name}: a draw outside {least} to {greatest}"
    );
    let bounded = greatest < f64::from(f32::MAX);
    let reached = drawn.iter().copied().fold(f64::MIN, f64::max);
    assert!(!bounded || greatest - reached <= 0.02 * (greatest - least), "{name}: nothing drawn near {greatest}");
}

model! {
    Defaults: Input(6) -> Dense(4) -> Dense(2);
    Chosen: Input(6)
        -> Dense(4, kernel_initializer = he_normal, bias_initializer = ones)
        -> Dense(2, kernel_initializer = random_uniform(minval = -0.5, maxval = 1.5), bias_initializer = constant(0.25));
}

fn declared<M: Model>() -> Vec<Initializer> {
    M::LAYERS.iter().flat_map(|layer| layer.weights).map(|weight| weight.initializer).collect()
}

#[test]
fn kernels_are_glorot_uniform_and_biases_zero_by_default() {
    let [kernel, bias] = [initializers::glorot_uniform(), initializers::zeros()];
    assert_eq!(declared::<Defaults>(), [kernel, bias, kernel, bias]);
}

#[test]
fn arguments_reach_the_weights() {
    let expected = [
        initializers::he_normal(),
        initializers::ones(),
        initializers::random_uniform(-0.5, 1.5),
        initializers::constant(0.25),
    ];
    assert_eq!(declared::<Chosen>(), expected);
    let net = Chosen::seeded(7);
    assert_eq!(net.parameters()[24..28], [1.0; 4]);
    assert_eq!(net.parameters()[36..38], [0.25; 2]);
}
