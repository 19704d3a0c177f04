//! Access to the weights of `Dense`.

use nalgebra::{SMatrixView, SMatrixViewMut};

use crate::kernels::view;
use crate::scalar::Scalar;

/// The weights of a `Dense` layer: `net.dense1()`.
#[derive(Clone, Copy, Debug)]
pub struct DenseWeights<'a, T, const IN: usize, const OUT: usize> {
    parameters: &'a [T],
}

impl<'a, T: Scalar, const IN: usize, const OUT: usize> DenseWeights<'a, T, IN, OUT> {
    #[doc(hidden)]
    pub fn new(parameters: &'a [T], offset: usize) -> Self {
        Self { parameters: &parameters[offset..offset + IN * OUT + OUT] }
    }

    /// `W` of `W x + b`, `(out, in)`; in memory Keras' row-major `[in, out]`.
    pub fn kernel(&self) -> SMatrixView<'a, T, OUT, IN> {
        view::kernel(self.parameters, 0)
    }

    /// `b` of `W x + b`, `out` long.
    pub fn bias(&self) -> &'a [T] {
        &self.parameters[IN * OUT..]
    }
}

/// The weights of a `Dense` layer, to be changed: `net.dense1_mut()`.
#[derive(Debug)]
pub struct DenseWeightsMut<'a, T, const IN: usize, const OUT: usize> {
    parameters: &'a mut [T],
}

impl<'a, T: Scalar, const IN: usize, const OUT: usize> DenseWeightsMut<'a, T, IN, OUT> {
    #[doc(hidden)]
    pub fn new(parameters: &'a mut [T], offset: usize) -> Self {
        Self { parameters: &mut parameters[offset..offset + IN * OUT + OUT] }
    }

    /// `W` of `W x + b`, `(out, in)`; in memory Keras' row-major `[in, out]`.
    pub fn kernel(self) -> SMatrixViewMut<'a, T, OUT, IN> {
        view::kernel_mut(self.parameters, 0)
    }

    /// `b` of `W x + b`, `out` long.
    pub fn bias(self) -> &'a mut [T] {
        &mut self.parameters[IN * OUT..]
    }
}

/// The weights of a `Dense` layer with `use_bias = false`.
#[derive(Clone, Copy, Debug)]
pub struct DenseKernel<'a, T, const IN: usize, const OUT: usize> {
    parameters: &'a [T],
}

impl<'a, T: Scalar, const IN: usize, const OUT: usize> DenseKernel<'a, T, IN, OUT> {
    #[doc(hidden)]
    pub fn new(parameters: &'a [T], offset: usize) -> Self {
        Self { parameters: &parameters[offset..offset + IN * OUT] }
    }

    /// `W` of `W x`, `(out, in)`; in memory Keras' row-major `[in, out]`.
    pub fn kernel(&self) -> SMatrixView<'a, T, OUT, IN> {
        view::kernel(self.parameters, 0)
    }
}

/// The weights of a `Dense` layer with `use_bias = false`, to be changed.
#[derive(Debug)]
pub struct DenseKernelMut<'a, T, const IN: usize, const OUT: usize> {
    parameters: &'a mut [T],
}

impl<'a, T: Scalar, const IN: usize, const OUT: usize> DenseKernelMut<'a, T, IN, OUT> {
    #[doc(hidden)]
    pub fn new(parameters: &'a mut [T], offset: usize) -> Self {
        Self { parameters: &mut parameters[offset..offset + IN * OUT] }
    }

    /// `W` of `W x`, `(out, in)`; in memory Keras' row-major `[in, out]`.
    pub fn kernel(self) -> SMatrixViewMut<'a, T, OUT, IN> {
        view::kernel_mut(self.parameters, 0)
    }
}
