//! Weights of samples and of classes.

use crate::data::Dataset;
use crate::error::{Error, Result};
use crate::loss::{Dice, MeanSquaredError};
use crate::metrics::{MeanAbsoluteError, weighted};
use crate::optim::SGD;
use crate::testing::Line;
use crate::train::Trainer;

/// Ones and zeros to be told apart.
fn bits() -> Dataset<[f32; 2], [f32; 1]> {
    let inputs: Vec<_> = (0..12).map(|at| [(at % 4) as f32 / 4.0, (at % 3) as f32 / 3.0]).collect();
    Dataset::from_arrays(inputs, (0..12).map(|at| [f32::from(u8::from(at % 3 == 1))]).collect()).unwrap()
}

fn of_classes() -> Vec<f64> {
    bits().labels().iter().map(|label| if label[0] == 1.0 { 4.0 } else { 0.25 }).collect()
}

fn fresh() -> Line {
    Line::new([0.3, -0.2, 0.1])
}

fn teacher() -> Trainer<SGD, MeanSquaredError> {
    Trainer::new(SGD::new().learning_rate(0.1), MeanSquaredError::new()).batch_size(5).epochs(3).quiet().seed(1)
}

#[test]
fn a_sample_of_weight_2_beside_one_of_weight_0_is_one_alone() -> Result<()> {
    let (mut both, mut alone) = (fresh(), fresh());
    let (first, _) = bits().split_at(2);
    let of_both = teacher().fit(&mut both, &first.clone().with_weights(vec![2.0, 0.0])?)?;
    let of_alone = teacher().fit(&mut alone, &first.split_at(1).0)?;
    assert_eq!(both, alone);
    assert_eq!(of_both["loss"], of_alone["loss"]);
    Ok(())
}

#[test]
fn weights_of_classes_are_those_of_their_samples_in_training_alone() -> Result<()> {
    let (mut by_class, mut by_sample) = (fresh(), fresh());
    let metrics = || (MeanAbsoluteError::new(), weighted("weighted", MeanAbsoluteError::new()));
    let (data, weights) = (bits(), of_classes());
    let mut classes = teacher().metrics(metrics()).validation(&data).class_weight([0.25, 4.0]);
    let of_class = classes.fit(&mut by_class, &data)?;
    let given = bits().with_weights(weights)?;
    let of_sample = teacher().metrics(metrics()).validation(&data).fit(&mut by_sample, &given)?;
    assert_eq!(by_class, by_sample);
    for key in ["loss", "mean_absolute_error", "weighted", "val_loss", "val_weighted"] {
        assert_eq!(of_class[key], of_sample[key], "{key}");
    }
    assert_eq!(of_class["val_weighted"], of_class["val_mean_absolute_error"]);
    assert_ne!(of_class["weighted"], of_class["mean_absolute_error"]);
    assert_eq!(classes.evaluate(&by_class, &data)?.loss, of_class["val_loss"][2]);
    Ok(())
}

#[test]
fn weights_without_a_meaning_are_refused() -> Result<()> {
    let data = bits().with_weights(of_classes())?;
    let both = teacher().class_weight([1.0, 2.0]).fit(&mut fresh(), &data);
    assert!(matches!(both, Err(Error::TwoWeights)));
    let negative = teacher().class_weight([1.0, -2.0]).fit(&mut fresh(), &bits());
    assert!(matches!(negative, Err(Error::HyperParameter { name: "a class weight", found: -2.0, .. })));
    let whole = Trainer::new(SGD::new(), Dice::new()).quiet().fit(&mut fresh(), &data);
    let message = whole.map(drop).unwrap_err().to_string();
    assert_eq!(message, "`Dice` takes no weights of samples: leave the weights of the data and of the classes out");
    Ok(())
}

#[test]
fn weights_of_other_steps_than_those_of_the_output_are_refused() -> Result<()> {
    let (mut by_sample, mut by_step) = (fresh(), fresh());
    let weights = of_classes();
    teacher().fit(&mut by_sample, &bits().with_weights(weights.clone())?)?;
    teacher().fit(&mut by_step, &bits().with_step_weights(weights.iter().map(|weight| [*weight]).collect())?)?;
    assert_eq!(by_sample, by_step);

    let mut model = fresh();
    let three = bits().with_step_weights(vec![[1.0; 3]; 12])?;
    let messages = [teacher().fit(&mut model, &three).map(drop), teacher().evaluate(&model, &three).map(drop)];
    for (found, batch) in messages.into_iter().zip([5, 12]) {
        let message = found.unwrap_err().to_string();
        let what = "the weights of a batch (one a sample, or one a step of the output)";
        assert_eq!(message, format!("{what} must hold {batch} values, found {}", 3 * batch));
    }
    assert_eq!(model, fresh());
    Ok(())
}

#[test]
fn evaluation_regards_the_weights_of_the_data() -> Result<()> {
    let (data, model) = (bits(), fresh());
    let (loss, mut expected) = (|data: &_| teacher().evaluate(&model, data).map(|found| found.loss), 0.0);
    for (at, weight) in of_classes().into_iter().enumerate() {
        let (_, last) = data.clone().split_at(at);
        let (one, _) = last.split_at(1);
        expected += weight * loss(&one)? / 12.0;
    }
    let found = loss(&data.with_weights(of_classes())?)?;
    assert!((found - expected).abs() < 1e-6, "{found} is not {expected}");
    Ok(())
}
