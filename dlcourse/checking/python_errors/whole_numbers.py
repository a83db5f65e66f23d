"""What is given where a whole number, an axis or a single number is wanted."""

import ast

import numpy as np

from dlcourse.checking.python_errors.keywords import callee
from dlcourse.checking.python_errors.kinds import tuple_not_taken_apart
from dlcourse.checking.python_errors.scene import Slip
from dlcourse.checking.slips.source import in_numpy, quoted

REDUCING = {
    *("sum", "mean", "max", "min", "prod", "std", "var", "argmax", "argmin", "any", "all", "cumsum", "amax", "amin"),
    *("median", "cumprod", "sort", "argsort", "flip"),
}


JOINING = {"concatenate", "stack", "hstack", "vstack", "column_stack"}


MAKING = {"zeros", "ones", "empty"}


WHOLE = (
    "Lengths, positions and axes are whole numbers. `/` always gives a number with decimals: `//` divides without a "
    "remainder, and `int(...)` or `round(...)` makes a whole number of one."
)


def not_an_axis(scene, match):
    """An array where a whole number is wanted: as the axis, as a length, as a position."""
    if match[0].startswith(("'tuple'", "'list'", "'NoneType'")):
        return None
    call, name, _ = callee(scene)
    short = in_numpy(call.func) if call else ""
    if call is not None and len(call.args) > 1 and _is_whole(scene, call.args[1]) is False:
        first, second = (quoted(item) for item in call.args[:2])
        if short in REDUCING:
            return _second_is_axis(short, first, second)
        if short in JOINING:
            return _in_one_list(short, first, second)
    if name == "range" and call.args:
        return _range(scene, call)
    if "integer scalar arrays" in match[0]:
        return _scalar_array(scene)
    return _whole_number(scene, call)


def _is_whole(scene, node):
    """Whether an argument is a whole number; None if that is not known."""
    thing = scene.thing(node)
    return None if thing is None or thing.kind == "number" else thing.kind in ("int", "bool", "None")


def _second_is_axis(short, first, second):
    general = (
        "The second argument of `np.sum`, `np.mean`, `np.max` and the like is the axis, a whole number, and not a "
        "second array. For the sum of products, multiply first: `np.sum(a * b)`; for two vectors `a @ b` gives the "
        "same."
    )
    here = f"Here {second} stands in the place of the axis."
    if short in ("max", "min", "amax", "amin"):
        better = "maximum" if "max" in short else "minimum"
        here += f" To compare {first} and {second} element by element, write `np.{better}`."
    return Slip("second argument is the axis", general, here)


def _in_one_list(short, first, second):
    return Slip(
        "arrays that are not in one list",
        "`np.concatenate`, `np.stack` and the like take all arrays as *one* argument: a list or a tuple of them.",
        f"Put them into square brackets: `np.{short}([{first.strip('`')}, {second.strip('`')}])`.",
    )


def _range(scene, call):
    thing = scene.thing(call.args[0])
    words = (
        f"{quoted(call.args[0])} is {thing.words}: perhaps {quoted(f'len({ast.unparse(call.args[0])})')} is meant."
        if thing and thing.kind in ("array", "list", "tuple")
        else ""
    )
    divided = _divided(call)
    words = words or (
        f"{quoted(divided)} is no whole number for Python, even if nothing is left over." if divided else ""
    )
    return Slip(
        "`range` of what is no whole number",
        "`range` counts up to a whole number: `range(len(x))`, `range(x.shape[0])`; for a division write `//`.",
        words,
    )


def _divided(node):
    return next((item for item in ast.walk(node) if isinstance(item, ast.BinOp) and isinstance(item.op, ast.Div)), None)


def _scalar_array(scene):
    node = scene.expression
    if isinstance(node, ast.Subscript) and any(isinstance(part, ast.Slice) for part in ast.walk(node.slice)):
        return _array_in_slice(scene, node)
    if isinstance(node, ast.Subscript):
        thing = scene.thing(node.value)
        here = f"{quoted(node.value)} is {thing.words}, and {quoted(node.slice)} is an array." if thing else ""
        return Slip(
            "an array as a position in a list",
            "A list takes one whole number as a position. To take many positions at once, make an array of the list "
            "first: `np.array(x)[positions]`.",
            here,
        )
    return Slip(
        "array where a whole number is wanted",
        "A position, a length or an axis is a single whole number, and here it is an array with several. Look which "
        "argument that is.",
    )


def _array_in_slice(scene, node):
    bad = [bound for bound in _bounds(node) if getattr(scene.thing(bound), "kind", "") == "array"]
    return Slip(
        "an array as the end of a slice",
        "A slice `a:b` has one beginning and one end, two whole numbers. To cut another piece out of each row, go "
        "through the rows with a loop, or make an array of all positions and index with that.",
        f"{quoted(bad[0])} is {scene.thing(bad[0]).words}." if bad else "",
    )


def _bounds(node):
    """What stands before and behind the colons of all slices in an expression."""
    found = [item for item in ast.walk(node) if isinstance(item, ast.Slice)]
    return [part for item in found for part in (item.lower, item.upper, item.step) if part is not None]


def _whole_number(scene, call):
    divided = _divided(call) if call is not None else None
    here = f"{quoted(divided)} gives a number with decimals, even where nothing is left over." if divided else ""
    if not here and call is not None:
        bad = [item for item in call.args if getattr(scene.thing(item), "kind", "") in ("float", "array")]
        here = f"{quoted(bad[0])} is {scene.thing(bad[0]).words}." if bad else ""
    return Slip("decimals where a whole number is wanted", WHOLE, here)


def not_a_slice(scene, match):
    """`slice indices must be integers or None or have an __index__ method`."""
    bounds = _bounds(scene.expression) if scene.expression else []
    kinds = [getattr(scene.thing(part), "kind", "") for part in bounds]
    if "tuple" in kinds:
        return tuple_not_taken_apart(scene, bounds[kinds.index("tuple")])
    bad = [part for part, kind in zip(bounds, kinds, strict=True) if kind in ("float", "array", "list", "None")]
    divided = [part for part in bounds if _divided(part) is not None]
    here = f"{quoted(bad[0])} is {scene.thing(bad[0]).words}." if bad else ""
    here = here or (f"{quoted(divided[0])} has decimals." if divided else "")
    return Slip("decimals where a whole number is wanted", WHOLE, here)


def shape_in_pieces(scene, match):
    """`np.zeros(2, 3)`: `Cannot interpret '3' as a data type`."""
    call, name, _ = callee(scene)
    if call is None or in_numpy(call.func) not in MAKING or len(call.args) < 2:
        return None
    lengths = ", ".join(ast.unparse(item) for item in call.args)
    return Slip(
        "shape without parentheses of its own",
        "The shape is *one* argument of `np.zeros`, `np.ones` and `np.empty`: a tuple in parentheses of its own. The "
        "second argument is the type of the numbers.",
        f"Write {quoted(f'{name}(({lengths}))')}.",
    )


def single_numbers(scene, match):
    """`only 0-dimensional arrays can be converted to Python scalars`."""
    call, name, _ = callee(scene)
    bad = [item for item in (call.args if call else ()) if scene.shape(item)]
    here = f"{quoted(bad[0])} has the shape {scene.shape(bad[0])}, and `{name}` takes one number." if bad else ""
    if name.startswith("math.") and callable(getattr(np, name[5:], None)):
        here += f" NumPy's `np.{name[5:]}` takes the whole array."
    return Slip(
        "function for single numbers",
        "A function for single numbers (`float`, `int`, and those of the module `math`) was given an array. NumPy's "
        "functions, such as `np.exp`, take whole arrays; for one number, sum up, take the mean, or choose a position.",
        here.strip(),
    )


RULES = [
    (
        "TypeError",
        r"only integer scalar arrays can be converted to a scalar index|^'[\w.]+' object cannot be interpreted as "
        r"an integer"
        r"|return arrays must be of ArrayType|output must be an array|expected a sequence of integers or a single "
        r"integer",
        not_an_axis,
    ),
    ("TypeError", r"^slice indices must be integers or None", not_a_slice),
    ("TypeError", r"^Cannot interpret '.*' as a data type", shape_in_pieces),
    (
        "TypeError",
        r"^only .* arrays can be converted to Python scalars|^type numpy.ndarray doesn't define __round__",
        single_numbers,
    ),
]
