"""The fast forms and layers of lesson 12 against the lesson's own functions, central differences and PyTorch."""

import copy
import importlib.util
import tracemalloc

import numpy as np
import pytest
from differences import central_differences
from hypothesis import given, settings
from hypothesis import strategies as st
from sequences import check_gradients, drawn, sizes

from dlcourse.lessons.lstm import gru_step, lstm_backward, lstm_forward
from dlcourse.nn import lstm, training
from dlcourse.nn.lstm import gated
from dlcourse.nn.rnn import Embedding, SequenceNetwork

HAVE_TORCH = importlib.util.find_spec("torch") is not None
CLEAR = {"forward": lstm_forward, "backward": lstm_backward}


def of_lstm(chosen, dtype=float):
    """The arguments of an LSTM along sequences, by name."""
    return drawn(chosen, states=("h0", "c0"), blocks=4, scale=1.0, dtype=dtype)


def of_gru(chosen, dtype=float):
    """The arguments of a GRU along sequences, by name."""
    arguments = drawn(chosen, blocks=3, scale=1.0, dtype=dtype)
    b_x = arguments.pop("b")
    b_h = np.random.default_rng(5).normal(size=b_x.shape).astype(dtype)
    return arguments | {"b_x": b_x, "b_h": b_h}


# ---- fast forms ----


def test_fast_backward_by_central_differences():
    arguments = of_lstm((2, 5, 3, 4, 0))
    check_gradients(lstm.lstm_forward_fast, lstm.lstm_backward_fast, arguments, rtol=1e-6, atol=1e-8)


@pytest.mark.slow
@given(sizes(), st.sampled_from([float, np.float32]))
@settings(max_examples=100, deadline=None, derandomize=True)
def test_fast_form_is_the_clear_form(chosen, dtype):
    arguments = of_lstm(chosen, dtype)
    for array in arguments.values():
        array.flags.writeable = False
    near = {"rtol": 1e-9, "atol": 1e-9} if dtype is float else {"rtol": 1e-3, "atol": 1e-4}
    clear, fast = lstm_forward(**arguments), lstm.lstm_forward_fast(**arguments)
    dH = np.random.default_rng(0).normal(size=clear[0].shape).astype(dtype)
    dH.flags.writeable = False
    gradients = lstm_backward(dH, clear[2]), lstm.lstm_backward_fast(dH, fast[2])
    for left, right in zip([*clear[:2], *gradients[0]], [*fast[:2], *gradients[1]], strict=True):
        assert left.dtype == right.dtype == dtype
        np.testing.assert_allclose(left, right, **near)


@given(sizes(), st.sampled_from([float, np.float32]))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_fast_gru_is_gru_step_after_step(chosen, dtype):
    arguments = of_gru(chosen, dtype)
    H, _ = lstm.gru_forward_fast(**arguments)
    assert H.dtype == dtype
    X, h = arguments.pop("X"), arguments.pop("h0")
    for t in range(X.shape[1]):
        h = gru_step(X[:, t], h=h, **arguments)
        np.testing.assert_allclose(H[:, t], h, rtol=1e-9 if dtype is float else 1e-3, atol=1e-5)


def test_gru_backward_by_central_differences():
    arguments = of_gru((2, 5, 3, 4, 0))
    check_gradients(lstm.gru_forward_fast, lstm.gru_backward_fast, arguments, rtol=1e-6, atol=1e-8)


ONES = [(3, 1, 2, 4, 0), (1, 6, 2, 4, 0), (3, 6, 1, 4, 0), (3, 6, 2, 1, 0), (1, 1, 1, 1, 0)]


@pytest.mark.parametrize("chosen", ONES)
@pytest.mark.parametrize("numbers", [0, 16_384])
def test_sizes_of_one_and_parts_of_few_steps_by_central_differences(chosen, numbers, monkeypatch):
    monkeypatch.setattr(gated, "NUMBERS", numbers)  # 0: as few steps at a time as there can be
    check_gradients(lstm.lstm_forward_fast, lstm.lstm_backward_fast, of_lstm(chosen), rtol=1e-6, atol=1e-8)
    check_gradients(lstm.gru_forward_fast, lstm.gru_backward_fast, of_gru(chosen), rtol=1e-6, atol=1e-8)


@pytest.mark.parametrize("dtype", [float, np.float32])
def test_backward_is_the_same_again_from_the_same_cache(dtype):
    for forward, backward, arguments in (
        (lstm.lstm_forward_fast, lstm.lstm_backward_fast, of_lstm((3, 11, 2, 4, 0), dtype)),
        (lstm.gru_forward_fast, lstm.gru_backward_fast, of_gru((3, 11, 2, 4, 0), dtype)),
    ):
        rng, shape = np.random.default_rng(0), (3, 11, 4)
        wishes = [rng.normal(size=shape).astype(dtype) for _ in range(2)]
        wanted = [backward(dH, forward(**arguments)[-1]) for dH in wishes]
        cache = forward(**arguments)[-1]
        unused = copy.deepcopy(cache)
        for number in (0, 1, 1, 0):
            for left, right in zip(backward(wishes[number], cache), wanted[number], strict=True):
                np.testing.assert_array_equal(left, right)
        for used in (unused, copy.deepcopy(cache)):
            for left, right in zip(backward(wishes[1], used), wanted[1], strict=True):
                np.testing.assert_array_equal(left, right)


def test_backward_that_was_interrupted_can_begin_again(monkeypatch):
    monkeypatch.setattr(gated, "NUMBERS", 0)
    arguments = of_lstm((3, 11, 2, 4, 0))
    H, _, cache = lstm.lstm_forward_fast(**arguments)
    wanted, added = lstm.lstm_backward_fast(H, copy.deepcopy(cache)), gated._added

    def interrupted(*arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr(gated, "_added", interrupted)
    with pytest.raises(KeyboardInterrupt):
        lstm.lstm_backward_fast(H, cache)
    monkeypatch.setattr(gated, "_added", added)
    for left, right in zip(lstm.lstm_backward_fast(H, cache), wanted, strict=True):
        np.testing.assert_array_equal(left, right)


@pytest.mark.parametrize("dtype", [float, np.float32])
def test_cells_that_stay_empty(dtype):
    """Where tanh(c) is 0, the output does not tell what its gate was."""
    arguments = of_lstm((3, 6, 2, 4, 0), dtype)
    for name in ("X", "h0", "c0"):
        arguments[name][:2] = 0
    arguments["X"][2, 3:] = 0
    arguments["b"][8:12] = 0  # the candidates'
    near = {"rtol": 1e-9, "atol": 1e-12} if dtype is float else {"rtol": 1e-4, "atol": 1e-5}
    (H, _, clear), (_, _, fast) = lstm_forward(**arguments), lstm.lstm_forward_fast(**arguments)
    assert not H[:2].any()
    dH = np.random.default_rng(0).normal(size=H.shape).astype(dtype)
    for left, right in zip(lstm_backward(dH, clear), lstm.lstm_backward_fast(dH, fast), strict=True):
        np.testing.assert_allclose(left, right, **near)


@pytest.mark.parametrize("size", [1e-25, 200.0])
def test_sums_that_are_very_small_or_very_large(size):
    arguments = of_lstm((3, 6, 2, 4, 0), np.float32)
    arguments["W_x"][...] *= np.float32(size)
    arguments["c0"][...], arguments["h0"][...], arguments["b"][8:12] = 0, 0, 0
    (H, _, clear), (H_fast, _, fast) = lstm_forward(**arguments), lstm.lstm_forward_fast(**arguments)
    np.testing.assert_allclose(H, H_fast, rtol=1e-3, atol=1e-4)
    dH = np.random.default_rng(0).normal(size=H.shape).astype(np.float32)
    for left, right in zip(lstm_backward(dH, clear), lstm.lstm_backward_fast(dH, fast), strict=True):
        np.testing.assert_allclose(left, right, rtol=1e-3, atol=1e-4 * np.abs(left).max())


def peak(function):
    """The most memory in use during a call, in bytes, on top of what was there."""
    function()
    tracemalloc.start()
    try:
        function()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(("make", "most"), [(lstm.LSTM, 4.0), (lstm.GRU, 6.2)])
@pytest.mark.parametrize("T", [32, 100])
def test_memory_as_a_multiple_of_the_activations(make, most, T):
    X = np.random.default_rng(0).normal(size=(32, T, 64)).astype(np.float32)
    layer = make(64, 128, np.random.default_rng(0), dtype=np.float32)
    dH = np.ones((32, T, 128), np.float32)

    def both():
        out, cache = layer.forward(X, True)
        return out, layer.backward(dH, cache)

    assert peak(both) <= most * (X.nbytes + dH.nbytes)


# ---- layers ----


def layers(rng, dtype=float):
    return {
        "LSTM": lstm.LSTM(3, 4, rng, dtype=dtype),
        "LSTM, clear": lstm.LSTM(3, 4, rng, dtype=dtype, **CLEAR),
        "GRU": lstm.GRU(3, 4, rng, dtype=dtype),
        "both ways": lstm.Bidirectional(lstm.LSTM(3, 2, rng, dtype=dtype), lstm.GRU(3, 2, rng, dtype=dtype)),
    }


@pytest.mark.slow
@pytest.mark.parametrize("name", layers(np.random.default_rng(0)))
@pytest.mark.parametrize("last", [False, True])
def test_gradients_in_a_network_by_central_differences(name, last):
    rng = np.random.default_rng(2)
    recurrent = [Embedding(5, 3, rng), layers(rng)[name], *([lstm.LastStep()] if last else [])]
    network = SequenceNetwork([*recurrent, training.Dense(4, 5, rng)])
    X, weight = rng.integers(0, 5, size=(3, 6)), rng.normal(size=(3, 5) if last else (3, 6, 5))

    def loss(Z, y):
        return float(np.sum(weight * Z)), weight

    _, gradients = network.loss_and_gradients(X, None, loss)
    for layer, found in zip(network.layers, gradients):
        assert layer.parameters.keys() == found.keys()
        for key, array in layer.parameters.items():

            def loss_at(value, array=array):
                kept, array[...] = array.copy(), value
                Z, _ = network.forward(X)
                array[...] = kept
                return np.sum(weight * Z)

            np.testing.assert_allclose(found[key], central_differences(loss_at, array.copy()), rtol=1e-5, atol=1e-7)


@pytest.mark.parametrize("name", ["LSTM", "LSTM, clear", "GRU"])
def test_a_state_can_be_carried_over(name):
    layer, X = layers(np.random.default_rng(0))[name], np.random.default_rng(1).normal(size=(2, 9, 3))
    whole, cache = layer.forward(X)
    first, before = layer.forward(X[:, :4])
    second, after = layer.forward(X[:, 4:], state=layer.final_state(before))
    np.testing.assert_allclose(np.concatenate([first, second], axis=1), whole)
    for left, right in zip(layer.final_state(after), layer.final_state(cache)):
        np.testing.assert_allclose(left, right)


@pytest.mark.parametrize("name", layers(np.random.default_rng(0)))
def test_layers_keep_float32(name):
    layer = layers(np.random.default_rng(0), np.float32)[name]
    H, cache = layer.forward(np.ones((2, 5, 3), np.float32))
    dX, gradients = layer.backward(H, cache)
    assert all(array.dtype == np.float32 for array in (H, dX, *gradients.values()))


def test_the_parameters_of_both_ways_are_those_of_the_two_layers():
    layer = layers(np.random.default_rng(0))["both ways"]
    arrays = [array for part in layer.layers for array in part.parameters.values()]
    assert all(left is right for left, right in zip(layer.parameters.values(), arrays, strict=True))


if HAVE_TORCH:

    def pytorch(module, X, W_x, W_h, b_x, b_h, *states):
        """Outputs and final states of a module of PyTorch, and X with its gradient to come."""
        import torch

        layer = module(X.shape[2], W_h.shape[0], batch_first=True, dtype=torch.float64)
        with torch.no_grad():
            for name, array in zip(("weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0"), (W_x, W_h, b_x, b_h)):
                getattr(layer, name).copy_(torch.from_numpy(array.T.copy()))
        x = torch.from_numpy(X).requires_grad_()
        begin = tuple(torch.from_numpy(state)[None] for state in states)
        out, final = layer(x, begin if len(begin) > 1 else begin[0])
        return layer, x, out, final

    @given(sizes())
    @settings(max_examples=30, deadline=None, derandomize=True)
    def test_lstm_is_that_of_pytorch(chosen):
        import torch

        arguments = of_lstm(chosen)
        X, h0, c0, W_x, W_h, b = arguments.values()
        layer, x, out, (_, c_theirs) = pytorch(torch.nn.LSTM, X, W_x, W_h, b, 0 * b, h0, c0)
        dH = np.random.default_rng(0).normal(size=out.shape)
        out.backward(torch.from_numpy(dH))
        for forward, backward in ((lstm_forward, lstm_backward), (lstm.lstm_forward_fast, lstm.lstm_backward_fast)):
            H, c, cache = forward(**arguments)
            dX, _, _, dW_x, dW_h, db = backward(dH, cache)
            theirs = [x.grad, layer.weight_ih_l0.grad.T, layer.weight_hh_l0.grad.T, layer.bias_ih_l0.grad]
            wanted = [out.detach(), c_theirs[0].detach(), *theirs]
            for mine, their in zip((H, c, dX, dW_x, dW_h, db), wanted, strict=True):
                np.testing.assert_allclose(mine, their.numpy(), rtol=1e-9, atol=1e-9)

    @given(sizes())
    @settings(max_examples=30, deadline=None, derandomize=True)
    def test_gru_is_that_of_pytorch(chosen):
        import torch

        arguments = of_gru(chosen)
        X, h0, W_x, W_h, b_x, b_h = arguments.values()
        layer, x, out, _ = pytorch(torch.nn.GRU, X, W_x, W_h, b_x, b_h, h0)
        H, cache = lstm.gru_forward_fast(**arguments)
        np.testing.assert_allclose(H, out.detach().numpy(), rtol=1e-9, atol=1e-9)
        first = gru_step(X[:, 0], h=h0, W_x=W_x, W_h=W_h, b_x=b_x, b_h=b_h)
        np.testing.assert_allclose(first, H[:, 0], rtol=1e-9, atol=1e-12)
        dH = np.random.default_rng(0).normal(size=out.shape)
        out.backward(torch.from_numpy(dH))
        dX, _, dW_x, dW_h, db_x, db_h = lstm.gru_backward_fast(dH, cache)
        wanted = [x.grad, layer.weight_ih_l0.grad.T, layer.weight_hh_l0.grad.T]
        wanted += [layer.bias_ih_l0.grad, layer.bias_hh_l0.grad]
        for mine, their in zip((dX, dW_x, dW_h, db_x, db_h), wanted, strict=True):
            np.testing.assert_allclose(mine, their.numpy(), rtol=1e-9, atol=1e-9)
