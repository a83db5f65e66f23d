"""What all tests share, the notebooks that nbval runs among them."""

import gc
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from xdist.scheduler import LoadScopeScheduling

# The outputs stored in the notebooks are those of the reference.
os.environ["DLCOURSE_MODE"] = "reference"
# Kernels find no settings or history of whoever runs the tests.
_settings = tempfile.TemporaryDirectory(prefix="dlcourse-ipython-", ignore_cleanup_errors=True)
os.environ["IPYTHONDIR"] = _settings.name
for name in ("DLCOURSE_PROGRESS", "DLCOURSE_SECONDS", "DLCOURSE_BUDGET", "MPLBACKEND"):
    os.environ.pop(name, None)
if "PYTEST_XDIST_WORKER" in os.environ:  # every core has a worker of its own: more threads would only wait
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# Formats that jsonschema knows and notebooks do not use: to import them compiles 38 grammars, seconds in each process.
sys.modules.setdefault("rfc3987_syntax", None)

SANITIZE = "tests/nbval.cfg"

_skipped = []


def _notebook(nodeid):
    """The name of the notebook that a test runs or looks at, or ""."""
    found = re.match(r"(?:notebooks/|tests/notebooks/test_\w+\.py::.*[\[-])(\d\d_\w+)", nodeid)
    return found[1] if found else ""


def _group(nodeid):
    """What runs on one worker, one after the other: it shares a kernel, the fixtures of a module, or computed cases."""
    file, _, test = nodeid.partition("::")
    exercise = re.search(r"\[(\w+\.\w+)", test) if file.startswith("tests/exercises/") else None
    return f"{file} {_notebook(nodeid)}{exercise[1] if exercise else ''}"


class _Groups(LoadScopeScheduling):
    """Hands out tests in groups, in the order in which they stand."""

    def _split_scope(self, nodeid):
        return _group(nodeid)


def pytest_configure(config):
    """Mend nbval, which opens the null device for each kernel and never closes it: a later test would hear of it."""
    if config.pluginmanager.has_plugin("nbval"):  # scripts/check does without: it takes seconds to import
        import nbval.kernel

        nbval.kernel.open = lambda *_: subprocess.DEVNULL
        # What a figure shows is printed or stands in its alt text; its pixels depend on fonts and versions.
        config.option.nbval_sanitize_with = config.option.nbval_sanitize_with or str(Path(__file__).parent / SANITIZE)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Workers get tests in groups."""
    return _Groups(config, log)


@pytest.hookimpl(optionalhook=True, wrapper=True)
def pytest_xdist_auto_num_workers(config):
    """One worker more than cores: a quarter of their time went into waiting for browsers, servers and limits of time.

    The quick tests of scripts/check, which does without nbval, do not wait.
    """
    cores = yield
    return cores + config.pluginmanager.has_plugin("nbval")


# Files whose tests take minutes together: they begin early, lest one core finishes long after the others.
LONG = ("tests/test_installation.py", "tests/test_browser", "tests/grading/sandbox/test_hostile.py")


def pytest_collection_modifyitems(items):
    """The notebooks come first, those of the last lessons before all; then other long files; the rest as it stands."""
    items.sort(key=lambda item: (_notebook(item.nodeid), item.nodeid.startswith(LONG)), reverse=True)


def pytest_collection_finish():
    """What has been imported and collected stays: the garbage collector need not look through it again and again."""
    gc.collect()
    gc.freeze()


def _note(report):
    if report.skipped and not hasattr(report, "wasxfail"):
        _skipped.append(report.nodeid)


def pytest_runtest_logreport(report):
    """Remember a test that was skipped."""
    _note(report)


def pytest_collectreport(report):
    """Remember a file whose tests were skipped."""
    _note(report)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session):
    """On the machine that decides whether a change is good, a test that did not run is a failure."""
    if _skipped and os.environ.get("CI") and session.exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter):
    """Say which tests were skipped where that is a failure."""
    if _skipped and os.environ.get("CI"):
        terminalreporter.section("skipped, which counts as a failure where CI is set")
        for name in _skipped:
            terminalreporter.line(name)


def pytest_unconfigure():
    """Remove what the kernels left."""
    _settings.cleanup()
