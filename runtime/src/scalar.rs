//! The numbers that models compute with.

use crate::kernels::Kernels;

/// `f32` or `f64`. Sealed: kernels exist for these two.
pub trait Scalar: nalgebra::Scalar + Copy + PartialOrd + Default + Send + Sync + Kernels {
    /// 0.
    const ZERO: Self;
    /// 1.
    const ONE: Self;
    /// Rounded from `f64`.
    fn from_f64(value: f64) -> Self;
    /// Widened to `f64`.
    fn to_f64(self) -> f64;
}

macro_rules! scalar {
    ($($T:ty),*) => {$(
        impl Scalar for $T {
            const ZERO: Self = 0.0;
            const ONE: Self = 1.0;

            fn from_f64(value: f64) -> Self {
                value as Self
            }
            fn to_f64(self) -> f64 {
                self as f64
            }
        }
    )*};
}
scalar!(f32, f64);
