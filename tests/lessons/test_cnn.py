"""Lesson 08 against independent oracles: SciPy, central differences, slow obvious versions, PyTorch."""

import importlib.util

import numpy as np
import pytest
from differences import central_differences
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import signal

from dlcourse.lessons import cnn
from dlcourse.nn import cnn as fast_cnn
from dlcourse.nn import training
from dlcourse.nn.cnn import (
    AvgPool2d,
    Conv2d,
    Flatten,
    MaxPool2d,
    SpatialBatchNorm,
    conv2d_backward_fast,
    conv2d_fast,
    conv2d_kernel_gradients,
    spatial_batchnorm_backward_fast,
    spatial_batchnorm_fast,
)

HAVE_TORCH = importlib.util.find_spec("torch") is not None


@st.composite
def settings_of_a_convolution(draw):
    """Shapes that fit together: dict of N, H, L, C, A, B, M, stride, padding, seed."""
    most = {"N": 4, "C": 6, "A": 4, "B": 4, "M": 4, "stride": 3}
    found = {name: draw(st.integers(1, high)) for name, high in most.items()}
    found["padding"] = draw(st.integers(0, 3))
    for side, kernel in (("H", "A"), ("L", "B")):
        found[side] = draw(st.integers(max(1, found[kernel] - 2 * found["padding"]), 9))
    return found | {"seed": draw(st.integers(0, 1000))}


def drawn(chosen, dtype=float):
    """X, W, b and the numbers stride and padding."""
    rng = np.random.default_rng(chosen["seed"])
    shapes = [[chosen[name] for name in names] for names in ("NHLC", "ABCM", "M")]
    return *(rng.normal(size=shape).astype(dtype) for shape in shapes), chosen["stride"], chosen["padding"]


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


@given(settings_of_a_convolution(), st.sampled_from([float, np.float32]), st.sampled_from([1, 400, 65_536]))
@settings(max_examples=150, deadline=None, derandomize=True)
def test_fast_form_is_the_clear_form(chosen, dtype, block):
    X, W, b, stride, padding = drawn(chosen, dtype)
    kept, fast_cnn.BLOCK = fast_cnn.BLOCK, block
    try:
        Z, cache = cnn.conv2d(X, W, b, stride, padding)
        fast, fast_cache = conv2d_fast(X, W, b, stride, padding)
        dZ = np.random.default_rng(0).normal(size=Z.shape).astype(dtype)
        clear_gradients = cnn.conv2d_backward(dZ, cache)
        fast_gradients = [*conv2d_backward_fast(dZ, fast_cache), *conv2d_kernel_gradients(dZ, cache)]
    finally:
        fast_cnn.BLOCK = kept
    near = {"rtol": 1e-9, "atol": 1e-9} if dtype is float else {"rtol": 1e-3, "atol": 1e-3}
    for left, right in zip([fast, *fast_gradients], [Z, *clear_gradients, *clear_gradients[1:]], strict=True):
        assert left.dtype == right.dtype == dtype
        np.testing.assert_allclose(left, right, **near)


@pytest.mark.parametrize("backward", [cnn.conv2d_backward, conv2d_backward_fast])
@pytest.mark.parametrize(("stride", "padding"), [(1, 0), (1, 1), (2, 1), (3, 2)])
def test_conv2d_backward_by_central_differences(backward, stride, padding):
    rng = np.random.default_rng(0)
    X, W, b = rng.normal(size=(2, 6, 5, 2)), rng.normal(size=(3, 3, 2, 3)), rng.normal(size=3)
    Z, cache = cnn.conv2d(X, W, b, stride, padding)
    weight = rng.normal(size=Z.shape)
    dX, dW, db = backward(weight, cache)
    for found, f, x in [
        (dX, lambda X: np.sum(weight * cnn.conv2d(X, W, b, stride, padding)[0]), X),
        (dW, lambda W: np.sum(weight * cnn.conv2d(X, W, b, stride, padding)[0]), W),
        (db, lambda b: np.sum(weight * cnn.conv2d(X, W, b, stride, padding)[0]), b),
    ]:
        np.testing.assert_allclose(found, central_differences(f, x), atol=1e-7)


def test_arguments_of_layers_stay_as_they_are():
    rng = np.random.default_rng(0)
    X, W, b = rng.normal(size=(3, 8, 8, 2)), rng.normal(size=(3, 3, 2, 4)), rng.normal(size=4)
    for array in (X, W, b):
        array.flags.writeable = False
    Z, cache = conv2d_fast(X, W, b, 1, 1)
    Z.flags.writeable = False
    conv2d_backward_fast(Z, cache)
    out, cache = cnn.maxpool2d(Z)
    out.flags.writeable = False
    cnn.maxpool2d_backward(out, cache)


# ---- pooling ----


@st.composite
def settings_of_a_pooling(draw):
    size, stride = draw(st.integers(1, 3)), draw(st.integers(1, 4))
    shape = [draw(st.integers(1, 3)), *(draw(st.integers(size, 9)) for _ in "HL"), draw(st.integers(1, 3))]
    levels = draw(st.sampled_from([2, 5, 10**6]))  # few levels: many windows have several largest numbers
    X = np.random.default_rng(draw(st.integers(0, 1000))).integers(-levels, levels, shape).astype(float)
    return X, size, stride


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
    in_use, _, same = cnn.spatial_batchnorm(X, gamma, beta, running, training=False)
    np.testing.assert_allclose(in_use, gamma * (X - running[0]) / np.sqrt(running[1] + 1e-5) + beta, rtol=1e-9)
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


@pytest.mark.parametrize("dtype", [float, np.float32])
@pytest.mark.parametrize("shape", [(4, 5, 6, 3), (1, 1, 1, 1), (2, 3, 1, 5), (1, 4, 7, 2), (8, 6, 6, 16)])
def test_fast_batchnorm_is_the_clear_one(shape, dtype):
    rng = np.random.default_rng(0)
    X, d_out = rng.normal(3, 2, size=shape).astype(dtype), rng.normal(size=shape).astype(dtype)
    gamma, beta, mean = rng.normal(size=(3, shape[3])).astype(dtype)
    running = mean, rng.uniform(1, 2, size=shape[3]).astype(dtype)
    near = {"rtol": 1e-9, "atol": 1e-9} if dtype is float else {"rtol": 1e-3, "atol": 1e-4}
    for by_batch in (True, False):
        clear = cnn.spatial_batchnorm(X, gamma, beta, running, by_batch)
        fast = spatial_batchnorm_fast(X, gamma, beta, running, by_batch)
        for left, right in zip([fast[0], *fast[1], *fast[2]], [clear[0], *clear[1], *clear[2]], strict=True):
            assert left.dtype == right.dtype == dtype
            np.testing.assert_allclose(left, right, **near)
    cache = cnn.spatial_batchnorm(X, gamma, beta, running)[1]
    gradients = spatial_batchnorm_backward_fast(d_out, cache)
    for left, right in zip(gradients, cnn.spatial_batchnorm_backward(d_out, cache), strict=True):
        assert left.dtype == dtype
        np.testing.assert_allclose(left, right, **near)


# ---- layers ----


def network_of_all(dtype=float, forms=None):
    rng, forms = np.random.default_rng(1), forms or {}
    layers = [
        Conv2d(2, 3, 3, rng, padding=1, dtype=dtype, **forms),
        SpatialBatchNorm(3, dtype=dtype),
        training.Tanh(),
        MaxPool2d(),
        Conv2d(3, 4, 2, rng, stride=2, dtype=dtype, **forms),
        AvgPool2d(2, 1),
        Flatten(),
        training.Dense(8, 3, rng, dtype=dtype),
    ]
    return training.Network(layers)


CLEAR = {"forward": cnn.conv2d, "backward": cnn.conv2d_backward}


@pytest.mark.parametrize("forms", [{}, CLEAR], ids=["fast", "clear"])
def test_gradients_of_a_network_of_all_layers_by_central_differences(forms):
    network, rng = network_of_all(forms=forms), np.random.default_rng(2)
    X, y = rng.normal(size=(5, 8, 12, 2)), rng.integers(0, 3, 5)
    _, gradients = network.loss_and_gradients(X, y)
    for layer, found in zip(network.layers, gradients):
        assert layer.parameters.keys() == found.keys()
        for name, array in layer.parameters.items():

            def loss_at(value, array=array):
                kept, array[...] = array.copy(), value
                loss, _ = network.loss_and_gradients(X, y)
                array[...] = kept
                return loss

            np.testing.assert_allclose(found[name], central_differences(loss_at, array.copy()), rtol=1e-4, atol=1e-7)
    Z, caches = network.forward(X, training=True)
    weight = rng.normal(size=Z.shape)
    slopes = central_differences(lambda X: np.sum(weight * network.forward(X, training=True)[0]), X)
    np.testing.assert_allclose(network.input_gradient(weight, caches), slopes, rtol=1e-4, atol=1e-7)


def test_layers_keep_float32():
    network, rng = network_of_all(np.float32), np.random.default_rng(2)
    X, y = rng.normal(size=(5, 8, 12, 2)).astype(np.float32), rng.integers(0, 3, 5)
    Z, _ = network.forward(X)
    _, gradients = network.loss_and_gradients(X, y)
    assert Z.dtype == np.float32
    assert all(array.dtype == np.float32 for found in gradients for array in found.values())


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
    ORDERS = (0, 3, 1, 2), (3, 2, 0, 1)  # from the course's layout to that of PyTorch: pictures, kernels

    @given(settings_of_a_convolution())
    @settings(max_examples=60, deadline=None, derandomize=True)
    def test_convolution_is_that_of_pytorch(chosen):
        import torch

        X, W, b, stride, padding = drawn(chosen)
        theirs = [torch.from_numpy(array).requires_grad_() for array in (X, W, b)]
        channels_first = *(array.permute(order).contiguous() for array, order in zip(theirs, ORDERS)), theirs[2]
        Z = torch.nn.functional.conv2d(*channels_first, stride=stride, padding=padding).permute(0, 2, 3, 1)
        mine, cache = conv2d_fast(X, W, b, stride, padding)
        np.testing.assert_allclose(mine, Z.detach().numpy(), rtol=1e-9, atol=1e-9)
        dZ = np.random.default_rng(0).normal(size=Z.shape)
        Z.backward(torch.from_numpy(dZ))
        for found, their in zip(conv2d_backward_fast(dZ, cache), theirs):
            np.testing.assert_allclose(found, their.grad.numpy(), rtol=1e-9, atol=1e-9)

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

    def test_spatial_batchnorm_is_that_of_pytorch():
        import torch

        rng = np.random.default_rng(0)
        X, d_out = rng.normal(2, 3, size=(4, 5, 6, 3)), rng.normal(size=(4, 5, 6, 3))
        layer = SpatialBatchNorm(3)
        layer.parameters["gamma"] += rng.normal(size=3)
        theirs = torch.nn.BatchNorm2d(3, dtype=torch.float64)
        with torch.no_grad():
            theirs.weight.copy_(torch.from_numpy(layer.parameters["gamma"]))
        x = torch.from_numpy(X).requires_grad_()
        wanted = theirs(x.permute(0, 3, 1, 2)).permute(0, 2, 3, 1)
        wanted.backward(torch.from_numpy(d_out))
        out, cache = layer.forward(X, training=True)
        dX, found = layer.backward(d_out, cache)
        np.testing.assert_allclose(out, wanted.detach().numpy(), rtol=1e-9)
        np.testing.assert_allclose(dX, x.grad.numpy(), rtol=1e-7, atol=1e-10)
        np.testing.assert_allclose(found["gamma"], theirs.weight.grad.numpy(), rtol=1e-9)
        np.testing.assert_allclose(layer.running[0], theirs.running_mean.numpy(), rtol=1e-9)
