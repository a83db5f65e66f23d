"""The experiments of lesson 06: weights set by hand, leaks, signals, wrong labels, accuracy on the way."""

import numpy as np
import pytest
from small_networks import generator

from dlcourse.data import datasets
from dlcourse.experiments.training import accuracy_along, hand_set_weights, mislabel, noise_accuracy, signals
from dlcourse.lessons.training import accuracy, he_init


def test_hand_set_weights_read_what_they_were_drawn_as():
    W, b = hand_set_weights()
    assert np.array_equal((W.T @ W + b).argmax(axis=1), range(10))
    _, _, X, y = datasets.digits()
    assert 0.35 < accuracy((X @ W + b).argmax(axis=1), y) < 0.5


def test_a_leak_finds_something_in_noise():
    leaking, honest = (np.mean([noise_accuracy(generator(seed), leak) for seed in range(20)]) for leak in (True, False))
    assert leaking > 0.8
    assert 0.4 < honest < 0.6


def test_signals_are_a_forward_pass():
    X, W = generator().normal(size=(6, 3)), he_weights()
    first, second = signals(X, lambda inputs, outputs, rng: W[inputs], np.tanh, generator(), depth=2, width=4)
    np.testing.assert_allclose(second, np.tanh(np.tanh(X @ W[3]) @ W[4]))
    np.testing.assert_allclose(first, np.tanh(X @ W[3]))


def he_weights():
    return {inputs: he_init(inputs, 4, generator(inputs)) for inputs in (3, 4)}


def test_mislabel_changes_about_that_share():
    y = generator().integers(0, 10, 5000)
    changed = np.mean(mislabel(y, 0.2, 10, generator(1)) != y)
    assert changed == pytest.approx(0.2 * 0.9, abs=0.02)


def test_accuracy_along_the_way():
    X, y, X_test, y_test = datasets.digits()
    found = accuracy_along((X[:50], y[:50], X_test, y_test), generator(), steps=65, every=10)
    assert found.shape == (6,)
    assert found[-1] > 0.6
    assert np.array_equal(found, accuracy_along((X[:50], y[:50], X_test, y_test), generator(), steps=60, every=10))
    with pytest.raises(ValueError, match="no batch"):
        accuracy_along((X, y, X_test, y_test), generator(), minibatches=lambda X, y, batch_size, rng: [])
