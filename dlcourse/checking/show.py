"""Short text for plain data: what a learner reads in a report, copied and run where it is small."""

import numpy as np

from dlcourse.checking.compare import DIGITS, is_number
from dlcourse.checking.runtime.plain import FunctionName, Opaque, OwnAnswer, Seed
from dlcourse.checking.runtime.run import by_position

SMALL = 24  # numbers of an array that are written out
LIMIT = 600  # characters
MANY = 12  # parts of a list that are written out
ROW = 6  # numbers of a large array that are shown


def show(value):
    """Plain data as text: small arrays in full, large ones by shape and first numbers."""
    return _cut(_show(value))


def show_both(expected, got, allows, names=()):
    """Two trees of plain data as texts that differ where the trees do.

    Numbers have as many digits as it takes to tell them apart, and of a large array the part that differs is shown.

    Parameters
    ----------
    expected, got : plain data
    allows : callable
        `allows(expected, got) -> array of bool`: where two arrays of one shape are close enough.
    names : tuple of str
        Of several returned values: each stands in a line of its own, with its name.

    Returns
    -------
    tuple of str
    """
    if names and all(isinstance(tree, list | tuple) and len(tree) == len(names) > 1 for tree in (expected, got)):
        pairs = [_pair(*values, allows) for values in zip(expected, got)]
        return tuple(_cut(_lines(names, [pair[side] for pair in pairs])) for side in (0, 1))
    return tuple(map(_cut, _pair(expected, got, allows)))


def show_named(names, values):
    """Several returned values, one in a line, each with its name."""
    if not (isinstance(values, list | tuple) and len(names) == len(values) > 1):
        return show(values)
    return _cut(_lines(names, [_show(value) for value in values]))


def show_observed(observations):
    """Observations on an answer, one in a line."""
    return _cut("\n".join(f"{key}: {_word(value)}" for key, value in observations.items()))


def show_call(name, arguments, positional):
    """A call as a line of Python: `softmax(np.array([[1.0, 2.0]]))`; large arrays only described."""
    parts, leading = [], by_position(positional, arguments)
    for argument, value in arguments.items():
        text = _show(value, in_call=True)
        parts.append(text if argument in leading else f"{argument}={text}")
    return _cut(f"{name}({', '.join(parts)})")


def printable(text):
    """Text without control characters, which could rewrite what a terminal shows."""
    return "".join(sign if sign in "\n\t" or sign.isprintable() else "\ufffd" for sign in text)


# ---- two at once ----


def _pair(expected, got, allows):
    """The texts of two trees, as different as the trees."""
    if type(expected) is type(got) and isinstance(expected, list | tuple) and len(expected) == len(got):
        return tuple(_sequence(type(got), side) for side in zip(*(_pair(*both, allows) for both in zip(expected, got))))
    if isinstance(expected, dict) and isinstance(got, dict) and expected.keys() == got.keys():
        pairs = {key: _pair(expected[key], got[key], allows) for key in expected}
        return tuple(_dict({key: pair[side] for key, pair in pairs.items()}) for side in (0, 1))
    if not (is_number(expected) and is_number(got)) or np.shape(expected) != np.shape(got):
        return _show(expected), _show(got)
    left, right = np.asarray(expected), np.asarray(got)
    wrong = ~allows(left, right)
    if not wrong.any():
        return _show(expected), _show(got)
    digits = _digits(left[wrong], right[wrong])
    if left.size <= SMALL:
        return _show(expected, digits=digits), _show(got, digits=digits)
    return _part(left, wrong, digits), _part(right, wrong, digits)


def _digits(left, right):
    """How many digits tell each of the numbers apart."""
    for digits in DIGITS:
        if all(_number(a, digits=digits) != _number(b, digits=digits) for a, b in zip(left.tolist(), right.tolist())):
            break
    return digits


def _part(array, wrong, digits):
    """The piece of a row of a large array in which the first wrong number stands."""
    *before, column = (int(i) for i in np.argwhere(wrong)[0])
    start = max(0, min(column - ROW // 2, array.shape[-1] - ROW))
    numbers = array[(*before, slice(start, start + ROW))].tolist()
    stop = start + len(numbers)
    place = ", ".join([*map(str, before), f"{start}:{stop}"])
    return f"<array of shape {array.shape}; at [{place}]: {', '.join(_number(n, digits=digits) for n in numbers)}>"


# ---- one ----


def _lines(names, texts):
    indents = [" " * (len(name) + 3) for name in names]
    return "\n".join(f"{name} = {text}".replace("\n", f"\n{room}") for name, text, room in zip(names, texts, indents))


def _word(value):
    return value if isinstance(value, str) else _show(value)


def _cut(text):
    return printable(text if len(text) <= LIMIT else text[: LIMIT - 1] + "…")


def _show(value, in_call=False, digits=DIGITS[0]):
    if isinstance(value, np.ndarray):
        return _show_array(value, in_call, digits)
    if isinstance(value, np.generic):
        text = _number(value.item(), in_call, digits)
        is_plain = value.dtype.name in ("float64", "int64", "bool") or not in_call
        return text if is_plain else f"np.{value.dtype.name}({text})"
    if isinstance(value, float):
        return _number(value, in_call, digits)
    if isinstance(value, list | tuple):
        return _sequence(type(value), [_show(item, in_call) for item in value[: MANY + 1]])
    if isinstance(value, dict):
        return _dict({key: _show(item, in_call) for key, item in list(value.items())[: MANY + 1]})
    if isinstance(value, Seed):
        return f"np.random.default_rng({value.number})"
    if isinstance(value, FunctionName):
        return value.name
    if isinstance(value, OwnAnswer):
        return f"{value.id.partition('.')[2]}()"
    if isinstance(value, Opaque):
        return f"<{value.text}>"
    return repr(value)


def _sequence(kind, texts):
    items = ", ".join(texts[:MANY]) + (", …" if len(texts) > MANY else "")
    if kind is list:
        return f"[{items}]"
    return f"({items},)" if len(texts) == 1 else f"({items})"


def _dict(texts):
    items = [f"{key!r}: {text}" for key, text in list(texts.items())[:MANY]]
    return "{" + ", ".join(items + ["…"] * (len(texts) > MANY)) + "}"


def _number(value, in_call=False, digits=DIGITS[0]):
    if isinstance(value, float) and np.isfinite(value):
        short = f"{value:.{digits}g}"
        return short if any(mark in short for mark in ".e") else short + ".0"
    return f"np.{value}".replace("np.-", "-np.") if in_call and isinstance(value, float) else str(value)


def _show_array(array, in_call, digits):
    if array.size > SMALL:
        first = ", ".join(_show(number) for number in array.ravel()[:4])
        return f"<array of shape {array.shape}: {first}, …>"
    if in_call and not array.size:
        return f"np.zeros({array.shape}{_dtype(array, 'float64')})"
    if not in_call and array.ndim == 2 and array.size:
        number = {"all": lambda value: _number(value, digits=digits)}
        return np.array2string(array, formatter=number, separator=", ", max_line_width=90, threshold=1000)
    text = _nested(array.tolist(), in_call, digits)
    return f"np.array({text}{_dtype(array, 'float64', 'int64', 'bool')})" if in_call else text


def _dtype(array, *usual):
    name = array.dtype.name
    return "" if name in usual else f", dtype=np.{name}"


def _nested(item, in_call, digits):
    if isinstance(item, list):
        return f"[{', '.join(_nested(part, in_call, digits) for part in item)}]"
    return _number(item, in_call, digits) if isinstance(item, float) else str(item)
