"""The walls of the sandbox."""

import os
import re
import shutil
from pathlib import Path

import pytest

from dlcourse.checking.runtime.plain import encode
from dlcourse.grading.sandbox import bwrap, seccomp
from dlcourse.grading.sandbox import conversation as sandbox
from dlcourse.grading.sandbox.conversation import Lost, SandboxError, Worker

HEADERS = {"x86_64": "/usr/include/x86_64-linux-gnu/asm/unistd_64.h", "aarch64": "/usr/include/asm-generic/unistd.h"}


def request(body, cases=({"z": 1.0},)):
    source = "def f(z):\n" + "".join(f"    {line}\n" for line in body.splitlines())
    part = {"id": "a.f", "function": "f", "answers": {}, "references": {}}
    part["statements"] = [{"cell": 0, "line": 1, "source": source}]
    own = {"cells": {0: source}, "jobs": [{"parts": [part]}]}
    frames = [own, {"modules": {}}, {"positional": ["z"], "parameters": ["z"], "cases": list(cases)}]
    return [encode(frame) for frame in frames], 1 + len(cases)


def value(worker, body):
    answers, ending = worker.ask(*request(body))
    assert ending["how"] == "done"
    return answers[1]["value"]


@pytest.fixture(scope="module")
def worker(engine):
    with Worker(engine, 20.0) as worker:
        yield worker


def test_probe(monkeypatch):
    assert sandbox.probe() is None
    bwrap.probe.cache_clear()
    bwrap.identity.cache_clear()
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    try:
        problem = sandbox.probe()
    finally:
        bwrap.probe.cache_clear()
        bwrap.identity.cache_clear()
    assert "apt install bubblewrap" in problem
    assert "--no-sandbox" in problem


def test_a_package_that_is_not_there():
    with pytest.raises(SandboxError, match="not installed"):
        bwrap.package_paths(("no_such_package",))


def test_only_scratch_can_be_written(engine):
    body = """
import os
found = []
for folder, folders, files in os.walk("/"):
    try:
        with open(folder + "/mark", "w"):
            found.append(folder)
    except OSError:
        pass
return found
"""
    with Worker(engine, 60.0) as worker:
        assert value(worker, body) == ["/tmp"]
        assert worker.spent  # what was written there must not be found by the next
        with pytest.raises(Lost):
            worker.ask(*request("return 1"))


def test_nothing_is_inherited(worker):
    names = value(worker, "import os\nreturn sorted(os.environ)")
    assert set(names) <= {*bwrap.environment("", ""), "PWD", "LC_CTYPE"}
    assert (
        value(
            worker, "import os\nreturn os.path.exists('/proc') or os.listdir('/home') if os.path.exists('/home') else 0"
        )
        == 0
    )
    body = """
import os
found = []
for number in range(64):
    try:
        os.fstat(number)
        found.append(number)
    except OSError:
        pass
return found
"""
    assert len(value(worker, body)) == 4  # three to nowhere, and the pipe of this exercise
    assert not worker.spent


def test_limits(worker):
    body = "import resource as r\nreturn [r.getrlimit(getattr(r, 'RLIMIT_' + name))[1] for name in z]"
    answers, _ = worker.ask(*request(body, [{"z": ["AS", "CPU", "FSIZE", "NOFILE", "CORE", "NPROC"]}]))
    assert answers[1]["value"] == [2_000_000_000, 22, 8_000_000, 64, 0, 64]
    assert (
        value(worker, "import numpy as np\ntry:\n    np.ones(300_000_000)\nexcept MemoryError:\n    return 'none'")
        == "none"
    )


def test_one_exercise_after_the_other(worker):
    process = worker.process.pid
    assert value(worker, "import numpy as np\nnp.mark = 1\nreturn 1") == 1
    assert value(worker, "import numpy as np\nreturn hasattr(np, 'mark')") is False
    assert worker.process.pid == process


def test_closing_ends_everything(engine):
    worker = Worker(engine, 5.0)
    worker.ask(*request("return 1"))
    worker.close()
    assert worker.process.returncode is not None


def test_the_engine_in_the_sandbox_knows_no_answer(engine):
    names = {str(path.relative_to(engine)) for path in engine.rglob("*.py")}
    assert names == {
        "dlcourse/__init__.py",
        "dlcourse/grading/__init__.py",
        *(f"dlcourse/{name}" for name in bwrap.ENGINE),
    }
    assert not any("sigmoid" in (engine / name).read_text("utf-8") for name in names)


def test_the_course_is_hidden_wherever_it_is_installed():
    import dlcourse

    package = str(Path(dlcourse.__file__).resolve().parent)
    assert package in bwrap.hidden_paths([os.path.dirname(os.path.dirname(package))])
    bound = [os.path.realpath(name) for name in bwrap.interpreter_paths()]
    hidden = bwrap.hidden_paths(bound)
    for root in bound:
        assert not package.startswith(f"{root}/") or any(package.startswith(name) for name in hidden)


@pytest.mark.parametrize("machine", seccomp.ARCHITECTURES)
def test_numbers_of_calls(machine):
    """As the kernel's own headers have them, where those are installed."""
    calls = seccomp.ARCHITECTURES[machine][1]
    assert len(set(calls.values())) == len(calls)
    assert len(seccomp.program(machine)) % 8 == 0
    header = Path(HEADERS[machine])
    if header.is_file():
        found = re.findall(r"#define __NR(?:3264)?_(\w+)\s+(\d+)$", header.read_text(), re.MULTILINE)
        known = {name: int(number) for name, number in found}
        assert {name: known.get(name, number) for name, number in calls.items()} == calls
