"""`dlcourse review` in a pipe and asked by a person: what it asks, what it writes down, its exit code."""

import json
import re
import subprocess
import sys

import pytest

from dlcourse.checking.question import Question
from dlcourse.coursework.review import can_be_asked
from dlcourse.exercises import all_exercises
from dlcourse.notebook.progress import FILE_NAME, load, record

ABLE = [item for item in all_exercises() if isinstance(item, Question) and can_be_asked(item)]
LETTERS = [item for item in ABLE if item.options and not item.reasons and not item.draw]


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """Every test has a folder of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DLCOURSE_PROGRESS", raising=False)
    return tmp_path


@pytest.fixture
def typed(dl, monkeypatch):
    """Call the command with lines on its input."""

    def call(lines, *arguments):
        with open("typed.txt", "w+", encoding="utf-8") as stream:
            stream.write(lines)
            stream.seek(0)
            monkeypatch.setattr("sys.stdin", stream)
            return dl("review", *arguments)

    return call


def known(questions):
    for question in questions:
        record(question.id, "correct", question.points, question.points)


def test_nothing_was_right_yet(typed):
    code, out, errors = typed("a\n")
    assert (code, errors) == (0, "")
    assert "Nothing to review yet" in out
    assert "dlcourse lab" in out


def test_five_are_asked_and_written_down(typed, folder):
    known(LETTERS[:7])
    before = (folder / FILE_NAME).read_text()
    code, out, errors = typed("a\n" * 5, "--seed", "1")
    assert (code, errors) == (0, "")
    assert out.count("Your answer (a letter; Enter to skip)") == 5
    right = out.count("Right. Worth keeping:")
    assert right + out.count("Not the answer.") == 5
    assert f"{right} of 5 right." in out
    entries = load()["exercises"]
    seen = {key for key, entry in entries.items() if "reviewed" in entry}
    assert len(seen) == 5
    for key, entry in json.loads(before)["exercises"].items():
        entries[key].pop("reviewed", None)
        assert entries[key] == entry  # nothing else has changed
    _, out, _ = typed("\n\n", "--count", "2")
    assert {line.split(": ")[1] for line in out.splitlines() if line[:5] in ("1 of ", "2 of ")} == {
        question.id for question in LETTERS[:7]
    } - seen


def test_what_is_no_answer_is_asked_for_again(typed):
    known(LETTERS[:1])
    _, out, _ = typed("maybe\nz\na\n")
    assert out.count("Want one of a, b") == 2
    assert out.count("Your answer") == 3


def test_the_end_of_the_input_ends_it_with_what_was_answered(typed):
    known(LETTERS[:4])
    code, out, errors = typed("a\n\n")
    assert (code, errors) == (0, "")
    assert " of 2 right." in out
    assert sum("reviewed" in entry for entry in load()["exercises"].values()) == 2
    code, out, _ = typed("", "--count", "1")
    assert code == 0
    assert not re.search(r"\d of \d right\.", out)  # a question's text may speak of the right


def test_a_folder_and_an_environment(typed, folder, monkeypatch):
    (folder / "my-dlcourse").mkdir()
    monkeypatch.chdir(folder / "my-dlcourse")
    known(LETTERS[:1])
    monkeypatch.chdir(folder)
    for arguments in ([], ["my-dlcourse"]):
        assert "1 of 1: " in typed("a\n", *arguments)[1]
    assert not (folder / FILE_NAME).exists()
    monkeypatch.setenv("DLCOURSE_PROGRESS", str(folder / "p.json"))
    assert "Nothing to review" in typed("a\n")[1]
    known(LETTERS[1:2])
    assert LETTERS[1].id in typed("a\n")[1]
    assert "reviewed" in (folder / "p.json").read_text()
    code, _, errors = typed("a\n", "nowhere")
    assert code == 2
    assert "not a folder" in errors


@pytest.mark.parametrize("arguments", [["--count", "0"], ["--seed", "-1"], ["--count", "many"]])
def test_arguments_that_cannot_be(typed, arguments):
    code, _, errors = typed("a\n", *arguments)
    assert code == 2
    assert errors.count("\n") == 1


@pytest.mark.slow
def test_in_a_pipe(folder):
    known(LETTERS[:2])
    command = [sys.executable, "-m", "dlcourse", "review", "--count", "2"]
    done = subprocess.run(command, input="a\nb\n", capture_output=True, text=True, check=True)
    assert " of 2 right." in done.stdout
    assert done.stderr == ""
