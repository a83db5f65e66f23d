"""The lesson `sample` is a part of the course while these tests run; it is no test, and is imported once it is one."""

import pytest
from sample_notebook import course

collect_ignore = ["course"]


@pytest.fixture(autouse=True, scope="module")
def _lesson():
    found = course()
    found.register()
    yield
    found.remove()
