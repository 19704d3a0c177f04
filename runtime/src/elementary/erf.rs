//! The error function: x + x P(x²) up to 1, beyond it 1 − exp(−x²) W(1/(x + 3)).

use super::Exponential;

/// The error function.
pub(crate) trait ErrorFunction: Sized {
    /// 2/√π · ∫₀ˣ exp(−t²) dt.
    fn erf(self) -> Self;
}

/// `flat`: the function rounds to 1 from there on. `near`: erf(x)/x − 1 as a polynomial in x². `far`: exp(x²) (1 − erf(x))
/// as one in 1/(x + 3) − 0.18.
macro_rules! error_function {
    ($T:ident { flat: $flat:literal, near: [$($near:literal),+], far: [$($far:literal),+] }) => {
        impl ErrorFunction for $T {
            #[inline(always)]
            fn erf(self) -> Self {
                let x = self.abs();
                let x = if x > $flat { $flat } else { x };
                let z = x * x;
                let near = x + x * polynomial!(z; $($near),+);
                let t = 1.0 / (x + 3.0) - 0.18;
                let far = 1.0 - (-z).exp_normal() * polynomial!(t; $($far),+);
                (if x < 1.0 { near } else { far }).copysign(self)
            }
        }
    };
}

error_function!(f32 {
    flat: 4.0,
    near: [
        1.283_791_7e-1,
        -3.761_262_6e-1,
        1.128_358_5e-1,
        -2.685_380_7e-2,
        5.188_318e-3,
        -8.010_102e-4,
        7.853_530_4e-5
    ],
    far: [2.067_515_4e-1, 2.211_401, 1.024_066_45e1, 3.780_878e1, 1.039_510_4e2, 2.323_034_8e2]
});
error_function!(f64 {
    flat: 6.0,
    near: [
        0.128_379_167_095_512_56,
        -0.376_126_389_031_835_2,
        0.112_837_916_709_441_74,
        -0.026_866_170_643_109_734,
        0.005_223_977_606_103_811_5,
        -0.000_854_832_592_859_268_2,
        0.000_120_552_935_548_097_36,
        -1.492_471_186_891_268_5e-5,
        1.644_712_612_922_918_1e-6,
        -1.620_627_138_528_479_4e-7,
        1.371_079_430_092_582_4e-8,
        -7.779_116_156_677_25e-10
    ],
    far: [
        0.206_751_576_140_594_14,
        2.211_385_464_307_064_7,
        10.242_397_946_342_004,
        37.724_986_511_281_11,
        106.036_468_866_120_54,
        204.736_441_314_582_24,
        175.632_903_172_270_23,
        -306.969_817_693_037_44,
        -1_020.648_845_669_848,
        4.870_663_641_795_855,
        5_425.168_437_026_093,
        -5_541.106_243_331_094
    ]
});
