"""Processes that die, hang and run out of memory take only their own task along."""

import os
import signal
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
        try:
            bytearray(20_000_000_000)
        except MemoryError:
            return "refused"
    return kind


@pytest.mark.slow
def test_processes_that_die_take_only_their_own_task_along(tmp_path):
    kinds = ["fine", "die", "fine", "die once", "hang", "memory", *["fine"] * 5]
    tasks = [(i, (kind, str(tmp_path / "mark"))) for i, kind in enumerate(kinds)]
    found = dict(pool.run(iter(tasks), behave, 2, lambda task: 1.5 if task[0] == "hang" else 30))
    assert sorted(found) == list(range(len(kinds)))
    gone = {i: found.pop(i) for i in (1, 4)}
    assert [item.overdue for item in gone.values()] == [False, True]
    assert found.pop(5) == "refused"
    assert found == {i: kinds[i] for i in found}


@pytest.mark.slow
def test_where_no_process_works_nothing_is_tried_for_ever(monkeypatch):
    monkeypatch.setattr(pool, "MOST_DEAD", 2)
    tasks = iter([(i, ("die", "")) for i in range(20)])
    with pytest.raises(GradingError, match="end before they have graded anything"):
        list(pool.run(tasks, behave, 2, lambda task: 30))
    assert len(list(tasks)) >= 15


@pytest.mark.slow
def test_tasks_are_taken_one_by_one():
    taken = []

    def tasks():
        for i in range(20):
            taken.append(i)
            yield i, ("fine", "")

    for done, _ in enumerate(pool.run(tasks(), behave, 2, lambda task: 30)):
        assert len(taken) <= done + 3
