"""`dlcourse lab` opens what was worked on last, and puts AGENTS.md into the folder."""

import os
from pathlib import Path

import pytest

from dlcourse.lab import assistants
from dlcourse.lab.assistants import NAME, TEXT, ask_for_hints
from dlcourse.lab.folder import FIRST, Report
from dlcourse.lab.resume import first_notebook

ENTRIES = {"forward.dense": {"score": 9, "attempts": 1, "tried": 5.0}}
FORWARD, BESIDE = "02_forward.ipynb", "02_forward.new-edition.ipynb"


@pytest.fixture
def folder(tmp_path):
    for time, name in enumerate((FIRST, FORWARD)):
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (time, time))
    return tmp_path


def never():
    raise AssertionError("nothing is read of a folder that was just made")


def test_first_use_begins_at_the_beginning(folder):
    assert first_notebook(Report(folder, copied=[FIRST]), never) == (FIRST, "")


def test_nothing_tried_begins_at_the_beginning(folder):
    assert first_notebook(Report(folder), dict) == (FIRST, "")


def test_it_goes_on_where_the_learner_stopped(folder):
    first, sentence = first_notebook(Report(folder), lambda: ENTRIES)
    assert first == FORWARD
    assert sentence.startswith(f"Go on with {FORWARD}, “")
    assert sentence.endswith("is next.")


def test_a_newer_edition_counts_once_it_was_worked_on(folder):
    (folder / BESIDE).touch()
    report = Report(folder, beside=[(FORWARD, BESIDE)])
    assert first_notebook(report, lambda: ENTRIES)[0] == FORWARD  # it was put there a moment ago
    first, sentence = first_notebook(Report(folder), lambda: ENTRIES)
    assert first == BESIDE
    assert BESIDE in sentence
    os.utime(folder / FORWARD, (9e9, 9e9))
    assert first_notebook(Report(folder), lambda: ENTRIES)[0] == FORWARD


def test_a_notebook_that_is_not_there_cannot_be_opened(folder):
    (folder / FORWARD).unlink()
    assert first_notebook(Report(folder), lambda: ENTRIES) == (FIRST, "")


# ---- AGENTS.md ----


def test_assistants_are_asked_once(tmp_path):
    sentence = ask_for_hints(tmp_path)
    assert NAME in sentence
    assert "hints instead of answers" in sentence
    assert sentence.count(".") == 2  # one sentence, and the one of the file's name
    assert (tmp_path / NAME).read_text("utf-8") == TEXT
    assert ask_for_hints(tmp_path) == ""


@pytest.mark.parametrize(
    "make", [lambda path: path.write_text("mine"), Path.mkdir, lambda path: path.symlink_to("gone")]
)
def test_what_is_there_is_left_alone(tmp_path, make):
    make(tmp_path / NAME)
    before = os.lstat(tmp_path / NAME)
    assert ask_for_hints(tmp_path) == ""
    assert os.lstat(tmp_path / NAME) == before


def test_a_folder_that_cannot_be_written_is_no_error():
    assert ask_for_hints("/proc") == ""


def test_the_courses_own_folder_is_left_alone(tmp_path, monkeypatch):
    monkeypatch.setattr(assistants, "notebook_folder", lambda: tmp_path)
    assert ask_for_hints(tmp_path) == ""
    assert list(tmp_path.iterdir()) == []
