"""Other ways to lay steps over weights: what wrong answers are made of."""

import numpy as np


def fitted(W, bits, axis, *, ends=lambda low, high: (low, high), steps=lambda bits: 2**bits - 1, zero=None):
    """Scale and zero point by other ends, another number of steps, or another zero."""
    others = None if axis is None else tuple(place for place in range(W.ndim) if place != axis % W.ndim)
    low, high = (part(axis=others, keepdims=axis is not None) for part in (W.min, W.max))
    low, high = ends(low, high)
    with np.errstate(all="ignore"):
        scale = np.where(high > low, (high - low) / steps(bits), 1.0)
        place = np.rint(-low / scale).astype(int) if zero is None else np.asarray(zero(low, scale))
    return (scale, place) if axis is not None else (scale.item(), place.item())


def with_zero(low, high):
    """Ends between which 0 lies."""
    return np.minimum(low, 0), np.maximum(high, 0)


def reduced(W, bits, others, keepdims=True):
    """Scale and zero point with other axes reduced."""
    low = np.minimum(W.min(axis=others, keepdims=keepdims), 0)
    high = np.maximum(W.max(axis=others, keepdims=keepdims), 0)
    scale = np.where(high > low, (high - low) / (2**bits - 1), 1.0)
    return scale, np.rint(-low / scale).astype(int)
