"""The cases of the tests beside this file, and what a function gives in them beside what is wanted."""

import importlib
import json
from functools import cache
from pathlib import Path

import numpy as np

CASES = Path(__file__).with_name("cases")


def cases(lesson, name):
    """The cases of a function: a list of dicts."""
    return _read(lesson)[0][name]


@cache
def _read(lesson):
    """The trees and the arrays of a lesson."""
    with np.load(CASES / f"{lesson}.npz", allow_pickle=False) as stored:
        arrays = dict(stored)
    return json.loads((CASES / f"{lesson}.json").read_text("utf-8")), arrays


def check(lesson, function, case):
    """Call a function as in a case, and compare what comes back with what is wanted.

    Parameters
    ----------
    lesson : str
    function : function
    case : dict
        "positional" and "named", the arguments; "wanted", what should come back, where one answer alone is right;
        "raises", whether a ValueError should come instead; "rtol" and "atol".
    """
    arrays = _read(lesson)[1]
    positional = [_thawed(tree, arrays) for tree in case["positional"]]
    named = {name: _thawed(tree, arrays) for name, tree in case["named"].items()}
    if case["raises"]:
        try:
            function(*positional, **named)
        except ValueError:
            return
        raise AssertionError("a ValueError is wanted here")
    got = function(*positional, **named)
    if "wanted" in case:
        compare(got, _thawed(case["wanted"], arrays), case["rtol"], case["atol"])


def _thawed(tree, arrays):
    """What a tree of JSON stands for."""
    if not isinstance(tree, dict):
        return tree
    [(kind, content)] = tree.items()
    if kind in ("array", "scalar"):
        return arrays[content].copy() if kind == "array" else arrays[content][()]
    if kind in ("list", "tuple"):
        return {"list": list, "tuple": tuple}[kind](_thawed(item, arrays) for item in content)
    if kind == "dict":
        return {key: _thawed(item, arrays) for key, item in content}
    if kind == "seed":
        return np.random.default_rng(content)
    if kind == "function":
        return importlib.import_module("course_functions").REGISTRY[content]
    return float(content)  # one that JSON does not have


def compare(got, wanted, rtol, atol, place="what came back"):
    """Compare two trees of arrays, numbers and texts, part by part.

    Raises
    ------
    AssertionError
    """
    if isinstance(wanted, dict):
        assert isinstance(got, dict), f"{place} is a {type(got).__name__}: a dict is wanted"
        assert got.keys() == wanted.keys(), f"{place} has the keys {list(got)}: {list(wanted)} are wanted"
        for key, item in wanted.items():
            compare(got[key], item, rtol, atol, f"{place}[{key!r}]")
    elif isinstance(wanted, list | tuple):
        assert len(got) == len(wanted), f"{place} has {len(got)} parts: {len(wanted)} are wanted"
        for number, (one, item) in enumerate(zip(got, wanted)):
            compare(one, item, rtol, atol, f"{place}[{number}]")
    elif wanted is None or isinstance(wanted, str):
        assert got is wanted or got == wanted, f"{place} is {got!r}: {wanted!r} is wanted"
    else:
        got, wanted = np.asarray(got), np.asarray(wanted)
        assert got.shape == wanted.shape, f"{place} has the shape {got.shape}: {wanted.shape} is wanted"
        exact = {"rtol": 0, "atol": min(atol, 1e-9)} if wanted.dtype.kind in "biu" else {"rtol": rtol, "atol": atol}
        if got.dtype == bool:
            got = got.astype(float)
        np.testing.assert_allclose(got, wanted.astype(float), **exact, err_msg=place)
