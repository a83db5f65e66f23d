"""The visible cases of exercises as files for tests, and the tests."""

import contextlib
import io
import json
import math

import numpy as np

from dlcourse.checking.compare import Tolerance
from dlcourse.checking.runtime.plain import FunctionName, Seed
from dlcourse.checking.runtime.run import by_position
from dlcourse.checking.trials import case_arguments, positional, run_cases
from dlcourse.coursework.own_answers import PACKAGE

MODULE = '''"""What is mine of the lesson {lesson} does what the course's visible cases ask of it."""

import pytest
from comparing import cases, check

from {package} import {lesson}
'''
TEST = """

@pytest.mark.parametrize("case", cases("{lesson}", "{name}"))
def test_{name}(case):
    check("{lesson}", {lesson}.{name}, case)
"""


class CannotBeStored(TypeError):
    """Something in a case that is neither numbers nor texts."""


def files_of_tests(lesson, items):
    """The files of the tests of some exercises of a lesson.

    Parameters
    ----------
    lesson : str
    items : list of Exercise

    Returns
    -------
    dict of str to bytes
        By their places in the folder of tests; {} where there is nothing to test.
    """
    arrays, trees = {}, {}
    for item in items:
        with contextlib.suppress(CannotBeStored):  # as what the answer to another exercise gives
            more = dict(arrays)
            trees[item.name] = _cases_of(item, more)
            arrays = more
    if not trees:
        return {}
    stored = io.BytesIO()
    np.savez_compressed(stored, **arrays)
    text = MODULE.format(lesson=lesson, package=PACKAGE)
    text += "".join(TEST.format(lesson=lesson, name=name) for name in trees)
    return {
        f"test_{lesson}.py": text.encode(),
        f"cases/{lesson}.json": (json.dumps(trees) + "\n").encode(),
        f"cases/{lesson}.npz": stored.getvalue(),
    }


def _cases_of(item, arrays):
    """The cases of an exercise as JSON; their arrays are put to the others.

    Where several answers are right, nothing but the call is tested.
    """
    cases, names, found = case_arguments(item, 0), positional(item.reference), []
    for arguments, outcome in zip(cases, run_cases(item, item.reference, cases), strict=True):
        leading = by_position(names, arguments)
        case = {
            "positional": [_tree(arguments[name], arrays) for name in leading],
            "named": {name: _tree(value, arrays) for name, value in arguments.items() if name not in leading},
            "raises": bool(outcome.failure),
        }
        if not item.observe and not outcome.failure:
            room = Tolerance(item.rtol, item.atol).with_room_for([arguments, outcome.value])
            case |= {"wanted": _tree(outcome.value, arrays), "rtol": room.rtol, "atol": room.atol}
        found.append(case)
    return found


def _tree(value, arrays):
    """Plain data as JSON, with names for its arrays."""
    if value is None or type(value) in (bool, int, str):
        return value
    if type(value) is float:
        return value if math.isfinite(value) else {"float": repr(value)}
    if isinstance(value, np.ndarray | np.generic) and value.dtype.kind in "biuf":
        arrays[f"array{len(arrays)}"] = np.asarray(value)
        return {"array" if isinstance(value, np.ndarray) else "scalar": f"array{len(arrays) - 1}"}
    if type(value) in (list, tuple):
        return {type(value).__name__: [_tree(item, arrays) for item in value]}
    if type(value) is dict:
        return {"dict": [[key, _tree(item, arrays)] for key, item in value.items()]}
    if type(value) is Seed:
        return {"seed": value.number}
    if type(value) is FunctionName:
        return {"function": value.name}
    raise CannotBeStored(type(value).__name__)
