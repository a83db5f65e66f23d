"""A small exercise, and learners who get it wrong in every way; shared by the tests of the engine."""

import sys
import time
import warnings

import numpy as np

from dlcourse.checking.specification import Case, Exercise, Malformed


def scale(X, b, *, factor):
    """Times a factor, plus a bias for each column."""
    return X * factor + b


def cases(rng):
    return [
        Case(np.array([[1.0, -2.0, 0.5]]), np.array([0.5, 1.0, 2.0]), factor=2.0),
        Case(rng.normal(size=(2, 3)), rng.normal(size=3), factor=-1.5),
        Case(rng.normal(size=(4, 2)), rng.normal(size=2), factor=3.0),
    ]


SCALE = Exercise(
    id="test.scale",
    points=2,
    reference=scale,
    cases=cases,
    hints=["Multiply.", "Then add."],
    solved="a test.",
)


@SCALE.mistake("the bias left out")
def no_bias(X, b, *, factor):
    """The bias is left out."""
    return X * factor


def pair(x):
    """Two values: a label and an array."""
    return 3, x * 2.0


PAIR = Exercise(
    id="test.pair",
    points=1,
    reference=pair,
    hints=[],
    solved="a pair.",
    cases=lambda rng: [Case(np.array([1.5, 2.5])), Case(rng.normal(size=4))],
    outputs=("label", "doubled"),
)


def table(x):
    """A dict of values."""
    return {"sum": float(np.sum(x)), "all": x + 1.0}


TABLE = Exercise(id="test.table", points=1, reference=table, hints=[], solved="a dict.", cases=PAIR.cases)


def observe(arguments, value):
    if not isinstance(value, int):
        raise Malformed("Wanted is a whole number.")
    return {"the last digit": str(value % 10), "parity": "even" if value % 2 == 0 else "odd"}


def number():
    """Any number that ends in 3."""
    return 13


PROPERTY = Exercise(
    id="test.number",
    points=1,
    reference=number,
    hints=[],
    solved="a number.",
    cases=lambda rng: [Case()],
    observe=observe,
)


# ---- learners ----


def endless(X, b, *, factor):
    while True:
        pass


def endless_with_bare_except(X, b, *, factor):
    while True:
        try:  # noqa: SIM105
            X = X + 1
        except:  # noqa: E722
            pass


def sleeps(X, b, *, factor):
    time.sleep(1000)


def raises(X, b, *, factor):
    Y = X * factor
    return Y.reshape(7, 7)  # the line of the error


class Unprintable(Exception):
    def __str__(self):
        raise RuntimeError("no")


def raises_unprintable(X, b, *, factor):
    raise Unprintable


class Rude(BaseException):
    pass


def raises_rude(X, b, *, factor):
    raise Rude("so there")


def exits(X, b, *, factor):
    sys.exit(3)


def recurses(X, b, *, factor):
    return recurses(X, b, factor=factor)


def prints_much(X, b, *, factor):
    for _ in range(3000):
        print("x" * 1000)
    print("to the other side", file=sys.stderr)
    return scale(X, b, factor=factor)


def closes_output(X, b, *, factor):
    print("before")
    sys.stdout.close()
    return scale(X, b, factor=factor)


def warns(X, b, *, factor):
    warnings.warn("careful", UserWarning, stacklevel=1)
    return scale(X, b, factor=factor)


def sets_numpy(X, b, *, factor):
    np.seterr(all="raise")
    return scale(X, b, factor=factor)


def returns_a_view(X, b, *, factor):
    return scale(X, b, factor=factor)[:]


def not_written(X, b, *, factor):
    """Nothing yet."""
    # Your code here.
    raise NotImplementedError


def begun(X, b, *, factor):
    Y = X * factor
    raise NotImplementedError
    return Y


async def coroutine(X, b, *, factor):
    return scale(X, b, factor=factor)


async def async_generator(X, b, *, factor):
    yield scale(X, b, factor=factor)


def generator(X, b, *, factor):
    yield scale(X, b, factor=factor)


def wrong_names(X, b):
    return X + b


def too_many(X, b, c, *, factor):
    return X + b


class AClass:
    pass
