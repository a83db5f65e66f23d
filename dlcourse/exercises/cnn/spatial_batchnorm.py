"""Batch normalisation of feature maps: the batch normalisation of lesson 07, with every pixel as an example."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise, drawn_sizes
from dlcourse.exercises.cnn._cases import NEGATIVE, as_float32, even_maps, feature_maps
from dlcourse.lessons import cnn, regularization


def cases(rng):
    first = np.array([[[[1.0, 0.0], [5.0, 2.0]]]])
    return [
        Case(first, np.array([10.0, 1.0]), np.array([7.0, 0.5]), (np.zeros(2), np.ones(2))),
        Case(first, np.array([2.0, 1.0]), np.array([0.0, 0.5]), (np.array([3.0, 1.0]), np.array([4.0, 0.25])), False),
        Case(*feature_maps(rng, 2, 3, 4, 5)),
        Case(*feature_maps(rng, *drawn_sizes(rng, 4)), training=True, momentum=0.75),
        Case(*feature_maps(rng, *drawn_sizes(rng, 4)), training=False),
        Case(*feature_maps(rng, 1, 4, 2, 3), True, 0.5, 0.5),
        Case(*feature_maps(rng, 4, 1, 2, 3), momentum=0.0),
        Case(*feature_maps(rng, 3, 5, 2, 4), epsilon=0.0),
        Case(*even_maps(rng, 3, 2, 4, 5)),
        Case(*feature_maps(rng, 8, 6, 5, 4)),
        Case(*(as_float32(part) for part in feature_maps(rng, 2, 3, 2, 3))),
    ]


exercise = Exercise(
    reference=cnn.spatial_batchnorm,
    inside={"cache": ("X_hat", "gamma", "std"), "running": ("mean", "variance")},
    points=2,
    cases=cases,
    outputs=("out", "cache", "running"),
    hints=[
        "What is one example here, and what one feature: a picture, a map, a pixel, a channel?",
        "Every pixel of every picture is an example of what a kernel gives. As a table of pixels and channels, this "
        "is the batch normalisation of lesson 07; only what comes out must look like X again.",
        "`block.reshape(-1, 5)` makes a table of 5 columns of an array (…, 5), and `table.reshape(block.shape)` turns "
        "it back. Two values of three go on as they are: `a, b, c = three()`.",
    ],
    solved="batch normalisation for pictures: old tools, another shape.",
    equivalent_mutants={
        "pixels = X.reshape(-2, X.shape[3])": NEGATIVE,
    },
)


exercise.edit(
    "a mean for every pixel",
    {"X.reshape(-1, X.shape[3])": "X"},
    """Each pixel has its own mean, over the pictures only. All pixels of a channel come from the same kernel and are
    counted together.""",
)


def normalized(X, gamma, beta, running, training, momentum, epsilon, *, axes, keepdims=True):
    """Batch normalisation with means over these axes."""
    mean, variance = running
    if training:
        mean, variance = (function(X, axis=axes, keepdims=keepdims) for function in (np.mean, np.var))
        running = tuple(momentum * old + (1 - momentum) * new for old, new in zip(running, (mean, variance)))
    std = np.sqrt(variance + epsilon)
    X_hat = (X - mean) / std
    return gamma * X_hat + beta, (X_hat, gamma, std), running


def by_hand(X, gamma, beta, running, training, momentum, epsilon, **others):
    """Batch normalisation written out, with `others` in place of some of its parts, made of the batch's variance."""
    parts = {name: others.get(name, lambda variance: variance) for name in ("variance", "kept")}
    mean, variance = running
    if training:
        mean, variance = X.mean(axis=(0, 1, 2)), parts["variance"](X.var(axis=(0, 1, 2)))
        share = 1 - momentum if others.get("turned") else momentum
        new = mean, parts["kept"](variance)
        running = tuple(share * old + (1 - share) * fresh for old, fresh in zip(running, new))
    inside = training or not others.get("epsilon_in_training_only")
    std = np.sqrt(variance) + epsilon if others.get("epsilon_outside") else np.sqrt(variance + inside * epsilon)
    X_hat = ((X - mean) / std).reshape(-1, X.shape[3])
    return (gamma * X_hat + beta).reshape(X.shape), (X_hat, gamma, std), running


@exercise.mistake("a mean for every pixel, then the mean of these")
def _(X, gamma, beta, running, training=True, momentum=0.9, epsilon=1e-5):
    """Each pixel is normalised with its own mean, over the pictures only; for the running statistics you take the mean
    of all these. All pixels of a channel belong together from the start: mean and variance over axes 0, 1 and 2.
    """
    mean, variance = running
    if training:
        mean, variance = X.mean(axis=0), X.var(axis=0)
        means = mean.mean(axis=(0, 1)), variance.mean(axis=(0, 1))
        running = tuple(momentum * old + (1 - momentum) * new for old, new in zip(running, means))
    X_hat = (X - mean) / np.sqrt(variance + epsilon)
    spread = np.sqrt((X.var(axis=(0, 1, 2)) if training else variance) + epsilon)
    return gamma * X_hat + beta, (X_hat.reshape(-1, X.shape[3]), gamma, spread), running


@exercise.also("a mean for every pixel, then the mean of these")
def _(X, gamma, beta, running, training=True, momentum=0.9, epsilon=1e-5):
    mean, variance = running
    if training:
        mean, variance = X.mean(axis=0), X.var(axis=0)
        means = mean.mean(axis=(0, 1)), variance.mean(axis=(0, 1))
        running = tuple(momentum * old + (1 - momentum) * new for old, new in zip(running, means))
    std = np.sqrt(variance + epsilon)
    X_hat = (X - mean) / std
    return gamma * X_hat + beta, (X_hat, gamma, std), running


@exercise.mistake("a mean for every picture")
def _(X, gamma, beta, running, training=True, momentum=0.9, epsilon=1e-5):
    """Each picture is normalised by itself. Batch normalisation takes one mean for a channel over all pictures of the
    batch.
    """
    return normalized(X, gamma, beta, running, training, momentum, epsilon, axes=(1, 2))


@exercise.mistake("a mean over the channels")
def _(X, gamma, beta, running, training=True, momentum=0.9, epsilon=1e-5):
    """The numbers of one pixel are normalised together, across its channels. Each channel wants its own mean, over
    pictures and pixels.
    """
    return normalized(X, gamma, beta, running, training, momentum, epsilon, axes=3)


@exercise.mistake("one mean for everything")
def _(X, gamma, beta, running, training=True, momentum=0.9, epsilon=1e-5):
    """All channels share one mean and one spread. Each channel is a feature of its own, with its own numbers."""
    return normalized(X, gamma, beta, running, training, momentum, epsilon, axes=None, keepdims=False)


@exercise.mistake("means with four axes")
def _(X, gamma, beta, running, training=True, momentum=0.9, epsilon=1e-5):
    """The output is right, but the mean and the standard deviation have kept all four axes (`keepdims=True`), and with
    them the cache and the running statistics. They are (C,): leave `keepdims` out.
    """
    out, (X_hat, gamma, std), running = normalized(X, gamma, beta, running, training, momentum, epsilon, axes=(0, 1, 2))
    return out, (X_hat.reshape(-1, X.shape[3]), gamma, std), running


@exercise.mistake("cache in the shape of the pictures")
def _(X, gamma, beta, running, training=True, momentum=0.9, epsilon=1e-5):
    """The output is right. In the cache, X_hat should be a table with a row for each pixel, as from
    `batchnorm_forward`, which the backward pass takes up: reshape(-1, C).
    """
    return normalized(X, gamma, beta, running, training, momentum, epsilon, axes=(0, 1, 2), keepdims=False)


@exercise.mistake("spread inside of the pictures only")
def _(X, gamma, beta, running, training=True, momentum=0.9, epsilon=1e-5):
    """You take the variance of each picture, and then the mean of these: how far the pictures are from one another is
    lost. Take one variance for each channel over pictures, rows and columns together: axes 0, 1 and 2.
    """
    inside = X.var(axis=(1, 2)).mean(axis=0)
    return by_hand(X, gamma, beta, running, training, momentum, epsilon, variance=lambda _: inside)


@exercise.mistake("unbiased running variance")
def _(X, gamma, beta, running, training=True, momentum=0.9, epsilon=1e-5):
    """The running variance is multiplied by n / (n - 1), as PyTorch does it. This course keeps the variance that the
    batch was normalised with.
    """
    n = X.size // X.shape[3]
    return by_hand(X, gamma, beta, running, training, momentum, epsilon, kept=lambda v: v * n / (n - 1))


@exercise.mistake("batch's statistics for the running ones")
def _(X, gamma, beta, running, training=True, momentum=0.9, epsilon=1e-5):
    """The batch's statistics come back as the running ones. These are mixed: momentum · running +
    (1 - momentum) · batch.
    """
    return by_hand(X, gamma, beta, running, training, 0 if training else momentum, epsilon)


@exercise.mistake("standard deviation for the running variance")
def _(X, gamma, beta, running, training=True, momentum=0.9, epsilon=1e-5):
    """The second running statistic is made of standard deviations. Wanted is the variance: leave out the root."""
    return by_hand(X, gamma, beta, running, training, momentum, epsilon, kept=lambda v: np.sqrt(v + epsilon))


@exercise.mistake("epsilon in the running variance")
def _(X, gamma, beta, running, training=True, momentum=0.9, epsilon=1e-5):
    """`epsilon` is part of your running variance, and would be added a second time in evaluation mode. Add it under the
    root only, where you divide.
    """
    return by_hand(X, gamma, beta, running, training, momentum, epsilon, kept=lambda v: v + epsilon)


@exercise.mistake("momentum given to the new statistics")
def _(X, gamma, beta, running, training=True, momentum=0.9, epsilon=1e-5):
    """The momentum is given to the batch's statistics, as in PyTorch. Here it says how much of the *old* ones is kept:
    momentum · running + (1 - momentum) · batch.
    """
    return by_hand(X, gamma, beta, running, training, momentum, epsilon, turned=True)


@exercise.mistake("epsilon outside of the root")
def _(X, gamma, beta, running, training=True, momentum=0.9, epsilon=1e-5):
    """`epsilon` is added to the standard deviation. It belongs under the root: sqrt(variance + epsilon)."""
    return by_hand(X, gamma, beta, running, training, momentum, epsilon, epsilon_outside=True)


@exercise.mistake("epsilon forgotten in evaluation mode")
def _(X, gamma, beta, running, training=True, momentum=0.9, epsilon=1e-5):
    """In evaluation mode, `epsilon` is missing: the standard deviation is sqrt(variance + epsilon) there, too."""
    return by_hand(X, gamma, beta, running, training, momentum, epsilon, epsilon_in_training_only=True)


exercise.edit(
    "not shaped back",
    {"out.reshape(X.shape)": "out"},
    "A table of pixels comes back. The output wants the shape of X again: `reshape(X.shape)`.",
)


exercise.edit(
    "reshaped across the channels",
    {"X.reshape(-1, X.shape[3])": "X.reshape(X.shape[3], -1).T", "out.reshape(X.shape)": "out.T.reshape(X.shape)"},
    """`reshape` reads the numbers in their order in memory, with the channels last. To get a column for each channel,
    keep that axis last: `X.reshape(-1, C)`.""",
)


exercise.edit(
    "channels in front of the pixels",
    {"X.reshape(-1, X.shape[3])": "X.transpose(0, 3, 1, 2).reshape(-1, X.shape[3])"},
    "`transpose` takes the channels from their place, and a row of the table is no pixel any more: `X.reshape(-1, C)`.",
)


exercise.edit(
    "training ignored",
    {"training=training": "training=True"},
    "The batch's own mean is also taken in evaluation mode, where `training` is False. Hand `training` on.",
)


exercise.edit(
    "momentum ignored",
    {" momentum=momentum,": ""},
    "`momentum` is not handed on: `batchnorm_forward` takes its default, 0.9.",
)


exercise.edit(
    "epsilon ignored",
    {", epsilon=epsilon": ""},
    "`epsilon` is not handed on: `batchnorm_forward` takes its default.",
)


exercise.edit(
    "momentum and epsilon ignored",
    {", momentum=momentum, epsilon=epsilon": ""},
    "`momentum` and `epsilon` are not handed on: the defaults are used instead.",
)


exercise.edit(
    "nothing handed on",
    {", training=training, momentum=momentum, epsilon=epsilon": ""},
    "`training`, `momentum` and `epsilon` are not handed on, so that the defaults are used: hand on all three.",
)


exercise.edit(
    "old running statistics returned",
    {"out, cache, running =": "out, cache, _ ="},
    "The running statistics come back as they went in. `batchnorm_forward` returns the new ones as its third value.",
)


@exercise.accepts("with means along three axes")
def _(X, gamma, beta, running, training=True, momentum=0.9, epsilon=1e-5):
    mean, variance = running
    if training:
        mean, variance = X.mean(axis=(0, 1, 2)), X.var(axis=(0, 1, 2))
        running = (momentum * running[0] + (1 - momentum) * mean, momentum * running[1] + (1 - momentum) * variance)
    std = np.sqrt(variance + epsilon)
    X_hat = (X - mean) / std
    return gamma * X_hat + beta, (X_hat.reshape(-1, X.shape[3]), gamma, std), running


@exercise.accepts("pixels counted by hand")
def _(X, gamma, beta, running, training=True, momentum=0.9, epsilon=1e-5):
    N, H, L, C = X.shape
    out, cache, running = regularization.batchnorm_forward(
        np.reshape(X, (N * H * L, C)),
        gamma=gamma,
        beta=beta,
        running=running,
        training=training,
        momentum=momentum,
        epsilon=epsilon,
    )
    return np.reshape(out, (N, H, L, C)), cache, running
