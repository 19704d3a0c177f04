//! One case of a file of golden values.

use chainrule::model::Role;
use chainrule::{Model, Sample, Trainable};
use safetensors::tensor::TensorView;
use safetensors::{Dtype, SafeTensors};

use crate::number::{Number, assert_close};

/// The tensors `<name>.…` of a file.
pub(crate) struct Case {
    file: SafeTensors<'static>,
    name: &'static str,
}

impl Case {
    pub(crate) fn open(file: &'static [u8], name: &'static str) -> Self {
        Self { file: SafeTensors::deserialize(file).expect("a safetensors file"), name }
    }

    fn tensor(&self, name: &str) -> TensorView<'static> {
        let name = format!("{}.{name}", self.name);
        self.file.tensor(&name).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    pub(crate) fn values<T: Number>(&self, name: &str) -> Vec<T> {
        let tensor = self.tensor(name);
        assert_eq!(tensor.dtype(), T::DTYPE, "{}.{name}", self.name);
        T::read(tensor.data())
    }

    /// A batch of inputs, outputs or vector labels.
    pub(crate) fn samples<S: Sample<Scalar: Number>>(&self, name: &str) -> Vec<S> {
        let shape = self.tensor(name).shape().to_vec();
        let axes: Vec<usize> = (0..S::RANK).map(S::axis).collect();
        assert_eq!(shape[1..], axes, "{}.{name}: shape of a sample", self.name);
        let mut samples = vec![S::ZERO; shape[0]];
        S::flatten_mut(&mut samples).copy_from_slice(&self.values(name));
        samples
    }

    /// A class for each sample.
    pub(crate) fn classes(&self) -> Vec<u8> {
        let tensor = self.tensor("labels");
        assert_eq!(tensor.dtype(), Dtype::U8, "{}.labels", self.name);
        tensor.data().to_vec()
    }

    /// A class for each of the `N` steps of each sample.
    pub(crate) fn steps<const N: usize>(&self) -> Vec<[u8; N]> {
        assert_eq!(self.tensor("labels").shape()[1], N, "{}.labels", self.name);
        self.classes().as_chunks().0.to_vec()
    }

    /// Gives a model the case's weights, by name. Shapes must be Keras'.
    pub(crate) fn load<M: Trainable<Scalar: Number>>(&self, net: &mut M) {
        for layer in M::LAYERS {
            for weight in layer.weights {
                let (name, range) =
                    (format!("{}.{}", layer.name, weight.name), weight.offset..weight.offset + weight.len());
                // What is stated in the model is not in the file.
                let stated = weight.role == Role::Fixed && self.file.tensor(&format!("{}.{name}", self.name)).is_err();
                if !stated {
                    assert_eq!(self.tensor(&name).shape(), weight.shape, "{}.{name}: shape", self.name);
                    net.parameters_mut()[range].copy_from_slice(&self.values::<M::Scalar>(&name));
                }
            }
        }
    }

    pub(crate) fn compare<T: Number>(&self, name: &str, found: &[T]) {
        assert_close(&format!("{}.{name}", self.name), found, &self.values(name));
    }

    /// Compares what a training step writes for each weight: the gradient if trained, the next value if it is state.
    /// There is nothing for what is fixed.
    pub(crate) fn compare_step<M: Model<Scalar: Number>>(&self, found: &[M::Scalar]) {
        assert_eq!(found.len(), M::PARAMS, "{}: parameters", self.name);
        for layer in M::LAYERS {
            for weight in layer.weights {
                let found = &found[weight.offset..weight.offset + weight.len()];
                let prefix = match weight.role {
                    Role::Trained => "d.",
                    Role::State => "next.",
                    Role::Fixed => continue,
                };
                self.compare(&format!("{prefix}{}.{}", layer.name, weight.name), found);
            }
        }
    }

    /// Compares something as long as a model's parameters with the tensors `<prefix><layer>.<weight>`, each by itself.
    pub(crate) fn compare_weights<M: Model<Scalar: Number>>(&self, prefix: &str, found: &[M::Scalar]) {
        assert_eq!(found.len(), M::PARAMS, "{}: parameters", self.name);
        for layer in M::LAYERS {
            for weight in layer.weights {
                let range = weight.offset..weight.offset + weight.len();
                self.compare(&format!("{prefix}{}.{}", layer.name, weight.name), &found[range]);
            }
        }
    }
}
