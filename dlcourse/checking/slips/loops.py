"""Loops that do not do what their lines look like: ended in the first round, overwritten, over the wrong axis."""

import ast

from dlcourse.checking.slips.source import bound_names, flat, names_read, quoted


def loops_of(source):
    """The loops of a function."""
    return [node for node in source.nodes if isinstance(node, ast.For | ast.While)]


def return_inside(source, trials):
    """A `return` at the level of the loop's body: the first round is the last one."""
    for loop in loops_of(source):
        if any(isinstance(node, ast.Continue | ast.Yield) for node in ast.walk(loop)):
            continue
        found = [node for node in loop.body if isinstance(node, ast.Return)]
        if found:
            return (
                f"The `return` in line {source.line(found[0])} stands inside of the loop, so that the function ends in "
                "its first round. Move it to the left, to the level of the loop itself."
            )
    return None


def overwritten(source, trials):
    """A name that is set before a loop is set anew in each round and never added to: only the last round counts."""
    for loop in [node for node in loops_of(source) if isinstance(node, ast.For)]:
        variables = set(bound_names(loop))
        for node in [item for item in ast.walk(loop) if isinstance(item, ast.Assign)]:
            target = node.targets[0]
            if len(node.targets) != 1 or not isinstance(target, ast.Name) or _is_conditional(loop, node):
                continue
            name = target.id
            if _is_lost(source, loop, node, name) and _depends(loop, node, variables):
                better = f"{name}.append(...)" if _begins_as_list(source, loop, name) else f"{name} += ..."
                return (
                    f"Line {source.line(node)} gives `{name}` a new value in every round of the loop and forgets "
                    "what was "
                    f"in it: what comes out is the last round alone. To keep them all write `{better}`."
                )
    return None


def _is_conditional(loop, node):
    """Whether a statement stands in a branch inside of the loop."""
    branches = (ast.If, ast.Try, ast.With, ast.FunctionDef, ast.Match, ast.While)
    return any(
        isinstance(item, branches) and item is not loop and any(child is node for child in ast.walk(item))
        for item in ast.walk(loop)
    )


def _is_lost(source, loop, node, name):
    """Whether a name begins as zeros before the loop, is read only after it, and is set in it nowhere else."""
    before = [item for item in source.assignments(name) if item.lineno < loop.lineno]
    inside = [item for item in source.assignments(name) if loop.lineno <= item.lineno <= loop.end_lineno]
    if not (before and isinstance(before[-1], ast.Assign) and _is_start(before[-1].value)) or inside != [node]:
        return False
    read = {part for item in loop.body for part in names_read(item)}
    after = [item for item in source.nodes if isinstance(item, ast.stmt) and item.lineno > loop.end_lineno]
    return name not in read and any(name in names_read(item) for item in after)


def _begins_as_list(source, loop, name):
    before = [item for item in source.assignments(name) if item.lineno < loop.lineno]
    return isinstance(before[-1].value, ast.List)


def _is_start(value):
    """Whether something begins with it that is to grow: 0, 1, zeros, or an empty list."""
    if isinstance(value, ast.Constant):
        return type(value.value) in (int, float) and value.value in (0, 1)
    if isinstance(value, ast.List):
        return not value.elts
    if not isinstance(value, ast.Call) or not isinstance(value.func, ast.Attribute):
        return False
    return value.func.attr in ("zeros", "zeros_like")


def _depends(loop, node, variables):
    """Whether what is assigned depends on the loop's variable, directly or by what the round calculates."""
    known, grown = set(variables), True
    while grown:
        grown = False
        for item in ast.walk(loop):
            if isinstance(item, ast.Assign | ast.AugAssign | ast.For) and item is not node:
                value = item.iter if isinstance(item, ast.For) else item.value
                new = set(bound_names(item)) - known
                if new and names_read(value) & known:
                    known, grown = known | new, True
    return bool(names_read(node.value) & known)


def wrong_axis(source, trials):
    """The loop counts along one axis of an array, and its variable is used along another."""
    for loop in loops_of(source):
        counted = _counted(loop)
        if counted is None:
            continue
        name, axis = counted
        used = _axes_used(loop, name, loop.target.id)
        if used and used <= {0, 1} and axis not in used and axis in (0, 1):
            other = used.pop()
            where = f"{name}[{loop.target.id}]" if other == 0 else f"{name}[:, {loop.target.id}]"
            return (
                f"The loop in line {source.line(loop)} counts along axis {axis} of `{name}`, but `{where}` uses "
                f"`{loop.target.id}` along axis {other}. Rows are counted with `{name}.shape[0]`, columns with "
                f"`{name}.shape[1]`."
            )
    return None


def _counted(loop):
    """(array, axis) of `for i in range(X.shape[1])` or `range(len(X))`, or None."""
    call = loop.iter if isinstance(loop, ast.For) and isinstance(loop.target, ast.Name) else None
    if not (
        isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id == "range"
        and len(call.args) == 1
    ):
        return None
    length = call.args[0]
    if isinstance(length, ast.Call) and isinstance(length.func, ast.Name) and length.func.id == "len":
        return (length.args[0].id, 0) if length.args and isinstance(length.args[0], ast.Name) else None
    is_shape = (
        isinstance(length, ast.Subscript)
        and isinstance(length.value, ast.Attribute)
        and length.value.attr == "shape"
        and isinstance(length.value.value, ast.Name)
        and isinstance(length.slice, ast.Constant)
    )
    return (length.value.value.id, length.slice.value) if is_shape else None


def _axes_used(loop, array, variable):
    """The axis of an array along which the bare variable is a position in a loop; none if it is used otherwise, too."""
    axes = set()
    for node in [item for statement in loop.body for item in ast.walk(statement)]:
        if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name) and node.value.id == array:
            positions = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
            found = {axis for axis, item in enumerate(positions) if isinstance(item, ast.Name) and item.id == variable}
            if not found:
                return set()
            axes |= found
    return axes if len(axes) == 1 else set()


def left_out(source, trials):
    """`range(len(x) - 1)` with nothing but `x[i]`: the last element is left out."""
    for loop in loops_of(source):
        call = loop.iter if isinstance(loop, ast.For) and isinstance(loop.target, ast.Name) else None
        if not (isinstance(call, ast.Call) and ast.unparse(call.func) == "range" and len(call.args) == 1):
            continue
        bound = call.args[0]
        is_less = isinstance(bound, ast.BinOp) and isinstance(bound.op, ast.Sub) and ast.unparse(bound.right) == "1"
        name = _name_of_length(bound.left) if is_less else ""
        if name and _only_single(source, loop, name):
            return (
                f"The loop in line {source.line(loop)} ends one too early: {quoted(call)} leaves out the last "
                "position, "
                f"which is `len({name}) - 1`. `range(n)` ends before n by itself."
            )
    return None


def _name_of_length(node):
    if isinstance(node, ast.Call) and ast.unparse(node.func) == "len" and len(node.args) == 1:
        return node.args[0].id if isinstance(node.args[0], ast.Name) else ""
    text = ast.unparse(node)
    return text.removesuffix(".shape[0]") if text.endswith(".shape[0]") and text[:-9].isidentifier() else ""


def _only_single(source, loop, name):
    """Whether an array is used at the loop's own position alone, but for its length."""
    variable, some = loop.target.id, False
    for node in source.nodes:
        if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name) and node.value.id == name:
            first = node.slice.elts[0] if isinstance(node.slice, ast.Tuple) and node.slice.elts else node.slice
            if not (isinstance(first, ast.Name) and first.id == variable):
                return False
            some = True
        elif isinstance(node, ast.BinOp) and any(
            isinstance(part, ast.Name) and part.id == variable for part in (node.left, node.right)
        ):
            return False
    return some


def unused_variable(source, trials):
    """A loop over the parts of what came in, whose variable is never used, while one and the same position is."""
    for loop in [node for node in loops_of(source) if isinstance(node, ast.For)]:
        targets = [node.id for node in flat(loop.target) if isinstance(node, ast.Name)]
        if any(name.startswith("_") for name in targets):
            continue
        body = {part for item in loop.body for part in names_read(item)}
        arrays = names_read(loop.iter) & set(source.parameters)
        if body & set(targets) or not arrays:
            continue
        fixed = [
            node
            for item in loop.body
            for node in ast.walk(item)
            if isinstance(node, ast.Subscript)
            and isinstance(node.value, ast.Name)
            and node.value.id in arrays
            and isinstance(node.slice, ast.Constant)
        ]
        if fixed:
            return (
                f"The loop in line {source.line(loop)} never uses `{targets[0]}`: every round takes "
                f"{quoted(fixed[0])}. "
                f"What changes from round to round is `{targets[0]}`."
            )
    return None


def zip_forgotten(source, trials):
    """`for a, b in x, y`: goes through x and y themselves."""
    for loop in [node for node in loops_of(source) if isinstance(node, ast.For)]:
        pair, targets = loop.iter, loop.target
        is_pair = isinstance(pair, ast.Tuple) and all(isinstance(item, ast.Name) for item in pair.elts)
        if is_pair and isinstance(targets, ast.Tuple) and len(targets.elts) == len(pair.elts) > 1:
            names = ", ".join(item.id for item in pair.elts)
            return (
                f"The loop in line {source.line(loop)} has one round for each of {quoted(pair)}, and takes that apart. "
                f"Side by side they are gone through with `zip({names})`."
            )
    return None


RULES = {
    "`return` inside of the loop": return_inside,
    "overwritten in every round": overwritten,
    "loop along the wrong axis": wrong_axis,
    "last position left out": left_out,
    "`zip` forgotten": zip_forgotten,
    "loop variable never used": unused_variable,
}
