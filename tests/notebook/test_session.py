"""What a kernel remembers, and that nothing happens before it is asked to."""

import subprocess
import sys

import numpy as np
import pytest

from dlcourse.exercises import find
from dlcourse.notebook.session import Session

RELU, SIGMOID = find("neuron.relu"), find("neuron.sigmoid")


@pytest.fixture
def session():
    return Session()


def wrong(z):
    """Not what was asked for."""
    return z


def test_a_failing_answer_is_remembered_under_its_name_and_the_exercises(session):
    session.remember(RELU, wrong)
    assert session.failing_in({"relu": wrong, "wrong": wrong}) == {"relu": RELU, "wrong": RELU}
    assert session.failing_in({"relu": RELU.reference}) == {}  # something else is bound by now
    assert session.failing_in({}) == {}


def test_what_is_no_function_is_remembered_too(session):
    session.remember(RELU, 7)
    assert session.failing_in({"relu": 7}) == {"relu": RELU}


def test_checked_anew_an_answer_is_forgotten(session):
    session.remember(RELU, wrong)
    session.remember(SIGMOID, np.tanh)
    session.forget(RELU)
    assert session.failing_in({"relu": wrong, "wrong": wrong, "tanh": np.tanh}) == {"tanh": SIGMOID}


def test_the_reference_stands_in_for_what_fails_but_never_for_the_answer_itself(session):
    namespace = {"sigmoid": wrong, "relu": None}
    exec("def relu(z):\n    return sigmoid(z)", namespace)
    session.remember(SIGMOID, wrong)
    session.remember(RELU, namespace["relu"])
    assert session.stand_ins(RELU, namespace["relu"]) == {"sigmoid": SIGMOID.reference}
    assert session.stand_ins(RELU, 3) == {}


def test_beginning_anew_forgets_everything_but_the_shell(session):
    session.remember(RELU, wrong)
    session.shell = shell = object()
    session.offered["neuron.relu"] = 3
    session.tainted["a"] = [RELU]
    session.pending["a file"] = [1]
    session.said.add("a sentence")
    session.begin_anew()
    fresh = vars(Session())
    assert vars(session) == fresh | {"shell": shell}


def test_without_a_shell_there_is_nothing_to_start(session):
    session.start(None, None)
    assert session.shell is None


@pytest.mark.slow
def test_importing_the_modules_starts_nothing():
    code = (
        "import sys\n"
        "from IPython.core.interactiveshell import InteractiveShell\n"
        "shell = InteractiveShell.instance()\n"
        "from dlcourse.notebook import api, points, progress, rescue, session, track\n"
        "assert session.session.shell is None and not shell.custom_exceptions\n"
        "assert 'matplotlib' not in sys.modules\n"
        "from dlcourse import exercise\n"
        "assert session.session.shell is shell and shell.custom_exceptions\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
