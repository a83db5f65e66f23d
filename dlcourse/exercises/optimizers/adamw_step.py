"""AdamW: the weights shrink beside Adam's step, not through its gradient."""

import numpy as np

from dlcourse.checking.specification import Exercise
from dlcourse.exercises.optimizers._cases import adam_cases, adam_hyperparameters
from dlcourse.lessons import optimizers
from dlcourse.lessons.optimizers import adam_step


def cases(rng):
    def hyperparameters(rng):
        return {**adam_hyperparameters(rng), "weight_decay": round(float(rng.uniform(0.05, 0.5)), 2)}

    return adam_cases(rng, hyperparameters, zeros=("beta1", "beta2", "epsilon", "weight_decay"))


exercise = Exercise(
    reference=optimizers.adamw_step,
    points=2,
    cases=cases,
    atol=1e-12,
    outputs=("w", "m", "v"),
    form="fault",
    hints=[
        "Take w = 2, a rate of 0.1, a decay of 0.5 and the gradient 7 in step 1: the new weight should be 1.8. How "
        "much of the decay is left in what this function gives?",
        "Whatever goes into Adam's gradient is divided by its usual size. The decay has to go round that, and be "
        "taken off beside it. For the other fault, compare what this function is given with what it hands on.",
        "Hand on by name, `inner(size=size, mode=mode)`, and take several results apart with `first, second = "
        "inner(...)`.",
    ],
    solved="AdamW, the usual choice for large language models.",
)

exercise.edit(
    "decay inside the gradient",
    {"g=g": "g=g + weight_decay * w", " - learning_rate * weight_decay * w": ""},
    """You add `weight_decay * w` to the gradient. Adam then divides it by the gradient's size, and weights with large
    gradients hardly shrink. Leave g alone, and shrink the weights beside Adam's step.""",
)

exercise.edit(
    "slope of the penalty inside the gradient",
    {"g=g": "g=g + 2 * weight_decay * w", " - learning_rate * weight_decay * w": ""},
    """You add `2 * weight_decay * w` to the gradient: the slope of a penalty. Adam divides that by the gradient's size.
    Leave g alone, and shrink the weights beside Adam's step.""",
)

exercise.edit(
    "decay without the learning rate",
    {"learning_rate * weight_decay * w": "weight_decay * w"},
    """Each step takes away the whole of `weight_decay * w`. Multiply that by the learning rate, too: then the decay
    ends as well when the rate is lowered to 0.""",
)

exercise.edit(
    "settings not passed on",
    {", beta1=beta1, beta2=beta2, epsilon=epsilon": ""},
    """Your `adam_step` always gets its usual beta1, beta2 and epsilon, whatever the caller has chosen. Hand on by name
    what came in.""",
)

exercise.edit(
    "no decay",
    {" - learning_rate * weight_decay * w": ""},
    """This is Adam: no weight shrinks yet.""",
)

exercise.edit(
    "weights grow",
    {"stepped - ": "stepped + "},
    """Your weights *grow* by their share. Take it away.""",
)

exercise.edit(
    "shrunk after the step",
    {"stepped - learning_rate * weight_decay * w": "stepped * (1 - learning_rate * weight_decay)"},
    """You shrink the weights after Adam's step. Shrink by a share of the weights as they *came in*, `w`.""",
)

exercise.edit(
    "square of the weights",
    {"learning_rate * weight_decay * w": "learning_rate * weight_decay * w**2"},
    """You take away a multiple of w squared: the penalty itself, and for negative weights it has the wrong sign. Each
    weight shrinks by a share of *itself*.""",
)

exercise.edit(
    "same amount for every weight",
    {"learning_rate * weight_decay * w": "learning_rate * weight_decay"},
    """You take the same amount from every weight. Wanted is a share: multiply by w.""",
)

exercise.edit(
    "decay inside the fraction",
    {
        "weight_decay * w": "weight_decay * w / (np.sqrt(v / (1 - beta2**t)) + epsilon)",
    },
    """You add `weight_decay * w` above Adam's fraction bar, so that it is divided by the gradient's size. Then weights
    with large gradients hardly shrink. Take the share away beside the fraction.""",
)

exercise.edit(
    "decay in both places",
    {"g=g": "g=g + weight_decay * w"},
    """Your weights shrink twice: through the gradient and beside the step. Leave g alone, and shrink beside the step
    only.""",
)

exercise.edit(
    "twice the share",
    {"learning_rate * weight_decay * w": "2 * learning_rate * weight_decay * w"},
    """Each weight shrinks by twice its share: taken away twice, or doubled, as the slope of a penalty would be. The
    share is `learning_rate * weight_decay`, once.""",
)

exercise.edit(
    "shrunk after the step, without the learning rate",
    {"stepped - learning_rate * weight_decay * w": "stepped * (1 - weight_decay)"},
    """You shrink what Adam's step has left, by the whole of `weight_decay`. Take a share of the weights as they *came
    in*, w, and multiply it by the learning rate, too.""",
)

exercise.edit(
    "old means returned",
    {"stepped, m, v = adam": "stepped, _, _ = adam"},
    """The weights are right, but m and v come back as they were. `adam_step` gives you the new ones: return them.""",
)


exercise.edit(
    "only the decay",
    {"stepped - ": "w - "},
    """Your weights shrink, but Adam's step is missing: begin with the weights that `adam_step` gives back.""",
)

exercise.edit(
    "all three taken as the weights",
    {"stepped, m, v = adam": "stepped = adam"},
    """`adam_step` gives back three things, the weights, m and v, and you calculate with all of them at once. Take them
    apart: `stepped, m, v = adam_step(...)`.""",
)


@exercise.mistake("Adam's correction forgotten")
def _(*, w, g, m, v, t, learning_rate, beta1=0.9, beta2=0.999, epsilon=1e-8, weight_decay=0.01):
    """m, v and the decay are right, but Adam's step is made of m and v as they are. Both began at 0 and are too small
    in the first steps: correct them, as `adam_step` does.
    """
    m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g * g
    return w - learning_rate * (m / (np.sqrt(v) + epsilon) + weight_decay * w), m, v


exercise.edit(
    "same amount, with the sign of the weight",
    {"learning_rate * weight_decay * w": "learning_rate * weight_decay * np.sign(w)"},
    """You take the same amount from every weight, with its sign. Wanted is a share: large weights lose more. Multiply
    by w itself.""",
)

exercise.edit(
    "learning rate twice in the decay",
    {"learning_rate * weight_decay * w": "learning_rate**2 * weight_decay * w"},
    """In the decay the learning rate is multiplied in twice, so that the weights hardly shrink. Once is enough: mind
    what your parentheses hold.""",
)

for _left_out, _setting in (
    ("beta2 and epsilon", ", beta2=beta2, epsilon=epsilon"),
    ("beta1 and beta2", ", beta1=beta1, beta2=beta2"),
):
    exercise.edit(
        f"{_left_out} not passed on",
        {_setting: ""},
        f"""Your `adam_step` always gets its usual {_left_out}, whatever the caller has chosen. Hand these on by name,
        as the others.""",
    )

exercise.edit(
    "beta1 and epsilon not passed on",
    {", beta1=beta1": "", ", epsilon=epsilon": ""},
    """Your `adam_step` always gets its usual beta1 and epsilon, whatever the caller has chosen. Hand these on by name,
    as the others.""",
)


@exercise.plants(
    "decay inside the gradient",
    "settings not passed on",
    symptom=(
        "weights with large gradients hardly shrink, and those with small ones far too much.",
        "Whoever calls it with settings of their own gets the weights of the usual ones: beta1=0.5 does what beta1=0.9 "
        "does, and a large epsilon nothing.",
    ),
)
def adamw_step(*, w, g, m, v, t, learning_rate, beta1=0.9, beta2=0.999, epsilon=1e-8, weight_decay=0.01):
    """AdamW: Adam, and beside it every weight shrinks by the same share.

    w, g, m, v: arrays of one shape (m and v are 0 before the first step); t: int, from 1;
    learning_rate: a number -> (w, m, v), the new ones
    """
    g = g + weight_decay * w
    return adam_step(w=w, g=g, m=m, v=v, t=t, learning_rate=learning_rate)


@exercise.accepts("shrinking first, as PyTorch")
def _(*, w, learning_rate, weight_decay=0.01, **rest):
    return optimizers.adam_step(w=w * (1 - learning_rate * weight_decay), learning_rate=learning_rate, **rest)


@exercise.accepts("in one step")
def _(*, w, g, m, v, t, learning_rate, beta1=0.9, beta2=0.999, epsilon=1e-8, weight_decay=0.01):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    direction = m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + epsilon) + weight_decay * w
    return w - learning_rate * direction, m, v
