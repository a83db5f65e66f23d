"""An LSTM along whole sequences: the same weights at every step."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise
from dlcourse.exercises.lstm._cases import as_float32, sequence
from dlcourse.lessons import lstm


def cases(rng):
    first = {"h0": [[0.0]], "c0": [[0.0]], "W_x": [[0.0, 0.0, 2.0, 0.0]], "W_h": [[0.0] * 4], "b": [9.0, 9.0, 0.0, 9.0]}
    cases = [(np.array([[[1.0], [1.0]]]), {name: np.array(rows) for name, rows in first.items()})]
    cases += [sequence(rng, *size) for size in [(1, 1, 1, 1), (2, 3, 4, 2), (3, 5, 2, 3), (3, 3, 3, 3), (4, 20, 3, 5)]]
    cases.append(as_float32(sequence(rng, 2, 4, 3, 2)))
    return [Case(X, **rest) for X, rest in cases]


exercise = Exercise(
    reference=lstm.lstm_forward,
    points=2,
    cases=cases,
    outputs=("H", "c_last", "cache"),
    withheld=("lstm_forward_fast",),
    hints=[
        "A loop over the steps, as in `rnn_forward`. Two things are handed on from step to step.",
        "Begin with `h, c = h0, c0` and two empty lists. In the loop: "
        "`h, c, step = lstm_step(X[:, t], h=h, c=c, W_x=W_x, W_h=W_h, b=b)`, then append h and step.",
        "`return np.stack(outputs, axis=1), c, cache`",
    ],
    solved="a network that can carry a number along a whole sequence.",
)


def _forward(X, h0, c0, W_x, W_h, b, *, keep_h=True, keep_c=True, order=None, output=0, axis=1, last=1):
    """The right way, with one thing changed."""
    h, c, outputs, cache = h0, c0, [], []
    for t in range(X.shape[1]) if order is None else order:
        h_used, c_used = h if keep_h else h0, c if keep_c else c0
        h, c, step = lstm.lstm_step(X[:, t], h=h_used, c=c_used, W_x=W_x, W_h=W_h, b=b)
        outputs.append((h, c)[output])
        cache.append(step)
    return np.stack(outputs, axis=axis), (h, c)[last], cache


@exercise.mistake("state of the cell not carried over")
def _(X, *, h0, c0, W_x, W_h, b):
    """Every step begins with c0 again: nothing is remembered for longer than a step. Hand on the c that came back."""
    return _forward(X, h0, c0, W_x, W_h, b, keep_c=False)


@exercise.mistake("output not carried over")
def _(X, *, h0, c0, W_x, W_h, b):
    """Every step sees h0 as the last output. Hand on the h that came back."""
    return _forward(X, h0, c0, W_x, W_h, b, keep_h=False)


@exercise.mistake("nothing carried over")
def _(X, *, h0, c0, W_x, W_h, b):
    """Every step begins with h0 and c0. Hand on both states that came back from the step before: `h, c, step = ...`."""
    return _forward(X, h0, c0, W_x, W_h, b, keep_h=False, keep_c=False)


@exercise.mistake("begins with zeros")
def _(X, *, h0, c0, W_x, W_h, b):
    """h0 and c0 are not used: you begin with zeros. A long text is read in pieces, and each piece goes on where the
    last one stopped.
    """
    return _forward(X, 0 * h0, 0 * c0, W_x, W_h, b)


@exercise.mistake("steps first")
def _(X, *, h0, c0, W_x, W_h, b):
    """The numbers are right, but the steps are axis 0. Sequences come first, (N, T, H): `np.stack(outputs, axis=1)`."""
    return _forward(X, h0, c0, W_x, W_h, b, axis=0)


@exercise.mistake("states instead of outputs")
def _(X, *, h0, c0, W_x, W_h, b):
    """H holds the states c of the cells. Collect the outputs h."""
    return _forward(X, h0, c0, W_x, W_h, b, output=1)


@exercise.mistake("last output instead of last state")
def _(X, *, h0, c0, W_x, W_h, b):
    """The second value is the last output h. It should be the last state c; the last output is in H."""
    return _forward(X, h0, c0, W_x, W_h, b, last=0)


@exercise.mistake("only the last output")
def _(X, *, h0, c0, W_x, W_h, b):
    """H holds the last step only. Collect the output of every step."""
    H, c, cache = _forward(X, h0, c0, W_x, W_h, b)
    return H[:, -1], c, cache


@exercise.mistake("read backwards")
def _(X, *, h0, c0, W_x, W_h, b):
    """You go from the last step to the first. Forward reads from the first one on."""
    return _forward(X, h0, c0, W_x, W_h, b, order=range(X.shape[1] - 1, -1, -1))


@exercise.mistake("cache of the last step only")
def _(X, *, h0, c0, W_x, W_h, b):
    """H and c are right. On the way back every step needs its own cache: collect all of them in a list."""
    H, c, cache = _forward(X, h0, c0, W_x, W_h, b)
    return H, c, cache[-1]


@exercise.accepts("forward into a table")
def _(X, *, h0, c0, W_x, W_h, b):
    N, T, _ = X.shape
    H, cache = np.zeros((N, T, h0.shape[1]), h0.dtype), []
    h, c = h0.copy(), c0.copy()
    for t in range(T):
        h, c, step = lstm.lstm_step(X[:, t, :], h=h, c=c, W_x=W_x, W_h=W_h, b=b)
        H[:, t, :] = h
        cache += [step]
    return H, c, tuple(cache)


@exercise.accepts("forward steps first")
def _(X, *, h0, c0, W_x, W_h, b):
    state, found = (h0, c0), []
    for x in X.swapaxes(0, 1):
        found.append(lstm.lstm_step(x, h=state[0], c=state[1], W_x=W_x, W_h=W_h, b=b))
        state = found[-1][:2]
    return np.array([h for h, _, _ in found]).transpose(1, 0, 2), state[1], [step for _, _, step in found]
