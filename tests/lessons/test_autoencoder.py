"""Lesson 13, autoencoder, tied, holed and sparse: against central differences, PyTorch's autograd, and counting."""

import importlib.util
import itertools

import numpy as np
import pytest
import scipy.special
from differences import agree

from dlcourse.lessons import autoencoder

HAVE_TORCH = importlib.util.find_spec("torch") is not None


@pytest.fixture
def arrays():
    rng = np.random.default_rng(0)
    named = {"W": rng.normal(size=(5, 3)), "b": rng.normal(size=3), "c": rng.normal(size=5)}
    return rng.normal(size=(7, 5)), named, rng.normal(size=(7, 5)), rng.normal(size=(7, 3))


@pytest.mark.parametrize("linear", [False, True])
def test_gradients_of_a_table_that_is_used_twice(arrays, linear):
    X, named, out, code = arrays
    _, cache = autoencoder.autoencoder_forward(X, **named, linear=linear)
    found = autoencoder.autoencoder_backward(out, cache, dH=code)
    for name, gradient in zip(("W", "b", "c"), found):

        def total(array, name=name):
            X_hat, (_, H, _, _) = autoencoder.autoencoder_forward(X, **named | {name: array}, linear=linear)
            return np.sum(out * X_hat) + np.sum(code * H)

        agree(gradient, total, named[name])


if HAVE_TORCH:

    def test_the_same_as_pytorch(arrays):
        import torch

        X, named, out, _ = arrays
        X_hat, cache = autoencoder.autoencoder_forward(X, **named)
        W, b, c = (torch.tensor(named[name], requires_grad=True) for name in ("W", "b", "c"))
        H = torch.sigmoid(torch.tensor(X) @ W + b)
        rebuilt = H @ W.T + c
        np.testing.assert_allclose(X_hat, rebuilt.detach().numpy(), atol=1e-12)
        torch.sum(torch.tensor(out) * rebuilt).backward()
        for gradient, tensor in zip(autoencoder.autoencoder_backward(out, cache), (W, b, c)):
            np.testing.assert_allclose(gradient, tensor.grad.numpy(), atol=1e-12)


def test_all_choices_of_holes_are_equally_likely():
    X = 1 + np.arange(5.0)
    torn = autoencoder.corrupt(np.tile(X, (20_000, 1)), count=2, rng=np.random.default_rng(0))
    counts = dict.fromkeys(itertools.combinations(range(5), 2), 0)
    for row in torn == 0:
        counts[tuple(np.flatnonzero(row))] += 1
    np.testing.assert_allclose(list(counts.values()), 2000, atol=5 * np.sqrt(2000))
    assert np.all((torn == 0) | (torn == X))


@pytest.mark.parametrize("count", [0, 4])
def test_nothing_and_everything_erased(count):
    X = np.ones((3, 4), np.float32)
    torn = autoencoder.corrupt(X, count=count, rng=np.random.default_rng(0))
    assert torn.dtype == np.float32
    assert not np.shares_memory(torn, X)
    np.testing.assert_array_equal(torn, X if count == 0 else 0 * X)


def test_the_penalty_is_a_divergence_of_two_coins():
    H = np.random.default_rng(1).uniform(0.05, 0.95, size=(6, 4))
    penalty, dH = autoencoder.sparsity_penalty(H, target=0.2)
    q = H.mean(axis=0)
    coins = scipy.special.rel_entr(0.2, q) + scipy.special.rel_entr(0.8, 1 - q)
    assert penalty == pytest.approx(coins.sum())
    agree(dH, lambda H: autoencoder.sparsity_penalty(H, target=0.2)[0], H)
    penalty, dH = autoencoder.sparsity_penalty(np.array([[0.1], [0.3]]), target=0.2)  # just as active as wanted
    assert penalty == pytest.approx(0, abs=1e-12)
    np.testing.assert_allclose(dH, 0, atol=1e-12)
