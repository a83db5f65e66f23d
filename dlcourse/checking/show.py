"""Short text for plain data: what a learner reads in a report, copied and run where it is small."""

import numpy as np

from dlcourse.checking.runtime.plain import FunctionName, Opaque, Seed
from dlcourse.checking.runtime.run import by_position

SMALL = 24  # numbers of an array that are written out
LIMIT = 600  # characters
MANY = 12  # parts of a list that are written out


def show(value):
    """Plain data as text: small arrays in full, large ones by shape and first numbers."""
    return _cut(_show(value, in_call=False))


def show_named(names, values):
    """Several returned values, one in a line, each with its name."""
    if not (isinstance(values, list | tuple) and len(names) == len(values) > 1):
        return show(values)
    parts = [_show(value, in_call=False) for value in values]
    indents = [" " * (len(name) + 3) for name in names]
    lines = [f"{name} = {part}".replace("\n", f"\n{room}") for name, part, room in zip(names, parts, indents)]
    return _cut("\n".join(lines))


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


def _word(value):
    return value if isinstance(value, str) else _show(value, in_call=False)


def _cut(text):
    return printable(text if len(text) <= LIMIT else text[: LIMIT - 1] + "…")


def _show(value, in_call):
    if isinstance(value, np.ndarray):
        return _show_array(value, in_call)
    if isinstance(value, np.generic):
        text = _number(value.item(), in_call)
        is_plain = value.dtype.name in ("float64", "int64", "bool") or not in_call
        return text if is_plain else f"np.{value.dtype.name}({text})"
    if isinstance(value, float):
        return _number(value, in_call)
    if isinstance(value, list | tuple):
        items = ", ".join(_show(item, in_call) for item in value[:MANY]) + (", …" if len(value) > MANY else "")
        if isinstance(value, list):
            return f"[{items}]"
        return f"({items},)" if len(value) == 1 else f"({items})"
    if isinstance(value, dict):
        items = [f"{key!r}: {_show(item, in_call)}" for key, item in list(value.items())[:MANY]]
        return "{" + ", ".join(items + ["…"] * (len(value) > MANY)) + "}"
    if isinstance(value, Seed):
        return f"np.random.default_rng({value.number})"
    if isinstance(value, FunctionName):
        return value.name
    if isinstance(value, Opaque):
        return f"<{value.text}>"
    return repr(value)


def _number(value, in_call=False):
    if isinstance(value, float) and np.isfinite(value):
        short = f"{value:.6g}"
        return short if any(mark in short for mark in ".e") else short + ".0"
    return f"np.{value}".replace("np.-", "-np.") if in_call and isinstance(value, float) else str(value)


def _show_array(array, in_call):
    if array.size > SMALL:
        first = ", ".join(_show(number, False) for number in array.ravel()[:4])
        return f"<array of shape {array.shape}: {first}, …>"
    if in_call and not array.size:
        return f"np.zeros({array.shape}{_dtype(array, 'float64')})"
    if not in_call and array.ndim == 2 and array.size:
        return np.array2string(array, formatter={"all": _number}, separator=", ", max_line_width=90, threshold=1000)
    text = _nested(array.tolist(), in_call)
    return f"np.array({text}{_dtype(array, 'float64', 'int64', 'bool')})" if in_call else text


def _dtype(array, *usual):
    name = array.dtype.name
    return "" if name in usual else f", dtype=np.{name}"


def _nested(item, in_call):
    if isinstance(item, list):
        return f"[{', '.join(_nested(part, in_call) for part in item)}]"
    return _number(item, in_call) if isinstance(item, float) else str(item)
