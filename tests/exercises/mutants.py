"""Automatic mutants: copies of a function with one small thing wrong, as a slip of the pen would make it."""

import ast
import inspect
import types
from dataclasses import dataclass

from boundaries import boundary_changes, one_is_special, zero_is_missing

from dlcourse.checking.variants import changed, compiled, syntax_tree


@dataclass(frozen=True)
class Mutant:
    """A mutated function: the changed line, what was done, and the function.

    `at_boundary` says that it differs where docstrings draw a line: at ties, edges, halves, the last one, and in what
    is left of the arguments. Such mutants are all tried.
    """

    line: str
    change: str
    function: object
    at_boundary: bool = False

    def __str__(self):
        return f"{self.line}    # {self.change}"


OPERATORS = {
    ast.Add: [ast.Sub, ast.Mult],
    ast.Sub: [ast.Add],
    ast.Mult: [ast.Div, ast.Add],
    ast.Div: [ast.Mult, ast.FloorDiv],
    ast.FloorDiv: [ast.Div],
    ast.Mod: [ast.FloorDiv],
    ast.Pow: [ast.Mult],
    ast.MatMult: [ast.Mult],
    ast.BitAnd: [ast.BitOr],
    ast.BitOr: [ast.BitAnd],
}
COMPARISONS = {
    ast.Lt: [ast.LtE, ast.Gt],
    ast.LtE: [ast.Lt, ast.GtE],
    ast.Gt: [ast.GtE, ast.Lt],
    ast.GtE: [ast.Gt, ast.LtE],
    ast.Eq: [ast.NotEq],
    ast.NotEq: [ast.Eq],
}
CLOSED = [{ast.Lt, ast.LtE}, {ast.Gt, ast.GtE}]  # with the boundary or without it: in boundaries.py
NAMES = {
    "min": "max", "minimum": "maximum", "argmin": "argmax", "sum": "mean", "zeros": "ones", "zeros_like": "ones_like",
    "floor": "ceil", "cumsum": "cumprod", "sin": "cos", "any": "all", "append": "insert", "exp": "exp2", "log": "log2",
}  # fmt: skip
NAMES |= {right: left for left, right in NAMES.items() if left not in ("append", "exp", "log")}


def mutants(function, zero_for=(), one_for=()):
    """Every Mutant of a function; statements that only refuse bad arguments are left alone.

    Parameters
    ----------
    function : function
    zero_for : iterable of str
        Parameters that may be the number 0: for each there is a mutant that takes it for missing.
    one_for : iterable of str
        Parameters that may have a single row: for each there is a mutant that treats it otherwise.
    """
    parameters = list(inspect.signature(function).parameters)
    found = _changed(function, _changes)
    found += _changed(function, lambda node: boundary_changes(node, parameters), at_boundary=True)
    for name, helper in _helpers(function).items():
        for mutant in _changed(helper, lambda node: boundary_changes(node, ()), at_boundary=True):
            line = f"{name}: {mutant.line}"
            found.append(Mutant(line, mutant.change, _with_names(function, {name: mutant.function}), at_boundary=True))
    for line in [*map(zero_is_missing, zero_for), *map(one_is_special, one_for)]:
        tree = syntax_tree(function)
        tree.body[0].body[:0] = ast.parse(line).body
        found.append(Mutant(line, "a value of its own", compiled(function, tree), at_boundary=True))
    return found


def _changed(function, changes_of, at_boundary=False):
    """The mutants that come of changing each node by `changes_of(node)`."""
    before = ast.unparse(syntax_tree(function)).splitlines()
    return [
        Mutant(_line(before, tree), change, variant, at_boundary)
        for change, tree, variant in changed(function, changes_of)
    ]


def _helpers(function):
    """The functions of the function's own package that it calls, by name."""
    package = function.__module__.rpartition(".")[0]
    named = {name: function.__globals__.get(name) for name in function.__code__.co_names}
    return {
        name: helper
        for name, helper in named.items()
        if inspect.isfunction(helper) and helper.__module__.rpartition(".")[0] == package
    }


def _with_names(function, names):
    """The same function, which sees other functions under some names."""
    return types.FunctionType(
        function.__code__, function.__globals__ | names, function.__name__, function.__defaults__, function.__closure__
    )


def _changes(node):
    """(what is done, function that does it) for one node; the function gives a node to put in its place, or None."""
    by_kind = {
        ast.BinOp: _of_operation,
        ast.Compare: _of_comparison,
        ast.Constant: _of_constant,
        ast.Call: _of_call,
        ast.Slice: _of_slice,
        ast.Attribute: _of_attribute,
    }
    changes = by_kind.get(type(node), lambda _: [])(node)
    if isinstance(node, ast.UnaryOp):
        changes.append(("operator dropped", lambda: node.operand))
    if isinstance(node, ast.BoolOp):
        other = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        changes.append(("and / or", lambda: setattr(node, "op", other)))
    if isinstance(node, ast.IfExp):
        changes.append(("branches swapped", lambda: ast.IfExp(node.test, node.orelse, node.body)))
    if isinstance(node, ast.Tuple | ast.List) and isinstance(node.ctx, ast.Load) and len(node.elts) == 2:
        changes.append(("parts swapped", lambda: node.elts.reverse()))
    if isinstance(node, ast.Assign | ast.AugAssign | ast.Expr | ast.For | ast.While | ast.If):
        changes.append(("statement dropped", lambda: ast.Pass()))
    if isinstance(node, ast.Return) and node.value is not None:
        changes.append(("nothing returned", lambda: setattr(node, "value", None)))
    return changes


def _of_operation(node):
    changes = [
        (f"{type(node.op).__name__} to {other.__name__}", lambda other=other: setattr(node, "op", other()))
        for other in OPERATORS.get(type(node.op), ())
    ]
    changes += [("only the left side", lambda: node.left), ("only the right side", lambda: node.right)]
    if not isinstance(node.op, ast.Add | ast.Mult):
        changes.append(("sides swapped", lambda: ast.BinOp(node.right, node.op, node.left)))
    return changes


def _of_comparison(node):
    return [
        ("comparison", lambda index=index, other=other: node.ops.__setitem__(index, other()))
        for index, operator in enumerate(node.ops)
        for other in COMPARISONS.get(type(operator), ())
        if {type(operator), other} not in CLOSED
    ]


def _of_constant(node):
    value = node.value
    if isinstance(value, bool):
        others = [not value]
    elif isinstance(value, int | float):
        others = [value + 1, value - 1] + ([-value] if value else [])
    else:
        others = []
    return [(f"{value} to {other}", lambda other=other: ast.copy_location(_number(other), node)) for other in others]


def _number(value):
    return ast.parse(repr(value), mode="eval").body


def _of_call(node):
    changes = []
    if node.args and not isinstance(node.args[0], ast.Starred | ast.GeneratorExp):
        changes.append(("call dropped", lambda: node.args[0]))
    if not node.args and isinstance(node.func, ast.Attribute):
        changes.append(("call dropped", lambda: node.func.value))
    if len(node.args) == 2:
        changes.append(("arguments swapped", lambda: node.args.reverse()))
    for index, keyword in enumerate(node.keywords):
        changes.append((f"{keyword.arg} left out", lambda index=index: node.keywords.pop(index) and None))
    return changes


def _of_slice(node):
    changes = []
    for name in ("lower", "upper", "step"):
        if getattr(node, name) is not None:
            changes.append((f"{name} bound dropped", lambda name=name: setattr(node, name, None)))
    return changes


def _of_attribute(node):
    if node.attr == "T":
        return [("not transposed", lambda: node.value)]
    other = NAMES.get(node.attr)
    return [(f"{node.attr} to {other}", lambda: setattr(node, "attr", other))] if other else []


def _line(before, tree):
    """The line that is changed, as it stands now."""
    after = ast.unparse(tree).splitlines()
    changed_lines = [line for line in after if line not in before]
    dropped = [line for line in before if line not in after]
    line = changed_lines[0].strip() if changed_lines else f"without: {dropped[0].strip()}" if dropped else after[-1]
    return f"without: {dropped[0].strip()}" if line.strip() == "pass" and dropped else line.strip()
