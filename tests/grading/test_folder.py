"""The folder of results: one run at a time."""

import json

import pytest
from classroom import put, start_here
from filelock import FileLock

from dlcourse.grading.errors import GradingError
from dlcourse.grading.run import grade


def test_a_place_that_cannot_be_used(tmp_path, dl):
    put(tmp_path, "hw/alice/00_start_here.ipynb", start_here())
    file = put(tmp_path, "file", b"")
    code, _, errors = dl("grade", tmp_path / "hw", "-o", file)
    assert code == 2
    assert "cannot be used for results" in errors


def test_two_runs_at_once(tmp_path, fake):
    put(tmp_path, "hw/alice/00_start_here.ipynb", start_here())
    out = tmp_path / "out"
    out.mkdir()
    holder = {"pid": 4711, "host": "here", "since": "10:00:00", "engine": ""}
    (out / ".running").write_text(json.dumps(holder))
    with FileLock(out / ".lock"), pytest.raises(GradingError, match=r"process 4711 on here, since 10:00:00"):
        grade([tmp_path / "hw"], out)
    assert not fake
    grade([tmp_path / "hw"], out)
    assert not (out / ".running").exists()
