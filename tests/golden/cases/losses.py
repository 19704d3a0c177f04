"""Every loss with every sensible head, at rank 1, 2 and 3."""

import numpy as np
from keras.layers import Dense, Flatten
from keras.losses import (
    BinaryCrossentropy,
    BinaryFocalCrossentropy,
    CategoricalCrossentropy,
    CategoricalFocalCrossentropy,
    CategoricalHinge,
    CosineSimilarity,
    Hinge,
    Huber,
    KLDivergence,
    LogCosh,
    MeanAbsoluteError,
    MeanAbsolutePercentageError,
    MeanSquaredError,
    MeanSquaredLogarithmicError,
    Poisson,
    SparseCategoricalCrossentropy,
    SquaredHinge,
)

from record import having, record

CLASSES, SEQUENCE = (6,), (4, 5)


class ExactLogCosh(LogCosh):
    """Keras rounds ln 2 to float32."""

    def call(self, y_true, y_pred):
        value = super().call(y_true, y_pred)
        rounded = np.float64(np.float32(np.log(2))) - np.log(2)
        return value + rounded if value.dtype == "float64" else value


def write(file):
    def case(name, shape, units, loss, labels, batch=5, activation=None, **options):
        record(file, name, shape, lambda: [Dense(units, activation)], loss, labels, batch=batch, **options)

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

    # Losses that see outputs, whatever the head.
    for name, loss, labels in (
        ("logarithmic", MeanSquaredLogarithmicError, "values"),
        ("percentage", MeanAbsolutePercentageError, "values"),
        ("huber", Huber, "values"),
        ("log_cosh", ExactLogCosh, "values"),
        ("hinge", Hinge, "bits"),
        ("squared_hinge", SquaredHinge, "bits"),
        ("categorical_hinge", CategoricalHinge, "one_hot"),
        ("cosine", CosineSimilarity, "values"),
    ):
        case(name, CLASSES, 3, loss, labels)
        case(f"{name}_per_step", SEQUENCE, 3, loss, labels)
        case(f"{name}_f32", CLASSES, 3, loss, labels)
    case("huber_delta", CLASSES, 3, having(Huber, delta=0.25), "values")
    case("hinge_signs", CLASSES, 3, Hinge, "signs")
    case("logarithmic_sigmoid", CLASSES, 4, MeanSquaredLogarithmicError, "fractions", head="sigmoid")
    case("poisson", CLASSES, 3, Poisson, "counts", activation="softplus")
    case("poisson_per_step", SEQUENCE, 3, Poisson, "counts", activation="softplus")
    case("poisson_f32", CLASSES, 3, Poisson, "counts", activation="softplus")
    case("divergence", CLASSES, 4, KLDivergence, "distribution", head="softmax")
    case("divergence_one_hot", CLASSES, 4, KLDivergence, "one_hot", head="softmax")
    case("divergence_per_step", SEQUENCE, 3, KLDivergence, "distribution", head="softmax")
    case("divergence_f32", CLASSES, 4, KLDivergence, "distribution", head="softmax")

    # Focal forms, fused with their heads.
    case("binary_focal", CLASSES, 4, BinaryFocalCrossentropy, "bits", **fused("sigmoid"))
    case("binary_focal_per_step", SEQUENCE, 3, BinaryFocalCrossentropy, "fractions", **fused("sigmoid"))
    case("binary_focal_logits", CLASSES, 4, BinaryFocalCrossentropy, "bits", **logits)
    case("binary_focal_f32", CLASSES, 4, BinaryFocalCrossentropy, "bits", **fused("sigmoid"))
    balanced = having(BinaryFocalCrossentropy, apply_class_balancing=True, alpha=0.75, gamma=1.5, label_smoothing=0.125)
    case("binary_focal_arguments", CLASSES, 4, balanced, "bits", **fused("sigmoid"))
    case("categorical_focal", CLASSES, 4, CategoricalFocalCrossentropy, "one_hot", **fused("softmax"))
    case("categorical_focal_per_step", SEQUENCE, 3, CategoricalFocalCrossentropy, "distribution", **fused("softmax"))
    case("categorical_focal_logits", CLASSES, 4, CategoricalFocalCrossentropy, "distribution", **logits)
    case("categorical_focal_f32", CLASSES, 4, CategoricalFocalCrossentropy, "one_hot", **fused("softmax"))
    focal = having(CategoricalFocalCrossentropy, alpha=0.75, gamma=1.5, label_smoothing=0.125)
    case("categorical_focal_arguments", CLASSES, 4, focal, "one_hot", **fused("softmax"))

    # Labels that are smoothed.
    smooth = {"label_smoothing": 0.125}
    case("categorical_smooth", CLASSES, 4, having(CategoricalCrossentropy, **smooth), "one_hot", **fused("softmax"))
    case("categorical_smooth_logits", SEQUENCE, 3, having(CategoricalCrossentropy, **smooth), "one_hot", **logits)
    case("binary_smooth", CLASSES, 4, having(BinaryCrossentropy, **smooth), "bits", **fused("sigmoid"))
    case("binary_smooth_logits", SEQUENCE, 3, having(BinaryCrossentropy, **smooth), "bits", **logits)

    # Weights of samples, and the three reductions.
    for reduction in ("sum_over_batch_size", "sum", "mean_with_sample_weight"):
        for name, shape, units, loss, labels, options in (
            ("squared", SEQUENCE, 3, MeanSquaredError, "values", {}),
            ("sparse", SEQUENCE, 3, SparseCategoricalCrossentropy, "classes", fused("softmax")),
            ("categorical", CLASSES, 4, CategoricalCrossentropy, "one_hot", fused("softmax")),
            ("binary", CLASSES, 4, BinaryCrossentropy, "bits", fused("sigmoid")),
            ("cosine", CLASSES, 3, CosineSimilarity, "values", {}),
        ):
            reduced = having(loss, reduction=reduction)
            case(f"{name}_weighted_{reduction}", shape, units, reduced, labels, weighted=True, **options)
        for name, shape, units, loss, labels, options in (
            ("squared", SEQUENCE, 3, MeanSquaredError, "values", {}),
            ("squared_rank3", (2, 3, 4), 2, MeanSquaredError, "values", {}),
            ("sparse", SEQUENCE, 3, SparseCategoricalCrossentropy, "classes", fused("softmax")),
            ("categorical", SEQUENCE, 3, CategoricalCrossentropy, "one_hot", fused("softmax")),
            ("binary", SEQUENCE, 3, BinaryCrossentropy, "bits", fused("sigmoid")),
        ):
            reduced = having(loss, reduction=reduction)
            case(f"{name}_steps_weighted_{reduction}", shape, units, reduced, labels, weighted="steps", **options)
    case("squared_sum", CLASSES, 3, having(MeanSquaredError, reduction="sum"), "values")
    case("sparse_sum", CLASSES, 4, having(SparseCategoricalCrossentropy, reduction="sum"), "classes", **fused("softmax"))
