"""Two LSTMs side by side: one reads from the first step on, one from the last step back."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise
from dlcourse.exercises.lstm._cases import as_float32, weights
from dlcourse.lessons import lstm


def cases(rng):
    def case(N, T, D, H):
        return Case(rng.normal(size=(N, T, D)), *(tuple(weights(rng, D, H).values()) for _ in range(2)))

    one = np.array([[0.0, 0.0, 2.0, 0.0]]), np.zeros((1, 4)), np.array([9.0, 9.0, 0.0, 9.0])
    cases = [Case(np.array([[[1.0], [1.0], [0.0]]]), one, one)]
    cases += [case(*size) for size in [(1, 1, 1, 1), (2, 3, 4, 2), (3, 5, 2, 3), (3, 3, 3, 3), (4, 12, 3, 5)]]
    last = case(2, 4, 3, 2)
    return [*cases, Case(*map(as_float32, last.values))]


exercise = Exercise(
    reference=lstm.bidirectional,
    points=2,
    cases=cases,
    withheld=("Bidirectional",),
    hints=[
        "Call `lstm_forward` twice: for the second one, turn the steps of X round.",
        "Both begin with zeros, `zero = np.zeros((len(X), len(W_h)), X.dtype)`. What the second one gives must be "
        "turned round again, so that each step stands at its own place.",
        "`np.concatenate([first, second[:, ::-1]], axis=2)`, where first and second are the outputs H.",
    ],
    solved="a reader that knows what comes after, as one needs to fill a gap in a text.",
)


def _read(X, parameters):
    W_x, W_h, b = parameters
    zero = np.zeros((len(X), len(W_h)), X.dtype)
    return lstm.lstm_forward(X, h0=zero, c0=zero, W_x=W_x, W_h=W_h, b=b)[0]


@exercise.mistake("second one not turned back")
def _(X, forward_parameters, backward_parameters):
    """The second LSTM reads from the end, and its outputs stand in the order in which it read: at the first step stands
    what belongs to the last. Turn its outputs round again.
    """
    return np.concatenate([_read(X, forward_parameters), _read(X[:, ::-1], backward_parameters)], axis=2)


@exercise.mistake("both read forwards")
def _(X, forward_parameters, backward_parameters):
    """Both read from the first step on. Give the second one X[:, ::-1], the steps from the last to the first. (X[::-1]
    turns the order of the *sequences*.)
    """
    return np.concatenate([_read(X, forward_parameters), _read(X, backward_parameters)], axis=2)


@exercise.mistake("turned round afterwards only")
def _(X, forward_parameters, backward_parameters):
    """The second one reads from the first step on, and only its outputs are turned round. It must *read* from the last
    step back: give it X[:, ::-1].
    """
    second = _read(X, backward_parameters)[:, ::-1]
    return np.concatenate([_read(X, forward_parameters), second], axis=2)


def _both(X, forward_parameters, backward_parameters):
    return _read(X, forward_parameters), _read(X[:, ::-1], backward_parameters)[:, ::-1]


@exercise.mistake("added up")
def _(X, forward_parameters, backward_parameters):
    """The outputs of the two are added. They stand side by side, so that later layers can tell them apart:
    `np.concatenate(..., axis=2)`.
    """
    first, second = _both(X, forward_parameters, backward_parameters)
    return first + second


@exercise.mistake("one after the other")
def _(X, forward_parameters, backward_parameters):
    """The outputs are joined along the steps: the sequence is twice as long. Each *step* should have 2 H numbers: axis
    2.
    """
    return np.concatenate(_both(X, forward_parameters, backward_parameters), axis=1)


@exercise.mistake("same parameters for both")
def _(X, forward_parameters, backward_parameters):
    """Both use `forward_parameters`. The second has weights of its own."""
    return np.concatenate(_both(X, forward_parameters, forward_parameters), axis=2)


@exercise.mistake("parameters exchanged")
def _(X, forward_parameters, backward_parameters):
    """The one that reads from the first step on uses `backward_parameters`, and the other way round."""
    return np.concatenate(_both(X, backward_parameters, forward_parameters), axis=2)


@exercise.mistake("second one first")
def _(X, forward_parameters, backward_parameters):
    """The outputs of the second LSTM stand in the first H columns. Those of the first come first."""
    return np.concatenate(_both(X, forward_parameters, backward_parameters)[::-1], axis=2)


@exercise.mistake("last output at every step")
def _(X, forward_parameters, backward_parameters):
    """Every step gets the last output of the second LSTM. Each should get the one for its own place."""
    # The last state of the second LSTM at every step: it has read all of the sequence.
    first, second = _both(X, forward_parameters, backward_parameters)
    return np.concatenate([first, np.broadcast_to(second[:, :1], second.shape)], axis=2)


@exercise.accepts("both into a table")
def _(X, forward_parameters, backward_parameters):
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


@exercise.accepts("both with flip")
def _(X, forward_parameters, backward_parameters):
    def read(sequence, W_x, W_h, b):
        zero = np.zeros((X.shape[0], b.size // 4), dtype=X.dtype)
        H, _, _ = lstm.lstm_forward(sequence, h0=zero, c0=zero, W_x=W_x, W_h=W_h, b=b)
        return H

    second = read(np.flip(X, axis=1), *backward_parameters)
    return np.dstack([read(X, *forward_parameters), np.flip(second, axis=1)])
