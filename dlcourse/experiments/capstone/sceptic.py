"""The sceptic's reader within the same budget: no network, but the pictures themselves, a few middle ones a digit."""

import numpy as np

from dlcourse.data.corrupted import SIDE, corrupted_digits
from dlcourse.lessons.representations import k_means_step
from dlcourse.nn.training.budget import few

SEEN, ROUNDS = 5000, 20


def middle_pictures(each, *, seed):
    """For each digit so many pictures in the middle of groups of damaged training pictures (k-means).

    Parameters
    ----------
    each : int
        Pictures a digit; five have 7,200 numbers, and six would have more than the budget of 8,000.
    seed : int

    Returns
    -------
    tuple (array (10 * each, 144), int array (10 * each,))
        The pictures and their labels.
    """
    X, y, _ = corrupted_digits(SEEN, seed=[seed, SEEN])
    X, rng, found = X.reshape(SEEN, -1), np.random.default_rng(seed), []
    for digit in range(10):
        pictures = X[y == digit]
        middles = pictures[rng.choice(len(pictures), size=each, replace=False)]
        for _ in range(few(ROUNDS)):
            _, middles = k_means_step(pictures, middles)
        found.append(middles)
    return np.concatenate(found), np.repeat(np.arange(10), each)


def nearest(X, Z):
    """For each row of X (N, D) the place of the nearest row of Z (M, D): int array (N,)."""
    X, Z = np.asarray(X), np.asarray(Z)
    return ((Z * Z).sum(axis=1) - 2 * X @ Z.T).argmin(axis=1)


def scattered(pictures, *, seed):
    """Digits (N, 64) of 8 x 8 pixels, each at a random place on a paper of 12 x 12: array (N, 12, 12)."""
    room = SIDE - 8
    shifts = np.random.default_rng(seed).integers(0, room + 1, size=(len(pictures), 2))
    found = np.zeros((len(pictures), SIDE, SIDE))
    for place, picture, (down, across) in zip(found, pictures, shifts, strict=True):
        place[down : down + 8, across : across + 8] = picture.reshape(8, 8)
    return found
