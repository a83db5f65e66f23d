"""The experiments of lesson 04: slopes along a chain, networks to begin with, and learning with and without a cut."""

import numpy as np
import pytest
from differences import agree

from dlcourse.data import datasets
from dlcourse.experiments.backprop import (
    activation_chain,
    learn,
    loss_with,
    percent_read,
    random_network,
    without_gates,
)
from dlcourse.experiments.forward import forward_trace
from dlcourse.lessons import backprop, forward


@pytest.mark.parametrize("activation", ["sigmoid", "relu"])
def test_the_slopes_of_a_chain(activation):
    def last(x):
        return activation_chain(x.item(), 1.5, 5, activation)[0][-1]

    values, slopes = activation_chain(0.4, 1.5, 5, activation)
    assert len(values) == len(slopes) == 6
    assert slopes[-1] == 1
    agree(np.array(slopes[0]), last, np.array(0.4))


def test_learning_on_digits_and_below_a_cut_nothing_moves():
    X, y, X_test, y_test = datasets.digits()
    start = random_network([64, 24, 24, 10], np.random.default_rng(0))
    settings = {"steps": 150, "learning_rate": 0.5}
    learned = learn(X, y, start, np.random.default_rng(1), **settings)
    cut = learn(X, y, start, np.random.default_rng(1), cut=2, **settings)
    assert np.mean(forward.predict(X_test, learned)[0] == y_test) > 0.9
    for layer in (0, 1):
        assert cut[layer] is start[layer]
    assert not np.array_equal(cut[2][0], start[2][0])
    assert not np.array_equal(learned[0][0], start[0][0])
    # One step written out again.
    rows = np.random.default_rng(1).integers(0, len(X), 64)
    _, gradients = backprop.mlp_backward(X[rows], y[rows], start)
    one = learn(X, y, start, np.random.default_rng(1), steps=1, learning_rate=0.5)
    for (W, b), (W0, b0), (dW, db) in zip(one, start, gradients):
        np.testing.assert_allclose(W, W0 - 0.5 * dW, rtol=1e-12)
        np.testing.assert_allclose(b, b0 - 0.5 * db, rtol=1e-12)


def test_random_networks_keep_the_size_of_signals():
    parameters = random_network([200, 200, 200, 200], np.random.default_rng(0))
    values = forward_trace(np.random.default_rng(1).normal(size=(50, 200)), parameters)
    sizes = [np.sqrt(np.mean(value**2)) for value in values[:-1]]
    assert all(0.7 < size < 1.4 for size in sizes)


def test_tuning_never_sees_the_test_digits():
    """With labels for the test digits that are all wrong nothing changes in the tuning; elsewhere all is wrong."""
    X, y, X_test, y_test = datasets.digits()
    right = percent_read(X, y, X_test, y_test, [64, 10], 60, tuning=[0])
    wrong = percent_read(X, y, X_test, y_test + 10, [64, 10], 60, tuning=[0])
    assert right({}, 0, learning_rate=0.5) == wrong({}, 0, learning_rate=0.5)
    assert right({}, 1, learning_rate=0.5) > 80
    assert wrong({}, 1, learning_rate=0.5) == 0


def test_a_side_of_a_comparison_has_something_of_its_own():
    X, y, X_test, y_test = datasets.digits()
    measure = percent_read(X, y, X_test, y_test, [64, 10], 60, tuning=[])
    whole = measure({}, 0, learning_rate=0.5)
    assert measure({"backward": backprop.mlp_backward}, 0, learning_rate=0.5) == whole
    untrained = forward.predict(X_test, random_network([64, 10], np.random.default_rng(0)))[0]
    assert measure({"cut": 1}, 0, learning_rate=0.5) == 100 * np.mean(untrained == y_test)
    assert measure({"labels": np.zeros_like(y)}, 0, learning_rate=0.5) == 100 * np.mean(y_test == 0)


def test_without_gates_only_what_lies_below_a_relu_is_wrong():
    X, y, _, _ = datasets.digits()
    layers = random_network([64, 9, 7, 10], np.random.default_rng(0))
    loss, gradients = without_gates(X[:9], y[:9], layers)
    expected, right = backprop.mlp_backward(X[:9], y[:9], layers)
    assert loss == expected
    errors = [
        backprop.gradient_check(loss_with(X[:9], y[:9], layers, layer, 0), layers[layer][0], gradients[layer][0])
        for layer in range(3)
    ]
    assert [error < 1e-5 for error in errors] == [False, False, True]
    np.testing.assert_array_equal(gradients[2][1], right[2][1])
