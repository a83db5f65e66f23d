"""Nothing is lost: runs that are killed, interrupted, run out of disk or lose their folder."""

import contextlib
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from classroom import a_class, put, start_here

from dlcourse.grading.gradebook import GradeBook

SIZE, KILLS = 40, 4
SLOW = "import time\ntime.sleep(0.05)\nreturn image / largest"  # right, and a run takes long enough to be disturbed
LONG = 120  # seconds: the machine may have other things to do


@contextlib.contextmanager
def started(folder, out, *more, **options):
    """The command while it runs; whatever happens, it ends here."""
    command = [sys.executable, "-m", "dlcourse", "grade", str(folder), "-o", str(out), "--jobs", "2", *more]
    pipe = subprocess.PIPE
    # A shell that starts the tests in the background has them ignore Ctrl-C, and so would their children.
    options.setdefault("preexec_fn", lambda: signal.signal(signal.SIGINT, signal.default_int_handler))
    with subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, start_new_session=True, **options) as process:
        try:
            yield process
        finally:
            process.kill()


def finish(folder, out, *more, **options):
    """Run the command to its end: (exit code, errors)."""
    with started(folder, out, *more, **options) as process:
        _, errors = process.communicate(timeout=LONG)
    return process.returncode, errors


def content(out):
    """What is in the only run of a grade book, without what differs from run to run."""
    with GradeBook(out / "gradebook.sqlite") as book:
        [run] = book.runs()
        rows = [(row | {"seconds": 0}, results) for row, results in book.rows(run["id"])]
    return run["seed"], rows


def stored(out):
    """How many submissions the book has, while the command runs."""
    if not (out / "gradebook.sqlite").exists():
        return 0
    with GradeBook(out / "gradebook.sqlite") as book:
        return len(book.done(1))


def wait_for(condition, seconds=60):
    """Wait until something is true."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    """A class, and the content of its grade book after an undisturbed run: (folder, out, content)."""
    if not shutil.which("bwrap"):
        pytest.skip("bubblewrap is not installed")
    folder = tmp_path_factory.mktemp("resume")
    expected = a_class(folder / "class", SIZE)
    for student in [name for name in expected if expected[name] == "correct"]:
        put(folder / "class", f"{student}/00_start_here.ipynb", start_here(body=SLOW))
    assert finish(folder / "class", folder / "out", "--seed", "11") == (0, "")
    with GradeBook(folder / "out" / "gradebook.sqlite") as book:
        assert {row["student"]: row["status"] for row, _ in book.rows(1)} == expected
    return folder / "class", folder / "out", content(folder / "out")


def same_files(one, other):
    for name in ("grades.csv", "exercises.csv"):
        assert (one / name).read_bytes() == (other / name).read_bytes()
    pages = [sorted(path.relative_to(out) for path in out.rglob("*.html")) for out in (one, other)]
    assert pages[0] == pages[1]
    assert len(pages[0]) == SIZE


@pytest.mark.slow
def test_killed_at_many_instants(undisturbed, tmp_path):
    folder, before, expected = undisturbed
    out, rng, stages = tmp_path / "out", random.Random(5), [0]
    for _ in range(KILLS):
        with started(folder, out, "--seed", "11") as process:
            if rng.random() < 0.7:
                wait_for(lambda: stored(out) > stages[-1] or process.poll() is not None)
            time.sleep(rng.uniform(0, 0.1))
        stages.append(stored(out) if out.exists() else 0)
    assert finish(folder, out, "--seed", "11")[0] == 0
    assert content(out) == expected
    same_files(out, before)
    assert stages == sorted(stages)  # nothing that was in the book was ever lost
    assert stages[-1] > 0
    assert not (out / ".running").exists()


def session(leader):
    """The living processes of a session."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _parent, _group, number = path.read_text().rpartition(")")[2].split()[:4]
        except OSError:
            continue
        if int(number) == leader and state != "Z":
            found.append(int(path.parent.name))
    return found


@contextlib.contextmanager
def under_way(folder, out):
    """The command, once it has graded one more submission."""
    before = stored(out)
    with started(folder, out) as process:
        wait_for(lambda: stored(out) > before)
        yield process


def interrupt(folder, out):
    with under_way(folder, out) as process:
        os.killpg(process.pid, signal.SIGINT)
        _, errors = process.communicate(timeout=LONG)
    assert process.returncode == 130, errors
    assert "Stopped. What is graded is kept" in errors
    assert "Traceback" not in errors


def kill(folder, out):
    with under_way(folder, out) as process:
        os.kill(process.pid, signal.SIGSTOP)
        assert len(session(process.pid)) > 1
        engine = json.loads((out / ".running").read_text())["engine"]
    wait_for(lambda: not session(process.pid))
    assert os.path.isdir(engine)
    return engine


def pull_away(folder, out):
    elsewhere = out.with_name("elsewhere")
    with under_way(folder, out) as process:
        out.rename(elsewhere)
        _, errors = process.communicate(timeout=LONG)
    assert process.returncode == 1
    assert "is gone: put it back (or give another one) and run the same command again" in errors
    assert "Traceback" not in errors
    elsewhere.rename(out)


def start_another_and_kill_the_workers(folder, out):
    with under_way(folder, out) as process:
        os.kill(process.pid, signal.SIGSTOP)
        code, errors = finish(folder, out)
        assert code == 1
        assert f"process {process.pid} on" in errors
        assert errors.count("\n") == 1
        for pid in session(process.pid):
            if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes():
                os.kill(pid, signal.SIGKILL)
        os.kill(process.pid, signal.SIGCONT)
        process.communicate(timeout=LONG)
    assert process.returncode == 0


@pytest.mark.slow
def test_one_disturbance_after_another(undisturbed, tmp_path):
    folder, before, expected = undisturbed
    out = tmp_path / "out"
    with GradeBook(prepared(out, folder)) as book:
        assert book.latest()["seed"] == 11
    interrupt(folder, out)
    engine = kill(folder, out)
    pull_away(folder, out)
    assert not os.path.exists(engine)  # the next run takes away what a killed one left
    start_another_and_kill_the_workers(folder, out)
    assert content(out) == expected
    same_files(out, before)


def prepared(out, folder):
    """The path of a book in which a run has begun with the seed of the undisturbed one."""
    with started(folder, out, "--seed", "11"):
        wait_for(lambda: stored(out) > 0)
    return out / "gradebook.sqlite"


@pytest.mark.slow
def test_files_that_cannot_grow(undisturbed, tmp_path):
    folder, before, expected = undisturbed
    limit = (before / "gradebook.sqlite").stat().st_size // 2
    code, errors = finish(folder, tmp_path / "out", "--seed", "11", preexec_fn=lambda: smallest(limit))
    assert code == 1
    assert errors.count("\n") == 1, errors
    assert "the same command" in errors
    assert finish(folder, tmp_path / "out", "--seed", "11")[0] == 0
    assert content(tmp_path / "out") == expected


def smallest(limit):
    """No file of this process may grow beyond this: to SQLite it looks like a broken disk."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
