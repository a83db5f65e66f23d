"""Backpropagation through time: the way back through all steps, from the last one to the first."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise
from dlcourse.exercises.rnn._cases import as_float32_case, step_gradients, weights
from dlcourse.lessons import rnn


def cases(rng):
    def case(N, T, D, H, last=False):
        X, h0 = rng.normal(size=(N, T, D)), rng.uniform(-1, 1, size=(N, H))
        H_all, cache = rnn.rnn_forward(X, h0, *weights(rng, D, H))
        dH = rng.normal(size=H_all.shape)
        if last:
            dH[:, :-1] = 0
        return Case(dH, cache)

    one, H = np.array([[1.0]]), np.array([[[0.0], [0.5]]])
    return [
        Case(np.array([[[10.0], [4.0]]]), (np.array([[[3.0], [7.0]]]), np.array([[2.0]]), H, one, one)),
        case(2, 3, 4, 5),
        case(4, 5, 3, 2),
        case(3, 3, 3, 3),
        case(2, 4, 3, 2, last=True),
        case(2, 1, 3, 4),
        case(1, 6, 2, 3),
        case(8, 20, 5, 6),
        as_float32_case(case(2, 3, 4, 3)),
    ]


exercise = Exercise(
    reference=rnn.rnn_backward,
    points=4,
    cases=cases,
    outputs=("dX", "dh0", "dW_x", "dW_h", "db"),
    withheld=("rnn_backward_fast",),
    hints=[
        "Draw three steps in a row. By which two ways does a change of the state in the middle reach the loss?",
        "Go through t from the last step to the first. What `rnn_step_backward` gets is `dH[:, t] + dh`, with the "
        "dh of the step after; after the last step it is 0.",
        "The cache of step t is `(X[:, t], before, H[:, t], W_x, W_h)`, where `before` is `H[:, t - 1]`, or h0 at "
        "t = 0. Add up dW_x, dW_h and db; at the end, dh is dh0.",
    ],
    solved="backpropagation through time: the way back through every step, and into shared weights.",
    equivalent_mutants={
        "dW_x, dW_h, db = (np.zeros_like(W_x), np.zeros_like(W_h), np.zeros_like(W_h[-1]))": (
            "zeros like any row of W_h"
        ),
    },
)


def _through_time(dH, cache, *, order=None, carry=True, outer=True, wrap=False, after=False, keep=False):
    """The right way, with one thing changed."""
    X, h0, H, W_x, W_h = cache
    T = X.shape[1]
    dX, dh = np.empty_like(X), np.zeros_like(h0)
    total = [np.zeros_like(W_x), np.zeros_like(W_h), np.zeros_like(W_h[0])]
    for t in range(T - 1, -1, -1) if order is None else order(T):
        before = H[:, t] if after else H[:, t - 1] if t > 0 or wrap else h0
        d_state = (dH[:, t] if outer or t == T - 1 else 0) + (dh if carry else 0)
        dX[:, t], dh, *shares = step_gradients(d_state, (X[:, t], before, H[:, t], W_x, W_h))
        total = shares if keep else [a + share for a, share in zip(total, shares)]
    return dX, dh, *total


@exercise.mistake("nothing comes through time")
def _(dH, cache):
    """Each step gets its own dH only. A state acts on the loss in two ways: at its own step, and through all later
    ones. Add the dh that the step after it gave back.
    """
    return _through_time(dH, cache, carry=False)


@exercise.mistake("only the last step's gradient")
def _(dH, cache):
    """Only dH of the last step is used. Every step answers, so every step has a gradient of its own: add dH[:, t] at
    each.
    """
    return _through_time(dH, cache, outer=False)


@exercise.mistake("from the first step on")
def _(dH, cache):
    """You go forward in time. What comes back to a step comes from later steps, so these must be done first:
    `reversed(range(T))`.
    """
    return _through_time(dH, cache, order=range)


@exercise.mistake("weights of one step only")
def _(dH, cache):
    """The gradients of the weights are those of the first step alone: each round replaces the last. All steps share the
    weights, so their gradients add up.
    """
    return _through_time(dH, cache, keep=True)


@exercise.mistake("last state before the first step")
def _(dH, cache):
    """At t = 0, `H[:, t - 1]` is `H[:, -1]`, the *last* state: NumPy counts from the end. Before the first step comes
    h0.
    """
    return _through_time(dH, cache, wrap=True)


@exercise.mistake("state after the step for the one before")
def _(dH, cache):
    """dW_h is made with the states after each step. The cache of a step wants the state before it, H[:, t - 1], in
    second place.
    """
    return _through_time(dH, cache, after=True)


@exercise.mistake("mean over the steps")
def _(dH, cache):
    """The gradients of the weights are divided by T. They are sums over the steps."""
    dX, dh0, *rest = _through_time(dH, cache)
    return dX, dh0, *(g / dH.shape[1] for g in rest)


@exercise.mistake("dX in the order of the loop")
def _(dH, cache):
    """dX runs backwards: you collect it from the last step to the first. Write each part to its place, `dX[:, t] =
    ...`, or turn the list round at the end.
    """
    dX, *rest = _through_time(dH, cache)
    return dX[:, ::-1].copy(), *rest


@exercise.mistake("dh0 one step early")
def _(dH, cache):
    """What you return as dh0 is the gradient of the state after the first step. It must still go back through this
    step: dh0 is the dh that it gives.
    """
    dX, _, *rest = _through_time(dH, cache)
    X, h0, H, W_x, W_h = cache
    dh = np.zeros_like(h0)
    for t in range(X.shape[1] - 1, 0, -1):
        _, dh, *_ = step_gradients(dH[:, t] + dh, (X[:, t], H[:, t - 1], H[:, t], W_x, W_h))
    return dX, dh + dH[:, 0], *rest


@exercise.accepts("backward then products")
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


@exercise.accepts("backward with lists")
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
