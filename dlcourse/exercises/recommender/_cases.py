"""Interactions and scores that are drawn for the cases of lesson 22."""

import numpy as np


def interactions(rng, N, M, share=0.4):
    """Who has what, an int array (N, M): an item that nobody has, one that all have, a user with only that."""
    X = (rng.random((N, M)) < share).astype(int)
    X[:, 0], X[:, -1] = 0, 1
    X[N // 2, :-1] = 0
    return X


def questions(rng, N, M, kind=float):
    """Scores with ties and with -inf, and what is hidden: one, several or nothing of each user, never at -inf."""
    scores = rng.integers(0, 6, size=(N, M)) / 4
    hidden = (rng.random((N, M)) < 0.3).astype(int)
    hidden[0] = 0
    hidden[1] = 0
    hidden[1, M // 2] = 1
    scores[(rng.random((N, M)) < 0.3) & (hidden == 0)] = -np.inf
    return scores.astype(kind), hidden
