//! One case of a file of golden values.

use chainrule::model::Role;
use chainrule::{Model, Trainable};
use safetensors::SafeTensors;
use safetensors::tensor::TensorView;

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

    /// `<case>.<tensor>`
    pub(crate) fn full_name(&self, name: &str) -> String {
        format!("{}.{name}", self.name)
    }

    pub(crate) fn tensor(&self, name: &str) -> TensorView<'static> {
        let name = self.full_name(name);
        self.file.tensor(&name).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    pub(crate) fn values<T: Number>(&self, name: &str) -> Vec<T> {
        let tensor = self.tensor(name);
        assert_eq!(tensor.dtype(), T::DTYPE, "{}", self.full_name(name));
        T::read(tensor.data())
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
        assert_close(&self.full_name(name), found, &self.values(name));
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
