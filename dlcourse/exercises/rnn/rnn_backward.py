"""Backpropagation through time: what comes back to a state comes from its own step and from all later ones."""

import numpy as np

from dlcourse.checking.specification import Exercise
from dlcourse.exercises.rnn._cases import through_time
from dlcourse.lessons import rnn

exercise = Exercise(
    reference=rnn.rnn_backward,
    inside={"cache": ("X", "h0", "H", "W_x", "W_h")},
    points=4,
    form="derive",
    first="rnn.two_ways",
    minutes=12,
    cases=through_time,
    outputs=("dX", "dh0", "dW_x", "dW_h", "db"),
    hints=[
        "Draw three steps in a row. By which two ways does a change of the state in the middle reach the loss?",
        "Go from the last step to the first, with `rnn_step_backward`. It wants what comes to this state in both "
        "ways, and "
        "the cache of this step alone, with the state before it. Gradients of what all steps share add up; what it "
        "says "
        "of the state before is handed on, and after the last step there is nothing to hand on yet.",
        "`for k in reversed(range(3)):` goes 2, 1, 0. `before = a[k - 1] if k > 0 else start` is what came before; "
        "`np.zeros_like(a)` begins a sum, `np.empty_like(a)` an array to be filled place by place.",
    ],
    solved="backpropagation through time: through every step, and into the weights that all of them share.",
    equivalent_mutants={
        "dW_x, dW_h, db = (np.zeros_like(W_x), np.zeros_like(W_h), np.zeros_like(W_h[-1]))": (
            "zeros like any row of W_h"
        ),
    },
)


exercise.edit(
    "nothing comes through time",
    {"dH[:, t] + dh": "dH[:, t]"},
    """Each step gets its own dH only. A state acts on the loss in two ways: at its own step, and through all later
    ones. Add the dh that the step after it gave back.""",
)


exercise.edit(
    "only the last step's gradient",
    {"dH[:, t] + dh": "(dH[:, t] if t == X.shape[1] - 1 else 0) + dh"},
    """Only dH of the last step is used. Every step answers, so every step has a gradient of its own: add `dH[:, t]` at
    each.""",
)


exercise.edit(
    "from the first step on",
    {"reversed(range(X.shape[1]))": "range(X.shape[1])"},
    """You go forward in time. What comes back to a step comes from later steps, so these must be done first:
    `reversed(range(T))`.""",
)


exercise.edit(
    "weights of one step only",
    {"dW_x + dW_x_t, dW_h + dW_h_t, db + db_t": "dW_x_t, dW_h_t, db_t"},
    """The gradients of the weights are those of the first step alone: each round replaces what the one before has
    found. All steps share the weights, so their gradients add up.""",
)


exercise.edit(
    "last state before the first step",
    {"H[:, t - 1] if t > 0 else h0": "H[:, t - 1]"},
    """At t = 0, `H[:, t - 1]` is `H[:, -1]`, the *last* state: NumPy counts from the end. Before the first step comes
    h0.""",
)


exercise.edit(
    "state after the step for the one before",
    {"H[:, t - 1] if t > 0 else h0": "H[:, t]"},
    """dW_h is made with the states after each step. The cache of a step wants the state before it, `H[:, t - 1]`, in
    second place.""",
)


exercise.edit(
    "mean over the steps",
    {"return dX, dh, dW_x, dW_h, db": "return dX, dh, *(total / X.shape[1] for total in (dW_x, dW_h, db))"},
    "The gradients of the weights are divided by T. They are sums over the steps.",
)


exercise.edit(
    "dX in the order of the loop",
    {"return dX,": "return dX[:, ::-1],"},
    """dX runs backwards: you collect it from the last step to the first. Write each part to its place, `dX[:, t] =
    ...`, or turn the list round at the end.""",
)


exercise.edit(
    "dh0 one step early",
    {"(dH[:, t] + dh": "(d_state := dH[:, t] + dh", "return dX, dh,": "return dX, d_state,"},
    """What you return as dh0 is the gradient of the state after the first step. It must still go back through this
    step: dh0 is the dh that it gives.""",
)


exercise.edit(
    "biases of one step only",
    {"db + db_t": "db_t"},
    "db is that of the first step alone: each round replaces it. All steps share the biases: add up.",
)


exercise.edit(
    "state's weights of one step only",
    {"dW_h + dW_h_t": "dW_h_t"},
    "dW_h is that of the first step alone: each round replaces it. All steps share these weights: add up.",
)


exercise.edit(
    "as many steps as sequences",
    {"range(X.shape[1])": "range(X.shape[0])", "np.empty_like": "np.zeros_like"},
    "The loop runs as often as there are sequences. The steps are the second axis of X, (N, T, D).",
)


@exercise.mistake("own loss one step late")
def _(dH, cache):
    """The dH of each state is added only *after* its step, so that it goes back from the state before. It arrives at
    the state itself: it belongs to what you hand to the step.
    """
    dX, dh, *weights = rnn.rnn_backward(np.concatenate([dH[:, 1:], 0 * dH[:, :1]], axis=1), cache)
    return dX, dh + dH[:, 0], *weights


exercise.edit(
    "last step left out",
    {"range(X.shape[1])": "range(X.shape[1] - 1)", "np.empty_like": "np.zeros_like"},
    "The loop begins one step too late in time: the last step is t = T - 1. `range(T - 1, -1, -1)` begins there.",
)


exercise.edit(
    "zeros before the first step",
    {"H[:, t - 1] if t > 0 else h0": "H[:, t - 1] if t > 0 else np.zeros_like(h0)"},
    "At t = 0 you take zeros for the state before. A text that goes on begins with another one: it is h0.",
)


@exercise.mistake("dh0 added up over the steps")
def _(dH, cache):
    """dh0 holds what *every* step handed back. It is the gradient of the state before the first step alone: what the
    first step, t = 0, hands back.
    """
    X, _, H, W_x, W_h = cache
    dX, dh, dW_x, dW_h, db = rnn.rnn_backward(dH, cache)
    total = dh
    for t in range(1, X.shape[1]):
        total = total + rnn.rnn_backward(dH[:, t:], (X[:, t:], H[:, t - 1], H[:, t:], W_x, W_h))[1]
    return dX, total, dW_x, dW_h, db


exercise.edit(
    "nothing comes through time, weights of one step only",
    {"dH[:, t] + dh": "dH[:, t]", "dW_x + dW_x_t, dW_h + dW_h_t, db + db_t": "dW_x_t, dW_h_t, db_t"},
    """Two things at once. Each step gets its own dH only: add the dh that the step after it gave back. And the
    gradients of the weights are those of one step: they add up over all steps.""",
)


exercise.edit(
    "h0 before every step",
    {"H[:, t - 1] if t > 0 else h0": "h0"},
    "Every step gets h0 as the state before it. That is so at t = 0 only; before step t comes `H[:, t - 1]`.",
)


exercise.edit(
    "slope at the state before",
    {"before, H[:, t], W_x": "before, before, W_x"},
    """The slope of tanh is taken at the state *before* each step. It belongs to the state that the tanh made: the third
    part of a step's cache is `H[:, t]`.""",
)


exercise.edit(
    "first step left out",
    {"range(X.shape[1])": "range(1, X.shape[1])", "np.empty_like": "np.zeros_like"},
    "The loop ends before the first step, t = 0. A `range` leaves out its end: `range(T - 1, -1, -1)`.",
)


exercise.edit(
    "dh added up over the steps",
    {
        "dX[:, t], dh, dW_x_t": "dX[:, t], d_before, dW_x_t",
        "dW_x, dW_h, db = dW_x": "dh, dW_x, dW_h, db = dh + d_before, dW_x",
    },
    """dh is added up over the steps (`+=`). What a step gives back *replaces* it: all that came from further on is in
    it already.""",
)


@exercise.mistake("dh added after the slope")
def _(dH, cache):
    """dh does not go through the tanh of its step: you add it after the slope. It arrives at the state, as `dH[:, t]`
    does: add the two first, then multiply by 1 - H[:, t]².
    """
    X, h0, H, W_x, W_h = cache
    before, dZ, dh = np.concatenate([h0[:, None], H[:, :-1]], axis=1), np.zeros_like(H), np.zeros_like(h0)
    for t in reversed(range(X.shape[1])):
        dZ[:, t] = dH[:, t] * (1 - H[:, t] ** 2) + dh
        dh = dZ[:, t] @ W_h.T
    dW_x, dW_h = np.tensordot(X, dZ, axes=([0, 1], [0, 1])), np.tensordot(before, dZ, axes=([0, 1], [0, 1]))
    return dZ @ W_x.T, dh, dW_x, dW_h, dZ.sum(axis=(0, 1))


exercise.edit(
    "last gradient twice",
    {"np.zeros_like(h0)": "dH[:, -1]"},
    "dH of the last step counts twice: dh begins with it, and the loop adds it again. After the last step, dh is 0.",
)


exercise.edit(
    "steps in front in dX",
    {"return dX,": "return dX.swapaxes(0, 1),"},
    "dX has the steps on its first axis, (T, N, D). In this course sequences are (N, T, D).",
)


exercise.edit(
    "dX added up over the steps",
    {"return dX,": "return dX.sum(axis=1),"},
    "dX is added up over the steps. Each step has an input of its own, and so a gradient of its own: `dX[:, t]`.",
)


exercise.edit(
    "gradients clipped",
    {"return dX, dh, dW_x, dW_h, db": "return dX, dh, *(np.clip(total, -5, 5) for total in (dW_x, dW_h, db))"},
    "The gradients of the weights are clipped to ±5. That is a step of its own, after the backward pass.",
)


exercise.edit(
    "dX in the order of the loop, steps in front",
    {"return dX,": "return dX[:, ::-1].swapaxes(0, 1),"},
    """Two things at once. dX runs backwards: turn your list round at the end. And the steps are its first axis:
    sequences are (N, T, D), `np.stack(..., axis=1)`.""",
)


@exercise.mistake("W_h not transposed")
def _(dH, cache):
    """From step to step the gradient goes through W_h as it stands. It wants the transpose, `W_h.T`; W_h is square, so
    that no shape complains.
    """
    X, h0, H, W_x, W_h = cache
    before, dZ, dh = np.concatenate([h0[:, None], H[:, :-1]], axis=1), np.zeros_like(H), np.zeros_like(h0)
    for t in reversed(range(X.shape[1])):
        dZ[:, t] = (dH[:, t] + dh) * (1 - H[:, t] ** 2)
        dh = dZ[:, t] @ W_h
    dW_x, dW_h = np.tensordot(X, dZ, axes=([0, 1], [0, 1])), np.tensordot(before, dZ, axes=([0, 1], [0, 1]))
    return dZ @ W_x.T, dh, dW_x, dW_h, dZ.sum(axis=(0, 1))


@exercise.accepts("states first, then one product for each gradient")
def _(dH, cache):
    X, h0, H, W_x, W_h = cache
    N, T, D = X.shape
    before = np.concatenate([h0[:, None], H[:, :-1]], axis=1)
    dZ, dh = np.zeros_like(H), np.zeros_like(h0)
    for t in range(T - 1, -1, -1):
        dZ[:, t] = (dH[:, t] + dh) * (1 - H[:, t] ** 2)
        dh = dZ[:, t] @ W_h.T
    flat = dZ.reshape(N * T, -1)
    dW_x, dW_h = X.reshape(N * T, D).T @ flat, before.reshape(N * T, -1).T @ flat
    return dZ @ W_x.T, dh, dW_x, dW_h, dZ.sum(axis=(0, 1))


@exercise.accepts("with lists")
def _(dH, cache):
    X, h0, H, W_x, W_h = cache
    dh, dX, sums = 0, [], [0, 0, 0]
    befores = [h0, *(H[:, t] for t in range(X.shape[1] - 1))]
    for t in range(X.shape[1])[::-1]:
        step = (X[:, t], befores[t], H[:, t], W_x, W_h)
        dx, dh, *parts = rnn.rnn_step_backward(dH[:, t] + dh, step)
        dX.append(dx)
        for k, part in enumerate(parts):
            sums[k] = sums[k] + part
    return [np.stack(dX[::-1], axis=1), dh, *sums]
