"""Lesson 07 against independent oracles: central differences, SciPy, PyTorch, identities, slow obvious versions."""

import importlib.util

import numpy as np
import pytest
from differences import central_differences
from scipy import ndimage, stats

from dlcourse.lessons import regularization

# ---- the penalty and the targets ----


def test_l2_gradients_are_slopes_of_the_penalty():
    rng = np.random.default_rng(0)
    W1, b1, W2, b2 = rng.normal(size=(3, 4)), rng.normal(size=4), rng.normal(size=(4, 2)), rng.normal(size=2)
    _, [(dW1, db1), (dW2, db2)] = regularization.l2_penalty([(W1, b1), (W2, b2)], 0.3)
    for found, change in [
        (dW1, lambda W: [(W, b1), (W2, b2)]),
        (db1, lambda b: [(W1, b), (W2, b2)]),
        (dW2, lambda W: [(W1, b1), (W, b2)]),
        (db2, lambda b: [(W1, b1), (W2, b)]),
    ]:
        x = {id(dW1): W1, id(db1): b1, id(dW2): W2, id(db2): b2}[id(found)]
        slopes = central_differences(lambda x, change=change: regularization.l2_penalty(change(x), 0.3)[0], x)
        np.testing.assert_allclose(found, slopes, atol=1e-8)


def test_label_smoothing_element_by_element():
    y = np.array([3, 0, 1])
    slow = [[0.9 * (c == label) + 0.1 / 4 for c in range(4)] for label in y]
    np.testing.assert_allclose(regularization.label_smoothing(y, 4, 0.1), slow, rtol=1e-12)
    assert np.array_equal(regularization.label_smoothing(y, 4, 0.0), np.eye(4)[y])


# ---- dropout ----


@pytest.mark.parametrize("rate", [0.0, 0.1, 0.5, 0.9])
def test_dropout_keeps_the_mean_and_silences_the_share_that_is_asked(rate):
    X = np.random.default_rng(1).normal(size=(400, 250))
    out, mask = regularization.dropout_forward(X, rate, np.random.default_rng(0))
    silenced = int(np.sum(mask == 0))
    assert stats.binomtest(silenced, X.size, rate).pvalue > 1e-6 if rate else silenced == 0
    np.testing.assert_allclose(out[mask > 0], X[mask > 0] / (1 - rate), rtol=1e-12)
    assert abs(mask.mean() - 1) < 0.05


def test_dropout_masks_differ_by_call_row_and_column_and_nothing_is_dropped_in_evaluation_mode():
    rng, X = np.random.default_rng(0), np.ones((30, 40))
    first, second = (regularization.dropout_forward(X, 0.5, rng)[0] for _ in range(2))
    assert not np.array_equal(first, second)
    assert len(np.unique(first, axis=0)) == 30
    assert len(np.unique(first, axis=1).T) == 40
    out, mask = regularization.dropout_forward(X, 0.5, rng, training=False)
    assert np.array_equal(out, X)
    assert mask is None


def test_dropout_backward_by_central_differences():
    X, weight = np.random.default_rng(0).normal(size=(2, 4, 3))
    _, mask = regularization.dropout_forward(X, 0.4, np.random.default_rng(2))

    def f(X):
        return np.sum(weight * regularization.dropout_forward(X, 0.4, np.random.default_rng(2))[0])

    np.testing.assert_allclose(regularization.dropout_backward(weight, mask), central_differences(f, X), atol=1e-8)
    assert np.array_equal(regularization.dropout_backward(weight, None), weight)


def test_bad_rates_are_refused():
    for rate in (-0.1, 1.0, 50):
        with pytest.raises(ValueError, match="rate is"):
            regularization.dropout_forward(np.ones(2), rate, np.random.default_rng(0))


# ---- normalisation ----


def inputs(seed=0, N=6, D=4):
    rng = np.random.default_rng(seed)
    X = rng.normal(3, 2, size=(N, D)) * np.linspace(0.5, 4, D)
    return X, rng.normal(1, 0.5, size=D), rng.normal(size=D), rng.normal(size=(N, D))


def batchnorm(X, gamma, beta):
    running = np.zeros(X.shape[1]), np.ones(X.shape[1])
    return regularization.batchnorm_forward(X, gamma, beta, running)[:2]


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(
    ("forwards", "backwards"),
    [
        (batchnorm, regularization.batchnorm_backward),
        (regularization.layernorm_forward, regularization.layernorm_backward),
    ],
)
def test_normalisation_backward_by_central_differences(forwards, backwards, seed):
    X, gamma, beta, weight = inputs(seed)
    _, cache = forwards(X, gamma, beta)
    dX, dgamma, dbeta = backwards(weight, cache)
    for found, f, x in [
        (dX, lambda X: np.sum(weight * forwards(X, gamma, beta)[0]), X),
        (dgamma, lambda gamma: np.sum(weight * forwards(X, gamma, beta)[0]), gamma),
        (dbeta, lambda beta: np.sum(weight * forwards(X, gamma, beta)[0]), beta),
    ]:
        np.testing.assert_allclose(found, central_differences(f, x), rtol=1e-5, atol=1e-7)


def test_normalised_columns_and_rows_have_the_mean_and_std_that_are_asked():
    X, gamma, beta, _ = inputs(N=50)
    out, _ = batchnorm(X, gamma, beta)
    np.testing.assert_allclose(out.mean(axis=0), beta, atol=1e-12)
    np.testing.assert_allclose(out.std(axis=0), np.abs(gamma), rtol=1e-4)
    out, _ = regularization.layernorm_forward(X, np.ones(4), np.zeros(4))
    np.testing.assert_allclose(out.mean(axis=1), 0, atol=1e-12)
    np.testing.assert_allclose(out.std(axis=1), 1, rtol=1e-3)


def test_layer_normalisation_is_batch_normalisation_of_the_transpose():
    X, _, _, weight = inputs()
    ones = np.ones(6), np.zeros(6)
    by_rows, cache = regularization.layernorm_forward(X, np.ones(4), np.zeros(4))
    by_columns, turned = batchnorm(X.T, *ones)
    np.testing.assert_allclose(by_rows, by_columns.T, rtol=1e-12)
    dX = regularization.layernorm_backward(weight, cache)[0]
    np.testing.assert_allclose(dX, regularization.batchnorm_backward(weight.T, turned)[0].T, rtol=1e-9, atol=1e-12)


def test_gradient_is_blind_to_what_normalisation_takes_away():
    """Adding to a column, or stretching it, changes nothing: the gradient has no part along these directions."""
    X, gamma, beta, weight = inputs(N=40)
    _, cache = batchnorm(X, gamma, beta)
    dX = regularization.batchnorm_backward(weight, cache)[0]
    np.testing.assert_allclose(dX.sum(axis=0), 0, atol=1e-12)
    np.testing.assert_allclose((dX * X).sum(axis=0), 0, atol=1e-4)


def test_running_statistics_follow_in_training_and_are_used_otherwise():
    rng, running = np.random.default_rng(0), (np.zeros(2), np.ones(2))
    gamma, beta = np.ones(2), np.zeros(2)
    for _ in range(300):
        X = rng.normal([5.0, -1.0], [2.0, 0.5], size=(64, 2))
        _, _, running = regularization.batchnorm_forward(X, gamma, beta, running)
    np.testing.assert_allclose(running[0], [5, -1], atol=0.4)
    np.testing.assert_allclose(running[1], [4, 0.25], rtol=0.3)
    one = np.array([[7.0, -1.0]])
    out, _, after = regularization.batchnorm_forward(one, gamma, beta, running, training=False)
    assert after is running
    np.testing.assert_allclose(out, (one - running[0]) / np.sqrt(running[1] + 1e-5), rtol=1e-12)


if importlib.util.find_spec("torch"):

    @pytest.mark.parametrize("name", ["batch", "layer"])
    def test_normalisation_is_pytorchs(name):
        import torch

        X, gamma, beta, weight = inputs(N=12)
        tensors = [torch.tensor(array, requires_grad=True) for array in (X, gamma, beta)]
        if name == "batch":
            running = torch.zeros(4, dtype=torch.double), torch.ones(4, dtype=torch.double)
            out = torch.nn.functional.batch_norm(tensors[0], *running, *tensors[1:], training=True, momentum=0.1)
            ours, cache, (mean, _) = regularization.batchnorm_forward(X, gamma, beta, (np.zeros(4), np.ones(4)))
            np.testing.assert_allclose(mean, running[0].numpy(), rtol=1e-10)
            found = regularization.batchnorm_backward(weight, cache)
        else:
            out = torch.nn.functional.layer_norm(tensors[0], (4,), *tensors[1:])
            ours, cache = regularization.layernorm_forward(X, gamma, beta)
            found = regularization.layernorm_backward(weight, cache)
        np.testing.assert_allclose(ours, out.detach().numpy(), rtol=1e-10, atol=1e-12)
        out.backward(torch.tensor(weight))
        for mine, theirs in zip(found, tensors):
            np.testing.assert_allclose(mine, theirs.grad.numpy(), rtol=1e-8, atol=1e-11)


# ---- augmentation ----


def test_shifts_are_all_there_and_equally_often():
    images = np.random.default_rng(0).uniform(1, 2, size=(1, 5, 4)).repeat(2500, axis=0)
    shifted = regularization.random_shift(images, 2, np.random.default_rng(0))
    kinds, counts = np.unique(shifted, axis=0, return_counts=True)
    assert len(kinds) == 25
    assert stats.chisquare(counts).pvalue > 1e-4
    wanted = {ndimage.shift(images[0], (i, j), order=0).tobytes() for i in range(-2, 3) for j in range(-2, 3)}
    assert {kind.tobytes() for kind in kinds} == wanted


def test_mixup_mixes_two_rows_and_their_targets_by_the_same_share():
    rng = np.random.default_rng(0)
    X, Y = np.eye(400), np.eye(400)  # the mixed row says itself who is in it
    mixed, targets = regularization.mixup(X, Y, 0.4, rng)
    assert np.array_equal(mixed, targets)
    np.testing.assert_allclose(mixed.sum(axis=1), 1, rtol=1e-12)
    assert ((mixed > 0).sum(axis=1) <= 2).all()
    shares = np.diag(mixed)[np.diag(mixed) < 1]
    assert stats.kstest(shares, stats.beta(0.4, 0.4).cdf).pvalue > 1e-3
