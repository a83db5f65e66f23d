"""The Xavier initialisation: between what the signal wants and what the gradient wants."""

import numpy as np

from dlcourse.checking.specification import Exercise
from dlcourse.exercises.training._cases import NO_NEURONS, init_cases, observe_weights
from dlcourse.lessons import training

exercise = Exercise(
    reference=training.xavier_init,
    points=1,
    cases=init_cases,
    observe=observe_weights(lambda inputs, outputs: np.sqrt(2 / (inputs + outputs))),
    hints=[
        "Which spread keeps the size of the signal with 150 inputs, and which that of the gradient with 50 "
        "outputs? What lies in the middle of the two numbers?",
        "The spread is the root of 1 divided by a number. Forward that number is the inputs, backward the "
        "outputs; the compromise takes their mean.",
        "Elsewhere: in `np.sqrt(3 / (a + b))` all of `a + b` divides; without the inner brackets only a would.",
    ],
    solved="the usual start for tanh: the signal and the gradient each keep their size as well as both can.",
    equivalent_mutants=NO_NEURONS,
)

exercise.edit(
    "outputs forgotten",
    {"2 / (inputs + outputs)": "2 / inputs"},
    """That is the He initialisation, sqrt(2 / inputs). Here inputs and outputs count: forward, a neuron adds up its
    inputs; backward, the gradients of its outputs.
    """,
)

exercise.edit(
    "brackets missing",
    {"2 / (inputs + outputs)": "2 / inputs + outputs"},
    """Without brackets, 2 / inputs + outputs divides by the inputs alone and then adds the outputs: your weights are
    huge. Divide by the sum.
    """,
)

exercise.edit(
    "one over the inputs",
    {"2 / (inputs + outputs)": "1 / inputs"},
    """That is sqrt(1 / inputs), which keeps the signal on its way forward only. The gradient comes in through the
    outputs: divide 2 by inputs + outputs.
    """,
)

exercise.edit(
    "root of the 2 alone",
    {"np.sqrt(2 / (inputs + outputs))": "np.sqrt(2) / (inputs + outputs)"},
    "You take the root of 2 and divide by the sum itself. The root is of the whole fraction.",
)

exercise.edit(
    "inputs forgotten",
    {"2 / (inputs + outputs)": "2 / outputs"},
    "You divide by the outputs alone. Inputs and outputs count, forward and backward: divide by their sum.",
)


@exercise.also("inputs forgotten")
def _(inputs, outputs, rng):
    return rng.normal(0, np.sqrt(1 / outputs), size=(inputs, outputs))


exercise.edit(
    "root of the sum alone",
    {"np.sqrt(2 / (inputs + outputs))": "2 / np.sqrt(inputs + outputs)"},
    "You divide 2 by the root of the sum. The root is of the whole fraction: of the 2, too.",
)

exercise.edit(
    "not scaled",
    {"0, np.sqrt(2 / (inputs + outputs)), ": ""},
    """Your weights have a standard deviation of 1, however large the layer is: tanh and sigmoid get stuck at their
    ends. Scale by sqrt(2 / (inputs + outputs)).
    """,
)

exercise.edit(
    "1 instead of 2",
    {"2 / (": "1 / ("},
    """You divide 1 by the sum of inputs and outputs. Wanted is 1 divided by their *mean*, which is 2 / (inputs +
    outputs).
    """,
)

exercise.edit(
    "halved instead of doubled",
    {"2 / (inputs + outputs)": "1 / (inputs + outputs) / 2"},
    """Under your root stands half of 1 / (inputs + outputs). The mean is half of the sum: whoever divides by a half
    gets the double.
    """,
)

exercise.edit(
    "variance instead of standard deviation",
    {"np.sqrt(2 / (inputs + outputs))": "2 / (inputs + outputs)"},
    "2 / (inputs + outputs) is the variance. `rng.normal` wants its square root.",
)

exercise.edit(
    "limit of another distribution",
    {"2 / (": "6 / ("},
    """sqrt(6 / (inputs + outputs)) is the *limit* of uniform random numbers that have the right spread. For
    `rng.normal`, take the spread itself: with a 2.
    """,
)


@exercise.mistake("spread used as the limit")
def _(inputs, outputs, rng):
    """Uniform random numbers between -s and s have a smaller spread than s, by a factor of the square root of 3. Draw
    with `rng.normal`.
    """
    limit = np.sqrt(2 / (inputs + outputs))
    return rng.uniform(-limit, limit, (inputs, outputs))


@exercise.mistake("numbers from 0 up")
def _(inputs, outputs, rng):
    """Your weights are all positive, as `rng.random` draws them: all reinforce, none inhibits. Their mean should be 0:
    `rng.normal`, or `rng.uniform(-limit, limit, ...)`.
    """
    return rng.random((inputs, outputs)) * np.sqrt(2 / (inputs + outputs))


@exercise.mistake("uniform numbers from 0 to the limit")
def _(inputs, outputs, rng):
    """Your weights are all positive, from 0 to the limit. Uniform random numbers should go from -limit to limit, on
    both sides of 0.
    """
    return rng.random((inputs, outputs)) * np.sqrt(6 / (inputs + outputs))


@exercise.mistake("all columns alike")
def _(inputs, outputs, rng):
    """All neurons have the same weights: one column of random numbers serves all, and they would stay equal for ever.
    Draw a whole table, `size=(inputs, outputs)`.
    """
    return np.ones((1, outputs)) * rng.normal(0, np.sqrt(2 / (inputs + outputs)), size=(inputs, 1))


exercise.edit(
    "spread given as the mean",
    {"0, np": "np"},
    """The spread stands where `rng.normal` expects the mean, so that the weights have the spread 1 around it. The mean
    is 0 and comes first.
    """,
)


@exercise.mistake("limit 1 / sqrt(inputs)")
def _(inputs, outputs, rng):
    """Uniform random numbers between -1 / sqrt(inputs) and 1 / sqrt(inputs) are what some libraries begin with. Their
    spread is smaller than the one that is asked for here.
    """
    return rng.uniform(-1, 1, (inputs, outputs)) / np.sqrt(inputs)


@exercise.mistake("all rows alike")
def _(inputs, outputs, rng):
    """Every input has the same row of weights: one row of random numbers serves all. Draw a whole table,
    `size=(inputs, outputs)`.
    """
    return np.ones((inputs, 1)) * rng.normal(0, np.sqrt(2 / (inputs + outputs)), size=outputs)


exercise.edit(
    "product instead of sum",
    {"inputs + outputs": "inputs * outputs"},
    "You divide by inputs *times* outputs: the weights are much too small. Divide by their sum.",
)

exercise.edit(
    "outputs in the rows",
    {"size=(inputs, outputs)": "size=(outputs, inputs)"},
    "The table lies on its side: one row for each input, one column for each output.",
)


@exercise.mistake("numbers that come again")
def _(inputs, outputs, rng):
    """The table is made of copies: the same numbers come again, as they are or with another sign. What begins alike
    learns alike. Every weight is drawn by itself: `rng.normal(..., size=(inputs, outputs))`.
    """
    half = training.xavier_init(inputs, outputs, rng)[:, : -(-outputs // 2)]
    return np.concatenate([half, -half], axis=1)[:, :outputs]


exercise.edit(
    "mean of the two spreads",
    {"np.sqrt(2 / (inputs + outputs))": "(np.sqrt(1 / inputs) + np.sqrt(1 / outputs)) / 2"},
    """You take the mean of the two *spreads*: with 150 inputs and 50 outputs that is 0.11. Wanted is one spread, with
    the mean of inputs and outputs under the root: 0.1.
    """,
)

exercise.edit(
    "mean of the two variances",
    {"2 / (inputs + outputs)": "(1 / inputs + 1 / outputs) / 2"},
    """You take the mean of 1 / inputs and 1 / outputs: with 150 and 50 the spread is then 0.115. Take the mean of
    inputs and outputs first, and divide 1 by that: 0.1.
    """,
)

exercise.edit(
    "the number of the example",
    {"np.sqrt(2 / (inputs + outputs))": "0.1"},
    "0.1 is right for 150 inputs and 50 outputs, as in the example. It must follow from the two numbers.",
)


@exercise.accepts("drawn with standard deviation 1, then divided")
def _(inputs, outputs, rng):
    return rng.normal(0, 1, (inputs, outputs)) / np.sqrt((inputs + outputs) / 2)


@exercise.accepts("uniform numbers with the same standard deviation")
def _(inputs, outputs, rng):
    return rng.uniform(-1, 1, (inputs, outputs)) * np.sqrt(6 / (inputs + outputs))
