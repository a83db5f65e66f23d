"""Where in a returned array the wrong numbers are, and what sets them apart from the right ones.

Only what all cases prove is said: what is true of every wrong number, and of no right one.
"""

import itertools

import numpy as np

from dlcourse.checking.leaves import wrong_places

FEW = 2  # wrong numbers, and right ones, that it takes to speak of a pattern


def pattern(leaf):
    """In words, where the numbers of a returned array are wrong: "where `x` is negative"; "" if nothing tells.

    Parameters
    ----------
    leaf : Leaf
        With the same shapes as expected, else there is nothing to say.
    """
    rows = []
    for expected, got, trial in leaf.rows:
        mask = wrong_places(expected, got, trial)
        if mask is None:
            return ""
        rows.append((np.asarray(expected), mask, trial.arguments))
    wrong = sum(int(mask.sum()) for _, mask, _ in rows)
    if wrong < FEW or sum(mask.size for _, mask, _ in rows) - wrong < FEW:
        return ""
    places = [dict(_places(expected, arguments)) for expected, _, arguments in rows]
    for words in _in_order(places):
        if all(_is(words, found, mask) for found, (_, mask, _) in zip(places, rows)):
            return words
    return ""


def _in_order(places):
    return dict.fromkeys(itertools.chain.from_iterable(places))


def _is(words, found, mask):
    """Whether the wrong numbers are exactly those at these places; where there are none such, none may be wrong."""
    place = found.get(words)
    return not mask.any() if place is None else np.array_equal(np.broadcast_to(place, mask.shape), mask)


def _places(expected, arguments):
    """(words, mask) of all that can be said of the numbers of an array."""
    for name, value in arguments.items():
        if isinstance(value, np.ndarray) and value.dtype.kind in "biuf":
            yield from _by_argument(f"`{name}`", value, expected)
    yield from _by_value("the right number", expected)
    yield from _by_position(expected)


def _by_argument(name, value, expected):
    if value.shape == expected.shape and value.ndim:
        yield from _by_value(name, value)
    elif value.ndim == 1 and expected.ndim == 2 and len(value) == len(expected):
        if value.dtype.kind in "iu" and value.size and value.min() >= 0 and value.max() < expected.shape[1]:
            chosen = np.arange(expected.shape[1]) == value[:, None]
            yield f"in the column that {name} names", chosen
            yield f"outside of the column that {name} names", ~chosen
        for words, mask in _by_value(name, value):
            yield f"in the rows {words}", mask[:, None]
    elif value.ndim == 2 and value.size and expected.ndim in (1, 2) and len(value) == len(expected):
        ties = (value == value.max(axis=1, keepdims=True)).sum(axis=1) > 1
        yield f"in the rows where {name} has its largest number twice", ties.reshape(-1, *[1] * (expected.ndim - 1))
        equal = (value == value[:, :1]).all(axis=1)
        yield f"in the rows where all numbers of {name} are equal", equal.reshape(-1, *[1] * (expected.ndim - 1))


def _by_value(name, value):
    with np.errstate(all="ignore"):
        if value.dtype.kind == "b":
            yield f"where {name} is True", value
            yield f"where {name} is False", ~value
            return
        yield f"where {name} is negative", value < 0
        yield f"where {name} is 0", value == 0
        yield f"where {name} is positive", value > 0
        yield f"where {name} is not 0", value != 0
        yield f"where {name} is not negative", value >= 0
        yield f"where {name} is not positive", value <= 0
        for bound in (1, 10, 100):
            yield f"where {name} is larger than {bound} in size", np.abs(value) > bound
            yield f"where {name} is at most {bound} in size", np.abs(value) <= bound
        if value.dtype.kind == "f":
            yield f"where {name} is a whole number", value == np.rint(value)
            yield f"where {name} is not a whole number", value != np.rint(value)


def _by_position(expected):
    for axis, length in enumerate(expected.shape):
        places = np.arange(length).reshape([-1 if other == axis else 1 for other in range(expected.ndim)])
        which = f"along axis {axis}" if expected.ndim > 1 else "of the array"
        yield f"at the first place {which}", places == 0
        yield f"at the last place {which}", places == length - 1
        yield f"everywhere but at the first place {which}", places > 0
        yield f"everywhere but at the last place {which}", places < length - 1
        yield f"at both ends {which}", (places == 0) | (places == length - 1)
        yield f"everywhere but at both ends {which}", (places > 0) & (places < length - 1)
        yield f"at every second place {which}", places % 2 == 1
    if expected.ndim == 2:
        rows, columns = np.indices(expected.shape)
        yield "on the diagonal", rows == columns
        yield "off the diagonal", rows != columns
