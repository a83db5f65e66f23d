"""What the tests of grading share: a grader that grades notebooks in a sandbox, and the command line."""

import functools
import shutil

import pytest
from bonus_lesson import forget, install
from corpus_files import graded

from dlcourse.grading import begin
from dlcourse.grading.processes import pool
from dlcourse.grading.sandbox.bwrap import engine_folder, probe
from dlcourse.grading.submission import grade_one, ungraded


@pytest.fixture(scope="session")
def engine():
    """The folder with what a worker imports; where no sandbox works, these tests are skipped."""
    problem = probe()
    if problem:
        pytest.skip(problem)
    folder = engine_folder()
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def grade(engine):
    """`grade(data, lesson="neuron")` grades the bytes of a notebook and gives the outcome of `grade_one`."""
    return functools.partial(_grade, engine)


def _grade(engine, data, *arguments, **options):
    return graded(data, engine, *arguments, **options)


@pytest.fixture
def fake(monkeypatch):
    """Grading in this process, without a worker: for what happens around it. Gives the tasks."""
    tasks = []

    def answer(self, function, items, seconds):
        for tag, task in items:
            if function is not grade_one:
                yield tag, function(task)
                continue
            tasks.append(task | {"data": task["place"].read()})
            status = "crashed" if b"machine" in tasks[-1]["data"] else "correct"
            chosen = task["exercises"]
            yield tag, ungraded(status, "a sentence", task["lesson"], chosen, machine=status == "crashed")

    monkeypatch.setattr(pool.Pool, "run", answer)
    monkeypatch.setattr(begin, "_try_sandbox", lambda *arguments: None)
    return tasks


@pytest.fixture
def sample(tmp_path, monkeypatch):
    """The lesson `lines` with its challenge; gives the folder that its package is in."""
    with monkeypatch.context() as patch:
        yield install(tmp_path, patch)
    forget()
