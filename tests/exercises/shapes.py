"""The shapes that a docstring states, held against a call."""

import inspect
import re

import numpy as np

ARRAY = re.compile(r"(?:(?:int|bool|float) )?array \(([^)]*)\)")


def check_shapes(function, arguments, value):
    """Assert that arguments and value have the shapes that the docstring states, in letters and numbers."""
    text = inspect.getdoc(function)
    sizes = {}
    for name, kind in re.findall(r"^(\w+(?:, \w+)*) : (.+)$", _section(text, "Parameters"), re.MULTILINE):
        for one in name.split(", "):
            if one in arguments:
                _check(kind, arguments[one], sizes, arguments, one)
    returned = _section(text, "Returns").strip().splitlines()[0]
    _check(returned.split(" : ")[-1], value, sizes, arguments, "the result")


def _section(text, name):
    found = re.search(rf"^{name}\n-+\n(.*?)(?=^\w+\n-+\n|\Z)", text, re.MULTILINE | re.DOTALL)
    return found[1] if found else ""


def _check(kind, value, sizes, arguments, what):
    together = re.fullmatch(r"tuple \((.*)\)", kind)
    if together:
        parts = _split(together[1])
        assert len(parts) == len(value), what
        for part, item in zip(parts, value):
            _check(part, item, sizes, arguments, what)
        return
    same = re.search(r"shape of `(\w+)`", kind)
    if same:
        assert np.shape(value) == np.shape(arguments[same[1]]), what
    elif ARRAY.match(kind):
        _check_array(ARRAY.match(kind)[1], value, sizes, what)
    elif re.match(r"(float|int)\b", kind):
        assert np.ndim(value) == 0, what


def _check_array(text, value, sizes, what):
    lengths = [part.strip() for part in text.split(",") if part.strip()]
    assert len(lengths) == np.ndim(value), f"{what}: ({text}) is stated, {np.shape(value)} it is"
    unknown = [(part, size) for part, size in zip(lengths, np.shape(value)) if part.isidentifier()]
    for part, size in unknown:
        assert sizes.setdefault(part, size) == size, f"{what}: {part} is {sizes[part]} elsewhere, {size} here"
    for part, size in zip(lengths, np.shape(value)):
        assert eval(part, {}, sizes) == size, f"{what}: {part} is stated, {size} it is"


def _split(text):
    """Split at the commas that are in no parentheses."""
    parts, depth = [""], 0
    for sign in text:
        depth += (sign == "(") - (sign == ")")
        if sign == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += sign
    return [part.strip() for part in parts]
