"""Every metric over two batches, without weights of samples and with them."""

import keras
import numpy as np

from record import floats, random

CLASSES, BATCHES = 4, (7, 5)

# Name, metric, kind of outputs, kind of labels.
METRICS = {
    "top_k": (lambda: keras.metrics.TopKCategoricalAccuracy(k=2), "probabilities", "one_hot"),
    "top_k_ties": (lambda: keras.metrics.TopKCategoricalAccuracy(k=2), "ties", "one_hot"),
    "sparse_top_k": (lambda: keras.metrics.SparseTopKCategoricalAccuracy(k=3), "probabilities", "classes"),
    "precision": (lambda: keras.metrics.Precision(), "fractions", "bits"),
    "precision_threshold": (lambda: keras.metrics.Precision(thresholds=0.75), "fractions", "bits"),
    "precision_top_k": (lambda: keras.metrics.Precision(top_k=2), "ties", "bits"),
    "precision_class": (lambda: keras.metrics.Precision(class_id=1), "fractions", "bits"),
    "recall": (lambda: keras.metrics.Recall(), "fractions", "bits"),
    "recall_threshold": (lambda: keras.metrics.Recall(thresholds=0.25), "fractions", "bits"),
    "recall_top_k_class": (lambda: keras.metrics.Recall(top_k=3, class_id=2), "ties", "bits"),
    "f1_micro": (lambda: keras.metrics.F1Score("micro"), "probabilities", "one_hot"),
    "f1_macro": (lambda: keras.metrics.F1Score("macro"), "probabilities", "one_hot"),
    "f1_by_support": (lambda: keras.metrics.F1Score("weighted"), "probabilities", "one_hot"),
    "f1_threshold": (lambda: keras.metrics.F1Score("macro", threshold=0.5), "fractions", "bits"),
    "fbeta_macro": (lambda: keras.metrics.FBetaScore("macro", beta=0.5), "probabilities", "one_hot"),
    "fbeta_by_support": (lambda: keras.metrics.FBetaScore("weighted", beta=2.0), "probabilities", "one_hot"),
    "fbeta_threshold": (lambda: keras.metrics.FBetaScore("micro", beta=2.0, threshold=0.5), "fractions", "bits"),
    "auc": (lambda: keras.metrics.AUC(), "fractions", "bits"),
    "auc_ties": (lambda: keras.metrics.AUC(), "ties", "bits"),
    "auc_minoring": (lambda: keras.metrics.AUC(summation_method="minoring"), "fractions", "bits"),
    "auc_majoring": (lambda: keras.metrics.AUC(summation_method="majoring"), "fractions", "bits"),
    "auc_few": (lambda: keras.metrics.AUC(num_thresholds=7), "fractions", "bits"),
    "auc_logits": (lambda: keras.metrics.AUC(from_logits=True), "values", "bits"),
    "auc_pr": (lambda: keras.metrics.AUC(curve="PR"), "fractions", "bits"),
    "auc_pr_minoring": (lambda: keras.metrics.AUC(curve="PR", summation_method="minoring"), "fractions", "bits"),
    "auc_pr_majoring": (lambda: keras.metrics.AUC(curve="PR", summation_method="majoring"), "fractions", "bits"),
    "auc_labels": (lambda: keras.metrics.AUC(multi_label=True), "fractions", "bits"),
    "auc_labels_pr": (lambda: keras.metrics.AUC(curve="PR", multi_label=True, num_thresholds=9), "ties", "bits"),
    "auc_labels_weights": (
        lambda: keras.metrics.AUC(
            from_logits=True, multi_label=True, label_weights=[0.5, 2.0, 0.0, 1.0], summation_method="majoring",
        ),
        "values", "bits",
    ),
    "auc_labels_pr_weights": (
        lambda: keras.metrics.AUC(curve="PR", multi_label=True, label_weights=[0.5, 2.0, 0.0, 1.0]), "fractions", "bits",
    ),
    "auc_label_weights": (lambda: keras.metrics.AUC(label_weights=[0.5, 2.0, 0.0, 1.0]), "fractions", "bits"),
    "auc_label_weights_pr": (
        lambda: keras.metrics.AUC(
            from_logits=True, curve="PR", num_thresholds=9, label_weights=[0.5, 2.0, 0.0, 1.0],
        ),
        "values", "bits",
    ),
    "absolute": (lambda: keras.metrics.MeanAbsoluteError(), "values", "values"),
    "squared": (lambda: keras.metrics.MeanSquaredError(), "values", "values"),
    "root_squared": (lambda: keras.metrics.RootMeanSquaredError(), "values", "values"),
    "r2": (lambda: keras.metrics.R2Score(), "values", "values"),
    "r2_by_variance": (lambda: keras.metrics.R2Score("variance_weighted_average"), "values", "values"),
    "cosine": (lambda: keras.metrics.CosineSimilarity(), "values", "values"),
    "mean_iou": (
        lambda: keras.metrics.MeanIoU(CLASSES, sparse_y_pred=False, dtype="float64"), "probabilities", "classes",
    ),
    "mean_iou_ignoring": (
        lambda: keras.metrics.MeanIoU(CLASSES, sparse_y_pred=False, ignore_class=1, dtype="float64"),
        "probabilities", "classes",
    ),
    "mean_iou_one_hot": (
        lambda: keras.metrics.OneHotMeanIoU(CLASSES, dtype="float64"), "probabilities", "one_hot",
    ),
    "binary_iou": (lambda: keras.metrics.BinaryIoU(threshold=0.4, dtype="float64"), "fractions", "bits"),
    "accuracy": (lambda: keras.metrics.CategoricalAccuracy(), "probabilities", "one_hot"),
    "binary_accuracy": (lambda: keras.metrics.BinaryAccuracy(), "fractions", "bits"),
}


def draw(kind, rng, samples):
    shape = (samples, CLASSES)
    if kind == "probabilities":
        return rng.dirichlet(np.ones(CLASSES), samples)
    if kind == "ties":
        return rng.integers(0, 4, shape) / 4
    if kind == "fractions":
        return rng.uniform(0, 1, shape)
    if kind == "bits":
        return rng.integers(0, 2, shape).astype("float64")
    if kind == "classes":
        return rng.integers(0, CLASSES, samples).astype("uint8")
    if kind == "one_hot":
        return np.eye(CLASSES)[rng.integers(0, CLASSES, samples)]
    return rng.standard_normal(shape)


def write(file):
    for name, (make, outputs, labels) in METRICS.items():
        for weighted in (False, True):
            case = f"{name}_weighted" if weighted else name
            # TensorFlow looks for the largest in float32 alone.
            single = "top_k" in name and "sion" not in name and "recall" not in name
            dtype = floats(f"{case}_f32" if single else case)
            rng, metric = random(case), make()
            drawn = {"y": [], "labels": [], "weights": []}
            for samples in BATCHES:
                y, t, w = draw(outputs, rng, samples), draw(labels, rng, samples), rng.uniform(0.25, 2, samples)
                y = y.astype(dtype).astype("float64")
                # Keras wants a weight for each number here.
                each = np.repeat(w[:, None], CLASSES, axis=1) if name == "binary_iou" else w
                metric.update_state(t, y.astype(dtype), sample_weight=each if weighted else None)
                for key, value in zip(drawn, (y, t, w), strict=True):
                    drawn[key].append(value)
            file.add(case, result=np.float64(metric.result()))
            file.add(case, **{key: np.concatenate(values) for key, values in drawn.items() if weighted or key != "weights"})
