"""The gradients of an LSTM along whole sequences, from the last step back to the first."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise
from dlcourse.exercises.lstm._cases import as_float32, sequence
from dlcourse.lessons import lstm


def cases(rng):
    def case(N, T, D, H):
        X, rest = sequence(rng, N, T, D, H)
        return rng.normal(size=(N, T, H)), lstm.lstm_forward(X, **rest)[2]

    one, zero, half = np.array([[1.0]]), np.array([[0.0]]), np.array([[0.5]])
    first = 2 * [(one, zero, zero, np.ones((1, 4)), np.zeros((1, 4)), half, half, zero, half, zero)]
    cases = [(np.array([[[0.0], [1.0]]]), first)]
    cases += [case(*size) for size in [(1, 1, 1, 1), (2, 3, 4, 2), (3, 5, 2, 3), (3, 3, 3, 3), (4, 12, 3, 5)]]
    cases.append(as_float32(case(2, 4, 3, 2)))
    return [Case(*case) for case in cases]


exercise = Exercise(
    reference=lstm.lstm_backward,
    points=3,
    cases=cases,
    outputs=("dX", "dh0", "dc0", "dW_x", "dW_h", "db"),
    withheld=("lstm_backward_fast",),
    hints=[
        "As `rnn_backward`, with two gradients that travel from step to step: dh and dc. Both begin with zeros.",
        "In the loop, from the last t to 0: `dx, dh, dc, dW_x_t, dW_h_t, db_t = lstm_step_backward(dh_next=dH[:, t]"
        " + dh, dc_next=dc, cache=cache[t])`. Keep dx, and add up the last three.",
        "Collect dx in a list; at the end `np.stack(inputs[::-1], axis=1)` is dX, and what is left of dh and dc is "
        "dh0 and dc0.",
    ],
    solved="backpropagation through time along two roads, one of them with gates only.",
    equivalent_mutants={"dh = dc = np.zeros_like(dH[:, -1])": "only its shape counts"},
)


def _backward(dH, cache, *, dh_kept=True, dc_kept=True, seen=None, order=None, turned=True, total=sum):
    """The right way, with one thing changed."""
    dh = dc = np.zeros_like(dH[:, 0])
    inputs, weights = [], []
    for t in order or range(len(cache) - 1, -1, -1):
        dh_next = (dH[:, t] if seen is None else seen(t)) + (dh if dh_kept else 0)
        dx, dh, dc, *step = lstm.lstm_step_backward(
            dh_next=dh_next, dc_next=dc if dc_kept else np.zeros_like(dc), cache=cache[t]
        )
        inputs.append(dx)
        weights.append(step)
    return np.stack(inputs[::-1] if turned else inputs, axis=1), dh, dc, *(total(parts) for parts in zip(*weights))


@exercise.mistake("gradient of the state not carried over")
def _(dH, cache):
    """dc_next is 0 at every step. What a step hands back as its dc is dc_next of the step before it: this is the road
    along which an LSTM remembers.
    """
    return _backward(dH, cache, dc_kept=False)


@exercise.mistake("gradient of the output not carried over")
def _(dH, cache):
    """What a step hands back as its dh is missing: the output of step t was also read by step t + 1. dh_next is dH[:,
    t] + dh.
    """
    return _backward(dH, cache, dh_kept=False)


@exercise.mistake("only the last dH")
def _(dH, cache):
    """Only the gradient of the last output is used. Every step has one of its own: add dH[:, t] at each t."""
    last = len(cache) - 1
    return _backward(dH, cache, seen=lambda t: dH[:, t] if t == last else 0 * dH[:, t])


@exercise.mistake("weights of one step only")
def _(dH, cache):
    """dW_x, dW_h and db are those of the first step alone: each round of the loop replaces the last one's. The same
    weights were used at all steps, so their gradients are added up.
    """
    return _backward(dH, cache, total=lambda parts: parts[-1])


@exercise.mistake("mean over the steps")
def _(dH, cache):
    """You divide the gradients of the weights by the number of steps. They are added up; if a mean is wanted, the loss
    has taken it already.
    """
    return _backward(dH, cache, total=lambda parts: sum(parts) / len(parts))


@exercise.mistake("from front to back")
def _(dH, cache):
    """You go from the first step to the last. The way back begins where the sequence ends: `reversed(range(...))`."""
    return _backward(dH, cache, order=range(len(cache)), turned=False)


@exercise.mistake("dX turned round")
def _(dH, cache):
    """dX is right but for its order: the loop meets the last step first, so what it collects must be turned round at
    the end.
    """
    return _backward(dH, cache, turned=False)


@exercise.mistake("steps first in dX")
def _(dH, cache):
    """dX has the steps on axis 0. Sequences come first, as in X: (N, T, D)."""
    dX, *rest = _backward(dH, cache)
    return dX.swapaxes(0, 1), *rest


@exercise.accepts("gradient into tables")
def _(dH, cache):
    N, T, _ = dH.shape
    x, _, _, W_x, W_h, *_ = cache[0]
    dX, dh, dc = np.zeros((N, T, x.shape[1]), dH.dtype), 0, np.zeros_like(dH[:, 0])
    dW_x, dW_h, db = np.zeros_like(W_x), np.zeros_like(W_h), np.zeros_like(W_x[0])
    for t in range(T - 1, -1, -1):
        found = lstm.lstm_step_backward(dh_next=dH[:, t] + dh, dc_next=dc, cache=cache[t])
        dX[:, t], dh, dc = found[:3]
        dW_x += found[3]
        dW_h += found[4]
        db += found[5]
    return dX, dh, dc, dW_x, dW_h, db


@exercise.accepts("gradient on a copy")
def _(dH, cache):
    dH, dc, dX, totals = dH.copy(), np.zeros_like(dH[:, 0]), [], None
    for t in range(len(cache))[::-1]:
        dx, dh, dc, *new = lstm.lstm_step_backward(dh_next=dH[:, t], dc_next=dc, cache=cache[t])
        if t:
            dH[:, t - 1] += dh
        dX.insert(0, dx)
        totals = new if totals is None else [a + b for a, b in zip(totals, new)]
    return [np.swapaxes(np.array(dX), 0, 1), dh, dc, *totals]
