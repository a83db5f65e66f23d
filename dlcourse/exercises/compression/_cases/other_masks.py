"""Masks by other rules: what wrong answers are made of."""

import numpy as np


def of_places(weights, gone):
    """Masks by the places that go, in the long row of all weights."""
    stays = np.ones(sum(W.size for W in weights.values()), dtype=bool)
    stays[gone] = False
    masks, start = {}, 0
    for name, W in weights.items():
        masks[name] = stays[start : start + W.size].reshape(W.shape)
        start += W.size
    return masks


def row(weights, size=np.abs):
    """All weights in one row."""
    return np.concatenate([size(W).ravel() for W in weights.values()])


def order(weights, size=np.abs):
    """The places from the smallest weight on."""
    return np.argsort(row(weights, size), kind="stable")


def count(weights, fraction):
    """How many go."""
    return int(fraction * sum(W.size for W in weights.values()))
