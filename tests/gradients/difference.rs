//! A function's gradient against central differences.

/// Relative to the largest of the two derivatives and a tenth of the gradient's largest element, plus [`ABSOLUTE`].
const RELATIVE: f64 = 1e-6;
/// What rounding may add.
const ABSOLUTE: f64 = 1e-9;
/// Step lengths for a coordinate around 1, tried in turn until halving one changes nothing: the shorter, the less
/// likely is a kink within reach, but the more does rounding weigh.
const STEPS: [f64; 2] = [1e-4, 1e-5];

/// Why a gradient was not confirmed.
pub(crate) enum Trouble {
    /// The function has a kink or a jump beside the point: draw another.
    Kink,
    /// The gradient is wrong.
    Wrong { coordinate: usize, gradient: f64, difference: f64 },
}

/// Compares the gradient of `f` at `point`, as far as it is `wanted`. Restores the point.
pub(crate) fn compare(
    point: &mut [f64],
    gradient: &[f64],
    wanted: &[bool],
    mut f: impl FnMut(&[f64]) -> f64,
) -> Result<(), Trouble> {
    assert_eq!((point.len(), point.len()), (gradient.len(), wanted.len()));
    let of_interest = || gradient.iter().copied().enumerate().filter(|(at, _)| wanted[*at]);
    let largest = of_interest().fold(0.0, |largest: f64, (_, value)| largest.max(value.abs()));
    let tolerance = |a: f64, b: f64| RELATIVE * a.abs().max(b.abs()).max(0.1 * largest) + ABSOLUTE;
    for (coordinate, gradient) in of_interest() {
        let difference = STEPS.into_iter().find_map(|step| {
            let step = step * point[coordinate].abs().max(1.0);
            let whole = central(point, coordinate, step, &mut f);
            let half = central(point, coordinate, 0.5 * step, &mut f);
            let smooth = (whole - half).abs() <= tolerance(whole, half);
            // Richardson's extrapolation: the error of order h² cancels.
            smooth.then(|| (4.0 * half - whole) / 3.0)
        });
        let Some(difference) = difference else {
            return Err(Trouble::Kink);
        };
        // A NaN is no less than the tolerance.
        let agrees = (gradient - difference).abs() <= tolerance(gradient, difference);
        if !agrees {
            return Err(Trouble::Wrong { coordinate, gradient, difference });
        }
    }
    Ok(())
}

/// `(f(x + h) − f(x − h)) / 2h` along one coordinate.
fn central(point: &mut [f64], coordinate: usize, step: f64, f: &mut impl FnMut(&[f64]) -> f64) -> f64 {
    let x = point[coordinate];
    let (above, below) = (x + step, x - step);
    point[coordinate] = above;
    let up = f(point);
    point[coordinate] = below;
    let down = f(point);
    point[coordinate] = x;
    // The step as it was taken, rounding included.
    (up - down) / (above - below)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cubic(x: &[f64]) -> f64 {
        x[0].powi(3) * x[1].sin() + 2.0 * x[1]
    }

    #[test]
    fn a_right_gradient_is_confirmed() {
        let (x, y) = (0.7_f64, -1.2_f64);
        let gradient = [3.0 * x * x * y.sin(), x.powi(3) * y.cos() + 2.0];
        let mut point = [x, y];
        assert!(compare(&mut point, &gradient, &[true; 2], cubic).is_ok());
        assert_eq!(point, [x, y]);
    }

    #[test]
    fn a_wrong_gradient_is_found() {
        let (x, y) = (0.7_f64, -1.2_f64);
        let gradient = [3.0 * x * x * y.sin(), x.powi(3) * y.cos() + 2.0 + 3e-6];
        assert!(matches!(
            compare(&mut [x, y], &gradient, &[true; 2], cubic),
            Err(Trouble::Wrong { coordinate: 1, .. })
        ));
        assert!(compare(&mut [x, y], &[f64::NAN, 0.0], &[true; 2], cubic).is_err());
    }

    #[test]
    fn kinks_and_jumps_are_told_from_wrong_gradients() {
        let kink = |x: &[f64]| (x[0] - 1e-7).abs();
        assert!(matches!(compare(&mut [0.0], &[-1.0], &[true], kink), Err(Trouble::Kink)));
        let jump = |x: &[f64]| if x[0] > 1e-7 { 1.0 } else { 0.0 };
        assert!(matches!(compare(&mut [0.0], &[0.0], &[true], jump), Err(Trouble::Kink)));
        // Beyond the shorter step, a kink does not matter.
        let far = |x: &[f64]| (x[0] - 5e-5).abs();
        assert!(compare(&mut [0.0], &[-1.0], &[true], far).is_ok());
    }
}
