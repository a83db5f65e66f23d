"""Processes that die, hang and run out of memory take only their own task along."""

import errno
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dlcourse.grading.errors import GradingError
from dlcourse.grading.processes import pool


def behave(task):
    """What a task does to its process."""
    kind, place = task
    if kind == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    if kind == "die once" and not Path(place).exists():
        Path(place).touch()
        os._exit(3)
    if kind == "hang":
        time.sleep(60)
    if kind == "memory":
        return len(bytearray(1_000_000_000))
    if kind == "slow step":
        pool.step("the slow one", 0.5)
        time.sleep(60)
    if kind == "two steps":
        for name in ("one", "two"):
            pool.step(name, 20)
    return kind


def run(kinds, jobs=2, place=""):
    """What a pool makes of tasks of these kinds."""
    tasks = [(number, (kind, str(place))) for number, kind in enumerate(kinds)]
    with pool.Pool(jobs) as processes:
        return dict(processes.run(behave, iter(tasks), lambda task: 2 if task[0] == "hang" else 60))


@pytest.mark.slow
def test_processes_that_die_take_only_their_own_task_along(tmp_path):
    kinds = ["fine", "die", "fine", "die once", "hang", "memory", "slow step", "two steps", *["fine"] * 5]
    found = run(kinds, place=tmp_path / "mark")
    assert sorted(found) == list(range(len(kinds)))
    gone = {kinds[number]: found.pop(number) for number in (1, 4, 5, 6)}
    assert gone == {
        "die": pool.Gone(),
        "hang": pool.Gone(overdue=True),
        "memory": pool.Gone(memory=True),
        "slow step": pool.Gone("the slow one", overdue=True),
    }
    assert found == {number: kinds[number] for number in found}


@pytest.mark.slow
def test_processes_stay_for_the_next_tasks():
    with pool.Pool(1) as processes:
        numbers = [list(processes.run(number_of_process, [(0, None)], lambda task: 60)) for _ in range(2)]
        assert numbers[0] == numbers[1]
        assert numbers[0][0][1] != os.getpid()
    with pytest.raises(ProcessLookupError):
        os.kill(numbers[0][0][1], 0)


def number_of_process(_task):
    return os.getpid()


@pytest.mark.slow
def test_where_no_process_works_nothing_is_tried_for_ever(monkeypatch):
    monkeypatch.setattr(pool, "MOST_DEAD", 2)
    tasks = iter([(i, ("die", "")) for i in range(20)])
    with pool.Pool(2) as processes, pytest.raises(GradingError, match="end before they have graded anything"):
        list(processes.run(behave, tasks, lambda task: 30))
    assert len(list(tasks)) >= 15


@pytest.mark.slow
def test_tasks_are_taken_one_by_one():
    taken = []

    def tasks():
        for i in range(20):
            taken.append(i)
            yield i, ("fine", "")

    with pool.Pool(2) as processes:
        for done, _ in enumerate(processes.run(behave, tasks(), lambda task: 30)):
            assert len(taken) <= done + 3


@pytest.mark.slow
def test_processes_end_with_a_program_that_is_killed(tmp_path):
    program = (
        "import os, sys; from dlcourse.grading.processes import pool\n"
        f"sys.path.insert(0, {str(Path(__file__).parent)!r})\n"
        "from test_pool import tell_and_hang\n"
        f"list(pool.Pool(1).run(tell_and_hang, [(0, {str(tmp_path / 'number')!r})], lambda task: 100))"
    )
    parent = subprocess.Popen([sys.executable, "-c", program])
    while not (tmp_path / "number").is_file():
        time.sleep(0.05)
    parent.kill()
    parent.wait()
    number = int((tmp_path / "number").read_text())
    for _ in range(600):
        if not is_alive(number):
            return
        time.sleep(0.05)
    pytest.fail("a process outlived the program that had started it")


def tell_and_hang(place):
    Path(f"{place}.new").write_text(str(os.getpid()))
    os.replace(f"{place}.new", place)
    time.sleep(100)


def is_alive(number):
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{number}/stat")
    return not status.is_file() or status.read_text().rpartition(")")[2].split()[0] != "Z"


@pytest.mark.parametrize(
    ("number", "words"), [(errno.EMFILE, "too many files are open"), (errno.EPERM, "No process can be started")]
)
def test_a_machine_that_starts_no_process_is_told_of(number, words, monkeypatch):
    def fails(*_, **__):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(pool.subprocess, "Popen", fails)
    with pytest.raises(GradingError, match=words):
        run(["fine"])
