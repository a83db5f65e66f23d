"""The warm sandbox: each submission is as alone in it as in a sandbox of its own."""

import os
import shutil
import time
from pathlib import Path

import pytest

from dlcourse.checking.runtime.plain import encode
from dlcourse.grading.sandbox import warm_sandbox
from dlcourse.grading.sandbox.bwrap import SandboxError, engine_folder
from dlcourse.grading.sandbox.client import Lost, Worker
from dlcourse.grading.sandbox.warm_sandbox import WarmSandbox, nested, worker_factory

pytestmark = pytest.mark.slow

SECONDS = 1.0


@pytest.fixture(scope="module")
def unfiltered(sandbox):
    """One whose runners have no seccomp filter: what holds then is what the namespaces hold."""
    engine = engine_folder()
    target = engine / "dlcourse" / "grading" / "sandbox" / "seccomp.py"
    assert target.is_file()
    for path in target.parent.rglob("seccomp*.pyc"):
        path.unlink()
    target.write_text("def supported():\n    return False\n")
    made = WarmSandbox(engine, SECONDS)
    yield made
    made.close()
    shutil.rmtree(engine)


def call(worker, source):
    """What the function `f` of a submission returns, or None."""
    part = {"id": "x.f", "function": "f", "answers": {}, "references": {}, "calls": []}
    part["statements"] = [{"cell": 0, "line": 1, "source": source}]
    own = {"cells": {0: source}, "jobs": [{"parts": [part]}]}
    frames = [own, {"modules": {}}, {"positional": ["x"], "parameters": ["x"], "cases": [{"x": 1.0}]}]
    answers, _ = worker.ask([encode(frame) for frame in frames], 2)
    assert "ready" in answers[0], answers[0]
    assert not answers[1]["failure"], answers[1]["failure"]
    return answers[1]["value"]


def once(sandbox, source):
    with sandbox.worker() as worker:
        return call(worker, source)


def parents():
    """The id of the parent of each living process, by its id."""
    found = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent, *_ = path.read_text("utf-8", "replace").rpartition(")")[2].split()
        except OSError:
            continue
        if state != "Z":
            found[int(path.parent.name)] = int(parent)
    return found


def descendants(process):
    """The ids of all living processes that descend from this one, after a moment for those that are about to end."""
    time.sleep(0.1)
    living, found = parents(), {process}
    while more := {key for key, parent in living.items() if parent in found} - found:
        found |= more
    return found - {process}


def kill(process):
    """Kill a sandbox, and wait until all in it have ended: the kernel sees to that on its own time."""
    inside = descendants(process.pid)
    process.kill()
    process.wait()
    for _ in range(500):
        if not inside & set(parents()):
            return
        time.sleep(0.02)
    raise AssertionError("the sandbox outlives its end")


def test_without_the_filter_there_is_none(unfiltered):
    """Else the tests below would show nothing."""
    assert once(unfiltered, "import os\ndef f(x):\n    return os.waitpid(os.fork() or os._exit(7), 0)[1] >> 8") == 7


def test_nothing_on_disk_is_left_for_the_next(sandbox):
    write = "def f(x):\n    open('/tmp/secret', 'w').write('x')\n    return __import__('os').listdir('/tmp')"
    read = "import os\ndef f(x):\n    return [os.getcwd(), *os.listdir('/tmp'), *os.listdir('.'), *os.listdir('/proc')]"
    assert once(sandbox, write) == ["secret"]
    assert once(sandbox, read) == ["/tmp"]


def test_no_place_can_be_written_but_the_scratch_folder(unfiltered):
    source = """import os
def f(x):
    found = []
    for root in ('/', '/tmp', '/proc', '/dev', '/course', '/packages', '/packages/numpy', '/usr', '/usr/lib', '/lib'):
        for folder in [root, *(item.path for item in os.scandir(root) if item.is_dir())] if os.path.isdir(root) else []:
            try:
                open(os.path.join(folder, 'mark'), 'w').close()
                found.append(folder)
            except OSError:
                pass
    return found
"""
    assert set(once(unfiltered, source)) == {"/tmp"}


def test_two_workers_at_once_do_not_meet(sandbox):
    read = "import os\ndef f(x):\n    return [os.getpid(), os.getppid(), len(os.listdir('/tmp'))]"
    write = "def f(x):\n    open('/tmp/secret', 'w').close()\n    return 1"
    with sandbox.worker() as first:
        with sandbox.worker() as second:
            call(second, write)
            assert call(first, read) == [3, 2, 0]  # the supervisor is 1, the attendant 2
        assert call(first, read)[2] == 0  # the end of one is not the end of the other


def test_only_its_own_descriptors_are_open(sandbox):
    source = """import os, stat
def f(x):
    found = []
    for number in range(3, 4096):
        try:
            found.append(stat.S_IFMT(os.fstat(number).st_mode))
        except OSError:
            pass
    return found
"""
    assert once(sandbox, source) == [0o010000]  # the pipe to its supervisor


def test_processes_left_behind_end_with_the_worker(unfiltered):
    source = """import os, signal, time
def f(x):
    for _ in range(3):
        if os.fork() == 0:
            os.setsid()
            for number in (1, 2, 15):
                signal.signal(number, signal.SIG_IGN)
            time.sleep(600)
    time.sleep(600)
"""
    worker = unfiltered.worker()
    assert len(descendants(unfiltered.process.pid)) == 3  # the fork server, the guard and the supervisor
    with pytest.raises((AssertionError, IndexError)):
        call(worker, source)
    worker.close()
    assert len(descendants(unfiltered.process.pid)) == 1
    assert once(unfiltered, "def f(x):\n    return x") == 1.0


def test_the_fork_server_cannot_be_reached_even_without_the_filter(unfiltered):
    source = """import ctypes, os, signal
def f(x):
    library, done = ctypes.CDLL(None, use_errno=True), []
    for number in range(2, 200):
        if number not in (os.getpid(), os.getppid()):
            try:
                os.kill(number, 0)
                done.append('sees %d' % number)
            except OSError:
                pass
    for inner in (False, True):
        if inner and library.unshare(0x10020000):  # a user namespace of its own, all rights in it
            break
        if library.umount2(b'/proc', 2) == 0 or os.listdir('/proc'):
            done.append('proc %d' % inner)
        if library.umount2(b'/tmp', 2) == 0:
            done.append('tmp %d' % inner)
        if library.mount(b'proc', b'/proc', b'proc', 0, None) == 0:
            done.append('mounts proc %d' % inner)
        if library.mount(None, b'/packages', None, 32 | 4096, None) == 0:
            done.append('writable %d' % inner)
    if library.ptrace(16, 1, 0, 0) == 0:
        done.append('traces its supervisor')
    return done
"""
    server = descendants(unfiltered.process.pid)
    assert once(unfiltered, source) == []
    with pytest.raises(Lost):  # it ends its own attendant, and so its own worker
        once(unfiltered, "import os\ndef f(x):\n    os.kill(-1, 9)\n    return 1")
    assert descendants(unfiltered.process.pid) == server  # it is alive, and as before


def test_no_capability_in_any_set(unfiltered):
    source = """import ctypes
def f(x):
    library = ctypes.CDLL(None)
    data = (ctypes.c_uint32 * 6)()
    assert library.capget((ctypes.c_uint32 * 2)(0x20080522, 0), data) == 0
    return [*data, sum(library.prctl(23, number, 0, 0, 0) for number in range(41)), *__import__('os').getresuid()]
"""
    *capabilities, a, b, c = once(unfiltered, source)
    assert capabilities == [0] * 7
    assert a == b == c != 0


def test_the_fork_server_never_has_a_submission_in_memory(sandbox):
    word = "".join(["a mark ", "which only ", "this submission has"])
    once(sandbox, f"def f(x):\n    return {word!r}")
    readable = 0
    for process in descendants(sandbox.process.pid):
        try:
            regions = Path(f"/proc/{process}/maps").read_text().splitlines()
        except OSError:
            continue
        assert not any(" rw-s" in region or " -w-s" in region for region in regions), "memory shared with children"
        with open(f"/proc/{process}/mem", "rb", buffering=0) as memory:
            for region in regions:
                ends, rights = region.split()[:2]
                start, end = (int(text, 16) for text in ends.split("-"))
                if rights.startswith("rw"):
                    memory.seek(start)
                    assert word.encode() not in memory.read(end - start)
                    readable += 1
    if not readable:
        pytest.skip("The memory of the sandbox cannot be read here: it needs root.")


def test_a_hundred_workers_leave_no_descriptor_and_no_process(sandbox):
    sandbox.worker().close()
    before = len(os.listdir("/proc/self/fd")), len(descendants(sandbox.process.pid))
    for _ in range(100):
        sandbox.worker().close()
    assert (len(os.listdir("/proc/self/fd")), len(descendants(sandbox.process.pid))) == before


def test_a_sandbox_that_was_killed_is_started_again(engine, sandbox):
    other = WarmSandbox(engine, SECONDS)
    try:
        with other.worker() as worker:
            kill(other.process)
            with pytest.raises(Lost):
                call(worker, "def f(x):\n    return 1")
        assert once(other, "def f(x):\n    return 2") == 2
    finally:
        other.close()


def test_where_namespaces_cannot_be_nested_each_gets_a_sandbox(engine, monkeypatch):
    monkeypatch.setattr(warm_sandbox, "nested", lambda arguments: arguments)
    with worker_factory.__wrapped__(engine, SECONDS)() as worker:
        assert type(worker) is Worker
        assert call(worker, "def f(x):\n    return x") == 1.0


def test_a_command_that_is_not_as_expected_is_refused():
    with pytest.raises(SandboxError):
        nested(["bwrap", "--tmpfs", "/elsewhere"])
