"""Makes lda.json beside this file: shrunk linear discriminants of random embeddings as src/lda/mod.rs defines them, in double
precision: by the covariance itself, whatever the numbers of pictures and features.

    pip install scipy==1.17.1 numpy==2.4.6 && python tests/golden/lda/make.py

Among the cases: fewer pictures than features, and more; a class that is never held out; one picture a class.
"""

import json
import pathlib

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax


def discriminant(roots, classes, count):
    """A function from roots to logits, without what is the same for all classes; the mean square of the classes' centres."""
    means = np.stack([roots[classes == k].mean(0) for k in range(count)])
    deviations = roots - means[classes]
    centred = means - means.mean(0)
    freedom = len(roots) - count
    if freedom == 0:
        covariance, spread = np.zeros((roots.shape[1],) * 2), (centred**2).sum() / count
    else:
        covariance = deviations.T @ deviations / freedom
        spread = np.trace(covariance)
    shrunk = covariance + spread / roots.shape[1] * np.eye(roots.shape[1])
    weights = np.linalg.solve(shrunk, centred.T)
    squares = np.einsum("kd,dk->k", centred, weights)
    return lambda x: (x - means.mean(0)) @ weights - squares / 2, squares.mean()


def temperature(logits, classes):
    spread = 1 / (len(classes) + 2)

    def loss(logarithm):
        logs = log_softmax(logits / np.exp(logarithm), 1)
        return -((1 - spread) * logs[range(len(classes)), classes] + spread * logs.mean(1)).sum()

    bounds = np.log([0.05, 5000])
    return np.exp(minimize_scalar(loss, bounds=bounds, method="bounded", options={"xatol": 1e-9}).x)


def case(seed, features, folds):
    """Folds by class: the fold of each of its pictures, −1 for one that is never held out."""
    random = np.random.default_rng(seed)
    classes = np.concatenate([[k] * len(own) for k, own in enumerate(folds)])
    fold = np.concatenate(folds)
    about = random.uniform(0, 1, (len(folds), features))
    embeddings = np.maximum(about[classes] + random.normal(0, 0.5, (len(classes), features)), 0).astype(np.float32)
    queries = np.maximum(about + random.normal(0, 0.5, about.shape), 0).astype(np.float32)
    roots, seen = (np.sqrt(np.maximum(x.astype(float), 1e-6)) for x in (embeddings, queries))
    answers = np.zeros((len(classes), len(folds)))
    for each in set(fold) - {-1}:
        logits, _ = discriminant(roots[fold != each], classes[fold != each], len(folds))
        answers[fold == each] = logits(roots[fold == each])
    measured = fold >= 0
    logits, square = discriminant(roots, classes, len(folds))
    softness = temperature(answers[measured], classes[measured]) if measured.any() else 0.2 * square
    return {
        "embeddings": embeddings.tolist(),
        "classes": classes.tolist(),
        "folds": fold.tolist(),
        "answers": (answers[measured] / softness).tolist(),
        "queries": queries.tolist(),
        "logits": (logits(seen) / softness).tolist(),
    }


cases = [
    case(1, 70, [np.arange(4) % 4, np.arange(5) % 4, np.arange(6) % 4]),
    case(2, 20, [np.arange(30) % 10, np.arange(25) % 10, [-1] * 6, np.arange(40) % 10]),
    case(3, 90, [[-1] * 20, np.arange(30) % 2]),
    case(4, 12, [[-1], [-1], [-1]]),
    case(5, 130, [np.arange(100) % 3, np.arange(110) % 3]),
]
text = json.dumps(cases)
pathlib.Path(__file__).with_name("lda.json").write_text(json.dumps(json.loads(text, parse_float=lambda x: float(f"{float(x):.8g}"))))
