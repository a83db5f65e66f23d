"""What the tests here share: each finds the environment of a learner, and leaves none of its own behind."""

import os

import matplotlib
import pytest
from hypothesis import settings

from dlcourse.cli.commands import main

collect_ignore = ["in_pyodide"]  # scripts that other processes run: some put stand-ins in NumPy's place

matplotlib.use("Agg")  # not by the environment: kernels would inherit it and show no figures
settings.register_profile("patient", settings.default, deadline=None)  # a busy machine is slow, and nothing is wrong
settings.load_profile("patient")


@pytest.fixture(autouse=True)
def _environment():
    before = dict(os.environ)
    os.environ.pop("DLCOURSE_MODE", None)
    yield
    for name in set(os.environ) - set(before):
        del os.environ[name]
    os.environ.update({name: value for name, value in before.items() if os.environ.get(name) != value})


@pytest.fixture(scope="module")
def chrome(tmp_path_factory):
    """A server on a fresh folder of a learner's, and a browser; neither may have complained in the end."""
    from browser import learner

    with learner(tmp_path_factory.mktemp) as (server, context):
        yield server, context
        assert context.complaints == []


@pytest.fixture
def dl(capsys):
    """Call the command line in this process: its exit code, what it printed, and its errors."""

    def call(*arguments):
        with pytest.raises(SystemExit) as caught:
            main([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        return caught.value.code, printed.out, printed.err

    return call
