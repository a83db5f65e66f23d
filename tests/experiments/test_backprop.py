"""The experiments of lesson 04: slopes along a chain, networks to begin with, and learning with and without a cut."""

import numpy as np
import pytest
from differences import agree

from dlcourse.data import datasets
from dlcourse.experiments.backprop import activation_chain, learn, random_network
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
