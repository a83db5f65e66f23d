"""A learner's shell, for all tests of what a notebook imports."""

import atexit
import sys

import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

from dlcourse.notebook import api
from dlcourse.notebook.session import session


@pytest.fixture
def cells(tmp_path, monkeypatch):
    """A real IPython shell in a folder of its own, with the course in it.

    ``cells(*sources)`` runs them and gives (the results of all, what was shown by all); ``cells.ipython`` is the shell.
    """
    monkeypatch.chdir(tmp_path)
    session.begin_anew()
    ipython = InteractiveShell(ipython_dir=str(tmp_path / "ipython"))
    ipython.history_manager.enabled = False
    monkeypatch.setattr("IPython.get_ipython", lambda: ipython)
    api.start()
    monkeypatch.setitem(sys.modules, "__main__", ipython.user_module)

    def run(*sources):
        with capture_output() as shown:
            results = [ipython.run_cell(source) for source in sources]
        return results, "\n".join([*(output.data["text/plain"] for output in shown.outputs), shown.stdout])

    run.ipython = ipython
    yield run
    session.shell = None
    session.begin_anew()
    ipython.history_manager.end_session()
    atexit.unregister(ipython.atexit_operations)  # or each shell tidies all memory once more when the tests end
