"""Makes metrics.json beside this file: scikit-learn's measures of random predictions, SciPy's Wilson intervals.

    pip install scikit-learn==1.9.1 scipy==1.17.1 numpy==2.4.6 && python tests/golden/metrics/make.py

Among the cases: a class that is never predicted, one that never occurs, one picture only, and none right.
"""

import json
import pathlib

import numpy as np
from scipy.stats import binomtest
from sklearn.metrics import accuracy_score, confusion_matrix, precision_recall_fscore_support
from sklearn.utils.class_weight import compute_class_weight


def measures(classes, actual, predicted):
    def rows(average):
        precision, recall, f1, support = precision_recall_fscore_support(
            actual, predicted, labels=range(classes), average=average, zero_division=0
        )
        return np.stack([precision, recall, f1], -1).tolist()

    return {
        "classes": classes,
        "actual": actual,
        "predicted": predicted,
        "counts": confusion_matrix(actual, predicted, labels=range(classes)).tolist(),
        "accuracy": accuracy_score(actual, predicted),
        "per_class": rows(None),
        "macro": rows("macro"),
        "weighted": rows("weighted"),
    }


def random_pairs(classes, pictures, seed):
    random = np.random.default_rng(seed)
    actual = random.integers(0, classes, pictures)
    predicted = np.where(random.random(pictures) < 0.7, actual, random.integers(0, classes, pictures))
    return classes, actual.tolist(), predicted.tolist()


def interval(correct, total):
    low, high = binomtest(correct, total).proportion_ci(0.95, "wilson")
    return {"correct": correct, "total": total, "low": low, "high": high}


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
    "intervals": [interval(*pair) for pair in [(0, 1), (1, 1), (0, 20), (20, 20), (17, 20), (141, 153), (1, 100000)]],
    "class_weights": [weights(counts) for counts in [[10, 10], [1, 99], [5, 20, 75, 3]]],
}
(pathlib.Path(__file__).parent / "metrics.json").write_text(json.dumps(golden) + "\n")
