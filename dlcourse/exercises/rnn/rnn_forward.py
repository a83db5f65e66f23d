"""Read sequences step by step, with the same weights at every step."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise
from dlcourse.exercises.rnn._cases import as_float32_case, step, weights
from dlcourse.lessons import rnn


def cases(rng):
    def case(N, T, D, H, size=1.0):
        return Case(rng.normal(size=(N, T, D)), size * rng.uniform(-1, 1, size=(N, H)), *weights(rng, D, H))

    one = np.array([[1.0]])
    return [
        Case(np.array([[[1.0], [0.0]]]), np.array([[0.0]]), one, one, np.array([0.0])),
        Case(np.array([[[1.0], [0.0], [-1.0]]]), np.array([[0.5]]), one, -one, np.array([0.5])),
        case(2, 4, 3, 5),
        case(4, 3, 2, 2),
        case(3, 3, 3, 3),
        case(2, 1, 3, 4),
        case(1, 6, 1, 3),
        case(2, 5, 3, 4, size=0.0),
        case(8, 30, 5, 6),
        as_float32_case(case(2, 3, 4, 3)),
    ]


exercise = Exercise(
    reference=rnn.rnn_forward,
    points=2,
    cases=cases,
    outputs=("H", "cache"),
    withheld=("rnn_forward_fast",),
    hints=[
        "A loop over the steps. What does each step need from the one before?",
        "Begin with `h = h0` and an empty list; in step t, call `rnn_step` with `X[:, t]` and h, and append the "
        "new state.",
        "`for t in range(X.shape[1]):` with `h, _ = rnn_step(X[:, t], h, W_x, W_h, b)` and `states.append(h)`; "
        "then `H = np.stack(states, axis=1)`, and `return H, (X, h0, H, W_x, W_h)`",
    ],
    solved="a network that reads: sequences of any length, with the same few weights.",
)


def _read(X, h0, W_x, W_h, b, H):
    return H, (X, h0, H, W_x, W_h)


@exercise.mistake("state not handed on")
def _(X, h0, W_x, W_h, b):
    """Every step begins with h0 again: the network forgets at once. Each step gets the state that the step before gave
    back: `h, _ = rnn_step(X[:, t], h, ...)`.
    """
    H = np.stack([step(X[:, t], h0, W_x, W_h, b)[0] for t in range(X.shape[1])], axis=1)
    return _read(X, h0, W_x, W_h, b, H)


def _states(X, h0, W_x, W_h, b, order=None):
    h, states = h0, []
    for t in range(X.shape[1]) if order is None else order:
        h, _ = step(X[:, t], h, W_x, W_h, b)
        states.append(h)
    return states


@exercise.mistake("begun with zeros")
def _(X, h0, W_x, W_h, b):
    """You begin with zeros. The state before the first step is h0: a text that goes on needs it."""
    return _read(X, h0, W_x, W_h, b, np.stack(_states(X, 0 * h0, W_x, W_h, b), axis=1))


@exercise.mistake("states one step late")
def _(X, h0, W_x, W_h, b):
    """You keep the state *before* each step: h0 comes first, and the last one is missing. Append after the step."""
    return _read(X, h0, W_x, W_h, b, np.stack([h0, *_states(X, h0, W_x, W_h, b)[:-1]], axis=1))


@exercise.mistake("h0 among the states")
def _(X, h0, W_x, W_h, b):
    """There is one state too many: h0 is in front. H holds the states after each of the T steps."""
    return _read(X, h0, W_x, W_h, b, np.stack([h0, *_states(X, h0, W_x, W_h, b)], axis=1))


@exercise.mistake("only the last state")
def _(X, h0, W_x, W_h, b):
    """You give back the last state. Wanted are all of them, (N, T, H): collect them in a list."""
    return _read(X, h0, W_x, W_h, b, _states(X, h0, W_x, W_h, b)[-1])


@exercise.mistake("all states the last one")
def _(X, h0, W_x, W_h, b):
    """All steps show the last state. Perhaps you write into one array again and again, and the list holds it T times:
    every step needs an array of its own.
    """
    return _read(X, h0, W_x, W_h, b, np.stack([_states(X, h0, W_x, W_h, b)[-1]] * X.shape[1], axis=1))


@exercise.mistake("time in front")
def _(X, h0, W_x, W_h, b):
    """The numbers are right, but the steps are the first axis: (T, N, H). In this course sequences are (N, T, H):
    `np.stack(states, axis=1)`.
    """
    return _read(X, h0, W_x, W_h, b, np.stack(_states(X, h0, W_x, W_h, b)))


@exercise.mistake("states side by side")
def _(X, h0, W_x, W_h, b):
    """The states stand side by side in one long row, (N, T H). `np.stack(states, axis=1)` makes a new axis for the
    steps; `np.concatenate` does not.
    """
    return _read(X, h0, W_x, W_h, b, np.concatenate(_states(X, h0, W_x, W_h, b), axis=1))


@exercise.mistake("read from the end")
def _(X, h0, W_x, W_h, b):
    """You begin with the last step. The sequence is read from the first step on."""
    states = _states(X, h0, W_x, W_h, b, order=range(X.shape[1] - 1, -1, -1))
    return _read(X, h0, W_x, W_h, b, np.stack(states[::-1], axis=1))


@exercise.mistake("last state in place of h0")
def _(X, h0, W_x, W_h, b):
    """The states are right. The second part of the cache should be h0, the state before the first step; yours is the
    last one. Let the loop change another name, `h = h0`.
    """
    H = np.stack(_states(X, h0, W_x, W_h, b), axis=1)
    return H, (X, H[:, -1], H, W_x, W_h)


@exercise.accepts("forward into an array")
def _(X, h0, W_x, W_h, b):
    N, T, _ = X.shape
    H = np.zeros((N, T, len(b)), h0.dtype)
    for t in range(T):
        H[:, t] = np.tanh(X[:, t] @ W_x + (H[:, t - 1] if t else h0) @ W_h + b)
    return H, (X, h0, H, W_x, W_h)


@exercise.accepts("forward by swapping")
def _(X, h0, W_x, W_h, b):
    states = [h0]
    for x in np.swapaxes(X, 0, 1):
        states += [rnn.rnn_step(x, states[-1], W_x, W_h, b)[0]]
    H = np.array(states[1:]).transpose(1, 0, 2)
    return H, (X, h0, H, W_x, W_h)
