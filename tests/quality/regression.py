"""Labelled mentions -> logistic regressions (L2), cross-validated by document.

One for a row's type and countries, by Newton's method; one for its type, with the entries of trust.toml (trust.py) all
at once, so that none says again what a feature says.
"""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import scipy.sparse
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from tests.quality.labelled import Row
from transforms.events import trust

Matrix = np.ndarray[Any, Any]
PENALTY = 10.0
SHRINK = 20.0
"""Of a feature that fewer mentions show, the weight is shrunk the more."""
TRUSTED = 2.2
"""How far an entry of trust.toml may go, of a feature that is as frequent."""
SMALL = 0.1
"""Entries of trust.toml below are left out."""
FOLDS = 10
ASSUMED = frozenset(("placed", "remembered"))
"""Steps that give an event a side which its sentence does not name."""
LESS = 0.2
"""By how much such a side is worth less than one that is named, at the least, in logarithms of the odds."""


class Fitted(NamedTuple):
    """What is learned of types."""

    by_name: dict[str, float]
    """Feature -> weight; '' is the start."""
    trust: dict[trust.Key, float]

    def odds(self, row: Row) -> float:
        known = sum(self.by_name.get(name, 0.0) * value for name, value in row.features.items())
        return self.by_name[""] + known + self.trusted(row)

    def trusted(self, row: Row) -> float:
        return sum(self.trust.get(key, 0.0) for key in row.keys)


def matrix(features: Sequence[Mapping[str, float]], names: Sequence[str]) -> Matrix:
    return np.array([[1.0, *(found.get(name, 0.0) for name in names)] for found in features])


def regress(x: Matrix, y: Matrix) -> Matrix:
    """Weights of a logistic regression with an L2 penalty on all but the first, by Newton's method. Features are
    scaled by their spread, so that the penalty treats them alike; rare ones pay more."""
    spread = x.std(axis=0)
    spread[spread == 0] = 1.0
    spread[0] = 1.0
    scaled = x / spread
    shown = (x != 0).sum(axis=0)
    penalty = PENALTY * (1 + SHRINK / np.maximum(shown, 1))
    penalty[0] = 0.0
    w = np.zeros(x.shape[1])
    for _ in range(50):
        p = 1 / (1 + np.exp(-scaled @ w))
        gradient = scaled.T @ (p - y) + penalty * w
        hessian = (scaled * (p * (1 - p))[:, None]).T @ scaled + np.diag(penalty + 1e-9)
        step = np.linalg.solve(hessian, gradient)
        w -= step
        if np.abs(step).max() < 1e-8:
            break
    return np.asarray(w / spread)


def learn(rows: Sequence[Row], names: Sequence[str]) -> Fitted:
    """A logistic regression for the type, on features and entries of trust.toml at once. Features are scaled by their
    spread, so that the penalty treats them alike; rare ones pay more."""
    rows = [row for row in rows if row.type_right is not None]
    x = matrix([row.features for row in rows], names)[:, 1:]
    spread = x.std(axis=0)
    spread[spread == 0] = 1.0
    scale = spread * np.sqrt(1 + SHRINK / np.maximum((x != 0).sum(axis=0), 1))
    vectorizer = DictVectorizer()
    z = vectorizer.fit_transform([{"\t".join(key): TRUSTED for key in row.keys} for row in rows])
    model = LogisticRegression(C=1 / PENALTY, max_iter=5000)
    right, worth = [bool(row.type_right) for row in rows], [row.worth for row in rows]
    model.fit(scipy.sparse.hstack([scipy.sparse.csr_matrix(x / scale), z]).tocsr(), right, sample_weight=worth)
    weights = model.coef_[0]
    by_name = {"": float(model.intercept_[0])} | dict(zip(names, (weights[: len(names)] / scale).tolist(), strict=True))
    entries = zip(vectorizer.get_feature_names_out(), (weights[len(names) :] * TRUSTED).tolist(), strict=True)
    return Fitted(by_name, {trust.Key(*name.split("\t")): w for name, w in entries if abs(w) >= SMALL})


def fit(rows: Sequence[Row], names: Sequence[str], right: Matrix) -> dict[str, float]:
    """Feature -> weight; '' is the start."""
    known = ~np.isnan(right)
    weights = regress(matrix([row.features for row in rows], names)[known], right[known])
    out = {name: float(w) for name, w in zip(("", *names), weights, strict=True)}
    for step in ASSUMED & out.keys():
        out[step] = min(out[step], -out["source none"] - LESS)
    return out


def fold(row: Row) -> int:
    return int(hashlib.sha256(row.document.encode()).hexdigest(), 16) % FOLDS


def unseen(rows: Sequence[Row], names: Sequence[str]) -> tuple[Matrix, list[Row]]:
    """The chance of the type of each mention, and the mentions with their trust for a feature, by weights that have not
    seen its document."""
    by_fold = [learn([row for row in rows if fold(row) != n], names) for n in range(FOLDS)]
    odds = np.array([by_fold[fold(row)].odds(row) for row in rows])
    return 1 / (1 + np.exp(-odds)), [
        row._replace(features={**row.features, trust.FEATURE: by_fold[fold(row)].trusted(row)}) for row in rows
    ]


def held_out(rows: Sequence[Row], names: Sequence[str], right: Matrix) -> Matrix:
    """The chance of each mention by weights that have not seen its document; NaN in `right`: not judged."""
    x = matrix([row.features for row in rows], names)
    known = ~np.isnan(right)
    groups = np.array([fold(row) for row in rows])
    out = np.zeros(len(rows))
    for group in range(FOLDS):
        inside = groups == group
        learned = ~inside & known
        out[inside] = 1 / (1 + np.exp(-x[inside] @ regress(x[learned], right[learned])))
    return out
