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
        "Work out the sum for two inputs on paper: how often does each input count, and how often the bias?",
        "There is one product for each input. They become one number; and the neuron has a single bias.",
        "Elsewhere, a bill: `costs = prices * pieces` has one number for each article, `np.sum(costs) + shipping` is "
        "what you pay.",
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
    number.
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


@exercise.mistake("only the first product")
def _(x, w, b):
    """Only the first input counts. Is the `return` inside the loop? Then it ends after its first round."""
    return x[0] * w[0] + b


@exercise.mistake("only the last product")
def _(x, w, b):
    """Only the last input counts: each round of the loop replaces what was there before. Add up with `+=`."""
    return x[-1] * w[-1] + b


@exercise.mistake("first input left out")
def _(x, w, b):
    """The first input is missing. Python counts from 0: `range(len(x))` begins with 0, `range(1, len(x))` does not."""
    return x[1:] @ w[1:] + b


@exercise.mistake("last input left out")
def _(x, w, b):
    """The last input is missing. `range(len(x))` stops by itself before `len(x)`: take nothing away from it."""
    return x[:-1] @ w[:-1] + b


@exercise.mistake("sums multiplied")
def _(x, w, b):
    """You multiply the sum of the inputs by the sum of the weights, so that every input meets every weight. Each input
    has *its own* weight: multiply pair by pair, then add up.
    """
    return np.sum(x) * np.sum(w) + b


@exercise.mistake("weights not used")
def _(x, w, b):
    """You add up the plain inputs. A weight says how much its input counts: multiply first."""
    return np.sum(x) + b


@exercise.mistake("products multiplied")
def _(x, w, b):
    """You multiply the products with each other. They are to be *added*: a single 0 would silence all the others."""
    return np.prod(x * w) + b


@exercise.mistake("largest product only")
def _(x, w, b):
    """Only the largest product counts in your sum. A neuron adds all of them, the negative ones too."""
    return np.max(x * w) + b


@exercise.mistake("multiplied by the bias")
def _(x, w, b):
    """You multiply the sum by the bias. It is added: a bias of 0 changes nothing, it does not silence the neuron."""
    return (x @ w) * b


@exercise.mistake("divided by the weights")
def _(x, w, b):
    """You divide by the sum of the weights, which makes a weighted *mean*. Here the products are added up, and that is
    all.
    """
    return np.sum(x * w) / np.sum(w) + b


@exercise.mistake("negative sums cut off")
def _(x, w, b):
    """Your sum is never below 0. The weighted sum may be negative: activations come later, as steps of their own."""
    return max(x @ w + b, 0)


@exercise.mistake("sign lost")
def _(x, w, b):
    """Negative sums come out positive. Leave out `abs`: a negative sum says that the neuron is held back."""
    return abs(x @ w + b)


@exercise.mistake("step of the sum")
def _(x, w, b):
    """You answer 0 or 1, as the step does. Here the plain sum is wanted; the step comes in the next exercise."""
    return float(x @ w + b >= 0)


@exercise.mistake("sigmoid of the sum")
def _(x, w, b):
    """You squash the sum into the range 0 to 1. Here the plain sum is wanted; the sigmoid comes in a later exercise."""
    return neuron.sigmoid(x @ w + b)


@exercise.mistake("bias added to every input")
def _(x, w, b):
    """You add the bias to the inputs, so that it is multiplied by the weights. It is added once, after the sum."""
    return (x + b) @ w


@exercise.mistake("products subtracted")
def _(x, w, b):
    """You take the products away from the bias. Everything is added: the sign of an input's part is in its weight."""
    return b - x @ w


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
