"""The weights of a network of one's own: a text in one cell, at most 8,000 numbers."""

import numpy as np

from dlcourse.checking.compare import describe, is_number
from dlcourse.checking.runtime.packing import unpack
from dlcourse.checking.specification import Case, Exercise, Malformed

MOST = 8000  # numbers in all arrays together


def observe(arguments, value):
    """Whether they are arrays with names, all numbers, and within the budget."""
    if isinstance(value, str):
        raise Malformed("What came back is the text itself. `unpack` makes a dict of arrays of it.")
    if not isinstance(value, dict) or not value:
        raise Malformed(f"What came back is {describe(value)}: want a dict of arrays, as `unpack` gives it.")
    for name, array in value.items():
        if not (is_number(array) or isinstance(array, np.ndarray)) or np.asarray(array).dtype.kind not in "biuf":
            raise Malformed(f"{str(name)!r:.60} is {describe(array)}: want an array of numbers.")
    arrays = [np.asarray(array) for array in value.values()]
    return {
        "within the budget": sum(array.size for array in arrays) <= MOST,
        "all numbers": all(np.isfinite(array).all() for array in arrays),
    }


def tell(arguments, value):
    """How many numbers there are, and what is wrong with them."""
    found, count = observe(arguments, value), sum(np.size(array) for array in value.values())
    words = [f"Your network has {count:,} numbers; {MOST:,} are allowed."]
    if not found["all numbers"]:
        words.append("Some of them are nan or infinite.")
    return " ".join(words)


def weights():
    """The weights of your trained network: what `unpack` makes of the text that `pack` gave.

    -> a dict of arrays, at most 8,000 numbers together
    """
    return unpack("")


exercise = Exercise(
    reference=weights,
    points=1,
    minutes=4,
    cases=lambda rng: [Case()],
    observe=observe,
    tell=tell,
    fixed=True,
    hints=[
        "What does `pack(...)` print for your trained arrays, and which function turns this back?",
        "The function trains nothing and needs nothing from other cells: everything it gives stands in it, as a text.",
        'Elsewhere: `print(pack({"ages": np.array([3, 7])}))` prints a text; put it between quotation marks, after '
        "`return`, inside the brackets of `unpack`.",
    ],
    solved="a trained network that fits into one line of a notebook.",
)


@exercise.mistake("beyond the budget", hint=2)
def _():
    """There are more numbers than the budget allows. Fewer units, or a convolution, whose weights are shared."""
    return {"W": np.zeros((144, 64)), "b": np.zeros(64)}


@exercise.mistake("not all are numbers")
def _():
    """Some of the numbers are nan or infinite: a training that has gone astray. Look at its loss, and take a smaller
    learning rate.
    """
    return {**weights(), "conv1.b": np.full(12, np.nan)}


@exercise.mistake("the text itself")
def _():
    """That is the packed text. Give it to `unpack`, and return what comes of it."""
    return "the text"


@exercise.mistake("a list of arrays")
def _():
    """Arrays without names: `pack` and `unpack` go by names, and so does `forward`. Make a dict of them."""
    return list(weights().values())


@exercise.mistake("nothing in it")
def _():
    """The dict is empty."""
    return {}


@exercise.accepts("small random ones, as plain arrays")
def _():
    rng = np.random.default_rng(0)
    return {"W": rng.normal(size=(144, 10)), "b": np.zeros(10)}


@exercise.accepts("exactly the budget")
def _():
    return {"W": np.ones((80, 100), dtype=np.int8)}
