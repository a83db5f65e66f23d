"""The walls of the sandbox, as a worker meets them."""

import pytest
from sandbox_requests import request

from dlcourse.grading.sandbox import bwrap
from dlcourse.grading.sandbox.client import Lost, Worker

pytestmark = pytest.mark.slow


def value(worker, body):
    answers, ending = worker.ask(*request(body))
    assert ending["how"] == "done"
    return answers[1]["value"]


@pytest.fixture(scope="module")
def worker(engine):
    with Worker(engine, 20.0) as worker:
        yield worker


def test_only_scratch_can_be_written(engine):
    body = """
import os
found = []
for folder, folders, files in os.walk("/"):
    try:
        with open(folder + "/mark", "w"):
            found.append(folder)
    except OSError:
        pass
return found
"""
    with Worker(engine, 60.0) as worker:
        assert value(worker, body) == ["/tmp"]
        assert worker.spent  # what was written there must not be found by the next
        with pytest.raises(Lost):
            worker.ask(*request("return 1"))


def test_nothing_is_inherited(worker):
    names = value(worker, "import os\nreturn sorted(os.environ)")
    assert set(names) <= {*bwrap.environment("", ""), "PWD", "LC_CTYPE"}
    assert (
        value(
            worker, "import os\nreturn os.path.exists('/proc') or os.listdir('/home') if os.path.exists('/home') else 0"
        )
        == 0
    )
    body = """
import os
found = []
for number in range(64):
    try:
        os.fstat(number)
        found.append(number)
    except OSError:
        pass
return found
"""
    assert len(value(worker, body)) == 4  # three to nowhere, and the pipe of this exercise
    assert not worker.spent


def test_limits(worker):
    body = "import resource as r\nreturn [r.getrlimit(getattr(r, 'RLIMIT_' + name))[1] for name in z]"
    answers, _ = worker.ask(*request(body, [{"z": ["AS", "DATA", "CPU", "FSIZE", "NOFILE", "CORE", "NPROC"]}]))
    assert answers[1]["value"] == [1_000_000_000, 1_000_000_000, 22, 8_000_000, 64, 0, 64]
    assert (
        value(worker, "import numpy as np\ntry:\n    np.ones(300_000_000)\nexcept MemoryError:\n    return 'none'")
        == "none"
    )


def test_one_exercise_after_the_other(worker):
    process = worker.process.pid
    assert value(worker, "import numpy as np\nnp.mark = 1\nreturn 1") == 1
    assert value(worker, "import numpy as np\nreturn hasattr(np, 'mark')") is False
    assert worker.process.pid == process


def test_closing_ends_everything(engine):
    worker = Worker(engine, 5.0)
    worker.ask(*request("return 1"))
    worker.close()
    assert worker.process.returncode is not None
