"""Cases of `mel_filterbank`, and triangles over other points."""

import numpy as np

from dlcourse.checking.specification import Case


def cases(rng):
    """Two by hand; one triangle; odd lengths, whose last column lies below rate / 2; filters narrower than a column."""
    filters, length, rate = int(rng.integers(5, 10)), 2 * int(rng.integers(30, 50)), 100 * int(rng.integers(80, 160))
    return [
        Case(2, length=8, rate=8000),
        Case(1, length=4, rate=4000),
        Case(3, length=9, rate=8000),
        Case(4, length=16, rate=10000),
        Case(filters, length=length, rate=rate),
        Case(filters + 1, length=length + 1, rate=16000),
        Case(12, length=31, rate=11025),
        Case(2, length=1, rate=8000),
        Case(20, length=64, rate=8000),
    ]


def mel(frequency):
    """The scale."""
    return 2595 * np.log10(1 + np.asarray(frequency) / 700)


def hertz(mels):
    """And back."""
    return 700 * (10 ** (np.asarray(mels) / 2595) - 1)


def bank(filters, *, length, rate, points=None, frequencies=None, scale=lambda f: f, shape=None):
    """Triangles over other points, at other frequencies, straight on another scale, or combined otherwise."""
    points = hertz(np.linspace(0, mel(rate / 2), filters + 2)) if points is None else points
    frequencies = np.arange(length // 2 + 1) * rate / length if frequencies is None else frequencies
    x, p = scale(frequencies), scale(points)
    low, middle, high = p[:-2, None], p[1:-1, None], p[2:, None]
    with np.errstate(all="ignore"):
        rising, falling = (x - low) / (middle - low), (high - x) / (high - middle)
        return (shape or (lambda up, down: np.maximum(np.minimum(up, down), 0)))(rising, falling)


def on_columns(places, filters, length):
    """The triangles that a loop over columns draws between whole places."""
    out = np.zeros((filters, length // 2 + 1))
    for m in range(filters):
        low, middle, high = (int(place) for place in places[m : m + 3])
        for k in range(low, min(middle, out.shape[1])):
            out[m, k] = (k - low) / (middle - low)
        for k in range(middle, min(high, out.shape[1])):
            out[m, k] = (high - k) / (high - middle)
    return out
