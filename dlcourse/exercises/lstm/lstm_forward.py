"""An LSTM along whole sequences: two things are handed on from step to step."""

import numpy as np

from dlcourse.checking.naming import Each
from dlcourse.checking.specification import Case, Exercise, drawn_sizes
from dlcourse.exercises.lstm._cases import as_float32, sequence
from dlcourse.lessons import lstm


def cases(rng):
    first = {"X": [[[1.0], [1.0]]], "h0": [[0.0]], "c0": [[0.0]]}
    first |= {"W_x": [[0.0, 0.0, 2.0, 0.0]], "W_h": [[0.0] * 4], "b": [9.0, 9.0, 0.0, 9.0]}
    cases = [{name: np.array(rows) for name, rows in first.items()}]
    cases += [
        sequence(rng, *size) for size in [(1, 1, 1, 1), (2, 3, 4, 2), (3, 5, 2, 3), drawn_sizes(rng, 4), (4, 20, 3, 5)]
    ]
    cases.append(as_float32(sequence(rng, 2, 4, 3, 2)))
    return [Case(case.pop("X"), **case) for case in cases]


exercise = Exercise(
    reference=lstm.lstm_forward,
    inside={"cache": Each("step", ("x", "h", "c", "W_x", "W_h", "i", "f", "g", "o", "c_next"))},
    points=2,
    minutes=4.0,
    cases=cases,
    outputs=("H", "c_last", "cache"),
    hints=[
        "`rnn_forward` of lesson 11 handed on one thing from step to step. How many are there now?",
        "A loop over the steps that hands on output and state, and keeps two lists: what each step showed, and its "
        "cache. The first step begins with what was given.",
        "Elsewhere: `total, best, kept = 0, 0, []`, and in a loop `total, best, note = add(total, best, value)`, "
        "then `kept.append(note)`. Arrays in a list become one array with `np.stack(kept, axis=1)`.",
    ],
    solved="a network that can carry a number along a whole sequence.",
)


exercise.edit(
    "state of the cell not carried over",
    {"c=c": "c=c0"},
    "Every step begins with c0 again: nothing is remembered for longer than a step. Hand on the c that came back.",
)


exercise.edit(
    "output not carried over",
    {"h=h": "h=h0"},
    "Every step sees h0 as the last output. Hand on the h that came back.",
)


exercise.edit(
    "nothing carried over",
    {"h=h, c=c": "h=h0, c=c0"},
    "Every step begins with h0 and c0. Hand on both states that came back from the step before: `h, c, step = ...`.",
)


exercise.edit(
    "begins with zeros",
    {"h0, c0, [], []": "0 * h0, 0 * c0, [], []"},
    """h0 and c0 are not used: you begin with zeros. A long text is read in pieces, and each piece goes on where the
    last one stopped.""",
)


exercise.edit(
    "steps first",
    {"axis=1": "axis=0"},
    "The numbers are right, but the steps are axis 0. Sequences come first, (N, T, H): `np.stack(outputs, axis=1)`.",
)


exercise.edit(
    "states instead of outputs",
    {"outputs.append(h)": "outputs.append(c)"},
    "H holds the states c of the cells. Collect the outputs h.",
)


exercise.edit(
    "last output instead of last state",
    {"axis=1), c,": "axis=1), h,"},
    "The second value is the last output h. It should be the last state c; the last output is in H.",
)


exercise.edit(
    "only the last output",
    {"np.stack(outputs, axis=1)": "h"},
    "H holds the last step only. Collect the output of every step.",
)


exercise.edit(
    "read backwards",
    {"range(X.shape[1])": "reversed(range(X.shape[1]))"},
    "You go from the last step to the first. Forward reads from the first one on.",
)


exercise.edit(
    "cache of the last step only",
    {", c, cache": ", c, step"},
    "H and c are right. In the backward pass every step needs its own cache: collect all of them in a list.",
)


exercise.edit(
    "c0 all along",
    {"h, c, step =": "h, _, step ="},
    """The state of the cells stays c0 all along, and c0 comes back as the last one. Keep the second value of
    `lstm_step`: `h, c, step = ...`.""",
)


exercise.edit(
    "output and state exchanged",
    {"h, c, step =": "c, h, step ="},
    "Output and state have changed places: `lstm_step` gives back h_next first, then c_next, then the cache.",
)


exercise.edit(
    "outputs one step late",
    {"outputs.append(h)": "outputs.append(step[1])"},
    "H holds the outputs *before* each step: h0 comes first, and the last one is missing. Append after the step.",
)


exercise.edit(
    "states begin with zeros",
    {"h0, c0, [], []": "h0, 0 * c0, [], []"},
    "The states begin with zeros. They begin with c0: a text that goes on needs it.",
)


exercise.edit(
    "as many steps as sequences",
    {"range(X.shape[1])": "range(X.shape[0])"},
    "The loop runs as often as there are sequences. X is (N, T, D): the steps are `X.shape[1]`.",
)


exercise.edit(
    "only the first step",
    {"range(X.shape[1])": "range(1)"},
    "Only the first step is there. Does `return` stand inside of the loop? It ends the function in the first round.",
)


exercise.edit(
    "outputs side by side",
    {"np.stack(": "np.concatenate("},
    """The outputs stand side by side in one long row, (N, T H). `np.stack(outputs, axis=1)` makes a new axis for the
    steps; `np.concatenate` does not.""",
)


exercise.edit(
    "reshaped instead of turned",
    {"np.stack(outputs, axis=1)": "np.reshape(outputs, (*X.shape[:2], -1))"},
    """`reshape` of (T, N, H) to (N, T, H) keeps the numbers in their old order, so that sequences and steps get mixed
    up. Let `np.stack(outputs, axis=1)` put the steps on axis 1.""",
)


exercise.edit(
    "caches from the last step on",
    {"c, cache  #": "c, cache[::-1]  #"},
    "H and c are right. The caches stand in the wrong order: the first step's comes first.",
)


exercise.edit(
    "one cache for all steps",
    {"c, cache  #": "c, (X, h0, np.stack(outputs, axis=1), W_x, W_h)  #"},
    "H and c are right. The cache is a *list*, with the cache that `lstm_step` gave back for each step.",
)


@exercise.mistake("states of all steps")
def _(X, *, h0, c0, W_x, W_h, b):
    """The second value has the states of all steps. Only the last one is wanted, (N, H): it is carried to the next
    piece of text.
    """
    H, _, cache = lstm.lstm_forward(X, h0=h0, c0=c0, W_x=W_x, W_h=W_h, b=b)
    return H, np.stack([step[-1] for step in cache], axis=1), cache


exercise.edit(
    "outputs begin with zeros",
    {"h0, c0, [], []": "0 * h0, c0, [], []"},
    """The outputs begin with zeros. They begin with h0: a text that goes on needs it.""",
)


exercise.edit(
    "states for outputs, output for state",
    {"outputs.append(h)": "outputs.append(c)", "axis=1), c,": "axis=1), h,"},
    """Output and state have changed places in what you return: H holds the outputs h of all steps, and the second value
    is the last state c.""",
)


exercise.edit(
    "same input at every step",
    {"X[:, t]": "X[:, 0]"},
    """Every step reads the first input. Step t reads `X[:, t]`.""",
)


@exercise.mistake("sequences taken for steps")
def _(X, *, h0, c0, W_x, W_h, b):
    """The loop takes one *sequence* after another, `X[n]`: X is (N, T, D), with the sequences on axis 0. The steps are
    axis 1: step t of all sequences is `X[:, t]`, for t from 0 to `X.shape[1]` - 1.
    """
    h, c, H, cache = h0, c0, np.zeros((*X.shape[:2], h0.shape[1]), X.dtype), []
    for n in range(len(X)):
        h, c, step = lstm.lstm_step(X[n], h=h, c=c, W_x=W_x, W_h=W_h, b=b)
        H[n] = h
        cache.append(step)
    return H, c, cache


def sequences_for_steps(axis):
    """The same, with the outputs put together along an axis."""

    def answer(X, *, h0, c0, W_x, W_h, b):
        h, c, outputs, cache = h0, c0, [], []
        for x in X:
            h, c, step = lstm.lstm_step(x, h=h, c=c, W_x=W_x, W_h=W_h, b=b)
            outputs.append(h)
            cache.append(step)
        return np.stack(outputs, axis=axis), c, cache

    return answer


for axis in (0, 1):
    exercise.also("sequences taken for steps")(sequences_for_steps(axis))


@exercise.mistake("h0 among the outputs")
def _(X, *, h0, c0, W_x, W_h, b):
    """H begins with h0, and so has a step too many. The list of outputs begins empty: H has one for each sign read."""
    H, c, cache = lstm.lstm_forward(X, h0=h0, c0=c0, W_x=W_x, W_h=W_h, b=b)
    return np.concatenate([h0[:, None], H], axis=1), c, cache


@exercise.mistake("last step left out")
def _(X, *, h0, c0, W_x, W_h, b):
    """The last step is missing. A `range` leaves out its end already: `range(T)` goes from 0 to T - 1."""
    if X.shape[1] == 1:
        return np.zeros((len(X), 0, h0.shape[1]), X.dtype), c0, []
    return lstm.lstm_forward(X[:, :-1], h0=h0, c0=c0, W_x=W_x, W_h=W_h, b=b)


@exercise.accepts("written into an array")
def _(X, *, h0, c0, W_x, W_h, b):
    N, T, _ = X.shape
    H, cache = np.zeros((N, T, h0.shape[1]), h0.dtype), []
    h, c = h0.copy(), c0.copy()
    for t in range(T):
        h, c, step = lstm.lstm_step(X[:, t, :], h=h, c=c, W_x=W_x, W_h=W_h, b=b)
        H[:, t, :] = h
        cache += [step]
    return H, c, tuple(cache)


@exercise.accepts("with the steps in front")
def _(X, *, h0, c0, W_x, W_h, b):
    state, found = (h0, c0), []
    for x in X.swapaxes(0, 1):
        found.append(lstm.lstm_step(x, h=state[0], c=state[1], W_x=W_x, W_h=W_h, b=b))
        state = found[-1][:2]
    return np.array([h for h, _, _ in found]).transpose(1, 0, 2), state[1], [step for _, _, step in found]
