"""Lesson 06 against independent oracles: scikit-learn, SciPy's statistics, slow obvious versions."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from sklearn import metrics, preprocessing
from small_networks import generator, states_of

from dlcourse.lessons.training import (
    accuracy,
    confusion_matrix,
    early_stopping,
    he_init,
    minibatches,
    random_search,
    standardize,
    train_epoch,
    train_validation_split,
    xavier_init,
)
from dlcourse.nn import training

# ---- data ----


def test_standardize_is_scikit_learns():
    rng = generator()
    X_train, X_test = rng.normal(3, 5, size=(40, 4)), rng.normal(2, 4, size=(9, 4))
    X_train[:, 2] = 0.1  # constant, and no sum of it is exact
    scaler = preprocessing.StandardScaler().fit(X_train)
    for found, wanted in zip(standardize(X_train, X_test), (X_train, X_test)):
        np.testing.assert_allclose(found, scaler.transform(wanted), rtol=1e-10, atol=1e-12)


def test_split_holds_each_example_once_with_its_label():
    X, y = np.arange(50.0)[:, None], np.arange(50)
    parts = train_validation_split(X, y, 0.3, generator())
    assert [len(part) for part in parts] == [35, 35, 15, 15]
    assert sorted([*parts[1], *parts[3]]) == list(range(50))
    assert all(np.array_equal(rows[:, 0], labels) for rows, labels in (parts[:2], parts[2:]))
    assert list(parts[3]) != list(range(15))
    other = train_validation_split(X, y, 0.3, generator(1))
    assert not np.array_equal(parts[3], other[3])


def test_minibatches_hold_each_example_once():
    X, y = np.arange(23.0)[:, None], np.arange(23)
    batches = minibatches(X, y, 5, generator())
    assert [len(rows) for rows, _ in batches] == [5, 5, 5, 5, 3]
    found = np.concatenate([labels for _, labels in batches])
    assert sorted(found) == list(range(23))
    assert list(found) != list(range(23))
    assert all(np.array_equal(rows[:, 0], labels) for rows, labels in batches)


# ---- initialisation ----


@pytest.mark.parametrize(("init", "activation"), [(he_init, lambda Z: np.maximum(Z, 0)), (xavier_init, np.tanh)])
def test_the_signal_keeps_its_size(init, activation):
    rng, H = generator(), generator(1).normal(size=(200, 300))
    sizes = []
    for _ in range(8):
        H = activation(H @ init(300, 300, rng))
        sizes.append(np.sqrt(np.mean(H**2)))
    assert 0.3 < sizes[-1] / sizes[0] < 2


@pytest.mark.parametrize(("init", "variance"), [(he_init, 2 / 300), (xavier_init, 2 / 500)])
def test_initial_weights_are_normal_with_the_variance(init, variance):
    W = init(300, 200, generator())
    assert W.shape == (300, 200)
    assert W.dtype == float
    assert stats.kstest(W.ravel() / np.sqrt(variance), "norm").pvalue > 0.01


# ---- the epoch ----


def test_an_epoch_is_the_networks_steps():
    """The clear form, lists of (W, b) and new arrays, against the network class, that changes its arrays in place."""
    rng = generator(10)
    network = training.mlp([3, 6, 5, 4], rng)
    pairs = [tuple(array.copy() for array in layer.parameters.values()) for layer in network.layers if layer.parameters]
    batches = [(rng.normal(size=(n, 3)), rng.integers(0, 4, n)) for n in (5, 5, 2)]
    kept = [array.copy() for pair in pairs for array in pair]
    found, mean_loss = train_epoch(pairs, batches, 0.3)
    optimizer, seen = training.SGD(0.3), []
    for X, y in batches:
        loss, gradients = network.loss_and_gradients(X, y)
        optimizer.step(network, gradients)
        seen.append(loss)
    assert mean_loss == pytest.approx(np.mean(seen))
    for left, right in zip([array for pair in found for array in pair], states_of(network)):
        np.testing.assert_allclose(left, right, rtol=1e-10)
    assert all(np.array_equal(old, array) for old, array in zip(kept, [array for pair in pairs for array in pair]))


# ---- measures ----


def test_accuracy_and_confusion_matrix_are_scikit_learns():
    rng = generator()
    y, y_hat = rng.integers(0, 5, 300), rng.integers(0, 4, 300)  # the answer 4 is never given
    assert accuracy(y_hat, y) == metrics.accuracy_score(y, y_hat)
    found = confusion_matrix(y_hat, y, 6)
    np.testing.assert_array_equal(found, metrics.confusion_matrix(y, y_hat, labels=range(6)))
    assert np.trace(found) / 300 == pytest.approx(accuracy(y_hat, y))


@pytest.mark.slow
@given(st.lists(st.integers(0, 6), min_size=1, max_size=12), st.integers(1, 4))
@settings(max_examples=200, deadline=None, derandomize=True)
def test_early_stopping_by_its_definition(losses, patience):
    """Epoch e is reached if no `patience` epochs in a row before it were without a new smallest loss."""
    best_so_far = [losses.index(min(losses[: epoch + 1])) for epoch in range(len(losses))]
    stops = [epoch for epoch in range(len(losses)) if epoch - best_so_far[epoch] >= patience]
    assert early_stopping(np.array(losses), patience) == best_so_far[stops[0] if stops else -1]


# ---- search ----


def test_random_search_is_even_on_a_log_scale():
    ranges = [(1e-4, 1.0), (3.0, 300.0)]
    best, points, scores = random_search(lambda x: -abs(np.log(x[0] / 0.01)), ranges, 2000, generator())
    for d, (low, high) in enumerate(ranges):
        share = np.log(points[:, d] / low) / np.log(high / low)
        assert stats.kstest(share, "uniform").pvalue > 0.01
    assert abs(np.corrcoef(np.log(points.T))[0, 1]) < 0.1
    assert np.array_equal(best, points[np.argmin(np.abs(np.log(points[:, 0] / 0.01)))])
    assert scores.max() == -abs(np.log(best[0] / 0.01))


# ---- bad arguments ----


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: standardize(np.ones((2, 3)), np.ones((2, 2))), r"X_train has shape \(2, 3\)"),
        (lambda: train_validation_split(np.ones((2, 3)), np.ones(3), 0.5, generator()), "X has 2 rows"),
        (lambda: train_validation_split(np.ones((2, 3)), np.ones(2), 30, generator()), "share is 30"),
        (lambda: minibatches(np.ones((2, 3)), np.ones(3), 2, generator()), "y has 3 labels"),
        (lambda: minibatches(np.ones((2, 3)), np.ones(2), 0, generator()), "batch_size is 0"),
        (lambda: early_stopping(np.array([]), 2), "0 losses"),
        (lambda: early_stopping(np.ones(3), 0), "a patience of 0"),
        (lambda: random_search(sum, [(0.0, 1.0)], 2, generator()), r"ranges is \[\(0.0, 1.0\)\]"),
        (lambda: random_search(sum, [(2.0, 1.0)], 2, generator()), "pairs"),
    ],
)
def test_bad_arguments_are_named(call, words):
    with pytest.raises(ValueError, match=words):
        call()
