"""Positions, axes and keys that are not there, or are no positions."""

import ast
import re

from dlcourse.checking.python_errors.kinds import tuple_not_taken_apart
from dlcourse.checking.python_errors.scene import Slip
from dlcourse.checking.python_errors.shape_of import constant
from dlcourse.checking.slips.source import in_numpy, quoted

BEYOND = (
    "Your code asks for a position beyond the end. Python counts from 0, and the check also calls your function with "
    "shorter and longer arrays: use the length of what comes in (`len(x)`)."
)


def subscript(scene):
    """(what a position is taken of, the positions), or (None, [])."""
    node = scene.expression
    if isinstance(node, ast.AugAssign | ast.Assign):
        node = node.target if isinstance(node, ast.AugAssign) else node.targets[0]
    if not isinstance(node, ast.Subscript):
        return None, []
    return node.value, list(node.slice.elts) if isinstance(node.slice, ast.Tuple) else [node.slice]


def out_of_bounds(scene, match):
    """`index 3 is out of bounds for axis 0 with size 3`."""
    index, axis, size = match.groups()
    array, positions = subscript(scene)
    if array is None:
        return Slip("position that is not there", BEYOND)
    name = f"{quoted(array)} has the length {size} along axis {axis}"
    shape = scene.shape(array)
    if shape is not None and shape[int(axis) : int(axis) + 1] != (int(size),):
        return Slip("position that is not there", BEYOND)
    which = [item for item in positions if _is(scene, item, int(index))]
    asked = (
        f"{quoted(which[0])} is {index}"
        if which and not isinstance(which[0], ast.Constant)
        else f"position {index} is asked for"
    )
    last = f": its last position is {int(size) - 1}." if int(size) else ": it is empty."
    loop = _loop(scene, which[0], array, int(axis)) if which else ""
    other = _other_axis(scene, positions, shape, int(axis), int(index)) if not loop else ""
    rows = [item for item in positions if scene.shape(item)]
    if shape and len(shape) > 1 and rows == positions and len(rows) == 1 and isinstance(rows[0], ast.Name):
        taken = quoted(f"{ast.unparse(array)}[{rows[0].id}]")
        other = f"{taken} takes whole rows; one number of each row is `P[np.arange(len(y)), y]`."
    return Slip("position that is not there", BEYOND, f"{name}, and {asked}{last} {loop or other}".strip())


def _is(scene, node, index):
    try:
        return constant(node, scene.names) == index
    except (ValueError, TypeError, IndexError, OverflowError):
        return False


def _loop(scene, index, array, axis):
    """The loop whose variable is the index runs over another length."""
    if not isinstance(index, ast.Name):
        return ""
    loops = [item for item in scene.source.assignments(index.id) if isinstance(item, ast.For)]
    if len(loops) != 1 or not isinstance(loops[0].iter, ast.Call) or ast.unparse(loops[0].iter.func) != "range":
        return ""
    text = ast.unparse(loops[0].iter.args[-1 if len(loops[0].iter.args) < 3 else 1])
    name = ast.unparse(array)
    fits = {f"{name}.shape[{axis}]", f"len({name})" if axis == 0 else ""}
    if text in fits:
        return ""
    if text in {f"{item} + 1" for item in fits if item}:
        return f"The loop runs one too far: up to {quoted(f'range({text})')}."
    wrong = re.fullmatch(re.escape(name) + r"\.shape\[(\d)\]", text) or (text == f"len({name})" and "0")
    line = scene.source.line(loops[0])
    if wrong:
        return (
            f"The loop in line {line} runs over axis {wrong[1] if wrong != '0' else 0} of {quoted(name)}, and "
            f"`{index.id}` "
            f"is used along axis {axis}: one of the two is the wrong axis."
        )
    return f"`{index.id}` comes from the loop in line {line}, which runs over {quoted(f'range({text})')}."


def _other_axis(scene, positions, shape, axis, index):
    is_pair = bool(shape) and len(shape) == 2 and len(positions) == 2
    is_pair = is_pair and not any(isinstance(item, ast.Slice | ast.Constant) for item in positions)
    if is_pair and index < shape[1 - axis]:
        return "Along the other axis there is such a position: are row and column exchanged?"
    return ""


def list_too_short(scene, match):
    """`list index out of range`, `tuple index out of range`."""
    array, positions = subscript(scene)
    if array is None:
        return Slip("position that is not there", BEYOND)
    if isinstance(array, ast.Attribute) and array.attr == "shape":
        shape, asked = scene.shape(array.value), quoted(f"{ast.unparse(array)}[{ast.unparse(positions[0])}]")
        axes = f"{len(shape)} ax{'i' if len(shape) == 1 else 'e'}s" if shape is not None else ""
        return Slip(
            "an axis that the array does not have",
            "`x.shape` has one length for each axis: a vector has one, a matrix two. The docstring says how many axes "
            "come in; a sum or an index takes one away.",
            f"{quoted(array.value)} has {axes}, so that {asked} is not there." if axes else "",
        )
    thing = scene.thing(array)
    here = (
        f"{quoted(array)} has {thing.length} part{'' if thing.length == 1 else 's'}"
        if thing and thing.length is not None
        else ""
    )
    values = [constant_or_none(scene, item) for item in positions]
    here += (
        f", and position {values[0]} is asked for (counted from 0)."
        if here and values[0] is not None
        else "."
        if here
        else ""
    )
    loop = _loop(scene, positions[0], array, 0)
    return Slip("position that is not there", BEYOND, f"{here} {loop}".strip())


def constant_or_none(scene, node):
    """The number that an index is, or None."""
    try:
        return constant(node, scene.names)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def too_many(scene, match):
    """`too many indices for array: array is 1-dimensional, but 2 were indexed`."""
    array, _ = subscript(scene)
    here = (
        f"{quoted(array)} has {match[1]} ax{'i' if match[1] == '1' else 'e'}s, and there are {match[2]} positions."
        if array is not None
        else ""
    )
    if array is not None and scene.is_parameter(array):
        here += " It came in like that."
    return Slip(
        "more positions than axes",
        "An array takes one position for each of its axes: a vector one, a matrix two. Was one axis lost before, in a "
        "sum, a mean or by an index? Print the shape just before the line.",
        here,
    )


def not_positions(scene, match):
    """Decimals, texts or the like as positions."""
    _, positions = subscript(scene)
    kinds = [getattr(scene.thing(item), "kind", "") for item in positions]
    here = ""
    divided = [
        item
        for item in positions
        if any(isinstance(part, ast.BinOp) and isinstance(part.op, ast.Div) for part in ast.walk(item))
    ]
    floats = [item for item, kind in zip(positions, kinds, strict=True) if kind == "float"]
    arrays = [item for item, kind in zip(positions, kinds, strict=True) if kind == "array"]
    if divided:
        here = f"{quoted(divided[0])} has decimals, even where nothing is left over: `//` divides without a remainder."
    elif floats:
        here = f"{quoted(floats[0])} is {scene.thing(floats[0]).words}."
    elif arrays and "arrays used as indices" in match[0]:
        thing = scene.thing(arrays[0])
        here = f"{quoted(arrays[0])} holds numbers with decimals{f' ({thing.dtype})' if thing.dtype else ''}."
    for item, kind in zip(positions, kinds, strict=True):
        if kind == "tuple":
            return tuple_not_taken_apart(scene, item)
    return Slip(
        "decimals as a position",
        "A position is a whole number, a slice, or an array of whole numbers or of truth values. Whole numbers come "
        "from `//`, `int(...)`, `x.astype(int)`; truth values from a comparison.",
        here,
    )


def mask(scene, match):
    """`boolean index did not match indexed array`."""
    numbers = re.findall(r"\d+", match[0])
    array, _ = subscript(scene)
    here = (
        f"Along axis {numbers[0]} {quoted(array)} has the length {numbers[1]}, and the truth values are {numbers[2]}."
        if array is not None and len(numbers) == 3
        else ""
    )
    return Slip(
        "truth values that do not fit the array",
        "A condition in square brackets chooses element by element: it must be made of an array of the same shape, or "
        "stand for the rows alone.",
        here,
    )


def list_position(scene, match):
    """`list indices must be integers or slices, not float`."""
    array, positions = subscript(scene)
    here = f"{quoted(positions[0])} is no whole number." if positions and match[1] == "float" else ""
    if match[1] == "str":
        return Slip(
            "a name as a position",
            "A list or a tuple is asked by position, `x[0]`; names are the keys of a dict. In a loop, `for p in x` "
            "gives the parts themselves.",
        )
    if array is not None and isinstance(array, ast.Attribute) and array.attr == "shape":
        return tuple_not_taken_apart(scene, array)
    return Slip(
        "decimals as a position", "A position is a whole number: it comes from `//`, `int(...)` or `range`.", here
    )


def indices_together(scene, match):
    """`shape mismatch: indexing arrays could not be broadcast together with shapes (2,) (3,)`."""
    return Slip(
        "positions that do not go together",
        "Two arrays of positions, as in `P[rows, y]`, are taken in pairs: they need the same length. The rows are "
        "`np.arange(len(y))`.",
    )


def axis(scene, match):
    """`axis 1 is out of bounds for array of dimension 1`."""
    call = scene.expression if isinstance(scene.expression, ast.Call) else None
    node = None
    if call:
        node = call.args[0] if in_numpy(call.func) and call.args else getattr(call.func, "value", None)
    shape = scene.shape(node) if node is not None else None
    here = f"There is no axis {match[1]}: the array has {match[2]} ax{'i' if match[2] == '1' else 'e'}s."
    if shape is not None and len(shape) == int(match[2]):
        here = f"{quoted(node)} has the shape {shape}: there is no axis {match[1]}."
    return Slip(
        "an axis that the array does not have",
        "The axes are counted from 0: a matrix has 0 (down the rows) and 1 (along them), a vector only 0. Was an axis "
        "lost before, in a sum or by an index?",
        here,
    )


def key(scene, match):
    """A key that a dict does not have."""
    array, _ = subscript(scene)
    thing = scene.thing(array) if array is not None else None
    here = ""
    if thing and thing.kind == "dict":
        more = " and more" if (thing.length or 0) > len(thing.keys) else ""
        has = f"; it has {', '.join(quoted(item) for item in thing.keys)}{more}" if thing.keys else ""
        here = f"{quoted(array)} has no key {quoted(match[0])}{has}."
    return Slip(
        "a key that is not there",
        "A dict gives what was put in under exactly this key: capitals and the kind of the key (1 or '1') count.",
        here,
    )


RULES = [
    ("IndexError", r"index (-?\d+) is out of bounds for axis (\d+) with size (\d+)", out_of_bounds),
    (
        "IndexError",
        r"^(?:list|tuple|string|pop) (?:assignment )?index out of range|^pop from empty list|^range object index",
        list_too_short,
    ),
    ("IndexError", r"too many indices for array: array is (\d+)-dimensional, but (\d+) were indexed", too_many),
    ("IndexError", r"^boolean index did not match.*", mask),
    ("IndexError", r"^only integers, slices|^arrays used as indices must be of integer", not_positions),
    ("IndexError", r"^shape mismatch: indexing arrays", indices_together),
    ("TypeError", r"^(?:list|tuple) indices must be integers or slices, not (\w+)", list_position),
    ("AxisError ValueError IndexError", r"axis (-?\d+) is out of bounds for array of dimension (\d+)", axis),
    ("KeyError", r"^.{0,60}$", key),
]
