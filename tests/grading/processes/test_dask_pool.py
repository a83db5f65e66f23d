"""Grading on a real Dask cluster, of whose two workers one is killed."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from classroom import needs_sandbox, put, start_here

from dlcourse.grading.errors import GradingError
from dlcourse.grading.gradebook import BOOK, GradeBook
from dlcourse.grading.processes import dask_pool
from dlcourse.grading.run import grade

distributed = pytest.importorskip("distributed")

HERE = Path(__file__).parent
TASKS = 40


@pytest.fixture
def cluster():
    """(address, worker processes): a scheduler and two workers, on this machine only."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"tcp://127.0.0.1:{port}"
    path = os.pathsep.join(map(str, (HERE, HERE.parent)))  # this file, and what it imports
    environment = os.environ | {"PYTHONPATH": path, "PYTHONWARNINGS": "ignore"}
    start = [sys.executable, "-m", "distributed.cli."]

    def process(name, *arguments):
        command = [*start[:2], start[2] + name, *arguments]
        return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    quiet = ["--host", "127.0.0.1", "--no-dashboard"]
    processes = [process("dask_scheduler", *quiet, "--port", str(port))]
    for _ in range(2):
        processes.append(process("dask_worker", address, *quiet, "--no-nanny", "--nthreads", "1"))
    try:
        with distributed.Client(address, timeout=60, set_as_default=False) as client:
            client.wait_for_workers(2, timeout=60)  # or the first would do all before the second is there
        yield address, processes[1:]
    finally:
        for item in reversed(processes):
            item.kill()
            item.wait()


def slow_square(task):
    """What the workers do; it leaves a line for each call, and waits until both workers have left one."""
    log = Path(task["log"])
    with log.open("a") as file:
        file.write(f"{os.getpid()} {task['number']}\n")
    deadline = time.monotonic() + 30
    while len(at_work(log)) < 2 and time.monotonic() < deadline:
        time.sleep(0.01)
    return task["number"] ** 2


def at_work(log):
    """The processes that have left a line."""
    return {line.split()[0] for line in log.read_text().splitlines()}


def deadly(task):
    """Ends the worker whose process runs it."""
    os.kill(os.getppid(), signal.SIGKILL)


@pytest.mark.slow
def test_one_of_two_workers_is_killed(cluster, tmp_path):
    address, workers = cluster
    log = tmp_path / "log"
    tasks = ((number, {"number": number, "log": str(log)}) for number in range(TASKS))
    outcomes = []
    for tag, outcome in dask_pool.run(tasks, slow_square, address, lambda task: 60):
        outcomes.append((tag, outcome))
        if len(outcomes) == 10:
            assert len(at_work(log)) == 2
            workers[0].kill()
            workers[0].wait()
    assert sorted(outcomes) == [(number, number**2) for number in range(TASKS)]  # each once


@pytest.mark.slow
@needs_sandbox
def test_a_class_graded_by_a_cluster_of_which_a_worker_is_killed(cluster, tmp_path):
    address, workers = cluster
    students = [f"s{number:02}" for number in range(24)]
    for student in students:
        put(tmp_path, f"hw/{student}/00_start_here.ipynb", start_here())
    calls, stored = [], []

    def progress(*call):
        calls.append(call)
        if len(calls) == 6:
            workers[0].kill()
            workers[0].wait()

    def store(book, run, row, results):
        stored.append(row["student"])
        return keep(book, run, row, results)

    keep = GradeBook.store
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(GradeBook, "store", store)
        summary = grade([tmp_path / "hw"], tmp_path / "out", seed=1, scheduler=address, progress=progress)
    assert workers[0].poll() is not None
    assert workers[1].poll() is None
    assert summary.graded == len(calls) == len(students)
    assert summary.failed == 0
    assert sorted(stored) == students  # each once
    with GradeBook(tmp_path / "out" / BOOK) as book:
        rows = [row for row, _ in book.rows(book.latest()["id"])]
    assert [row["student"] for row in rows] == students
    assert {row["status"] for row in rows} == {"correct"}


@pytest.mark.slow
def test_a_task_that_kills_its_worker_and_a_cluster_without_workers(cluster, monkeypatch):
    monkeypatch.setattr(dask_pool, "PATIENCE", 2.0)
    monkeypatch.setattr(dask_pool, "LOOK", 0.5)
    address, workers = cluster
    with pytest.raises(GradingError, match="no workers"):
        list(dask_pool.run([("x", {})], deadly, address, lambda task: 60))
    assert all(worker.wait(10) is not None for worker in workers)


@pytest.mark.slow
def test_no_scheduler(monkeypatch):
    monkeypatch.setattr(dask_pool, "PATIENCE", 0.5)
    with pytest.raises(GradingError, match="No Dask scheduler answers"):
        list(dask_pool.run([], slow_square, "tcp://127.0.0.1:9", lambda task: 60))
