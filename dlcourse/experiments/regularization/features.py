"""Lesson 07, regularization: double descent, with random features and least squares."""

import numpy as np

from dlcourse.experiments.regularization.recipes import few_digits


def feature_errors(digits, features, seed, *, count=100, strength=0.0):
    """Read digits by least squares on random features: hidden neurons that never learn (Belkin et al., 2019).

    Formula: ``H = relu(X A + a)`` with random A and a; V minimises ``sum (H V - Y)^2 + strength sum V^2``, and is the
    shortest of all that do

    Parameters
    ----------
    digits : tuple (X_train, y_train, ...)
        As from ``datasets.digits``.
    features : int
        The number of random features.
    seed : int
        Decides which digits are drawn, and the features.
    count : int
        How many digits to learn from.
    strength : float
        Of an L2 penalty.

    Returns
    -------
    tuple (float, float)
        The share that is misread of the training digits, and of the validation digits.
    """
    rng = np.random.default_rng(seed)
    X, y, X_other, y_other = few_digits(digits, count, 0.0, rng)
    A, a = rng.normal(size=(X.shape[1], features)) / np.sqrt(X.shape[1]), 0.1 * rng.normal(size=features)
    H, H_other = np.maximum(X @ A + a, 0), np.maximum(X_other @ A + a, 0)  # (N, F)
    if strength:
        V = H.T @ np.linalg.solve(H @ H.T + strength * np.eye(len(H)), np.eye(10)[y])
    else:
        V, *_ = np.linalg.lstsq(H, np.eye(10)[y], rcond=None)  # (F, 10)
    pairs = ((H, y), (H_other, y_other))
    return tuple(float(np.mean((hidden @ V).argmax(axis=1) != labels)) for hidden, labels in pairs)
