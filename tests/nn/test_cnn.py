"""The fast forms and layers of lesson 08 against the lesson's own functions, central differences and PyTorch."""

import contextlib
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
from hypothesis import strategies as st

from dlcourse.lessons import cnn
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
    maxpool2d_backward_fast,
    maxpool2d_fast,
    narrow,
    pooling,
    rows,
    spatial_batchnorm_backward_fast,
    spatial_batchnorm_fast,
    wide,
)

HAVE_TORCH = importlib.util.find_spec("torch") is not None


# ---- fast forms ----


@contextlib.contextmanager
def in_blocks_of(numbers):
    """As if so few numbers fitted into the processor's cache; every part is worth a thread."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(narrow, "BLOCK", numbers)
        patch.setattr(wide, "BLOCK", 8 * numbers)
        patch.setattr(wide, "WORK", 1)
        yield


def check_equal(found, wanted, dtype):
    near = {"rtol": 1e-9, "atol": 1e-9} if dtype is float else {"rtol": 1e-3, "atol": 1e-3}
    for left, right in zip(found, wanted, strict=True):
        assert left.dtype == right.dtype == dtype
        np.testing.assert_allclose(left, right, **near)


SETTINGS = (settings_of_a_convolution(), st.sampled_from([float, np.float32]), st.sampled_from([1, 400, 65_536]))


@pytest.mark.slow
@given(*SETTINGS)
@settings(max_examples=150, deadline=None, derandomize=True)
def test_fast_form_is_the_clear_form(chosen, dtype, block):
    X, W, b, stride, padding = drawn(chosen, dtype)
    Z, cache = cnn.conv2d(X, W, b, stride, padding)
    dZ = np.random.default_rng(0).normal(size=Z.shape).astype(dtype)
    with in_blocks_of(block):
        fast, fast_cache = conv2d_fast(X, W, b, stride, padding)
        found = [fast, *conv2d_backward_fast(dZ, fast_cache), *conv2d_kernel_gradients(dZ, cache)]
    wanted = cnn.conv2d_backward(dZ, cache)
    check_equal(found, [Z, *wanted, *wanted[1:]], dtype)


@pytest.mark.slow
@given(*SETTINGS, st.sampled_from([None, 3, 5]))
@settings(max_examples=200, deadline=None, derandomize=True)
def test_each_way_is_the_clear_form(chosen, dtype, block, winograd):
    """Whatever the number of channels; kernels of three or five rows and stride 1 are Winograd's case."""
    if winograd:
        chosen |= {"A": winograd, "stride": 1, "H": max(chosen["H"], winograd)}
    X, W, b, stride, padding = drawn(chosen, dtype)
    Z, cache = cnn.conv2d(X, W, b, stride, padding)
    dZ = np.random.default_rng(0).normal(size=Z.shape).astype(dtype)
    dX, dW, db = cnn.conv2d_backward(dZ, cache)
    for way in (narrow, wide):
        with in_blocks_of(block):
            found = [
                way.feature_maps(X, W, b, *Z.shape[1:3], stride, padding),
                way.picture_gradients(dZ, X, W, stride, padding),
                *way.kernel_gradients(dZ, X, W, stride, padding),
            ]
            if way is wide and stride == 1 and padding < min(W.shape[:2]):
                found += way.all_gradients(dZ, X, W, padding)
        check_equal(found, [Z, dX, dW, db, dX, dW, db][: len(found)], dtype)


@pytest.mark.parametrize("scheme", [rows.ThreeRows(), rows.FiveRows()])
def test_winograds_sums_are_a_convolution(scheme):
    """Of every pixel d, weight a and row r, the products add up to 1 where d = r + a, and to 0 elsewhere."""
    A, groups = scheme.of_kernels.shape[1], scheme.groups
    of_rows = np.empty((groups, A + 1))
    scheme.add_rows(np.eye(A + 1), of_rows)
    of_maps = np.empty((groups, 2, 1))
    for group, row in enumerate(np.eye(groups)):
        scheme.gather(of_maps[group, None], row.reshape(groups, 1, 1, 1).copy())
    of_maps = of_maps[..., 0].T
    found = np.einsum("rk,ka,kd->rad", of_maps, scheme.of_kernels, of_rows)
    wanted = [[[d == r + a for d in range(A + 1)] for a in range(A)] for r in range(2)]
    np.testing.assert_allclose(found, wanted, atol=1e-15)
    back = np.empty((groups, 1, 1, 2))
    scheme.gather_backward(np.eye(2)[None], back)  # two rows of two numbers: each number is 1 in one row
    np.testing.assert_array_equal(back[:, 0, 0], of_maps.T)


@given(settings_of_a_pooling(), st.sampled_from([float, np.float32]), st.sampled_from([1, 20, 10**6]))
@settings(max_examples=100, deadline=None, derandomize=True)
def test_fast_max_pooling_is_the_clear_one(chosen, dtype, block):
    X, size, stride = chosen
    X = X.astype(dtype)
    out, cache = cnn.maxpool2d(X, size, stride)
    d_out = np.random.default_rng(0).normal(size=out.shape).astype(dtype)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pooling, "BLOCK", block)
        fast, fast_cache = maxpool2d_fast(X, size, stride)
        found = maxpool2d_backward_fast(d_out, fast_cache)
    check_equal([fast, found], [out, cnn.maxpool2d_backward(d_out, cache)], dtype)


@pytest.mark.parametrize("channels", [2, 5])
@pytest.mark.parametrize(("stride", "padding"), [(1, 0), (1, 1), (1, 2), (2, 1), (3, 2)])
def test_fast_backward_by_central_differences(stride, padding, channels):
    check_gradients_of_a_convolution(conv2d_backward_fast, stride, padding, channels)


def test_pictures_may_be_whole_numbers():
    rng = np.random.default_rng(0)
    X, W, b = rng.integers(0, 256, size=(2, 7, 6, 5), dtype=np.uint8), rng.normal(size=(3, 3, 5, 2)), np.ones(2)
    np.testing.assert_allclose(conv2d_fast(X, W, b, 1, 1)[0], cnn.conv2d(X.astype(float), W, b, 1, 1)[0])
    with pytest.raises(ValueError, match="X has 5 channels, W has kernels for 4"):
        conv2d_fast(X, W[:, :, :4], b)


@pytest.mark.parametrize("channels", [1, 8])
def test_as_many_threads_as_there_are_give_the_same_to_the_last_bit(channels):
    from threadpoolctl import threadpool_limits

    rng = np.random.default_rng(0)
    X, W, b = rng.normal(size=(16, 20, 20, channels)), rng.normal(size=(3, 3, channels, 8)), rng.normal(size=8)

    def found(threads):
        with threadpool_limits(threads, user_api="blas"):
            Z, cache = conv2d_fast(X, W, b, 1, 1)
            out, kept, running = spatial_batchnorm_fast(Z, b, b, (b, b * b))
            return [Z, *conv2d_backward_fast(Z, cache), out, *running, *spatial_batchnorm_backward_fast(Z, kept)]

    with in_blocks_of(5000):
        alone, shared = found(1), found(2)
    for left, right in zip(alone, shared, strict=True):
        np.testing.assert_array_equal(left, right)


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


@pytest.mark.parametrize("dtype", [float, np.float32])
@pytest.mark.parametrize("shape", [(4, 5, 6, 3), (1, 1, 1, 1), (2, 3, 1, 5), (1, 4, 7, 2), (8, 25, 28, 16)])
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


@pytest.mark.slow
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
