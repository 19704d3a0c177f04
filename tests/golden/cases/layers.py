"""Every layer, at every rank that it takes."""

from keras.layers import Activation, Dense, Dropout, Flatten, Reshape
from keras.losses import CategoricalCrossentropy, SparseCategoricalCrossentropy

from record import record

FUSED = {"head": "softmax", "from_logits": True}


def write(file):
    def case(name, shape, *layers, **options):
        record(file, name, shape, lambda: [layer() for layer in layers], **options)

    case("dense", (5,), lambda: Dense(4))
    case("dense_one_unit", (5,), lambda: Dense(1))
    case("dense_one_sample", (5,), lambda: Dense(4, "tanh"), lambda: Dense(3), batch=1)
    case("dense_no_bias", (5,), lambda: Dense(4, "relu", use_bias=False), lambda: Dense(2))
    case("dense_rank2", (3, 4), lambda: Dense(5, "tanh"), lambda: Dense(2))
    case("dense_rank2_no_bias", (3, 4), lambda: Dense(5, "tanh", use_bias=False), lambda: Dense(2, use_bias=False))
    case("dense_rank3", (2, 3, 4), lambda: Dense(3, "tanh"), lambda: Flatten(), lambda: Dense(2))
    case("dense_odd_sizes", (33,), lambda: Dense(17, "relu"), lambda: Dense(9), batch=13)
    case("dense_odd_sizes_f32", (70,), lambda: Dense(37, "relu"), lambda: Dense(19), batch=13)

    case("flatten_first", (3, 4), lambda: Flatten(), lambda: Dense(2))
    case("flatten_rank1", (4,), lambda: Flatten(), lambda: Dense(2))
    case("flatten_rank3", (2, 3, 2), lambda: Dense(3, "tanh"), lambda: Flatten(), lambda: Dense(3))
    case("flatten_last", (2, 3), lambda: Dense(4), lambda: Flatten())

    case("reshape", (12,), lambda: Reshape((3, 4)), lambda: Dense(2, "tanh"), lambda: Reshape((6,)), lambda: Dense(2))
    case("reshape_rank3", (4, 3), lambda: Reshape((2, 2, 3)), lambda: Dense(2), lambda: Flatten(), lambda: Dense(3))
    case("reshape_last", (5,), lambda: Dense(6), lambda: Reshape((3, 2)))

    case("activation", (5,), lambda: Activation("tanh"), lambda: Dense(3), lambda: Activation("relu"), lambda: Dense(2))
    case("activation_stage", (5,), lambda: Dense(4), lambda: Activation("tanh"), lambda: Dense(3))
    case("activation_twice", (5,), lambda: Dense(4, "tanh"), lambda: Activation("softplus"), lambda: Dense(3))
    case("activation_last", (5,), lambda: Dense(4, "tanh"))
    case("activation_only", (5,), lambda: Activation("tanh"))

    case("softmax_inside", (5,), lambda: Dense(4, "softmax"), lambda: Dense(3))
    case("softmax_inside_rank2", (3, 5), lambda: Dense(4, "softmax"), lambda: Dense(2))
    case("log_softmax_inside", (5,), lambda: Dense(4, "log_softmax"), lambda: Dense(3))
    case("log_softmax_inside_rank2", (3, 5), lambda: Dense(4, "log_softmax"), lambda: Dense(2))
    case("log_softmax_last", (5,), lambda: Dense(4, "log_softmax"))

    # Only `x` and `y` of this one are compared: Keras' masks are not ours.
    case("dropout_predict", (5,), lambda: Dense(4, "relu"), lambda: Dropout(0.5), lambda: Dense(3))

    def deep():
        return (lambda: Flatten(), lambda: Dense(8, "relu"), lambda: Dense(6, "tanh"), lambda: Dense(5, "relu"),
                lambda: Dense(3))

    case("deep", (4, 4), *deep(), loss=SparseCategoricalCrossentropy, labels="classes", batch=6, **FUSED)
    case("deep_f32", (4, 4), *deep(), loss=SparseCategoricalCrossentropy, labels="classes", batch=6, **FUSED)
    case("per_step_f32", (3, 4), lambda: Dense(5, "gelu"), lambda: Dense(4), loss=CategoricalCrossentropy,
         labels="distribution", **FUSED)
