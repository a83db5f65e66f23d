"""Platt scaling: a slope and an offset that make a score an honest probability."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise, drawn_sizes
from dlcourse.exercises.medicine._cases.people import drawn_people
from dlcourse.lessons import medicine


def cases(rng):
    """No step, one, many; overconfident scores; scores of one kind; one patient; large scores; a learning rate of 0."""
    short, middle, long = drawn_sizes(rng, 3, least=5, most=20)

    def drawn(size, times, steps, rate):
        scores, actual = drawn_people(rng, size, ties=False)
        return Case(times * scores, actual, learning_rate=rate, steps=steps)

    return [
        Case(np.array([2.0, -1.0]), np.array([1, 0]), learning_rate=0.5, steps=1),
        Case(np.array([2.0, -1.0]), np.array([0, 1]), learning_rate=0.25, steps=2),
        Case(np.array([1.0, 3.0, -2.0]), np.array([1, 0, 0]), learning_rate=0.5, steps=0),
        Case(np.array([1.5]), np.array([0]), learning_rate=0.1, steps=3),
        Case(np.array([0.5, 1.0, 2.0]), np.array([1, 1, 1]), learning_rate=1.0, steps=2),
        Case(np.array([3, 2, -4, 1, 0]), np.array([1, 0, 0, 1, 0]), learning_rate=0.125, steps=4),
        drawn(short, 1.0, 1, 0.3),
        drawn(middle, 3.0, 20, 0.05),
        drawn(long, 0.3, 7, 0.8),
        drawn(long + 1, 60.0, 3, 0.001),
        Case(np.array([0.5, -1.0, 0.25]), np.array([0, 1, 1]), learning_rate=0.0, steps=2),
    ]


def descend(scores, actual, rate, steps, *, surplus=None, mean=np.mean, start=(1.0, 0.0), late=False, moves=(1, 1)):
    """The descent with other steps."""
    slope, offset = start
    surplus = surplus or (lambda slope, offset: sigmoid(slope * scores + offset) - actual)
    for _ in range(steps):
        error = surplus(slope, offset)
        before = slope
        slope = slope - moves[0] * rate * mean(error * scores)
        if late:
            error = surplus(slope, offset)
        offset = offset - moves[1] * rate * mean(error)
        if moves[0] == 0:
            slope = before
    return float(slope), float(offset)


def sigmoid(z):
    """Without overflow."""
    return 0.5 * (1 + np.tanh(np.asarray(z) / 2))


exercise = Exercise(
    reference=medicine.calibrate,
    points=2,
    form="derive",
    first="medicine.calibration_slope",
    cases=cases,
    outputs=("slope", "offset"),
    hints=[
        "One patient pulls the slope by (probability - answer) · score. By how much does that patient pull the offset, "
        "and what do all of them together do to their mean surprise?",
        "In each step: the probabilities with the present slope and offset, minus the answers. Their mean, times the "
        "scores, is the gradient for the slope; without the scores that for the offset. Then both take a step at once.",
        "Elsewhere: `a, b = a - 0.1 * f(a, b), b - 0.1 * g(a, b)` calculates both sides before it changes anything. "
        '`mine("neuron.sigmoid")` is your sigmoid of lesson 01.',
    ],
    solved="scores that say what they mean: of those with 0.3, about three in ten are ill.",
    equivalent_mutants={
        "sigmoid: return np.where(np.asarray(z) > 0, 1, e) / (1 + e)": "at 0 both ways give one half",
    },
)


@exercise.mistake("sums instead of means")
def _(scores, actual, *, learning_rate, steps):
    """Your steps are larger the more patients there are: you add up where the *mean* cross-entropy wants a mean."""
    return descend(scores, actual, learning_rate, steps, mean=np.sum)


@exercise.mistake("uphill")
def _(scores, actual, *, learning_rate, steps):
    """You go up: the surprise grows with each step. Gradients are subtracted."""
    return descend(scores, actual, -learning_rate, steps)


@exercise.mistake("offset stays")
def _(scores, actual, *, learning_rate, steps):
    """Only the slope learns. The offset takes steps, too: its gradient is the mean of probability minus answer."""
    return descend(scores, actual, learning_rate, steps, moves=(1, 0))


@exercise.mistake("slope stays")
def _(scores, actual, *, learning_rate, steps):
    """Only the offset learns. The slope takes steps, too: its gradient has the scores as a factor."""
    return descend(scores, actual, learning_rate, steps, moves=(0, 1))


@exercise.mistake("the slope's step first")
def _(scores, actual, *, learning_rate, steps):
    """The offset's gradient is taken where the slope is *after* its step. Both are taken at the same place."""
    return descend(scores, actual, learning_rate, steps, late=True)


@exercise.mistake("scores forgotten")
def _(scores, actual, *, learning_rate, steps):
    """The slope gets the offset's gradient: the scores are missing in it."""
    slope, offset = 1.0, 0.0
    for _ in range(steps):
        pull = learning_rate * np.mean(sigmoid(slope * scores + offset) - actual)
        slope, offset = slope - pull, offset - pull
    return float(slope), float(offset)


@exercise.mistake("starts at 0")
def _(scores, actual, *, learning_rate, steps):
    """You begin with the slope 0. Begin with 1, the scores as they are."""
    return descend(scores, actual, learning_rate, steps, start=(0.0, 0.0))


@exercise.mistake("offset starts at 1")
def _(scores, actual, *, learning_rate, steps):
    """You begin with the offset 1. Begin with 0, the scores as they are."""
    return descend(scores, actual, learning_rate, steps, start=(1.0, 1.0))


@exercise.mistake("without the sigmoid")
def _(scores, actual, *, learning_rate, steps):
    """You subtract the answers from slope · scores + offset itself. That is the gradient of a *squared* error of sums;
    probabilities come out of the sigmoid.
    """
    return descend(scores, actual, learning_rate, steps, surplus=lambda slope, offset: slope * scores + offset - actual)


@exercise.mistake("gradient of the squared error")
def _(scores, actual, *, learning_rate, steps):
    """The slope of the sigmoid is a factor in yours: that is for a squared error. With the cross-entropy it cancels."""

    def surplus(slope, offset):
        p = sigmoid(slope * scores + offset)
        return (p - actual) * p * (1 - p)

    return descend(scores, actual, learning_rate, steps, surplus=surplus)


@exercise.mistake("offset inside the product")
def _(scores, actual, *, learning_rate, steps):
    """You calculate slope · (score + offset). The offset is added after the product."""
    return descend(scores, actual, learning_rate, steps, surplus=lambda a, b: sigmoid(a * (scores + b)) - actual)


@exercise.mistake("a temperature")
def _(scores, actual, *, learning_rate, steps):
    """Your scores are *divided* by what is learned, a temperature. Wanted is a slope, by which they are multiplied."""
    temperature, offset = 1.0, 0.0
    for _ in range(steps):
        error = sigmoid(scores / temperature + offset) - actual
        step = learning_rate * np.mean(error * scores) / temperature**2
        temperature, offset = temperature + step, offset - learning_rate * np.mean(error)
    return float(temperature), float(offset)


@exercise.mistake("one step more")
def _(scores, actual, *, learning_rate, steps):
    """You make one step too many."""
    return descend(scores, actual, learning_rate, steps + 1)


@exercise.mistake("one step only")
def _(scores, actual, *, learning_rate, steps):
    """You make one step, however many are asked for. With a `return` inside of the loop it ends after the first."""
    return descend(scores, actual, learning_rate, 1)


@exercise.mistake("always from the start")
def _(scores, actual, *, learning_rate, steps):
    """Each of your steps uses the probabilities of the very first slope and offset. They change with every step."""
    error = sigmoid(scores) - actual
    pull = learning_rate * steps
    return float(1 - pull * np.mean(error * scores)), float(-pull * np.mean(error))


@exercise.mistake("doubled")
def _(scores, actual, *, learning_rate, steps):
    """Your steps are twice too large. The factor 2 is a squared error's; here there is no square."""
    return descend(scores, actual, 2 * learning_rate, steps)


@exercise.accepts("patient by patient")
def _(scores, actual, *, learning_rate, steps):
    slope, offset = 1.0, 0.0
    for _ in range(steps):
        for_slope = for_offset = 0.0
        for score, ill in zip(scores.tolist(), actual.tolist(), strict=True):
            z = slope * score + offset
            p = 1 / (1 + np.exp(-z)) if z > 0 else np.exp(z) / (1 + np.exp(z))
            for_slope += (p - ill) * score / len(scores)
            for_offset += (p - ill) / len(scores)
        slope -= learning_rate * for_slope
        offset -= learning_rate * for_offset
    return slope, offset


@exercise.accepts("as a product of matrices")
def _(scores, actual, *, learning_rate, steps):
    A, w = np.column_stack([scores, np.ones(len(scores))]), np.array([1.0, 0.0])
    for _ in range(steps):
        w = w - learning_rate * A.T @ (sigmoid(A @ w) - actual) / len(A)
    return w[0], w[1]
