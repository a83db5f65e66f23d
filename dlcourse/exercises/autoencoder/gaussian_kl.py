"""How far bell curves are from the one with mean 0 and variance 1, and which way they come nearer."""

import numpy as np

from dlcourse.checking.specification import Exercise
from dlcourse.exercises.autoencoder._cases.curves import curves
from dlcourse.lessons import autoencoder

exercise = Exercise(
    reference=autoencoder.gaussian_kl,
    points=2,
    minutes=3.5,
    cases=curves,
    outputs=("kl", "dmean", "dlog_variance"),
    atol=1e-12,
    hints=[
        "In the example by hand two examples share one number. By how much would it grow if the first mean, which is "
        "1, grew by 0.01, and how often does each example count?",
        "Each number of the tables stands in one part of the sum alone, so a gradient is that part's slope, over the "
        "number of examples. Three things depend on the mean or on the log variance: a square, an exponential and "
        "the log variance itself.",
        "Elsewhere: for a table `T` of 4 days and 7 shops, the mean over the days of the sum over the shops is "
        "`T.sum() / len(T)`, and its slope by each number of T is `1 / len(T)`.",
    ],
    solved="the price of a code that lies elsewhere than agreed, and the pull that brings it back.",
)


def part(mean, log_variance, share):
    """A wrong KL in one piece of the formula alone: `share(m, v)` is summed, and its slopes are measured by steps."""
    h = 1e-6
    slopes = [
        (share(mean + h, log_variance) - share(mean - h, log_variance)) / (2 * h),
        (share(mean, log_variance + h) - share(mean, log_variance - h)) / (2 * h),
    ]
    return share(mean, log_variance).sum() / len(mean), *(slope / len(mean) for slope in slopes)


exercise.edit(
    "sum over the examples",
    {
        "log_variance) / 2 / len(mean)": "log_variance) / 2",
        "mean / len(mean), (variance - 1) / 2 / len(mean)": "mean, (variance - 1) / 2",
    },
    """You take the sum over the examples, in all three. Wanted is the mean over the examples, so that a batch of 8 and
    one of 800 weigh alike beside the other term.""",
)

exercise.edit(
    "gradients of the sum",
    {"mean / len(mean), (variance - 1) / 2 / len(mean)": "mean, (variance - 1) / 2"},
    """The number is right. The gradients are those of the *sum* over the examples: the mean divides each of them by
    the number of examples, too.""",
    hint=3,
)

exercise.edit(
    "number of the sum",
    {"log_variance) / 2 / len(mean)": "log_variance) / 2"},
    """The gradients are right. The number is the sum over the examples; wanted is their mean.""",
)


@exercise.mistake("mean over everything")
def _(mean, *, log_variance):
    """You take the mean over the numbers of a code, too. Over those it is a sum: a code of 20 numbers can be farther
    off than one of 2. Only over the examples it is a mean.
    """
    variance = np.exp(log_variance)
    kl = np.mean(mean**2 + variance - 1 - log_variance) / 2
    return kl, mean / mean.size, (variance - 1) / 2 / mean.size


@exercise.also("mean over everything")
def _(mean, *, log_variance):
    variance = np.exp(log_variance)
    kl = np.mean(mean**2 + variance - 1 - log_variance) / 2
    return kl, mean / len(mean), (variance - 1) / 2 / len(mean)


@exercise.mistake("divided by the numbers of a code")
def _(mean, *, log_variance):
    """All three are divided by the number of *columns*, K. The mean is over the examples, the rows: `len(mean)`. Over
    the numbers of a code it is a sum.
    """
    kl, *gradients = autoencoder.gaussian_kl(mean, log_variance=log_variance)
    change = len(mean) / mean.shape[1]
    return kl * change, *(gradient * change for gradient in gradients)


@exercise.mistake("one row of gradients")
def _(mean, *, log_variance):
    """The number is right. In the gradients you have added the examples up: one row came back. Each number of the
    tables has a slope of its own, so they have the shape (N, K).
    """
    kl, *gradients = autoencoder.gaussian_kl(mean, log_variance=log_variance)
    return kl, *(gradient.sum(axis=0) for gradient in gradients)


@exercise.also("one row of gradients")
def _(mean, *, log_variance):
    variance = np.exp(log_variance)
    kl = np.sum(mean**2 + variance - 1 - log_variance) / 2 / len(mean)
    return kl, mean.sum(axis=0), (variance - 1).sum(axis=0) / 2


exercise.edit(
    "half forgotten",
    {
        "np.sum(mean**2 + variance - 1 - log_variance) / 2": "np.sum(mean**2 + variance - 1 - log_variance)",
        "mean / len(mean), (variance - 1) / 2 /": "2 * mean / len(mean), (variance - 1) /",
    },
    "All three are twice too large: the factor 1/2 in front of the sum is missing.",
)

exercise.edit(
    "number twice too large",
    {"log_variance) / 2": "log_variance)"},
    "The gradients are right, and the number is twice too large: the factor 1/2 in front of the sum is missing.",
)


@exercise.mistake("sign turned")
def _(mean, *, log_variance):
    """All signs are turned. (Some papers write down *minus* this, which is to be made large.) How far two curves are
    apart is never negative.
    """
    return tuple(-part for part in autoencoder.gaussian_kl(mean, log_variance=log_variance))


@exercise.also("sign turned")
def _(mean, *, log_variance):
    kl, *gradients = autoencoder.gaussian_kl(mean, log_variance=log_variance)
    return -kl, *gradients


exercise.edit(
    "slope by the variance",
    {"(variance - 1) / 2 /": "(1 - 1 / variance) / 2 /"},
    """The last gradient is that by the *variance*. Wanted is the one by its logarithm: the slope of exp(v) by v is
    still to be multiplied.""",
    hint=2,
)

exercise.edit(
    "mean's slope halved",
    {"mean / len(mean), (": "mean / 2 / len(mean), ("},
    """The gradient of the mean is half of what it should be: the slope of a square brings a 2, which takes the 1/2
    away.""",
)

exercise.edit(
    "mean's slope doubled",
    {"mean / len(mean), (": "2 * mean / len(mean), ("},
    "The gradient of the mean is twice what it should be: the 2 of the square's slope meets the 1/2 before the sum.",
)

exercise.edit(
    "log variance's slope doubled",
    {"(variance - 1) / 2 /": "(variance - 1) /"},
    """The gradient of the log variance is twice what it should be. The slope of an exponential brings no 2 along, so
    the 1/2 stays.""",
)

exercise.edit(
    "the logarithm's slope forgotten",
    {"(variance - 1) / 2 /": "variance / 2 /"},
    """Your last gradient is never negative: nothing keeps a curve from getting ever narrower. The log variance also
    stands in the formula by itself, with a minus: what is its slope?""",
)

exercise.edit(
    "log variance for the variance, in the slope",
    {"(variance - 1) / 2 /": "(log_variance - 1) / 2 /"},
    "In the last gradient the log variance stands where the variance belongs.",
)

exercise.edit(
    "the 1 forgotten",
    {"variance - 1 - log_variance": "variance - log_variance"},
    """The gradients are right, but a curve of mean 0 and variance 1 is not at 0 with you. The 1 that is taken away
    makes it so.""",
)

exercise.edit(
    "the 1 added",
    {"variance - 1 - log_variance": "variance + 1 - log_variance"},
    """The gradients are right, but a curve of mean 0 and variance 1 is not at 0 with you: the 1 is taken away, not
    added.""",
)


@exercise.mistake("spread for the variance")
def _(mean, *, log_variance):
    """You take exp(log_variance / 2), which is the spread. Wanted is the variance, exp(log_variance)."""
    spread = np.exp(log_variance / 2)
    kl = np.sum(mean**2 + spread - 1 - log_variance) / 2 / len(mean)
    return kl, mean / len(mean), (spread - 1) / 2 / len(mean)


@exercise.also("spread for the variance")
def _(mean, *, log_variance):
    return part(mean, log_variance, lambda m, v: (m**2 + np.exp(v / 2) - 1 - v) / 2)


@exercise.mistake("log variance taken for the variance")
def _(mean, *, log_variance):
    """You use the log variance as if it were the variance. It can be negative; the variance is its exponential."""
    with np.errstate(all="ignore"):
        kl = np.sum(mean**2 + log_variance - 1 - np.log(log_variance)) / 2 / len(mean)
        return kl, mean / len(mean), (1 - 1 / log_variance) / 2 / len(mean)


@exercise.also("log variance taken for the variance")
def _(mean, *, log_variance):
    with np.errstate(all="ignore"):
        kl = np.sum(mean**2 + log_variance - 1 - np.log(log_variance)) / 2 / len(mean)
        return kl, mean / len(mean), (log_variance - 1) / 2 / len(mean)


exercise.edit(
    "variance squared",
    {"np.exp(log_variance)": "np.exp(2 * log_variance)"},
    """You square the variance. exp(log_variance) is the variance already, the *square* of the spread; only the mean is
    squared.""",
)


@exercise.also("variance squared")
def _(mean, *, log_variance):
    return part(mean, log_variance, lambda m, v: (m**2 + np.exp(2 * v) - 1 - v) / 2)


@exercise.also("variance squared")
def _(mean, *, log_variance):
    kl, _, _ = part(mean, log_variance, lambda m, v: (m**2 + np.exp(2 * v) - 1 - v) / 2)
    return kl, mean / len(mean), (np.exp(log_variance) - 1) / 2 / len(mean)


@exercise.mistake("logarithm of the log variance")
def _(mean, *, log_variance):
    """The gradients are right. In the number you take the logarithm of the log variance, which is a logarithm already
    and often negative. It stands in the formula as it is.
    """
    variance = np.exp(log_variance)
    with np.errstate(all="ignore"):
        kl = np.sum(mean**2 + variance - 1 - np.log(log_variance)) / 2 / len(mean)
    return kl, mean / len(mean), (variance - 1) / 2 / len(mean)


@exercise.mistake("one number for each example")
def _(mean, *, log_variance):
    """A number for each example came back. They are one loss together: take the mean over the examples."""
    variance = np.exp(log_variance)
    kl = np.sum(mean**2 + variance - 1 - log_variance, axis=1) / 2
    return kl, mean / len(mean), (variance - 1) / 2 / len(mean)


@exercise.mistake("mean not squared")
def _(mean, *, log_variance):
    """The mean is not squared: codes far on the negative side would be a gain. It costs the same to both sides."""
    variance = np.exp(log_variance)
    kl = np.sum(mean + variance - 1 - log_variance) / 2 / len(mean)
    return kl, mean / len(mean), (variance - 1) / 2 / len(mean)


@exercise.mistake("from the other side")
def _(mean, *, log_variance):
    """That is the divergence from the other side: of the curve that is wished for from that of the code. The two are
    not the same; wanted is how far the *code's* curve is from the wished one.
    """
    return part(mean, log_variance, lambda m, v: (v + (1 + m**2) * np.exp(-v) - 1) / 2)


@exercise.mistake("no gradient of the logarithm in the number")
def _(mean, *, log_variance):
    """The log variance by itself is missing from the number: a narrow curve would cost nothing."""
    variance = np.exp(log_variance)
    kl = np.sum(mean**2 + variance - 1) / 2 / len(mean)
    return kl, mean / len(mean), (variance - 1) / 2 / len(mean)


@exercise.accepts("example by example")
def _(mean, *, log_variance):
    N, kl = len(mean), 0.0
    for m, v in zip(mean, log_variance):
        kl = kl + 0.5 * (m**2 + np.exp(v) - 1 - v).sum() / N
    return kl, mean / N, 0.5 * (np.exp(log_variance) - 1) / N


@exercise.accepts("with expm1, a mean over the rows")
def _(mean, *, log_variance):
    excess = np.expm1(log_variance)
    return (
        np.mean(np.sum(mean * mean + excess - log_variance, axis=1) / 2),
        mean / mean.shape[0],
        excess / (2 * len(mean)),
    )
