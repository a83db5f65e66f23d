"""Mutants at the boundaries that a docstring names or implies: halves, ties, edges, the last one, in place or new.

Each gives changes of one node of a syntax tree as (what is done, function that does it); the function gives a node to
put in its place, or None if it has changed the node itself.
"""

import ast

from dlcourse.checking.variants import filled

ENDS = {ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt}
ROUNDINGS = {
    "round": "round({0})",
    "int": "int({0})",
    "floor": "int(np.floor({0}))",
    "ceil": "int(np.ceil({0}))",
    "half up": "int(np.floor({0} + 0.5))",
}
ARRAY_ROUNDINGS = {"rint": "np.rint({0})", "floor": "np.floor({0})", "ceil": "np.ceil({0})", "trunc": "np.trunc({0})"}
IN_PLACE = {ast.Add: "add", ast.Sub: "subtract", ast.Mult: "multiply", ast.Div: "true_divide"}
SIDES = {"left": "right", "right": "left"}


def boundary_changes(node, parameters):
    """The changes of one node; `parameters` are the names of the function's parameters."""
    kinds = (_ends, _rounding, _quotient, _sides, _ties, _one_fewer, _spread, _ranges, _chance)
    changes = [change for kind in kinds for change in kind(node)]
    return changes + _in_place(node, parameters)


def zero_is_missing(name):
    """A line that takes the number 0 for one that is not given, as `if momentum:` does."""
    return f"{name} = 1 if np.ndim({name}) == 0 and {name} == 0 else {name}"


def one_is_special(name):
    """A line that gives a single row, or a single number, a fate of its own."""
    return f"{name} = 2 * {name} + 1 if np.ndim({name}) and len({name}) == 1 else {name}"


def _ends(node):
    """< and <=, > and >=."""
    if not isinstance(node, ast.Compare):
        return []
    others = [(index, ENDS[type(operator)]) for index, operator in enumerate(node.ops) if type(operator) in ENDS]
    return [
        ("open / closed end", lambda index=index, other=other: node.ops.__setitem__(index, other()))
        for index, other in others
    ]


def _rounding(node):
    """round, int, floor and ceil of one number; the same of arrays."""
    if not isinstance(node, ast.Call) or len(node.args) != 1 or _function_name(node) is None:
        return []
    name, inside = _function_name(node), node.args[0]
    whole = isinstance(node.func, ast.Name) or _module(node) == "math"
    table = ROUNDINGS if whole else ARRAY_ROUNDINGS
    same = {"trunc": "int", "rint": "rint", "round": "round" if whole else "rint"}.get(name, name)
    if same not in table:
        return []
    return [
        (f"{name} to {word}", lambda text=text: filled(text, inside)) for word, text in table.items() if word != same
    ]


def _quotient(node):
    """A division rounded down, up, or to the nearest."""
    if not (isinstance(node, ast.BinOp) and isinstance(node.op, ast.FloorDiv)):
        return []
    return [
        ("rounded up", lambda: filled("-(-({0}) // ({1}))", node.left, node.right)),
        ("rounded", lambda: filled("int(({0}) / ({1}) + 0.5)", node.left, node.right)),
    ]


def _sides(node):
    """Bins and sorted places, closed on the left or on the right; a last point that counts or not."""
    name, changes = _function_name(node), []
    if name == "searchsorted":
        given = next((word for word in node.keywords if word.arg == "side"), None)
        side = given.value.value if given else "left"
        changes.append(("other side", lambda: _with_keyword(node, "side", SIDES[side])))
    if name in ("digitize", "linspace"):
        word, usual = {"digitize": ("right", False), "linspace": ("endpoint", True)}[name]
        given = next((item.value.value for item in node.keywords if item.arg == word), usual)
        changes.append((f"{word} exchanged", lambda: _with_keyword(node, word, not given)))
    return changes


def _ties(node):
    """The last of equal ones instead of the first; a stable order turned round."""
    name = _function_name(node)
    if name not in ("argmax", "argmin"):
        return []
    if _module(node) == "np" and node.args:
        array, axis = node.args[0], _axis(node, node.args[1:])
    else:
        array, axis = node.func.value, _axis(node, node.args)
    if axis is None:
        text = f"(np.size({{0}}) - 1 - np.{name}(np.ravel({{0}})[::-1]))"
        return [("the last of ties", lambda: filled(text, array))]
    text = f"(np.shape({{0}})[{{1}}] - 1 - np.{name}(np.flip({{0}}, {{1}}), {{1}}))"
    return [("the last of ties", lambda: filled(text, array, axis))]


def _one_fewer(node):
    """n - 1 for n: a length, a number of rows, a size."""
    is_length = _function_name(node) == "len" and isinstance(node.func, ast.Name)
    is_shape = isinstance(node, ast.Subscript) and getattr(node.value, "attr", "") == "shape"
    is_shape = is_shape and not isinstance(node.slice, ast.Slice)
    is_size = isinstance(node, ast.Attribute) and node.attr == "size" and isinstance(node.ctx, ast.Load)
    return [("n to n - 1", lambda: filled("({0} - 1)", node))] if is_length or is_shape or is_size else []


def _spread(node):
    """The variance over n - 1 instead of n."""
    if _function_name(node) in ("var", "std") and not any(word.arg == "ddof" for word in node.keywords):
        return [("n to n - 1", lambda: _with_keyword(node, "ddof", 1))]
    return []


def _ranges(node):
    """A loop that leaves out its first or its last round."""
    if _function_name(node) != "range" or not 1 <= len(node.args) <= 2:
        return []
    first, last = (ast.Constant(0), *node.args)[-2:]
    return [
        ("first round left out", lambda: filled("range({0} + 1, {1})", first, last)),
        ("last round left out", lambda: filled("range({0}, {1} - 1)", first, last)),
    ]


def _chance(node):
    """Random numbers spread evenly: a share of them that is left to chance becomes exact."""
    if _function_name(node) == "random" and (node.args or node.keywords):
        text = "(lambda u: np.argsort(np.argsort(u, axis=None)).reshape(u.shape) / u.size)({0})"
        return [("exactly so many", lambda: filled(text, node))]
    return []


def _in_place(node, parameters):
    """A result written into the argument that it is made from."""
    if not (isinstance(node, ast.BinOp) and type(node.op) in IN_PLACE and isinstance(node.left, ast.Name)):
        return []
    if node.left.id not in parameters:
        return []
    text = f"np.{IN_PLACE[type(node.op)]}({{0}}, {{1}}, out={{0}})"
    return [("in place", lambda: filled(text, node.left, node.right))]


def _function_name(node):
    """The last part of the name of a called function, or None."""
    if not isinstance(node, ast.Call):
        return None
    return getattr(node.func, "attr", getattr(node.func, "id", None))


def _module(node):
    """The name before the dot of a called function, or None."""
    return getattr(getattr(node.func, "value", None), "id", None)


def _axis(node, rest):
    return next((word.value for word in node.keywords if word.arg == "axis"), rest[0] if rest else None)


def _with_keyword(node, name, value):
    node.keywords = [word for word in node.keywords if word.arg != name]
    node.keywords.append(ast.keyword(arg=name, value=ast.Constant(value)))
