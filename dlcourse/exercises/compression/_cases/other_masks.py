"""Masks by other rules: what wrong answers are made of."""

import numpy as np

from dlcourse.lessons import compression


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


def of_layers(weights, *, fraction):
    """Masks by a part of the largest weight of each array."""
    return {name: np.abs(W) > fraction * np.abs(W).max() for name, W in weights.items()}


def of_quantiles(lies_above):
    """An answer with a quantile for each array as its limit."""

    def answer(weights, *, fraction):
        return {name: lies_above(np.abs(W), np.quantile(np.abs(W), fraction)) for name, W in weights.items()}

    return answer


def by_percentile(weights, *, fraction):
    """Hardly anything goes: `np.percentile` wants *percent*, and a fraction of 0.5 is half a percent to it. Besides,
    weights as large as a limit all share one fate: count places instead.
    """
    limit = np.percentile(row(weights), fraction)
    return {name: np.abs(W) > limit for name, W in weights.items()}


def above_a_limit(weights, *, fraction):
    """Masks of the weights that lie, with their signs, above a quantile of the sizes."""
    limit = np.quantile(row(weights), fraction)
    return {name: np.greater(W, limit) for name, W in weights.items()}


def largest_first(weights, *, fraction):
    """Masks without the largest, of equals the first."""
    return of_places(weights, np.argsort(-row(weights), kind="stable")[: count(weights, fraction)])


def by_columns(weights, *, fraction):
    """Of equally large weights you take those first that come first down the *columns*. Along the rows, as `ravel` lays
    them by itself.
    """
    turned = compression.prune_smallest({name: W.T for name, W in weights.items()}, fraction=fraction)
    return {name: mask.T for name, mask in turned.items()}


def first_piece(weights, *, fraction):
    """Each array gets its mask from the beginning of the long row. The second begins where the first one ends."""
    masks = compression.prune_smallest(weights, fraction=fraction)
    stays = np.concatenate([mask.ravel() for mask in masks.values()])
    return {name: stays[: W.size].reshape(W.shape) for name, W in weights.items()}
