"""The runner: the process in the sandbox in which a student's statements and function run.

This module needs NumPy, the standard library and the engine's `plain`, `run`, `freezing`, `functions` and `timing`.
"""

import ast
import contextlib
import inspect
import linecache
import os
import resource
import struct
import sys
import traceback
import types

from dlcourse.checking.plain import decode, encode
from dlcourse.checking.run import run
from dlcourse.grading import seccomp

MEMORY_BYTES = 2_000_000_000  # of address space
FILE_BYTES = 8_000_000
OPEN_FILES = 64
THREADS = 64  # has no effect where the grader is root


def be_runner(writing, seconds):
    """Serve one request, write the answers to a descriptor, and end: never returns.

    Parameters
    ----------
    writing : int
    seconds : float
        Limit of processor time, nearly.
    """
    try:
        request = _read_request()
        nothing = os.open(os.devnull, os.O_RDWR)
        for descriptor in (0, 1, 2):
            os.dup2(nothing, descriptor)
        os.close(nothing)
        _give_up(seconds)
        for answer in _answers(request):
            data = encode(answer)
            view = memoryview(struct.pack("<Q", len(data)) + data)
            while view:
                view = view[os.write(writing, view) :]
    finally:
        os._exit(0)


def _read_request():
    """Exactly one request from descriptor 0, as plain data."""
    (length,) = struct.unpack("<Q", _read_exactly(8))
    return decode(_read_exactly(length))


def _read_exactly(length):
    parts = []
    while length:
        part = os.read(0, min(length, 1 << 20))
        if not part:
            os._exit(1)
        parts.append(part)
        length -= len(part)
    return b"".join(parts)


def _give_up(seconds):
    """Limits and the filter: from here on there is no way back."""
    limits = {
        "RLIMIT_AS": MEMORY_BYTES,
        "RLIMIT_FSIZE": FILE_BYTES,
        "RLIMIT_NOFILE": OPEN_FILES,
        "RLIMIT_NPROC": THREADS,
        "RLIMIT_CORE": 0,
        "RLIMIT_CPU": int(seconds) + 2,
    }
    for name, value in limits.items():
        limit = getattr(resource, name, None)
        if limit is not None:
            most = resource.getrlimit(limit)[1]
            value = value if most == resource.RLIM_INFINITY else min(value, most)
            with contextlib.suppress(*(() if seccomp.supported() else (ValueError, OSError))):
                resource.setrlimit(limit, (value, value))
    if seccomp.supported():
        seccomp.install()


def _answers(request):
    """First {"ready": ...} or {"cannot": ...}, then the outcome of each case, as plain data."""
    for name, source in request["modules"].items():
        _make_module(name, source)
    try:
        function = _load(request)
    except _CannotRun as error:
        yield {"cannot": error.fields}
        return
    misfit = _misfit(function, request)
    if misfit:
        yield {"cannot": misfit}
        return
    yield {"ready": True}
    names = request["positional"]
    for arguments in request["cases"]:
        outcome = run(function, arguments, [name for name in names if name in arguments])
        fields = vars(outcome) | {"failure": outcome.failure and vars(outcome.failure), "noise": list(outcome.noise)}
        yield fields


def _make_module(name, source):
    """A module of the course, without what is being graded."""
    module = types.ModuleType(name)
    module.__file__ = f"<{name}>"
    parent, _, child = name.rpartition(".")
    if parent and parent not in sys.modules:
        _make_module(parent, "")
    if "__path__" not in vars(module):
        module.__path__ = []
    sys.modules[name] = module
    if parent:
        setattr(sys.modules[parent], child, module)
    exec(compile(source, module.__file__, "exec", dont_inherit=True), vars(module))


class _CannotRun(Exception):
    def __init__(self, **fields):
        super().__init__()
        self.fields = fields


def _load(request):
    """Run the statements of every part, the one to be graded last: the student's function.

    A part is an answer with what it needs, in a namespace of its own. What it builds on is put into that namespace:
    an earlier part, or a reference.
    """
    for cell, source in request["cells"].items():
        lines = source.splitlines(keepends=True)
        linecache.cache[_file(cell)] = (len(source), None, lines, _file(cell))
    functions = {}
    for part in request["parts"]:
        main = types.ModuleType("__main__")
        sys.modules["__main__"] = main
        namespace = vars(main)
        namespace["display"] = lambda *objects, **options: None
        for name, key in part["answers"].items():
            namespace[name] = functions[key]
        for name, (module, function) in part["references"].items():
            found = getattr(sys.modules.get(module), function, None)
            if found is not None:  # those that build on what is being graded are not here
                namespace[name] = found
        for statement in part["statements"]:
            _execute(statement, namespace)
        if part["function"] not in namespace:
            raise _CannotRun(status="error", message=f"`{part['function']}` is not defined.")
        functions[part["id"]] = namespace[part["function"]]
    return functions[request["parts"][-1]["id"]]


def _file(cell):
    return f"<cell {int(cell) + 1}>"


def _execute(statement, namespace):
    where = _file(statement["cell"])
    try:
        tree = ast.parse("\n" * (statement["line"] - 1) + statement["source"], where)
        if len(tree.body) == 1 and isinstance(tree.body[0], ast.Import) and len(tree.body[0].names) > 1:
            _import(tree.body[0], namespace)
        else:
            exec(compile(tree, where, "exec", dont_inherit=True), namespace)
    except BaseException as error:  # SystemExit and the student's own, too
        frames = [line for frame, line in traceback.walk_tb(error.__traceback__) if frame.f_code.co_filename == where]
        line = frames[-1] if frames else statement["line"]
        raise _CannotRun(
            status="error",
            message=f"Cell {statement['cell'] + 1}, line {line}, which this needs, raised {_text(error)}",
            line=line,
            code=linecache.getline(where, line).strip()[:200],
        ) from None


def _import(node, namespace):
    """`import numpy as np, matplotlib.pyplot as plt`: what is not here is missed only where it is used."""
    for alias in node.names:
        with contextlib.suppress(ImportError):
            one = ast.fix_missing_locations(ast.Module([ast.Import([alias])], []))
            exec(compile(one, "<import>", "exec", dont_inherit=True), namespace)


def _text(error):
    try:
        return f"{type(error).__name__[:80]}: {str(error)[:300] or 'no message'}"
    except BaseException:
        return "an error that cannot be printed"


def _misfit(function, request):
    """What is wrong with the function before it is called at all, or None."""
    if not callable(function):
        return {"status": "error", "message": f"`{request['parts'][-1]['function']}` is not a function."}
    arguments, names = request["cases"][0], request["positional"]
    by_position = [name for name in names if name in arguments]
    by_name = {name: None for name in arguments if name not in names}
    try:
        signature = inspect.signature(function)
        signature.bind(*by_position, **by_name)
    except TypeError:
        wanted = ", ".join([*by_position, *(["*", *by_name] if by_name else [])])
        name = request["parts"][-1]["function"]
        message = f"The parameters do not fit: yours are `{name}{signature}`, wanted are `{name}({wanted})`."
        return {"status": "error", "message": message[:500]}
    except Exception:
        return None  # no signature to be had: calling it will tell
    return None
