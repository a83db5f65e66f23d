"""Days of payments for the challenge: what is known of the past, a day to review, and what is saved on it."""

import numpy as np

FEATURES = 5
PAST, SHARE = 2000, 0.06
CHANGE = 0.7  # of the past: from there on frauds have another habit, and the old one is anybody's
FAR = 4.0  # how far a habit is from the middle, in standard deviations
USUAL = 0.08  # the share of honest payments that look like the old habit, once it is anybody's


def day(labels, count):
    """past, today, and the right labels of today.

    The order of the labels is the number that all else is drawn from: so the right ones of today need not be among the
    arguments, and nobody can have seen them.
    """
    rng = np.random.default_rng(labels.tolist())
    turn, _ = np.linalg.qr(rng.normal(size=(FEATURES, FEATURES)))
    old, new = FAR * turn[:2]
    right = (rng.random(count) < SHARE).astype(int)
    right[: 1 - right.any()] = 1  # one at least
    late = np.append(np.arange(len(labels)) >= CHANGE * len(labels), np.ones(count, dtype=bool))
    frauds = np.append(labels, right) == 1
    X = rng.normal(size=(len(frauds), FEATURES))
    X[frauds & ~late] += old
    X[frauds & late] += new
    X[~frauds & late & (rng.random(len(frauds)) < USUAL)] += old
    amounts = np.exp(4 + rng.normal(size=len(frauds)))
    table = np.column_stack([amounts, X * np.geomspace(1, 100, FEATURES)]).round(3)
    return table[: len(labels)], table[len(labels) :], right


def saved(today, right, places):
    """The money of the frauds on a list."""
    places = np.asarray(places, dtype=int)
    return float((today[places, 0] * right[places]).sum())


def logistic(past, labels, today):
    """Probabilities for today, by a logistic regression on the past."""
    mean, spread = past.mean(axis=0), past.std(axis=0)
    tables = []
    for table in (past, today):
        Z = (table - mean) / np.where(spread > 0, spread, 1)
        tables.append(np.column_stack([np.ones(len(Z)), Z]))
    A, B = tables
    w = np.zeros(A.shape[1])
    for _ in range(8):
        p = 1 / (1 + np.exp(-np.clip(A @ w, -30, 30)))
        curve = A.T @ (A * (p * (1 - p))[:, None]) + np.eye(len(w))
        w -= np.linalg.solve(curve, A.T @ (p - labels) + w)
    return 1 / (1 + np.exp(-np.clip(B @ w, -30, 30)))


def best_first(scores, budget):
    """The places of the highest scores."""
    return np.argsort(-scores, kind="stable")[:budget]
