"""The runner: the process in the sandbox in which a student's statements and function run.

This module needs NumPy, the standard library and the engine's `checking.runtime`.
"""

import ast
import contextlib
import importlib.machinery
import linecache
import marshal
import os
import resource
import struct
import sys
import traceback
import types

from dlcourse.checking.runtime.parameters import misfit
from dlcourse.checking.runtime.plain import decode, encode
from dlcourse.checking.runtime.run import run
from dlcourse.grading.sandbox import seccomp

TOGETHER = 1_000_000  # bytes of answers that are written at once
DATA_BYTES = 1_000_000_000  # of memory of its own
FILE_BYTES = 8_000_000
OPEN_FILES = 64
THREADS = 64  # has no effect where the grader is root
LONGEST = 500  # characters of a sentence


def be_runner(writing, seconds, memory):
    """Serve one request, write the answers to a descriptor, and end: never returns.

    Parameters
    ----------
    writing : int
    seconds : float
        Limit of processor time, nearly.
    memory : int
        Bytes of address space.
    """
    try:
        request = _read_request()
        nothing = os.open(os.devnull, os.O_RDWR)
        for descriptor in (0, 1, 2):
            os.dup2(nothing, descriptor)
        os.close(nothing)
        _give_up(seconds, memory)
        waiting = bytearray()
        for answer in _answers(request):
            data = encode(answer)
            waiting += struct.pack("<Q", len(data)) + data
            if len(waiting) > TOGETHER:
                _write(writing, waiting)
                waiting = bytearray()
        _write(writing, waiting)
    finally:
        os._exit(0)


def _write(writing, data):
    view = memoryview(data)
    while view:
        view = view[os.write(writing, view) :]


def _read_request():
    """Exactly one request from descriptor 0, as plain data: what is the student's, the modules, and cases by job."""
    (count,) = struct.unpack("<Q", _read_exactly(8))
    lengths = struct.unpack(f"<{count}Q", _read_exactly(8 * count))
    own, modules, *cases = [decode(_read_exactly(length)) for length in lengths]
    jobs = [job | more for job, more in zip(own["jobs"], cases, strict=True)]
    return own | modules | {"jobs": jobs}


def _read_exactly(length):
    parts = []
    while length:
        part = os.read(0, min(length, 1 << 20))
        if not part:
            os._exit(1)
        parts.append(part)
        length -= len(part)
    return b"".join(parts)


def _give_up(seconds, memory):
    """Limits and the filter: from here on there is no way back."""
    limits = {
        "RLIMIT_AS": memory,
        "RLIMIT_DATA": DATA_BYTES,
        "RLIMIT_MEMLOCK": 0,
        "RLIMIT_SIGPENDING": 64,
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
    """For each job {"ready": ...} and the outcome of each case, or {"cannot": ...}; all as plain data."""
    sys.meta_path.insert(0, Provided(request["modules"]))
    for name in request["modules"]:
        importlib.import_module(name)
    for cell, source in request["cells"].items():
        lines = source.splitlines(keepends=True)
        linecache.cache[_file(cell)] = (len(source), None, lines, _file(cell))
    for job in request["jobs"]:
        yield from _answers_to(job)


def _answers_to(job):
    try:
        function = _load(job)
    except _CannotRun as error:
        yield {"cannot": error.fields}
        return
    problem = _misfit(function, job)
    if problem:
        yield {"cannot": {"status": "error", "message": problem}}
        return
    yield {"ready": True}
    names = job["positional"]
    for arguments in job["cases"]:
        outcome = run(function, arguments, names)
        failure = outcome.failure and vars(outcome.failure)
        yield vars(outcome) | {"failure": failure, "warnings": list(outcome.warnings)}


class Provided:
    """Finds and loads the modules of the course, without what is being graded, that came with a request.

    Parameters
    ----------
    codes : dict
        By module name: code that the same interpreter has compiled, as an array of bytes, or None for no code.
    """

    def __init__(self, codes):
        self.codes = codes

    def find_spec(self, name, path=None, target=None):
        if name not in self.codes:
            return None
        is_room = name.count(".") == 1
        is_package = is_room or any(other.startswith(f"{name}.") for other in self.codes)
        return importlib.machinery.ModuleSpec(name, self, origin=f"<{name}>", is_package=is_package)

    def create_module(self, spec):
        return None  # as usual

    def exec_module(self, module):
        code = self.codes[module.__name__]
        if code is not None:
            exec(marshal.loads(code.tobytes()), vars(module))


class _CannotRun(Exception):
    def __init__(self, **fields):
        super().__init__()
        self.fields = fields


def _load(job):
    """Run the statements of every part, the one to be graded last: the student's function.

    A part is an answer with what it needs, in a namespace of its own. What it builds on is put into that namespace:
    an earlier part, or a reference.
    """
    functions = {}
    for part in job["parts"]:
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
    return functions[job["parts"][-1]["id"]]


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
            cell=int(statement["cell"]),
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


def _misfit(function, job):
    """What is wrong with the function before it is called at all, or ""."""
    if not callable(function):
        return f"`{job['parts'][-1]['function']}` is not a function."
    name, names, wanted = job["parts"][-1]["id"].partition(".")[2], job["positional"], job["parameters"]
    return misfit(function, name, job["cases"][0], positional=names, wanted=wanted)[:LONGEST]
