"""What the tests of the sandbox share: a warm one."""

import pytest

from dlcourse.grading.sandbox.bwrap import SandboxError
from dlcourse.grading.sandbox.warm_sandbox import WarmSandbox

SECONDS = 1.0


@pytest.fixture(scope="module")
def sandbox(engine):
    """A warm sandbox; where none works, these tests are skipped."""
    made = WarmSandbox(engine, SECONDS)
    try:
        made.worker().close()
    except SandboxError as error:
        pytest.skip(str(error))
    yield made
    made.close()
