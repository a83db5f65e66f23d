"""AdamW: Adam, and beside it every weight shrinks by the same share."""

import numpy as np

from dlcourse.checking.specification import Exercise
from dlcourse.exercises.optimizers._cases import adam, adam_cases, adam_settings
from dlcourse.lessons import optimizers


def cases(rng):
    return adam_cases(rng, lambda rng: {**adam_settings(rng), "weight_decay": round(float(rng.uniform(0.05, 0.5)), 2)})


exercise = Exercise(
    reference=optimizers.adamw_step,
    points=2,
    cases=cases,
    atol=1e-12,
    outputs=("w", "m", "v"),
    hints=[
        "Let `adam_step` do its work with g as it is; then take away a small share of the old weights.",
        "`stepped, m, v = adam_step(w=w, g=g, ...)` gives you the weights after Adam's step.",
        "`return stepped - learning_rate * weight_decay * w, m, v`",
    ],
    solved="AdamW, the usual choice for large language models.",
)


@exercise.mistake("decay inside the gradient")
def _(*, w, g, weight_decay=0.01, **named):
    """You add weight_decay * w to the gradient. Adam then divides it by the gradient's size, and weights with large
    gradients hardly shrink. Leave g alone, and shrink the weights beside Adam's step.
    """
    return adam(w=w, g=g + weight_decay * w, **named)


@exercise.mistake("slope of the penalty inside the gradient")
def _(*, w, g, weight_decay=0.01, **named):
    """You add 2 * weight_decay * w to the gradient: the slope of a penalty. Adam divides that by the gradient's size.
    Leave g alone, and shrink the weights beside Adam's step.
    """
    return adam(w=w, g=g + 2 * weight_decay * w, **named)


@exercise.mistake("decay without the learning rate")
def _(*, w, weight_decay=0.01, **named):
    """Each step takes away weight_decay * w whole. It is multiplied by the learning rate too, so that it ends with it
    when the rate is lowered to 0.
    """
    stepped, m, v = adam(w=w, **named)
    return stepped - weight_decay * w, m, v


@exercise.mistake("settings not passed on")
def _(*, w, learning_rate, weight_decay=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8, **named):
    """Your `adam_step` always gets its usual beta1, beta2 and epsilon, whatever the caller has chosen. Pass them on:
    `beta1=beta1, beta2=beta2, epsilon=epsilon`.
    """
    stepped, m, v = adam(w=w, learning_rate=learning_rate, **named)
    return stepped - learning_rate * weight_decay * w, m, v


@exercise.mistake("no decay")
def _(*, weight_decay=0.01, **named):
    """This is Adam: no weight shrinks yet."""
    return adam(**named)


@exercise.mistake("weights grow")
def _(*, w, learning_rate, weight_decay=0.01, **named):
    """Your weights *grow* by their share. Take it away."""
    stepped, m, v = adam(w=w, learning_rate=learning_rate, **named)
    return stepped + learning_rate * weight_decay * w, m, v


@exercise.mistake("shrunk after the step")
def _(*, learning_rate, weight_decay=0.01, **named):
    """You shrink the weights after Adam's step. Shrink by a share of the weights as they *came in*, `w`."""
    stepped, m, v = adam(learning_rate=learning_rate, **named)
    return stepped * (1 - learning_rate * weight_decay), m, v


@exercise.mistake("square of the weights")
def _(*, w, learning_rate, weight_decay=0.01, **named):
    """You take away a multiple of w squared: the penalty itself, and for negative weights it has the wrong sign. Each
    weight shrinks by a share of *itself*.
    """
    stepped, m, v = adam(w=w, learning_rate=learning_rate, **named)
    return stepped - learning_rate * weight_decay * w**2, m, v


@exercise.mistake("same amount for every weight")
def _(*, w, learning_rate, weight_decay=0.01, **named):
    """You take the same amount from every weight. Wanted is a share: multiply by w."""
    stepped, m, v = adam(w=w, learning_rate=learning_rate, **named)
    return stepped - learning_rate * weight_decay, m, v


def adam_on_own_copies(*, w, g, m, v, t, learning_rate, beta1=0.9, beta2=0.999, epsilon=1e-8):
    m, v = m.copy(), v.copy()
    m *= beta1
    m += (1 - beta1) * g
    v *= beta2
    v += (1 - beta2) * np.square(g)
    step = (m / (1 - pow(beta1, t))) / (np.sqrt(v / (1 - pow(beta2, t))) + epsilon)
    return (w - learning_rate * step, m, v)


@exercise.accepts("adamw pytorch")
def _(*, w, g, m, v, t, learning_rate, weight_decay=0.01, **rest):
    """First shrink, then step."""
    return adam_on_own_copies(
        w=w * (1 - learning_rate * weight_decay), g=g, m=m, v=v, t=t, learning_rate=learning_rate, **rest
    )


@exercise.accepts("adamw one step")
def _(*, w, g, m, v, t, learning_rate, beta1=0.9, beta2=0.999, epsilon=1e-8, weight_decay=0.01):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    direction = m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + epsilon) + weight_decay * w
    return w - learning_rate * direction, m, v
