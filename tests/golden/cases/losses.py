"""Every loss with every sensible head, at rank 1, 2 and 3."""

from keras.layers import Dense, Flatten
from keras.losses import (
    BinaryCrossentropy,
    CategoricalCrossentropy,
    MeanAbsoluteError,
    MeanSquaredError,
    SparseCategoricalCrossentropy,
)

from record import record

CLASSES, SEQUENCE = (6,), (4, 5)


def write(file):
    def case(name, shape, units, loss, labels, batch=5, **options):
        record(file, name, shape, lambda: [Dense(units)], loss, labels, batch=batch, **options)

    def fused(head):
        return {"head": head, "from_logits": True}

    logits = {"from_logits": True}

    case("sparse", CLASSES, 4, SparseCategoricalCrossentropy, "classes", **fused("softmax"))
    case("sparse_per_step", SEQUENCE, 3, SparseCategoricalCrossentropy, "classes", **fused("softmax"))
    case("sparse_logits", CLASSES, 4, SparseCategoricalCrossentropy, "classes", **logits)
    case("sparse_logits_per_step", SEQUENCE, 3, SparseCategoricalCrossentropy, "classes", **logits)

    case("categorical", CLASSES, 4, CategoricalCrossentropy, "one_hot", **fused("softmax"))
    case("categorical_soft", CLASSES, 4, CategoricalCrossentropy, "distribution", **fused("softmax"))
    case("categorical_per_step", SEQUENCE, 3, CategoricalCrossentropy, "distribution", **fused("softmax"))
    case("categorical_logits", CLASSES, 4, CategoricalCrossentropy, "distribution", **logits)
    case("categorical_logits_per_step", SEQUENCE, 3, CategoricalCrossentropy, "one_hot", **logits)

    case("binary", CLASSES, 1, BinaryCrossentropy, "bits", **fused("sigmoid"))
    case("binary_many", CLASSES, 4, BinaryCrossentropy, "fractions", **fused("sigmoid"))
    case("binary_per_step", SEQUENCE, 3, BinaryCrossentropy, "bits", **fused("sigmoid"))
    case("binary_logits", CLASSES, 1, BinaryCrossentropy, "bits", **logits)
    case("binary_logits_per_step", SEQUENCE, 3, BinaryCrossentropy, "fractions", **logits)

    for word, loss in (("squared", MeanSquaredError), ("absolute", MeanAbsoluteError)):
        case(f"{word}", CLASSES, 3, loss, "values")
        case(f"{word}_one", CLASSES, 1, loss, "values")
        case(f"{word}_rank2", SEQUENCE, 3, loss, "values")
        case(f"{word}_rank3", (2, 3, 4), 2, loss, "values")
        case(f"{word}_softmax", CLASSES, 4, loss, "one_hot", head="softmax")
        case(f"{word}_softmax_rank2", SEQUENCE, 3, loss, "distribution", head="softmax")
        case(f"{word}_sigmoid", CLASSES, 4, loss, "bits", head="sigmoid")
        case(f"{word}_sigmoid_rank2", SEQUENCE, 3, loss, "fractions", head="sigmoid")

    # A head that is the whole model.
    record(file, "sparse_softmax_only", (4,), lambda: [Flatten()], SparseCategoricalCrossentropy, "classes",
           **fused("softmax"))

    case("sparse_f32", CLASSES, 4, SparseCategoricalCrossentropy, "classes", **fused("softmax"))
    case("categorical_f32", CLASSES, 4, CategoricalCrossentropy, "distribution", **fused("softmax"))
    case("binary_f32", CLASSES, 4, BinaryCrossentropy, "bits", **fused("sigmoid"))
    case("squared_f32", CLASSES, 3, MeanSquaredError, "values")
    case("absolute_f32", CLASSES, 3, MeanAbsoluteError, "values")
