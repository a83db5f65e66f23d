"""Bonus points at home: what a challenge adds, and that nothing is lost without it."""

import json

import numpy as np
import pytest
from bonus_lesson import (
    ALL_BUT_BONUS,
    BLANKS,
    IMPORTS,
    LEVEL_LINE,
    LINE,
    RIGHT_DOUBLE,
    RIGHT_LINE,
    RIGHT_WHY,
    WRONG_DOUBLE,
    notebook,
)

from dlcourse.checking.asked import points_in_words
from dlcourse.checking.cards import Report
from dlcourse.checking.check import check
from dlcourse.checking.specification import Case, Exercise
from dlcourse.coursework.catalog import lesson_catalog, sittings
from dlcourse.coursework.check_here import run_locally
from dlcourse.coursework.extraction import extract
from dlcourse.coursework.files import read_notebook
from dlcourse.coursework.solve import solve
from dlcourse.exercises import find
from dlcourse.notebook import overview
from dlcourse.notebook.progress import record


@pytest.fixture
def write(sample, tmp_path):
    """`write(*cells)`: the path of a notebook with them."""

    def make(*sources):
        path = tmp_path / "mine.ipynb"
        path.write_bytes(notebook(*sources))
        return path

    return make


def results(path):
    return {item["id"].partition(".")[2]: item for item in run_locally(extract(read_notebook(path)))}


def test_points_in_words():
    assert points_in_words(2, 3) == "2 of 3 points"
    assert points_in_words(1, 1) == "1 of 1 point"
    assert points_in_words(3, 0, 3) == "3 bonus points"
    assert points_in_words(1, 0, 1) == "1 bonus point"
    assert points_in_words(0, 0, 3) == "0 of 3 bonus points"


def test_a_challenge_wants_a_property_and_gets_a_second():
    exercise = {"reference": abs, "cases": list, "points": 1, "hints": [], "solved": "."}
    with pytest.raises(ValueError, match="observe"):
        Exercise(**exercise, form="challenge")
    made = Exercise(**exercise, form="challenge", observe=lambda arguments, value: value)
    assert (made.seconds, made.limit(10, 10), made.limit(20, 10), made.graded_seconds) == (1, 1, 2, 5)
    assert (made.max_score, made.bonus_points) == (0, 1)
    usual = Exercise(**exercise)
    assert (usual.seconds, usual.limit(10, 10), usual.graded_seconds) == (None, 10, None)
    assert (usual.max_score, usual.bonus_points) == (1, 0)


def test_what_trains_too_long_is_stopped_and_the_card_says_so():
    def slow(x):
        while True:
            pass

    cases = [Case(np.array([1.0]))]
    exercise = Exercise(
        id="lines.slow", reference=lambda x: -x, points=1, hints=[], solved=".", form="challenge", seconds=0.1,
        cases=lambda rng: cases, observe=lambda arguments, value: value,
    )  # fmt: skip
    verdict = check(exercise, slow)
    assert verdict.status == "timeout"
    assert "after 0.1 seconds" in verdict.message
    assert check(exercise, slow, time_limit=30).message.startswith("Stopped after 0.3 seconds")


# ---- check ----


def test_without_the_bonus_all_is_right(write, dl):
    for cells in (ALL_BUT_BONUS, (*ALL_BUT_BONUS, BLANKS[3]), (*ALL_BUT_BONUS, LEVEL_LINE)):
        code, out, _ = dl("check", write(*cells))
        assert code == 0
        assert "3 of 3 points, and 0 of 3 bonus points" in out.splitlines()[0]
    assert "level: Your line is level" in out
    for cells in (ALL_BUT_BONUS, (*ALL_BUT_BONUS, BLANKS[3])):
        found = results(write(*cells))["line"]
        assert (found["status"], found["score"], found["max_score"], found["bonus"]) == ("not attempted", 0, 0, 3)
        assert not found["message"]


def test_a_cell_that_is_lost_is_told_and_costs_nothing(write, dl):
    code, out, _ = dl("check", write(*ALL_BUT_BONUS, LINE + "    retrun ("))
    assert code == 0
    assert "is not Python" in out


def test_with_the_bonus_the_score_is_more_than_the_maximum(write, dl):
    code, out, _ = dl("check", write(*ALL_BUT_BONUS, RIGHT_LINE), "--json")
    [found] = json.loads(out)
    assert (code, found["score"], found["max_score"]) == (0, 6, 3)
    assert [item["bonus"] for item in found["exercises"]] == [0, 0, 3]
    code, out, _ = dl("check", write(*ALL_BUT_BONUS, RIGHT_LINE))
    assert "3 of 3 points, and 3 bonus points" in out
    assert "3/3  lines.line (bonus)" in out


def test_a_bonus_makes_nothing_else_right(write, dl):
    code, out, _ = dl("check", write(IMPORTS, WRONG_DOUBLE, RIGHT_WHY, RIGHT_LINE))
    assert code == 1
    assert "1 of 3 points, and 3 bonus points" in out


def test_solve_fills_in_the_challenge(write):
    solved = solve(read_notebook(write(*BLANKS)))
    assert {item["status"] for item in run_locally(extract(solved))} == {"correct"}


# ---- the card, and progress ----


def test_the_card(sample):
    exercise = find("lines.line")
    assert "right, 3 bonus points" in str(Report(check(exercise, exercise.reference)))
    assert "not right yet, 0 of 3 bonus points" in str(Report(check(exercise, exercise.mistakes[0].answer)))
    assert "right, 2 of 2 points" in str(Report(check(find("lines.double"), find("lines.double").reference)))


def test_progress_says_that_all_is_solved_without_the_bonus(sample, dl, monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("DLCOURSE_PROGRESS", str(tmp_path / "progress.json"))
    for name, points in (("double", 2), ("why", 1)):
        record(f"lines.{name}", "correct", points, points)
    overview.progress("lines")
    said = capsys.readouterr().out
    assert "3 of 3 points." in said
    assert "All exercises are solved. For bonus points: lines.line." in said
    assert "✓✓  3 of 3 points, bonus ○  0 of 3 bonus points" in said
    row = next(line.split("\t") for line in dl("progress")[1].splitlines() if line.startswith("lines"))
    assert row == ["lines", "✓✓", "2/2", "3/3", "○ 0/3"]
    record("lines.line", "correct", 3, 0)
    overview.progress("lines")
    said = capsys.readouterr().out
    assert "3 of 3 points, and 3 bonus points." in said
    assert "All exercises are solved." in said
    assert "For bonus points" not in said
    row = next(line.split("\t") for line in dl("progress")[1].splitlines() if line.startswith("lines"))
    assert row[2:] == ["2/2", "3/3", "✓ 3/3"]


# ---- the catalogue ----


def test_the_catalogue_knows_forms_sittings_guesses_and_milestones(sample, dl):
    found = next(item for item in lesson_catalog()["lessons"] if item["name"] == "lines")
    last = found["exercises"][-1]
    assert list(last) == [
        *("id", "points", "mistakes", "hints", "kind"),
        *("form", "bonus", "minutes", "difficulty"),
    ]
    assert (last["kind"], last["form"], last["bonus"], last["minutes"], last["difficulty"]) == (
        *("property", "challenge", True, 6.9, 3),
    )
    assert [item["bonus"] for item in found["exercises"]] == [False, False, True]
    assert [item["form"] for item in found["exercises"]] == ["build", "build", "challenge"]
    assert found["sittings"] == [
        {"name": "Twice", "minutes": 20, "core": True, "exercises": ["lines.double", "lines.why"]},
        {"name": "On your own", "minutes": 8, "core": False, "exercises": ["lines.line"]},
    ]
    assert found["guesses"] == [{"id": "lines.steps", "kind": "number"}, {"id": "lines.side", "kind": "choice"}]
    assert found["milestones"] == [{"year": "1805", "title": "Legendre draws a line", "goal": 0.5}]
    row = next(line.split("\t") for line in dl("list")[1].splitlines() if line.startswith("90_lines"))
    assert row == ["90_lines.ipynb", "Draw a line", "20", "20 + 8", "2 + 1", "3 + 3"]


def test_a_sitting_has_what_its_own_cells_answer(sample, tmp_path):
    content = read_notebook(tmp_path / "notebooks" / "90_lines.ipynb")
    content.cells[1].source += '\n# @exercise("lines.before_the_first")'
    content.cells[3].source += "\n" + RIGHT_DOUBLE  # twice: it is one exercise
    del content.cells[5].metadata["dlcourse"]["minutes"]
    first, second = sittings(content)
    assert first["exercises"] == ["lines.double", "lines.why"]
    assert second["minutes"] is None
    assert sittings(read_notebook(tmp_path / "notebooks" / "90_lines.ipynb"))[1]["minutes"] == 8
