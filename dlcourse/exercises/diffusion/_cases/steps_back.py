"""The parts that wrong steps back are made of."""

import numpy as np


def step(mean=None, spread=None, shift=0):
    """A step back with another mean, or another spread: functions of a_t, a_(t-1), beta (and clean, x)."""

    def answer(x, clean, noise, *, t, alpha_bar):
        with np.errstate(all="ignore"):
            now, then = alpha_bar[t - shift], alpha_bar[t - 1 - shift]
            beta = 1 - now / then
            middle = (mean or right_mean)(now, then, beta, clean, x)
            return middle + (spread or right_spread)(now, then, beta) * noise

    return answer


def right_mean(now, then, beta, clean, x):
    return (np.sqrt(then) * beta * clean + np.sqrt(1 - beta) * (1 - then) * x) / (1 - now)


def right_spread(now, then, beta):
    return np.sqrt(beta * (1 - then) / (1 - now))


def noise_believed(now, then, beta, clean, x):
    return (x - beta / np.sqrt(1 - now) * clean) / np.sqrt(1 - beta)


def exchanged(x, clean, noise, now, then):
    with np.errstate(all="ignore"):
        now, then = then, now
        beta = 1 - now / then
        return right_mean(now, then, beta, clean, x) + right_spread(now, then, beta) * noise


def with_beta(x, clean, noise, now, then, beta):
    with np.errstate(all="ignore"):
        return right_mean(now, then, beta, clean, x) + right_spread(now, then, beta) * noise


def after(padded):
    """Steps back in which the step after stands for the one before; `padded`: beyond the last one all is left."""

    def answer(x, clean, noise, *, t, alpha_bar):
        others = np.append(alpha_bar[1:], 1.0) if padded else alpha_bar[1:]
        return exchanged(x, clean, noise, others[t], alpha_bar[t])

    return answer


def none_at_last(x, clean, noise, *, t, alpha_bar):
    beta = 1 - alpha_bar[t] / alpha_bar[t - 1]
    middle = right_mean(alpha_bar[t], alpha_bar[t - 1], beta, clean, x)
    return middle + (np.sqrt(beta) * noise if t > 1 else 0)


def by_witnesses(x, clean, noise, *, t, alpha_bar):
    """Weights by one over the variances, but that of the last step is not divided by 1 - beta."""
    then, beta = alpha_bar[t - 1], 1 - alpha_bar[t] / alpha_bar[t - 1]
    if then == 1:
        return clean.copy()
    sure = 1 / (1 - then), 1 / beta
    middle = (sure[0] * np.sqrt(then) * clean + sure[1] * x / np.sqrt(1 - beta)) / sum(sure)
    return middle + noise / np.sqrt(sum(sure))


def late_noise(x, clean, noise, *, t, alpha_bar):
    return step(spread=None if t > 2 else lambda now, then, beta: 0.0)(x, clean, noise, t=t, alpha_bar=alpha_bar)


def weighed(of_clean, of_x, now, then, clean, x):
    return (of_clean * np.sqrt(then) * clean + of_x * x / np.sqrt(now / then)) / (of_clean + of_x)


def stays_at_last(x, clean, noise, *, t, alpha_bar):
    return x.copy() if t == 1 else step()(x, clean, noise, t=t, alpha_bar=alpha_bar)


def multiplied_up(x, clean, noise, *, t, alpha_bar):
    product = np.cumprod(alpha_bar)
    with np.errstate(all="ignore"):
        return with_beta(x, clean, noise, product[t], product[t - 1], 1 - alpha_bar[t])


RARER = [  # (name, advice, answers)
    (
        "weight of x too large",
        "The two witnesses are weighed, and the last step's noise counts with 1 / beta. But x is divided by "
        "sqrt(1 - beta), which stretches its noise, too: the variance is beta / (1 - beta).",
        by_witnesses,
    ),
    (
        "weights turned round",
        "Each witness counts with its variance. It is the other way round: the surer one, of the smaller variance, "
        "counts more.",
        step(lambda now, then, beta, clean, x: weighed(1 - then, beta / (1 - beta), now, then, clean, x)),
    ),
    (
        "both witnesses alike",
        "Your mean gives both witnesses the same weight. Each counts with one over its variance: at t = 1 `clean` has "
        "none, and all of the say.",
        step(lambda now, then, beta, clean, x: weighed(1, 1, now, then, clean, x)),
    ),
    (
        "variances added up",
        "The mean is right. As variance you take the sum of both. Two witnesses know more than one: the variance is "
        "one over the sum of the *weights*.",
        step(spread=lambda now, then, beta: np.sqrt(1 - then + beta / (1 - beta))),
    ),
    (
        "root of the root",
        "The mean is right. You take the root of the variance twice.",
        step(spread=lambda now, then, beta: np.sqrt(right_spread(now, then, beta))),
    ),
    (
        "`clean` cut off at 1",
        "You cut `clean` off at -1 and 1, as programs for pictures do. Points may lie anywhere: whoever believes may "
        "cut off, the step does not.",
        step(lambda now, then, beta, clean, x: right_mean(now, then, beta, np.clip(clean, -1, 1), x)),
    ),
    (
        "x comes back at the last step",
        "At t = 1 your step leaves x alone. There the step before is the clean one: `clean` comes back.",
        stays_at_last,
    ),
    (
        "shares of all steps taken for those of one",
        "You multiply the shares up once more. `alpha_bar` says what is left after *all* steps so far already.",
        multiplied_up,
    ),
    (
        "no noise at step 2 either",
        "At t = 2 your step adds no noise. Only the last one, t = 1, has none: by the formula it is 0 there anyway.",
        late_noise,
    ),
    (
        "beta as variance, none at the last step",
        "The mean is right, and so is the last step. In all others the variance of your noise is beta. (That is in "
        "use, too.) Here it has two more factors, of what was noisy before and now.",
        none_at_last,
    ),
    (
        "beta outside of the root",
        "The mean is right. The whole variance stands under the root; beta is outside, with you.",
        step(spread=lambda now, then, beta: beta * np.sqrt((1 - then) / (1 - now))),
    ),
    (
        "root over a part of the variance",
        "The mean is right. You take the root of a part of the variance: that below the line belongs under it, too.",
        step(spread=lambda now, then, beta: np.sqrt(beta * (1 - then)) / (1 - now)),
    ),
    (
        "this step's noise at x",
        "At x stands 1 - a_(t-1), what was noise *before*. You take 1 - a_t, which cancels with what is below the "
        "line.",
        step(lambda now, then, beta, clean, x: np.sqrt(then) * beta * clean / (1 - now) + np.sqrt(1 - beta) * x),
    ),
    (
        "too much under a root",
        "One of the roots in the mean reaches too far: the root is over a_(t-1) alone, and over 1 - beta alone.",
        step(
            lambda now, then, beta, clean, x: (
                (np.sqrt(then * beta) * clean + np.sqrt(1 - beta) * (1 - then) * x) / (1 - now)
            )
        ),
        step(
            lambda now, then, beta, clean, x: (
                (np.sqrt(then) * beta * clean + np.sqrt((1 - beta) * (1 - then)) * x) / (1 - now)
            )
        ),
        step(
            lambda now, then, beta, clean, x: (
                (np.sqrt(then * beta) * clean + np.sqrt((1 - beta) * (1 - then)) * x) / (1 - now)
            )
        ),
    ),
    (
        "mean divided by a root",
        "You divide the mean by the root of 1 - a_t. Below the line it stands without a root.",
        step(lambda now, then, beta, clean, x: right_mean(now, then, beta, clean, x) * np.sqrt(1 - now)),
    ),
]
