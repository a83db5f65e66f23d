"""Back through ReLU: a gate, which the weighted sum opens and not the gradient."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise, drawn_sizes
from dlcourse.lessons import backprop


def cases(rng):
    a, b, c = drawn_sizes(rng, 3)
    return [
        Case(np.array([5.0, -6.0, 7.0]), np.array([-2.0, 3.0, 0.5])),
        Case(np.array([2.0, -2.0]), np.array([0.0, 0.0])),  # exactly at the kink
        Case(rng.normal(size=(2, 3)), 2 * rng.normal(size=(2, 3))),
        Case(rng.normal(size=(1, a)), 2 * rng.normal(size=(1, a))),
        Case(rng.normal(size=(4, 5)), np.round(rng.normal(size=(4, 5)))),
        Case(rng.normal(size=(20 + a, b)), 100 * rng.normal(size=(20 + a, b))),
        Case(rng.normal(size=(b, 1, c)), rng.normal(size=(b, 1, c))),
        Case(rng.normal(size=6).astype(np.float32), rng.normal(size=6).astype(np.float32)),
    ]


exercise = Exercise(
    reference=backprop.relu_backward,
    points=1,
    cases=cases,
    hints=[
        "Where the ReLU put out 0, what does a small step of the sum change in its output?",
        "The slope is 1 where the sum is above 0, and 0 elsewhere; what arrives is multiplied by it. It is the sum "
        "that opens the gate, not the gradient.",
        "Elsewhere: with `a = np.array([5, 1, 7])`, `a > 4` is `[True False True]`, and `np.array([10, 20, 30]) * "
        "(a > 4)` is `[10 0 30]`.",
    ],
    solved="a gate: the gradient passes where the signal passed.",
)


@exercise.mistake("ReLU of the gradient")
def _(dH, cache):
    """You cut the gradient itself at 0. A gradient may well be negative. What decides is the *sum* Z: where it was
    above 0, the gradient passes, whatever its sign.
    """
    return np.maximum(dH, 0)


@exercise.mistake("slope without the gradient")
def _(dH, cache):
    """These are the slopes of the ReLU, 0 and 1 (False and True count as such). Multiply `dH` by them."""
    return (cache > 0).astype(np.result_type(dH, 1.0))


@exercise.mistake("multiplied by the sum")
def _(dH, cache):
    """You multiply by Z itself. Multiply by the slope: 1 where Z is above 0, however large it is, else 0."""
    return dH * cache


@exercise.mistake("product compared with 0")
def _(dH, cache):
    """`dH * cache > 0` multiplies first and compares then, so that True and False come back. Put the comparison in
    parentheses: it is Z alone that is compared.
    """
    return dH * cache > 0


@exercise.mistake("ReLU of the product")
def _(dH, cache):
    """You multiply the gradient by Z, and cut the product at 0. Z only opens the gate or shuts it: where it is above 0,
    `dH` passes as it is, whatever its sign.
    """
    return np.maximum(dH * cache, 0)


@exercise.mistake("everything passes")
def _(dH, cache):
    """The gradient comes out as it went in. Where Z was 0 or below, the ReLU put out 0 whatever Z was: no gradient
    passes there.
    """
    return 1 * dH


@exercise.mistake("passes at 0")
def _(dH, cache):
    """At exactly Z = 0 you let the gradient pass. There the ReLU has no slope; the course, like PyTorch, takes 0: `Z >
    0`.
    """
    return dH * (cache >= 0)


@exercise.mistake("the wrong half passes")
def _(dH, cache):
    """You let the gradient pass where Z is negative. It passes where the signal passed: Z above 0."""
    return dH * (cache < 0)


@exercise.mistake("multiplied by the output")
def _(dH, cache):
    """You multiply by the output of the ReLU. The slope where it fires is 1, however large Z is."""
    return dH * np.maximum(cache, 0)


@exercise.mistake("forward again")
def _(dH, cache):
    """This is the ReLU of Z, as in the forward pass. In the backward pass `dH` passes, where Z is above 0."""
    return np.maximum(cache, 0)


@exercise.mistake("−1 for negative sums")
def _(dH, cache):
    """Where Z is negative you turn the sign of the gradient. There the ReLU is flat: its slope is 0."""
    return dH * np.sign(cache)


@exercise.mistake("gradient and sum both above 0")
def _(dH, cache):
    """You let a gradient pass only if it is positive, too. It may well be negative: where Z is above 0 it passes,
    whatever its sign.
    """
    return dH * (cache > 0) * (dH > 0)


@exercise.mistake("a little passes below 0")
def _(dH, cache):
    """Where Z is below 0 you let a hundredth pass. That is the leaky ReLU; the slope of this one is 0 there."""
    return np.where(cache > 0, dH, 0.01 * dH)


@exercise.mistake("gradient and sum exchanged")
def _(dH, cache):
    """The two have changed places: you let Z pass where the gradient is positive. It is the gradient that passes, where
    Z is positive.
    """
    return cache * (dH > 0)


@exercise.mistake("slope of the gradient")
def _(dH, cache):
    """You look where the gradient is positive, and give 0 and 1. It is Z that decides, and `dH` that passes."""
    return (dH > 0).astype(dH.dtype)


@exercise.mistake("the closed half passes")
def _(dH, cache):
    """You let the gradient pass where Z is 0 or below, and stop it elsewhere. It is the other way round: the ReLU was
    open where Z is above 0.
    """
    return np.where(cache > 0, 0, dH)


@exercise.mistake("stopped elements left out")
def _(dH, cache):
    """You pick out the gradients that pass, and lose the others with their places. The result has the shape of `dH`,
    with 0 where nothing passes: multiply by the condition.
    """
    return dH[cache > 0]


@exercise.mistake("half passes at 0")
def _(dH, cache):
    """At exactly Z = 0 you let half of the gradient pass. There the ReLU has no slope; the course, like PyTorch, takes
    0.
    """
    return dH * np.heaviside(cache, 0.5).astype(dH.dtype)


@exercise.mistake("passes wherever Z is not 0")
def _(dH, cache):
    """The gradient passes wherever Z is not 0, also where it is negative. As a truth value every number but 0 counts as
    True: compare, `Z > 0`.
    """
    return dH * (cache != 0)


@exercise.accepts("on a copy, with zeros written into it")
def _(dH, cache):
    dZ = dH.copy()
    dZ[cache <= 0] = 0
    return dZ


@exercise.accepts("in a loop")
def _(dH, cache):
    dZ = np.zeros_like(dH)
    for index in np.ndindex(dH.shape):
        if cache[index] > 0:
            dZ[index] = dH[index]
    return dZ


@exercise.accepts("with np.where")
def _(dH, cache):
    return np.where(cache > 0, dH, 0)


@exercise.accepts("with np.heaviside")
def _(dH, cache):
    return dH * np.heaviside(cache, 0).astype(dH.dtype)
