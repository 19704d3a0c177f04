//! What no run goes on from, and where none may write.

use std::fs;

use super::{Place, data, fresh, refusal, teacher};
use crate::data::Dataset;
use crate::optim::{Adam, SGD};
use crate::testing::{Layered, Line, Squares};
use crate::train::callbacks::{EarlyStopping, LambdaCallback, ReduceLROnPlateau};
use crate::train::checkpoint::container::{Container, Tensor};
use crate::train::checkpoint::folder;
use crate::train::{Checkpoints, Trainer};

#[test]
fn a_checkpoint_of_another_run_is_refused_with_all_that_differs() {
    let place = Place::new("another");
    teacher(&place).fit(&mut fresh(), &data(20)).unwrap();
    let path = folder::path(&place.0, 5);
    let resumed = || teacher(&Place::new("elsewhere")).resume(&path);
    let expected =
        |differences: &str| format!("`{}` is a checkpoint of another training run: {differences}", path.display());
    let message = refusal(resumed().batch_size(5).seed(6).shuffle(false), &data(21));
    let differences = "the number of training samples: `20` there, `21` here; the batch size: `4` there, `5` here; \
                       shuffling: `true` there, `false` here; the seed: `5` there, `6` here";
    assert_eq!(message, expected(differences));

    let adam = Trainer::new(Adam::new(), Squares).batch_size(4).seed(5).resume(&path).quiet();
    let differences = "the optimizer: `SGD` there, `Adam` here; what the optimizer remembers: 3 numbers there, 6 here";
    assert_eq!(refusal(adam, &data(20)), expected(differences));

    let inputs: Vec<_> = (0..20).map(|at| [at as f32]).collect();
    let others = Dataset::from_arrays(inputs.clone(), inputs).unwrap();
    let mut other = Layered { parameters: [1.0; 5] };
    let message = resumed().fit(&mut other, &others).unwrap_err().to_string();
    for part in [
        "the model: `Line` there, `Layered` here",
        "the layers: `input1 Input [2], dense1 Dense [1]` there, `input1 Scaling [1], ",
        "`encoder1.dense1.kernel`: nothing there, F32 (1) here",
        "`dense1.bias`: F32 (1) there, nothing here",
        "what the optimizer remembers: 3 numbers there, 5 here",
    ] {
        assert!(message.contains(part), "{part}: {message}");
    }
    assert_eq!(other, Layered { parameters: [1.0; 5] });

    // The state of a callback that is not there would be lost; one that is new begins.
    let place = Place::new("stopping");
    teacher(&place).callback(EarlyStopping::new().monitor("loss").patience(9)).fit(&mut fresh(), &data(20)).unwrap();
    let message = refusal(teacher(&Place::new("elsewhere")).resume(&place.0), &data(20));
    assert!(message.ends_with("the callback `EarlyStopping`: there, not here"), "{message}");
    let two = EarlyStopping::new().monitor("loss").patience(9);
    let plateau = ReduceLROnPlateau::new().monitor("loss");
    let mut more = teacher(&Place::new("elsewhere")).callback(plateau).callback(two).resume(&place.0).epochs(2);
    assert_eq!(more.fit(&mut fresh(), &data(20)).unwrap().epochs(), 2);
}

#[test]
fn nothing_is_overwritten_by_a_run_that_begins() {
    let place = Place::new("occupied");
    let missing = refusal(teacher(&place).resume(&place.0), &data(20));
    assert_eq!(missing, format!("there is no checkpoint in `{}`", place.0.display()));
    let mut trainer = teacher(&place);
    trainer.fit(&mut fresh(), &data(20)).unwrap();
    let message = refusal(teacher(&place), &data(20));
    assert!(message.contains("is the checkpoint of a run that went further than the 0 steps"), "{message}");
    // The trainer itself goes on.
    trainer.fit(&mut fresh(), &data(20)).unwrap();
    // From an older one, only to another folder.
    let message = refusal_after(teacher(&place).resume(folder::path(&place.0, 5)));
    assert!(message.contains("went further than the 5 steps"), "{message}");
}

fn refusal_after(mut trainer: Trainer<SGD, Squares>) -> String {
    trainer.fit(&mut fresh::<f32>(), &data(20)).unwrap_err().to_string()
}

#[test]
fn numbers_that_do_not_fit_together_are_refused() {
    let place = Place::new("hostile");
    teacher(&place).epochs(2).fit(&mut fresh(), &data(20)).unwrap();
    let path = folder::path(&place.0, 10);
    let changed = |change: &dyn Fn(&mut Container)| {
        let mut container = Container::read(&path).unwrap();
        change(&mut container);
        let other = place.0.join("changed.safetensors");
        container.write(&other).unwrap();
        refusal(teacher(&Place::new("elsewhere")).resume(other), &data(20))
    };
    for (key, value) in [
        ("steps", "-1"),
        ("steps", "18446744073709551615"),
        ("epochs", "0.5"),
        ("epochs", "9223372036854775807"),
        ("first_epoch", "3"),
        ("step", "5"),
        ("step", "4611686018427387903"),
        ("step", ""),
    ] {
        let message = changed(&|container| drop(container.texts.insert(key.to_owned(), value.to_owned())));
        assert!(message.contains("the place in the run must be"), "{key} {value}: {message}");
    }
    for (name, numbers) in [("training/loss", vec![f64::NAN]), ("training/loss", vec![])] {
        let message = changed(&|container| drop(container.tensors.insert(name.to_owned(), Tensor::row(&numbers))));
        assert!(message.contains("the place in the run must be"), "{message}");
    }
    for (name, numbers) in
        [("training/durations", vec![1.0]), ("history/7/loss", vec![0.0; 3]), ("training/durations", vec![1.0; 3])]
    {
        let message = changed(&|container| drop(container.tensors.insert(name.to_owned(), Tensor::row(&numbers))));
        assert!(message.contains("the history must be 2 epochs long"), "{message}");
    }
    for factor in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        let name = "training/learning_rate_factor".to_owned();
        let message = changed(&|container| drop(container.tensors.insert(name.clone(), Tensor::row(&[factor]))));
        assert!(message.contains("the factor of the learning rate"), "{message}");
    }
}

#[test]
fn a_checkpoint_that_cannot_be_written_ends_the_run() {
    let place = Place::new("blocked");
    fs::create_dir_all(&place.0).unwrap();
    let file = place.0.join("file");
    fs::write(&file, "not a folder").unwrap();
    let message = refusal(teacher(&place).checkpoints(Checkpoints::new(&file)), &data(20));
    assert!(message.starts_with("cannot make ready `"), "{message}");
    // The name of the checkpoint is taken by a folder that is not empty.
    let inside = folder::path(&place.0, 5).join("inside");
    let block = LambdaCallback::new().on_epoch_end(|_: &mut Line, _| {
        fs::create_dir_all(&inside).unwrap();
        Ok(())
    });
    let error = teacher(&place).callback(block).fit(&mut fresh(), &data(20)).unwrap_err().to_string();
    assert!(error.starts_with("cannot write `") && error.contains("checkpoint-000000000005"), "{error}");
}
