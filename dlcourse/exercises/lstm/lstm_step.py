"""One step of an LSTM: four small layers look at input and output, and the cell is updated."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise
from dlcourse.exercises.lstm._cases import LAST, as_float32, step_arguments
from dlcourse.lessons import lstm
from dlcourse.lessons.neuron import sigmoid


def _step_case(arguments):
    return Case(arguments["x"], **{name: value for name, value in arguments.items() if name != "x"})


def cases(rng):
    first = {
        "x": [[1.0]],
        "h": [[0.0]],
        "c": [[2.0]],
        "W_x": [[0.0, 1.0, 2.0, -1.0]],
        "W_h": [[0.0] * 4],
        "b": [0.0] * 4,
    }
    cases = [{name: np.array(rows) for name, rows in first.items()}]
    sizes = [(1, 1, 1), (2, 3, 2), (3, 2, 4), (4, 4, 4), (5, 1, 3)]
    cases += [step_arguments(rng, *size) for size in sizes]
    cases += [step_arguments(rng, 3, 2, 3, scale=900.0), step_arguments(rng, 6, 8, 10)]
    cases.append(as_float32(step_arguments(rng, 2, 3, 4)))
    return [_step_case(case) for case in cases]


exercise = Exercise(
    reference=lstm.lstm_step,
    points=3,
    cases=cases,
    outputs=("h_next", "c_next", "cache"),
    withheld=("lstm_forward_fast",),
    hints=[
        "One sum for all four parts, as in `rnn_step` of lesson 11 but four times as wide; then cut it into its parts.",
        "`i, f, g, o = np.split(x @ W_x + h @ W_h + b, 4, axis=1)`; then sigmoid for i, f and o, tanh for g.",
        "`c_next = cell_update(c=c, i=i, f=f, g=g)`, `h_next = o * np.tanh(c_next)`, and return h_next, c_next and "
        "the tuple (x, h, c, W_x, W_h, i, f, g, o, c_next).",
    ],
    solved="one step of a long short-term memory, number for number that of PyTorch.",
    equivalent_mutants={
        "i, f, g, o = np.split(Z, 4, axis=-1)": LAST,
    },
)


def _step(x, h, c, W_x, W_h, b, *, order=(0, 1, 2, 3), split=None, squash=None, cell=None, out=None, sums=None):
    """The right way, with one thing changed. `order`: which block of columns is i, f, g, o."""
    Z = x @ W_x + h @ W_h + b if sums is None else sums
    parts = np.split(Z, 4, axis=1) if split is None else split(Z)
    squashes = squash or (sigmoid, sigmoid, np.tanh, sigmoid)
    i, f, g, o = (function(parts[block]) for function, block in zip(squashes, order))
    c_next = f * c + i * g if cell is None else cell(c, i, f, g)
    h_next = o * np.tanh(c_next) if out is None else out(o, c, c_next)
    return h_next, c_next, (x, h, c, W_x, W_h, i, f, g, o, c_next)


@exercise.mistake("order input, forget, output, candidate")
def _(x, *, h, c, W_x, W_h, b):
    """You take the third block of columns for the output gate and the fourth for the candidate, as some courses do.
    Here, and in PyTorch, the order is i, f, g, o: the candidate is third.
    """
    return _step(x, h, c, W_x, W_h, b, order=(0, 1, 3, 2))


@exercise.mistake("order forget, input, candidate, output")
def _(x, *, h, c, W_x, W_h, b):
    """You take the first block of columns for the forget gate and the second for the input gate. The order is i, f, g,
    o: the input gate is first.
    """
    return _step(x, h, c, W_x, W_h, b, order=(1, 0, 2, 3))


@exercise.mistake("order forget, candidate, input, output")
def _(x, *, h, c, W_x, W_h, b):
    """You take the first three blocks for forget gate, candidate and input gate. The order is i, f, g, o."""
    return _step(x, h, c, W_x, W_h, b, order=(2, 0, 1, 3))


@exercise.mistake("every fourth column")
def _(x, *, h, c, W_x, W_h, b):
    """You take every fourth column for a gate. The columns come in blocks: the first H for the input gate, the next H
    for the forget gate, and so on. `np.split(Z, 4, axis=1)`.
    """
    return _step(x, h, c, W_x, W_h, b, split=lambda Z: [Z[:, k::4] for k in range(4)])


@exercise.mistake("sigmoid for the candidate")
def _(x, *, h, c, W_x, W_h, b):
    """The candidate goes through a sigmoid, so that it is never negative: a state could only grow. It wants tanh."""
    return _step(x, h, c, W_x, W_h, b, squash=(sigmoid,) * 4)


@exercise.mistake("tanh for the gates")
def _(x, *, h, c, W_x, W_h, b):
    """All four parts go through tanh. A gate opens between 0 and 1, so i, f and o want the sigmoid; only the candidate
    wants tanh.
    """
    return _step(x, h, c, W_x, W_h, b, squash=(np.tanh,) * 4)


@exercise.mistake("candidate not squashed")
def _(x, *, h, c, W_x, W_h, b):
    """The candidate is the bare sum: it could write any number at once. tanh keeps it between -1 and 1."""
    return _step(x, h, c, W_x, W_h, b, squash=(sigmoid, sigmoid, lambda z: z, sigmoid))


@exercise.mistake("output not squashed")
def _(x, *, h, c, W_x, W_h, b):
    """h_next is o * c_next. The state may be any number; on its way out it goes through tanh: o * tanh(c_next)."""
    return _step(x, h, c, W_x, W_h, b, out=lambda o, c, c_next: o * c_next)


@exercise.mistake("output of the old state")
def _(x, *, h, c, W_x, W_h, b):
    """h_next shows the state *before* this step. What was just written can already be read: take c_next."""
    return _step(x, h, c, W_x, W_h, b, out=lambda o, c, c_next: o * np.tanh(c))


@exercise.mistake("output gate left out")
def _(x, *, h, c, W_x, W_h, b):
    """h_next is all of tanh(c_next). The output gate decides how much of it is shown."""
    return _step(x, h, c, W_x, W_h, b, out=lambda o, c, c_next: np.tanh(c_next))


@exercise.mistake("state squashed")
def _(x, *, h, c, W_x, W_h, b):
    """A tanh lies over the state itself, and wears it down at each step. Leave c_next as it is, and squash only what
    goes out.
    """

    def cell(c, i, f, g):
        return np.tanh(f * c + i * g)

    return _step(x, h, c, W_x, W_h, b, cell=cell, out=lambda o, c, c_next: o * c_next)


@exercise.mistake("forget bias added again")
def _(x, *, h, c, W_x, W_h, b):
    """1 is added at the forget gates. Their first bias is a matter of how b *begins*; it is in b already."""
    squash = sigmoid, lambda z: sigmoid(z + 1), np.tanh, sigmoid
    return _step(x, h, c, W_x, W_h, b, squash=squash)


@exercise.mistake("output of the step before not seen")
def _(x, *, h, c, W_x, W_h, b):
    """The gates see only x: h @ W_h is missing, and the network does not know what it said last."""
    return _step(x, h, c, W_x, W_h, b, sums=x @ W_x + b)


@exercise.mistake("gates look at the cell")
def _(x, *, h, c, W_x, W_h, b):
    """The gates see c @ W_h. They look at the *output* of the step before: h @ W_h. (c is for the cell alone.)"""
    return _step(x, h, c, W_x, W_h, b, sums=x @ W_x + c @ W_h + b)


@exercise.mistake("sums in the cache")
def _(x, *, h, c, W_x, W_h, b):
    """h_next and c_next are right. In the cache, i, f, g and o should be what came out of sigmoid and tanh, not the
    sums before.
    """
    h_next, c_next, _ = _step(x, h, c, W_x, W_h, b)
    return h_next, c_next, (x, h, c, W_x, W_h, *np.split(x @ W_x + h @ W_h + b, 4, axis=1), c_next)


@exercise.accepts("step with slices")
def _(x, *, h, c, W_x, W_h, b):
    H = h.shape[1]
    sums = np.concatenate([x, h], axis=1) @ np.concatenate([W_x, W_h]) + b
    i, f = sigmoid(sums[:, :H]), sigmoid(sums[:, H : 2 * H])
    g, o = np.tanh(sums[:, 2 * H : 3 * H]), sigmoid(sums[:, 3 * H :])
    state = c * f
    state += i * g
    return [o * np.tanh(state), state, [x, h, c, W_x, W_h, i, f, g, o, state]]


@exercise.accepts("step part by part")
def _(x, *, h, c, W_x, W_h, b):
    H, parts = h.shape[1], []
    for part, squash in enumerate((sigmoid, sigmoid, np.tanh, sigmoid)):
        columns = slice(part * H, (part + 1) * H)
        parts.append(squash(np.einsum("nd,dk->nk", x, W_x[:, columns]) + h @ W_h[:, columns] + b[columns]))
    i, f, g, o = parts
    c_next = f * c + i * g
    return o * np.tanh(c_next), c_next, (x, h, c, W_x, W_h, i, f, g, o, c_next)
