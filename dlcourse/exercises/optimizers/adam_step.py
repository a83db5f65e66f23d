"""Adam: momentum and RMSProp together, both corrected for having started at 0."""

import math

import numpy as np

from dlcourse.checking.specification import Exercise
from dlcourse.exercises.optimizers._cases import adam, adam_cases
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


@exercise.mistake("bias correction forgotten")
def _(*, t, **named):
    """m and v are right, but both began at 0 and are still far too small in the first steps, v more than m: the first
    step is about 3 times too long. Divide m by `1 - beta1**t` and v by `1 - beta2**t`.
    """
    return adam(t=t, power=(np.inf, np.inf), **named)


@exercise.mistake("only m corrected")
def _(*, t, **named):
    """m is corrected, v is not. With beta2 = 0.999 the first step is then more than 30 times too long."""
    return adam(t=t, power=(t, np.inf), **named)


@exercise.mistake("only v corrected")
def _(*, t, **named):
    """v is corrected, m is not: the first steps are too short, the very first one by a factor of 10."""
    return adam(t=t, power=(np.inf, t), **named)


@exercise.mistake("t counted from 0")
def _(*, t, **named):
    """Your correction is one step behind, as if t began at 0: in the first step it divides by 1 - beta**0, and that is
    0. Here t is 1 in the first step: use it as it is.
    """
    return adam(t=t, power=(t - 1, t - 1), **named)


@exercise.mistake("t counted twice")
def _(*, t, **named):
    """Your correction is one step ahead. t is already 1 in the first step: no `t + 1`."""
    return adam(t=t, power=(t + 1, t + 1), **named)


@exercise.mistake("beta times t")
def _(*, t, beta1=0.9, beta2=0.999, **named):
    """You multiply beta by t. What is left of the zero at the start fades by the factor beta in every step: beta to the
    *power* of t, `beta1**t`.
    """
    m = beta1 * named["m"] + (1 - beta1) * named["g"]
    v = beta2 * named["v"] + (1 - beta2) * named["g"] ** 2
    m_hat, v_hat = m / (1 - beta1 * t), v / (1 - beta2 * t)
    return named["w"] - named["learning_rate"] * m_hat / (np.sqrt(v_hat) + named.get("epsilon", 1e-8)), m, v


@exercise.mistake("corrected means returned")
def _(*, t, beta1=0.9, beta2=0.999, **named):
    """The weights are right, but m and v come back corrected. The next step would correct them again: use other names
    for the corrected ones, and return m and v without.
    """
    w, m, v = adam(t=t, beta1=beta1, beta2=beta2, **named)
    return w, m / (1 - beta1**t), v / (1 - beta2**t)


@exercise.mistake("epsilon inside Adam's root")
def _(*, epsilon=1e-8, **named):
    """epsilon stands inside the root, where 1e-8 counts as 1e-4. Add it after the root."""
    return adam(epsilon=0.0, inside=epsilon, **named)


@exercise.mistake("root of v forgotten")
def _(**named):
    """You divide by v_hat itself, a mean of *squares*. Take its root."""
    return adam(root=False, **named)


@exercise.mistake("betas swapped")
def _(*, beta1=0.9, beta2=0.999, **named):
    """beta1 belongs to m (it forgets fast), beta2 to v (it forgets slowly). Yours are the other way round."""
    return adam(beta1=beta2, beta2=beta1, **named)


@exercise.mistake("v made of m")
def _(*, m, g, beta1=0.9, **named):
    """v should be the running mean of the squared *gradients*; you square m."""
    return adam(m=m, g=g, beta1=beta1, square=(beta1 * m + (1 - beta1) * g) ** 2, **named)


@exercise.mistake("gradients in v not squared")
def _(*, g, **named):
    """v should be the running mean of the *squared* gradients: `g * g`."""
    return adam(g=g, square=np.abs(g), **named)


@exercise.mistake("gradients themselves in v")
def _(*, g, **named):
    """v should be the running mean of the *squared* gradients, `g * g`. The gradients themselves can be negative, and
    then have no root.
    """
    return adam(g=g, square=g, **named)


@exercise.mistake("step along the gradient")
def _(*, w, g, t, learning_rate, beta2=0.999, epsilon=1e-8, **named):
    """m and v are right, but above the fraction bar stands g: then nothing is remembered of the way. The step goes
    along `m_hat`.
    """
    _, m, v = adam(w=w, g=g, t=t, learning_rate=learning_rate, beta2=beta2, **named)
    return w - learning_rate * g / (np.sqrt(v / (1 - beta2**t)) + epsilon), m, v


@exercise.mistake("old means returned")
def _(*, m, v, **named):
    """The weights are right, but m and v come back as they came in: return the new ones."""
    return adam(m=m, v=v, **named)[0], m.copy(), v.copy()


@exercise.mistake("Adam uphill")
def _(*, w, **named):
    """You go *up*: the gradient points to where the loss rises, so Adam's step has a minus."""
    new, m, v = adam(w=w, **named)
    return 2 * w - new, m, v


@exercise.accepts("adam effective rate")
def _(*, w, g, m, v, t, learning_rate, beta1=0.9, beta2=0.999, epsilon=1e-8):
    """The corrections as factors of the learning rate and of epsilon, as fast libraries write them."""
    m = m + (1 - beta1) * (g - m)
    v = v + (1 - beta2) * (g**2 - v)
    root = math.sqrt(1 - beta2**t)
    return w - learning_rate * root / (1 - beta1**t) * m / (np.sqrt(v) + epsilon * root), m, v


@exercise.accepts("adam on own copies")
def _(*, w, g, m, v, t, learning_rate, beta1=0.9, beta2=0.999, epsilon=1e-8):
    m, v = m.copy(), v.copy()
    m *= beta1
    m += (1 - beta1) * g
    v *= beta2
    v += (1 - beta2) * np.square(g)
    step = (m / (1 - pow(beta1, t))) / (np.sqrt(v / (1 - pow(beta2, t))) + epsilon)
    return (w - learning_rate * step, m, v)
