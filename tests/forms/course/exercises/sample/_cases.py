"""Numbers."""

import numpy as np

from dlcourse.checking.specification import Case, drawn_sizes


def numbers(rng):
    """Arrays of different lengths."""
    return [Case(np.array([1.0, -2.0, 4.0])), *(Case(rng.normal(size=size)) for size in drawn_sizes(rng, 2, least=4))]


def weighted(rng):
    """Numbers with weights that do not add up to 1."""
    first = Case(np.array([1.0, 3.0]), weights=np.array([1.0, 3.0]))
    others = [
        Case(rng.normal(size=size), weights=rng.uniform(0.5, 2, size=size)) for size in drawn_sizes(rng, 2, least=3)
    ]
    return [first, *others]


def bounded(rng):
    """Numbers on both sides of both bounds."""
    first = Case(np.array([-3.0, 0.5, 9.0]), low=-1.0, high=2.0)
    return [first, *(Case(rng.normal(size=n, scale=3), low=-0.5, high=1.5) for n in drawn_sizes(rng, 2, least=5))]
