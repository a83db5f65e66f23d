"""The layers of lesson 07 and its loss: central differences, evaluation mode, float32."""

import importlib.util

import numpy as np
import pytest
from differences import central_differences
from scipy import special

from dlcourse.lessons import forward, losses, regularization
from dlcourse.nn import training
from dlcourse.nn.regularization import (
    BatchNorm,
    Dropout,
    LayerNorm,
    batchnorm_backward_fast,
    batchnorm_forward_fast,
    layernorm_backward_fast,
    layernorm_forward_fast,
    soft_cross_entropy,
)

# ---- the loss ----


def test_soft_cross_entropy_is_cross_entropy_for_hard_targets_and_has_its_slopes():
    rng = np.random.default_rng(0)
    Z, y = rng.normal(size=(5, 4)), np.array([0, 3, 1, 1, 2])
    loss, dZ = soft_cross_entropy(Z, np.eye(4)[y])
    assert loss == pytest.approx(losses.cross_entropy(Z, y), rel=1e-12)
    Y = rng.dirichlet(np.ones(4), size=5)
    loss, dZ = soft_cross_entropy(Z, Y)
    assert loss == pytest.approx(np.mean(special.logsumexp(Z, axis=1) - (Y * Z).sum(axis=1)), rel=1e-12)
    slopes = central_differences(lambda Z: soft_cross_entropy(Z, Y)[0], Z)
    np.testing.assert_allclose(dZ, slopes, atol=1e-9)


def test_softmax_of_the_course_agrees_with_its_loss():
    Z = np.array([[1.0, 2.0, 0.5]])
    _, dZ = soft_cross_entropy(Z, np.zeros((1, 3)))
    np.testing.assert_allclose(dZ, forward.softmax(Z), rtol=1e-12)


if importlib.util.find_spec("torch"):

    def test_smoothed_loss_is_pytorchs():
        import torch

        rng = np.random.default_rng(0)
        Z, y = rng.normal(size=(5, 4)), np.array([0, 3, 1, 1, 2])
        theirs = torch.nn.functional.cross_entropy(torch.tensor(Z), torch.tensor(y), label_smoothing=0.1)
        ours, _ = soft_cross_entropy(Z, regularization.label_smoothing(y, 4, 0.1))
        assert ours == pytest.approx(theirs.item(), rel=1e-10)


# ---- the layers ----


def network(layer):
    rng = np.random.default_rng(0)
    return training.Network([training.Dense(4, 5, rng), layer, training.ReLU(), training.Dense(5, 3, rng)])


LAYERS = {
    "Dropout": lambda: Dropout(0.4, np.random.default_rng(7)),
    "BatchNorm": lambda: BatchNorm(5),
    "LayerNorm": lambda: LayerNorm(5),
}


@pytest.mark.parametrize("name", LAYERS)
def test_a_network_with_the_layer_has_the_slopes_of_its_loss(name):
    rng = np.random.default_rng(1)
    X, y = rng.normal(size=(8, 4)), rng.integers(0, 3, size=8)

    def loss_of(change=None):
        made = network(LAYERS[name]())  # the same weights and the same masks each time
        if change:
            layer, key, value = change
            made.parameters[layer][key][...] = value
        return made.loss_and_gradients(X, y)

    _, gradients = loss_of()
    checked = 0
    for number, parameters in enumerate(network(LAYERS[name]()).parameters):
        for key, array in parameters.items():
            slopes = central_differences(lambda value, n=number, k=key: loss_of((n, k, value))[0], array)
            np.testing.assert_allclose(gradients[number][key], slopes, rtol=1e-4, atol=1e-8)
            checked += array.size
    assert checked >= 43


@pytest.mark.parametrize("name", LAYERS)
def test_a_layer_in_evaluation_mode_draws_nothing_and_changes_nothing(name):
    layer, X = LAYERS[name](), np.random.default_rng(0).normal(2, 3, size=(6, 5))
    layer.forward(X, training=True)
    once, again = layer.forward(X)[0], layer.forward(X)[0]
    assert np.array_equal(once, again)
    if name != "LayerNorm":
        assert np.array_equal(layer.forward(X[:1])[0], once[:1])  # an answer does not depend on the others
        assert not np.allclose(layer.forward(X, training=True)[0], once)


@pytest.mark.parametrize("name", LAYERS)
def test_the_input_gradient_of_a_layer_in_evaluation_mode(name):
    layer, weight = LAYERS[name](), np.random.default_rng(3).normal(size=(6, 5))
    X = np.random.default_rng(0).normal(2, 3, size=(6, 5))
    layer.forward(X, training=True)
    _, cache = layer.forward(X)
    slopes = central_differences(lambda X: np.sum(weight * layer.forward(X)[0]), X)
    np.testing.assert_allclose(layer.backward(weight, cache)[0], slopes, rtol=1e-5, atol=1e-8)


def test_layer_norm_takes_sequences():
    layer, rng = LayerNorm(5), np.random.default_rng(0)
    X, weight = rng.normal(size=(2, 3, 5)), rng.normal(size=(2, 3, 5))
    out, cache = layer.forward(X, training=True)
    dX, gradients = layer.backward(weight, cache)
    flat, _ = layer.forward(X.reshape(6, 5))
    assert np.array_equal(out.reshape(6, 5), flat)
    slopes = central_differences(lambda X: np.sum(weight * layer.forward(X)[0]), X)
    np.testing.assert_allclose(dX, slopes, atol=1e-7)
    np.testing.assert_allclose(gradients["beta"], weight.sum(axis=(0, 1)), rtol=1e-12)


def test_layers_calculate_with_the_functions_they_are_given():
    asked = []

    def mine(*arguments):
        asked.append(len(arguments))
        return regularization.batchnorm_forward(*arguments)

    BatchNorm(2, forward=mine).forward(np.ones((3, 2)), training=True)
    layer = Dropout(0.5, None, forward=lambda X, rate, *_: (X + rate, "mask"), backward=lambda d, mask: mask)
    assert asked == [7]
    assert layer.forward(np.zeros(1)) == (0.5, "mask")
    assert layer.backward(1.0, "mask") == ("mask", {})


SHAPES = [(1, 1), (2, 5), (7, 3), (64, 16), (600, 30), (301, 1000), (5, 70_000)]  # the last three in blocks


@pytest.mark.parametrize("dtype", [float, np.float32])
@pytest.mark.parametrize("shape", SHAPES)
def test_fast_forms_are_the_clear_ones(shape, dtype):
    rng = np.random.default_rng(0)
    X, d_out = rng.normal(3, 2, size=shape).astype(dtype), rng.normal(size=shape).astype(dtype)
    gamma, beta, mean = rng.normal(size=(3, shape[1])).astype(dtype)
    running = mean, rng.uniform(1, 2, size=shape[1]).astype(dtype)
    near = {"rtol": 1e-9, "atol": 1e-9} if dtype is float else {"rtol": 1e-3, "atol": 1e-3}

    def check(found, wanted):
        for left, right in zip(found, wanted, strict=True):
            assert left.dtype == right.dtype == dtype
            np.testing.assert_allclose(left, right, **near)

    for by_batch in (True, False):
        clear = regularization.batchnorm_forward(X, gamma, beta, running, by_batch)
        fast = batchnorm_forward_fast(X, gamma, beta, running, by_batch)
        check([fast[0], *fast[1], *fast[2]], [clear[0], *clear[1], *clear[2]])
        if by_batch:  # in evaluation mode the layer takes the gradient of the input itself
            check(batchnorm_backward_fast(d_out, clear[1]), regularization.batchnorm_backward(d_out, clear[1]))
    clear, fast = regularization.layernorm_forward(X, gamma, beta), layernorm_forward_fast(X, gamma, beta)
    check([fast[0], *fast[1]], [clear[0], *clear[1]])
    check(layernorm_backward_fast(d_out, clear[1]), regularization.layernorm_backward(d_out, clear[1]))


@pytest.mark.parametrize("layer", [BatchNorm, LayerNorm])
def test_layers_keep_float32(layer):
    layer = layer(5, dtype=np.float32)
    X = np.random.default_rng(0).normal(size=(6, 5)).astype(np.float32)
    out, cache = layer.forward(X, training=True)
    dX, gradients = layer.backward(out, cache)
    assert {out.dtype, dX.dtype, *(g.dtype for g in gradients.values())} == {np.dtype(np.float32)}
    assert layer.forward(X)[0].dtype == np.float32


def test_a_snapshot_holds_the_running_statistics_too():
    rng = np.random.default_rng(0)
    network = training.Network([training.Dense(4, 3, rng), BatchNorm(3)])
    X = rng.normal(size=(8, 4))
    network.forward(X, training=True)
    kept, before = network.snapshot(), network.outputs(X)
    for _ in range(5):
        network.forward(3 * X + 1, training=True)
    assert not np.allclose(network.outputs(X), before)
    network.restore(kept)
    np.testing.assert_array_equal(network.outputs(X), before)


@pytest.mark.parametrize("shape", [(300, 3), (20_000, 3)])
def test_batchnorm_of_pixels_that_are_small_whole_numbers(shape):
    """Their own kind has no room for their sum."""
    X, one = np.random.default_rng(0).integers(0, 256, size=shape, dtype=np.uint8), np.ones(3)
    fast = batchnorm_forward_fast(X, one, one, (one, one))
    clear = regularization.batchnorm_forward(X, one, one, (one, one))
    for found, wanted in zip([fast[0], *fast[2]], [clear[0], *clear[2]], strict=True):
        np.testing.assert_allclose(found, wanted, rtol=1e-4, atol=1e-5)
