"""Two layers in one: planted are a spread that is not rooted, and a mean that is not stretched."""

import numpy as np

from dlcourse.checking.specification import Exercise
from dlcourse.exercises.compression._cases.layers import norms
from dlcourse.lessons import compression

exercise = Exercise(
    reference=compression.fold_batchnorm,
    points=2,
    minutes=3.5,
    form="fault",
    cases=norms,
    outputs=("W", "b"),
    fresh=True,
    hints=[
        "Put Z = X W + b into the formula of the normalisation. What stands in front of X then, and what is left over "
        "without X?",
        "Take one channel, one number X, and work out both ways with numbers of your own. By which factor does the "
        "normalisation stretch, and what does it stretch: only what the layer multiplies, or what it adds and what is "
        "taken away, too?",
        "Elsewhere: (3 x + 4 - 1) / 2 + 10 is 1.5 x + 11.5. And a spread of 5 metres has a variance of 25 square "
        "metres.",
    ],
    solved="one layer that does the work of two, to the last digit.",
)


def folded(W, b, gamma, beta, mean, variance, epsilon, *, factor=None, bias=None, weights=None):
    """The layer with another factor, another bias or other weights."""
    with np.errstate(all="ignore"):
        by = gamma / np.sqrt(variance + epsilon) if factor is None else factor(gamma, variance, epsilon)
        new = (b - mean) * by + beta if bias is None else bias(b, mean, by, beta)
        return W * by if weights is None else weights(W, by, mean), new


def other(**changes):
    """An answer that folds otherwise; see `folded`."""

    def answer(W, b, *, gamma, beta, mean, variance, epsilon):
        return folded(W, b, gamma, beta, mean, variance, epsilon, **changes)

    return answer


WRONG = [
    (
        "divided by the variance",
        "You divide by the variance. The normalisation divides by its root, the spread.",
        {"factor": lambda gamma, variance, epsilon: gamma / (variance + epsilon)},
    ),
    (
        "running mean not scaled",
        "You take the mean away as it is. It is taken from what the layer gives, before that is stretched: so it gets "
        "the factor, too.",
        {"bias": lambda b, mean, by, beta: b * by - mean + beta},
    ),
    (
        "multiplied by the spread",
        "You multiply by the spread. The normalisation divides by it.",
        {"factor": lambda gamma, variance, epsilon: gamma * np.sqrt(variance + epsilon)},
    ),
    (
        "the variance squared",
        "You square the variance before the root. It is a square already: its root is the spread.",
        {"factor": lambda gamma, variance, epsilon: gamma / np.sqrt(variance**2 + epsilon)},
    ),
    (
        "epsilon outside of the root",
        "You add epsilon to the spread. It is added to the variance, under the root.",
        {"factor": lambda gamma, variance, epsilon: gamma / (np.sqrt(variance) + epsilon)},
    ),
    (
        "epsilon forgotten",
        "epsilon is missing: a channel that never moves has a variance of 0, and would be divided by 0.",
        {"factor": lambda gamma, variance, epsilon: gamma / np.sqrt(variance)},
    ),
    (
        "gamma forgotten",
        "gamma is nowhere. It stretches what has been normalised, so it belongs into the factor.",
        {"factor": lambda gamma, variance, epsilon: 1 / np.sqrt(variance + epsilon)},
    ),
    (
        "bias not scaled",
        "The layer's own bias is not stretched. It is a part of what is normalised.",
        {"bias": lambda b, mean, by, beta: b - mean * by + beta},
    ),
    (
        "bias and mean not scaled",
        "Neither the layer's bias nor the mean is stretched. Both belong to what is normalised: their difference gets "
        "the factor.",
        {"bias": lambda b, mean, by, beta: b - mean + beta},
    ),
    (
        "bias added twice",
        "The layer's own bias is added twice. It is a part of what is normalised, and in there already.",
        {"bias": lambda b, mean, by, beta: b + (b - mean) * by + beta},
    ),
    (
        "bias left out",
        "The layer's own bias is missing. Only where a layer has none is beta - mean times factor all that is added.",
        {"bias": lambda b, mean, by, beta: beta - mean * by},
    ),
    (
        "mean left out",
        "The running mean is missing: it is taken from what the layer gives.",
        {"bias": lambda b, mean, by, beta: b * by + beta},
    ),
    (
        "mean added",
        "You add the running mean. The normalisation takes it away.",
        {"bias": lambda b, mean, by, beta: (b + mean) * by + beta},
    ),
    (
        "difference turned round",
        "You take the layer's bias from the mean. It is the other way round.",
        {"bias": lambda b, mean, by, beta: (mean - b) * by + beta},
    ),
    (
        "beta stretched, too",
        "beta is stretched, too. It is added when all is normalised already.",
        {"bias": lambda b, mean, by, beta: (b - mean + beta) * by},
    ),
    (
        "beta left out",
        "beta is missing: it is added last.",
        {"bias": lambda b, mean, by, beta: (b - mean) * by},
    ),
    (
        "beta taken away",
        "You take beta away. It is added.",
        {"bias": lambda b, mean, by, beta: (b - mean) * by - beta},
    ),
    (
        "weights as before",
        "The weights are as they were. What the layer multiplies is stretched, too.",
        {"weights": lambda W, by, mean: W.copy()},
        {"weights": lambda W, by, mean: W},
    ),
    (
        "weights divided by the factor",
        "The weights are divided by the factor, and are to be multiplied by it.",
        {"weights": lambda W, by, mean: W / by},
    ),
    (
        "weights shifted, too",
        "The weights are moved by the mean, too. It concerns what is added alone.",
        {"weights": lambda W, by, mean: W * by - by},
        {"weights": lambda W, by, mean: (W - mean) * by},
        {"weights": lambda W, by, mean: W * by - mean},
    ),
]
for name, advice, first, *others in WRONG:
    answer = other(**first)
    answer.__doc__ = advice
    exercise.mistake(name)(answer)
    for more in others:
        exercise.also(name)(other(**more))


@exercise.also("divided by the variance")
def _(W, b, *, gamma, beta, mean, variance, epsilon):
    factor = gamma / np.sqrt(variance + epsilon)
    by = gamma / (variance + epsilon)
    return W * by, (b - mean) * factor + beta


@exercise.also("divided by the variance")
def _(W, b, *, gamma, beta, mean, variance, epsilon):
    with np.errstate(all="ignore"):
        by = gamma / (variance + epsilon)
        return folded(W, b, gamma, beta, mean, variance, epsilon)[0], (b - mean) * by + beta


@exercise.mistake("weights not stretched by gamma")
def _(W, b, *, gamma, beta, mean, variance, epsilon):
    """The weights are divided by the spread, and not multiplied by gamma. They get the whole factor."""
    with np.errstate(all="ignore"):
        return W / np.sqrt(variance + epsilon), folded(W, b, gamma, beta, mean, variance, epsilon)[1]


@exercise.mistake("mean not stretched by gamma")
def _(W, b, *, gamma, beta, mean, variance, epsilon):
    """The mean is divided by the spread, and not multiplied by gamma. It gets the whole factor."""
    with np.errstate(all="ignore"):
        spread = np.sqrt(variance + epsilon)
        return folded(W, b, gamma, beta, mean, variance, epsilon)[0], b * gamma / spread - mean / spread + beta


@exercise.mistake("mean not divided by the spread")
def _(W, b, *, gamma, beta, mean, variance, epsilon):
    """The mean is multiplied by gamma, and not divided by the spread. It gets the whole factor."""
    weights, bias = folded(W, b, gamma, 0 * beta, 0 * mean, variance, epsilon)
    return weights, bias - mean * gamma + beta


@exercise.mistake("filters along the first axis")
def _(W, b, *, gamma, beta, mean, variance, epsilon):
    """You stretch W along its *first* axis, as PyTorch has its filters. Here the channels that come
    out are the last axis.
    """
    factor = gamma / np.sqrt(variance + epsilon)
    return W * factor.reshape(-1, *[1] * (W.ndim - 1)), (b - mean) * factor + beta


@exercise.also("filters along the first axis")
def _(W, b, *, gamma, beta, mean, variance, epsilon):
    factor = gamma / np.sqrt(variance + epsilon)
    return W * factor[:, None], (b - mean) * factor + beta


@exercise.plants(
    "divided by the variance",
    "running mean not scaled",
    symptom=(
        "Channels whose numbers vary little come out far too large, and those that vary much come out far too small.",
        "Each channel comes out moved by the same amount for all pictures, mostly far.",
    ),
)
def fold_batchnorm(W, b, *, gamma, beta, mean, variance, epsilon):
    """One layer in place of two: the weights that already contain the normalisation behind them.

    W: array (..., M), of a dense layer or a convolution
    b, gamma, beta, mean, variance: arrays (M,); epsilon: a number
    -> (W, b), both new
    """
    factor = gamma / (variance + epsilon)
    return W * factor, b * factor - mean + beta


@exercise.accepts("channel by channel")
def _(W, b, *, gamma, beta, mean, variance, epsilon):
    new_W, new_b = np.empty(W.shape, np.result_type(W, gamma, 1.0)), np.empty(b.shape, np.result_type(b, gamma, 1.0))
    for m in range(len(b)):
        spread = (variance[m] + epsilon) ** 0.5
        new_W[..., m] = W[..., m] * gamma[m] / spread
        new_b[m] = gamma[m] * (b[m] - mean[m]) / spread + beta[m]
    return new_W, new_b


@exercise.accepts("with einsum, and the bias multiplied out")
def _(W, b, *, gamma, beta, mean, variance, epsilon):
    factor = gamma * (variance + epsilon) ** -0.5
    return np.einsum("...m,m->...m", W, factor), factor * b + (beta - factor * mean)
