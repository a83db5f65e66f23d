"""Taking values apart and going through them: how many there are, and whether there are any."""

import ast

from dlcourse.checking.python_errors.calling import NUMBER
from dlcourse.checking.python_errors.scene import Slip
from dlcourse.checking.slips.source import dotted, quoted

NAME = "names and values that do not match in number"
OVER_NUMBER = "A `for` goes through the parts of something, and a number has none. `range(n)` counts from 0 to n - 1."
MATCH = "On the left of `a, b = ...` stand as many names as there are values on the right."


def sides(scene):
    """(targets, value) of the statement that takes something apart; (None, None) where it is not known."""
    node = scene.statement if scene.through is None else None
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Tuple | ast.List):
        return node.targets[0], node.value
    if isinstance(node, ast.For) and isinstance(node.target, ast.Tuple | ast.List):
        return node.target, node.iter
    inner = [item for item in ast.walk(node) if isinstance(item, ast.comprehension)] if node else []
    if len(inner) == 1 and isinstance(inner[0].target, ast.Tuple):
        return inner[0].target, inner[0].iter
    return None, None


def wrong_number(scene, match):
    """`not enough values to unpack (expected 3, got 2)`, `too many values to unpack (expected 2)`."""
    targets, value = sides(scene)
    expected, got = match["expected"] or match["few"], match["got"]
    general, here = MATCH, ""
    if targets is not None and len(targets.elts) != int(expected):
        targets = None
    if targets is not None and isinstance(scene.statement, ast.Assign):
        thing = scene.thing(value)
        count = got or (str(thing.length if thing.length is not None else (thing.shape or ("",))[0]) if thing else "")
        values = (
            f"{count} value{'' if count == '1' else 's'}" if count else "more values" if not match["few"] else "fewer"
        )
        here = f"On the left are {expected} names, {quoted(targets)}; {quoted(value)} has {values}."
        general = _why(value) or (
            f"{MATCH} Look what the function gives back." if isinstance(value, ast.Call) else MATCH
        )
    elif targets is not None:
        here = f"In each round {quoted(targets)} are {expected} names, and each part of {quoted(value)} has "
        here += f"{got or 'another number of'} values."
        general = (
            f"{MATCH} If the position is wanted, too: `for i, x in enumerate(xs)`; for two lists side by side: "
            "`zip(a, b)`."
        )
    return Slip(NAME, general, here)


def _why(value):
    """What may help where a shape is taken apart, or ""."""
    if isinstance(value, ast.Attribute) and value.attr == "shape":
        return (
            "`x.shape` has one length for each axis: a vector has one, a matrix two, a batch of images four. The "
            "docstring says how many axes come in."
        )
    return ""


def not_several(scene, match):
    """`cannot unpack non-iterable float object`."""
    targets, value = sides(scene)
    kind = match[1].rpartition(".")[2]
    if isinstance(scene.statement, ast.For) or (targets is not None and not isinstance(scene.statement, ast.Assign)):
        here = (
            f"{quoted(targets)} are {len(targets.elts)} names, and a part of {quoted(value)} is a single value."
            if targets
            else ""
        )
        return Slip(
            "`enumerate` or `zip` forgotten",
            "`for i, x in xs` takes each part of `xs` apart. For the position and the part write "
            "`for i, x in enumerate(xs)`; for two lists side by side `for a, b in zip(first, second)`.",
            here,
        )
    here = ""
    if targets is not None:
        what = (
            f"`{dotted(value.func)}` gives back"
            if isinstance(value, ast.Call) and dotted(value.func)
            else f"{quoted(value)} is"
        )
        here = f"{quoted(targets)} are {len(targets.elts)} names, and {what} one value, of the type `{kind}`."
    return Slip("several names for one value", f"{MATCH} One value needs one name.", here)


def not_iterable(scene, match):
    """`'int' object is not iterable`."""
    node, call = scene.statement, scene.expression if isinstance(scene.expression, ast.Call) else None
    if call is not None and "reversible" in match[0] and call.args:
        count = ast.unparse(call.args[0])
        here = f"{quoted(count)} is a number: write {quoted(f'reversed(range({count}))')}."
        return Slip("loop over a single number", OVER_NUMBER, here)
    # Before Python 3.12 the place is the whole loop, and what it goes through from then on.
    if isinstance(node, ast.For) and (call is None or ast.unparse(call) == ast.unparse(node.iter)):
        count = quoted(node.iter)
        return Slip(
            "loop over a single number",
            OVER_NUMBER,
            f"{count} is a number: write "
            f"{quoted(f'for {ast.unparse(node.target)} in range({ast.unparse(node.iter)})')}.",
        )
    name = dotted(call.func) if call else ""
    here = (
        f"`{name}` is given a single number here."
        if name in ("sum", "max", "min", "list", "tuple", "zip", "sorted", "len", "enumerate")
        else ""
    )
    return Slip(
        "a single number where several are wanted",
        "This goes through the parts of what it is given, and a single number has none. `max(a, b)` compares two "
        "numbers; a number that was meant to be an array has lost an axis before.",
        here,
    )


def no_length(scene, match):
    """`object of type 'float' has no len()`."""
    call = scene.expression
    here = f"{quoted(call.args[0])} is a single number here." if isinstance(call, ast.Call) and call.args else ""
    return Slip(
        "the length of a single number",
        "A single number has no length. Was it made of an array before, by a sum or an index too many?",
        here,
    )


NUMBERS = "|".join(item.replace(".", r"\.") for item in NUMBER)
RULES = [
    (
        "ValueError",
        r"^not enough values to unpack \(expected (?:at least )?(?P<few>\d+), got (?P<got>\d+)\)(?P<expected>)",
        wrong_number,
    ),
    (
        "ValueError",
        r"^too many values to unpack \(expected (?P<expected>\d+)(?:, got (?P<got>\d+))?\)(?P<few>)",
        wrong_number,
    ),
    ("TypeError", r"^cannot unpack non-iterable ([\w.]+) object", not_several),
    ("TypeError", rf"^'(?:{NUMBERS})' object is not (?:iterable|reversible)|^iteration over a 0-d array", not_iterable),
    ("TypeError", rf"^object of type '(?:{NUMBERS})' has no len|^len\(\) of unsized object", no_length),
]
