//! Reading the weights of a model.

use std::collections::BTreeSet;
use std::path::Path;

use crate::error::{Error, Result};
use crate::io::contents::{Contents, Tensors, elements, form, name};
use crate::io::import::recipe::{Piece, Recipe};
use crate::io::import::{Import, ignored, recipes};
use crate::io::mismatch::{Mismatch, TensorForm};
use crate::io::{not_finite, numbers};
use crate::model::Trainable;
use crate::names::{Names, nearest};
use crate::scalar::Scalar;
use crate::weights::embed::dtype;
use crate::weights::header::Entry;

/// Reads the weights of a model from a file, which must hold all of them, with name, shape and number type, and nothing
/// else but what a [checkpoint](crate::guide::checkpoints) keeps beside them. Whatever fails, the model stays as it was.
///
/// # Errors
/// [`Error::File`] if the file cannot be read, [`Error::Content`] if it is not a complete safetensors file,
/// [`Error::Tensors`] with every tensor that is missing, surplus or different, [`Error::NonFiniteWeights`] with every one
/// that holds what is infinite or not a number.
pub fn load<M: Trainable>(model: &mut M, path: impl AsRef<Path>) -> Result<()> {
    load_with(model, path, &Import::new())
}

/// As [`load`], from a file of another framework or with other names: [`Import`] says which.
///
/// # Errors
/// As [`load`], and [`Error::NoSuchLayer`] if `import` names a layer that the model does not have.
pub fn load_with<M: Trainable>(model: &mut M, path: impl AsRef<Path>, import: &Import) -> Result<()> {
    read(Names::of::<M>(), model.parameters_mut(), path.as_ref(), import)
}

fn read<T: Scalar>(names: Names, parameters: &mut [T], path: &Path, import: &Import) -> Result<()> {
    import.check(names)?;
    let contents = Contents::open(path)?;
    let tensors = contents.tensors()?;
    let recipes = recipes(names.layers, import, &tensors);
    let mismatches = mismatches(dtype::<T>(), &recipes, &tensors, import);
    if !mismatches.is_empty() {
        return Err(Error::Tensors { path: path.to_owned(), model: names.model, mismatches });
    }
    let bytes = contents.elements(&tensors)?;
    if !import.allow_non_finite {
        let found = infinite::<T>(&recipes, &tensors, &bytes);
        if !found.is_empty() {
            return Err(Error::NonFiniteWeights { action: "load", path: path.to_owned(), weights: found });
        }
    }
    for recipe in &recipes {
        let mut values = parameters[recipe.weight.offset..][..recipe.weight.len()].iter_mut();
        for piece in &recipe.pieces {
            let sources: Vec<&[u8]> = found(piece, &tensors).map(|entry| elements(entry, &bytes)).collect();
            for (place, value) in piece.places().zip(&mut values) {
                *value = sum(sources.iter().map(|source| numbers::decode(source, place)));
            }
        }
    }
    Ok(())
}

/// Whether a tensor is what a checkpoint keeps beside the weights.
fn of_checkpoint(name: &str) -> bool {
    ["callbacks/", "history/", "optimizer/", "training/"].iter().any(|beginning| name.starts_with(beginning))
}

/// Of one number itself, the sign of a zero included.
fn sum<T: Scalar>(mut numbers: impl Iterator<Item = T>) -> T {
    let first = numbers.next().unwrap_or(T::ZERO);
    numbers.fold(first, |sum, number| sum + number)
}

/// The tensors that a piece is made of.
fn found<'a, 'b>(piece: &'a Piece, tensors: &'a Tensors<'b>) -> impl Iterator<Item = &'a Entry<'b>> {
    piece.tensors.iter().filter_map(|name| tensors.find(name))
}

/// `dtype` is the name of the model's number type.
fn mismatches(dtype: &str, recipes: &[Recipe], tensors: &Tensors<'_>, import: &Import) -> Vec<Mismatch> {
    let used: BTreeSet<&str> = recipes.iter().flat_map(Recipe::tensors).collect();
    let names = tensors.entries.iter().map(name).filter(|name| !used.contains(name.as_str()));
    let surplus: Vec<String> = names.filter(|name| !ignored(import, name) && !of_checkpoint(name)).collect();

    let (mut mismatches, mut told) = (Vec::new(), BTreeSet::new());
    for recipe in recipes {
        mismatches.extend(recipe.mistake.clone());
        for piece in &recipe.pieces {
            for name in &piece.tensors {
                if told.contains(name.as_str()) {
                    continue;
                }
                let weight = Some(recipe.name()).filter(|weight| weight != name);
                let expected = TensorForm { dtype: dtype.to_owned(), shape: piece.shape.clone() };
                let mismatch = match tensors.find(name).map(form) {
                    Some(found) if found == expected => continue,
                    Some(found) => Mismatch::Different { name: name.clone(), weight, expected, found },
                    None => {
                        let nearest = nearest(name, surplus.iter().map(String::as_str));
                        Mismatch::Missing { name: name.clone(), weight, nearest }
                    }
                };
                told.insert(name.as_str());
                mismatches.push(mismatch);
            }
        }
    }
    mismatches.extend(surplus.into_iter().map(|name| Mismatch::Surplus { name }));
    mismatches
}

/// What is to be told of the tensors that hold something infinite or not a number.
fn infinite<T: Scalar>(recipes: &[Recipe], tensors: &Tensors<'_>, bytes: &[u8]) -> Vec<String> {
    let used: BTreeSet<&str> = recipes.iter().flat_map(Recipe::tensors).collect();
    let used = used.into_iter().filter_map(|name| tensors.find(name));
    let told = used.filter_map(|entry| {
        let bytes = elements(entry, bytes);
        not_finite(&name(entry), (0..bytes.len() / size_of::<T>()).map(|place| numbers::decode::<T>(bytes, place)))
    });
    told.collect()
}
