"""The first weights of an LSTM: random tables, and biases that open the forget gates."""

import numpy as np

from dlcourse.checking.compare import describe
from dlcourse.checking.specification import Case, Exercise, Malformed, drawn_seed
from dlcourse.lessons import lstm

MANY = 10_000  # so many random numbers have nearly the spread that they were drawn with


def cases(rng):
    sizes = [(2, 3), (1, 1), (4, 4), (30, 120), (200, 50), (int(rng.integers(60, 90)), 80)]
    cases = [Case(inputs, units, drawn_seed(rng)) for inputs, units in sizes]
    return [*cases, Case(100, 60, drawn_seed(rng), 3.0), Case(3, 2, drawn_seed(rng), forget_bias=0.5)]


def observe_init(arguments, value):
    """Shapes, the biases, and the spread of large tables; the random numbers themselves may be any."""
    if not (isinstance(value, list | tuple) and len(value) == 3):
        raise Malformed(f"What came back is {describe(value)}; wanted are three arrays: W_x, W_h, b.")
    seen = {}
    for name, part in zip(("W_x", "W_h", "b"), value):
        if not (isinstance(part, np.ndarray) and part.dtype.kind == "f"):
            raise Malformed(f"{name} is {describe(part)}; wanted is an array of numbers with a decimal point.")
        seen[f"the shape of {name}"] = str(part.shape)
    wanted = 1 / np.sqrt(arguments["inputs"] + arguments["units"])
    for name, part in zip(("W_x", "W_h"), value):
        seen[f"the blocks of {name}"] = _blocks(part)
        if part.size >= MANY:
            ratio, mean = part.std() / wanted, part.mean() / wanted
            seen[f"the spread of {name}"] = (
                "as wanted" if abs(ratio - 1) < 0.03 else f"{ratio:.2g} times what is wanted"
            )
            seen[f"the mean of {name}"] = "about 0" if abs(mean) < 0.05 * max(ratio, 1) else "not 0"
    return seen | {"b": value[2]}


def _blocks(table):
    """Whether the four blocks of columns are four, or one block again and again."""
    blocks = np.split(table, 4, axis=1) if table.ndim == 2 and table.shape[1] % 4 == 0 else []
    equal = any(np.array_equal(blocks[j], blocks[k]) for j in range(len(blocks)) for k in range(j))
    return "some are equal" if equal else "differ"


exercise = Exercise(
    reference=lstm.lstm_init,
    points=1,
    cases=cases,
    observe=observe_init,
    hints=[
        "Two tables of random numbers, one with a row for each input, one with a row for each unit; and biases "
        "that are 0 with one exception.",
        "`rng.normal(0, spread, size=(inputs, 4 * units))` with `spread = 1 / np.sqrt(inputs + units)`.",
        "`b = np.zeros(4 * units)`, then `b[units : 2 * units] = forget_bias`.",
    ],
    solved="a start from which a cell remembers before it has learned anything.",
    equivalent_mutants={
        "b[units:-2 * units] = forget_bias": "of four blocks, the second ends two blocks before the end",
    },
)


def _init(inputs, units, rng, forget_bias, *, spread=None, place=1, draw=None):
    """The right way, with one thing changed; `place` is the block of columns that gets the forget bias."""
    spread = 1 / np.sqrt(inputs + units) if spread is None else spread
    draw = draw or (lambda rows: rng.normal(0, spread, size=(rows, 4 * units)))
    b = np.zeros(4 * units)
    b[place * units : (place + 1) * units] = forget_bias
    return draw(inputs), draw(units), b


@exercise.mistake("bias at the input gates")
def _(inputs, units, rng, forget_bias=1.0):
    """The bias stands in the first H columns, those of the input gates. The order is i, f, g, o: the forget gates have
    the columns from H to 2 H.
    """
    return _init(inputs, units, rng, forget_bias, place=0)


@exercise.mistake("bias at the candidates")
def _(inputs, units, rng, forget_bias=1.0):
    """The bias stands in the third block of columns, that of the candidates. The forget gates have the columns from H
    to 2 H.
    """
    return _init(inputs, units, rng, forget_bias, place=2)


@exercise.mistake("bias everywhere")
def _(inputs, units, rng, forget_bias=1.0):
    """All biases are `forget_bias`: the input gates begin open as well, and let noise in. Only the forget gates have
    it.
    """
    W_x, W_h, b = _init(inputs, units, rng, forget_bias)
    return W_x, W_h, np.full_like(b, forget_bias)


@exercise.mistake("no forget bias")
def _(inputs, units, rng, forget_bias=1.0):
    """All biases are 0: the forget gates begin half shut, and after ten steps a thousandth is left."""
    return _init(inputs, units, rng, 0.0)


@exercise.mistake("forget bias always 1")
def _(inputs, units, rng, forget_bias=1.0):
    """The bias is 1 whatever is asked for. Use the argument `forget_bias`."""
    return _init(inputs, units, rng, 1.0)


@exercise.mistake("only one cell")
def _(inputs, units, rng, forget_bias=1.0):
    """A single number of b is set. Every cell has a forget gate: `b[units : 2 * units]`."""
    W_x, W_h, b = _init(inputs, units, rng, 0.0)
    b[1] = forget_bias
    return W_x, W_h, b


@exercise.mistake("not scaled")
def _(inputs, units, rng, forget_bias=1.0):
    """The weights have a standard deviation of 1, however many inputs there are: gates and candidates begin at their
    ends, where they have no slope. Scale by 1 / sqrt(inputs + units).
    """
    return _init(inputs, units, rng, forget_bias, spread=1.0)


@exercise.mistake("variance instead of standard deviation")
def _(inputs, units, rng, forget_bias=1.0):
    """1 / (inputs + units) is the *variance*. `rng.normal` wants the standard deviation, its square root."""
    return _init(inputs, units, rng, forget_bias, spread=1 / (inputs + units))


@exercise.mistake("each table by its own rows")
def _(inputs, units, rng, forget_bias=1.0):
    """Each table is scaled by its own number of rows. A gate adds up the products of *both*, so that inputs + units
    numbers come together: one spread for both tables.
    """
    return _init(
        inputs, units, rng, forget_bias, draw=lambda rows: rng.normal(0, 1 / np.sqrt(rows), size=(rows, 4 * units))
    )


@exercise.mistake("2 instead of 1")
def _(inputs, units, rng, forget_bias=1.0):
    """That is sqrt(2 / ...), made for ReLU. Gates and candidates have none: 1 / sqrt(inputs + units)."""
    return _init(inputs, units, rng, forget_bias, spread=np.sqrt(2 / (inputs + units)))


@exercise.mistake("the same weights four times")
def _(inputs, units, rng, forget_bias=1.0):
    """The four blocks of columns are copies of one another: gates and candidate would all say the same. Draw the whole
    table, with 4 H columns.
    """
    spread = 1 / np.sqrt(inputs + units)
    return _init(
        inputs, units, rng, forget_bias, draw=lambda rows: np.tile(rng.normal(0, spread, size=(rows, units)), 4)
    )


@exercise.mistake("room for one part only")
def _(inputs, units, rng, forget_bias=1.0):
    """There are H columns. Input gate, forget gate, candidate and output gate need H each: 4 H."""
    spread = 1 / np.sqrt(inputs + units)
    return rng.normal(0, spread, (inputs, units)), rng.normal(0, spread, (units, units)), np.full(units, forget_bias)


@exercise.accepts("init at once")
def _(inputs, units, rng, forget_bias=1.0):
    W = rng.standard_normal((inputs + units, 4 * units)) / np.sqrt(inputs + units)
    return W[:inputs], W[inputs:], np.repeat([0.0, forget_bias, 0.0, 0.0], units)


@exercise.accepts("init uniform")
def _(inputs, units, rng, forget_bias=1.0):
    edge = np.sqrt(3 / (inputs + units))
    b = np.zeros((4, units))
    b[1] += forget_bias
    return [rng.uniform(-edge, edge, (rows, 4 * units)) for rows in (inputs, units)] + [b.ravel()]
