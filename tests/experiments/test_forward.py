"""The experiments of lesson 02 against the forward pass, and against scikit-learn."""

import numpy as np
from sklearn.neighbors import NearestCentroid

from dlcourse.data import datasets
from dlcourse.experiments.forward import (
    CURVES,
    even_stairs,
    forward_trace,
    largest_gap,
    nearest_centre_accuracy,
    window_inputs,
)
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
    theirs = NearestCentroid().fit(H[:40], labels[:40]).score(H[40:], labels[40:])
    assert nearest_centre_accuracy(H[40:], labels[40:], seen=(H[:40], labels[:40])) == theirs


def test_windows_are_those_of_the_data():
    assert np.array_equal(window_inputs(datasets.photograph("flower")), datasets.windows("flower")[0])


def test_stairs_of_one_neuron_by_hand():
    edges, heights = even_stairs(CURVES["ramp"], 1)
    assert edges.tolist() == [0.5]
    assert heights.tolist() == [-0.5, 0.5]
    assert np.isclose(largest_gap(forward.step_approximation, "ramp", 1), 0.5)


def test_the_largest_gap_mostly_shrinks_and_not_always():
    gaps = {name: [largest_gap(forward.step_approximation, name, n) for n in range(1, 41)] for name in CURVES}
    assert all(gap[-1] < gap[0] / 5 for gap in gaps.values())
    assert [bool((np.diff(gap) > 1e-9).any()) for gap in gaps.values()] == [False, True, False, True]
