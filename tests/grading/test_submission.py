"""One submission: whatever it is, an outcome comes back."""

import json

import pytest
from classroom import needs_sandbox, notebook, start_here

from dlcourse.grading import submission
from dlcourse.grading.sandbox.bwrap import SandboxError
from dlcourse.grading.submission import grade_one, overall


def task(data, **changes):
    """A task for grade_one."""
    fields = {"student": "alice", "lesson": "start_here", "name": "hw/alice/x.ipynb", "data": data, "seed": 1}
    return fields | {"timeout": 2.0, "sandboxed": True, "packages": []} | changes


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "hw/alice/x.ipynb is empty"),
        (b"no JSON", "is not a notebook"),
        (start_here()[:-100], "breaks off in the middle"),
        (b"\xff\xfe\x00", "no text in UTF-8"),
        (b'{"nbformat": 3, "worksheets": []}', "old notebook format 3"),
        (b'{"nbformat": 99, "cells": []}', "notebook format 99"),
        (b'{"nbformat": 4, "cells": 5}', "is damaged"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"nbformat": 4, "cells": [], "metadata": ' + b'{"a":' * 900 + b"1" + b"}" * 901, "hw/alice/x.ipynb"),
        (b"{}", "is not a notebook"),
        (notebook("print(1)"), "not one of this course"),
        (notebook("exercise = 1\n" * 10), "not one of this course"),
    ],
)
def test_what_is_no_notebook_of_the_course(data, said):
    outcome = grade_one(task(data))
    assert outcome["status"] == "invalid"
    assert said in outcome["message"]
    assert outcome["message"].count("\n") == 0
    assert (outcome["score"], outcome["max_score"], outcome["results"]) == (0, 3, [])
    assert not outcome["machine"]


@pytest.mark.slow
@needs_sandbox
def test_notebooks_with_small_damage_are_graded():
    content = json.loads(start_here())
    for cell in content["cells"]:
        cell["id"] = "same"
    content["nbformat_minor"] = 0
    outcome = grade_one(task(json.dumps(content).encode()))
    assert outcome["status"] == "correct"


def test_what_the_grader_cannot_do_is_its_own_fault(monkeypatch):
    for error in (SandboxError("no sandbox"), OSError("no process"), ValueError("a mistake of ours")):

        def fail(*arguments, error=error):
            raise error

        monkeypatch.setattr(submission, "worker_factory", fail)
        outcome = grade_one(task(start_here()))
        assert outcome["status"] == "crashed"
        assert str(error) in outcome["message"]
        assert outcome["machine"]


def results(*pairs):
    return [{"status": status, "score": score, "message": f"it was {status}"} for status, score in pairs]


@pytest.mark.parametrize(
    ("pairs", "status"),
    [
        ([("correct", 1), ("correct", 2)], "correct"),
        ([("correct", 1), ("crashed", 0)], "partial"),
        ([("wrong", 0.5), ("missing", 0)], "partial"),
        ([("wrong", 0), ("timeout", 0)], "wrong"),
        ([("not attempted", 0), ("missing", 0)], "not attempted"),
        ([("timeout", 0), ("not attempted", 0)], "timeout"),
        ([("crashed", 0), ("missing", 0)], "crashed"),
        ([("error", 0), ("error", 0), ("timeout", 0)], "error"),
    ],
)
def test_the_status_of_a_submission(pairs, status):
    found, message = overall(results(*pairs))
    assert found == status
    assert message
