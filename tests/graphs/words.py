"""Activations and closures to choose from, and how shapes are written."""

ACTIVATIONS = [
    "tanh", "sigmoid", "silu", "gelu", "softplus", "elu", "softsign", "mish", "relu", "leaky_relu", "selu", "celu",
    "hard_tanh", "hard_sigmoid", "hard_silu", "relu6", "log_sigmoid", "tanh_shrink", "squareplus", "exponential",
    "sparse_sigmoid", "soft_shrink",
]
SMOOTH = ["tanh", "sigmoid", "silu", "gelu", "softplus", "softsign", "mish", "squareplus"]
CLOSURES = [
    "|x| x * sigmoid(x)", "|x| sin(x) + 0.5 * x", "|x| cos(2.0 * x)", "|x| x / (1.0 + abs(x))", "|x| exp(-x * x)",
    "|x| sqrt(1.0 + x * x) - 1.0", "|x| if x > 0.0 { x } else { 0.1 * x }", "|x| { let s = sigmoid(x); s * (1.0 - s) }",
    "|x| max(x, 0.3 * x)", "|x| -tanh(x)", "|x| atan(x)", "|x| ln(1.0 + x * x)",
]
# What a recurrent layer takes: functions whose output tells their derivative.
CELLS = ["tanh", "sigmoid", "hard_sigmoid", "linear"]


def product(shape):
    size = 1
    for side in shape:
        size *= side
    return size


def listed(shape):
    return ", ".join(map(str, shape))


def tuple_of(numbers):
    return str(numbers[0]) if len(set(numbers)) == 1 else f"({listed(numbers)})"
