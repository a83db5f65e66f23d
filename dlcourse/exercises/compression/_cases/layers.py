"""Layers: scores of two networks, normalisations to be folded, and lists of layers to be counted."""

import numpy as np

from dlcourse.checking.specification import Case, drawn_sizes


def doubts(rng):
    """By hand; each part alone; T = 1; far scores; equal ones; one example, two classes; whole numbers; float32."""
    N, C, M, K = drawn_sizes(rng, 4, least=3, most=9)
    soft, hard = float(rng.uniform(2, 5)), float(rng.uniform(0.3, 0.8))
    Z, teacher = rng.normal(size=(2, N, C))
    same = rng.normal(size=(K, M))
    far = np.array([[900.0, -900.0, 0.0], [0.0, 40.0, 35.0]])
    return [
        _case([[0.0, 0.0]], [[2.0 * np.log(3), 0.0]], [0], 2.0, 0.5),
        _case([[1.0, 0.0, 0.0], [0.0, 2.0, 1.0]], [[0.0, 3.0, 1.0], [0.0, 0.0, 2.0]], [0, 2], 2.0, 1.0),
        _case([[1.0, 0.0, 0.0], [0.0, 2.0, 1.0]], [[0.0, 3.0, 1.0], [0.0, 0.0, 2.0]], [0, 2], 3.0, 0.0),
        _case(Z, teacher, rng.integers(C, size=N), 1.0, 0.75),
        _case(*(3 * rng.normal(size=(2, M, K))), rng.integers(K, size=M), soft, 0.9),
        _case(*(2 * rng.normal(size=(2, K, C))), rng.integers(C, size=K), hard, 0.3),
        _case(same, same, rng.integers(M, size=K), 4.0, 0.6),
        _case(same + 5, same - 2, rng.integers(M, size=K), 2.5, 1.0),  # the same chances
        _case(far, -far, [0, 1], 2.0, 0.5),
        _case(rng.normal(size=(1, M)), rng.normal(size=(1, M)), [M - 1], 8.0, 0.8),
        _case(np.array([[1, 0, 3, 2], [2, 2, 0, 1]]), np.array([[0, 4, 1, 1], [3, 0, 0, 2]]), [3, 0], 2.0, 0.25),
        _case(*rng.normal(size=(2, 4, 3)).astype(np.float32), [0, 2, 1, 1], 2.0, 0.5),
    ]


def _case(Z, teacher, y, temperature, share):
    return Case(np.asarray(Z), teacher=np.asarray(teacher), y=np.asarray(y), temperature=temperature, share=share)


def conv(filters, size, stride=1, padding=0):
    """A convolution, as a dict."""
    return {"kind": "conv", "filters": filters, "size": size, "stride": stride, "padding": padding}


def pool(size):
    """Pooling, as a dict."""
    return {"kind": "pool", "size": size}


def dense(units):
    """A dense layer, as a dict."""
    return {"kind": "dense", "units": units}


FLATTEN, RELU = {"kind": "flatten"}, {"kind": "relu"}


def stacks(rng):
    """By hand; one layer; no layers; dense ones only; steps, frames and rests of all kinds; pictures that are wide."""
    a, b, c, d, e = (int(size) for size in drawn_sizes(rng, 5, least=2, most=9))
    deep = [conv(a, 3, padding=1), RELU, conv(b, 3, padding=1), RELU, pool(2), conv(c, 3), RELU, pool(3), FLATTEN]
    return [
        Case([conv(4, 3, padding=1), pool(2), FLATTEN, dense(10)], shape=(8, 8, 1)),
        Case([dense(3)], shape=(5,)),
        Case([dense(4), RELU, dense(2)], shape=(3,)),
        Case([conv(2, 3)], shape=(5, 4, 3)),
        Case([conv(1, 1)], shape=(2, 3, 5)),
        Case([], shape=(6,)),
        Case([RELU, pool(2), RELU], shape=(6, 9, 2)),
        Case([conv(a, 3, stride=2, padding=1), RELU, conv(b, 3, stride=2), FLATTEN, dense(c)], shape=(14, 17, d)),
        Case([conv(b, 5, stride=3), pool(2), FLATTEN, dense(a), RELU, dense(e)], shape=(22, 29, c)),
        Case([*deep, dense(d), RELU, dense(e)], shape=(18 + a, 25 + b, e)),
        Case([conv(c, 2, stride=2, padding=1), pool(4), FLATTEN, dense(b)], shape=(15, 22, a)),
        Case([FLATTEN, dense(c), RELU, dense(d), dense(a)], shape=(b, e, 3)),
        Case([conv(d, 4, padding=2), conv(e, 1), conv(a, 3, stride=3)], shape=(b + 4, c + 7, 1)),
    ]
