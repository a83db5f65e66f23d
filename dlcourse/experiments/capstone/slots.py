"""What a backward is held against: a function of one array, the array, and the gradient that the backward gave.

A forward's result is weighed with random numbers and added up to one number; the slopes of that are what the backward
must give.
"""

import numpy as np


def slots(f, arrays, gradients):
    """For each array, f as a function of it alone, the others as they are."""
    for place, (x, gradient) in enumerate(zip(arrays, gradients, strict=True)):
        yield _of_one(f, arrays, place), x, gradient


def _of_one(f, arrays, place):
    return lambda x: f(*arrays[:place], x, *arrays[place + 1 :])


def through(forward, backward, arrays, rng):
    """A forward that gives (out, cache), and a backward of (d_out, cache); a single gradient comes alone."""
    out, cache = forward(*arrays)
    d_out = rng.normal(size=np.shape(out))
    gradients = backward(d_out, cache)
    gradients = gradients if isinstance(gradients, tuple | list) else (gradients,)
    return slots(lambda *given: np.sum(d_out * forward(*given)[0]), arrays, gradients)


def drawn(rng, *sizes):
    """An array for each size, of numbers that saturate nothing: a slope of almost 0 is lost in rounding."""
    return [rng.normal(0, 0.5, size) for size in sizes]


def apart(rng, shape):
    """Numbers of which no two are close, and none is close to 0: where a maximum or a ReLU bends has no slope."""
    size = int(np.prod(shape))
    return (rng.permutation(size).reshape(shape) - size // 2 + 0.5) / 10
