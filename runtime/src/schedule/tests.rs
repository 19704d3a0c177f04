//! What Keras 3.15 and PyTorch say, printed by
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
    let smooth = [(0, 0.1), (1, 0.09850612054411156), (6, 0.09136488118999422), (7, 0.09), (50, 0.04711517208727488)];
    assert_close(schedule, &smooth);
    let stairs = [(0, 0.1), (1, 0.1), (6, 0.1), (7, 0.09), (50, 0.04782969)];
    assert_close(schedule.staircase(true), &stairs);
}

#[test]
fn inverse_time_decay_is_keras() {
    let schedule = InverseTimeDecay::new(0.1, 7, 0.9);
    let smooth = [
        (0, 0.1),
        (1, 0.08860759493670886),
        (6, 0.05645161290322581),
        (7, 0.052631578947368425),
        (50, 0.013461538461538462),
    ];
    assert_close(schedule, &smooth);
    let stairs = [(0, 0.1), (1, 0.1), (6, 0.1), (7, 0.052631578947368425), (50, 0.013698630136986302)];
    assert_close(schedule.staircase(true), &stairs);
}

#[test]
fn polynomial_decay_is_keras() {
    let linear = [(0, 0.1), (1, 0.095005), (10, 0.05005), (19, 0.005095), (20, 0.0001), (21, 0.0001), (100, 0.0001)];
    assert_close(PolynomialDecay::new(0.1, 20), &linear);
    let root = [
        (0, 0.1),
        (1, 0.09772114910328067),
        (10, 0.07363961030678928),
        (19, 0.03012461179749812),
        (20, 0.01),
        (21, 0.01),
        (100, 0.01),
    ];
    let schedule = PolynomialDecay::new(0.1, 20).end_learning_rate(0.01);
    assert_close(schedule.power(0.5), &root);
    let cycles = [
        (0, 0.1),
        (1, 0.091225),
        (19, 0.010225),
        (20, 0.01),
        (21, 0.03030625),
        (40, 0.01),
        (41, 0.019025),
        (55, 0.010625),
    ];
    assert_close(schedule.power(2.0).cycle(true), &cycles);
}

#[test]
fn cosine_decay_is_keras() {
    let plain = [(0, 0.1), (1, 0.0993844170297569), (10, 0.05), (19, 0.0006155829702431171), (20, 0.0), (21, 0.0)];
    assert_close(CosineDecay::new(0.1, 20), &plain);
    let warmed = [
        (0, 0.01),
        (1, 0.048),
        (4, 0.162),
        (5, 0.2),
        (6, 0.1988919506535624),
        (15, 0.11),
        (24, 0.021108049346437615),
        (25, 0.02),
        (26, 0.02),
    ];
    assert_close(CosineDecay::new(0.01, 20).alpha(0.1).warmup(0.2, 5), &warmed);
    // As if warmup_steps had been left at its default.
    assert_close(CosineDecay::new(0.1, 20).warmup(0.2, 0), &[(0, 0.2), (1, 0.1987688340595138), (20, 0.0)]);
    // A warm-up of any schedule is the same as this one's own.
    let (own, general) = (CosineDecay::new(0.01, 20).warmup(0.2, 5), LinearWarmup::new(5, CosineDecay::new(0.2, 20)));
    let general: Vec<_> = (0..40).map(|step| (step, general.start(0.01).at(step))).collect();
    assert_close(own, &general);
}

#[test]
fn restarts_are_keras() {
    let doubling = [
        (0, 0.1),
        (1, 0.09755282581475769),
        (9, 0.0024471741852423235),
        (10, 0.1),
        (11, 0.0993844170297569),
        (29, 0.0006155829702431171),
        (30, 0.1),
        (31, 0.0998458666866564),
        (69, 0.0001541333133436018),
        (70, 0.1),
        (100, 0.0691341716182545),
    ];
    assert_close(CosineDecayRestarts::new(0.1, 10), &doubling);
    let even = [
        (0, 0.1),
        (9, 0.012202456766718092),
        (10, 0.091),
        (11, 0.08901778890995372),
        (20, 0.0829),
        (25, 0.04645),
        (39, 0.011605590982937494),
        (40, 0.069049),
    ];
    assert_close(CosineDecayRestarts::new(0.1, 10).t_mul(1.0).m_mul(0.9).alpha(0.1), &even);
    let half_more = [
        (0, 0.1),
        (9, 0.0073248154759802085),
        (10, 0.081),
        (24, 0.005830391172115389),
        (25, 0.0658),
        (26, 0.06550414928974375),
        (47, 0.0050740528721013416),
        (48, 0.053613664147752926),
        (100, 0.03216212792805784),
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
        (0, 0.0040000000000000036),
        (1, 0.013167184270002533),
        (2, 0.037167184270002526),
        (4, 0.09083281572999748),
        (5, 0.1),
        (6, 0.09874640062350874),
        (12, 0.0500002),
        (18, 0.0012539993764912555),
        (19, 4e-07),
        (20, 4e-07),
        (1000, 4e-07),
    ];
    assert_close(OneCycle::new(0.1, 20), &plain);
    let other = [
        (0, 0.01),
        (1, 0.05007829562299564),
        (2, 0.09892341449001672),
        (3, 0.08845907874070114),
        (4, 0.053105024958051056),
        (5, 0.015827171337356186),
        (6, 0.0001),
    ];
    assert_close(OneCycle::new(0.1, 7).pct_start(0.45).div_factor(10.0).final_div_factor(100.0), &other);
    assert_close(OneCycle::new(0.1, 3), &[(0, 0.09944154354509119), (1, 0.046263710266697504), (2, 4e-07)]);
    // PyTorch divides by 0 here.
    assert_close(OneCycle::new(0.1, 2).pct_start(0.5), &[(0, 0.1), (1, 4e-07)]);
    assert_close(OneCycle::new(0.1, 2).pct_start(1.0), &[(0, 0.004), (1, 0.1), (2, 0.1)]);
}

#[test]
fn ten_steps_by_a_schedule_are_keras() -> Result<()> {
    // The program of `optim::tests::ten_steps` with `SGD(CosineDecay(f(0.1), 8))` and so on.
    let sgd = SGD::new().learning_rate(CosineDecay::new(0.1, 8));
    let expected = [0.09413222924999996, -0.2968297553030048, 0.53263190575];
    optimizers::assert_close(optimizers::ten_steps(sgd)?, expected);
    let momentum = SGD::new().learning_rate(ExponentialDecay::new(0.05, 4, 0.5)).momentum(0.875);
    let expected = [-0.475022968999943, 0.7278708923218487, -1.5250830417690242];
    optimizers::assert_close(optimizers::ten_steps(momentum)?, expected);
    let adam = Adam::new().learning_rate(CosineDecay::new(0.1, 8)).beta_1(0.75).beta_2(0.9375).epsilon(1e-3);
    let expected = [0.07381608076278022, -0.5544760704090909, 1.5542370178095273];
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
