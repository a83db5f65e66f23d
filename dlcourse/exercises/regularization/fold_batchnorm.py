"""A challenge: a dense layer that does alone what a dense layer and the batch normalisation behind it do in use."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise, drawn_sizes
from dlcourse.exercises.regularization._cases import numbers, pair

ASKED = 6  # inputs that both are asked for


def fold_batchnorm(W, b, gamma, beta, running, epsilon=1e-5):
    """Make one dense layer of a dense layer and the batch normalisation after it, for evaluation mode."""
    mean, variance = running
    scale = gamma / np.sqrt(variance + epsilon)  # (M,): in evaluation mode all of these are constants
    return W * scale, (b - mean) * scale + beta


def cases(rng):
    def layer(D, M):
        gamma, running = rng.uniform(0.5, 2, size=M) * rng.choice([-1.0, 1.0], size=M), rng.uniform(0.3, 3, size=(2, M))
        return rng.normal(size=(D, M)), rng.normal(size=M), gamma, rng.normal(size=M), tuple(running)

    D, M, N, C = drawn_sizes(rng, 4)
    two = np.array([[1.0, 0.0], [2.0, -1.0], [0.0, 3.0]]), np.array([1.0, 2.0])
    flat = *layer(3, 2)[:4], (np.array([1.0, -2.0]), np.array([0.0, 2.0]))  # a neuron that was always the same
    return [
        Case(*two, np.array([4.0, 3.0]), np.array([0.5, 1.0]), (np.array([3.0, 1.0]), np.array([4.0, 9.0]))),
        Case(*layer(D, M)),
        Case(*layer(N, C), epsilon=0.5),
        Case(*layer(C, 1)),
        Case(*flat, epsilon=0.01),
        Case(*layer(1, D)),
        Case(*layer(40, 12)),
    ]


def what_comes_out(arguments, value):
    """What the one layer gives for inputs of zeros, and how much each of some other inputs changes it."""
    W, b = pair(value, "the weights and the biases of one dense layer")
    D, M = arguments["W"].shape
    W, b = numbers(W, "W", (D, M)), numbers(b, "b", (M,))
    X = np.random.default_rng(0).normal(size=(ASKED, D))
    return {"what comes out if all inputs are 0": b, "what other inputs add to that": X @ W}


exercise = Exercise(
    reference=fold_batchnorm,
    points=3,
    minutes=12,
    cases=cases,
    observe=what_comes_out,
    form="challenge",
    atol=1e-9,
    hints=[
        "In evaluation mode, which of the numbers in batch normalisation depend on the input, and which are constants?",
        "Write down what becomes of one neuron: its weighted sum, less a constant, times a constant, plus a constant. "
        "Sort that by what belongs to an input and what does not.",
        "Elsewhere: 5 (2 x + 3 - 1) + 4 is 10 x + 14. A row of numbers times a table, `table * row`, gives each "
        "column a factor of its own.",
    ],
    solved="what every phone does before it runs such a network: batch normalisation costs nothing any more in use.",
    since=2,
)

exercise.edit(
    "running mean forgotten",
    {"(b - mean) * scale": "b * scale"},
    """The weights are right, and the biases are scaled. But batch normalisation takes the running mean away first: a
    constant that is taken away is part of the bias.
    """,
)

exercise.edit(
    "bias not scaled",
    {"(b - mean) * scale": "b - mean * scale"},
    """The weights are right, but the old bias goes in as it was. It is part of what is normalised: it is scaled as the
    weights are.
    """,
)

exercise.edit(
    "bias and mean not scaled",
    {"(b - mean) * scale": "(b - mean)"},
    """The weights are right. The old bias and the running mean are part of what is scaled, too: the division and gamma
    come after them.
    """,
)

exercise.edit(
    "mean not scaled",
    {"(b - mean) * scale + beta": "b * scale - mean + beta"},
    """The weights are right, and the old bias is scaled. The running mean is taken away as it is: the division and
    gamma come after it, so they act on it, too.
    """,
)

exercise.edit(
    "beta forgotten",
    {" + beta": ""},
    "All is right but for beta, which is added at the very end: it belongs to the new bias.",
)

exercise.edit(
    "beta scaled",
    {"(b - mean) * scale + beta": "(b - mean + beta) * scale"},
    "beta is scaled with the rest. It is added last, after gamma: it goes into the new bias as it is.",
)

exercise.edit(
    "running mean added",
    {"b - mean": "b + mean"},
    "The running mean has the wrong sign: batch normalisation takes it away.",
)

exercise.edit(
    "old bias forgotten",
    {"(b - mean)": "(0 * b - mean)"},
    "The old bias is gone. It is part of the weighted sum that is normalised, so it lives on in the new one.",
)

exercise.edit(
    "bias left as it was",
    {"(b - mean) * scale + beta": "b"},
    "The weights are right, but the bias is the old one. Which constants does batch normalisation bring in?",
)

exercise.edit(
    "divided by the variance",
    {"np.sqrt(variance + epsilon)": "(variance + epsilon)"},
    "You divide by the running variance. It is the spread that it is divided by, the root.",
)

exercise.edit(
    "epsilon forgotten",
    {"np.sqrt(variance + epsilon)": "np.sqrt(np.maximum(variance, 1e-12))"},
    "epsilon is missing under the root. In training and in use it was there: the one layer has to divide by the same.",
)

exercise.edit(
    "epsilon outside the root",
    {"np.sqrt(variance + epsilon)": "(np.sqrt(variance) + epsilon)"},
    "epsilon is added to the root. It belongs under it, to the variance.",
)

exercise.edit(
    "gamma forgotten",
    {"gamma / np": "1 / np"},
    "gamma is missing: after the division, each neuron is scaled by its own.",
)

exercise.edit(
    "multiplied by the spread",
    {"gamma / np": "gamma * np"},
    "You multiply by the spread. Batch normalisation divides by it.",
)


exercise.edit(
    "epsilon forgotten, and a division by 0",
    {"np.sqrt(variance + epsilon)": "np.sqrt(variance)"},
    """epsilon is missing under the root: a neuron that was always the same has the variance 0. In training and in use
    it was there, and the one layer has to divide by the same.
    """,
)

exercise.edit(
    "division by the spread forgotten",
    {" / np.sqrt(variance + epsilon)": " + 0 * variance"},
    "Nothing is divided by the spread: each neuron is scaled by gamma over the root of its variance and epsilon.",
)

exercise.edit(
    "gamma forgotten in the bias",
    {"(b - mean) * scale": "(b - mean) / np.sqrt(variance + epsilon)"},
    "The weights are right. In the bias gamma is missing: what is left of b after the mean is scaled by it, too.",
)

exercise.edit(
    "mean taken from the weights",
    {"W * scale": "(W - mean) * scale"},
    """The bias is right, but the mean is taken away from the weights, too. It is taken from the *sum*, once, whatever
    the inputs are: that belongs to the bias alone.
    """,
)

exercise.edit(
    "all of it done to the weights",
    {"W * scale": "(W - mean) * scale + beta", "(b - mean) * scale + beta": "b"},
    """You normalise the weights as if they were the sums. Write down one neuron's sum, normalise *that*, and sort by
    what belongs to an input and what does not.
    """,
)

exercise.edit(
    "all of it done to weights and bias",
    {"W * scale": "(W - mean) * scale + beta"},
    """The bias is right. The weights have lost the mean and got beta, too: both come once for the whole sum, not once
    for each input. The weights are scaled, no more.
    """,
)


@exercise.mistake("nothing folded")
def _(W, b, gamma, beta, running, epsilon=1e-5):
    """This is the dense layer as it was. The new one has to do what batch normalisation did with its sums, too."""
    return W, b


@exercise.mistake("weights left as they were")
def _(W, b, gamma, beta, running, epsilon=1e-5):
    """The bias is right, the weights are the old ones. What batch normalisation does to a sum, it does to every part of
    the sum: each weight is scaled, too.
    """
    return W, fold_batchnorm(W, b, gamma, beta, running, epsilon)[1]


@exercise.mistake("statistics of the weights")
def _(W, b, gamma, beta, running, epsilon=1e-5):
    """You normalise by the mean and the variance of the weights. What is normalised are the sums: their mean and
    variance are those that were remembered in training, `running`.
    """
    return fold_batchnorm(W, b, gamma, beta, (W.mean(axis=0), W.var(axis=0)), epsilon)


@exercise.accepts("by asking the two layers")
def _(W, b, gamma, beta, running, epsilon=1e-5):
    def both(X):
        return gamma * (X @ W + b - running[0]) / np.sqrt(running[1] + epsilon) + beta

    start = both(np.zeros((1, len(W))))
    return both(np.eye(len(W))) - start, start[0]


@exercise.accepts("neuron by neuron, as a list")
def _(W, b, gamma, beta, running, epsilon=1e-5):
    new_W, new_b = np.empty(W.shape), np.empty(b.shape)
    for m, (mean, variance) in enumerate(zip(*running)):
        std = (variance + epsilon) ** 0.5
        new_W[:, m] = gamma[m] * W[:, m] / std
        new_b[m] = gamma[m] * (b[m] - mean) / std + beta[m]
    return [new_W, new_b]
