"""A whole sequence, read step by step with the same few weights."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise, drawn_sizes
from dlcourse.exercises.rnn._cases import as_float32_case, weights
from dlcourse.lessons import rnn


def cases(rng):
    def case(N, T, D, H, size=1.0):
        return Case(rng.normal(size=(N, T, D)), h0=size * rng.uniform(-1, 1, size=(N, H)), **weights(rng, D, H))

    one = np.array([[1.0]])
    return [
        Case(np.array([[[1.0], [0.0]]]), h0=np.array([[0.0]]), W_x=one, W_h=one, b=np.array([0.0])),
        Case(np.array([[[1.0], [0.0], [-1.0]]]), h0=np.array([[0.5]]), W_x=one, W_h=-one, b=np.array([0.5])),
        case(2, 4, 3, 5),
        case(4, 3, 2, 2),
        case(*drawn_sizes(rng, 4)),
        case(2, 1, 3, 4),
        case(1, 6, 1, 3),
        case(2, 5, 3, 4, size=0.0),
        case(3, int(rng.integers(20, 30)), 5, 6),
        as_float32_case(case(2, 3, 4, 3)),
    ]


STEP = "h, _ = rnn_step(X[:, t], h=h, W_x=W_x, W_h=W_h, b=b)"  # what stands in the reference

exercise = Exercise(
    reference=rnn.rnn_forward,
    inside={"cache": ("X", "h0", "H", "W_x", "W_h")},
    points=2,
    cases=cases,
    outputs=("H", "cache"),
    hints=[
        "What does each step need from the one before, and what does the first one get?",
        "A loop over the steps, with one name for the state that is handed on, and a list for all states. h0 itself "
        "has to "
        "stay: the cache wants it.",
        "`total, totals = start, []`, and in the loop `total = f(total, x)` and `totals.append(total)`: so one keeps "
        "what "
        "comes after each step. `np.stack([P, Q], axis=1)` makes (N, 2, M) of two arrays (N, M).",
    ],
    solved="a network that reads: sequences of any length, with the same few weights.",
)


exercise.edit(
    "state not handed on",
    {"h=h": "h=h0"},
    """Every step begins with h0 again: the network forgets at once. Each step gets the state that the step before gave
    back: `h, _ = rnn_step(X[:, t], h=h, ...)`.""",
)


exercise.edit(
    "begun with zeros",
    {"h, states = h0": "h, states = 0 * h0"},
    "You begin with zeros. The state before the first step is h0: a text that goes on needs it.",
)


exercise.edit(
    "states one step late",
    {STEP: "states.append(h)", "states.append(h)": STEP},
    "You keep the state *before* each step: h0 comes first, and the last one is missing. Append after the step.",
)


exercise.edit(
    "h0 among the states",
    {"h, states = h0, []": "h, states = h0, [h0]"},
    "There is one state too many: h0 is in front. H holds the states after each of the T steps.",
)


exercise.edit(
    "only the last state",
    {"np.stack(states, axis=1)": "h"},
    "You give back the last state. Wanted are all of them, (N, T, H): collect them in a list.",
)


exercise.edit(
    "all states the last one",
    {"np.stack(states, axis=1)": "np.stack([h] * len(states), axis=1)"},
    """All steps show the last state. Perhaps you write into one array again and again, and the list holds it T times:
    every step needs an array of its own.""",
)


exercise.edit(
    "time in front",
    {"np.stack(states, axis=1)": "np.stack(states)"},
    """The numbers are right, but the steps are the first axis: (T, N, H). In this course sequences are (N, T, H):
    `np.stack(states, axis=1)`.""",
)


exercise.edit(
    "states side by side",
    {"np.stack(": "np.concatenate("},
    """The states stand side by side in one long row, (N, T H). `np.stack(states, axis=1)` makes a new axis for the
    steps; `np.concatenate` does not.""",
)


exercise.edit(
    "read from the end",
    {"range(X.shape[1])": "reversed(range(X.shape[1]))", "np.stack(states": "np.stack(states[::-1]"},
    "You begin with the last step. The sequence is read from the first step on.",
)


exercise.edit(
    "last state in place of h0",
    {"(X, h0, H": "(X, h, H"},
    """The states are right. The second part of the cache should be h0, the state before the first step; yours is the
    last one. Let the loop change another name, `h = h0`.""",
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
    "list of states",
    {"np.stack(states, axis=1)": "states"},
    "H is a list of states. Make one array (N, T, H) of it: `np.stack` puts them along a new axis.",
)


exercise.edit(
    "last state returned",
    {"return H,": "return h,"},
    "You return h, the last state. The cache has all of them: return H, (N, T, H).",
)


exercise.edit(
    "steps on the last axis",
    {"axis=1)": "axis=2)"},
    "The numbers are right, but the steps are the last axis: (N, H, T). In this course sequences are (N, T, H).",
)


exercise.edit(
    "reshaped instead of turned",
    {"np.stack(states, axis=1)": "np.reshape(states, (*X.shape[:2], -1))"},
    """`reshape` of (T, N, H) to (N, T, H) keeps the numbers in their old order, so that sequences and steps get mixed
    up. Let `np.stack(states, axis=1)` put the steps on axis 1.""",
)


@exercise.mistake("h0 as the first state")
def _(X, *, h0, W_x, W_h, b):
    """At t = 0 stands h0, and the first step of X is never read. `H[:, 0]` is the state *after* the first step."""
    H, _ = rnn.rnn_forward(X[:, 1:], h0=h0, W_x=W_x, W_h=W_h, b=b) if X.shape[1] > 1 else (h0[:, None][:, :0], None)
    H = np.concatenate([h0[:, None], H], axis=1)
    return H, (X, h0, H, W_x, W_h)


exercise.edit(
    "input of the step before",
    {"X[:, t]": "X[:, t - 1]"},
    "Step t reads `X[:, t - 1]`, and the first one even the last input. Only the *state* comes from the step before.",
)


exercise.edit(
    "no state at all",
    {"h=h,": "h=0 * h,"},
    "Every step is calculated by itself: the state of the step before plays no part. Hand it on with `h=h`.",
)


@exercise.mistake("caches of the steps")
def _(X, *, h0, W_x, W_h, b):
    """The states are right. Wanted is one cache for the whole sequence, (X, h0, H, W_x, W_h), and not a list of those
    of the steps.
    """
    h, states, caches = h0, [], []
    for t in range(X.shape[1]):
        h, cache = rnn.rnn_step(X[:, t], h=h, W_x=W_x, W_h=W_h, b=b)
        states.append(h)
        caches.append(cache)
    return np.stack(states, axis=1), caches


exercise.edit(
    "bias in the cache",
    {"W_x, W_h)": "W_x, W_h, b)"},
    """The states are right. The cache has five parts, (X, h0, H, W_x, W_h): no gradient depends on the bias.""",
)


@exercise.mistake("sequences taken for steps")
def _(X, *, h0, W_x, W_h, b):
    """The loop takes one *sequence* after another, `X[n]`: X is (N, T, D), with the sequences on axis 0. The steps are
    axis 1: step t of all sequences is `X[:, t]`, for t from 0 to `X.shape[1]` - 1.
    """
    h, H = h0, np.zeros((*X.shape[:2], h0.shape[1]), X.dtype)
    for n in range(len(X)):
        h, _ = rnn.rnn_step(X[n], h=h, W_x=W_x, W_h=W_h, b=b)
        H[n] = h
    return H, (X, h0, H, W_x, W_h)


def sequences_for_steps(axis):
    """The same, with the states put together along an axis."""

    def answer(X, *, h0, W_x, W_h, b):
        h, states = h0, []
        for x in X:
            h, _ = rnn.rnn_step(x, h=h, W_x=W_x, W_h=W_h, b=b)
            states.append(h)
        H = np.stack(states, axis=axis)
        return H, (X, h0, H, W_x, W_h)

    return answer


for axis in (0, 1):
    exercise.also("sequences taken for steps")(sequences_for_steps(axis))


@exercise.also("read from the end")
def _(X, *, h0, W_x, W_h, b):
    H, _ = rnn.rnn_forward(X[:, ::-1], h0=h0, W_x=W_x, W_h=W_h, b=b)
    return H, (X, h0, H, W_x, W_h)


@exercise.also("read from the end")
def _(X, *, h0, W_x, W_h, b):
    H, _ = rnn.rnn_forward(X[:, ::-1], h0=h0, W_x=W_x, W_h=W_h, b=b)
    return H[:, ::-1], (X, h0, H[:, ::-1], W_x, W_h)


@exercise.accepts("written into an array")
def _(X, *, h0, W_x, W_h, b):
    N, T, _ = X.shape
    H = np.zeros((N, T, len(b)), h0.dtype)
    for t in range(T):
        H[:, t] = np.tanh(X[:, t] @ W_x + (H[:, t - 1] if t else h0) @ W_h + b)
    return H, (X, h0, H, W_x, W_h)


@exercise.accepts("with the steps in front")
def _(X, *, h0, W_x, W_h, b):
    states = [h0]
    for x in np.swapaxes(X, 0, 1):
        states += [rnn.rnn_step(x, h=states[-1], W_x=W_x, W_h=W_h, b=b)[0]]
    H = np.array(states[1:]).transpose(1, 0, 2)
    return H, (X, h0, H, W_x, W_h)


@exercise.accepts("all inputs through W_x at once")
def _(X, *, h0, W_x, W_h, b):
    Z = X @ W_x + b
    H, h = np.empty_like(Z), h0
    for t in range(Z.shape[1]):
        h = H[:, t] = np.tanh(Z[:, t] + h @ W_h)
    return H, (X, h0, H, W_x, W_h)
