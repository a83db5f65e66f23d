"""The experiments of lesson 02 against the forward pass, and against scikit-learn."""

import numpy as np
from sklearn.neighbors import NearestCentroid

from dlcourse.experiments.forward import forward_trace, nearest_centre_accuracy
from dlcourse.lessons import forward


def test_trace_ends_in_the_forward_pass():
    rng = np.random.default_rng(1)
    X, sizes = rng.normal(size=(80, 4)), [4, 7, 5, 3]
    parameters = [(rng.normal(size=pair), rng.normal(size=pair[1])) for pair in zip(sizes, sizes[1:])]
    values = forward_trace(X, parameters)
    assert [value.shape[1] for value in values] == sizes
    assert values[0] is X
    assert np.array_equal(values[-1], forward.mlp_forward(X, parameters))
    assert all((value >= 0).all() for value in values[1:-1])


def test_nearest_centre_is_scikit_learns():
    rng = np.random.default_rng(2)
    labels = rng.integers(3, 6, 60)
    H = rng.normal(size=(60, 4)) + labels[:, None]
    assert nearest_centre_accuracy(H, labels) == NearestCentroid().fit(H, labels).score(H, labels)
