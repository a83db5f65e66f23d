"""Lesson 08 against independent oracles: SciPy, central differences, slow obvious versions, PyTorch."""

import importlib.util

import numpy as np
import pytest
from convolutions import (
    check_gradients_of_a_convolution,
    drawn,
    settings_of_a_convolution,
    settings_of_a_pooling,
)
from differences import central_differences
from hypothesis import given, settings
from scipy import signal

from dlcourse.lessons import cnn

HAVE_TORCH = importlib.util.find_spec("torch") is not None


# ---- convolution ----


@pytest.mark.parametrize("size", range(1, 12))
def test_output_size_counts_the_places(size):
    for kernel in range(1, 5):
        for stride in range(1, 4):
            for padding in range(3):
                if kernel <= size + 2 * padding:
                    starts = range(0, size + 2 * padding, stride)
                    fits = [start for start in starts if start + kernel <= size + 2 * padding]
                    assert cnn.conv_output_size(size, kernel, stride, padding) == len(fits)


@given(settings_of_a_convolution())
@settings(max_examples=60, deadline=None, derandomize=True)
def test_conv2d_is_its_formula_window_by_window(chosen):
    X, W, b, stride, padding = drawn(chosen)
    Z, cache = cnn.conv2d(X, W, b, stride, padding)
    assert cache[0] is X
    assert cache[1] is W
    assert cache[2:] == (stride, padding)
    padded = cnn.pad2d(X, padding)
    for n, r, s, m in np.ndindex(Z.shape):
        window = padded[n, stride * r : stride * r + W.shape[0], stride * s : stride * s + W.shape[1]]
        assert Z[n, r, s, m] == pytest.approx(cnn.conv2d_window(window, W[..., m], b[m]), rel=1e-9, abs=1e-9)


def test_conv2d_is_scipys_correlation():
    rng = np.random.default_rng(0)
    X, W = rng.normal(size=(2, 9, 11, 3)), rng.normal(size=(3, 4, 3, 2))
    Z, _ = cnn.conv2d(X, W, np.zeros(2))
    for n, m in np.ndindex(2, 2):
        wanted = signal.correlate(X[n], W[..., m], mode="valid")[..., 0]
        np.testing.assert_allclose(Z[n, :, :, m], wanted, atol=1e-12)


@pytest.mark.parametrize(("stride", "padding"), [(1, 0), (1, 1), (2, 1), (3, 2)])
def test_conv2d_backward_by_central_differences(stride, padding):
    check_gradients_of_a_convolution(cnn.conv2d_backward, stride, padding)


# ---- pooling ----


@given(settings_of_a_pooling())
@settings(max_examples=100, deadline=None, derandomize=True)
def test_pooling_window_by_window(drawn):
    X, size, stride = drawn
    largest, cache = cnn.maxpool2d(X, size, stride)
    mean, mean_cache = cnn.avgpool2d(X, size, stride)
    d_out = np.random.default_rng(0).normal(size=largest.shape)
    to_winners, shared = np.zeros_like(X), np.zeros_like(X)
    for n, r, s, c in np.ndindex(largest.shape):
        here = n, slice(stride * r, stride * r + size), slice(stride * s, stride * s + size), c
        assert largest[n, r, s, c] == X[here].max()
        assert mean[n, r, s, c] == pytest.approx(X[here].mean())
        to_winners[here][np.unravel_index(X[here].argmax(), (size, size))] += d_out[n, r, s, c]
        shared[here] += d_out[n, r, s, c] / size**2
    np.testing.assert_allclose(cnn.maxpool2d_backward(d_out, cache), to_winners, atol=1e-12)
    np.testing.assert_allclose(cnn.avgpool2d_backward(d_out, mean_cache), shared, atol=1e-12)


@pytest.mark.parametrize(
    ("forward", "backward"),
    [(cnn.maxpool2d, cnn.maxpool2d_backward), (cnn.avgpool2d, cnn.avgpool2d_backward)],
)
@pytest.mark.parametrize(("size", "stride"), [(2, 2), (3, 2), (2, 1), (2, 3)])
def test_pooling_backward_by_central_differences(forward, backward, size, stride):
    X = np.random.default_rng(0).normal(size=(2, 7, 6, 2))
    out, cache = forward(X, size, stride)
    weight = np.random.default_rng(1).normal(size=out.shape)
    slopes = central_differences(lambda X: np.sum(weight * forward(X, size, stride)[0]), X)
    np.testing.assert_allclose(backward(weight, cache), slopes, atol=1e-8)


# ---- receptive field, batch normalisation ----


@pytest.mark.parametrize("layers", [[], [(3, 1)], [(3, 2), (5, 1)], [(3, 1), (2, 2), (3, 1), (2, 2)], [(2, 3), (4, 2)]])
def test_receptive_field_is_where_a_change_is_felt(layers):
    length = 80

    def forward(x):
        for size, stride in layers:
            starts = range(0, len(x) - size + 1, stride)
            x = np.array([x[start : start + size].sum() for start in starts])
        return x

    base = forward(np.zeros(length))
    middle = len(base) // 2
    felt = [place for place in range(length) if forward(np.eye(length)[place])[middle] != 0]
    assert cnn.receptive_field(layers) == felt[-1] - felt[0] + 1


def test_spatial_batchnorm_channel_by_channel():
    rng = np.random.default_rng(0)
    X = rng.normal(3, 2, size=(4, 5, 6, 3)) * [1, 5, 0.1]
    gamma, beta, running = rng.normal(size=3), rng.normal(size=3), (rng.normal(size=3), rng.uniform(1, 2, size=3))
    out, _, (mean, variance) = cnn.spatial_batchnorm(X, gamma, beta, running)
    for c in range(3):
        wanted = gamma[c] * (X[..., c] - X[..., c].mean()) / np.sqrt(X[..., c].var() + 1e-5) + beta[c]
        np.testing.assert_allclose(out[..., c], wanted, rtol=1e-9)
        assert mean[c] == pytest.approx(0.9 * running[0][c] + 0.1 * X[..., c].mean())
        assert variance[c] == pytest.approx(0.9 * running[1][c] + 0.1 * X[..., c].var())
    evaluated, _, same = cnn.spatial_batchnorm(X, gamma, beta, running, training=False)
    np.testing.assert_allclose(evaluated, gamma * (X - running[0]) / np.sqrt(running[1] + 1e-5) + beta, rtol=1e-9)
    assert same is running


def test_spatial_batchnorm_backward_by_central_differences():
    rng = np.random.default_rng(0)
    X, weight = rng.normal(2, 3, size=(2, 3, 2, 2)), rng.normal(size=(2, 3, 2, 2))
    gamma, beta, running = rng.normal(size=2), rng.normal(size=2), (np.zeros(2), np.ones(2))
    dX, dgamma, dbeta = cnn.spatial_batchnorm_backward(weight, cnn.spatial_batchnorm(X, gamma, beta, running)[1])
    for found, f, x in [
        (dX, lambda X: np.sum(weight * cnn.spatial_batchnorm(X, gamma, beta, running)[0]), X),
        (dgamma, lambda gamma: np.sum(weight * cnn.spatial_batchnorm(X, gamma, beta, running)[0]), gamma),
        (dbeta, lambda beta: np.sum(weight * cnn.spatial_batchnorm(X, gamma, beta, running)[0]), beta),
    ]:
        np.testing.assert_allclose(found, central_differences(f, x), rtol=1e-5, atol=1e-7)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: cnn.conv_output_size(3, 5), "kernel of 5 does not fit into 3 pixels with a padding of 0"),
        (lambda: cnn.conv_output_size(3, 0), "kernel of 0"),
        (lambda: cnn.conv_output_size(3, 3, stride=0), "stride is 0"),
        (
            lambda: cnn.conv2d(np.ones((1, 5, 5, 2)), np.ones((3, 3, 1, 4)), np.ones(4)),
            "X has 2 channels",
        ),
        (lambda: cnn.maxpool2d(np.ones((1, 1, 5, 2))), "kernel of 2 does not fit into 1"),
    ],
)
def test_bad_arguments_are_named(call, words):
    with pytest.raises(ValueError, match=words):
        call()


if HAVE_TORCH:

    @given(settings_of_a_pooling())
    @settings(max_examples=60, deadline=None, derandomize=True)
    def test_pooling_is_that_of_pytorch(drawn):
        import torch

        X, size, stride = drawn
        for forward, backward, theirs in (
            (cnn.maxpool2d, cnn.maxpool2d_backward, torch.nn.functional.max_pool2d),
            (cnn.avgpool2d, cnn.avgpool2d_backward, torch.nn.functional.avg_pool2d),
        ):
            x = torch.from_numpy(X).requires_grad_()
            wanted = theirs(x.permute(0, 3, 1, 2), size, stride).permute(0, 2, 3, 1)
            out, cache = forward(X, size, stride)
            np.testing.assert_allclose(out, wanted.detach().numpy(), rtol=1e-12, atol=1e-12)
            d_out = np.random.default_rng(0).normal(size=out.shape)
            wanted.backward(torch.from_numpy(d_out))
            np.testing.assert_allclose(backward(d_out, cache), x.grad.numpy(), rtol=1e-12, atol=1e-12)
