"""A draw that has a slope: the noise comes from outside, and the curve only shifts and stretches it."""

import numpy as np

from dlcourse.checking.specification import Exercise
from dlcourse.exercises.autoencoder._cases.curves import draws
from dlcourse.lessons import autoencoder

exercise = Exercise(
    reference=autoencoder.reparameterize,
    points=2,
    minutes=3,
    cases=draws,
    outputs=("z", "slope"),
    hints=[
        "In the example by hand, which of the numbers 1, 2 and -0.5 would change, and by how much, if the logarithm of "
        "the variance grew a little?",
        "The spread is the root of the variance, and a root halves a logarithm. So as a function of the log variance "
        "the spread is an exponential: what is the slope of such a function, and which part of z does not depend on "
        "it at all?",
        "Elsewhere: with `growth = np.exp(3 * years)`, a pond has `start + growth * lilies` leaves, and by `years` "
        "that changes at the rate `3 * growth * lilies`.",
    ],
    solved="a draw that a gradient can pass through: the trick that made these machines trainable.",
)


exercise.edit(
    "variance taken for the spread",
    {"np.exp(log_variance / 2)": "np.exp(log_variance)", "away / 2": "away"},
    """You stretch the noise by the variance. What stretches is the spread, its *root*, and the root of exp(v) is
    exp(v / 2).""",
    hint=2,
)

exercise.edit(
    "variance taken for the spread, and the slope halved",
    {"np.exp(log_variance / 2)": "np.exp(log_variance)"},
    """You stretch the noise by the variance. What stretches is the spread, its *root*: exp(v / 2). The slope wants
    the same.""",
)

exercise.edit(
    "slope not halved",
    {"away / 2": "away"},
    """z is right. The slope is twice what it should be: the log variance stands in the exponent with a factor 1/2, and
    that factor comes out in front.""",
    hint=2,
)

exercise.edit(
    "log variance taken for the spread",
    {"np.exp(log_variance / 2) * noise": "log_variance * noise", "away / 2": "noise"},
    """You stretch the noise by the log variance itself, which can be negative. The spread is exp(log_variance / 2).""",
)

exercise.edit(
    "log variance taken for the variance",
    {"np.exp(log_variance / 2)": "np.sqrt(np.maximum(log_variance, 0))"},
    """You take a root of the log variance. The variance is its exponential, and the root of that is
    exp(log_variance / 2).""",
)


@exercise.also("log variance taken for the variance")
def _(mean, *, log_variance, noise):
    with np.errstate(all="ignore"):
        spread = np.sqrt(log_variance)
        return mean + spread * noise, noise / (2 * spread)


@exercise.also("log variance taken for the variance")
def _(mean, *, log_variance, noise):
    with np.errstate(all="ignore"):
        away = np.sqrt(log_variance) * noise
    return mean + away, away / 2


exercise.edit(
    "slope by the spread",
    {"away / 2": "0 * away + noise"},
    """z is right. Your slope is that of z by the *spread*: the noise. The network says the log variance, so one step
    of the chain rule is missing: the slope of the spread by it.""",
    hint=2,
)

exercise.edit(
    "slope by the variance",
    {"away / 2": "away / 2 / np.exp(log_variance)"},
    """z is right. Your slope is that of z by the *variance*. The network says its logarithm: the slope of exp(v) by v
    is still to be multiplied.""",
)

exercise.edit(
    "slope without the noise",
    {"away / 2": "0 * noise + np.exp(log_variance / 2) / 2"},
    """z is right. Your slope is that of the spread alone. The spread stands in z times the noise, so its slope does,
    too.""",
)

exercise.edit(
    "slope of the mean",
    {"away / 2": "0 * away + 1"},
    """Your slope is 1: that is the one by the *mean*. Wanted is the one by the log variance.""",
)

exercise.edit(
    "half of z",
    {"away / 2": "(mean + away) / 2"},
    """Your slope is half of z. The mean does not depend on the log variance: only what is added to it changes.""",
)

exercise.edit(
    "the mean in the slope",
    {"away / 2": "mean + away / 2"},
    """z is right. In your slope the mean stands by itself, as in z. It does not depend on the log variance, so it adds
    nothing: only what stretches the noise has a slope.""",
)

exercise.edit(
    "half of the noise",
    {"away / 2": "0 * away + noise / 2"},
    """z is right. In your slope the factor 1/2 is there, and the exponential is lost: the slope of exp(v / 2) is
    exp(v / 2) / 2.""",
)

exercise.edit(
    "no noise can pass",
    {"away / 2": "0 * away"},
    """z is right, but your slope is 0, as if the draw were a given number. The noise is given; what stretches it is
    not.""",
    hint=1,
)

exercise.edit(
    "mean forgotten",
    {"mean + away": "away"},
    "z lies around 0. The mean shifts it: add it.",
)

exercise.edit(
    "noise added, not stretched",
    {"np.exp(log_variance / 2) * noise": "np.exp(log_variance / 2) + noise"},
    "You add the noise to the spread. The spread *stretches* the noise: a product.",
)


@exercise.also("noise added, not stretched")
def _(mean, *, log_variance, noise):
    spread = np.exp(log_variance / 2)
    return mean + spread + noise, spread / 2


exercise.edit(
    "the mean stretched, too",
    {"mean + away": "np.exp(log_variance / 2) * (mean + noise)"},
    "The spread stretches the mean as well: check your brackets. Only the noise is stretched, then the mean is added.",
)

exercise.edit(
    "narrow where it should be wide",
    {"np.exp(log_variance / 2)": "np.exp(-log_variance / 2)"},
    """Your curves are narrow where the variance is large. The exponent has a minus too many: a larger log variance
    means a wider curve.""",
)


@exercise.also("narrow where it should be wide")
def _(mean, *, log_variance, noise):
    away = np.exp(-log_variance / 2) * noise
    return mean + away, -away / 2


@exercise.mistake("half of the variance")
def _(mean, *, log_variance, noise):
    """You halve the variance. The half belongs into the exponent, where it takes the root: exp(log_variance / 2)."""
    away = np.exp(log_variance) / 2 * noise
    return mean + away, away


@exercise.also("half of the variance")
def _(mean, *, log_variance, noise):
    away = np.exp(log_variance) / 2 * noise
    return mean + away, away / 2


@exercise.accepts("with the root of the variance")
def _(mean, *, log_variance, noise):
    spread = np.sqrt(np.exp(log_variance))
    return mean + spread * noise, 0.5 * spread * noise


@exercise.accepts("from z back")
def _(mean, *, log_variance, noise):
    z = noise * np.exp(0.5 * log_variance)
    slope = z.copy()
    slope *= 0.5
    z += mean
    return z, slope


@exercise.accepts("number by number")
def _(mean, *, log_variance, noise):
    z, slope = np.zeros_like(mean), np.zeros_like(mean)
    for place, m in np.ndenumerate(mean):
        spread = np.exp(log_variance[place] / 2)
        z[place], slope[place] = m + spread * noise[place], spread * noise[place] / 2
    return z, slope
