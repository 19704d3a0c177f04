//! Closures of the user: every elementary function, `if`, `let`, constants, and the argument used more than once.

use chainrule::loss::MeanSquaredError;
use chainrule::model;

use crate::check::gradients;

/// A constant that a closure names.
const SLOPE: f64 = 0.3;

macro_rules! closures {
    ($($test:ident: $Net:ident, [$($closure:tt)*];)*) => {
        model! {
            $(#[scalar(f64)] $Net: Input(3) -> Dense(4, $($closure)*) -> Dense(2);)*
        }
        gradients! {
            $($test: $Net, MeanSquaredError::new(), values;)*
        }
    };
}

closures! {
    square: Square, [|x| x * x];
    swish: Swish, [|x| x * sigmoid(x)];
    negative: Negative, [|x| -x];
    quotient: Quotient, [|x| x / (1.0 + x * x)];
    polynomial: Polynomial, [|x| 0.5 * x * x * x - 2.0 * x + 1.0];
    rectify: Rectify, [|x| if x > 0.0 { x } else { 0.0 }];
    two_slopes: TwoSlopes, [|x| if x >= 0.0 { x } else { SLOPE * x }];
    three_pieces: ThreePieces, [|x| if x < -0.5 { -1.0 } else if x > 0.5 { 1.0 } else { 2.0 * x }];
    bound_once: BoundOnce, [|x| { let s = sigmoid(x); s * (1.0 - s) }];
    bound_twice: BoundTwice, [|x| { let a = x * x; let b = a + x; a * b }];
    absolute: Absolute, [|x| abs(x)];
    arc_cosine: ArcCosine, [|x| acos(0.9 * tanh(x))];
    arc_sine: ArcSine, [|x| asin(0.9 * tanh(x))];
    arc_tangent: ArcTangent, [|x| atan(x)];
    cosine: Cosine, [|x| cos(x)];
    hyperbolic_cosine: HyperbolicCosine, [|x| cosh(x)];
    error_function: ErrorFunction, [|x| erf(x)];
    bell: Bell, [|x| exp(-x * x)];
    exponential_less_one: ExponentialLessOne, [|x| exp_m1(x)];
    logarithm: Logarithm, [|x| ln(1.0 + x * x)];
    logarithm_of_one_more: LogarithmOfOneMore, [|x| ln_1p(x * x)];
    maximum: Maximum, [|x| max(x, 0.1 * x)];
    minimum: Minimum, [|x| min(x, 0.5)];
    power: Power, [|x| powf(1.0 + x * x, 0.75)];
    whole_power: WholePower, [|x| powi(x, 3)];
    sign_times: SignTimes, [|x| x * sign(x)];
    sine: Sine, [|x| sin(x)];
    hyperbolic_sine: HyperbolicSine, [|x| sinh(x)];
    soft_plus: SoftPlus, [|x| softplus(x)];
    root: Root, [|x| sqrt(1.0 + x * x)];
    tangent: Tangent, [|x| tan(0.5 * tanh(x))];
    hyperbolic_tangent: HyperbolicTangent, [|x| tanh(x)];
    method: Method, [|x| x.tanh() * x];
}

model! {
    #[scalar(f64)] Row: Input(3) -> |x| x * 2.0 -> Dense(4) -> |x| sin(x) + x -> tanh -> |x| x - 0.25 * x * x -> Dense(2);
    #[scalar(f64)] Last: Input(3) -> Dense(4) -> |x| x * sigmoid(x);
    #[scalar(f64)] Only: Input(2, 3) -> |x| x * x;
}

gradients! {
    closures_in_a_row: Row, MeanSquaredError::new(), values;
    closure_last: Last, MeanSquaredError::new(), values;
    closure_only: Only, MeanSquaredError::new(), values;
}
