"""The shape of an expression, worked out from the shapes of the arrays in it: nothing is calculated."""

import ast

import numpy as np

from dlcourse.checking.slips.source import in_numpy

ELEMENTWISE = {
    *("exp", "log", "sqrt", "tanh", "abs", "square", "sign", "sin", "cos", "log1p", "expm1", "copy", "zeros_like"),
    *("ones_like", "empty_like", "clip", "round", "nan_to_num", "astype", "logical_not", "isnan", "asarray", "array"),
}
REDUCING = {"sum", "mean", "max", "min", "prod", "std", "var", "amax", "amin", "any", "all", "argmax", "argmin"}
JOINING = {"concatenate": None, "hstack": 1, "vstack": 0}
BETWEEN = {"add", "subtract", "multiply", "divide", "maximum", "minimum", "power"}


def shape_of(node, names):
    """The shape of an expression as a tuple, or None where it is not known.

    Parameters
    ----------
    node : syntax tree of an expression
    names : dict
        Name -> Thing.
    """
    try:
        return _shape(node, names)
    except (ValueError, TypeError, IndexError, OverflowError, MemoryError):
        return None


def matmul_shape(left, right):
    """The shape of a matrix product of two shapes, or None if it does not exist."""
    if not left or not right:
        return None
    if left[-1] != right[-2 if len(right) > 1 else 0]:
        return None
    try:
        stack = np.broadcast_shapes(left[:-2], right[:-2])
    except ValueError:
        return None
    return (*stack, *left[-2:-1], *(right[-1:] if len(right) > 1 else ()))


def _shape(node, names):
    if isinstance(node, ast.Name):
        thing = names.get(node.id)
        return () if thing and thing.is_number else thing.shape if thing else None
    if isinstance(node, ast.Constant):
        return () if isinstance(node.value, int | float) else None
    if isinstance(node, ast.UnaryOp):
        return _shape(node.operand, names)
    if isinstance(node, ast.BinOp):
        return _between(_shape(node.left, names), _shape(node.right, names), isinstance(node.op, ast.MatMult))
    if isinstance(node, ast.Compare) and len(node.comparators) == 1:
        return _between(_shape(node.left, names), _shape(node.comparators[0], names), False)
    if isinstance(node, ast.Attribute):
        shape = _shape(node.value, names) if node.attr == "T" else None
        return None if shape is None else shape[::-1]
    if isinstance(node, ast.Subscript):
        return _part(node, names)
    return _call(node, names) if isinstance(node, ast.Call) else None


def _between(left, right, product):
    if left is None or right is None:
        return None
    return matmul_shape(left, right) if product else np.broadcast_shapes(left, right)


def _part(node, names):
    thing = names.get(node.value.id) if isinstance(node.value, ast.Name) else None
    if thing and thing.kind in ("list", "tuple"):
        part = thing.parts[constant(node.slice, names)]
        return () if part.is_number else part.shape
    shape = _shape(node.value, names)
    indices = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    if shape is None or len(shape) > 8:
        return None
    # Zeros that take no room: only their shape is looked at.
    return np.broadcast_to(np.int8(0), shape)[tuple(_index(item, names) for item in indices)].shape


def _index(node, names):
    if isinstance(node, ast.Slice):
        parts = (node.lower, node.upper, node.step)
        return slice(*(None if part is None else constant(part, names) for part in parts))
    if isinstance(node, ast.Constant) and node.value in (None, ...):
        return node.value
    if isinstance(node, ast.Attribute) and in_numpy(node) == "newaxis":
        return None
    return constant(node, names)


def constant(node, names):
    """The number that an expression of numbers has.

    Raises
    ------
    ValueError
        If it is none, or not known.
    """
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        return node.value
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -constant(node.operand, names)
    if isinstance(node, ast.Name) and node.id in names and names[node.id].is_number:
        return names[node.id].value
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub | ast.Mult):
        left, right = constant(node.left, names), constant(node.right, names)
        signs = {ast.Add: lambda: left + right, ast.Sub: lambda: left - right, ast.Mult: lambda: left * right}
        return signs[type(node.op)]()
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "len" and node.args:
        return _length(node.args[0], names)
    if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Attribute) and node.value.attr == "shape":
        shape = _shape(node.value.value, names)
        if shape:
            return shape[constant(node.slice, names)]
    raise ValueError("not a known number")


def _length(node, names):
    thing = names.get(node.id) if isinstance(node, ast.Name) else None
    if thing and thing.length is not None:
        return thing.length
    shape = _shape(node, names)
    if not shape:
        raise ValueError("no known length")
    return shape[0]


def _call(node, names):
    """Of NumPy's functions that keep the shape, reduce it, or multiply."""
    name, arguments = in_numpy(node.func), list(node.args)
    if not name and isinstance(node.func, ast.Attribute):
        name, arguments = node.func.attr, [node.func.value, *arguments]
    if not arguments:
        return None
    if name in ("zeros", "ones", "empty", "full"):
        lengths = arguments[0].elts if isinstance(arguments[0], ast.Tuple) else arguments[:1]
        return tuple(int(constant(item, names)) for item in lengths)
    if name in JOINING:
        return _joined(node, name, arguments[0], names)
    shape = _shape(arguments[0], names)
    if shape is None:
        return None
    if name in ELEMENTWISE:
        return shape
    if name in ("dot", "matmul", *BETWEEN) and len(arguments) == 2:
        return _between(shape, _shape(arguments[1], names), name in ("dot", "matmul"))
    return _reduced(node, arguments, shape) if name in REDUCING else None


def _joined(node, name, parts, names):
    """Of arrays side by side, or below each other."""
    shapes = [_shape(item, names) for item in parts.elts] if isinstance(parts, ast.List | ast.Tuple) else [None]
    if not shapes or None in shapes or len({len(shape) for shape in shapes}) != 1 or not shapes[0]:
        return None
    given = [keyword.value for keyword in node.keywords if keyword.arg == "axis"]
    axis = JOINING[name] if JOINING[name] is not None else constant(given[0], names) if given else 0
    if name == "hstack" and len(shapes[0]) == 1:
        axis = 0
    total = sum(shape[axis] for shape in shapes)
    return tuple(total if i == axis % len(shapes[0]) else length for i, length in enumerate(shapes[0]))


def _reduced(node, arguments, shape):
    given = {keyword.arg: keyword.value for keyword in node.keywords}
    axis = given.get("axis", arguments[1] if len(arguments) > 1 else ast.Constant(None))
    keep = isinstance(given.get("keepdims"), ast.Constant) and given["keepdims"].value is True
    chosen = ast.literal_eval(axis)
    chosen = tuple(range(len(shape))) if chosen is None else chosen if isinstance(chosen, tuple) else (chosen,)
    chosen = {item % len(shape) for item in chosen}
    kept = [1 if keep else None if axis in chosen else length for axis, length in enumerate(shape)]
    if keep:
        kept = [1 if axis in chosen else length for axis, length in enumerate(shape)]
    return tuple(length for length in kept if length is not None)
