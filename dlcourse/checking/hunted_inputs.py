"""The inputs that a learner gives to a hunt: read, bounded, and made into arguments of the hunted function."""

import inspect

import numpy as np

from dlcourse.checking.compare import describe, is_number
from dlcourse.checking.runtime.plain import Opaque
from dlcourse.checking.specification import Malformed

MOST = 3  # inputs
MOST_NUMBERS = 1000  # in one of them, letters among them
LARGEST_WHOLE = 1000  # a whole number may be meant as a size, and a huge one takes all memory there is
DEPTH = 10


def inputs_in(value, function, samples, numbers=MOST_NUMBERS):
    """The inputs of an answer that can be tried.

    Parameters
    ----------
    value : plain data
        What came back.
    function : function
        The hunted one.
    samples : list of dict
        Cases of it: where these have arrays, lists and numbers are made into arrays.
    numbers : int
        So many numbers and letters an input may have.

    Returns
    -------
    tuple (list of (number from 1, dict of arguments), list of str)
        And a sentence on each input that cannot be tried.

    Raises
    ------
    Malformed
        If it is no list of one to three inputs.
    """
    what = _what_one_is(function, numbers)
    if not isinstance(value, list | tuple):
        raise Malformed(f"What came back is {describe(value)}: want a list of at most {MOST} inputs, each {what}.")
    if not 1 <= len(value) <= MOST:
        raise Malformed(f"What came back has {len(value)} inputs: want at least 1 and at most {MOST}.")
    found, remarks = [], []
    for number, item in enumerate(value, 1):
        try:
            found.append((number, _arguments(item, function, samples, numbers)))
        except _DoesNotCount as error:
            remarks.append(f"Input {number} does not count: {error}.")
    return found, remarks


class _DoesNotCount(Exception):
    """Why an input cannot be tried."""


def is_one_value(function):
    """Whether an input of a function is one value, not a dict of its arguments."""
    parameters = list(inspect.signature(function).parameters.values())
    by_place = [item for item in parameters if item.kind in (item.POSITIONAL_ONLY, item.POSITIONAL_OR_KEYWORD)]
    needed = [item for item in parameters if item.kind == item.KEYWORD_ONLY and item.default is item.empty]
    return len(by_place) == 1 and not needed


def _what_one_is(function, numbers):
    names = list(inspect.signature(function).parameters)
    if is_one_value(function):
        return f"one value for `{names[0]}` of at most {_numbers(numbers)}"
    listed = ", ".join(f"{name!r}: ..." for name in names)
    return f"a dict of the arguments, `{{{listed}}}`, of at most {_numbers(numbers)}"


def _numbers(count):
    return f"{count:,} number{'' if count == 1 else 's'}"


def _arguments(item, function, samples, most):
    _look_at(item, most)
    signature = inspect.signature(function)
    if is_one_value(function):
        item = {next(iter(signature.parameters)): item}
    elif not isinstance(item, dict):
        raise _DoesNotCount(f"it is {describe(item)}, and not {_what_one_is(function, most)}")
    strange = [name for name in item if name not in signature.parameters]
    missing = [name for name, one in signature.parameters.items() if one.default is one.empty and name not in item]
    if strange or missing:
        problem = f"has no argument {strange[0]!r:.60}" if strange else f"wants `{missing[0]}`, too"
        raise _DoesNotCount(f"`{function.__name__}` {problem}")
    return {name: _fitted(item[name], _all_of(samples, name)) for name in signature.parameters if name in item}


def _all_of(samples, name):
    return [case[name] for case in samples if name in case and case[name] is not None]


def _look_at(tree, most):
    """Raise _DoesNotCount for an input that is no plain data, too much, or nested too deeply."""
    rest, numbers, containers = [(tree, 0)], 0, 0
    while rest:
        item, depth = rest.pop()
        if depth > DEPTH:
            raise _DoesNotCount("it is nested too deeply")
        if isinstance(item, dict):
            item = list(item.values())
        if isinstance(item, list | tuple):
            rest += [(part, depth + 1) for part in item]
            containers += 1
        elif isinstance(item, str) or item is None:
            numbers += len(item or "")
        elif is_number(item):
            numbers += np.size(item)
            if np.isnan(np.asarray(item, dtype=float)).any():
                raise _DoesNotCount("there is a nan in it, on which nothing can be right or wrong")
        else:
            raise _DoesNotCount(f"there is {item.text if isinstance(item, Opaque) else 'something else'} in it")
        if numbers > most or containers > MOST_NUMBERS:
            raise _DoesNotCount(f"it has more than {_numbers(most)}")


def _fitted(value, samples):
    """An argument as the hunted exercise has it: arrays of decimals where its cases have these."""
    if samples and all(isinstance(sample, np.ndarray) for sample in samples):
        value = _array(value, samples)
    elif samples and all(isinstance(sample, list | tuple) for sample in samples) and isinstance(value, list | tuple):
        parts = [part for sample in samples for part in sample]
        value = type(value)(_fitted(part, parts) for part in value)
    elif samples and all(isinstance(sample, dict) for sample in samples) and isinstance(value, dict):
        value = {key: _fitted(part, _all_of(samples, key)) for key, part in value.items()}
    _no_huge_whole_numbers(value)
    return value


def _array(value, samples):
    """An array of at least as many axes as all of some arrays have, and of decimals, if none has whole numbers."""
    if not (is_number(value) or isinstance(value, list | tuple)):
        return value
    try:
        array = np.asarray(value)
    except ValueError:  # rows of different lengths
        raise _DoesNotCount("its rows differ in length") from None
    if array.dtype.kind not in "biuf":
        return value
    if array.ndim == 0:
        array = array.reshape((1,) * min(sample.ndim for sample in samples))
    whole = any(sample.dtype.kind in "iu" for sample in samples)
    return array if whole or array.dtype.kind in "bf" else array.astype(float)


def _no_huge_whole_numbers(value):
    rest = [value]
    while rest:
        item = rest.pop()
        if isinstance(item, dict):
            rest += item.values()
        elif isinstance(item, list | tuple):
            rest += item
        elif isinstance(item, int | np.generic | np.ndarray):
            array = np.asarray(item)
            if array.dtype.kind in "iu" and array.size and max(-int(array.min()), int(array.max())) > LARGEST_WHOLE:
                raise _DoesNotCount(f"there is a whole number above {LARGEST_WHOLE:,} in it, which may mean a size")
