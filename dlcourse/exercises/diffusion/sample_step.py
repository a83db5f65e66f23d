"""One step back: toward what is believed to be there, and a little new noise."""

import numpy as np

from dlcourse.checking.specification import Exercise
from dlcourse.exercises.diffusion._cases.noting import noting
from dlcourse.exercises.diffusion._cases.steps_back import (
    RARER,
    after,
    exchanged,
    noise_believed,
    right_mean,
    right_spread,
    step,
    with_beta,
)
from dlcourse.exercises.diffusion._cases.ways_back import step_cases
from dlcourse.lessons import diffusion

exercise = Exercise(
    reference=diffusion.sample_step,
    points=2,
    form="derive",
    first="diffusion.step_by_hand",
    cases=step_cases,
    hints=[
        "At t = 1 the step before is clean: alpha_bar is 1 there. Which parts of the formula are 0 then, and what is "
        "left of x, of the noise, of `clean`?",
        "Two numbers of the schedule stand in the formula: that of this step and that of the step before. Name them "
        "first, then beta, then the mean, then the variance. What the noise is multiplied by is not the variance "
        "itself.",
        "Elsewhere: `heights[day], heights[day - 1]` are today's and yesterday's. A draw around 20 with the variance 9 "
        "is `20 + 3 * z`, if `z` is drawn with the spread 1.",
    ],
    solved="a step out of the fog: fifty of them lead from noise to a picture.",
)


note = noting(exercise)

note(
    "variance for the spread",
    "The mean is right. The noise is multiplied by the variance; what stretches noise of spread 1 is the *root* of the "
    "variance.",
    step(spread=lambda now, then, beta: beta * (1 - then) / (1 - now)),
    hint=3,
)
note(
    "the root of beta as spread",
    "The mean is right. The spread of your noise is the root of beta alone (that is in use, too), so that the last "
    "step brings noise into what should be clean. Here the variance has two more factors.",
    step(spread=lambda now, then, beta: np.sqrt(beta)),
    hint=1,
)
note(
    "beta as spread",
    "The mean is right. The noise is multiplied by beta; the variance has two more factors, and the spread is its "
    "root.",
    step(spread=lambda now, then, beta: beta),
)
note(
    "noise as it is",
    "The mean is right. The noise is added as it came, with a spread of 1. The formula's variance is smaller, and 0 at "
    "the last step.",
    step(spread=lambda now, then, beta: 1.0),
)
note(
    "no new noise",
    "The mean is right. The new noise is missing: without it too many walks end in the middle of what is possible.",
    step(spread=lambda now, then, beta: 0.0),
)
note(
    "noise of all that came before",
    "The mean is right. Your noise is all that there is at the step before, 1 - a_(t-1). A part of that is in x "
    "already: new is only the part of the formula.",
    step(spread=lambda now, then, beta: np.sqrt(1 - then)),
)
note(
    "shares of the variance exchanged",
    "The mean is right. In the variance the shares of the two steps are exchanged: 1 - a_(t-1) is divided by 1 - a_t, "
    "which is larger.",
    step(spread=lambda now, then, beta: np.sqrt(beta * (1 - now) / (1 - then))),
)
note(
    "variance not divided",
    "The mean is right. In the variance the division by 1 - a_t is missing.",
    step(spread=lambda now, then, beta: np.sqrt(beta * (1 - then))),
)
note(
    "beta missing in the variance",
    "The mean is right. In the variance the factor beta is missing.",
    step(spread=lambda now, then, beta: np.sqrt((1 - then) / (1 - now))),
)
note(
    "noise taken away",
    "The mean is right. You take the noise away; as it stands in the formula it is added.",
    step(spread=lambda now, then, beta: -right_spread(now, then, beta)),
)
note(
    "steps counted from 0",
    "You are one step further down than you should be: `alpha_bar[0]` belongs to the clean example, so that step t has "
    "`alpha_bar[t]`.",
    step(shift=1),
)


@exercise.mistake("one step too far up")
def _(x, clean, noise, *, t, alpha_bar):
    """You take the numbers of the steps t + 1 and t; beyond the last step there is none. The way leads *back*: from t
    to t - 1."""
    return diffusion.sample_step(x, clean, noise, t=t + 1, alpha_bar=alpha_bar)


@exercise.also("one step too far up")
def _(x, clean, noise, *, t, alpha_bar):
    return diffusion.sample_step(x, clean, noise, t=t + 1, alpha_bar=np.append(alpha_bar, alpha_bar[-1]))


note(
    "the step after for the one before",
    "For a_(t-1) you take the number of the step *after*, t + 1: there it is noisier, and not cleaner.",
    after(padded=False),
    after(padded=True),
)
note(
    "now and then exchanged",
    "The two steps are exchanged: a_t is `alpha_bar[t]`, the smaller one, and a_(t-1) the one before.",
    lambda x, clean, noise, *, t, alpha_bar: exchanged(x, clean, noise, alpha_bar[t], alpha_bar[t - 1]),
)


note(
    "root forgotten at clean",
    "The factor of `clean` has a root in it: sqrt(a_(t-1)), not the share itself.",
    step(lambda now, then, beta, clean, x: (then * beta * clean + np.sqrt(1 - beta) * (1 - then) * x) / (1 - now)),
)
note(
    "root forgotten at x",
    "The factor of x has a root in it: sqrt(1 - beta).",
    step(lambda now, then, beta, clean, x: (np.sqrt(then) * beta * clean + (1 - beta) * (1 - then) * x) / (1 - now)),
)
note(
    "both roots forgotten",
    "In the mean both roots are missing: of a_(t-1) at `clean`, and of 1 - beta at x.",
    step(lambda now, then, beta, clean, x: (then * beta * clean + (1 - beta) * (1 - then) * x) / (1 - now)),
)
note(
    "beta's root forgotten, and the variance's",
    "Roots are missing: of 1 - beta in the mean, and of the variance before the noise.",
    step(
        lambda now, then, beta, clean, x: (np.sqrt(then) * beta * clean + (1 - beta) * (1 - then) * x) / (1 - now),
        lambda now, then, beta: beta * (1 - then) / (1 - now),
    ),
)
note(
    "alpha_bar for 1 - beta",
    "At x you take the root of a_t, what is left of *all* steps. 1 - beta is what this one step keeps, a_t / a_(t-1).",
    step(lambda now, then, beta, clean, x: (np.sqrt(then) * beta * clean + np.sqrt(now) * (1 - then) * x) / (1 - now)),
)
note(
    "this step's share at clean",
    "The factor of `clean` has the root of a_t with you. It is that of the step *before*, a_(t-1): there one goes.",
    step(
        lambda now, then, beta, clean, x: (np.sqrt(now) * beta * clean + np.sqrt(1 - beta) * (1 - then) * x) / (1 - now)
    ),
)
note(
    "clean and x exchanged",
    "`clean` and x are exchanged in the mean: at t = 1 nothing of x may be left.",
    step(lambda now, then, beta, clean, x: right_mean(now, then, beta, x, clean)),
    hint=1,
)
note(
    "mean not divided",
    "The mean is not divided by 1 - a_t. The two factors would be too small, most of all in the last steps.",
    step(lambda now, then, beta, clean, x: right_mean(now, then, beta, clean, x) * (1 - now)),
)
note(
    "only x divided",
    "Only the second part of the mean is divided by 1 - a_t: put the sum in brackets.",
    step(
        lambda now, then, beta, clean, x: np.sqrt(then) * beta * clean + np.sqrt(1 - beta) * (1 - then) * x / (1 - now)
    ),
)
note(
    "divided by the share before",
    "You divide by 1 - a_(t-1), which is 0 at the last step. Below the line stands 1 - a_t.",
    step(lambda now, then, beta, clean, x: right_mean(now, then, beta, clean, x) * (1 - now) / (1 - then)),
    step(
        lambda now, then, beta, clean, x: right_mean(now, then, beta, clean, x) * (1 - now) / (1 - then),
        lambda now, then, beta: np.sqrt(beta * (1 - now) / (1 - then)),
    ),
)
note(
    "beta without the step before",
    "Your beta is 1 - a_t: what *all* steps so far took. What this step takes is 1 - a_t / a_(t-1).",
    lambda x, clean, noise, *, t, alpha_bar: with_beta(
        x, clean, noise, alpha_bar[t], alpha_bar[t - 1], 1 - alpha_bar[t]
    ),
)
note(
    "beta as a difference",
    "Your beta is a difference, a_(t-1) - a_t. It is a share of what was left before this step: 1 - a_t / a_(t-1).",
    lambda x, clean, noise, *, t, alpha_bar: with_beta(
        x, clean, noise, alpha_bar[t], alpha_bar[t - 1], alpha_bar[t - 1] - alpha_bar[t]
    ),
)
note(
    "alpha for beta",
    "Your beta is a_t / a_(t-1): what the step keeps. beta is what it takes, 1 minus that.",
    lambda x, clean, noise, *, t, alpha_bar: with_beta(
        x, clean, noise, alpha_bar[t], alpha_bar[t - 1], alpha_bar[t] / alpha_bar[t - 1]
    ),
)


note(
    "clean taken for the noise",
    "You use the formula for a network that says the *noise*. Here `clean` is what is believed to be the clean "
    "example.",
    step(noise_believed),
    step(noise_believed, lambda now, then, beta: np.sqrt(beta)),
    step(noise_believed, lambda now, then, beta: np.sqrt(beta) * (then < 1)),
)
note(
    "noise put on the clean one anew",
    "You put new noise on `clean`, as much as the step before has. Then nothing is left of the way of x so far: the "
    "mean lies between `clean` and x.",
    step(lambda now, then, beta, clean, x: np.sqrt(then) * clean, lambda now, then, beta: np.sqrt(1 - then)),
    hint=1,
)


@exercise.mistake("a step forward")
def _(x, clean, noise, *, t, alpha_bar):
    """That is a step *forward*, which puts noise on x. Wanted is the one back: toward `clean`."""
    kept = alpha_bar[t] / alpha_bar[t - 1]
    return np.sqrt(kept) * x + np.sqrt(1 - kept) * noise


@exercise.mistake("all the way at once")
def _(x, clean, noise, *, t, alpha_bar):
    """`clean` itself comes back: all steps at once. A belief at an early step is a mixture of all that is possible; go
    toward it a little."""
    return clean.copy()


for name, advice, *answers in RARER:
    note(name, advice, *answers)


@exercise.accepts("each factor by itself")
def _(x, clean, noise, *, t, alpha_bar):
    kept = alpha_bar[t] / alpha_bar[t - 1]
    of_clean = alpha_bar[t - 1] ** 0.5 * (1 - kept) / (1 - alpha_bar[t])
    of_x = kept**0.5 * (1 - alpha_bar[t - 1]) / (1 - alpha_bar[t])
    variance = (1 - kept) * (1 - alpha_bar[t - 1]) / (1 - alpha_bar[t])
    return of_clean * clean + of_x * x + variance**0.5 * noise


@exercise.accepts("by the noise that clean leaves")
def _(x, clean, noise, *, t, alpha_bar):
    kept = alpha_bar[t] / alpha_bar[t - 1]
    old = (x - np.sqrt(alpha_bar[t]) * clean) / np.sqrt(1 - alpha_bar[t])
    mean = (x - (1 - kept) / np.sqrt(1 - alpha_bar[t]) * old) / np.sqrt(kept)
    return mean + np.sqrt((1 - kept) * (1 - alpha_bar[t - 1]) / (1 - alpha_bar[t])) * noise


@exercise.accepts("number by number, the variances as in Bayes' rule")
def _(x, clean, noise, *, t, alpha_bar):
    now, then = float(alpha_bar[t]), float(alpha_bar[t - 1])
    beta, out = 1 - now / then, np.zeros(x.shape)
    for place in np.ndindex(x.shape):
        if then == 1:
            out[place] = clean[place]
            continue
        sure = 1 / (1 - then), (1 - beta) / beta  # how surely the start and the end of a step tell where it was
        middle = sure[0] * then**0.5 * clean[place] + sure[1] * x[place] / (1 - beta) ** 0.5
        out[place] = middle / sum(sure) + noise[place] / sum(sure) ** 0.5
    return out
