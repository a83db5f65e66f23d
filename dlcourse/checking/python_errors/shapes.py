"""Two shapes that do not fit: which arrays, which axis, and what it may come from."""

import ast
import re

from dlcourse.checking.python_errors.scene import Slip
from dlcourse.checking.python_errors.shape_of import REDUCING, matmul_shape
from dlcourse.checking.slips.source import in_numpy, quoted

LINE_UP = (
    "Elementwise calculations need equal shapes, or lengths of 1 that can be repeated; lengths are compared from the "
    "last axis on. Print the shapes of both operands."
)
MULTIPLY = (
    "For `A @ B` the last length of A must be the first of B: (N, D) @ (D, M). Print both shapes, and look whether the "
    "order is right."
)


def pair(scene):
    """The two operands of what failed, or None."""
    node = scene.expression
    if isinstance(node, ast.BinOp):
        return node.left, node.right
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        return node.left, node.comparators[0]
    if isinstance(node, ast.AugAssign):
        return node.target, node.value
    if isinstance(node, ast.Call) and in_numpy(node.func) and len(node.args) == 2:
        return tuple(node.args)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and len(node.args) == 1:
        return node.func.value, node.args[0]
    return None


def line_up(scene, match):
    """`operands could not be broadcast together with shapes (2,3) (2,)`."""
    shapes = [_tuple(text) for text in re.findall(r"\(([\d, ]*)\)", match[0])]
    nodes = pair(scene)
    if len(shapes) != 2 or nodes is None:
        return Slip("shapes that do not line up", LINE_UP)
    known = [scene.shape(node) for node in nodes]
    if any(shape is not None and shape != told for shape, told in zip(known, shapes, strict=True)):
        return Slip("shapes that do not line up", LINE_UP)  # it was raised deeper: these are not the two
    (left, a), (right, b) = zip(nodes, shapes, strict=True)
    here = f"{quoted(left)} has the shape {a}, {quoted(right)} {b}: {_axis(a, b)}."
    reason = _unpacked_otherwise(scene) or _reason(scene, nodes, (a, b))
    return Slip("shapes that do not line up", LINE_UP, f"{here} {reason}".strip())


def _tuple(text):
    return tuple(int(part) for part in text.split(",") if part.strip())


def _axis(a, b):
    """The first pair of lengths, from the right, that does not fit."""
    for back in range(1, min(len(a), len(b)) + 1):
        if a[-back] != b[-back] and 1 not in (a[-back], b[-back]):
            counted = {1: "last", 2: "second to last", 3: "third to last"}.get(back, f"{back}th to last")
            which = "first" if back == max(len(a), len(b)) > 1 else counted
            return f"on the {which} axis {a[-back]} meets {b[-back]}"
    return "they do not fit"


def _reason(scene, nodes, shapes):
    """What the two shapes suggest, as a sentence, or ""."""
    for i in (0, 1):
        a, b, small = shapes[i], shapes[1 - i], nodes[1 - i]
        lost = [axis for axis in range(len(a)) if a[:axis] + a[axis + 1 :] == b]
        if len(b) == len(a) - 1 and lost:
            return _lost_axis(scene, small, b, lost[-1])
    a, b = shapes
    if len(a) == 2 and a == b[::-1]:
        return "One is the other with rows and columns exchanged: perhaps a `.T` is missing, or one too many."
    if (
        matmul_shape(a, b) is not None
        and isinstance(scene.expression, ast.BinOp)
        and isinstance(scene.expression.op, ast.Mult)
    ):
        return "`*` multiplies element by element; if you mean the product of matrices, that is `@`."
    return ""


def _lost_axis(scene, node, shape, axis):
    column = (
        f"(`{ast.unparse(node)}[:, None]` makes a column of it.)"
        if len(shape) == 1 and isinstance(node, ast.Name)
        else ""
    )
    if not _is_reduced(scene, node):
        return f"{quoted(node)} has one axis less: it needs a length of 1 at axis {axis}. {column}".strip()
    kept = (*shape[:axis], 1, *shape[axis:])
    return (
        "A sum, a mean or a maximum along an axis takes that axis away; with `keepdims=True` it stays, with the "
        "length "
        f"1: {kept} instead of {shape}."
    )


def _is_reduced(scene, node):
    """Whether it is made by a sum or the like along an axis, here or where its name got its value."""
    made = [node]
    if isinstance(node, ast.Name):
        made += [item.value for item in scene.source.assignments(node.id) if isinstance(item, ast.Assign)]
    calls = [item for tree in made for item in ast.walk(tree) if isinstance(item, ast.Call)]
    return any(
        isinstance(call.func, ast.Attribute)
        and call.func.attr in REDUCING
        and (len(call.args) > bool(in_numpy(call.func)) or any(keyword.arg == "axis" for keyword in call.keywords))
        and not any(keyword.arg == "keepdims" for keyword in call.keywords)
        for call in calls
    )


def multiply(scene, match):
    """`matmul: Input operand 1 has a mismatch ...`, `shapes (2,3) and (2,3) not aligned`."""
    nodes = pair(scene)
    told = [_tuple(text) for text in re.findall(r"shapes \(([\d,]*)\) and \(([\d,]*)\)", match[0])[:1] for text in text]
    shapes = [scene.shape(node) for node in nodes] if nodes else [None, None]
    if told and any(shape is not None and shape != other for shape, other in zip(shapes, told, strict=True)):
        return Slip("shapes that cannot be multiplied", MULTIPLY)
    shapes = told or shapes
    if nodes is None or None in shapes or matmul_shape(*shapes) is not None:
        return Slip("shapes that cannot be multiplied", MULTIPLY)
    (left, right), (a, b) = nodes, shapes
    if not a or not b:
        single = quoted(left if not a else right)
        return Slip(
            "a matrix product with a single number",
            "`@` multiplies matrices and vectors; times a number is `*`.",
            f"{single} is a single number.",
        )
    inner = b[-2] if len(b) > 1 else b[0]
    here = (
        f"{quoted(left)} has the shape {a}, {quoted(right)} {b}: the last length of the first, {a[-1]}, meets {inner}."
    )
    return Slip("shapes that cannot be multiplied", MULTIPLY, f"{here} {_would_fit(scene, nodes, a, b)}".strip())


def _would_fit(scene, nodes, a, b):
    carried = _not_carried_on(scene, nodes[0])
    if carried:
        return carried
    exchanged = _unpacked_otherwise(scene)
    if exchanged:
        return exchanged
    fitting = [text for text, shapes in _orders(nodes, a, b).items() if matmul_shape(*shapes) is not None][:3]
    if a == b:
        left, right = map(_bracketed, nodes)
        return f"Both have the same shape: is {quoted(f'{left} * {right}')} meant, element by element?" + (
            f" As a matrix product would fit: {' or '.join(map(quoted, fitting))}." if fitting else ""
        )
    if not fitting or sum(map(len, fitting)) > 100:
        return ""
    which = "" if len(fitting) == 1 else " Which of them is meant, the shape of the result tells."
    return f"What would fit: {' or '.join(map(quoted, fitting))}.{which}"


def _orders(nodes, a, b):
    """Other products of the two as `text: shapes`: first without any transpose, then with the other one."""
    left, right = map(_bracketed, nodes)
    bare, plain = [], []
    for node, shape in zip(nodes, (a, b), strict=True):
        is_turned = isinstance(node, ast.Attribute) and node.attr == "T"
        bare.append(_bracketed(node.value) if is_turned else _bracketed(node))
        plain.append(shape[::-1] if is_turned else shape)
    orders = {f"{bare[0]} @ {bare[1]}": (plain[0], plain[1]), f"{bare[1]} @ {bare[0]}": (plain[1], plain[0])}
    orders |= {f"{right} @ {left}": (b, a)}
    orders |= {f"{left}.T @ {right}".replace(".T.T", ""): (a[::-1], b)} if len(a) > 1 else {}
    orders |= {f"{left} @ {right}.T".replace(".T.T", ""): (a, b[::-1])} if len(b) > 1 else {}
    return orders


def _unpacked_otherwise(scene):
    """Where the parts of a cache were given one another's names: a sentence, or ""."""
    wanted = getattr(scene.exercise, "inside", {}).get("cache", ())
    for node in scene.source.nodes if isinstance(wanted, tuple) else ():
        if not (isinstance(node, ast.Assign) and isinstance(node.value, ast.Name) and node.value.id == "cache"):
            continue
        names = [ast.unparse(item) for item in getattr(node.targets[0], "elts", ())]
        if names != list(wanted) and sorted(names) == sorted(map(str, wanted)):
            return f"{quoted(node)} takes the cache apart in another order than the docstring: ({', '.join(wanted)})."
    return ""


def _bracketed(node):
    text = ast.unparse(node)
    return f"({text})" if isinstance(node, ast.BinOp | ast.UnaryOp) else text


def _not_carried_on(scene, node):
    """In a loop over layers or steps, an operand that stays what came in."""
    if not scene.is_parameter(node) or scene.line is None:
        return ""
    first = scene.source.first
    loops = [
        item
        for item in scene.source.nodes
        if isinstance(item, ast.For) and item.lineno < scene.line - first + 1 <= item.end_lineno
    ]
    return (
        f"{quoted(node)} is the same in every round of the loop: perhaps the result of the round before is not "
        "carried on."
        if loops
        else ""
    )


RULES = [
    ("ValueError", r"operands could not be broadcast together with shapes? .*", line_up),
    ("ValueError", r"matmul: .*|shapes \(.*\) and \(.*\) not aligned.*|shape-mismatch for sum", multiply),
]
