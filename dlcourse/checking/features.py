"""What can be said of the arguments of a case: true or false, in words.

A feature is (rank, words): the lower the rank, the sooner it is what matters. What a case does not have is false.
"""

import itertools

import numpy as np

from dlcourse.checking.runtime.plain import FunctionName

LARGE = 100.0  # from here on, exp and its sums want care
MOST_ENTRIES = 12  # of a list or tuple that are looked into


def features_of(cases, expected, inside=None):
    """For each case the set of its features.

    Parameters
    ----------
    cases : list of dict
        All arguments of each case, those that were left out as well.
    expected : list
        The right result of each case.
    inside : dict, optional
        Argument -> the names of its entries, if it is a tuple.

    Returns
    -------
    list of set of (int, str)
    """
    found = []
    for case, result in zip(cases, expected, strict=True):
        entries = _entries(case, inside or {})
        features = {feature for name, value in entries.items() for feature in _of_value(name, value)}
        found.append(features | set(_of_pairs(entries)) | set(_of_result(result)))
    return found


def _entries(case, inside):
    """The arguments, and the entries of tuples, by what they are called."""
    entries = {f"`{name}`": value for name, value in case.items()}
    for name, value in case.items():
        names = inside.get(name, ())
        for index, item in enumerate(value[:MOST_ENTRIES] if isinstance(value, tuple) else ()):
            known = isinstance(names, tuple) and index < len(names) and isinstance(names[index], str)
            entries[f"`{names[index]}` of `{name}`" if known else f"`{name}[{index}]`"] = item
    return entries


def _of_value(name, value):
    yield 1, f"{name} is {'not ' if value is None else ''}given"
    if isinstance(value, bool | str | FunctionName):
        yield 1, f"{name} is {getattr(value, 'name', repr(value))}"
    elif isinstance(value, int | float | np.number):
        yield from _of_number(name, value)
    elif isinstance(value, np.ndarray):
        yield from _of_array(name, value)
    elif isinstance(value, list | tuple | dict):
        yield from _of_list(name, value)


def _of_number(name, value):
    yield 1, f"{name} is 0" if value == 0 else f"{name} is not 0"
    yield 2, f"{name} is negative" if value < 0 else f"{name} is not negative"
    if value > 0:
        yield 3, f"{name} is {'1' if value == 1 else 'larger than 1' if value > 1 else 'smaller than 1'}"
    if isinstance(value, int | np.integer):
        yield 4, f"{name} is {'odd' if value % 2 else 'even'}"
    elif np.isfinite(value):
        yield 3, f"{name} is {'a whole number' if value == int(value) else 'not a whole number'}"


def _of_array(name, array):
    yield 2, f"{name} holds {'whole numbers' if array.dtype.kind in 'biu' else 'decimal numbers'}"
    yield 4, f"{name} has the type {array.dtype}"
    yield 2, f"{name} has {array.ndim} {'axis' if array.ndim == 1 else 'axes'}"
    if not array.size:
        yield 1, f"{name} is empty"
        return
    if array.ndim:
        unit = "row" if array.ndim > 1 else "number"
        yield 2, f"{name} has {'a single ' + unit if len(array) == 1 else 'more than one ' + unit}"
    if array.ndim >= 2:
        yield from _of_table(name, array)
    if array.dtype.kind in "iuf":
        yield from _of_numbers(name, array)


def _of_table(name, array):
    yield 3, f"{name} has {'a single column' if array.shape[-1] == 1 else 'more than one column'}"
    if array.ndim == 2:
        rows, columns = array.shape
        order = "as many rows as" if rows == columns else "more rows than" if rows > columns else "fewer rows than"
        yield 5, f"{name} has {order} columns"
        ties = (array == array.max(axis=1, keepdims=True)).sum(axis=1) > 1
        yield 3, f"a row of {name} has its largest number twice" if ties.any() else f"{name} has no ties in a row"
    if array.ndim == 4:
        yield (
            3,
            f"axes 1 and 2 of {name} {'are equally long' if array.shape[1] == array.shape[2] else 'differ in length'}",
        )


def _of_numbers(name, array):
    with np.errstate(all="ignore"):
        yield 2, f"{name} has {'a negative number' if (array < 0).any() else 'no negative numbers'}"
        yield 3, f"{name} has {'a 0' if (array == 0).any() else 'no 0'} in it"
        yield 2, f"{name} {'is 0 everywhere' if not array.any() else 'is not 0 everywhere'}"
        large = (np.abs(array) >= LARGE).any()
        yield 2, f"{name} has {'numbers of 100 and more' if large else 'no numbers of 100 or more'}"
    if array.size > 1:
        several = np.unique(array).size
        yield 3, f"{name} has {'only equal numbers' if several == 1 else 'different numbers'}"
        if array.dtype.kind in "iu":
            yield 3, f"{name} has {'the same number twice' if several < array.size else 'no number twice'}"
            missing = several < int(array.max()) - min(0, int(array.min())) + 1
            yield 4, f"{name} {'leaves numbers out' if missing else 'has every number from 0 to its largest'}"


def _of_list(name, value):
    if not value:
        yield 1, f"{name} is empty"
        return
    yield 2, f"{name} has {'one entry' if len(value) == 1 else 'more than one entry'}"
    yield 3, f"{name} has {'more than two entries' if len(value) > 2 else 'at most two entries'}"
    pairs = isinstance(value, list) and all(isinstance(item, tuple) and len(item) == 2 for item in value)
    if pairs and all(isinstance(item[1], np.ndarray) for item in value):
        zero = not any(item[1].any() for item in value)
        yield 3, f"the second parts of {name} are {'all 0' if zero else 'not all 0'}"


def _of_pairs(entries):
    numbers = {name: value for name, value in entries.items() if type(value) in (int, float)}
    arrays = {name: value for name, value in entries.items() if isinstance(value, np.ndarray) and value.ndim}
    for (left, a), (right, b) in itertools.combinations(numbers.items(), 2):
        order = "equals" if a == b else "is larger than" if a > b else "is smaller than"
        yield 3, f"{left} {order} {right}"
    for (name, number), (other, array) in itertools.product(numbers.items(), arrays.items()):
        if type(number) is float and 0 < number < 1:
            whole = abs(number * len(array) - round(number * len(array))) < 1e-9
            yield 2, f"{name} times the length of {other} is {'' if whole else 'not '}a whole number"
        elif type(number) is int and number > 1:
            whole = len(array) % number == 0
            yield 3, f"the length of {other} is {'' if whole else 'not '}a multiple of {name}"
        if type(number) is int and array.ndim == 4 and number > 0:
            order = "smaller than" if number < array.shape[1] else "at least"
            yield 4, f"{name} is {order} the length of axis 1 of {other}"
    for (left, a), (right, b) in itertools.combinations(arrays.items(), 2):
        if a.ndim == b.ndim:
            yield 4, f"{left} and {right} have {'the same shape' if a.shape == b.shape else 'different shapes'}"


def _of_result(result):
    if isinstance(result, int | float | np.number) and not isinstance(result, bool):
        yield 1, f"the right result is {'0' if result == 0 else 'not 0'}"
        yield 2, f"the right result is {'negative' if result < 0 else 'not negative'}"
    elif isinstance(result, np.ndarray) and result.dtype.kind in "iuf" and result.size:
        yield 2, f"the right result is {'0 everywhere' if not result.any() else 'not 0 everywhere'}"
