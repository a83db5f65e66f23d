"""One step of an LSTM: four small layers, three of them gates, around a cell."""

import itertools

import numpy as np

from dlcourse.checking.specification import Case, Exercise, drawn_sizes
from dlcourse.exercises.lstm._cases import LAST, as_float32, step_arguments
from dlcourse.lessons import lstm
from dlcourse.lessons.neuron import sigmoid


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
    sizes = [(1, 1, 1), (2, 3, 2), (3, 2, 4), drawn_sizes(rng, 3), (5, 1, 3)]
    cases += [step_arguments(rng, *size) for size in sizes]
    cases += [step_arguments(rng, 3, 2, 3, scale=900.0), step_arguments(rng, 6, 8, 10)]
    cases.append(as_float32(step_arguments(rng, 2, 3, 4)))
    return [Case(case.pop("x"), **case) for case in cases]


exercise = Exercise(
    reference=lstm.lstm_step,
    inside={"cache": ("x", "h", "c", "W_x", "W_h", "i", "f", "g", "o", "c_next")},
    points=3,
    minutes=6.5,
    cases=cases,
    outputs=("h_next", "c_next", "cache"),
    hints=[
        "How many numbers does each cell need from the sums, and in which columns do they stand?",
        "One weighted sum for all four parts, as wide as all of them; then cut it, and squash each part as the "
        "drawing says. The drawing also says what becomes of the state on its way out.",
        "Cutting elsewhere: `left, right = np.split(table, 2, axis=1)`. A tuple of what is needed later: `kept = (a, "
        "b, a * b)`.",
    ],
    solved="one step of a long short-term memory, number for number that of PyTorch.",
    equivalent_mutants={
        "i, f, g, o = np.split(Z, 4, axis=-1)": LAST,
    },
)


exercise.edit(
    "order input, forget, output, candidate",
    {"i, f, g, o = np.split": "i, f, o, g = np.split"},
    """You take the third block of columns for the output gate and the fourth for the candidate, as some courses do.
    Here, and in PyTorch, the order is i, f, g, o: the candidate is third.""",
)


WORDS = {"i": "input", "f": "forget", "g": "candidate", "o": "output"}

for order in itertools.permutations("ifgo"):
    if order not in (tuple("ifgo"), tuple("ifog")):
        exercise.edit(
            f"order {', '.join(WORDS[part] for part in order)}",
            {"i, f, g, o = np.split": f"{', '.join(order)} = np.split"},
            f"You take the blocks of columns in the order {', '.join(order)}. The order is i, f, g, o: input gate, "
            "forget gate, candidate, output gate.",
        )


exercise.edit(
    "every fourth column",
    {"np.split(Z, 4, axis=1)": "(Z[:, k::4] for k in range(4))"},
    """You take every fourth column for a gate. The columns come in blocks: the first H for the input gate, the next H
    for the forget gate, and so on. `np.split(Z, 4, axis=1)`.""",
)


exercise.edit(
    "sigmoid for the candidate",
    {"np.tanh(g)": "neuron.sigmoid(g)"},
    "The candidate goes through a sigmoid, so that it is never negative: a state could only grow. It wants tanh.",
)


exercise.edit(
    "tanh for the gates",
    {"neuron.sigmoid(i), neuron.sigmoid(f)": "np.tanh(i), np.tanh(f)", "neuron.sigmoid(o)": "np.tanh(o)"},
    """All four parts go through tanh. A gate opens between 0 and 1, so i, f and o want the sigmoid; only the candidate
    wants tanh.""",
)


exercise.edit(
    "candidate not squashed",
    {"np.tanh(g)": "g"},
    "The candidate is the bare sum: it could write any number at once. tanh keeps it between -1 and 1.",
)


exercise.edit(
    "output not squashed",
    {"o * np.tanh(c_next)": "o * c_next"},
    "h_next is o * c_next. The state may be any number; on its way out it goes through tanh: o * tanh(c_next).",
)


exercise.edit(
    "output of the old state",
    {"np.tanh(c_next)": "np.tanh(c)"},
    "h_next shows the state *before* this step. What was just written can already be read: take c_next.",
)


exercise.edit(
    "output gate left out",
    {"o * np.tanh(c_next)": "np.tanh(c_next)"},
    "h_next is all of tanh(c_next). The output gate decides how much of it is shown.",
)


exercise.edit(
    "state squashed",
    {"cell_update(c, i=i, f=f, g=g)": "np.tanh(cell_update(c, i=i, f=f, g=g))", "o * np.tanh(c_next)": "o * c_next"},
    """A tanh lies over the state itself, and wears it down at each step. Leave c_next as it is, and squash only what
    goes out.""",
)


exercise.edit(
    "forget bias added again",
    {"neuron.sigmoid(f)": "neuron.sigmoid(f + 1)"},
    "1 is added at the forget gates. Their first bias is a matter of how b *begins*; it is in b already.",
)


exercise.edit(
    "output of the step before not seen",
    {" + h @ W_h": ""},
    "The gates see only x: h @ W_h is missing, and the network does not know what it said last.",
)


exercise.edit(
    "gates look at the cell",
    {"h @ W_h": "c @ W_h"},
    "The gates see c @ W_h. They look at the *output* of the step before: h @ W_h. (c is for the cell alone.)",
)


exercise.edit(
    "sums in the cache",
    {"i, f, g, o, c_next)": "*np.split(Z, 4, axis=1), c_next)"},
    """h_next and c_next are right. In the cache, i, f, g and o should be what came out of sigmoid and tanh, not the
    sums before.""",
)


exercise.edit(
    "one gate for both",
    {"cell_update(c, i=i, f=f, g=g)": "cell_update(c, i=1 - f, f=f, g=g)"},
    """You let in 1 - f of the candidate. That is how a GRU does it; an LSTM has a gate of its own for this, i.""",
)


exercise.edit(
    "gates exchanged in the update",
    {"cell_update(c, i=i, f=f, g=g)": "cell_update(c, i=f, f=i, g=g)"},
    """The input gate scales the old state, and the forget gate the candidate. f says what is kept of c, i what comes in
    of g.""",
)


exercise.edit(
    "nothing squashed",
    {
        "neuron.sigmoid(i), neuron.sigmoid(f), np.tanh(g), neuron.sigmoid(o)": "1 * i, 1 * f, 1 * g, 1 * o",
    },
    "Gates and candidate are the bare sums. Gates go through the sigmoid, i, f and o; the candidate g through tanh.",
)


exercise.edit(
    "sigmoid at the output",
    {"o * np.tanh(c_next)": "o * neuron.sigmoid(c_next)"},
    "On its way out, the state goes through a sigmoid. It wants tanh: an output may be negative.",
)


exercise.edit(
    "output gate inside of the tanh",
    {"o * np.tanh(c_next)": "np.tanh(o * c_next)"},
    "The tanh is taken of o * c_next. First comes the tanh of the state, then the gate scales it: o * tanh(c_next).",
)


exercise.edit(
    "tanh of the state in the cache",
    {"f, g, o, c_next)": "f, g, o, np.tanh(c_next))"},
    "h_next and c_next are right. The last part of the cache is c_next itself, and not its tanh.",
)


exercise.edit(
    "new output in the cache",
    {"(x, h, c,": "(x, o * np.tanh(c_next), c,"},
    """h_next and c_next are right. The second part of the cache is the *old* output h, which the gates have seen. Give
    the new one a name of its own.""",
)


exercise.edit(
    "new state for the old one in the cache",
    {"(x, h, c,": "(x, h, c_next,"},
    """h_next and c_next are right. The third part of the cache is the *old* state c, which the forget gate scaled. Give
    the new one a name of its own.""",
)


exercise.edit(
    "new output and state in the cache",
    {"(x, h, c,": "(x, o * np.tanh(c_next), c_next,"},
    """h_next and c_next are right. The cache wants the *old* h and c, with which the step was made: yours are the new
    ones. Give these names of their own.""",
)


exercise.edit(
    "tanh for the output gate",
    {"neuron.sigmoid(o)": "np.tanh(o)"},
    """The output gate goes through tanh. A gate opens between 0 and 1: it wants the sigmoid.""",
)


exercise.edit(
    "old state lost",
    {"cell_update(c, i=i, f=f, g=g)": "i * g"},
    """The old state plays no part: what the forget gate keeps of it is still to be added.""",
)


exercise.edit(
    "weights not in the cache",
    {"(x, h, c, W_x, W_h, i": "(x, h, c, i"},
    """h_next and c_next are right. The cache has ten parts, also W_x and W_h: the backward pass needs them.""",
)


exercise.edit(
    "forget gate left out",
    {"cell_update(c, i=i, f=f, g=g)": "c + i * g"},
    "All of the old state is kept: c + i * g. The forget gate decides how much of it stays: f * c + i * g.",
)


exercise.edit(
    "sigmoid and tanh for the candidate",
    {"np.tanh(g)": "np.tanh(neuron.sigmoid(g))"},
    "The candidate goes through a sigmoid, with the gates, and then through tanh. It wants the tanh of its *sum*.",
)

exercise.edit(
    "candidate squashed twice",
    {"g=g)": "g=np.tanh(g))"},
    "The candidate goes through tanh twice: once for the cache, and once more on its way into the state.",
)

exercise.edit(
    "new state not in the cache",
    {"g, o, c_next)": "g, o)"},
    "h_next and c_next are right. The cache has ten parts, and its last is missing: the new state.",
)


@exercise.accepts("with slices")
def _(x, *, h, c, W_x, W_h, b):
    H = h.shape[1]
    sums = np.concatenate([x, h], axis=1) @ np.concatenate([W_x, W_h]) + b
    i, f = sigmoid(sums[:, :H]), sigmoid(sums[:, H : 2 * H])
    g, o = np.tanh(sums[:, 2 * H : 3 * H]), sigmoid(sums[:, 3 * H :])
    state = c * f
    state += i * g
    return [o * np.tanh(state), state, [x, h, c, W_x, W_h, i, f, g, o, state]]


@exercise.accepts("part by part")
def _(x, *, h, c, W_x, W_h, b):
    H, parts = h.shape[1], []
    for part, squash in enumerate((sigmoid, sigmoid, np.tanh, sigmoid)):
        columns = slice(part * H, (part + 1) * H)
        parts.append(squash(np.einsum("nd,dk->nk", x, W_x[:, columns]) + h @ W_h[:, columns] + b[columns]))
    i, f, g, o = parts
    c_next = f * c + i * g
    return o * np.tanh(c_next), c_next, (x, h, c, W_x, W_h, i, f, g, o, c_next)
