"""Cases of `resonator`, its weights, and its loop begun late."""

import numpy as np

from dlcourse.checking.specification import Case, drawn_sizes

FILTER = {"frequency": 500.0, "bandwidth": 60.0, "rate": 10000}


def cases(rng):
    """A click first, then a second one; one sample, two, none; no bandwidth; both ends; buzz; noise; whole numbers."""
    some, more, many = drawn_sizes(rng, 3, least=6, most=16)
    buzz = np.zeros(60)
    buzz[::20] = 1

    def drawn(rate=8000):
        return {"frequency": float(rng.uniform(200, 3000)), "bandwidth": float(rng.uniform(40, 400)), "rate": rate}

    return [
        Case(np.array([1.0, 0.0, 0.0, 0.0]), frequency=1000.0, bandwidth=0.0, rate=6000),
        Case(np.array([1.0, 0.0, 0.0, 0.0]), **FILTER),
        Case(np.array([2.0]), **FILTER),
        Case(np.array([1.0, -3.0]), frequency=700.0, bandwidth=90.0, rate=8000),
        Case(np.zeros(0), **FILTER),
        Case(np.array([0.5, 1.0, 0.0, 2.0, -1.0]), frequency=0.0, bandwidth=200.0, rate=8000),
        Case(np.array([0.5, 1.0, 0.0, 2.0, -1.0]), frequency=4000.0, bandwidth=100.0, rate=8000),
        Case(rng.normal(size=some), **drawn()),
        Case(rng.normal(size=more), **drawn(11025)),
        Case(buzz, **drawn(16000)),
        Case(rng.normal(size=many).astype(np.float32), **drawn()),
        Case(np.array([4, 0, -3, 2, 0, 1]), frequency=700.0, bandwidth=90.0, rate=8000),  # whole numbers go in
    ]


def ring(signal, *, first, **how):
    """The resonator's loop, begun late: the first samples stay 0."""
    a, b, c = coefficients(**how)
    y = np.zeros(len(signal) + 2)
    for n in range(2 + first, len(signal) + 2):
        y[n] = a * signal[n - 2] + b * y[n - 1] + c * y[n - 2]
    return y[2:]


def coefficients(frequency, bandwidth, rate):
    """The right a, b and c."""
    r = np.exp(-np.pi * bandwidth / rate)
    b, c = 2 * r * np.cos(2 * np.pi * frequency / rate), -(r**2)
    return 1 - b - c, b, c
