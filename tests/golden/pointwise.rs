//! Every scalar activation and its derivative, element by element on a grid that holds all kinks and goes far out, in
//! both scalars.

use chainrule::loss::{Head, Labels, Loss};
use chainrule::{Bundle, Input, Result, Sample, Scalar};

use crate::activations::every_activation;
use crate::case::Case;
use crate::check::Net;
use crate::number::Number;

static FILE: &[u8] = include_bytes!("pointwise.safetensors");

/// The sum of the outputs: its gradient with respect to the input of an activation is the derivative.
struct Sum;

impl<H: Head<O>, O: Bundle> Loss<H, O, ()> for Sum {
    fn check(&self, _labels: Labels<'_, (), O::Scalar>) -> Result<()> {
        Ok(())
    }

    fn gradient(
        &self,
        values: &mut [O::Scalar],
        labels: Labels<'_, (), O::Scalar>,
        gradient: &mut [O::Scalar],
    ) -> Result<f64> {
        let sum = <Self as Loss<H, O, ()>>::value(self, values, labels)?;
        gradient.fill(O::Scalar::ONE);
        H::backward(values, gradient);
        Ok(sum)
    }

    fn value(&self, values: &mut [O::Scalar], _labels: Labels<'_, (), O::Scalar>) -> Result<f64> {
        H::forward(values);
        Ok(values.iter().map(|value| value.to_f64()).sum())
    }
}

macro_rules! on_grid {
    ($($case:ident: $Net:ident, [$($activation:tt)*];)*) => {
        mod double {
            chainrule::model! {
                $(#[scalar(f64)] pub(super) $Net: Input(78) -> Activation($($activation)*);)*
            }
            crate::check::nets!($($Net),*);
        }

        mod single {
            chainrule::model! {
                $(pub(super) $Net: Input(78) -> Activation($($activation)*);)*
            }
            crate::check::nets!($($Net),*);
        }

        $(
            #[test]
            fn $case() {
                check::<double::$Net>(stringify!($case));
                check::<single::$Net>(stringify!($case));
            }
        )*
    };
}
every_activation!(on_grid);

fn check<M: Net<Output: Sample>>(name: &'static str) {
    let case = Case::open(FILE, name);
    let grid: Vec<f64> = case.values("x");
    let mut inputs = [M::Input::ZERO];
    for (input, x) in M::Input::lent_mut(&mut inputs).expect("numbers").iter_mut().zip(&grid) {
        *input = M::Scalar::from_f64(*x);
    }
    let net = M::fresh();
    let outputs = net.outputs(&inputs);
    let (_, derivatives) = net.input_gradient(&inputs, &[()], &Sum);
    compare(&format!("{name}(x)"), &grid, M::Output::flatten(&outputs), &case.values("y"));
    compare(&format!("{name}'(x)"), &grid, M::Input::lent(&derivatives).expect("numbers"), &case.values("dy"));
}

/// Element by element, to the scalar's tolerance: relative to the largest of x, f(x) and 1.
fn compare<T: Number>(what: &str, grid: &[f64], found: &[T], expected: &[f64]) {
    for ((x, found), expected) in grid.iter().zip(found).zip(expected) {
        // What `f32` cannot hold is infinite there.
        if T::from_f64(*expected).to_f64().is_infinite() {
            assert_eq!(found.to_f64(), T::from_f64(*expected).to_f64(), "{what} at {x}");
            continue;
        }
        let tolerance = T::RELATIVE * expected.abs().max(x.abs()).max(1.0);
        let error = (found.to_f64() - expected).abs();
        assert!(error <= tolerance, "{what} at {x}: {}, but Keras has {expected}", found.to_f64());
    }
}
