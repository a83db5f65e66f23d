"""Results that nobody keeps: a line that calculates and has no effect, and a `None` that is returned."""

import ast

from dlcourse.checking.slips.source import bound_names, dotted, in_numpy, names_read, quoted

# Functions and methods that leave their argument as it is and give a new array.
NEW = {
    *(
        "clip",
        "maximum",
        "minimum",
        "exp",
        "log",
        "sqrt",
        "abs",
        "where",
        "append",
        "concatenate",
        "reshape",
        "transpose",
    ),
    *("delete", "insert", "flip", "roll", "pad", "tile", "repeat", "squeeze", "expand_dims", "sort", "round", "add"),
    *("subtract", "multiply", "divide", "tanh", "square", "power", "nan_to_num", "broadcast_to", "swapaxes", "hstack"),
    *("vstack", "stack", "ravel", "flatten", "astype"),
}
METHODS = NEW - {"sort", "add", "insert", "append"}  # these change a list, a set or the array itself
BUILTINS = {"sorted", "reversed", "abs", "round"}
IN_PLACE = {
    *("sort", "append", "extend", "insert", "reverse", "remove", "clear", "update", "fill", "shuffle", "add"),
    *("setdefault", "put"),
}
NUMPY_IN_PLACE = {
    "add.at",
    "subtract.at",
    "maximum.at",
    "minimum.at",
    "multiply.at",
    "fill_diagonal",
    "copyto",
    "put",
    "put_along_axis",
    "random.shuffle",
}
CHANGES = {ast.Add: "+=", ast.Sub: "-=", ast.Mult: "*=", ast.Div: "/="}


def without_effect(source, trials):
    """A line that calculates something from a name that is used again later, as if it had changed."""
    for node in source.nodes:
        if isinstance(node, ast.Expr) and not _within_try(source, node):
            subject = _subject(node.value)
            if subject and _used_again(source, node, subject):
                return _sentence(source, node, subject)
    return None


def _subject(value):
    """The name that a calculation seems to change, or ""."""
    if isinstance(value, ast.Call):
        first = ast.unparse(value.args[0]) if value.args else ""
        if any(keyword.arg == "out" for keyword in value.keywords) or first in map(ast.unparse, value.args[1:]):
            return ""  # the result goes into what is named last
        name, bare = in_numpy(value.func), dotted(value.func)
        if (name in NEW or bare in BUILTINS) and value.args:
            return _name(value.args[0])
        is_method = isinstance(value.func, ast.Attribute) and not name and value.func.attr in METHODS
        return _name(value.func.value) if is_method else ""
    if isinstance(value, ast.BinOp | ast.Compare):
        return _name(value.left)
    return ""


def _name(node):
    """The name that something is, or is a part of."""
    while isinstance(node, ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def _within_try(source, node):
    return any(isinstance(item, ast.Try) and any(child is node for child in ast.walk(item)) for item in source.nodes)


def _used_again(source, node, name):
    """Whether a name is read after a line, before it has surely another value; or in the next round of a loop."""
    following, seen = [], False
    for item in sorted((item for item in source.nodes if isinstance(item, ast.stmt)), key=lambda item: item.lineno):
        if seen and item.lineno > node.end_lineno:
            following.append(item)
        seen = seen or item is node
    for item in following:
        if name in names_read(item):
            return True
        if name in bound_names(item):
            return False
    return any(
        isinstance(loop, ast.For | ast.While)
        and loop.lineno < node.lineno <= loop.end_lineno
        and name in names_read(loop)
        and any(name in names_read(item) for item in loop.body if item is not node)
        for loop in source.nodes
    )


def _sentence(source, node, subject):
    line, text = source.line(node), quoted(node.value)
    begin = f"Line {line}, {text}, has no effect: "
    if isinstance(node.value, ast.Compare):
        begin += f"it asks a question, and nobody keeps the answer. To give `{subject}` a value write one `=`."
        return begin if isinstance(node.value.ops[0], ast.Eq) else begin.replace("To give", "If you mean to give")
    if isinstance(node.value, ast.BinOp):
        sign = CHANGES.get(type(node.value.op))
        better = f"`{subject} {sign} ...`" if sign and isinstance(node.value.left, ast.Name) else f"`{subject} = ...`"
        return f"{begin}the result is calculated and thrown away, and `{subject}` stays as it was. Keep it: {better}."
    return (
        f"{begin}it gives a new value back and leaves `{subject}` as it was. Keep what comes back: `{subject} = "
        "...`, or "
        "put the call where its result is used."
    )


def last_line(source, trials):
    """The function ends with a value that it does not give back."""
    if (
        not _all_none(trials)
        or not source.body
        or any(isinstance(node, ast.Return) and node.value for node in source.nodes)
    ):
        return None
    last = source.body[-1]
    if isinstance(last, ast.Expr) and not isinstance(last.value, ast.Constant | ast.Yield) and not _prints(last.value):
        return (
            f"The function ends with {quoted(last.value)} and gives nothing back: a value that stands alone is "
            "shown in a "
            "notebook, but in a function only `return` hands it to the caller."
        )
    if isinstance(last, ast.Expr) and _prints(last.value):
        return "`print` shows a value and gives nothing back. The caller gets only what stands after `return`."
    return None


def _prints(value):
    return isinstance(value, ast.Call) and dotted(value.func) == "print"


def nothing_returned(source, trials):
    """What changes something in place is returned: it gives back None."""
    if not any(not trial.got.failure and _has_none(trial.got.value) for trial in trials):
        return None
    for node in source.nodes:
        if isinstance(node, ast.Return) and node.value is not None:
            parts = node.value.elts if isinstance(node.value, ast.Tuple) else [node.value]
            advice = next(filter(None, (_nothing(source, node, part) for part in parts)), None)
            if advice:
                return advice
    return None


def _nothing(source, node, part):
    """Why a returned part is None, or ""."""
    subject = _changed(part)
    if subject is not None:
        return (
            f"{quoted(part)} changes something in place and gives back `None`, which line {source.line(node)} returns. "
            f"Let the call stand alone in a line, and return {quoted(subject)} after it."
        )
    if _prints(part):
        return f"`print` gives nothing back: line {source.line(node)} returns `None`. Return the value itself."
    found = source.assignments(part.id) if isinstance(part, ast.Name) else []
    if found and isinstance(found[-1], ast.Assign) and _changed(found[-1].value) is not None:
        return (
            f"Line {source.line(found[-1])} puts what {quoted(found[-1].value)} gives back into `{part.id}`, and "
            "that is "
            "`None`: it changes something in place. Let the call stand alone in a line."
        )
    return ""


def _changed(node):
    """What a call changes in place, or None if it is no such call."""
    if not isinstance(node, ast.Call):
        return None
    name = in_numpy(node.func)
    if name in NUMPY_IN_PLACE:
        return node.args[0] if node.args else None
    if name or not isinstance(node.func, ast.Attribute) or node.func.attr not in IN_PLACE:
        return None
    return node.args[0] if node.func.attr == "shuffle" and node.args else node.func.value


def _all_none(trials):
    return all(not trial.got.failure and trial.got.value is None for trial in trials)


def _has_none(value):
    return value is None or (isinstance(value, tuple | list) and any(part is None for part in value[:10]))


RULES = {
    "`None` returned": nothing_returned,
    "missing return": last_line,
    "a result that is thrown away": without_effect,
}
