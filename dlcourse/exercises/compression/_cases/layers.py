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
    """One layer; by hand; no layers; dense ones only; steps, frames and rests of all kinds; pictures that are wide."""
    a, b, c, d, e = (int(size) for size in drawn_sizes(rng, 5, least=2, most=9))
    deep = [conv(a, 3, padding=1), RELU, conv(b, 3, padding=1), RELU, pool(2), conv(c, 3), RELU, pool(3), FLATTEN]
    return [
        Case([dense(3)], shape=(5,)),
        Case([conv(4, 3, padding=1), pool(2), FLATTEN, dense(10)], shape=(8, 8, 1)),
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


def norms(rng):
    """By hand; what changes nothing; gamma 0 and below; no spread; dense layers and convolutions; one;
    whole; float32.
    """
    D, M, k, C, F = drawn_sizes(rng, 5)
    one = np.ones(1)
    plain = {"gamma": np.ones(2), "beta": np.zeros(2), "mean": np.zeros(2), "variance": np.ones(2)}
    turned = plain | {"gamma": np.array([-2.0, 0.0]), "beta": np.array([1.0, 3.0]), "mean": np.array([0.5, 2.0])}
    still = turned | {"variance": np.array([0.0, 16.0])}
    whole = {
        "gamma": np.array([3, 1]),
        "beta": np.array([0, 5]),
        "mean": np.array([2, 1]),
        "variance": np.array([4, 9]),
    }
    return [
        _folded([[6.0]], one, 0.0, gamma=one, beta=5 * one, mean=3 * one, variance=4 * one),
        _folded([[1.0, -2.0]], [0.5, 4.0], 0.0, **plain),
        _folded([[1.0, -2.0], [3.0, 0.0], [4.0, 1.0]], [0.5, 4.0], 0.0, **turned),
        _folded([[1.0, -2.0], [3.0, 0.0], [4.0, 1.0]], [0.5, 4.0], 0.25, **still),
        _folded(rng.normal(size=(D, M)), rng.normal(size=M), 1e-5, **_norm(rng, M)),
        _folded(rng.normal(size=(D, M)), np.zeros(M), 0.1, **_norm(rng, M)),
        _folded(rng.normal(size=(k, k, C, F)), rng.normal(size=F), 1e-3, **_norm(rng, F)),
        _folded(rng.normal(size=(1, D, 2, M)), rng.normal(size=M), 0.5, **_norm(rng, M)),
        _folded(rng.normal(size=(F, C)), rng.normal(size=C), 0.0, **_norm(rng, C)),
        _folded([[2, 5], [1, -3], [0, 4]], [1, 2], 0.0, **whole),
        _folded(
            rng.normal(size=(k, M)).astype(np.float32),
            rng.normal(size=M).astype(np.float32),
            0.125,
            **{name: row.astype(np.float32) for name, row in _norm(rng, M).items()},
        ),
    ]


def _norm(rng, M):
    """Of M channels: of both signs, and far from 1."""
    gamma, beta, mean = rng.normal(size=(3, M))
    return {"gamma": gamma, "beta": beta, "mean": 3 * mean, "variance": rng.uniform(0.1, 9, M)}


def _folded(W, b, epsilon, **norm):
    return Case(np.asarray(W), np.asarray(b), **norm, epsilon=epsilon)


def profiles(rng):
    """By hand; no part at all; parts that are all; that get slower; equal ones; a huge factor; whole
    factors; float32.
    """
    P, Q = drawn_sizes(rng, 2, least=3, most=9)
    some, all_of_it = rng.dirichlet(np.ones(P + 1))[:P], rng.dirichlet(np.ones(Q))
    given = [
        ([0.5], [4.0]),
        ([0.25, 0.5], [2.0, 4.0]),
        ([], []),
        ([0.75, 0.25], [2.0, 0.5]),
        ([1.0], [8.0]),
        ([0.5, 0.125], [0.25, 1.0]),
        ([0.875], [1e9]),
        ([0.0, 0.5], [100.0, 2.0]),
        ([0.25, 0.25, 0.5], [2, 5, 4]),
        (some, rng.uniform(1, 6, P)),
        (all_of_it, rng.uniform(0.3, 9, Q)),
        (0.9 * all_of_it, np.full(Q, float(rng.uniform(2, 5)))),
        (np.array([0.5, 0.25], np.float32), np.array([4.0, 2.0], np.float32)),
    ]
    return [Case(np.asarray(shares), factors=np.asarray(factors)) for shares, factors in given]
