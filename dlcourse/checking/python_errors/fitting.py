"""Arrays that are cut, joined, arranged anew or put into others."""

import ast
import re

from dlcourse.checking.python_errors.scene import Slip
from dlcourse.checking.slips.source import in_numpy, quoted


def split(scene, match):
    """`array split does not result in an equal division`."""
    call, here, short = scene.expression, "", None
    if isinstance(call, ast.Call) and call.args:
        shape = scene.shape(call.args[0])
        axis = [keyword for keyword in call.keywords if keyword.arg == "axis"] or call.args[2:]
        if shape is not None and not axis:
            here = f"{quoted(call.args[0])} has the shape {shape}, and without `axis=` it is cut along axis 0, "
            here += f"of the length {shape[0]}."
        short = not axis
    name = "`np.split` without an axis" if short else "parts that do not come out even"
    return Slip(
        name,
        "`np.split(A, n)` cuts the rows, axis 0, into n equal parts. For parts side by side say so: `np.split(A, n, "
        "axis=1)`. Where parts may differ in length, take `np.array_split` or slices.",
        here,
    )


def joined(scene, match):
    """`all the input array dimensions except for the concatenation axis must match exactly`."""
    found = re.search(
        r"along dimension (\d+), the array at index (\d+) has size (\d+) and the array at index (\d+) has size (\d+)",
        match[0],
    )
    call, here = scene.expression, ""
    parts = (
        call.args[0].elts
        if isinstance(call, ast.Call) and call.args and isinstance(call.args[0], ast.List | ast.Tuple)
        else []
    )
    if found and max(int(found[2]), int(found[4])) < len(parts):
        first, second = (quoted(parts[int(found[index])]) for index in (2, 4))
        here = f"Along axis {found[1]} {first} has the length {found[3]}, {second} {found[5]}."
    axes = re.search(
        r"the array at index (\d+) has (\d+) dimension\(s\) and the array at index (\d+) has (\d+)", match[0]
    )
    if axes and max(int(axes[1]), int(axes[3])) < len(parts):
        first, second = (quoted(parts[int(axes[index])]) for index in (1, 3))
        here = f"{first} has {axes[2]} ax{'i' if axes[2] == '1' else 'e'}s, {second} {axes[4]}."
    return Slip(
        "arrays that cannot be joined",
        "Arrays are joined along one axis (`axis=0`, if nothing is said: one below the other; `axis=1`: side by side); "
        "along all others they must have the same length, and they must have the same number of axes. "
        "`np.stack` makes a new axis and wants equal shapes.",
        here,
    )


def reshaped(scene, match):
    """`cannot reshape array of size 6 into shape (4,)`."""
    call, what = scene.expression, ""
    if isinstance(call, ast.Call):
        node = call.args[0] if in_numpy(call.func) and call.args else getattr(call.func, "value", None)
        shape = scene.shape(node)
        what = (
            f"{quoted(node)} has {match[1]} elements" + (f", in the shape {shape}, " if shape else " ")
            if node is not None
            else ""
        )
    here = f"{what}and {match[2]} elements are asked for." if what and match[2] else ""
    wanted = re.search(r"into shape \(([\d,newaxis]+)\)", match[0])
    here = (
        f"{what.rstrip(' ,')}: they do not fill the shape ({wanted[1].replace('newaxis', '-1')})."
        if what and wanted
        else here
    )
    return Slip(
        "a shape that the elements do not fill",
        "`reshape` keeps all elements and only arranges them anew: the product of the new lengths must be the "
        "number of elements. One length may be -1: it is worked out.",
        here,
    )


def put_in(scene, match):
    """`could not broadcast input array from shape (2,) into shape (3,)`."""
    node, here = scene.statement, ""
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Subscript) and scene.facts.own:
        here = f"{quoted(node.targets[0])} has room for {match[2]}, and {quoted(node.value)} has the shape {match[1]}."
        if sorted(match[1]) == sorted(match[2]) and match[1].count(",") > 1:
            here += " The same lengths in another order: are two axes exchanged?"
    return Slip(
        "an array that does not fit where it is put",
        "What is assigned to a part of an array must have the shape of that part. Look which index or which length is "
        "wrong: that of the part on the left, or that of the array on the right.",
        here.replace(",)", ",)"),
    )


def put_over(scene, match):
    """`non-broadcastable output operand with shape (3,) doesn't match the broadcast shape (2,3)`."""
    node = scene.expression
    here = ""
    if isinstance(node, ast.AugAssign):
        here = f"{quoted(node.target)} has the shape {match[1]}, and the result would have {match[2]}."
    return Slip(
        "in place into too small an array",
        "`+=` and the like write the result into the array that is there, and its shape cannot change. Is a sum "
        "over an axis missing on the right (as for the gradient of a bias), or did the array on the left get the wrong "
        "shape?",
        here,
    )


def einsum(scene, match):
    """The letters of an einsum do not fit."""
    return Slip(
        "letters that do not fit the axes",
        "In `np.einsum` each array has as many letters as axes, and one letter stands for one length everywhere. Write "
        "the shapes under the letters and compare.",
    )


def spread(scene, match):
    """`... remapped shapes [original->remapped]: (2,2)  and requested shape (3,2)`: of `np.pad`, `np.broadcast_to`."""
    call = scene.expression
    name = in_numpy(call.func) if isinstance(call, ast.Call) else ""
    shape = scene.shape(call.args[0]) if name and call.args else None
    if name == "pad":
        here = f"{quoted(call.args[0])} has the shape {shape}: {match[2]} pairs" if shape else ""
        return Slip(
            "pairs that do not fit the axes",
            "`np.pad` takes a pair (before, after) for each axis of the array, (0, 0) where nothing is put on. A "
            "single pair, or a single number, counts for all axes.",
            f"{here}, and {match[1]} are given." if here and match[1] != match[2] else "",
        )
    return Slip(
        "a shape that it cannot be spread to",
        "An array is spread along axes of the length 1 and along new ones in front; its other lengths stay. Write both "
        "shapes one below the other, aligned at the right.",
        f"{quoted(call.args[0])} has the shape {shape}." if shape else "",
    )


RULES = [
    ("ValueError", r"remapped shapes.*: \((\d+).*\)\s+and requested shape \((\d+)", spread),
    ("ValueError", r"array split does not result in an equal division", split),
    ("ValueError", r"remapped shapes|einstein sum|einsum", einsum),
    ("ValueError", r"^all (?:the )?input array.*", joined),
    ("ValueError", r"cannot reshape array of size (\d+) into shape .*()", reshaped),
    ("ValueError", r"could not broadcast input array from shape (\([\d,]*\)) into shape (\([\d,]*\))", put_in),
    (
        "ValueError",
        r"non-broadcastable output operand with shape (\([\d,]*\)) doesn't match the broadcast shape (\([\d,]*\))",
        put_over,
    ),
]
