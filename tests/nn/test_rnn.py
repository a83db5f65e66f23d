"""The fast forms, layers and networks of lesson 11 against the lesson's own functions, differences and PyTorch."""

import importlib.util

import numpy as np
import pytest
from differences import central_differences
from hypothesis import given, settings
from hypothesis import strategies as st
from sequences import check_gradients, drawn, sizes

from dlcourse.lessons.rnn import (
    embedding_backward,
    embedding_forward,
    rnn_backward,
    rnn_forward,
    sequence_cross_entropy,
)
from dlcourse.nn import training
from dlcourse.nn.rnn import (
    RNN,
    Embedding,
    SequenceNetwork,
    Sum,
    embedding_backward_fast,
    embedding_forward_fast,
    rnn_backward_fast,
    rnn_forward_fast,
    sequence_cross_entropy_fast,
)

HAVE_TORCH = importlib.util.find_spec("torch") is not None


# ---- fast forms ----


@pytest.mark.parametrize("least", [0, -6])
@pytest.mark.parametrize("shape", [(5,), (3, 4), (2, 3, 2)])
def test_fast_embedding_and_its_gradient_are_the_clear_ones(shape, least):
    rng = np.random.default_rng(0)
    ids, E, d_out = rng.integers(least, 6, shape), rng.normal(size=(6, 3)), rng.normal(size=(*shape, 3))
    (wanted, cache), (out, _) = embedding_forward(ids, E), embedding_forward_fast(ids, E)
    np.testing.assert_array_equal(out, wanted)
    np.testing.assert_allclose(embedding_backward_fast(d_out, cache), embedding_backward(d_out, cache), atol=1e-12)


@pytest.mark.parametrize("counted", [1.0, 0.5])
def test_the_fast_loss_is_the_clear_one(counted):
    rng = np.random.default_rng(1)
    Z, y, mask = 9 * rng.normal(size=(3, 5, 4)), rng.integers(0, 4, (3, 5)), rng.random((3, 5)) < counted
    before = Z.copy()
    (loss, dZ), (wanted, dZ_wanted) = sequence_cross_entropy_fast(Z, y, mask), sequence_cross_entropy(Z, y, mask)
    assert loss == pytest.approx(wanted, rel=1e-12)
    np.testing.assert_allclose(dZ, dZ_wanted, atol=1e-15)
    np.testing.assert_array_equal(Z, before)


def test_the_fast_loss_wants_a_step_that_counts():
    with pytest.raises(ValueError, match="counts no step"):
        sequence_cross_entropy_fast(np.zeros((0, 2, 3)), np.zeros((0, 2), int), np.zeros((0, 2), bool))


def test_an_id_that_is_not_there_raises():
    with pytest.raises(IndexError):
        embedding_forward_fast(np.array([6]), np.ones((6, 3)))


def test_the_gradient_of_a_table_longer_than_16_bits():
    cache, d_out = (np.array([70_000, 4464, 70_000]), np.zeros((70_001, 1))), np.array([[1.0], [2.0], [4.0]])
    np.testing.assert_array_equal(embedding_backward_fast(d_out, cache)[[70_000, 4464]], [[5.0], [2.0]])


def test_embedding_gradients_of_no_ids_are_zero():
    cache = np.zeros((0,), int), np.ones((3, 2))
    np.testing.assert_array_equal(embedding_backward_fast(np.zeros((0, 2)), cache), np.zeros((3, 2)))


@pytest.mark.slow
@given(sizes())
@settings(max_examples=40, deadline=None, derandomize=True)
def test_fast_backpropagation_through_time_by_central_differences(chosen):
    check_gradients(rnn_forward_fast, rnn_backward_fast, drawn(chosen), rtol=1e-5, atol=1e-7)


@pytest.mark.slow
@given(sizes(), st.sampled_from([float, np.float32]))
@settings(max_examples=100, deadline=None, derandomize=True)
def test_fast_form_is_the_clear_form(chosen, dtype):
    arguments = drawn(chosen, dtype=dtype)
    H, cache = rnn_forward(**arguments)
    fast, fast_cache = rnn_forward_fast(**arguments)
    dH = np.random.default_rng(1).normal(size=H.shape).astype(dtype)
    near = {"rtol": 1e-9, "atol": 1e-12} if dtype is float else {"rtol": 1e-3, "atol": 1e-4}
    clear_gradients, fast_gradients = rnn_backward(dH, cache), rnn_backward_fast(dH, fast_cache)
    for left, right in zip([fast, *fast_gradients], [H, *clear_gradients], strict=True):
        assert left.dtype == right.dtype == dtype
        np.testing.assert_allclose(left, right, **near)


def test_arguments_stay_as_they_are():
    arguments = drawn((3, 5, 2, 4, 0))
    for array in arguments.values():
        array.flags.writeable = False
    for forward, backward in (
        (rnn_forward, rnn_backward),
        (rnn_forward_fast, rnn_backward_fast),
    ):
        H, cache = forward(**arguments)
        dH = np.ones_like(H)
        dH.flags.writeable = False
        first, second = backward(dH, cache), backward(dH, cache)
        for left, right in zip(first, second):
            np.testing.assert_array_equal(left, right)


# ---- layers and networks ----


def deep_network(dtype=float):
    rng = np.random.default_rng(3)
    layers = [Embedding(5, 3, rng, dtype=dtype), RNN(3, 4, rng, dtype=dtype), RNN(4, 6, rng, dtype=dtype)]
    return SequenceNetwork([*layers, training.Dense(6, 5, rng, dtype=dtype)])


def test_gradients_of_a_network_by_central_differences():
    network, rng = deep_network(), np.random.default_rng(4)
    X, y, mask = rng.integers(0, 5, (3, 6)), rng.integers(0, 5, (3, 6)), rng.random((3, 6)) < 0.7
    state = [rng.normal(size=(3, 4)), rng.normal(size=(3, 6))]
    _, gradients, _ = network.sequence_gradients(X, y, mask, state=state)
    for layer, found in zip(network.layers, gradients, strict=True):
        assert layer.parameters.keys() == found.keys()
        for name, array in layer.parameters.items():

            def loss_at(value, array=array):
                kept, array[...] = array.copy(), value
                loss, *_ = network.sequence_gradients(X, y, mask, state=state)
                array[...] = kept
                return loss

            np.testing.assert_allclose(found[name], central_differences(loss_at, array.copy()), rtol=1e-4, atol=1e-7)


def test_layers_with_the_functions_of_the_lesson_are_the_fast_ones():
    rng = np.random.default_rng(5)
    X, d_out = rng.normal(size=(3, 6, 2)), rng.normal(size=(3, 6, 4))
    fast = RNN(2, 4, np.random.default_rng(0))
    clear = RNN(2, 4, np.random.default_rng(0), forward=rnn_forward, backward=rnn_backward)
    (H, cache), (H2, cache2) = fast.forward(X), clear.forward(X)
    np.testing.assert_allclose(H, H2)
    np.testing.assert_allclose(fast.final_state(cache), H[:, -1])
    for left, right in zip(fast.backward(d_out, cache)[1].values(), clear.backward(d_out, cache2)[1].values()):
        np.testing.assert_allclose(left, right)


def test_sum_loses_the_order_and_its_gradient_is_right():
    X = np.random.default_rng(0).normal(size=(2, 5, 3))
    layer, weight = Sum(), np.random.default_rng(1).normal(size=(2, 3))
    out, cache = layer.forward(X)
    np.testing.assert_allclose(layer.forward(X[:, ::-1])[0], out)
    slopes = central_differences(lambda X: np.sum(weight * layer.forward(X)[0]), X)
    np.testing.assert_allclose(layer.backward(weight, cache)[0], slopes, atol=1e-7)


def test_layers_keep_float32():
    network, rng = deep_network(np.float32), np.random.default_rng(4)
    X = rng.integers(0, 5, (3, 6))
    Z, caches = network.forward(X)
    _, gradients, state = network.sequence_gradients(X, X, state=network.final_state(caches))
    assert Z.dtype == np.float32
    assert all(array.dtype == np.float32 for array in state)
    assert all(array.dtype == np.float32 for found in gradients for array in found.values())


if HAVE_TORCH:

    @given(sizes())
    @settings(max_examples=40, deadline=None, derandomize=True)
    def test_the_layer_is_that_of_pytorch(chosen):
        import torch

        arguments = drawn(chosen)
        X, h0, W_x, W_h, b = arguments.values()
        _, _, D, units, _ = chosen
        theirs = torch.nn.RNN(D, units, batch_first=True, dtype=torch.float64)
        with torch.no_grad():
            for parameter, value in zip(theirs.parameters(), (W_x.T, W_h.T, b, 0 * b)):
                parameter.copy_(torch.from_numpy(np.ascontiguousarray(value)))
        x, h = torch.from_numpy(X).requires_grad_(), torch.from_numpy(h0).requires_grad_()
        wanted, _ = theirs(x, h[None])
        H, cache = rnn_forward_fast(**arguments)
        np.testing.assert_allclose(H, wanted.detach().numpy(), rtol=1e-9, atol=1e-12)
        dH = np.random.default_rng(0).normal(size=H.shape)
        wanted.backward(torch.from_numpy(dH))
        dX, dh0, dW_x, dW_h, db = rnn_backward_fast(dH, cache)
        their_W_x, their_W_h, their_b, _ = (parameter.grad.numpy() for parameter in theirs.parameters())
        pairs = [(dX, x.grad.numpy()), (dh0, h.grad.numpy()), (dW_x, their_W_x.T), (dW_h, their_W_h.T), (db, their_b)]
        for mine, their in pairs:
            np.testing.assert_allclose(mine, their, rtol=1e-9, atol=1e-11)
