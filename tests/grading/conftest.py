"""What the tests of grading share: a grader that grades notebooks in a sandbox."""

import functools
import shutil

import pytest
from corpus_files import graded

from dlcourse.grading.sandbox import conversation as sandbox


@pytest.fixture(scope="session")
def engine():
    """The folder with what a worker imports; where no sandbox works, these tests are skipped."""
    problem = sandbox.probe()
    if problem:
        pytest.skip(problem)
    folder = sandbox.engine_folder()
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def grade(engine):
    """`grade(data, lesson="neuron")` grades the bytes of a notebook and gives the outcome of `grade_one`."""
    return functools.partial(_grade, engine)


def _grade(engine, data, *arguments, **options):
    return graded(data, engine, *arguments, **options)
