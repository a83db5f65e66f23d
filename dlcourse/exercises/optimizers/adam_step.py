"""Adam: running means of the gradients and of their squares, corrected for their start at 0."""

import math

import numpy as np

from dlcourse.checking.specification import Exercise
from dlcourse.exercises.optimizers._cases import adam_cases
from dlcourse.lessons import optimizers

exercise = Exercise(
    reference=optimizers.adam_step,
    points=3,
    cases=adam_cases,
    atol=1e-12,
    outputs=("w", "m", "v"),
    hints=[
        "Four lines: the new m, the new v, both corrected under new names, and the step.",
        "`m = beta1 * m + (1 - beta1) * g`; v likewise, with beta2 and `g * g`.",
        "`m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)`",
        "`return w - learning_rate * m_hat / (np.sqrt(v_hat) + epsilon), m, v`",
    ],
    solved="Adam, with which most large networks of today are trained.",
)

exercise.edit(
    "bias correction forgotten",
    {"m / (1 - beta1**t), v / (1 - beta2**t)": "m, v"},
    """m and v are right, but both began at 0 and are still far too small in the first steps, v more than m: the first
    step is about 3 times too long. Divide m by `1 - beta1**t` and v by `1 - beta2**t`.""",
)

exercise.edit(
    "only m corrected",
    {"v / (1 - beta2**t)": "v"},
    """m is corrected, v is not. With beta2 = 0.999 the first step is then more than 30 times too long.""",
)

exercise.edit(
    "only v corrected",
    {"m / (1 - beta1**t)": "m"},
    """v is corrected, m is not: the first steps are too short, the very first one by a factor of 10.""",
)

exercise.edit(
    "t counted from 0",
    {"beta1**t": "beta1 ** (t - 1)", "beta2**t": "beta2 ** (t - 1)"},
    """Your correction is one step behind, as if t began at 0: in the first step it divides by 1 - beta**0, and that is
    0. Here t is 1 in the first step: use it as it is.""",
)

exercise.edit(
    "t counted twice",
    {"beta1**t": "beta1 ** (t + 1)", "beta2**t": "beta2 ** (t + 1)"},
    """Your correction is one step ahead. t is already 1 in the first step: no `t + 1`.""",
)

exercise.edit(
    "beta times t",
    {"beta1**t": "beta1 * t", "beta2**t": "beta2 * t"},
    """You multiply beta by t. What is left of the zero at the start fades by the factor beta in every step: beta to the
    *power* of t, `beta1**t`.""",
)

exercise.edit(
    "corrected means returned",
    {"epsilon), m, v": "epsilon), m_hat, v_hat"},
    """The weights are right, but m and v come back corrected. The next step would correct them again: use other names
    for the corrected ones, and return m and v without.""",
)

exercise.edit(
    "epsilon inside Adam's root",
    {"(np.sqrt(v_hat) + epsilon)": "np.sqrt(v_hat + epsilon)"},
    """epsilon stands inside the root, where 1e-8 counts as 1e-4. Add it after the root.""",
)

exercise.edit(
    "root of v forgotten",
    {"np.sqrt(v_hat)": "v_hat"},
    """You divide by v_hat itself, a mean of *squares*. Take its root.""",
)


@exercise.mistake("betas swapped")
def _(*, beta1=0.9, beta2=0.999, **named):
    """beta1 belongs to m (it forgets fast), beta2 to v (it forgets slowly). Yours are the other way round."""
    return optimizers.adam_step(beta1=beta2, beta2=beta1, **named)


exercise.edit(
    "v made of m",
    {"g * g": "m * m"},
    """v should be the running mean of the squared *gradients*; you square m.""",
)

exercise.edit(
    "gradients in v not squared",
    {"g * g": "np.abs(g)"},
    """v should be the running mean of the *squared* gradients: `g * g`.""",
)

exercise.edit(
    "gradients themselves in v",
    {"g * g": "g"},
    """v should be the running mean of the *squared* gradients, `g * g`. The gradients themselves can be negative, and
    then have no root.""",
)

exercise.edit(
    "step along the gradient",
    {"learning_rate * m_hat": "learning_rate * g"},
    """m and v are right, but above the fraction bar stands g: then nothing is remembered of the way. The step goes
    along `m_hat`.""",
)


@exercise.mistake("old means returned")
def _(*, m, v, **named):
    """The weights are right, but m and v come back as they came in: return the new ones."""
    w, _, _ = optimizers.adam_step(m=m, v=v, **named)
    return w, m, v


exercise.edit(
    "Adam uphill",
    {"w - learning_rate": "w + learning_rate"},
    """You go *up*: the gradient points to where the loss rises, so Adam's step has a minus.""",
)


@exercise.accepts("with the corrections in the learning rate and in epsilon, as fast libraries")
def _(*, w, g, m, v, t, learning_rate, beta1=0.9, beta2=0.999, epsilon=1e-8):
    m = m + (1 - beta1) * (g - m)
    v = v + (1 - beta2) * (g**2 - v)
    root = math.sqrt(1 - beta2**t)
    return w - learning_rate * root / (1 - beta1**t) * m / (np.sqrt(v) + epsilon * root), m, v


@exercise.accepts("in place, on copies of its own")
def _(*, w, g, m, v, t, learning_rate, beta1=0.9, beta2=0.999, epsilon=1e-8):
    m, v = m.copy(), v.copy()
    m *= beta1
    m += (1 - beta1) * g
    v *= beta2
    v += (1 - beta2) * np.square(g)
    step = (m / (1 - pow(beta1, t))) / (np.sqrt(v / (1 - pow(beta2, t))) + epsilon)
    return (w - learning_rate * step, m, v)
