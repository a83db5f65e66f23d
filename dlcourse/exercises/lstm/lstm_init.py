"""The first weights of an LSTM: random tables, and forget gates that begin open."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise, drawn_seed, drawn_sizes
from dlcourse.exercises.lstm._cases import first_weights
from dlcourse.lessons import lstm


def cases(rng):
    sizes = [(2, 3), (1, 1), drawn_sizes(rng, 2), (24, 88), (175, 53), (int(rng.integers(260, 300)), 30)]
    cases = [Case(inputs, units, drawn_seed(rng)) for inputs, units in sizes]
    cases += [Case(5, 4, drawn_seed(rng), forget_bias=bias) for bias in (0.0, 0.5, -1.0)]
    return [*cases, Case(6, 7, drawn_seed(rng), forget_bias=3.0)]


exercise = Exercise(
    reference=lstm.lstm_init,
    points=1,
    cases=cases,
    observe=first_weights,
    form="fault",
    minutes=4.0,
    hints=[
        "After `lstm_init(2, 3, rng, forget_bias=3.0)`: which three of the twelve biases should be 3, and which are?",
        "Four blocks of columns, in the order i, f, g, o, as many in each as there are units. For the weights: "
        "`rng.normal` wants a standard deviation. A sum of n products of numbers of size 1 and s has the size s "
        "times the root of n; it should be 1.",
        "Elsewhere: `row[5:8] = 2` sets the places 5, 6 and 7. The root of nine is `np.sqrt(9)`; 1 divided by it is "
        "0.333.",
    ],
    solved="a start from which a cell remembers before it has learned anything.",
    equivalent_mutants={
        "b[units:-2 * units] = forget_bias": "of four blocks, the second ends two blocks before the end",
        "inputs = 1 if np.ndim(inputs) == 0 and inputs == 0 else inputs": "a network without inputs reads nothing",
        "units = 1 if np.ndim(units) == 0 and units == 0 else units": "a network without units says nothing",
    },
)

exercise.edit(
    "bias at the input gates",
    {"units : 2 * units": ":units"},
    """The bias stands in the first H columns, those of the input gates. The order is i, f, g, o: the forget gates have
    the columns from H to 2 H.""",
)

for _name, _spread, _words in (
    ("scaled as for ReLU", "np.sqrt(2 / (inputs + units))", "That is sqrt(2 / ...), made for ReLU, which is not here."),
    (
        "scaled by rows and columns",
        "np.sqrt(2 / (inputs + 4 * units))",
        "That is the formula of Glorot, with rows and columns of W_x. What a gate adds up are inputs + units products.",
    ),
    ("multiplied by the root", "np.sqrt(inputs + units)", "The more numbers come together, the *larger* your weights."),
    ("always small", "0.01", "The standard deviation is 0.01, whatever the sizes."),
    ("squared once more", "1 / (inputs + units) ** 2", "You square inputs + units. The *root* of it is wanted."),
    (
        "all four blocks counted",
        "1 / np.sqrt(inputs + 4 * units)",
        "You count 4 · units. Each gate has its own columns, but adds up the rows: inputs + units products.",
    ),
    ("units alone", "1 / np.sqrt(units)", "You count the units only. A gate adds up the products of both tables."),
    ("inputs alone", "1 / np.sqrt(inputs)", "You count the inputs only. A gate adds up the products of both tables."),
):
    exercise.edit(_name, {"1 / np.sqrt(inputs + units)": _spread}, f"{_words} Scale by 1 / sqrt(inputs + units).")

for _name, _place, _words in (
    ("bias at the candidates", "2 * units : 3 * units", "The bias stands in the third block, that of the candidates."),
    ("bias at the output gates", "3 * units :", "The bias stands in the last block, that of the output gates."),
    ("bias at two blocks", ": 2 * units", "The input gates have the bias, too, and let noise in from the start."),
):
    exercise.edit(_name, {"units : 2 * units": _place}, f"{_words} The forget gates have the columns from H to 2 H.")

exercise.edit(
    "bias everywhere",
    {"b = np.zeros(4 * units)": "b = np.full(4 * units, forget_bias)"},
    """All biases are `forget_bias`: the input gates begin open as well, and let noise in. Only the forget gates have
    it.""",
)

exercise.edit(
    "no forget bias",
    {"= forget_bias": "= 0"},
    "All biases are 0: the forget gates begin half shut, and after ten steps a thousandth is left.",
)

exercise.edit(
    "forget bias always 1",
    {"= forget_bias": "= 1"},
    "The bias is 1 whatever is asked for. Use the argument `forget_bias`.",
)

exercise.edit(
    "only one cell",
    {"units : 2 * units": "1"},
    "A single number of b is set. Every cell has a forget gate: `b[units : 2 * units]`.",
)


@exercise.also("only one cell")
def _(inputs, units, rng, *, forget_bias=1.0):
    W_x, W_h, b = lstm.lstm_init(inputs, units, rng, forget_bias=0.0)
    b[units] = forget_bias
    return W_x, W_h, b


exercise.edit(
    "not scaled",
    {"1 / np.sqrt(inputs + units)": "1"},
    """The weights have a standard deviation of 1, however many inputs there are: gates and candidates begin at their
    ends, where they have no slope. Scale by 1 / sqrt(inputs + units).""",
)

exercise.edit(
    "variance instead of standard deviation",
    {"np.sqrt(inputs + units)": "(inputs + units)"},
    "1 / (inputs + units) is the *variance*. `rng.normal` wants the standard deviation, its square root.",
)

exercise.edit(
    "each table by its own rows",
    {"std, size=(inputs": "1 / np.sqrt(inputs), size=(inputs", "std, size=(units": "1 / np.sqrt(units), size=(units"},
    """Each table is scaled by its own number of rows. A gate adds up the products of *both*, so that inputs + units
    numbers come together: one spread for both tables.""",
)

exercise.edit(
    "the same weights four times",
    {
        "rng.normal(0, std, size=(inputs, 4 * units))": "np.tile(rng.normal(0, std, size=(inputs, units)), 4)",
        "rng.normal(0, std, size=(units, 4 * units))": "np.tile(rng.normal(0, std, size=(units, units)), 4)",
    },
    """The four blocks of columns are copies of one another: gates and candidate would all say the same. Draw the whole
    table, with 4 H columns.""",
)


@exercise.mistake("numbers that come again")
def _(inputs, units, rng, *, forget_bias=1.0):
    """Some of the random numbers come again, as they are or with another sign: one table serves as both, or a block is
    made of another one. What begins alike learns alike: draw every number of W_x and of W_h by itself.
    """
    W, _, b = lstm.lstm_init(max(inputs, units), units, rng, forget_bias=forget_bias)
    W *= np.sqrt((max(inputs, units) + units) / (inputs + units))
    return W[:inputs], W[:units], b


@exercise.also("numbers that come again")
def _(inputs, units, rng, *, forget_bias=1.0):
    tables = (rng.normal(0, 1 / np.sqrt(inputs + units), (rows, units)) for rows in (inputs, units))
    W_x, W_h = (np.concatenate([W, -W, W[::-1], -W[::-1]], axis=1) for W in tables)
    return W_x, W_h, lstm.lstm_init(inputs, units, rng, forget_bias=forget_bias)[2]


@exercise.mistake("room for one part only")
def _(inputs, units, rng, *, forget_bias=1.0):
    """There are H columns. Input gate, forget gate, candidate and output gate need H each: 4 H."""
    std = 1 / np.sqrt(inputs + units)
    return rng.normal(0, std, (inputs, units)), rng.normal(0, std, (units, units)), np.full(units, forget_bias)


@exercise.mistake("evenly spread up to the standard deviation")
def _(inputs, units, rng, *, forget_bias=1.0):
    """The weights are spread evenly between ± 1 / sqrt(inputs + units). Their standard deviation is then smaller, by a
    factor of sqrt(3): draw with `rng.normal`.
    """
    edge = 1 / np.sqrt(inputs + units)
    W_x, W_h = (rng.uniform(-edge, edge, (rows, 4 * units)) for rows in (inputs, units))
    return W_x, W_h, lstm.lstm_init(inputs, units, rng, forget_bias=forget_bias)[2]


@exercise.mistake("as PyTorch draws them")
def _(inputs, units, rng, *, forget_bias=1.0):
    """The weights are spread evenly between ± 1 / sqrt(units), as in PyTorch. Here they are drawn from a normal
    distribution with the standard deviation 1 / sqrt(inputs + units).
    """
    edge = 1 / np.sqrt(units)
    W_x, W_h = (rng.uniform(-edge, edge, (rows, 4 * units)) for rows in (inputs, units))
    return W_x, W_h, lstm.lstm_init(inputs, units, rng, forget_bias=forget_bias)[2]


@exercise.mistake("no negative weights")
def _(inputs, units, rng, *, forget_bias=1.0):
    """All weights are positive: `rng.random` draws between 0 and 1. They want a mean of 0: `rng.normal`."""
    std = 1 / np.sqrt(inputs + units)
    W_x, W_h = (std * rng.random((rows, 4 * units)) for rows in (inputs, units))
    return W_x, W_h, lstm.lstm_init(inputs, units, rng, forget_bias=forget_bias)[2]


exercise.edit(
    "each table by its rows and columns",
    {
        "std, size=(inputs": "np.sqrt(2 / (inputs + 4 * units)), size=(inputs",
        "std, size=(units": "np.sqrt(2 / (5 * units)), size=(units",
    },
    """Each table is scaled by its own rows and columns, after Glorot. Here one spread is wanted for both tables, since
    their products are added up: 1 / sqrt(inputs + units).""",
)

exercise.edit(
    "bias from the forget gates on",
    {"units : 2 * units": "units:"},
    "Candidates and output gates have the bias, too. It ends with the forget gates: columns H to 2 H.",
)

exercise.edit(
    "bias at every fourth place",
    {"units : 2 * units": "1::4"},
    "Every fourth number has the bias. The columns come in blocks: the forget gates are the second block, H to 2 H.",
)

exercise.edit(
    "W_h with one block",
    {"size=(units, 4 * units)": "size=(units, units)"},
    "W_h has H columns. Each of the four parts has H columns of its own, in W_h as in W_x: 4 H.",
)

exercise.edit(
    "tables on their side",
    {"size=(inputs, 4 * units)": "size=(4 * units, inputs)", "size=(units, 4 * units)": "size=(4 * units, units)"},
    "Rows and columns have changed places in both tables: W_x is (inputs, 4 H), W_h is (H, 4 H).",
)

exercise.edit(
    "biases as a row of a table",
    {"return W_x, W_h, b": "return W_x, W_h, b[None]"},
    "b has two axes, (1, 4 H). It is a plain array of 4 H numbers: `np.zeros(4 * units)`.",
)


@exercise.mistake("other biases not 0")
def _(inputs, units, rng, *, forget_bias=1.0):
    """The biases of the other parts are random numbers. They begin with 0; only those of the forget gates are set."""
    W_x, W_h, b = lstm.lstm_init(inputs, units, rng, forget_bias=forget_bias)
    drawn = rng.normal(size=4 * units) + np.arange(4 * units)
    return W_x, W_h, np.where(b == 0, drawn, b)


@exercise.also("other biases not 0")
def _(inputs, units, rng, *, forget_bias=1.0):
    W_x, W_h, b = lstm.lstm_init(inputs, units, rng, forget_bias=forget_bias)
    return W_x, W_h, np.where(np.arange(4 * units) // units == 1, b, rng.normal(0, W_h.std(), size=4 * units))


exercise.edit(
    "all weights 0",
    {
        "rng.normal(0, std, size=(inputs, 4 * units))": "np.zeros((inputs, 4 * units))",
        "rng.normal(0, std, size=(units, 4 * units))": "np.zeros((units, 4 * units))",
    },
    "All weights are 0, so that all cells would say the same, and learn the same. Draw them with `rng.normal`.",
)


@exercise.plants(
    "bias at the input gates",
    "variance instead of standard deviation",
    symptom=(
        "A cell that should begin by keeping 95 % keeps about half, and writes down nearly everything that comes in.",
        "With 50 inputs and 50 units, all gates begin at nearly the same value, whatever is read.",
    ),
)
def lstm_init(inputs, units, rng, *, forget_bias=1.0):
    """The first weights of an LSTM: random tables, and biases that open the forget gates.

    inputs, units: whole numbers; rng: a random generator; forget_bias: a number
    -> (W_x, W_h, b): arrays (inputs, 4 units), (units, 4 units), (4 units,), blocks i, f, g, o
    """
    spread = 1 / (inputs + units)
    W_x = rng.normal(0, spread, size=(inputs, 4 * units))
    W_h = rng.normal(0, spread, size=(units, 4 * units))
    b = np.zeros(4 * units)
    b[:units] = forget_bias
    return W_x, W_h, b


@exercise.accepts("both tables at once")
def _(inputs, units, rng, *, forget_bias=1.0):
    W = rng.standard_normal((inputs + units, 4 * units)) / np.sqrt(inputs + units)
    return W[:inputs], W[inputs:], np.repeat([0.0, forget_bias, 0.0, 0.0], units)


@exercise.accepts("from a uniform distribution")
def _(inputs, units, rng, *, forget_bias=1.0):
    edge = np.sqrt(3 / (inputs + units))
    b = np.zeros((4, units))
    b[1] += forget_bias
    return [rng.uniform(-edge, edge, (rows, 4 * units)) for rows in (inputs, units)] + [b.ravel()]
