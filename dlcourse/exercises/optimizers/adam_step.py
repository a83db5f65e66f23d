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
    form="derive",
    first="optimizers.first_step",
    hints=[
        "With a gradient that is always 1, m is 0.1, 0.19 and 0.271 after the steps 1, 2 and 3. By what must you "
        "divide to get 1 each time?",
        "The zero of the start fades by the factor beta in every step; all that is not of the zero is 1 minus that."
        " Each of the two means has a beta of its own. The corrected means serve the step, and are not remembered.",
        "`share**days` is a power. Keep what is plain and what is mended under two names, as `mean` and "
        "`fair_mean`: one goes back to the caller, the other is used.",
    ],
    solved="Adam, with which most large networks of today are trained.",
)

exercise.edit(
    "correction forgotten",
    {"m / (1 - beta1**t), v / (1 - beta2**t)": "m, v"},
    """m and v are right, but both began at 0 and are still far too small in the first steps, v more than m: with the
    usual betas the first step is about 3 times too long. Which share of each is not of the zero any more? By that it
    must be divided, for the step only.""",
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
    """You multiply beta by t. What is left of the zero at the start fades by the factor beta in every step: after two
    steps beta times beta is left of it.""",
)

exercise.edit(
    "corrected means returned",
    {"epsilon), m, v": "epsilon), m_hat, v_hat"},
    """The weights are right, but m and v come back corrected. The next step would correct them again: use other names
    for the corrected ones, and return m and v as they are without the correction.""",
)

exercise.edit(
    "epsilon inside Adam's root",
    {"(np.sqrt(v_hat) + epsilon)": "np.sqrt(v_hat + epsilon)"},
    """epsilon stands inside the root, where 1e-8 counts as 1e-4. Add it after the root.""",
)

exercise.edit(
    "root of v forgotten",
    {"np.sqrt(v_hat)": "v_hat"},
    """You divide by a mean of *squares*. Take its root.""",
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
    """m and v are right, but above the fraction bar stands g, without memory. The step goes along the corrected m.""",
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

exercise.edit(
    "epsilon not rescaled",
    {"m_hat / (np.sqrt(v_hat) + epsilon)": "m / (1 - beta1**t) * (1 - beta2**t) ** 0.5 / (np.sqrt(v) + epsilon)"},
    """This is the paper's faster form, with both corrections in the learning rate. In it epsilon stands beside the root
    of the *uncorrected* v, where it counts more, in the first step about 30 times. The lesson keeps algorithm 1, as
    PyTorch does: there epsilon means the same in every step. Correct v before you take its root.""",
)

exercise.edit(
    "correction without t",
    {"beta1**t": "beta1", "beta2**t": "beta2"},
    """You divide by 1 - beta in every step, which is right in the first one only. What the start at 0 has spoiled fades
    from step to step: where does t come in?""",
)

exercise.edit(
    "power of the difference",
    {"(1 - beta1**t)": "(1 - beta1) ** t", "(1 - beta2**t)": "(1 - beta2) ** t"},
    """You take 1 - beta to the power of t. It is 1 minus the power: `beta**t` first, then 1 minus that.""",
)

exercise.edit(
    "multiplied by the correction",
    {"m / (1 - beta1**t)": "m * (1 - beta1**t)", "v / (1 - beta2**t)": "v * (1 - beta2**t)"},
    """You *multiply* by 1 - beta**t, which makes the means smaller still. They are too small: divide.""",
)

exercise.edit(
    "divided by the power of beta",
    {"(1 - beta1**t)": "beta1**t", "(1 - beta2**t)": "beta2**t"},
    """You divide by `beta**t`: the share that is still of the zero at the start. The rest, 1 minus that, is what the
    gradients have filled: divide by it.""",
)

exercise.edit(
    "corrected before the update",
    {
        "m = beta1 * m + (1 - beta1) * g\n": "m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)\n"
        "    m = beta1 * m + (1 - beta1) * g\n",
        "    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)\n": "",
    },
    """m and v are right, but you correct the old ones: in the first step zeros. First the new m and v, then the
    correction.""",
)

exercise.edit(
    "both corrected with beta1",
    {"beta2**t": "beta1**t"},
    """You correct v with beta1. v forgets with beta2, and is corrected with that.""",
)

exercise.edit(
    "beta1 for both",
    {"beta2 * v + (1 - beta2)": "beta1 * v + (1 - beta1)", "beta2**t": "beta1**t"},
    """You use beta1 for v, too. v has a memory of its own, beta2, much longer than that of m.""",
)

exercise.edit(
    "correction after the root",
    {"v / (1 - beta2**t)": "v", "np.sqrt(v_hat)": "np.sqrt(v) / (1 - beta2**t)"},
    """You take the root of v first and divide by 1 - beta2**t then. The correction belongs to v, before the root.""",
)

exercise.edit(
    "shares exchanged",
    {
        "beta1 * m + (1 - beta1) * g": "(1 - beta1) * m + beta1 * g",
        "beta2 * v + (1 - beta2) * g * g": "(1 - beta2) * v + beta2 * g * g",
    },
    """The old means get the small share, and this gradient the large one: then hardly anything is remembered. m keeps
    `beta1`, v keeps `beta2`; the rest goes to the new.""",
)

exercise.edit(
    "sums instead of means",
    {"(1 - beta1) * g": "g", "(1 - beta2) * g * g": "g * g"},
    """You add g and its square whole, so that m and v become sums, up to 10 and 1000 times too large. The shares must
    add up to 1: `1 - beta1` and `1 - beta2`.""",
)

exercise.edit(
    "share squared as well",
    {"(1 - beta2) * g * g": "((1 - beta2) * g) ** 2"},
    """You square `(1 - beta2) * g`, the share and all, so that v is far too small. Square the gradient alone, then
    multiply.""",
)

exercise.edit(
    "epsilon left out",
    {"(np.sqrt(v_hat) + epsilon)": "np.sqrt(v_hat)"},
    """A weight that never had a gradient gives 0 / 0, which is nan. Add epsilon to the root.""",
)

exercise.edit(
    "epsilon beside the fraction",
    {"(np.sqrt(v_hat) + epsilon)": "np.sqrt(v_hat) + epsilon"},
    """You add epsilon to the weights, not to the root: a division comes before a sum. Put parentheses round what stands
    below the fraction bar.""",
)

exercise.edit(
    "epsilon added to the quotient",
    {"m_hat / (np.sqrt(v_hat) + epsilon)": "(m_hat / np.sqrt(v_hat) + epsilon)"},
    """You add epsilon after the division. It belongs to the root, below the bar, where it prevents a division by 0.""",
)

exercise.edit(
    "change instead of the weights",
    {"w - learning_rate": "-learning_rate"},
    """m and v are right, but in place of the weights comes their change. Wanted are the new weights: begin with w.""",
)

exercise.edit(
    "corrected twice",
    {"learning_rate * m_hat": "learning_rate * (1 - beta2**t) ** 0.5 / (1 - beta1**t) * m_hat"},
    """The corrections come twice, in the two means, and in the learning rate as well. Either place is enough: leave the
    learning rate as it is.""",
)

exercise.edit(
    "no root over v's correction",
    {"m_hat / (np.sqrt(v_hat) + epsilon)": "m / (1 - beta1**t) * (1 - beta2**t) / (np.sqrt(v) + epsilon)"},
    """You put the corrections into the learning rate, as the paper's faster form does. There that of v stands under a
    root, as v itself does.""",
)

exercise.edit(
    "share of the zero subtracted",
    {"m / (1 - beta1**t), v / (1 - beta2**t)": "m - beta1**t, v - beta2**t"},
    """You subtract `beta**t`. It is the share that is still of the zero, and a share of 0 adds nothing that could be
    taken away: m is too *small*. It has the right value times 1 minus that share, so how do you get it back?""",
)

exercise.edit(
    "share of the zero subtracted from m",
    {"m / (1 - beta1**t)": "m - beta1**t"},
    """v is corrected, but from m you subtract `beta1**t`. It is the share that is still of the zero, and a share of 0
    adds nothing that could be taken away. Correct m as you correct v.""",
)

exercise.edit(
    "sum instead of a mean in m",
    {"(1 - beta1) * g": "g"},
    """m takes the gradient whole, as the velocity of momentum does, and grows up to 10 times as large as a gradient.
    Here it is a mean, like v: its two shares must add up to 1.""",
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
