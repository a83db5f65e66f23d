"""The runner: the process in the sandbox in which a student's statements and function run.

This module needs NumPy, the standard library and the engine's `checking.runtime`.
"""

import contextlib
import importlib.machinery
import linecache
import marshal
import os
import resource
import struct
import sys
import types

from dlcourse.checking.runtime.given import OwnAnswers
from dlcourse.checking.runtime.parameters import misfit
from dlcourse.checking.runtime.plain import decode, encode
from dlcourse.checking.runtime.run import run
from dlcourse.checking.runtime.script import Registered, run_script
from dlcourse.checking.runtime.statements import Failed, execute
from dlcourse.checking.runtime.timing import TimeLimit
from dlcourse.grading.sandbox import seccomp

TOGETHER = 1_000_000  # bytes of answers that are written at once
DATA_BYTES = 1_000_000_000  # of memory of its own
FILE_BYTES = 8_000_000
OPEN_FILES = 64
THREADS = 64  # has no effect where the grader is root
LONGEST = 500  # characters of a sentence
MOST_TOLD = 100  # ids that a script registered


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
        function, own, told = _load(job)
    except _CannotRun as error:
        yield {"cannot": error.fields}
        return
    except (KeyboardInterrupt, TimeLimit) as error:  # raised by the student's own statements
        yield {"cannot": {"status": "error", "message": f"A statement that this needs raised {type(error).__name__}."}}
        return
    problem = _misfit(function, job)
    if problem:
        yield {"cannot": {"status": "error", "message": problem}}
        return
    yield {"ready": True} | told
    names, own = job["positional"], OwnAnswers(own)
    for arguments in job["cases"]:
        yield outcome_fields(run(function, arguments, names, own=own))


def outcome_fields(outcome):
    """An Outcome as plain data."""
    return vars(outcome) | {"failure": outcome.failure and vars(outcome.failure), "warnings": list(outcome.warnings)}


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
    """The student's function, the answers that are called for its arguments, and what is to be told of finding it."""
    return _after_script(job["script"]) if "script" in job else (*_from_parts(job["parts"]), {})


def _from_parts(parts):
    """Run the statements of every part, the one to be graded last: the student's function, and what is called for it.

    A part is an answer with what it needs, in a namespace of its own. What it builds on is put into that namespace:
    an earlier part, or a reference.
    """
    functions = {}
    for part in parts:
        namespace = _fresh_main()
        for name, key in part["answers"].items():
            namespace[name] = functions[key]
        for name, found in _references(part["references"]).items():
            namespace[name] = found
        for statement in part["statements"]:
            try:
                execute(statement, namespace, _file(statement["cell"]), future=part.get("future", False))
            except Failed as error:
                raise _CannotRun(status="error", message=error.message, line=error.line, cell=error.cell) from None
        if part["function"] not in namespace:
            raise _CannotRun(status="error", message=f"`{part['function']}` is not defined.")
        functions[part["id"]] = namespace[part["function"]]
    return functions[parts[-1]["id"]], {key: namespace[key] for key in parts[-1]["calls"] if key in namespace}


def _after_script(script):
    """Run all statements of the notebook: as `_load`; told is which ids were registered, and what was slow."""
    namespace = _fresh_main()
    namespace.update(_references(script["references"]))
    found = run_script(
        script["statements"],
        namespace,
        Registered(_references(script["stand_ins"]), script["planted"], _references(script["brought"])),
        where=_file,
        future=script["future"],
        seconds=script["seconds"],
        skipped=set(script["skipped"]),
    )
    told = {"registered": [key[:LONGEST] for key in list(found.answers)[:MOST_TOLD]], "slow": found.slow}
    told["choices"] = [[key, value] for key, value in list(found.choices.items())[:MOST_TOLD]]
    if script["id"] not in found.answers:
        fields = {"message": "The notebook has no answer to this."}
        if found.failed:
            last = found.failed[-1]
            fields = {"message": last.message, "line": last.line, "cell": last.cell}
        raise _CannotRun(status="error", **fields, **told)
    function = found.answers[script["id"]]
    code = getattr(function, "__code__", None)
    known = found.answers | found.stand_ins
    own = {key: known[key] for key in script["calls"] if key in known}
    return function, own, told | {"where": getattr(code, "co_filename", "")[:LONGEST]}


def _fresh_main():
    main = types.ModuleType("__main__")
    sys.modules["__main__"] = main
    vars(main)["display"] = lambda *objects, **options: None
    return vars(main)


def _references(places):
    """The functions of the course at places (module, function): those that give away what is graded are not here."""
    found = {name: getattr(sys.modules.get(module), function, None) for name, (module, function) in places.items()}
    return {name: function for name, function in found.items() if function is not None}


def _file(cell):
    return f"<cell {int(cell) + 1}>"


def _misfit(function, job):
    """What is wrong with the function before it is called at all, or ""."""
    own = job["script"] if "script" in job else job["parts"][-1]
    if not callable(function):
        return f"`{own['function']}` is not a function."
    name, names, wanted = own["id"].partition(".")[2], job["positional"], job["parameters"]
    return misfit(function, name, job["cases"][0], positional=names, wanted=wanted)[:LONGEST]
