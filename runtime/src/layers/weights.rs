//! Access to the weights of layers by name, as slices in Keras' order.

use core::marker::PhantomData;

use crate::model::Layer;

/// The weights of a layer of class `C`: `net.conv2d1()`. Each weight is a method of its name.
#[derive(Clone, Copy, Debug)]
pub struct Weights<'a, T, C> {
    parameters: &'a [T],
    layer: &'static Layer,
    class: PhantomData<C>,
}

impl<'a, T, C> Weights<'a, T, C> {
    #[doc(hidden)]
    pub fn new(parameters: &'a [T], layer: &'static Layer) -> Self {
        Self { parameters, layer, class: PhantomData }
    }

    /// The weight of a name, in Keras' element order; `None` if the layer has none of that name.
    pub fn get(&self, name: &str) -> Option<&'a [T]> {
        let weight = self.layer.weights.iter().find(|weight| weight.name == name)?;
        self.parameters.get(weight.offset..weight.offset + weight.len())
    }

    /// The shape of the weight of a name, as in Keras.
    pub fn shape(&self, name: &str) -> Option<&'static [usize]> {
        self.layer.weights.iter().find(|weight| weight.name == name).map(|weight| weight.shape)
    }
}

impl<'a, T> Weights<'a, T, ()> {
    /// All parameters of a stage by its path, one weight behind the other: as [`Model::parameters`](crate::Model::parameters)
    /// has them, if it is a model.
    pub fn parameters(&self) -> &'a [T] {
        let (start, len) = place(self.layer);
        self.parameters.get(start..start + len).unwrap_or_default()
    }
}

/// Where the parameters of a layer start, and how many there are.
fn place(layer: &Layer) -> (usize, usize) {
    (layer.weights.first().map_or(0, |weight| weight.offset), layer.params())
}

/// The weights of a layer of class `C`, to be changed: `net.conv2d1_mut()`.
#[derive(Debug)]
pub struct WeightsMut<'a, T, C> {
    pub(super) parameters: &'a mut [T],
    pub(super) layer: &'static Layer,
    class: PhantomData<C>,
}

impl<'a, T, C> WeightsMut<'a, T, C> {
    #[doc(hidden)]
    pub fn new(parameters: &'a mut [T], layer: &'static Layer) -> Self {
        Self { parameters, layer, class: PhantomData }
    }

    /// The weight of a name, in Keras' element order; `None` if the layer has none of that name.
    pub fn get(self, name: &str) -> Option<&'a mut [T]> {
        let weight = self.layer.weights.iter().find(|weight| weight.name == name)?;
        self.parameters.get_mut(weight.offset..weight.offset + weight.len())
    }
}

impl<'a, T> WeightsMut<'a, T, ()> {
    /// All parameters of a stage by its path, one weight behind the other: as [`Model::parameters`](crate::Model::parameters)
    /// has them, if it is a model.
    pub fn parameters(self) -> &'a mut [T] {
        let (start, len) = place(self.layer);
        self.parameters.get_mut(start..start + len).unwrap_or_default()
    }
}
