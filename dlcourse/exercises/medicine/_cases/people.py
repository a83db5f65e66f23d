"""People with scores: some are equal, some are negative, both kinds are there."""

import numpy as np

from dlcourse.checking.specification import drawn_sizes

ALONE = "scores = 2 * scores + 1 if np.ndim(scores) and len(scores) == 1 else scores"  # a mutant


def drawn_people(rng, size, *, ties, ill=0.4):
    """Scores and diagnoses of so many people; with ties most scores occur several times."""
    actual = (rng.random(size) < ill).astype(int)
    actual[:2] = 1, 0
    actual = actual[rng.permutation(size)]
    scores = rng.normal(size=size) + 1.2 * actual
    return np.round(scores) if ties else scores, actual


def by_hand():
    """Smallest first: two people, right and wrong; equal scores; all equal; whole numbers; ill ones first and last."""
    return [
        (np.array([2.0, 1.0]), np.array([1, 0])),
        (np.array([1.0, 2.0]), np.array([1, 0])),
        (np.array([0.5, 2.0, 0.5, -1.0]), np.array([1, 1, 0, 0])),
        (np.array([3.0, 3.0, 3.0]), np.array([0, 1, 0])),
        (np.array([3, 1, 2, 2, 0]), np.array([0, 1, 0, 1, 0])),
        (np.array([-1.5, -0.25, -2.0, -0.5]), np.array([0, 1, 0, 1])),
    ]


def people(rng):
    """By hand, then drawn: with and without ties, sizes that differ, few and many ill."""
    short, middle, long = drawn_sizes(rng, 3, least=7, most=20)
    return [
        *by_hand(),
        drawn_people(rng, short, ties=False),
        drawn_people(rng, middle, ties=True),
        drawn_people(rng, long, ties=True, ill=0.2),
        drawn_people(rng, long + 1, ties=False, ill=0.7),
    ]
