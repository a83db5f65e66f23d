"""The statuses: their values are in files and in the documentation, so they stay as they are."""

import csv
import io
import json
import pickle
import sqlite3

import pytest

from dlcourse.checking.status import COLOURS, NOT_GRADED, NOT_TRIED, Status

VALUES = ["correct", "partial", "wrong", "not attempted", "error", "timeout", "crashed", "missing", "invalid"]


def test_the_values_that_files_hold():
    assert [status.value for status in Status] == VALUES
    assert [f"{status}" for status in Status] == VALUES
    assert [status == value for status, value in zip(Status, VALUES)] == [True] * len(VALUES)


@pytest.mark.parametrize("status", Status)
def test_it_is_stored_as_its_value(status):
    assert json.dumps({"status": status, status: 1}) == f'{{"status": "{status.value}", "{status.value}": 1}}'
    assert pickle.loads(pickle.dumps(status)) is status
    stream = io.StringIO()
    csv.writer(stream).writerow([status])
    assert stream.getvalue() == f"{status.value}\r\n"
    with sqlite3.connect(":memory:") as connection:
        [(stored, kind)] = connection.execute("SELECT x, typeof(x) FROM (SELECT ? AS x)", (status,))
    connection.close()
    assert (stored, kind, type(stored)) == (status.value, "text", str)


def test_a_sign_and_words_tell_them_apart_without_colour():
    for words in ([(item.sign, item.words) for item in Status], [(item.sign, item.final_words) for item in Status]):
        assert all(sign and text for sign, text in words)
        assert len(set(words)) == len(Status)
    assert {status.colour for status in Status} == set(COLOURS.values())
    assert [status for status in Status if status.tone == "good"] == [Status.CORRECT]


def test_groups_know_plain_text():
    """What comes from a file is text."""
    assert "invalid" in NOT_GRADED
    assert "missing" in NOT_GRADED & NOT_TRIED
    assert "wrong" not in NOT_GRADED | NOT_TRIED
