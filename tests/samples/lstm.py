"""Lesson lstm: right answers in other styles, explorers and figures for the tests that run over all of them."""

import numpy as np

from dlcourse import explore, figures
from dlcourse.experiments.lstm import SIGNS
from dlcourse.lessons import lstm, training
from dlcourse.lessons.neuron import sigmoid
from dlcourse.nn import rnn
from dlcourse.nn.lstm import LSTM
from dlcourse.nn.training import Dense


def step_with_slices(x, *, h, c, W_x, W_h, b):
    H = h.shape[1]
    sums = np.concatenate([x, h], axis=1) @ np.concatenate([W_x, W_h]) + b
    i, f = sigmoid(sums[:, :H]), sigmoid(sums[:, H : 2 * H])
    g, o = np.tanh(sums[:, 2 * H : 3 * H]), sigmoid(sums[:, 3 * H :])
    state = c * f
    state += i * g
    return [o * np.tanh(state), state, [x, h, c, W_x, W_h, i, f, g, o, state]]


def step_part_by_part(x, *, h, c, W_x, W_h, b):
    H, parts = h.shape[1], []
    for part, squash in enumerate((sigmoid, sigmoid, np.tanh, sigmoid)):
        columns = slice(part * H, (part + 1) * H)
        parts.append(squash(np.einsum("nd,dk->nk", x, W_x[:, columns]) + h @ W_h[:, columns] + b[columns]))
    i, f, g, o = parts
    c_next = f * c + i * g
    return o * np.tanh(c_next), c_next, (x, h, c, W_x, W_h, i, f, g, o, c_next)


def forward_into_a_table(X, *, h0, c0, W_x, W_h, b):
    N, T, _ = X.shape
    H, cache = np.zeros((N, T, h0.shape[1]), h0.dtype), []
    h, c = h0.copy(), c0.copy()
    for t in range(T):
        h, c, step = lstm.lstm_step(X[:, t, :], h=h, c=c, W_x=W_x, W_h=W_h, b=b)
        H[:, t, :] = h
        cache += [step]
    return H, c, tuple(cache)


def forward_steps_first(X, *, h0, c0, W_x, W_h, b):
    state, found = (h0, c0), []
    for x in X.swapaxes(0, 1):
        found.append(lstm.lstm_step(x, h=state[0], c=state[1], W_x=W_x, W_h=W_h, b=b))
        state = found[-1][:2]
    return np.array([h for h, _, _ in found]).transpose(1, 0, 2), state[1], [step for _, _, step in found]


def step_gradient_with_slices(*, dh_next, dc_next, cache):
    x, h, c, W_x, W_h, i, f, g, o, c_next = cache
    H, squashed = h.shape[1], np.tanh(c_next)
    dc = dc_next + (dh_next * o) * (1 - squashed * squashed)
    dZ = np.empty((len(x), 4 * H), dh_next.dtype)
    dZ[:, :H] = dc * g * (i - i * i)
    dZ[:, H : 2 * H] = dc * c * (f - f * f)
    dZ[:, 2 * H : 3 * H] = dc * i * (1 - g) * (1 + g)
    dZ[:, 3 * H :] = dh_next * squashed * (o - o * o)
    return [dZ @ W_x.T, dZ @ W_h.T, dc * f, np.einsum("nd,nk->dk", x, dZ), h.T @ dZ, np.sum(dZ, 0)]


def step_gradient_part_by_part(*, dh_next, dc_next, cache):
    x, h, c, W_x, W_h, i, f, g, o, c_next = cache
    do, d_tanh = dh_next * np.tanh(c_next), dh_next * o
    dc = dc_next + d_tanh / np.cosh(c_next) ** 2
    sums = [dc * g * i * (1 - i), dc * c * f * (1 - f), dc * i * (1 - g**2), do * o * (1 - o)]
    dx = sum(d @ W.T for d, W in zip(sums, np.split(W_x, 4, axis=1)))
    dh = sum(d @ W.T for d, W in zip(sums, np.split(W_h, 4, axis=1)))
    dW_x, dW_h = (np.hstack([rows.T @ d for d in sums]) for rows in (x, h))
    return dx, dh, f * dc, dW_x, dW_h, np.hstack([d.sum(axis=0) for d in sums])


def gradient_into_tables(dH, cache):
    N, T, _ = dH.shape
    x, _, _, W_x, W_h, *_ = cache[0]
    dX, dh, dc = np.zeros((N, T, x.shape[1]), dH.dtype), 0, np.zeros_like(dH[:, 0])
    dW_x, dW_h, db = np.zeros_like(W_x), np.zeros_like(W_h), np.zeros_like(W_x[0])
    for t in range(T - 1, -1, -1):
        found = lstm.lstm_step_backward(dh_next=dH[:, t] + dh, dc_next=dc, cache=cache[t])
        dX[:, t], dh, dc = found[:3]
        dW_x += found[3]
        dW_h += found[4]
        db += found[5]
    return dX, dh, dc, dW_x, dW_h, db


def gradient_on_a_copy(dH, cache):
    dH, dc, dX, totals = dH.copy(), np.zeros_like(dH[:, 0]), [], None
    for t in range(len(cache))[::-1]:
        dx, dh, dc, *new = lstm.lstm_step_backward(dh_next=dH[:, t], dc_next=dc, cache=cache[t])
        if t:
            dH[:, t - 1] += dh
        dX.insert(0, dx)
        totals = new if totals is None else [a + b for a, b in zip(totals, new)]
    return [np.swapaxes(np.array(dX), 0, 1), dh, dc, *totals]


def init_at_once(inputs, units, rng, forget_bias=1.0):
    W = rng.standard_normal((inputs + units, 4 * units)) / np.sqrt(inputs + units)
    return W[:inputs], W[inputs:], np.repeat([0.0, forget_bias, 0.0, 0.0], units)


def init_uniform(inputs, units, rng, forget_bias=1.0):
    edge = np.sqrt(3 / (inputs + units))
    b = np.zeros((4, units))
    b[1] += forget_bias
    return [rng.uniform(-edge, edge, (rows, 4 * units)) for rows in (inputs, units)] + [b.ravel()]


def gru_with_slices(x, h, W_x, W_h, b_x, b_h):
    H = h.shape[1]
    A, B = x @ W_x + b_x, h @ W_h + b_h
    gates = sigmoid(A[:, : 2 * H] + B[:, : 2 * H])
    n = np.tanh(A[:, 2 * H :] + gates[:, :H] * B[:, 2 * H :])
    return n + gates[:, H:] * (h - n)


def gru_part_by_part(x, h, W_x, W_h, b_x, b_h):
    parts = zip(*(np.hsplit(array, 3) for array in (W_x, W_h)), np.split(b_x, 3), np.split(b_h, 3))
    (rx, rh, rb, rc), (zx, zh, zb, zc), (nx, nh, nb, nc) = parts
    r, z = sigmoid(x @ rx + rb + (h @ rh + rc)), sigmoid(x @ zx + zb + (h @ zh + zc))
    return z * h + (1 - z) * np.tanh(x @ nx + nb + r * (h @ nh + nc))


def both_into_a_table(X, forward_parameters, backward_parameters):
    N, T, _ = X.shape
    units = len(forward_parameters[1])
    out = np.zeros((N, T, 2 * units), X.dtype)
    h = c = np.zeros((N, units), X.dtype)
    for t in range(T):
        h, c, _ = lstm.lstm_step(X[:, t], h=h, c=c, **dict(zip(("W_x", "W_h", "b"), forward_parameters)))
        out[:, t, :units] = h
    h = c = np.zeros((N, units), X.dtype)
    for t in reversed(range(T)):
        h, c, _ = lstm.lstm_step(X[:, t], h=h, c=c, **dict(zip(("W_x", "W_h", "b"), backward_parameters)))
        out[:, t, units:] = h
    return out


def both_with_flip(X, forward_parameters, backward_parameters):
    def read(sequence, W_x, W_h, b):
        zero = np.zeros((X.shape[0], b.size // 4), dtype=X.dtype)
        H, _, _ = lstm.lstm_forward(sequence, h0=zero, c0=zero, W_x=W_x, W_h=W_h, b=b)
        return H

    second = read(np.flip(X, axis=1), *backward_parameters)
    return np.dstack([read(X, *forward_parameters), np.flip(second, axis=1)])


ALTERNATIVES = {
    "lstm.cell_update": [
        lambda *, c, i, f, g: np.multiply(i, g) + np.multiply(f, c),
        lambda *, c, i, f, g: np.array([[a * b + x * y for a, b, x, y in zip(*row)] for row in zip(f, c, i, g)]),
        lambda *, c, i, f, g: np.einsum("knh,knh->nh", np.stack([f, i]), np.stack([c, g])),
    ],
    "lstm.lstm_step": [step_with_slices, step_part_by_part],
    "lstm.lstm_forward": [forward_into_a_table, forward_steps_first],
    "lstm.lstm_step_backward": [step_gradient_with_slices, step_gradient_part_by_part],
    "lstm.lstm_backward": [gradient_into_tables, gradient_on_a_copy],
    "lstm.lstm_init": [init_at_once, init_uniform],
    "lstm.gru_step": [gru_with_slices, gru_part_by_part],
    "lstm.bidirectional": [both_into_a_table, both_with_flip],
}


def small_network():
    rng = np.random.default_rng(0)
    layers = [rnn.Embedding(5, 4, rng), LSTM(4, 4, rng), Dense(4, 3, rng, init=training.xavier_init)]
    return rnn.SequenceNetwork(layers)


EXPLORERS = {
    "lstm.cell": explore.lstm.cell,
    "lstm.gates": lambda: explore.lstm.gates(small_network(), SIGNS),
}

FIGURES = {
    "cell_traces": (
        lambda ax: figures.cell_traces({"f = 1": [1, 1, 1], "f = 0.5": [0.5, 0.25, 0.125]}, "T", ax, event=(2, "now")),
        "f = 0.5: from 0.50 to 0.12",
    ),
    "lines_by_lag": (
        lambda ax: figures.lines_by_lag([5, 10], {"RNN": [[1, 0.9], [0.5, 0.3]], "LSTM": [[1, 1], [1, 0.9]]}, "T", ax),
        "RNN: 95 % at 5, 40 % at 10",
    ),
    "log lines_by_lag": (
        lambda ax: figures.lines_by_lag(
            [1, 2], {"a": [1, 1e-3]}, "T", ax, ylabel="size", log=True, baseline=(0.1, "b")
        ),
        "a: 1.0e+00 at 1, 1.0e-03 at 2",
    ),
    "forecasts": (
        lambda ax: figures.forecasts(
            ["2020-12", "2021-01"], np.array([10.0, 12.0]), {"as last month": [9, 10]}, "T", ax
        ),
        "as last month: mean distance 2",
    ),
}
