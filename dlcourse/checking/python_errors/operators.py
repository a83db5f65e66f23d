"""Operators and conditions on what they do not work on."""

import ast

from dlcourse.checking.python_errors.kinds import none, operands
from dlcourse.checking.python_errors.scene import Slip
from dlcourse.checking.slips.source import dotted, quoted


def generator(scene, match):
    """Calculating with a generator, a range or the like."""
    kind = match["left"] or match["right"]
    return Slip(
        "what is gone through, not calculated with",
        "What `range`, `zip`, `map` and `(... for ...)` give can only be gone through. For calculating make an array "
        "of it: `np.arange(n)`, or `np.array([... for ...])`.",
        f"One side of the operation is a `{kind}`.",
    )


def power(scene, match):
    """`^`."""
    node = scene.expression
    is_xor = isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.BitXor)
    if not is_xor and "^" not in scene.code:
        return None
    # `a * b^2` is `(a * b) ^ 2` for Python, and not what was meant: only where no other sign is near, it can be quoted.
    is_plain = is_xor and isinstance(operands(scene)[0], ast.Name | ast.Call | ast.Subscript | ast.Attribute)
    here = f"Write {quoted('**'.join(map(ast.unparse, operands(scene))))}." if is_plain else ""
    return Slip(
        "`^` for a power",
        "In Python `^` combines the bits of whole numbers, and binds less tightly than `*` and `+`. A power is written "
        "with two stars: `x**2`.",
        here,
    )


def between_comparisons(scene, match):
    """`&` and `|` without parentheses."""
    return Slip(
        "`&` or `|` without parentheses",
        "`&`, `|` and `~` bind more tightly than `<` and `>`: each comparison needs parentheses of its own, as in "
        "`(x > 0) & (x < 1)`.",
    )


def in_place_whole(scene, match):
    """`Cannot cast ufunc 'divide' output from dtype('float64') to dtype('int64')`."""
    node = scene.statement if isinstance(scene.statement, ast.AugAssign) else scene.expression
    here = ""
    if isinstance(node, ast.AugAssign):
        thing = scene.thing(node.target)
        target = quoted(node.target)
        whole = (
            f"{target} holds whole numbers ({thing.dtype})"
            if thing and thing.holds_whole_numbers
            else f"{target} holds whole numbers"
        )
        sign = scene.code.partition("=")[0].strip()[-1:] or "/"
        here = f"{whole}. Write `{target[1:-1]} = {target[1:-1]} {sign} ...`, which makes a new array."
    return Slip(
        "decimals in place into whole numbers",
        "`/=`, `+=` and the like write into the array that is there, and an array of whole numbers holds no decimals. "
        "`x = x / 2` makes a new array; `x.astype(float)` makes one with decimals first. In place you would also "
        "change the data of whoever called your function.",
        here,
    )


def truth_of_array(scene, match):
    """`The truth value of an array with more than one element is ambiguous`."""
    node, here = scene.expression, ""
    if isinstance(node, ast.Call) and dotted(node.func) in ("max", "min"):
        arguments = ", ".join(ast.unparse(item) for item in node.args)
        name = dotted(node.func)
        better = f"np.{name}imum({arguments})" if len(node.args) == 2 else f"np.{name}({arguments})"
        here = f"Python's own `{name}` compares whole arrays: write {quoted(better)}."
    elif isinstance(node, ast.Compare) and len(node.ops) > 1:
        here = f"{quoted(node)} is two comparisons with an `and` between: write `(a < x) & (x < b)`, with parentheses."
    elif isinstance(node, ast.Compare):
        here = f"{quoted(node)} is an answer for each element."
    return Slip(
        "`if` on a whole array",
        "An array holds several numbers, so a condition on it has several answers, and `if` (like `max`, `and`, "
        "`or`) wants a single one. `np.where(condition, a, b)` decides for each element; `np.maximum` compares "
        "each element.",
        here,
    )


def text_with_number(scene, match):
    """Calculating with a text."""
    return Slip(
        "a text where a number is wanted",
        "In quotes stands a text, and Python does not calculate with it. Leave out the quotes for a name or a number; "
        "in a sentence that is printed, write `f'... {x} ...'`.",
    )


def compared(scene, match):
    """`'<' not supported between instances of 'int' and 'list'`."""
    sign, *kinds = match.groups()
    return Slip(
        "a comparison of two different kinds",
        "`<` and `>` compare numbers with numbers, and arrays with both. If the length of a list is meant, that is "
        "`len(x)`; if one of its parts, `x[0]`; if sets, `set(a) <= set(b)`.",
        f"Left of `{sign}` stands something of the type `{kinds[0]}`, right of it of the type `{kinds[1]}`.",
    )


def item_assigned(scene, match):
    """`'tuple' object does not support item assignment`."""
    target = scene.expression if isinstance(scene.expression, ast.Subscript) else None
    here = f"{quoted(target.value)} is a `{match[1]}` here." if target is not None else ""
    return Slip(
        "writing into what cannot be changed",
        "Only arrays, lists and dicts have places that can get another value. A tuple, a number or a text stays as it "
        "is: make an array or a list of it first, `np.array(x)`, `list(x)`.",
        here,
    )


def objects(scene, match):
    """A NumPy function that was given something that is no number."""
    if "NoneType" in match[0]:
        return none(scene, match)
    if "dtype('<U" in scene.message:
        return text_with_number(scene, match)
    return Slip(
        "no numbers for a function of numbers",
        "NumPy's functions calculate with numbers and arrays of numbers; this one was given something else. Print its "
        "argument just before the line.",
    )


BINARY = r"^unsupported operand type\(s\) for (?P<sign>.+): '(?P<left>[\w.]+)' and '(?P<right>[\w.]+)'"


LAZY = "generator|range|zip|map|dict_values|dict_keys|filter|enumerate"


RULES = [
    (
        "TypeError",
        r"^'(tuple|int|float|str|range|numpy\.float64|numpy\.int64)' object does not support item",
        item_assigned,
    ),
    ("TypeError", r"^unsupported operand type\(s\) for (?:\^|\^=): ", power),
    ("TypeError", r"^ufunc 'bitwise_xor' not supported", power),
    ("TypeError", r"^ufunc '(?:bitwise_and|bitwise_or|invert)' not supported", between_comparisons),
    ("TypeError", r"^unsupported operand type\(s\) for [&|]: '(?:float|int|bool|numpy)", between_comparisons),
    ("TypeError", r"^loop of ufunc does not support argument|^ufunc '\w+' not supported for the input types", objects),
    ("TypeError UFuncTypeError _UFuncNoLoopError", r"^ufunc '\w+' did not contain a loop", objects),
    (
        "UFuncTypeError _UFuncOutputCastingError TypeError",
        r"Cannot cast ufunc '\w+' output from dtype\('float",
        in_place_whole,
    ),
    ("TypeError", r"^can only concatenate str|^unsupported operand type\(s\) for .*'str'", text_with_number),
    ("TypeError", r"^'[<>]=?' not supported between instances of .*'str'", text_with_number),
    ("TypeError", r"^'([<>]=?)' not supported between instances of '([\w.]+)' and '([\w.]+)'", compared),
    (
        "TypeError",
        rf"^unsupported operand type\(s\) for .+: (?:'(?P<left>{LAZY})' and|'[\w.]+' and '(?P<right>{LAZY})')",
        generator,
    ),
    ("ValueError", r"truth value of an array with more than one element is ambiguous", truth_of_array),
]
