"""What a failing line was about: its text, and what the names in it stood for, as a small tree of plain data.

None of the learner's code is run: only arrays, numbers, texts and containers of exactly these types are looked at, and
of everything else only the name of its type is told.

This module needs NumPy and the standard library only: a sandboxed worker imports it.
"""

import ast
import builtins
import functools
import inspect
import itertools
import linecache
import re
import types

import numpy as np

MAX_SOURCE = 100_000  # characters of a file or cell that is searched for the statement
MAX_EXPRESSION, MAX_STATEMENT = 300, 400  # characters
MAX_NAMES = 14  # whose values are told
MAX_KNOWN = 40  # names that can be meant by one that nobody knows
MAX_WORD = 40  # characters of a name
MAX_PARTS = 5  # of a tuple or list that are told
MAX_AXES = 8
MAX_CELLS = 300
HOMES = ("dlcourse", "numpy")  # where a name is looked for first
OPTIMIZED = inspect.CO_OPTIMIZED


def facts_of(trace, unknown=""):
    """Facts on the place where an error was raised, or passed through.

    Parameters
    ----------
    trace : traceback
        Its entry for the learner's own code.
    unknown : str
        The name that a NameError is about.

    Returns
    -------
    dict
        "expression" and "statement": source; "names": what its names stand for; "known": names that there are, and
        "homes": modules' attributes of that name, both for an unknown name; "own": whether the line itself raised, or
        NumPy for it.
    """
    frame = trace.tb_frame
    lines = linecache.getlines(frame.f_code.co_filename)
    facts = {"expression": _expression(lines, frame.f_code, trace.tb_lasti)[:MAX_EXPRESSION]}
    facts["statement"] = _statement(lines, trace.tb_lineno)[:MAX_STATEMENT]
    facts["own"] = _is_own(trace.tb_next)
    names = _Names(frame)
    facts["names"] = names.in_text(facts["expression"], facts["statement"])
    called = _called(facts["expression"])
    if called in facts["names"] and facts["names"][called]["scope"] == "global":
        facts["names"][called]["cell"] = _cell_that_binds(called, frame)
    if unknown:
        facts["known"], facts["homes"] = names.known(), names.homes(unknown)
    return facts


def _is_own(trace):
    while trace is not None:
        if not str(trace.tb_frame.f_globals.get("__name__")).startswith("numpy"):
            return False
        trace = trace.tb_next
    return True


def _expression(lines, code, last):
    """The source of the expression that an instruction belongs to, or ""."""
    line, end_line, start, end = next(itertools.islice(code.co_positions(), last // 2, None), (None,) * 4)
    if None in (line, end_line, start, end) or not 0 < line <= end_line <= len(lines):
        return ""
    rows = [row.encode() for row in lines[line - 1 : end_line]]
    rows[-1] = rows[-1][:end]
    rows[0] = rows[0][start:]
    return b"".join(rows).decode(errors="replace")


def _statement(lines, line):
    """The source of the innermost statement in a line; of a loop or a branch, its head."""
    text = "".join(lines)
    inside = [node for node in _statements(text) if node.lineno <= line <= node.end_lineno]
    if not inside:
        return lines[line - 1].strip() if 0 < line <= len(lines) else ""
    found = max(inside, key=lambda node: (node.lineno, node.col_offset))
    if getattr(found, "body", None):
        head = lines[found.lineno - 1 : max(found.body[0].lineno - 1, found.lineno)]
        return "".join(head).strip().removeprefix("el")
    return _source_of(text, found) or ""


# Python splits the whole file once more, character by character: milliseconds. An answer that raises does so in the
# same line in most cases.
_source_of = functools.lru_cache(maxsize=32)(ast.get_source_segment)


@functools.lru_cache(maxsize=8)
def _statements(text):
    """All statements of some source; none where it is too long, or no Python."""
    try:
        tree = ast.parse(text) if len(text) <= MAX_SOURCE else ast.Module([], [])
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []
    return [node for node in ast.walk(tree) if isinstance(node, ast.stmt)]


def _called(expression):
    """The bare name that an expression calls, or ""."""
    match = re.match(r"\s*(\w+)\s*\(", expression)
    return match[1] if match else ""


def _cell_that_binds(name, frame):
    """The cell that last gave a name its value: "[4]" in a notebook, "4" of a notebook's file; "" if unknown."""
    cells = frame.f_globals.get("In")
    if type(cells) is list:
        found = [(f"[{number}]", cells[number]) for number in range(len(cells))]
    else:
        room, mark, _ = frame.f_code.co_filename.rpartition("cell ")
        names = [key for key in list(linecache.cache) if mark and key.startswith(room + mark)]
        found = [(re.sub(r"\D", "", key.rpartition(mark)[2]), "".join(linecache.getlines(key))) for key in names]
        found.sort(key=lambda item: int(item[0] or 0))
    for number, source in reversed(found[-MAX_CELLS:]):
        if type(source) is str and len(source) <= MAX_SOURCE and name in source and _binds(name, source):
            return number
    return ""


def _binds(name, source):
    try:
        body = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    nodes = [node for item in body if not isinstance(item, ast.FunctionDef | ast.ClassDef) for node in ast.walk(item)]
    return any(isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Store) for node in nodes)


class _Names:
    """The names that a frame sees."""

    def __init__(self, frame):
        # The names of a class body may be a mapping of the learner's own making.
        self.local = dict(frame.f_locals) if frame.f_code.co_flags & OPTIMIZED else {}
        self.all = {"local": self.local, "global": frame.f_globals, "builtin": vars(builtins)}

    def in_text(self, *texts):
        """What the names in some source stand for; a function in a module goes by its dotted name."""
        words = [word for text in texts for word in re.findall(r"(?<![\w.])([^\W\d]\w*(?:\.\w+)?)", text)]
        told = {}
        for word in dict.fromkeys(words):
            name, _, attribute = word.partition(".")
            found = self._find(name)
            if found is None or len(word) > 2 * MAX_WORD or len(told) >= MAX_NAMES:
                continue
            scope, value = found
            if attribute and type(value) is types.ModuleType:
                value = vars(value).get(attribute)
                if type(value) is not types.FunctionType:
                    continue
                name = word
            if name not in told:
                told[name] = describe(value) | {"scope": scope}
        return told

    def _find(self, name):
        for scope, names in self.all.items():
            if name in names:
                return scope, names[name]
        return None

    def known(self):
        """Names that the learner can have meant: their own before those of the notebook."""
        names = [*self.local, *(name for name in self.all["global"] if type(name) is str and name[:1] != "_")]
        return [name for name in names if len(name) <= MAX_WORD][:MAX_KNOWN]

    def homes(self, name):
        """`module.name` for the modules that have it, the course's own first."""
        modules = [(alias, module) for alias, module in self.all["global"].items() if type(module) is types.ModuleType]
        modules.sort(key=lambda item: str(vars(item[1]).get("__name__")).partition(".")[0] not in HOMES)
        modules.sort(key=lambda item: not str(vars(item[1]).get("__name__")).startswith("dlcourse."))
        return [f"{alias}.{name}"[: 2 * MAX_WORD] for alias, module in modules if name in vars(module)][:2]


def describe(value, depth=0):
    """A value as a few words of plain data."""
    kind = type(value)
    if kind is np.ndarray and value.ndim <= MAX_AXES:
        return {"kind": "array", "shape": list(value.shape), "dtype": value.dtype.name[:MAX_WORD]}
    if value is None:
        return {"kind": "None"}
    if issubclass(kind, np.generic) and kind.__module__ == "numpy" and value.dtype.kind in "biuf":
        value = value.item()
        kind = type(value)
    if kind in (bool, float) or (kind is int and value.bit_length() <= 63):
        return {"kind": kind.__name__, "value": value}
    if kind is str:
        return {"kind": "str", "value": value[:MAX_WORD]}
    if kind in (list, tuple):
        parts = [describe(item, depth + 1) for item in value[:MAX_PARTS]] if depth == 0 else []
        return {"kind": kind.__name__, "length": len(value), "parts": parts}
    if kind is dict:
        keys = [
            repr(key) for key in itertools.islice(value, MAX_PARTS) if type(key) in (str, int) and len(str(key)) < 30
        ]
        return {"kind": "dict", "length": len(value), "keys": keys}
    if kind is types.FunctionType:
        return {"kind": "function", "parameters": _parameters(value.__code__)}
    return {"kind": str(kind.__name__)[:MAX_WORD]}


def _parameters(code):
    """The parameters of a function, `*` before those that go by name only; at most 12."""
    names, by_position = code.co_varnames, code.co_argcount
    by_name = names[by_position : by_position + code.co_kwonlyargcount]
    star = ["*"] if by_name or code.co_flags & inspect.CO_VARARGS else []
    return [name[:MAX_WORD] for name in [*names[:by_position], *star, *by_name]][:12]
