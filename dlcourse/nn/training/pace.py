"""A right answer that is slow: what is calculated again and again goes over to the course's own form of it.

Layers and experiments calculate with the functions that they are given, the learner's among them. Four loops for a
convolution are a right answer, but a network that calls them thousands of times would train for a quarter of an hour.
So the learner's own is called until it has taken some seconds. Then the course's form is called beside it, with the
same arguments. If it gives the same and is many times as fast, it goes on in its place, and one sentence says so.

A wrong answer gives something else and stays, for what comes of it is to be seen. The exercise itself is checked
elsewhere, and the learner's name stays bound to the learner's function.
"""

import copy
import time
import types
import weakref
from dataclasses import dataclass

import numpy as np

SECONDS = 10.0  # which a function may take in all before it is compared
TIMES = 10  # as long as the course's form: that is slow
CALLS = 3  # one after the other that have to show it: other programs may disturb one

_watched = weakref.WeakKeyDictionary()  # function of the learner's -> what is known of it, in whatever layer it is


@dataclass
class _Watch:
    compare_at: float  # when it has taken so many seconds
    seconds: float = 0.0
    slow_calls: int = 0
    is_replaced: bool = False


def at_pace(function, course):
    """What a layer or an experiment should call for `function`.

    Parameters
    ----------
    function : function
        The learner's, or one of the course's own, which is given back as it is.
    course : function or None
        Takes the same arguments and returns the same, a cache included; None if there is no such form.

    Returns
    -------
    function
        Calls the learner's, and later perhaps `course`.
    """
    is_own = isinstance(function, types.FunctionType) and not (function.__module__ or "").startswith("dlcourse.")
    if not is_own or course is None:
        return function
    watch = _watched.setdefault(function, _Watch(SECONDS))

    def calculate(*arguments, **named):
        if watch.is_replaced:
            return course(*arguments, **named)
        if watch.seconds >= watch.compare_at:
            return _compare(watch, function, course, arguments, named)
        begun = time.perf_counter()
        result = function(*arguments, **named)
        watch.seconds += time.perf_counter() - begun
        return result

    calculate.__wrapped__ = function
    return calculate


def _compare(watch, function, course, arguments, named):
    """The result of `function`; notes how long it took beside `course`, and whether both are the same."""
    try:
        copies = copy.deepcopy((arguments, named))  # generators draw the same, and work in place harms nobody
    except Exception:  # something in a cache of the learner's own that has no copy
        copies = None
    result, seconds = _timed(function, arguments, named)
    watch.seconds += seconds
    try:
        with np.errstate(all="ignore"):
            expected, courses = _timed(course, *copies)
            is_slow = seconds > TIMES * courses and _same(result, expected)
    except Exception:  # whatever such a cache leads to in the course's form
        is_slow = False
    watch.slow_calls = watch.slow_calls + 1 if is_slow else 0
    if not is_slow:
        watch.compare_at = 2 * watch.seconds
    elif watch.slow_calls == CALLS:
        watch.is_replaced = True
        _tell(function.__name__, seconds / courses, watch.seconds)
    return result


def _timed(function, arguments, named):
    begun = time.perf_counter()
    return function(*arguments, **named), time.perf_counter() - begun


def _same(result, expected):
    """Whether two results are the same up to rounding, part by part."""
    if isinstance(expected, tuple | list):
        return isinstance(result, tuple | list) and len(result) == len(expected) and all(map(_same, result, expected))
    if isinstance(expected, dict):
        return (
            isinstance(result, dict)
            and result.keys() == expected.keys()
            and all(_same(result[key], expected[key]) for key in expected)
        )
    result, expected = np.asarray(result), np.asarray(expected)
    if expected.dtype.kind not in "fc":
        return np.array_equal(result, expected)
    closeness = 1e-3 if min(result.itemsize, expected.itemsize) < 8 else 1e-7
    room = closeness * np.max(np.abs(expected), initial=0, where=np.isfinite(expected))
    return result.shape == expected.shape and np.allclose(result, expected, closeness, room, equal_nan=True)


def _tell(name, times, seconds):
    print(
        f"Your {name} gives the same numbers as the course's own form of it, but takes about {times:.0f} times as "
        f"long, {seconds:.0f} seconds so far. From here on, networks and experiments calculate with the course's."
    )
