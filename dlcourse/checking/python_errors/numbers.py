"""Calculations that no number comes out of, and what an answer refuses by itself."""

import ast

from dlcourse.checking.python_errors.facts import number
from dlcourse.checking.python_errors.kinds import operands
from dlcourse.checking.python_errors.scene import Slip
from dlcourse.checking.slips.source import quoted

NO_PROBABILITIES = "weights that are no probabilities"


def by_zero(scene, match):
    """`division by zero`."""
    node, here = scene.expression, ""
    if isinstance(node, ast.BinOp | ast.AugAssign):
        is_power = isinstance(node.op, ast.Pow)  # 0.0 cannot be raised to a negative power
        zero = operands(scene)[0 if is_power else 1]
        here = f"{quoted(zero)} is 0 in this case"
        inner = [item.id for item in ast.walk(zero) if isinstance(item, ast.Name) and item is not zero]
        told = [f"`{name}` is {number(scene.names[name].value)}" for name in inner if _is_number(scene, name)]
        here += f": {', '.join(told[:2])}." if told else "."
    return Slip(
        "division by zero",
        "Nothing can be divided by 0. Should this line be reached with a 0 at all? If so, treat that case before the "
        "division, with an `if`.",
        here,
    )


def _is_number(scene, name):
    return name in scene.names and scene.names[name].is_number


def of_math(scene, match):
    """`math domain error`."""
    call = scene.expression
    here = f"{quoted(call)} has no value." if isinstance(call, ast.Call) else ""
    return Slip(
        "a number that the function has no value for",
        "The logarithm wants a number above 0, the root none below 0; `math.exp` of more than 709 is too large for a "
        "computer. Keep the argument in its range before you call the function.",
        here,
    )


def whole_power(scene, match):
    """`Integers to negative integer powers are not allowed.`"""
    return Slip(
        "a negative power of whole numbers",
        "NumPy gives whole numbers for powers of whole numbers, and a negative power is none. Make one of the two a "
        "number with decimals: `x ** -1.0`, or `1 / x`.",
    )


def nan_as_whole(scene, match):
    """`cannot convert float NaN to integer`."""
    return Slip(
        "nan or infinity as a whole number",
        "`nan` and `inf` are no whole numbers. Something before this line was divided by 0, or the array that is "
        "written into holds whole numbers only.",
    )


def empty(scene, match):
    """`zero-size array to reduction operation maximum which has no identity`."""
    return Slip(
        "the largest of nothing",
        "An empty array or list has no maximum, minimum or position of one. Where does it become empty: by a slice, or "
        "by a condition that nothing fulfils?",
    )


def read_only(scene, match):
    """`assignment destination is read-only`."""
    return Slip(
        "writing into a read-only array",
        "What `np.broadcast_to`, some views and `np.diagonal` give can only be read. Work on a copy: `x = x.copy()`.",
    )


def own_assert(scene, match):
    """An assert in the answer."""
    node = scene.statement
    here = f"{quoted(node.test)} does not hold in this case." if isinstance(node, ast.Assert) else ""
    return Slip(
        "an `assert` of your own",
        "Your own code asks for something that does not hold in every case. Does it ask too much (cases differ in "
        "their shapes), or does it show where the calculation goes wrong?",
        here if scene.facts.own else "",
    )


def probabilities(scene, match):
    """`probabilities do not sum to 1`."""
    if "nan" in match[0].lower():
        return Slip(
            NO_PROBABILITIES,
            "`nan` comes of inf / inf or of 0 / 0: `np.exp` of a large number is inf, and of very negative ones it is "
            "0. Subtract the largest score from all of them before `np.exp`: the probabilities stay the same.",
        )
    return Slip(
        NO_PROBABILITIES,
        "`rng.choice(..., p=p)` wants probabilities: none below 0, none of them nan, together 1. Divide by their sum "
        "last, after everything else that changes them.",
    )


def one_for_each(scene, match):
    """`'a' and 'p' must have same size`."""
    return Slip(
        NO_PROBABILITIES,
        "`rng.choice(n, p=p)` wants one probability for each of the n things, in one row: `p` has one axis, of the "
        "length n.",
    )


def nothing_collected(scene, match):
    """`need at least one array to stack`."""
    return Slip(
        "nothing collected",
        "The list that arrays are to be put together from is empty: was `append` forgotten, or has the loop no round?",
    )


def negative_length(scene, match):
    """`negative dimensions are not allowed`."""
    return Slip(
        "a negative length",
        "A length, or a number of rows to pad, is below 0 here: look at the difference that it comes from.",
    )


def where_needs_three(scene, match):
    """`either both or neither of x and y should be given`."""
    return Slip(
        "`np.where` with two arguments",
        "`np.where(condition, a, b)` wants both: what is taken where the condition holds, and what elsewhere.",
    )


RULES = [
    ("ZeroDivisionError", r"", by_zero),
    ("ValueError OverflowError", r"^math (?:domain|range) error|^expected a (?:positive|nonnegative) input", of_math),
    ("ValueError", r"^Integers to negative integer powers", whole_power),
    ("ValueError OverflowError", r"^cannot convert float (?:NaN|infinity) to integer", nan_as_whole),
    ("ValueError", r"^zero-size array to reduction|of an empty sequence|(?:arg|argument) is (?:an )?empty", empty),
    ("ValueError", r"assignment destination is read-only|output array is read-only", read_only),
    ("AssertionError", r"", own_assert),
    ("ValueError", r"(?i)^probabilities (?:do not sum to 1|contain NaN|are not non-negative)", probabilities),
    ("ValueError", r"^'?p'? must be 1-dimensional|^'?a'? and '?p'? must have (?:the )?same size", one_for_each),
    ("ValueError", r"^need at least one array to", nothing_collected),
    ("ValueError", r"^negative dimensions are not allowed|^index can't contain negative", negative_length),
    ("ValueError", r"^either both or neither of x and y", where_needs_three),
]
