"""The line of an LSTM that does the remembering: what is kept, and what is let in."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise, drawn_sizes
from dlcourse.exercises.lstm._cases import as_float32
from dlcourse.lessons import lstm


def cases(rng):
    def cells(*shape, scale=1.0):
        c, g = rng.normal(size=shape) * scale, np.tanh(rng.normal(size=shape))
        return {"c": c, "i": rng.random(shape), "f": rng.random(shape), "g": g}

    first = {"c": [[2.0]], "i": [[0.1]], "f": [[0.9]], "g": [[-1.0]]}
    second = {"c": [[2.0, -1.0, 3.0]], "i": [[1.0, 0.0, 0.0]], "f": [[0.0, 1.0, 0.0]], "g": [[0.5, 0.5, 0.5]]}
    cases = [{name: np.array(rows) for name, rows in given.items()} for given in (first, second)]
    cases += [
        cells(2, 3),
        cells(*drawn_sizes(rng, 2)),
        cells(3, 1, scale=20),
        cells(*drawn_sizes(rng, 2, 10, 20)),
        as_float32(cells(2, 4)),
    ]
    return [Case(**case) for case in cases]


exercise = Exercise(
    reference=lstm.cell_update,
    points=1,
    minutes=1.5,
    cases=cases,
    hints=[
        "In the example by hand, 2 became 1.8, and something was added to it: which gate made the 1.8, and which the "
        "rest?",
        "Two parts are added. Each is a product of a gate and of what this gate decides about: what was there, and "
        "what comes in.",
        "Elsewhere: of 200 euros in an account 3 % go in fees, and half of a wage of 900 is put in: 0.97 * 200 + 0.5 "
        "* 900.",
    ],
    solved="the line of an LSTM that does the remembering: no matrix, no tanh, only a product and a sum.",
)


exercise.edit(
    "gates exchanged",
    {"f * c + i * g": "i * c + f * g"},
    """The input gate scales the old state, and the forget gate the candidate. The forget gate decides what is kept of
    `c`; the input gate, how much of `g` comes in.""",
)


exercise.edit(
    "forgets where the gate is open",
    {"f * c": "(1 - f) * c"},
    """You keep 1 - f of the state. In spite of its name, an *open* forget gate keeps: f = 1 keeps all, f = 0 forgets
    all.""",
)


exercise.edit(
    "one gate for both",
    {"i * g": "(1 - f) * g"},
    """You let in 1 - f of the candidate. That is how a GRU does it, further below; an LSTM has a gate of its own for
    this, i.""",
)


exercise.edit(
    "old state lost",
    {"f * c + ": ""},
    "Only what is written now comes back. The state so far is still to be added, as far as the forget gate keeps it.",
)


exercise.edit(
    "written without a gate",
    {"i * g": "g"},
    "All of the candidate is written. The input gate decides how much of it comes in: `i * g`.",
)


exercise.edit(
    "input gate added",
    {"i * g": "i + g"},
    "The input gate is added to the candidate. A gate *scales* what it lets in: `i * g`.",
)


exercise.edit(
    "never forgets",
    {"f * c": "c"},
    "All of the old state is kept. (So did the first LSTM, of 1997.) The forget gate scales it: `f * c`.",
)


exercise.edit(
    "state squashed",
    {"f * c + i * g": "np.tanh(f * c + i * g)"},
    """A tanh lies over the new state. It comes later, on the way *out*; inside, the state is only scaled and added to,
    so that nothing wears it down.""",
)


exercise.edit(
    "forget gate on the candidate, too",
    {"f * c + i * g": "f * (c + i * g)"},
    """The forget gate scales the old state *and* what is written. It belongs to the old state alone: check your
    brackets.""",
)


exercise.edit(
    "update of a GRU",
    {"f * c + i * g": "(1 - f) * c + f * g"},
    """The forget gate lets the candidate in, and what it leaves is kept, as in a GRU turned round. Here f says how much
    of `c` is kept, and i how much of `g` comes in.""",
)


exercise.edit(
    "candidate subtracted",
    {"f * c + i * g": "f * c - i * g"},
    "What is newly written is taken away. It is added: the candidate has a sign of its own.",
)


exercise.edit(
    "parts multiplied",
    {"f * c + i * g": "f * c * i * g"},
    "The two parts are multiplied. They are added: what is kept, and what is let in.",
)


exercise.edit(
    "input gate on the old state, too",
    {"f * c + i * g": "i * (f * c + g)"},
    """The input gate scales the candidate *and* the old state. It belongs to the candidate alone: check your
    brackets.""",
)


exercise.edit(
    "forget gate added",
    {"f * c": "f + c"},
    "The forget gate is added to the state. A gate *scales* what it keeps: `f * c`.",
)


exercise.edit(
    "candidate squashed once more",
    {"i * g": "i * np.tanh(g)"},
    "You take the tanh of the candidate. g has been through it already: use it as it comes.",
)


exercise.edit(
    "gates squashed once more",
    {"f * c + i * g": "neuron.sigmoid(f) * c + neuron.sigmoid(i) * g"},
    "You take the sigmoid of the gates. i and f have been through it already: use them as they come.",
)


exercise.edit(
    "all squashed once more",
    {"f * c + i * g": "neuron.sigmoid(f) * c + neuron.sigmoid(i) * np.tanh(g)"},
    "You take the sigmoid of the gates and the tanh of the candidate. All of them have been through it already.",
)


exercise.edit(
    "nothing written",
    {"f * c + i * g": "f * c"},
    """Only what is kept comes back. What is newly written is still to be added, as far as the input gate lets it
    in.""",
)


exercise.edit(
    "old state squashed",
    {"f * c": "np.tanh(f * c)"},
    """A tanh lies over what is kept of the old state, and wears it down at each step. It is only scaled.""",
)


@exercise.accepts("with np.multiply")
def _(c, *, i, f, g):
    return np.multiply(i, g) + np.multiply(f, c)


@exercise.accepts("number by number")
def _(c, *, i, f, g):
    return np.array([[a * b + x * y for a, b, x, y in zip(*row)] for row in zip(f, c, i, g)])


@exercise.accepts("with einsum")
def _(c, *, i, f, g):
    return np.einsum("knh,knh->nh", np.stack([f, i]), np.stack([c, g]))
