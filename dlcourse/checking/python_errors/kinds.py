"""Values of a kind that cannot do what is asked of them: lists, tuples, None, texts, whole numbers."""

import ast

from dlcourse.checking.python_errors.scene import Slip
from dlcourse.checking.slips.source import dotted, quoted

IN_PLACE = {"sort", "append", "extend", "insert", "reverse", "remove", "clear", "update", "fill", "shuffle", "at"}

NONE = "`None` where a value is wanted"
LIST = (
    "A list is a row of things, and calculating with it means other things than with an array: `+` puts two lists one "
    "behind the other, and most else is not possible. Make an array of it first: `np.array(...)`; for a list of "
    "equal arrays, `np.stack(...)`."
)
ARRAYS = (
    "A list of arrays is no array, and its arrays may differ in shape. Go through the list, array by array: "
    "`for array in arrays: ...`. Only arrays of one shape can be put together, with `np.stack(...)`."
)
TEXTS = (
    "Lists of texts cannot be calculated with. What is in list a and not in list b is "
    "`[x for x in a if x not in b]`, or with sets `set(a) - set(b)`; `set(a) <= set(b)` tells whether all of a is in b."
)
TUPLE = (
    "A function that gives back several values gives one tuple of them. Take it apart, `first, second = f(x)`, or "
    "choose one by its position, `f(x)[0]`, before you calculate."
)
NOTHING = (
    "`None` is what comes back from a function that ends without `return`, and from what changes something in place, "
    "such as `x.sort()`, `list.append` and `np.add.at`. Calculating with it is not possible."
)


ARGUMENT = (
    "An argument can be `None`: then there is nothing to calculate with. Treat that case first, with "
    "`if ... is None:`, as the docstring says."
)


def operands(scene):
    """The expressions that took part in what failed."""
    node = scene.expression or scene.through
    if isinstance(node, ast.BinOp):
        return [node.left, node.right]
    if isinstance(node, ast.AugAssign):
        return [node.target, node.value]
    if isinstance(node, ast.UnaryOp):
        return [node.operand]
    if isinstance(node, ast.Call):
        own = [node.func.value] if isinstance(node.func, ast.Attribute) else []
        given = [*node.args, *(keyword.value for keyword in node.keywords)]
        inner = [part for item in given if isinstance(item, ast.Tuple | ast.List) for part in item.elts]
        return [*(item for item in given if not isinstance(item, ast.Tuple | ast.List)), *inner, *own]
    if isinstance(node, ast.Compare):
        return [node.left, *node.comparators]
    return [node.value] if isinstance(node, ast.Attribute | ast.Subscript | ast.Starred) else []


def of_kind(scene, *kinds):
    """The operand of one of these kinds, or None."""
    found = [node for node in operands(scene) if getattr(scene.thing(node), "kind", "") in kinds]
    return found[0] if found else None


def list_or_tuple(scene, match):
    """Calculating with a list or a tuple."""
    node = of_kind(scene, "tuple", "list")
    kind = (
        scene.thing(node).kind
        if node is not None
        else next((word for word in ("tuple", "list") if f"'{word}'" in match[0] or f" {word} " in f" {match[0]} "), "")
    )
    if kind == "tuple":
        return tuple_not_taken_apart(scene, node)
    if kind == "list" or "non-int of type 'list'" in match[0]:
        thing = scene.thing(node) if node is not None else None
        here = f"{quoted(node)} is {thing.words}." if thing else ""
        if thing and thing.parts and thing.parts[0].kind == "str":
            return Slip("calculating with a list of texts", TEXTS, here)
        of_arrays = thing and any(part.kind == "array" for part in thing.parts or ())
        return Slip("list where an array is wanted", ARRAYS if of_arrays else LIST, here)
    return None


def tuple_not_taken_apart(scene, node):
    """A tuple where one of its parts is wanted."""
    found = [node] if node is not None else []
    if isinstance(node, ast.Name):
        found = [item.value for item in scene.source.assignments(node.id) if isinstance(item, ast.Assign)]
    if found and all(isinstance(item, ast.Attribute) and item.attr == "shape" for item in found):
        array = quoted(found[0].value)[1:-1]
        return Slip(
            "the whole shape where one length is wanted",
            "`x.shape` is a tuple with the length of each axis. `x.shape[0]` is the number of rows, `x.shape[1]` that "
            "of columns, `x.size` the number of all elements.",
            f"`{array}.shape` is a tuple: choose a length, such as `{array}.shape[0]`.",
        )
    here = ""
    if node is not None:
        thing = scene.thing(node)
        here = f"{quoted(node)} is {thing.words}"
        maker = _made_by(scene, node)
        here += f": `{maker}` gives back {thing.length} values at once." if maker and thing.length else "."
    return Slip("tuple that was not taken apart", TUPLE, here)


def _made_by(scene, node):
    """The name of the function that a name got its value from, or ""."""
    if isinstance(node, ast.Call):
        return dotted(node.func)
    if not isinstance(node, ast.Name):
        return ""
    found = scene.source.assignments(node.id)
    calls = [
        item.value
        for item in found
        if isinstance(item, ast.Assign) and isinstance(item.value, ast.Call) and isinstance(item.targets[0], ast.Name)
    ]
    others = [item for item in found if not (isinstance(item, ast.Assign) and item.value in calls)]
    is_copied = all(isinstance(item, ast.Assign) and isinstance(item.value, ast.Name) for item in others)
    return dotted(calls[0].func) if len(calls) == 1 and is_copied else ""


def uneven(scene, match):
    """`setting an array element with a sequence ... inhomogeneous`: parts of different shapes, or a tuple."""
    node = scene.expression
    calculated = isinstance(node, ast.BinOp | ast.AugAssign)
    found = of_kind(scene, "tuple")
    if found is not None and (calculated or not isinstance(found, ast.Tuple)):
        return tuple_not_taken_apart(scene, found)
    if calculated and of_kind(scene, "list") is not None:
        return list_or_tuple(scene, match)
    return Slip(
        "parts of different shapes in one array",
        "An array is a full table: all its rows have one length. What is put together here has parts of different "
        "shapes. Is one of them a tuple of several values, or an array with more or fewer axes than you think? Arrays "
        "that are meant to differ stay in a list: go through it, array by array.",
    )


def element_from_array(scene, match):
    """`setting an array element with a sequence.`"""
    node = scene.statement
    target = node.targets[0] if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Subscript) else None
    here = ""
    if target is not None:
        shape = scene.shape(node.value)
        here = f"{quoted(target)} is one place"
        here += f", and {quoted(node.value)} has the shape {shape}." if shape else "; what is put there is more."
    return Slip(
        "an array in the place of one number",
        "One place of an array holds one number. Is a sum, a mean or an index missing on the right, or does the array "
        "on the left need one axis more? (If it is `np.zeros(n)`, perhaps it should be `np.zeros((n, m))`.)",
        here,
    )


def none(scene, match):
    """Something is None that should not be."""
    node = of_kind(scene, "None")
    names = [name for name, thing in scene.names.items() if thing.kind == "None"]
    name = ast.unparse(node) if node is not None else names[0] if len(names) == 1 else ""
    if name in scene.parameters and not scene.source.assignments(name):
        return Slip(NONE, ARGUMENT, f"{quoted(name)} is `None` in this case.")
    here = f"{quoted(name)} is `None` here." if name else ""
    for item in scene.source.assignments(name) if name.isidentifier() else []:
        call = item.value if isinstance(item, ast.Assign) else None
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr in IN_PLACE:
            here = (
                f"{quoted(call)} changes something in place and gives back `None`, and line {scene.source.line(item)} "
                f"puts that into `{name}`: let the call stand alone in its line."
            )
        elif isinstance(call, ast.Call) and dotted(call.func):
            here = f"{quoted(name)} is `None` here: `{dotted(call.func)}` gave nothing back."
    if isinstance(node, ast.Call) and dotted(node.func):
        here = f"`{dotted(node.func)}` gives back `None` here."
    return Slip(NONE, NOTHING, here)


RULES = [
    ("TypeError", r"'NoneType' object (?:is|does|has)|cannot unpack non-iterable NoneType", none),
    ("TypeError", r"^unsupported operand type\(s\) for .*'NoneType'|of type 'NoneType' has no len", none),
    ("TypeError", r"^'[<>]=?' not supported between instances of .*'NoneType'|unary .: 'NoneType'", none),
    ("AttributeError", r"^'NoneType' object has no attribute", none),
    ("TypeError", r"^(?:can only concatenate (?:list|tuple)|can't multiply sequence by non-int).*", list_or_tuple),
    (
        "TypeError",
        r"^unsupported operand type\(s\) for .*: .*'(?:list|tuple)'|^bad operand type for unary .: '(?:list|tuple)'",
        list_or_tuple,
    ),
    (
        "TypeError",
        r"^list indices must be integers or slices, not (?:tuple|list|ndarray|numpy\.ndarray)",
        list_or_tuple,
    ),
    ("TypeError", r"^'(?:list|tuple)' object cannot be interpreted as an integer", list_or_tuple),
    ("TypeError", r"^arange: scalar arguments expected instead of a tuple", list_or_tuple),
    ("AttributeError", r"^'(?:list|tuple)' object has no attribute '(?!append|push|add|size\b|length)", list_or_tuple),
    ("ValueError", r"^setting an array element with a sequence\..*inhomogeneous", uneven),
    (
        "ValueError TypeError",
        r"^setting an array element with a sequence\.?$|^only length-1 arrays can be converted|^only 0-dimensional "
        r"arrays",
        element_from_array,
    ),
]
