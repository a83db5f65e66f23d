"""Lesson 12 against independent oracles: central differences, slow obvious versions, PyTorch."""

import importlib.util

import numpy as np
import pytest
from differences import central_differences
from sequences import check_gradients, drawn

from dlcourse.lessons.lstm import (
    bidirectional,
    lstm_backward,
    lstm_forward,
    lstm_init,
    lstm_step,
    lstm_step_backward,
)

HAVE_TORCH = importlib.util.find_spec("torch") is not None


def step_arguments(rng, N=3, D=2, H=4):
    shapes = {"x": (N, D), "h": (N, H), "c": (N, H), "W_x": (D, 4 * H), "W_h": (H, 4 * H), "b": (4 * H,)}
    return {name: rng.normal(size=shape) for name, shape in shapes.items()}


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

    found = lstm_step_backward(dh_next, lstm_step(**arguments)[2], dc_next=dc_next)
    for name, gradient in zip(arguments, found):
        slopes = central_differences(lambda array, name=name: value(**{name: array}), arguments[name])
        np.testing.assert_allclose(gradient, slopes, rtol=1e-6, atol=1e-8)


def test_backward_by_central_differences():
    arguments = drawn((2, 5, 3, 4, 0), states=("h0", "c0"), blocks=4, scale=1.0)
    check_gradients(lstm_forward, lstm_backward, arguments, rtol=1e-6, atol=1e-8)


def test_a_cell_whose_gates_are_right_keeps_its_state_for_ever():
    b = np.repeat([-1000.0, 1000.0, 0.0, 0.0], 3)
    X, c0 = np.random.default_rng(0).normal(size=(2, 100, 5)), np.random.default_rng(1).normal(size=(2, 3))
    zero = np.zeros((5, 12)), np.zeros((3, 12))
    H, c, cache = lstm_forward(X, h0=np.zeros((2, 3)), c0=c0, W_x=zero[0], W_h=zero[1], b=b)
    np.testing.assert_array_equal(c, c0)
    dH = np.zeros_like(H)
    dH[:, -1] = 1
    np.testing.assert_allclose(lstm_backward(dH, cache)[2], 0.5 * (1 - np.tanh(c0) ** 2))


def test_init_has_open_forget_gates_and_one_standard_deviation():
    W_x, W_h, b = lstm_init(100, 300, np.random.default_rng(0), forget_bias=2.5)
    assert (W_x.shape, W_h.shape) == ((100, 1200), (300, 1200))
    assert W_x.std() == pytest.approx(0.05, rel=0.02)
    assert W_h.std() == pytest.approx(0.05, rel=0.02)
    assert b.reshape(4, 300).tolist() == [[0] * 300, [2.5] * 300, [0] * 300, [0] * 300]


def weights(seed):
    """W_x, W_h and b for 2 inputs and 4 cells."""
    return tuple(drawn((3, 6, 2, 4, seed), states=(), blocks=4, scale=1.0).values())[1:]


def test_bidirectional_reads_each_way():
    X, first, second = np.random.default_rng(2).normal(size=(3, 6, 2)), weights(0), weights(1)
    out = bidirectional(X, forward_parameters=first, backward_parameters=second)
    zero = np.zeros((3, 4))
    for parameters, part, steps in ((first, out[:, :, :4], range(6)), (second, out[:, :, 4:], reversed(range(6)))):
        h, c = zero, zero
        for t in steps:
            h, c, _ = lstm_step(X[:, t], h=h, c=c, **dict(zip(("W_x", "W_h", "b"), parameters)))
            np.testing.assert_allclose(part[:, t], h)


if HAVE_TORCH:

    def test_bidirectional_is_that_of_pytorch():
        import torch

        X, first, second = np.random.default_rng(2).normal(size=(3, 6, 2)), weights(0), weights(1)
        layer = torch.nn.LSTM(2, 4, batch_first=True, bidirectional=True, dtype=torch.float64)
        with torch.no_grad():
            for end, arrays in (("", first), ("_reverse", second)):
                for name, array in zip(("weight_ih", "weight_hh", "bias_ih"), arrays):
                    getattr(layer, f"{name}_l0{end}").copy_(torch.from_numpy(array.T.copy()))
                getattr(layer, f"bias_hh_l0{end}").zero_()
        wanted, _ = layer(torch.from_numpy(X))
        out = bidirectional(X, forward_parameters=first, backward_parameters=second)
        np.testing.assert_allclose(out, wanted.detach().numpy(), atol=1e-12)
