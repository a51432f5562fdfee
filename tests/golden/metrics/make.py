"""Makes metrics.json beside this file: scikit-learn's measures of random predictions and probabilities,
SciPy's Wilson intervals, binomial tests and temperatures.

    pip install scikit-learn==1.9.1 scipy==1.17.1 numpy==2.4.6 && python tests/golden/metrics/make.py

Among the cases: a class that is never predicted, one that never occurs, one picture only, and none right.
"""

import json
import pathlib

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.special import softmax
from scipy.stats import binomtest
from sklearn.metrics import (
    accuracy_score, confusion_matrix, log_loss, precision_recall_fscore_support, roc_auc_score, top_k_accuracy_score,
)
from sklearn.utils.class_weight import compute_class_weight


def measures(classes, actual, predicted):
    def rows(average, labels=range(classes)):
        precision, recall, f1, support = precision_recall_fscore_support(
            actual, predicted, labels=labels, average=average, zero_division=0
        )
        return np.stack([precision, recall, f1], -1).tolist()

    return {
        "classes": classes,
        "actual": actual,
        "predicted": predicted,
        "counts": confusion_matrix(actual, predicted, labels=range(classes)).tolist(),
        "normalised": confusion_matrix(actual, predicted, labels=range(classes), normalize="true").tolist(),
        "accuracy": accuracy_score(actual, predicted),
        "per_class": rows(None),
        "macro": rows("macro", np.unique(actual)),  # a class without pictures cannot be found
        "weighted": rows("weighted"),
    }


def random_pairs(classes, pictures, seed):
    random = np.random.default_rng(seed)
    actual = random.integers(0, classes, pictures)
    predicted = np.where(random.random(pictures) < 0.7, actual, random.integers(0, classes, pictures))
    return classes, actual.tolist(), predicted.tolist()


def calibration_error(probabilities, actual, bins=15):
    """As the authors of the paper have it in their repository (gpleiss/temperature_scaling)."""
    confidence, right = probabilities.max(1), probabilities.argmax(1) == actual
    edges = np.linspace(0, 1, bins + 1)
    error = 0
    for low, high in zip(edges[:-1], edges[1:]):
        inside = (confidence > low) & (confidence <= high)
        if inside.any():
            error += abs(right[inside].mean() - confidence[inside].mean()) * inside.mean()
    return error


def probabilities(classes, pictures, sharpness, seed):
    random = np.random.default_rng(seed)
    actual = random.integers(0, classes, pictures)
    logits = random.normal(size=(pictures, classes)) + 1.5 * np.eye(classes)[actual]
    logits = (sharpness * logits).round(3)
    p, labels = softmax(logits, 1), range(classes)
    loss = lambda t: log_loss(actual, softmax(logits / np.exp(t), 1), labels=labels)
    return {
        "actual": actual.tolist(),
        "logits": logits.tolist(),
        "log_loss": log_loss(actual, p, labels=labels),
        "top": [top_k_accuracy_score(actual, p, k=k, labels=labels) for k in range(1, classes)],
        "calibration_error": calibration_error(p, actual),
        "temperature": float(np.exp(minimize_scalar(loss, bounds=np.log([0.05, 20]), method="bounded", options={"xatol": 1e-9}).x)),
    }


def ranking(seed):
    random = np.random.default_rng(seed)
    higher, lower = (random.normal(mean, 1, size).round(1) for mean, size in [(1, 40), (0, 25)])
    labels = np.repeat([1, 0], [len(higher), len(lower)])
    return {
        "higher": higher.tolist(),
        "lower": lower.tolist(),
        "auroc": roc_auc_score(labels, np.concatenate([higher, lower])),
        "quantiles": [[share, np.quantile(higher, share)] for share in (0, 0.05, 0.5, 1)],
    }


def interval(correct, total):
    low, high = binomtest(correct, total).proportion_ci(0.95, "wilson")
    return {"correct": correct, "total": total, "low": low, "high": high}


def mcnemar(first, second):
    """McNemar's exact test is a binomial one of the pictures that one model alone was right on."""
    return {"first": first, "second": second, "probability": binomtest(first, first + second).pvalue if first + second else 1}


def weights(counts):
    labels = np.repeat(np.arange(len(counts)), counts)
    return {"counts": counts, "weights": compute_class_weight("balanced", classes=np.unique(labels), y=labels).tolist()}


cases = [
    measures(*random_pairs(3, 60, 0)),
    measures(*random_pairs(7, 500, 1)),
    measures(3, [0, 0, 1, 2, 2], [0, 0, 0, 0, 2]),
    measures(4, [0, 1, 1, 3], [2, 1, 0, 2]),
    measures(2, [1], [1]),
    measures(2, [0, 1], [1, 0]),
]
golden = {
    "cases": cases,
    "probabilities": [probabilities(4, 80, 2.5, 2), probabilities(3, 60, 0.6, 3), probabilities(5, 1, 1, 4)],
    "rankings": [ranking(5), ranking(6)],
    "intervals": [interval(*pair) for pair in [(0, 1), (1, 1), (0, 20), (20, 20), (17, 20), (141, 153), (1, 100000)]],
    "mcnemar": [mcnemar(*pair) for pair in [(0, 0), (0, 1), (5, 0), (6, 0), (3, 12), (20, 20), (700, 800), (1, 5000)]],
    "class_weights": [weights(counts) for counts in [[10, 10], [1, 99], [5, 20, 75, 3]]],
}
(pathlib.Path(__file__).parent / "metrics.json").write_text(json.dumps(golden) + "\n")
