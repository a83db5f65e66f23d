"""The weighted sum: products of inputs and weights, added up, and the bias once."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise, drawn_sizes
from dlcourse.lessons import neuron


def cases(rng):
    few, more = drawn_sizes(rng, 2, most=24)
    return [
        Case(np.array([1.0, 2.0]), np.array([3.0, -1.0]), 0.5),
        Case(np.array([2.0, 0.0, -1.0]), np.array([0.5, 4.0, 1.5]), -1.25),
        Case(rng.normal(size=few), rng.normal(size=few), 2.0),
        Case(np.array([3.0]), np.array([-2.0]), 0.75),
        Case(np.array([2.0, 3.0, 5.0]), np.array([1.0, 4.0, -1.0]), 0.0),
        Case(rng.normal(size=64), 10 * rng.normal(size=64), float(rng.normal())),
        Case(*(rng.normal(size=more).astype(np.float32) for _ in range(2)), 0.5),
    ]


exercise = Exercise(
    reference=neuron.weighted_sum,
    points=1,
    cases=cases,
    hints=[
        "First multiply every input by its weight, then add up, then add the bias once.",
        "With NumPy, `x * w` multiplies element by element and `np.sum` adds up all elements.",
        "`np.sum(x * w)` is the sum of the products. Add b to it.",
    ],
    solved="the sum at the heart of every neural network, large or small.",
    equivalent_mutants={
        "without: x, w = (np.asarray(x), np.asarray(w))": "only for callers that give lists",
        "x, w = (x, np.asarray(w))": "only for callers that give lists",
        "x, w = (np.asarray(x), w)": "only for callers that give lists",
        "x, w = (np.asarray(w), np.asarray(x))": "a product of two vectors does not depend on their order",
        "return w @ x + b": "a product of two vectors does not depend on their order",
    },
)


@exercise.mistake("bias forgotten")
def _(x, w, b):
    """This is the sum of the products. The bias is still missing: add b once."""
    return np.sum(np.asarray(x) * w)


@exercise.mistake("products not added up")
def _(x, w, b):
    """You multiply each input by its weight, but the products are still separate numbers. A neuron adds them to one
    number: `np.sum(...)`, or `x @ w`, which does both.
    """
    return x * w + b


@exercise.mistake("bias added once for every input")
def _(x, w, b):
    """The bias is inside the sum, so it is added once for every input. It belongs to the neuron, not to the inputs: add
    it once, after the sum.
    """
    return np.sum(x * w + b)


@exercise.mistake("mean instead of sum")
def _(x, w, b):
    """You average the products. A neuron adds them: with twice as many inputs it may get twice as excited."""
    return np.mean(x * w) + b


@exercise.mistake("bias subtracted")
def _(x, w, b):
    """The bias is added, not subtracted: a positive bias makes the neuron easier to excite."""
    return x @ w - b


@exercise.mistake("weights added to the inputs")
def _(x, w, b):
    """You add weights and inputs. A weight says how much its input counts, so it multiplies it."""
    return np.sum(x + w) + b


@exercise.accepts("with a loop")
def _(x, w, b):
    total = b
    for i in range(len(x)):
        total = total + x[i] * w[i]
    return total


@exercise.accepts("with the built-in sum")
def _(x, w, b):
    return float(sum(p * q for p, q in zip(x.tolist(), w.tolist())) + b)


@exercise.accepts("with np.sum")
def _(x, w, b):
    return np.sum(x * w) + b


@exercise.accepts("with np.dot")
def _(x, w, b):
    return np.dot(x, w) + b


@exercise.accepts("with einsum")
def _(x, w, b):
    return np.einsum("i,i->", x, w) + b


@exercise.accepts("inner product, weights first")
def _(x, w, b):
    return np.add(np.inner(w, x), b)
