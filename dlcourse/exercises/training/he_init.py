"""The He initialisation: weights so large that a signal survives many ReLU layers, and no larger."""

import numpy as np

from dlcourse.checking.specification import Exercise
from dlcourse.exercises.training._cases import NO_NEURONS, init_cases, observe_weights
from dlcourse.lessons import training

exercise = Exercise(
    reference=training.he_init,
    points=2,
    form="derive",
    first="training.signal_size",
    cases=init_cases,
    observe=observe_weights(lambda inputs, outputs: np.sqrt(2 / inputs)),
    hints=[
        "A ReLU halves the mean square of what comes in. How large must the mean square of the sums be, so "
        "that 1 comes out?",
        'Of so many inputs of size 1, with weights of spread s, the sum has the mean square "inputs times s '
        'squared". Which s makes it 2?',
        "Elsewhere: heights around 170 with a spread of 8, for 3 classes of 20, are `rng.normal(170, 8, "
        "size=(3, 20))`. The second number is the standard deviation, not its square.",
    ],
    solved="the start of nearly every ReLU network: ten layers on, the signal is still alive.",
    equivalent_mutants={key: reason for key, reason in NO_NEURONS.items() if key.startswith("outputs")},
)

exercise.edit(
    "variance instead of standard deviation",
    {"np.sqrt(2 / inputs)": "2 / inputs"},
    """2 / inputs is the *variance*. `rng.normal` wants the standard deviation, its square root: your weights are much
    too small, and the signal dies out.
    """,
)

exercise.edit(
    "number of outputs instead of inputs",
    {"2 / inputs": "2 / outputs"},
    """You divide by the number of outputs. A neuron adds up its *inputs*: the more of them, the smaller each weight
    must be.
    """,
)

exercise.edit(
    "1 instead of 2",
    {"2 / inputs": "1 / inputs"},
    """That is sqrt(1 / inputs), right for a layer without ReLU. ReLU cuts off half of the signal, and the 2 makes up
    for it.
    """,
)

exercise.edit(
    "not scaled",
    {"0, np.sqrt(2 / inputs), ": ""},
    """Your weights have a standard deviation of 1, however many inputs there are: the signal grows from layer to layer.
    Scale by sqrt(2 / inputs).
    """,
)


@exercise.mistake("no negative weights")
def _(inputs, outputs, rng):
    """`rng.random` draws between 0 and 1: all weights reinforce, none inhibits. Wanted is the normal distribution
    around 0: `rng.normal`.
    """
    return rng.random((inputs, outputs)) * np.sqrt(2 / inputs)


exercise.edit(
    "outputs in the rows",
    {"size=(inputs, outputs)": "size=(outputs, inputs)"},
    "The table lies on its side: one row for each input, one column for each output.",
)


@exercise.mistake("all zeros")
def _(inputs, outputs, rng):
    """All weights are 0. Then all neurons of a layer are equal, get equal gradients, and stay equal for ever. Draw them
    at random.
    """
    return np.zeros((inputs, outputs))


exercise.edit(
    "inputs and outputs added up",
    {"2 / inputs": "2 / (inputs + outputs)"},
    """That is the Xavier initialisation, for tanh. Before a ReLU, only the number of inputs counts:
    2 / inputs.
    """,
)

exercise.edit(
    "half instead of double",
    {"2 / inputs": "1 / (2 * inputs)"},
    """A ReLU throws half of the mean square away, and you halve it once more. To make up for a half, the sum must be
    larger than without ReLU, not smaller.
    """,
)

exercise.edit(
    "root of the 2 alone",
    {"np.sqrt(2 / inputs)": "np.sqrt(2) / inputs"},
    "You take the root of 2 and divide by the number of inputs itself. The root is of the whole fraction, 2 / inputs.",
)

exercise.edit(
    "divided by the inputs",
    {"np.sqrt(2 / inputs)": "1 / inputs"},
    "You divide by the number of inputs itself: the weights are much too small. It is the root of 2 / inputs.",
)

exercise.edit(
    "root of the inputs alone",
    {"np.sqrt(2 / inputs)": "2 / np.sqrt(inputs)"},
    "You divide 2 by the root of the inputs. The root is of the whole fraction, 2 / inputs: of the 2, too.",
)

exercise.edit(
    "a fixed small number",
    {"np.sqrt(2 / inputs)": "0.01"},
    """All layers get weights of the size 0.01, however many inputs they have: the signal dies out after a few layers.
    The spread must follow the number of inputs.
    """,
)


@exercise.mistake("spread used as the limit")
def _(inputs, outputs, rng):
    """Uniform random numbers between -s and s have a smaller spread than s, by a factor of the square root of 3. Draw
    with `rng.normal`, or between -s and s with s = sqrt(6 / inputs).
    """
    limit = np.sqrt(2 / inputs)
    return rng.uniform(-limit, limit, (inputs, outputs))


@exercise.mistake("numbers from -0.5 to 0.5")
def _(inputs, outputs, rng):
    """Random numbers from -0.5 to 0.5 have the spread 0.29 and not 1, so that your weights are too small by that
    factor. Draw them with `rng.normal`.
    """
    return (rng.random((inputs, outputs)) - 0.5) * np.sqrt(2 / inputs)


@exercise.mistake("all columns alike")
def _(inputs, outputs, rng):
    """All neurons have the same weights: one column of random numbers serves all, and they would stay equal for ever.
    Draw a whole table, `size=(inputs, outputs)`.
    """
    return np.ones((1, outputs)) * rng.normal(0, np.sqrt(2 / inputs), size=(inputs, 1))


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
    return np.ones((inputs, 1)) * rng.normal(0, np.sqrt(2 / inputs), size=outputs)


@exercise.mistake("divided by the standard deviation")
def _(inputs, outputs, rng):
    """You divide the random numbers by sqrt(2 / inputs) instead of multiplying: the more inputs, the larger your
    weights get.
    """
    return rng.normal(size=(inputs, outputs)) / np.sqrt(2 / inputs)


exercise.edit(
    "mean and spread exchanged",
    {"0, np.sqrt(2 / inputs)": "np.sqrt(2 / inputs), 0"},
    "All your weights are the same number: `rng.normal` takes the mean first, then the standard deviation.",
)


exercise.edit(
    "1 instead of 2, and outputs instead of inputs",
    {"2 / inputs": "1 / outputs"},
    """Two things. You divide by the number of outputs, but a neuron adds up its *inputs*. And there is a 1 where a 2
    belongs, which makes up for the half that ReLU cuts off: 2 / inputs.
    """,
)


@exercise.mistake("numbers that come again")
def _(inputs, outputs, rng):
    """The table is made of copies: the same numbers come again, as they are or with another sign. What begins alike
    learns alike. Every weight is drawn by itself: `rng.normal(..., size=(inputs, outputs))`.
    """
    half = training.he_init(inputs, outputs, rng)[:, : -(-outputs // 2)]
    return np.concatenate([half, -half], axis=1)[:, :outputs]


exercise.edit(
    "the number of the slider",
    {"np.sqrt(2 / inputs)": "0.14"},
    """0.14 is right for 100 inputs, as in the explorer. With more inputs it must be smaller, with fewer larger: how
    does it follow from their number?
    """,
)

exercise.edit(
    "multiplied instead of divided",
    {"2 / inputs": "2 * inputs"},
    """Under the root you multiply by the number of inputs: the more of them, the larger your weights get. More terms
    make the sum larger, so each must be smaller: divide.
    """,
)


@exercise.accepts("row by row")
def _(inputs, outputs, rng):
    W = np.zeros((inputs, outputs))
    for d in range(inputs):
        W[d] = rng.standard_normal(outputs) * (2 / inputs) ** 0.5
    return W


@exercise.accepts("SciPy's normal distribution")
def _(inputs, outputs, rng):
    from scipy import stats

    return stats.norm.rvs(scale=np.sqrt(2 / inputs), size=(inputs, outputs), random_state=rng)


@exercise.accepts("uniform numbers with the same standard deviation")
def _(inputs, outputs, rng):
    return rng.uniform(-1, 1, (inputs, outputs)) * np.sqrt(6 / inputs)


@exercise.accepts("drawn lying on its side, divided by the root")
def _(inputs, outputs, rng):
    return rng.standard_normal((outputs, inputs)).T / np.sqrt(inputs / 2)
