"""Arrays that layers seldom meet, against the clear forms: whole numbers, and batches of none."""

import numpy as np
import pytest

from dlcourse.lessons import cnn
from dlcourse.nn import training
from dlcourse.nn.cnn import (
    Conv2d,
    Flatten,
    MaxPool2d,
    SpatialBatchNorm,
    conv2d_backward_fast,
    conv2d_fast,
    conv2d_kernel_gradients,
)
from dlcourse.nn.lstm import GRU, LSTM, Bidirectional


@pytest.mark.parametrize("size", [3, 5])
@pytest.mark.parametrize("kinds", [(int, int, int), (float, int, int), (np.float32, int, float), (int, float, float)])
def test_kernels_and_pictures_may_be_whole_numbers(kinds, size):
    """Winograd's sums have fractions."""
    rng = np.random.default_rng(0)
    shapes = (2, 7, 6, 8), (size, size, 8, 2), (2,)
    X, W, b = (rng.integers(-9, 10, size=shape).astype(kind) for shape, kind in zip(shapes, kinds))
    Z, cache = cnn.conv2d(X, W, b, 1, 1)
    np.testing.assert_allclose(conv2d_fast(X, W, b, 1, 1)[0], Z)
    dZ = rng.integers(-9, 10, size=Z.shape)
    for found, wanted in zip(conv2d_backward_fast(dZ, cache), cnn.conv2d_backward(dZ.astype(float), as_floats(cache))):
        np.testing.assert_allclose(found, wanted, rtol=1e-9, atol=1e-9)
    for found, wanted in zip(conv2d_kernel_gradients(dZ.astype(np.int8), cache), conv2d_kernel_gradients(dZ, cache)):
        np.testing.assert_allclose(found, wanted, rtol=1e-9, atol=1e-9)


def as_floats(cache):
    return *(array.astype(float) for array in cache[:2]), *cache[2:]


@pytest.mark.parametrize("channels", [1, 5])
@pytest.mark.parametrize("stride", [1, 2])
def test_a_batch_of_no_pictures(channels, stride):
    """As when somebody asks for the predictions of all pictures that were wrong, and there are none."""
    X, W, b = np.zeros((0, 7, 6, channels)), np.ones((3, 3, channels, 2)), np.ones(2)
    Z, cache = cnn.conv2d(X, W, b, stride, 1)
    found = [conv2d_fast(X, W, b, stride, 1)[0], *conv2d_backward_fast(Z, cache), *conv2d_kernel_gradients(Z, cache)]
    wanted = cnn.conv2d_backward(Z, cache)
    for left, right in zip(found, [Z, *wanted, *wanted[1:]], strict=True):
        assert left.dtype == right.dtype
        np.testing.assert_array_equal(left, right)
    rng = np.random.default_rng(0)
    layers = [Conv2d(channels, 2, 3, rng), SpatialBatchNorm(2), MaxPool2d(), Flatten(), training.Dense(8, 3, rng)]
    classes, probabilities = training.Network(layers).predict(X)
    assert classes.shape == probabilities.shape == (0,)


def test_a_batch_of_no_sequences():
    X = np.zeros((0, 6, 3))
    rng = np.random.default_rng(0)
    for layer in (LSTM(3, 4, rng), GRU(3, 4, rng), Bidirectional(LSTM(3, 2, rng), GRU(3, 2, rng))):
        H, cache = layer.forward(X)
        dX, found = layer.backward(H, cache)
        assert (H.shape, dX.shape) == ((0, 6, 4), X.shape)
        assert all(not gradient.any() for gradient in found.values())
