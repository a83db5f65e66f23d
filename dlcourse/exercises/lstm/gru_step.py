"""One step of a GRU: the smaller cousin of an LSTM, in which one gate decides what to keep and what to write."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise, drawn_sizes
from dlcourse.exercises.lstm._cases import LAST, as_float32, weights
from dlcourse.lessons import lstm
from dlcourse.lessons.neuron import sigmoid


def cases(rng):
    def arguments(N, D, H, scale=1.0):
        given = {"x": rng.normal(size=(N, D)) * scale, "h": np.tanh(rng.normal(size=(N, H)))}
        W_x, W_h, b_x = weights(rng, D, H, blocks=3).values()
        return given | {"W_x": W_x, "W_h": W_h, "b_x": b_x, "b_h": rng.normal(size=b_x.shape)}

    first = {"x": [[1.0]], "h": [[2.0]], "W_x": [[0.0, 1.0, 2.0]], "W_h": [[0.0, 0.0, -1.0]]}
    first |= {"b_x": [0.0] * 3, "b_h": [0.0] * 3}
    cases = [{name: np.array(rows) for name, rows in first.items()}]
    sizes = [(1, 1, 1), (2, 3, 2), (3, 2, 4), drawn_sizes(rng, 3), (5, 1, 3), (3, 2, 3, 900.0), (6, 8, 10)]
    cases += [arguments(*size) for size in sizes]
    cases.append(as_float32(arguments(2, 3, 4)))
    return [Case(case.pop("x"), **case) for case in cases]


exercise = Exercise(
    reference=lstm.gru_step,
    points=2,
    cases=cases,
    form="fault",
    minutes=6.0,
    hints=[
        "Take the example by hand, with z = 0.731: which share of the old h should be left, and which share does "
        "this function leave?",
        "In PyTorch's form an open update gate keeps. And with the reset gate shut, nothing that belongs to h may "
        "reach the candidate: follow both biases on their way to it.",
        "Elsewhere: of a price, discount and all: `share * (goods + postage)` lowers both, `share * goods + postage` "
        "only one. A mixture: `part * milk + (1 - part) * tea` is all milk where part is 1.",
    ],
    solved="the smaller cousin: one gate decides what to keep and what to write.",
    equivalent_mutants={
        "A_r, A_z, A_n = np.split(x @ W_x + b_x, 3, axis=-1)": LAST,
        "B_r, B_z, B_n = np.split(h @ W_h + b_h, 3, axis=-1)": LAST,
    },
)


exercise.edit(
    "update gate turned round",
    {"(1 - z) * n + z * h": "z * n + (1 - z) * h"},
    """Where z is 1 you take the candidate. Papers differ; in the form asked for here, and in PyTorch, an open update
    gate *keeps*: z scales the old output, 1 - z the candidate.""",
)


exercise.edit(
    "reset before the product",
    {"r * B_n": "(r * h) @ W_h[:, 2 * h.shape[1] :] + b_h[2 * h.shape[1] :]"},
    """You compute `(r * h) @ W_h`, as the first paper did. In the form asked for, r scales what comes out of the
    product: `r * B_n`.""",
)


@exercise.also("reset before the product")
def _(x, *, h, W_x, W_h, b_x, b_h):
    r, z, A_n = np.split(x @ W_x + b_x, 3, axis=1)
    B_r, B_z, _ = np.split(h @ W_h + b_h, 3, axis=1)
    r, z = sigmoid(r + B_r), sigmoid(z + B_z)
    n = np.tanh(A_n + (r * h) @ np.split(W_h, 3, axis=1)[2])
    return (1 - z) * n + z * h


exercise.edit(
    "bias outside of the reset",
    {"r * B_n": "r * (B_n - b_h[2 * h.shape[1] :]) + b_h[2 * h.shape[1] :]"},
    """The bias of the third block of b_h is added after the reset gate. It belongs to B_n, and is scaled with it. (This
    is why a GRU has two biases.)""",
)


exercise.edit(
    "reset gate left out",
    {"r * B_n": "B_n"},
    "The candidate sees all of B_n. The reset gate scales it first: `A_n + r * B_n`.",
)


exercise.edit(
    "reset gate on the input, too",
    {"A_n + r * B_n": "r * (A_n + B_n)"},
    "The reset gate scales A_n + B_n. What comes in now is not to be reset: only B_n is scaled.",
)


exercise.edit(
    "order update, reset",
    {"A_r, A_z, A_n": "A_z, A_r, A_n", "B_r, B_z, B_n": "B_z, B_r, B_n"},
    "You take the first block for the update gate. The order is reset, update, candidate.",
)


exercise.edit(
    "sigmoid for the candidate",
    {"np.tanh(": "neuron.sigmoid("},
    "The candidate goes through a sigmoid, and is never negative. It wants tanh.",
)


exercise.edit(
    "old output lost",
    {" + z * h": ""},
    "The part `z * h` is missing: where the update gate is open, the old output is kept.",
)


exercise.edit(
    "candidate not scaled",
    {"(1 - z) * n": "n"},
    "All of the candidate is added. It gets what the old output leaves: `(1 - z) * n`.",
)


exercise.edit(
    "second bias left out",
    {" + b_h": ""},
    "b_h is not used. There are two biases: b_x goes with the input, b_h with the output of the step before.",
)


exercise.edit(
    "candidate not squashed",
    {"np.tanh(A_n + r * B_n)": "A_n + r * B_n"},
    "The candidate is the bare sum. It goes through tanh, which keeps it between -1 and 1.",
)


exercise.edit(
    "result squashed",
    {"return (1 - z) * n + z * h": "return np.tanh((1 - z) * n + z * h)"},
    "A tanh lies over the result, and wears it down at each step. Only the candidate goes through tanh.",
)


exercise.edit(
    "both biases left out",
    {" + b_x": "", " + b_h": ""},
    "The biases are not used. b_x goes with the input, b_h with the output of the step before.",
)


exercise.edit(
    "first bias left out",
    {" + b_x": ""},
    "b_x is not used. There are two biases: b_x goes with the input, b_h with the output of the step before.",
)


exercise.edit(
    "gates see the input only",
    {"A_r + B_r": "A_r", "A_z + B_z": "A_z"},
    "Both gates see the input only. They look at the output of the step before, too: A_r + B_r and A_z + B_z.",
)


exercise.edit(
    "old output reset as it is",
    {"r * B_n": "r * h"},
    "The reset gate scales h itself. It scales B_n, the third block of h W_h + b_h.",
)


exercise.edit(
    "update gate for both parts",
    {"(1 - z) * n": "z * n"},
    "The update gate scales candidate *and* old output. The candidate gets what is left: `(1 - z) * n`.",
)


exercise.edit(
    "1 - z for both parts",
    {"z * h": "(1 - z) * h"},
    "Candidate and old output are both scaled by 1 - z. The old output is kept where z is 1: `z * h`.",
)


exercise.edit(
    "reset gate turned round",
    {"r * B_n": "(1 - r) * B_n"},
    "You take 1 - r of B_n. An *open* reset gate lets the old output through: `r * B_n`.",
)


exercise.edit(
    "reset gate on the input instead",
    {"A_n + r * B_n": "r * A_n + B_n"},
    "The reset gate scales A_n, what comes in. It scales B_n, what comes from the old output.",
)


@exercise.mistake("order update, reset; update gate turned round")
def _(x, *, h, W_x, W_h, b_x, b_h):
    """Two things at once. The first block is the reset gate, the second the update gate. And in the form asked for, an
    open update gate *keeps*: z scales the old output, 1 - z the candidate.
    """
    A_z, A_r, A_n = np.split(x @ W_x + b_x, 3, axis=1)
    B_z, B_r, B_n = np.split(h @ W_h + b_h, 3, axis=1)
    z, r = sigmoid(A_z + B_z), sigmoid(A_r + B_r)
    return z * np.tanh(A_n + r * B_n) + (1 - z) * h


exercise.edit(
    "b_h on both sides",
    {"x @ W_x + b_x": "x @ W_x + b_x + b_h"},
    "b_h is added twice, beside x and beside h. Each bias has one place: b_x in A, b_h in B.",
)


exercise.edit(
    "both biases beside h",
    {"x @ W_x + b_x": "x @ W_x", "h @ W_h + b_h": "h @ W_h + b_h + b_x"},
    """Both biases stand beside h W_h, so the reset gate scales both of them. b_x belongs to what comes in, A = x W_x +
    b_x.""",
)


exercise.edit(
    "gates not squashed",
    {"neuron.sigmoid(A_r + B_r), neuron.sigmoid(A_z + B_z)": "A_r + B_r, A_z + B_z"},
    """The gates are bare sums. A gate opens between 0 and 1: it wants the sigmoid.""",
)


exercise.edit(
    "tanh for the gates",
    {"neuron.sigmoid(A_r + B_r), neuron.sigmoid(A_z + B_z)": "np.tanh(A_r + B_r), np.tanh(A_z + B_z)"},
    """The gates go through tanh. A gate opens between 0 and 1: it wants the sigmoid.""",
)


@exercise.plants(
    "update gate turned round",
    "bias outside of the reset",
    symptom=(
        "With weights of PyTorch, it keeps the old output where PyTorch writes a new one, and the other way round.",
        "With all reset gates shut, the candidate should depend on x alone. It still changes when b_h is changed.",
    ),
)
def gru_step(x, *, h, W_x, W_h, b_x, b_h):
    """One step of a GRU: two gates, no cell beside the output.

    x: array (N, D); h: (N, H); W_x: (D, 3 H); W_h: (H, 3 H); b_x, b_h: (3 H,), blocks r, z, n
    -> h_next: array (N, H)
    """
    A_r, A_z, A_n = np.split(x @ W_x + b_x + b_h, 3, axis=1)
    B_r, B_z, B_n = np.split(h @ W_h, 3, axis=1)
    r, z = sigmoid(A_r + B_r), sigmoid(A_z + B_z)
    n = np.tanh(A_n + r * B_n)
    return z * n + (1 - z) * h


@exercise.accepts("with slices")
def _(x, *, h, W_x, W_h, b_x, b_h):
    H = h.shape[1]
    A, B = x @ W_x + b_x, h @ W_h + b_h
    gates = sigmoid(A[:, : 2 * H] + B[:, : 2 * H])
    n = np.tanh(A[:, 2 * H :] + gates[:, :H] * B[:, 2 * H :])
    return n + gates[:, H:] * (h - n)


@exercise.accepts("part by part")
def _(x, *, h, W_x, W_h, b_x, b_h):
    parts = zip(*(np.hsplit(array, 3) for array in (W_x, W_h)), np.split(b_x, 3), np.split(b_h, 3))
    (rx, rh, rb, rc), (zx, zh, zb, zc), (nx, nh, nb, nc) = parts
    r, z = sigmoid(x @ rx + rb + (h @ rh + rc)), sigmoid(x @ zx + zb + (h @ zh + zc))
    return z * h + (1 - z) * np.tanh(x @ nx + nb + r * (h @ nh + nc))
