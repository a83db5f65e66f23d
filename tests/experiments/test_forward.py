"""The experiments of lesson 02 against the forward pass, and against scikit-learn."""

import numpy as np
from sklearn.decomposition import PCA
from sklearn.neighbors import NearestCentroid

from dlcourse.data import datasets
from dlcourse.experiments.forward import (
    CURVES,
    even_stairs,
    forward_trace,
    largest_gap,
    nearest_centre_accuracy,
    three_looks,
    widest_plane,
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


def test_the_widest_plane_is_scikit_learns():
    H = np.random.default_rng(3).normal(size=(40, 6)) * [5, 3, 1, 1, 1, 1]
    ours, theirs = widest_plane(H), PCA(2, svd_solver="full").fit_transform(H)
    assert np.allclose(np.abs(ours), np.abs(theirs))


def test_three_looks_at_the_same_images():
    _, _, X, _ = datasets.digits()
    network = datasets.digits_network()
    looks = three_looks(forward.dense, X, network, seeds=(4, 5))
    assert [len(several) for several in looks.values()] == [1, 2, 1]
    assert looks["Pixels"][0] is X
    assert np.array_equal(looks["Learned layer"][0], forward_trace(X, network)[1])
    one, other = looks["Random layer"]
    assert one.shape == other.shape == (500, 32)
    assert (one >= 0).all()
    assert not np.allclose(one, other)


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
