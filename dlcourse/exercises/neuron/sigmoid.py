"""The sigmoid: smooth, between 0 and 1, and without overflow."""

import math

import numpy as np

from dlcourse.checking.specification import Exercise
from dlcourse.exercises.neuron._cases import activations
from dlcourse.lessons import neuron

exercise = Exercise(
    reference=neuron.sigmoid,
    points=2,
    cases=activations,
    atol=1e-12,
    hints=[
        "What is exp(-z) for z = -1000, and does the sigmoid there really need a number that large?",
        "Two ways out: bring z into a range in which exp stays finite and the sigmoid no longer changes; or find, "
        "for negative z, a form of the fraction whose exponent is never positive (multiply above and below the bar "
        "by exp(z)).",
        "Elsewhere: `np.clip(speed, 0, 130)` keeps speeds between 0 and 130, and `np.where(day, a, b)` chooses "
        "element by element, after it has worked out both a and b.",
    ],
    solved="a smooth neuron that stays calm whatever number comes in.",
    equivalent_mutants={
        "return np.where(z >= 0, 1, e) / (1 + e)": "only for callers that give lists",
        "return np.where(np.asarray(z) > 0, 1, e) / (1 + e)": "at 0, e is 1: both branches agree",
    },
)


@exercise.mistake("overflow for very negative numbers")
def _(z):
    """The formula is right, but for very negative z, exp(-z) grows beyond what a floating-point number holds, and NumPy
    warns of an overflow. How much does the sigmoid still change, that far out? Find a way in which exp never sees such
    numbers.
    """
    return 1 / (1 + np.exp(-z))


@exercise.mistake("`nan` for large numbers")
def _(z):
    """For large z, exp(z) is infinite above and below the fraction bar, and infinity divided by infinity is nan. With
    exp(-z) below the bar, large z are calm; then think of the very negative ones.
    """
    return np.exp(z) / (1 + np.exp(z))


@exercise.mistake("falls instead of rising")
def _(z):
    """Your curve falls from 1 to 0: it is 1 minus the sigmoid. As z gets large, what stands
    below the bar must shrink towards 1. Is the minus in the exponent, and above the bar the 1?
    """
    return neuron.sigmoid(-np.asarray(z))


@exercise.also("falls instead of rising")
def _(z):
    return np.exp(-z) / (1 + np.exp(-z))  # which is 1 - sigmoid, and nan for very negative z


@exercise.mistake("both formulas worked out everywhere")
def _(z):
    """`np.where` works out *both* formulas for every z, and only then chooses. So one of them overflows for large z,
    the other for very negative z. Neither may: keep z within bounds first, or make both of a power that is never large.
    """
    return np.where(z >= 0, 1 / (1 + np.exp(-z)), np.exp(z) / (1 + np.exp(z)))


@exercise.mistake("right only for positive z")
def _(z):
    """For z >= 0 this is right. For negative z, exp(-|z|) is not exp(-z): multiply
    the fraction above and below the bar by exp(z), and see what it becomes.
    """
    return 1 / (1 + np.exp(-np.abs(z)))


@exercise.mistake("parentheses forgotten")
def _(z):
    """You calculate 1 + exp(-z), which is what stands below the fraction bar. Python divides before it adds: put
    parentheses around it.
    """
    return 1 / 1 + np.exp(-z)


@exercise.mistake("tanh instead of sigmoid")
def _(z):
    """This is tanh: the same shape, but from -1 to 1. The sigmoid goes from 0 to 1, so that it can be read as a
    probability.
    """
    return np.tanh(z)


@exercise.mistake("z cut off too early")
def _(z):
    """You cut z at ±10 to keep exp small. That avoids the overflow, but all numbers beyond 10 become the same, with an
    error of 5e-05. exp only overflows beyond 700: cut there.
    """
    return 1 / (1 + np.exp(-np.clip(z, -10, 10)))


@exercise.mistake("parentheses forgotten, z cut off")
def _(z):
    """Cutting z off is right. But the fraction is not: without parentheses, Python divides 1 by 1 and adds exp(-z)
    after that. All of 1 + exp(-z) stands below the bar.
    """
    return 1 / 1 + np.exp(-np.clip(z, -700, 700))


@exercise.mistake("minus below the bar")
def _(z):
    """Below the bar you subtract exp(-z). It is added: 1 + exp(-z) is never 0, 1 - exp(-z) is 0 for z = 0."""
    with np.errstate(divide="ignore"):
        return 1 / (1 - np.exp(-np.clip(z, -700, 700)))


@exercise.mistake("only the exponential")
def _(z):
    """That is exp(-z) alone. The sigmoid is 1 divided by 1 plus that."""
    return np.exp(-np.clip(z, -700, 700))


@exercise.mistake("2.718 instead of e")
def _(z):
    """2.718 is e with three decimals only: the answers are nearly right, but not quite (and very negative z are too
    much for the power). `np.exp(-z)` has all digits of e.
    """
    return 1 / (1 + 2.718 ** (-z))


@exercise.also("2.718 instead of e")
def _(z):
    return 1 / (1 + 2.718 ** -np.clip(z, -700, 700))


@exercise.mistake("2 instead of e")
def _(z):
    """You take powers of 2. The sigmoid is defined with e: `np.exp`."""
    return neuron.sigmoid(np.log(z.dtype.type(2)) * z)


@exercise.mistake("negative z cut off at 0")
def _(z):
    """All negative numbers become 0.5: you cut z off at 0. Only what is far below, from about -700 on, is to be cut."""
    return neuron.sigmoid(np.maximum(z, 0))


@exercise.mistake("z cut off at 20")
def _(z):
    """You cut z at ±20, so that all numbers beyond become the same. exp only overflows beyond 700: cut there."""
    return neuron.sigmoid(np.clip(z, -20, 20))


@exercise.mistake("the slope, not the sigmoid")
def _(z):
    """That is s (1 - s), the slope of the sigmoid. It has an exercise of its own; here s itself is wanted."""
    return neuron.sigmoid_gradient(z)


@exercise.mistake("right only for negative z")
def _(z):
    """For z <= 0 this is right. For positive z, exp(-|z|) / (1 + exp(-|z|)) is 1 *minus* the sigmoid: there the
    other part of the fraction is wanted above the bar.
    """
    return neuron.sigmoid(-np.abs(z))


@exercise.mistake("1 subtracted for negative z")
def _(z):
    """For negative z your answer is negative: you subtract 1 from it. The sigmoid of -z is 1 *minus* that of z."""
    s = neuron.sigmoid(np.abs(z))
    return np.where(z >= 0, s, s - 1)


@exercise.mistake("`nan` turned into 0")
def _(z):
    """For large z your formula gives nan, and `np.nan_to_num` makes it 0: but the sigmoid is 1 there. Avoid the nan
    instead: exp must never see a number that is too large.
    """
    with np.errstate(all="ignore"):
        return np.nan_to_num(np.exp(z) / (1 + np.exp(z)))


@exercise.mistake("softmax instead of sigmoid")
def _(z):
    """Your numbers add up to 1: that is a softmax, in which they compete with each other. The sigmoid squashes each
    number by itself.
    """
    e = np.exp(z - np.max(z))
    return e / np.sum(e)


@exercise.mistake("softplus instead of sigmoid")
def _(z):
    """That is log(1 + exp(z)), which grows without a limit. The sigmoid is its slope."""
    return np.logaddexp(z.dtype.type(0), z)


@exercise.mistake("straight pieces")
def _(z):
    """Your curve is made of three straight pieces, the *hard* sigmoid. Here the smooth one is wanted, with exp."""
    return np.clip(0.2 * z + 0.5, 0, 1)


@exercise.mistake("1 forgotten below the bar")
def _(z):
    """1 / exp(-z) is just exp(z), and grows without a limit. Below the bar stands 1 + exp(-z)."""
    return 1 / np.exp(-np.clip(z, -700, 700))


@exercise.mistake("mirrored below 0")
def _(z):
    """For negative z you give minus the value at |z|. A sigmoid is never negative: there it is 1 *minus* that value."""
    s = neuron.sigmoid(np.abs(z))
    return np.where(z >= 0, s, -s)


@exercise.mistake("tanh, written with exp")
def _(z):
    """That is the formula of tanh, from -1 to 1 (and nan for large z). The sigmoid goes from 0 to 1."""
    return (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z))


@exercise.accepts("number by number, with math.exp")
def _(z):
    def one(value):
        return 1 / (1 + math.exp(-value)) if value >= 0 else math.exp(value) / (1 + math.exp(value))

    return np.array([one(float(value)) for value in z.ravel()]).reshape(z.shape)


@exercise.accepts("each sign by a formula of its own")
def _(z):
    out = np.empty(z.shape, dtype=np.result_type(z, np.float32))
    positive = z >= 0
    out[positive] = 1 / (1 + np.exp(-z[positive]))
    e = np.exp(z[~positive])
    out[~positive] = e / (1 + e)
    return out


@exercise.accepts("SciPy's expit")
def _(z):
    from scipy import special

    return special.expit(z)


@exercise.accepts("cut off at 500")
def _(z):
    return 1 / (1 + np.exp(-np.clip(z, -500, 500)))


@exercise.accepts("through tanh")
def _(z):
    return 0.5 * (1 + np.tanh(z / 2))


@exercise.accepts("SciPy's expit, number by number")
def _(z):
    from scipy import special

    each = np.vectorize(special.expit, otypes=[float])
    return each(z)


@exercise.accepts("filled into an array like z")
def _(z):
    s = np.zeros_like(z)
    for i in np.ndindex(z.shape):
        s[i] = 1 / (1 + math.exp(-z[i])) if z[i] > -700 else 0
    return s
