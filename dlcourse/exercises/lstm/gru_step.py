"""One step of a GRU: two gates, no cell beside the output."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise
from dlcourse.exercises.lstm._cases import LAST, as_float32, weights
from dlcourse.lessons import lstm
from dlcourse.lessons.neuron import sigmoid


def cases(rng):
    def arguments(N, D, H, scale=1.0):
        given = {"x": rng.normal(size=(N, D)) * scale, "h": np.tanh(rng.normal(size=(N, H)))}
        W_x, W_h, b_x = weights(rng, D, H, blocks=3).values()
        return given | {"W_x": W_x, "W_h": W_h, "b_x": b_x, "b_h": rng.normal(size=b_x.shape)}

    first = [[[1.0]], [[2.0]], [[0.0, 1.0, 2.0]], [[0.0, 0.0, -1.0]], [0.0] * 3, [0.0] * 3]
    cases = [Case(*map(np.array, first))]
    sizes = [(1, 1, 1), (2, 3, 2), (3, 2, 4), (4, 4, 4), (5, 1, 3), (3, 2, 3, 900.0), (6, 8, 10)]
    cases += [Case(**arguments(*size)) for size in sizes]
    return [*cases, Case(**as_float32(arguments(2, 3, 4)))]


exercise = Exercise(
    reference=lstm.gru_step,
    points=2,
    cases=cases,
    withheld=("gru_forward_fast",),
    hints=[
        "Two sums, A from x and B from h, each cut into three parts. They are added for the gates, but not at once "
        "for the candidate.",
        "`A_r, A_z, A_n = np.split(x @ W_x + b_x, 3, axis=1)`, the same for B with h, W_h and b_h; "
        "`r = sigmoid(A_r + B_r)`, and z likewise.",
        "`n = np.tanh(A_n + r * B_n)` and `return (1 - z) * n + z * h`",
    ],
    solved="the smaller cousin: one gate decides what to keep and what to write.",
    equivalent_mutants={
        "A_r, A_z, A_n = np.split(x @ W_x + b_x, 3, axis=-1)": LAST,
        "B_r, B_z, B_n = np.split(h @ W_h + b_h, 3, axis=-1)": LAST,
    },
)


def _gru(x, h, W_x, W_h, b_x, b_h, *, order=(0, 1, 2), candidate=None, mix=None):
    """The right way, with one thing changed. `order`: which block of columns is reset, update, candidate."""
    A, B = np.split(x @ W_x + b_x, 3, axis=1), np.split(h @ W_h + b_h, 3, axis=1)
    (A_r, A_z, A_n), (B_r, B_z, B_n) = ([parts[block] for block in order] for parts in (A, B))
    r, z = sigmoid(A_r + B_r), sigmoid(A_z + B_z)
    n = np.tanh(A_n + r * B_n) if candidate is None else candidate(A_n, B_n, r)
    return (1 - z) * n + z * h if mix is None else mix(z, n)


@exercise.mistake("update gate turned round")
def _(x, h, W_x, W_h, b_x, b_h):
    """Where z is 1 you take the candidate. Papers differ; in the form asked for here, and in PyTorch, an open update
    gate *keeps*: (1 - z) * n + z * h.
    """
    return _gru(x, h, W_x, W_h, b_x, b_h, mix=lambda z, n: z * n + (1 - z) * h)


@exercise.mistake("reset before the product")
def _(x, h, W_x, W_h, b_x, b_h):
    """You compute (r * h) W_h, as the first paper did. In the form asked for, r scales what comes out of the product: r
    * B_n.
    """
    H = h.shape[1]
    return _gru(
        x,
        h,
        W_x,
        W_h,
        b_x,
        b_h,
        candidate=lambda A_n, B_n, r: np.tanh(A_n + (r * h) @ W_h[:, 2 * H :] + b_h[2 * H :]),
    )


@exercise.mistake("bias outside of the reset")
def _(x, h, W_x, W_h, b_x, b_h):
    """The bias of the third block of b_h is added after the reset gate. It belongs to B_n, and is scaled with it. (This
    is why a GRU has two biases.)
    """
    bias = b_h[2 * h.shape[1] :]
    return _gru(x, h, W_x, W_h, b_x, b_h, candidate=lambda A_n, B_n, r: np.tanh(A_n + r * (B_n - bias) + bias))


@exercise.mistake("reset gate left out")
def _(x, h, W_x, W_h, b_x, b_h):
    """The candidate sees all of B_n. The reset gate scales it first: A_n + r * B_n."""
    return _gru(x, h, W_x, W_h, b_x, b_h, candidate=lambda A_n, B_n, r: np.tanh(A_n + B_n))


@exercise.mistake("reset gate on the input, too")
def _(x, h, W_x, W_h, b_x, b_h):
    """The reset gate scales A_n + B_n. What comes in now is not to be reset: only B_n is scaled."""
    return _gru(x, h, W_x, W_h, b_x, b_h, candidate=lambda A_n, B_n, r: np.tanh(r * (A_n + B_n)))


@exercise.mistake("order update, reset")
def _(x, h, W_x, W_h, b_x, b_h):
    """You take the first block for the update gate. The order is reset, update, candidate."""
    return _gru(x, h, W_x, W_h, b_x, b_h, order=(1, 0, 2))


@exercise.mistake("sigmoid for the candidate")
def _(x, h, W_x, W_h, b_x, b_h):
    """The candidate goes through a sigmoid, and is never negative. It wants tanh."""
    return _gru(x, h, W_x, W_h, b_x, b_h, candidate=lambda A_n, B_n, r: sigmoid(A_n + r * B_n))


@exercise.mistake("old output lost")
def _(x, h, W_x, W_h, b_x, b_h):
    """The part z * h is missing: where the update gate is open, the old output is kept."""
    return _gru(x, h, W_x, W_h, b_x, b_h, mix=lambda z, n: (1 - z) * n)


@exercise.mistake("candidate not scaled")
def _(x, h, W_x, W_h, b_x, b_h):
    """All of the candidate is added. It gets what the old output leaves: (1 - z) * n."""
    return _gru(x, h, W_x, W_h, b_x, b_h, mix=lambda z, n: n + z * h)


@exercise.mistake("second bias left out")
def _(x, h, W_x, W_h, b_x, b_h):
    """b_h is not used. There are two biases: b_x goes with the input, b_h with the output of the step before."""
    return _gru(x, h, W_x, W_h, b_x, 0 * b_h)


@exercise.accepts("gru with slices")
def _(x, h, W_x, W_h, b_x, b_h):
    H = h.shape[1]
    A, B = x @ W_x + b_x, h @ W_h + b_h
    gates = sigmoid(A[:, : 2 * H] + B[:, : 2 * H])
    n = np.tanh(A[:, 2 * H :] + gates[:, :H] * B[:, 2 * H :])
    return n + gates[:, H:] * (h - n)


@exercise.accepts("gru part by part")
def _(x, h, W_x, W_h, b_x, b_h):
    parts = zip(*(np.hsplit(array, 3) for array in (W_x, W_h)), np.split(b_x, 3), np.split(b_h, 3))
    (rx, rh, rb, rc), (zx, zh, zb, zc), (nx, nh, nb, nc) = parts
    r, z = sigmoid(x @ rx + rb + (h @ rh + rc)), sigmoid(x @ zx + zb + (h @ zh + zc))
    return z * h + (1 - z) * np.tanh(x @ nx + nb + r * (h @ nh + nc))
