"""Run a notebook's statements one by one, each where it stands in its cell.

This module needs the standard library only: a sandboxed worker imports it.
"""

import __future__

import ast
import contextlib
import linecache
import traceback

from dlcourse.checking.runtime.timing import TimeLimit

ANNOTATIONS = __future__.annotations.compiler_flag
SUPPLIED = -1  # the cell of what the course supplies
ASKED_OF = (
    *("call", "getitem", "setitem", "iter", "next", "len", "bool", "contains", "array", "enter", "float", "int"),
    *("add", "radd", "sub", "rsub", "mul", "rmul", "truediv", "rtruediv", "floordiv", "rfloordiv", "mod", "rmod"),
    *("pow", "rpow", "matmul", "rmatmul", "neg", "pos", "abs", "lt", "le", "gt", "ge", "index"),
)


class Failed(Exception):
    """A statement raised: a sentence, its cell (from 0), the line there, and the code of that line."""

    def __init__(self, message, cell, line, code):
        super().__init__(message)
        self.message, self.cell, self.line, self.code = message, cell, line, code


def execute(statement, namespace, where, *, future=False):
    """Run a statement.

    Parameters
    ----------
    statement : dict
        cell (from 0), line (from 1) and source.
    namespace : dict
    where : str
        The name of the cell as a file; `linecache` has its lines.
    future : bool
        Whether `from __future__ import annotations` holds.

    Raises
    ------
    Failed
        Whatever it raised. TimeLimit and KeyboardInterrupt pass.
    """
    try:
        text = "\n" * (statement["line"] - 1) + statement["source"]
        if text.lstrip().startswith(("import", "from")):
            tree = ast.parse(text, where)
            if len(tree.body) == 1 and isinstance(tree.body[0], ast.Import | ast.ImportFrom):
                _import(tree.body[0], namespace, where)
                return
        flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT | (ANNOTATIONS if future else 0)
        waiting = eval(compile(text, where, "exec", flags=flags, dont_inherit=True), namespace)
        if waiting is not None:
            _wait_for(waiting)
    except (TimeLimit, KeyboardInterrupt):
        raise
    except BaseException as error:  # SystemExit and the learner's own, too
        frames = [line for frame, line in traceback.walk_tb(error.__traceback__) if frame.f_code.co_filename == where]
        line = frames[-1] if frames else statement["line"]
        place = f"Cell {statement['cell'] + 1}, line {line}" if statement["cell"] != SUPPLIED else "An import"
        message = f"{place}, which this needs, raised {_text(error)}"
        raise Failed(message, statement["cell"], line, linecache.getline(where, line).strip()[:200]) from None


def _wait_for(coroutine):
    """`value = await f()` at the top of a cell: without an event loop, which needs more than a sandbox gives."""
    with contextlib.suppress(StopIteration):
        while coroutine.send(None) is None:
            pass
        coroutine.close()
        raise RuntimeError("what waits for an event loop is not run here")


def _import(node, namespace, where):
    """`import numpy as np, matplotlib.pyplot as plt`: what is not here is missed only where it is used."""
    for alias in node.names:
        kind = ast.Import([alias])
        if isinstance(node, ast.ImportFrom):
            kind = ast.ImportFrom(node.module, [alias], node.level)
        one = ast.fix_missing_locations(ast.copy_location(kind, node))
        try:
            exec(compile(ast.Module([one], []), where, "exec", dont_inherit=True), namespace)
        except ImportError as error:
            if alias.name == "*":
                raise
            name = alias.asname or alias.name.partition(".")[0]
            if isinstance(node, ast.ImportFrom) or alias.asname or name not in namespace:
                namespace[name] = Absent(type(error), str(error)[:300])


class Absent:
    """Stands for what could not be imported: the error comes where it is used.

    Parameters
    ----------
    kind : class
        ImportError, or ModuleNotFoundError.
    message : str
    """

    def __init__(self, kind, message):
        vars(self).update(_kind=kind, _message=message)

    def __getattr__(self, name):
        if name.startswith("__") and name.endswith("__"):  # asked by Python itself, as by `copy` and `inspect`
            raise AttributeError(name)
        raise vars(self)["_kind"](vars(self)["_message"])


def _raise(self, *_arguments, **_options):
    raise vars(self)["_kind"](vars(self)["_message"])


for _name in ASKED_OF:
    setattr(Absent, f"__{_name}__", _raise)


def _text(error):
    try:
        return f"{type(error).__name__[:80]}: {str(error)[:300] or 'no message'}"
    except BaseException:
        return "an error that cannot be printed"
