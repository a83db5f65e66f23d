"""What the tests of coursework share."""

import pytest
from bonus_lesson import forget, install


@pytest.fixture
def sample(tmp_path, monkeypatch):
    """The lesson `lines` with its challenge; gives the folder that its package is in."""
    with monkeypatch.context() as patch:
        yield install(tmp_path, patch)
    forget()
