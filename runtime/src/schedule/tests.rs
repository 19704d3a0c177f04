//! What `keras` 3.15 and `torch` say, printed by
//!
//! ```python
//! s, f = keras.optimizers.schedules, np.float64  # with Python's own floats Keras would compute in float32
//! schedule = s.ExponentialDecay(f(0.1), 7, f(0.9))
//! print([(t, float(schedule(f(t)))) for t in steps])
//!
//! torch_optimizer = torch.optim.SGD([parameter], lr=1.0)
//! schedule = torch.optim.lr_scheduler.OneCycleLR(torch_optimizer, 0.1, total_steps=20, cycle_momentum=False)
//! # then torch_optimizer.param_groups[0]["lr"] before each step
//! ```

use super::*;
use crate::optim::{Adam, SGD, tests as optimizers};

fn assert_close(schedule: impl Schedule, expected: &[(u64, f64)]) {
    for &(step, expected) in expected {
        let found = schedule.at(step);
        assert!((found - expected).abs() < 1e-15, "{found} is not {expected} in step {step}");
    }
}

#[test]
fn pieces_are_keras() {
    let schedule = PiecewiseConstantDecay::new([100, 200], [0.1, 0.01, 0.001]);
    assert_close(schedule, &[(0, 0.1), (100, 0.1), (101, 0.01), (200, 0.01), (201, 0.001), (9999, 0.001)]);
    assert_close(PiecewiseConstantDecay::new([], [0.1]), &[(0, 0.1), (9, 0.1)]);
}

#[test]
fn exponential_decay_is_keras() {
    let schedule = ExponentialDecay::new(0.1, 7, 0.9);
    let smooth = [
        (0, 0.1),
        (1, 0.098_506_120_544_111_56),
        (6, 0.091_364_881_189_994_22),
        (7, 0.09),
        (50, 0.047_115_172_087_274_88),
    ];
    assert_close(schedule, &smooth);
    let stairs = [(0, 0.1), (1, 0.1), (6, 0.1), (7, 0.09), (50, 0.047_829_69)];
    assert_close(schedule.staircase(true), &stairs);
}

#[test]
fn inverse_time_decay_is_keras() {
    let schedule = InverseTimeDecay::new(0.1, 7, 0.9);
    let smooth = [
        (0, 0.1),
        (1, 0.088_607_594_936_708_86),
        (6, 0.056_451_612_903_225_81),
        (7, 0.052_631_578_947_368_425),
        (50, 0.013_461_538_461_538_462),
    ];
    assert_close(schedule, &smooth);
    let stairs = [(0, 0.1), (1, 0.1), (6, 0.1), (7, 0.052_631_578_947_368_425), (50, 0.013_698_630_136_986_302)];
    assert_close(schedule.staircase(true), &stairs);
}

#[test]
fn polynomial_decay_is_keras() {
    let linear = [(0, 0.1), (1, 0.095_005), (10, 0.050_05), (19, 0.005_095), (20, 0.0001), (21, 0.0001), (100, 0.0001)];
    assert_close(PolynomialDecay::new(0.1, 20), &linear);
    let root = [
        (0, 0.1),
        (1, 0.097_721_149_103_280_67),
        (10, 0.073_639_610_306_789_28),
        (19, 0.030_124_611_797_498_12),
        (20, 0.01),
        (21, 0.01),
        (100, 0.01),
    ];
    let schedule = PolynomialDecay::new(0.1, 20).end_learning_rate(0.01);
    assert_close(schedule.power(0.5), &root);
    let cycles = [
        (0, 0.1),
        (1, 0.091_225),
        (19, 0.010_225),
        (20, 0.01),
        (21, 0.030_306_25),
        (40, 0.01),
        (41, 0.019_025),
        (55, 0.010_625),
    ];
    assert_close(schedule.power(2.0).cycle(true), &cycles);
}

#[test]
fn cosine_decay_is_keras() {
    let plain =
        [(0, 0.1), (1, 0.099_384_417_029_756_9), (10, 0.05), (19, 0.000_615_582_970_243_117_1), (20, 0.0), (21, 0.0)];
    assert_close(CosineDecay::new(0.1, 20), &plain);
    let warmed = [
        (0, 0.01),
        (1, 0.048),
        (4, 0.162),
        (5, 0.2),
        (6, 0.198_891_950_653_562_4),
        (15, 0.11),
        (24, 0.021_108_049_346_437_615),
        (25, 0.02),
        (26, 0.02),
    ];
    assert_close(CosineDecay::new(0.01, 20).alpha(0.1).warmup(0.2, 5), &warmed);
    // As if warmup_steps had been left at its default.
    assert_close(CosineDecay::new(0.1, 20).warmup(0.2, 0), &[(0, 0.2), (1, 0.198_768_834_059_513_8), (20, 0.0)]);
    // A warm-up of any schedule is the same as this one's own.
    let (own, general) = (CosineDecay::new(0.01, 20).warmup(0.2, 5), LinearWarmup::new(5, CosineDecay::new(0.2, 20)));
    let general: Vec<_> = (0..40).map(|step| (step, general.start(0.01).at(step))).collect();
    assert_close(own, &general);
}

#[test]
fn restarts_are_keras() {
    let doubling = [
        (0, 0.1),
        (1, 0.097_552_825_814_757_69),
        (9, 0.002_447_174_185_242_323_5),
        (10, 0.1),
        (11, 0.099_384_417_029_756_9),
        (29, 0.000_615_582_970_243_117_1),
        (30, 0.1),
        (31, 0.099_845_866_686_656_4),
        (69, 0.000_154_133_313_343_601_8),
        (70, 0.1),
        (100, 0.069_134_171_618_254_5),
    ];
    assert_close(CosineDecayRestarts::new(0.1, 10), &doubling);
    let even = [
        (0, 0.1),
        (9, 0.012_202_456_766_718_092),
        (10, 0.091),
        (11, 0.089_017_788_909_953_72),
        (20, 0.0829),
        (25, 0.046_45),
        (39, 0.011_605_590_982_937_494),
        (40, 0.069_049),
    ];
    assert_close(CosineDecayRestarts::new(0.1, 10).t_mul(1.0).m_mul(0.9).alpha(0.1), &even);
    let half_more = [
        (0, 0.1),
        (9, 0.007_324_815_475_980_208_5),
        (10, 0.081),
        (24, 0.005_830_391_172_115_389),
        (25, 0.0658),
        (26, 0.065_504_149_289_743_75),
        (47, 0.005_074_052_872_101_341_6),
        (48, 0.053_613_664_147_752_926),
        (100, 0.032_162_127_928_057_84),
    ];
    assert_close(CosineDecayRestarts::new(0.1, 10).t_mul(1.5).m_mul(0.8).alpha(0.05), &half_more);
}

#[test]
fn a_wave_restarts_in_its_first_step() {
    // Lengths of 3, 6, 12 …: rounding must not put a restart one step late.
    for first in [1, 3, 7, 49] {
        let schedule = CosineDecayRestarts::new(1.0, first);
        let mut start = 0;
        for wave in 0..30 {
            assert!(schedule.at(start) > 0.999_999, "wave {wave} of {first}");
            start += first << wave;
        }
    }
}

#[test]
fn one_cycle_is_pytorch() {
    let plain = [
        (0, 0.004_000_000_000_000_003_6),
        (1, 0.013_167_184_270_002_533),
        (2, 0.037_167_184_270_002_526),
        (4, 0.090_832_815_729_997_48),
        (5, 0.1),
        (6, 0.098_746_400_623_508_74),
        (12, 0.050_000_2),
        (18, 0.001_253_999_376_491_255_5),
        (19, 4e-07),
        (20, 4e-07),
        (1000, 4e-07),
    ];
    assert_close(OneCycle::new(0.1, 20), &plain);
    let other = [
        (0, 0.01),
        (1, 0.050_078_295_622_995_64),
        (2, 0.098_923_414_490_016_72),
        (3, 0.088_459_078_740_701_14),
        (4, 0.053_105_024_958_051_056),
        (5, 0.015_827_171_337_356_186),
        (6, 0.0001),
    ];
    assert_close(OneCycle::new(0.1, 7).pct_start(0.45).div_factor(10.0).final_div_factor(100.0), &other);
    assert_close(OneCycle::new(0.1, 3), &[(0, 0.099_441_543_545_091_19), (1, 0.046_263_710_266_697_504), (2, 4e-07)]);
    // PyTorch divides by 0 here.
    assert_close(OneCycle::new(0.1, 2).pct_start(0.5), &[(0, 0.1), (1, 4e-07)]);
    assert_close(OneCycle::new(0.1, 2).pct_start(1.0), &[(0, 0.004), (1, 0.1), (2, 0.1)]);
}

#[test]
fn ten_steps_by_a_schedule_are_keras() -> Result<()> {
    // The program of `optim::tests::ten_steps` with `SGD(CosineDecay(f(0.1), 8))` and so on.
    let sgd = SGD::new().learning_rate(CosineDecay::new(0.1, 8));
    let expected = [0.094_132_229_249_999_96, -0.296_829_755_303_004_8, 0.532_631_905_75];
    optimizers::assert_close(optimizers::ten_steps(sgd)?, expected);
    let momentum = SGD::new().learning_rate(ExponentialDecay::new(0.05, 4, 0.5)).momentum(0.875);
    let expected = [-0.475_022_968_999_943, 0.727_870_892_321_848_7, -1.525_083_041_769_024_2];
    optimizers::assert_close(optimizers::ten_steps(momentum)?, expected);
    let adam = Adam::new().learning_rate(CosineDecay::new(0.1, 8)).beta_1(0.75).beta_2(0.9375).epsilon(1e-3);
    let expected = [0.073_816_080_762_780_22, -0.554_476_070_409_090_9, 1.554_237_017_809_527_3];
    optimizers::assert_close(optimizers::ten_steps(adam)?, expected);
    Ok(())
}

#[test]
fn arguments_out_of_range_are_refused() {
    fn refused(schedule: impl Schedule) -> &'static str {
        match schedule.check::<f64>() {
            Err(Error::HyperParameter { name, .. }) => name,
            other => panic!("{other:?}"),
        }
    }
    let cosine = CosineDecay::new(0.1, 10);
    let restarts = CosineDecayRestarts::new(0.1, 10);
    let cycle = OneCycle::new(0.1, 10);
    for (found, expected) in [
        (refused(0.0), "the learning rate"),
        (refused(PiecewiseConstantDecay::new([3, 3], [0.1, 0.2, 0.3])), "each of the boundaries"),
        (refused(PiecewiseConstantDecay::new([3], [0.1, -0.1])), "each of the values"),
        (refused(ExponentialDecay::new(0.0, 1, 0.9)), "initial_learning_rate"),
        (refused(ExponentialDecay::new(0.1, 0, 0.9)), "decay_steps"),
        (refused(ExponentialDecay::new(0.1, 1, 0.0)), "decay_rate"),
        (refused(InverseTimeDecay::new(0.1, 0, 0.9)), "decay_steps"),
        (refused(InverseTimeDecay::new(0.1, 1, -0.9)), "decay_rate"),
        (refused(PolynomialDecay::new(0.1, 0)), "decay_steps"),
        (refused(PolynomialDecay::new(0.1, 1).end_learning_rate(-0.1)), "end_learning_rate"),
        (refused(PolynomialDecay::new(0.1, 1).power(f64::NAN)), "power"),
        (refused(CosineDecay::new(0.0, 10)), "initial_learning_rate"),
        (refused(CosineDecay::new(-0.1, 10).warmup(0.1, 2)), "initial_learning_rate"),
        (refused(cosine.warmup(0.0, 2)), "warmup_target"),
        (refused(CosineDecay::new(0.1, 0)), "decay_steps"),
        (refused(cosine.alpha(-0.1)), "alpha"),
        (refused(CosineDecayRestarts::new(0.1, 0)), "first_decay_steps"),
        (refused(restarts.t_mul(0.5)), "t_mul"),
        (refused(restarts.m_mul(0.0)), "m_mul"),
        (refused(restarts.alpha(f64::INFINITY)), "alpha"),
        (refused(LinearWarmup::new(5, 0.0)), "the learning rate"),
        (refused(LinearWarmup::new(5, 0.1).start(-1.0)), "the start of the warm-up"),
        (refused(OneCycle::new(-0.1, 10)), "max_learning_rate"),
        (refused(OneCycle::new(0.1, 0)), "total_steps"),
        (refused(cycle.pct_start(1.1)), "pct_start"),
        (refused(cycle.div_factor(0.0)), "div_factor"),
        (refused(cycle.final_div_factor(f64::NAN)), "final_div_factor"),
    ] {
        assert_eq!(found, expected);
    }
    assert!(CosineDecay::new(0.0, 10).warmup(0.1, 2).check::<f32>().is_ok());
    assert!(CosineDecay::new(1e39, 10).check::<f64>().is_ok() && CosineDecay::new(1e39, 10).check::<f32>().is_err());
}

#[test]
fn no_step_is_too_late() {
    fn finite(schedule: impl Schedule) {
        for step in [0, 1, u64::MAX / 2, u64::MAX] {
            let found = schedule.at(step);
            assert!(found.is_finite() && found >= 0.0, "{found} in step {step}");
        }
    }
    finite(PiecewiseConstantDecay::new([1], [0.1, 0.01]));
    finite(ExponentialDecay::new(0.1, 1, 0.5));
    finite(InverseTimeDecay::new(0.1, 1, 0.5));
    finite(PolynomialDecay::new(0.1, 3).cycle(true));
    finite(PolynomialDecay::new(0.1, 0).cycle(true));
    finite(CosineDecay::new(0.1, u64::MAX).warmup(0.2, u64::MAX));
    finite(CosineDecayRestarts::new(0.1, 1));
    finite(CosineDecayRestarts::new(0.1, 1).t_mul(1.000_001));
    finite(LinearWarmup::new(3, 0.1));
    finite(OneCycle::new(0.1, 1));
}
