"""Lesson 12 against independent oracles: central differences, slow obvious versions, PyTorch."""

import importlib.util

import numpy as np
import pytest
from differences import central_differences
from hypothesis import given, settings
from hypothesis import strategies as st

from dlcourse.experiments import rnn
from dlcourse.experiments.lstm import adding_task, learn_task, linear_forecast, recall_task, windows
from dlcourse.lessons.lstm import (
    bidirectional,
    gru_step,
    lstm_backward,
    lstm_forward,
    lstm_init,
    lstm_step,
    lstm_step_backward,
)
from dlcourse.lessons.rnn import truncated_sequences
from dlcourse.nn import lstm, training
from dlcourse.nn.rnn import Embedding, SequenceNetwork, character_model

HAVE_TORCH = importlib.util.find_spec("torch") is not None


def sizes(most=6):
    return st.tuples(*(st.integers(1, most) for _ in "NTDH"), st.integers(0, 1000))


def drawn(chosen, blocks=4, dtype=float):
    """X, the two states, W_x, W_h and b of a layer with so many blocks of columns."""
    N, T, D, H, seed = chosen
    rng = np.random.default_rng(seed)
    shapes = [(N, T, D), (N, H), (N, H), (D, blocks * H), (H, blocks * H), (blocks * H,)]
    return [rng.normal(size=shape).astype(dtype) for shape in shapes]


def named(arrays):
    return dict(zip(("h0", "c0", "W_x", "W_h", "b"), arrays))


def step_arguments(rng, N=3, D=2, H=4):
    shapes = {"x": (N, D), "h": (N, H), "c": (N, H), "W_x": (D, 4 * H), "W_h": (H, 4 * H), "b": (4 * H,)}
    return {name: rng.normal(size=shape) for name, shape in shapes.items()}


# ---- the LSTM ----


def test_a_step_number_by_number():
    rng = np.random.default_rng(0)
    arguments = step_arguments(rng)
    x, h, c, W_x, W_h, b = arguments.values()
    h_next, c_next, cache = lstm_step(**arguments)
    for n, k in np.ndindex(3, 4):
        sums = [x[n] @ W_x[:, k + 4 * part] + h[n] @ W_h[:, k + 4 * part] + b[k + 4 * part] for part in range(4)]
        i, f, o = (1 / (1 + np.exp(-sums[part])) for part in (0, 1, 3))
        state = f * c[n, k] + i * np.tanh(sums[2])
        assert c_next[n, k] == pytest.approx(state)
        assert h_next[n, k] == pytest.approx(o * np.tanh(state))
        assert [part[n, k] for part in cache[5:9]] == pytest.approx([i, f, np.tanh(sums[2]), o])
    assert all(left is right for left, right in zip(cache[:5], (x, h, c, W_x, W_h)))
    assert cache[9] is c_next


def test_step_backward_by_central_differences():
    rng = np.random.default_rng(0)
    arguments = step_arguments(rng)
    dh_next, dc_next = rng.normal(size=(2, 3, 4))

    def value(**changed):
        h_next, c_next, _ = lstm_step(**arguments | changed)
        return np.sum(dh_next * h_next) + np.sum(dc_next * c_next)

    found = lstm_step_backward(dh_next=dh_next, dc_next=dc_next, cache=lstm_step(**arguments)[2])
    for name, gradient in zip(arguments, found):
        slopes = central_differences(lambda array, name=name: value(**{name: array}), arguments[name])
        np.testing.assert_allclose(gradient, slopes, rtol=1e-6, atol=1e-8)


FORMS = {
    "clear": (lstm_forward, lstm_backward),
    "fast": (lstm.lstm_forward_fast, lstm.lstm_backward_fast),
}


@pytest.mark.parametrize("form", FORMS)
def test_backward_by_central_differences(form):
    forward, backward = FORMS[form]
    X, *arrays = drawn((2, 5, 3, 4, 0))
    arguments = {"X": X} | named(arrays)
    H, _, cache = forward(**arguments)
    weight = np.random.default_rng(1).normal(size=H.shape)
    for name, gradient in zip(arguments, backward(weight, cache)):
        slopes = central_differences(
            lambda array, name=name: np.sum(weight * forward(**arguments | {name: array})[0]), arguments[name]
        )
        np.testing.assert_allclose(gradient, slopes, rtol=1e-6, atol=1e-8)


@given(sizes(), st.sampled_from([float, np.float32]))
@settings(max_examples=100, deadline=None, derandomize=True)
def test_fast_form_is_the_clear_form(chosen, dtype):
    X, *arrays = drawn(chosen, dtype=dtype)
    for array in (X, *arrays):
        array.flags.writeable = False
    near = {"rtol": 1e-9, "atol": 1e-9} if dtype is float else {"rtol": 1e-3, "atol": 1e-4}
    clear, fast = lstm_forward(X, **named(arrays)), lstm.lstm_forward_fast(X, **named(arrays))
    dH = np.random.default_rng(0).normal(size=clear[0].shape).astype(dtype)
    dH.flags.writeable = False
    gradients = lstm_backward(dH, clear[2]), lstm.lstm_backward_fast(dH, fast[2])
    for left, right in zip([*clear[:2], *gradients[0]], [*fast[:2], *gradients[1]], strict=True):
        assert left.dtype == right.dtype == dtype
        np.testing.assert_allclose(left, right, **near)


def test_a_cell_whose_gates_are_right_keeps_its_state_for_ever():
    b = np.repeat([-1000.0, 1000.0, 0.0, 0.0], 3)
    X, c0 = np.random.default_rng(0).normal(size=(2, 100, 5)), np.random.default_rng(1).normal(size=(2, 3))
    zero = np.zeros((5, 12)), np.zeros((3, 12))
    H, c, cache = lstm_forward(X, h0=np.zeros((2, 3)), c0=c0, W_x=zero[0], W_h=zero[1], b=b)
    np.testing.assert_array_equal(c, c0)
    dH = np.zeros_like(H)
    dH[:, -1] = 1
    np.testing.assert_allclose(lstm_backward(dH, cache)[2], 0.5 * (1 - np.tanh(c0) ** 2))


def test_init_has_open_forget_gates_and_a_spread_of_its_own():
    W_x, W_h, b = lstm_init(100, 300, np.random.default_rng(0), forget_bias=2.5)
    assert (W_x.shape, W_h.shape) == ((100, 1200), (300, 1200))
    assert W_x.std() == pytest.approx(0.05, rel=0.02)
    assert W_h.std() == pytest.approx(0.05, rel=0.02)
    assert b.reshape(4, 300).tolist() == [[0] * 300, [2.5] * 300, [0] * 300, [0] * 300]


def test_bidirectional_reads_each_way():
    X, _, _, *first = drawn((3, 6, 2, 4, 0))
    _, _, _, *second = drawn((3, 6, 2, 4, 1))
    out = bidirectional(X, first, second)
    zero = np.zeros((3, 4))
    for parameters, part, steps in ((first, out[:, :, :4], range(6)), (second, out[:, :, 4:], reversed(range(6)))):
        h, c = zero, zero
        for t in steps:
            h, c, _ = lstm_step(X[:, t], h=h, c=c, **dict(zip(("W_x", "W_h", "b"), parameters)))
            np.testing.assert_allclose(part[:, t], h)


# ---- the GRU ----


@given(sizes(), st.sampled_from([float, np.float32]))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_fast_gru_is_gru_step_after_step(chosen, dtype):
    X, h, _, W_x, W_h, b_x = drawn(chosen, 3, dtype)
    b_h = np.random.default_rng(5).normal(size=b_x.shape).astype(dtype)
    H, _ = lstm.gru_forward_fast(X, h0=h, W_x=W_x, W_h=W_h, b_x=b_x, b_h=b_h)
    assert H.dtype == dtype
    for t in range(X.shape[1]):
        h = gru_step(X[:, t], h, W_x, W_h, b_x, b_h)
        np.testing.assert_allclose(H[:, t], h, rtol=1e-9 if dtype is float else 1e-3, atol=1e-5)


def test_gru_backward_by_central_differences():
    X, h0, _, W_x, W_h, b_x = drawn((2, 5, 3, 4, 0), 3)
    arguments = {"X": X, "h0": h0, "W_x": W_x, "W_h": W_h, "b_x": b_x, "b_h": b_x[::-1].copy()}
    H, cache = lstm.gru_forward_fast(**arguments)
    weight = np.random.default_rng(1).normal(size=H.shape)
    for name, gradient in zip(arguments, lstm.gru_backward_fast(weight, cache), strict=True):
        slopes = central_differences(
            lambda array, name=name: np.sum(weight * lstm.gru_forward_fast(**arguments | {name: array})[0]),
            arguments[name],
        )
        np.testing.assert_allclose(gradient, slopes, rtol=1e-6, atol=1e-8)


# ---- layers ----

CLEAR = {"forward": lstm_forward, "backward": lstm_backward}


def layers(rng, dtype=float):
    return {
        "LSTM": lstm.LSTM(3, 4, rng, dtype),
        "LSTM, clear": lstm.LSTM(3, 4, rng, dtype, **CLEAR),
        "GRU": lstm.GRU(3, 4, rng, dtype),
        "both ways": lstm.Bidirectional(lstm.LSTM(3, 2, rng, dtype), lstm.GRU(3, 2, rng, dtype)),
    }


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


@pytest.mark.parametrize("recurrent", [lstm.LSTM, lstm.GRU])
def test_the_character_model_takes_the_layers(recurrent):
    ids = rnn.ids_of("abcd" * 60, "abcd")
    model = character_model(4, 3, 8, np.random.default_rng(0), recurrent)
    batches, optimizer = truncated_sequences(ids, 2, 10), training.Adam(0.05)
    before = rnn.text_perplexity(model, batches)
    for _ in range(5):
        rnn.train_on_text(model, batches, optimizer)
    assert rnn.text_perplexity(model, batches) < 1.5 < 3 < before


# ---- what the experiments need ----


def test_learning_a_short_task():
    def small(inputs, units, rng):
        return lstm.LSTM(inputs, units, rng, forget_bias=3.0)

    _, right = learn_task(small, recall_task, 3, 0)
    _, near = learn_task(small, adding_task, 6, 0)
    _, guessed = learn_task(small, recall_task, 3, 0, steps=1)
    assert right > 0.95
    assert near > 0.9
    assert guessed < 0.6


def test_windows_and_linear_forecast():
    series = 0.7 ** np.arange(30.0)
    X, y = windows(series, 4, ahead=2)
    assert (X.shape, y.shape) == ((25, 4, 1), (25, 2))
    np.testing.assert_array_equal(X[3, :, 0], series[3:7])
    np.testing.assert_array_equal(y[3], series[7:9])
    np.testing.assert_allclose(linear_forecast(X[:10], y[:10], X[10:]), y[10:], atol=1e-10)


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

        X, h0, c0, W_x, W_h, b = drawn(chosen)
        layer, x, out, (_, c_theirs) = pytorch(torch.nn.LSTM, X, W_x, W_h, b, 0 * b, h0, c0)
        dH = np.random.default_rng(0).normal(size=out.shape)
        out.backward(torch.from_numpy(dH))
        for forward, backward in FORMS.values():
            H, c, cache = forward(X, h0=h0, c0=c0, W_x=W_x, W_h=W_h, b=b)
            dX, _, _, dW_x, dW_h, db = backward(dH, cache)
            theirs = [x.grad, layer.weight_ih_l0.grad.T, layer.weight_hh_l0.grad.T, layer.bias_ih_l0.grad]
            wanted = [out.detach(), c_theirs[0].detach(), *theirs]
            for mine, their in zip((H, c, dX, dW_x, dW_h, db), wanted, strict=True):
                np.testing.assert_allclose(mine, their.numpy(), rtol=1e-9, atol=1e-9)

    @given(sizes())
    @settings(max_examples=30, deadline=None, derandomize=True)
    def test_gru_is_that_of_pytorch(chosen):
        import torch

        X, h0, _, W_x, W_h, b_x = drawn(chosen, 3)
        b_h = np.random.default_rng(5).normal(size=b_x.shape)
        layer, x, out, _ = pytorch(torch.nn.GRU, X, W_x, W_h, b_x, b_h, h0)
        H, cache = lstm.gru_forward_fast(X, h0=h0, W_x=W_x, W_h=W_h, b_x=b_x, b_h=b_h)
        np.testing.assert_allclose(H, out.detach().numpy(), rtol=1e-9, atol=1e-9)
        np.testing.assert_allclose(gru_step(X[:, 0], h0, W_x, W_h, b_x, b_h), H[:, 0], rtol=1e-9, atol=1e-12)
        dH = np.random.default_rng(0).normal(size=out.shape)
        out.backward(torch.from_numpy(dH))
        dX, _, dW_x, dW_h, db_x, db_h = lstm.gru_backward_fast(dH, cache)
        wanted = [x.grad, layer.weight_ih_l0.grad.T, layer.weight_hh_l0.grad.T]
        wanted += [layer.bias_ih_l0.grad, layer.bias_hh_l0.grad]
        for mine, their in zip((dX, dW_x, dW_h, db_x, db_h), wanted, strict=True):
            np.testing.assert_allclose(mine, their.numpy(), rtol=1e-9, atol=1e-9)

    def test_bidirectional_is_that_of_pytorch():
        import torch

        X, _, _, *first = drawn((3, 6, 2, 4, 0))
        _, _, _, *second = drawn((3, 6, 2, 4, 1))
        layer = torch.nn.LSTM(2, 4, batch_first=True, bidirectional=True, dtype=torch.float64)
        with torch.no_grad():
            for end, arrays in (("", first), ("_reverse", second)):
                for name, array in zip(("weight_ih", "weight_hh", "bias_ih"), arrays):
                    getattr(layer, f"{name}_l0{end}").copy_(torch.from_numpy(array.T.copy()))
                getattr(layer, f"bias_hh_l0{end}").zero_()
        wanted, _ = layer(torch.from_numpy(X))
        np.testing.assert_allclose(bidirectional(X, first, second), wanted.detach().numpy(), atol=1e-12)
