"""An array of whole numbers that is made like one that came in, and then holds no decimals."""

import ast

import numpy as np

from dlcourse.checking.slips.source import in_numpy

NAME = "integer type taken over"
LIKE = {"zeros_like", "empty_like", "ones_like", "full_like", "copy", "array", "asarray"}


def taken_over(exercise, trials, source):
    """Advice, if the answer is wrong exactly where one argument holds whole numbers, and has them in its result.

    Parameters
    ----------
    exercise : Exercise
    trials : list of Trial
    source : Source
        Without a definition the results alone must show it.

    Returns
    -------
    str or None
    """
    name = _argument(trials)
    if not name:
        return None
    made = _made_like(source, name)
    if not made and not _whole_results([trial for trial in trials if not trial.value_right]):
        return None
    by = f" by `{made}`" if made else ""
    return (
        f"Your array took the integer type of `{name}`{by}: an array of whole numbers holds no decimals, and what "
        "is put "
        f"into it is cut off. It is right wherever `{name}` has decimals. Make the new array of floats: "
        f"`np.zeros({name}.shape)`, `np.zeros_like({name}, dtype=float)`, or `{name}.astype(float)` for a copy."
    )


def _argument(trials):
    """The argument that is of whole numbers where the answer is wrong, and of others where it is right; or ""."""
    for name in trials[0].arguments:
        kinds = [_kind(trial.arguments.get(name)) for trial in trials]
        wrong = [not trial.value_right for trial in trials]
        if any(wrong) and not all(wrong) and kinds == ["whole" if item else "other" for item in wrong]:
            return name
    return ""


def _kind(value):
    """ "whole" for an array of integers, "other" for another array, else ""."""
    if not isinstance(value, np.ndarray):
        return ""
    return "whole" if value.dtype.kind in "iu" else "other"


def _whole_results(trials):
    """Whether whole numbers come back where others are wanted, in all of some trials."""
    pairs = [(np.asarray(trial.expected.value), trial.got.value) for trial in trials if _is_array(trial.expected.value)]
    return bool(pairs) and all(
        _is_array(got) and got.dtype.kind in "iu" and want.dtype.kind == "f" for want, got in pairs
    )


def _is_array(value):
    return isinstance(value, np.ndarray | np.generic)


def _made_like(source, name):
    """How the source makes an array of the type of an argument, as a sentence quotes it; or ""."""
    for node in source.nodes:
        if not isinstance(node, ast.Call) or any(keyword.arg == "dtype" for keyword in node.keywords):
            continue
        function = in_numpy(node.func)
        first = node.args[0] if node.args else None
        if function in LIKE and isinstance(first, ast.Name) and first.id == name and len(node.args) < 3:
            return f"np.{function}({name})"
        if ast.unparse(node.func) == f"{name}.copy":
            return f"{name}.copy()"
    return ""
