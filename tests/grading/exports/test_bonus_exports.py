"""Bonus points on learning platforms: in full where they take more than the maximum, else capped, and that said."""

import contextlib
import csv
import importlib.util
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from bonus_class import pair
from bonus_lesson import environment
from classroom import cells_of, rows_of
from synthetic import RUN

from dlcourse.exercises import find
from dlcourse.grading.exports.canvas import write_canvas_csv
from dlcourse.grading.exports.canvas_gradebook import fill_canvas_gradebook
from dlcourse.grading.exports.gradescope import gradescope_results
from dlcourse.grading.exports.moodle import write_moodle_csv
from dlcourse.grading.exports.moodle_worksheet import fill_moodle_worksheet, read_moodle_worksheet
from dlcourse.grading.exports.nbgrader import export_nbgrader
from dlcourse.grading.exports.nbgrader_bonus import bonus_in
from dlcourse.grading.gradebook import GradeBook
from dlcourse.grading.reports.class_report import flat
from dlcourse.notebook.points import bonus_points, points


@pytest.fixture
def pairs(sample):
    """Three students of the sample lesson: 6, 3 and 4 of 3 points; the last one lacks points that are no bonus."""
    return [pair("all", line="right"), pair("some"), pair("only", double=0, line="right")]


def sheet(folder, *lines):
    """Write lines as a CSV file, and return its place."""
    path = folder / "sheet.csv"
    with open(path, "w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(lines)
    return path


# ---- Canvas takes them ----


def test_canvas_gets_them_in_full(pairs, tmp_path):
    write_canvas_csv(flat(pairs)[0], tmp_path / "canvas.csv")
    rows = cells_of(tmp_path / "canvas.csv")
    assert rows[1][-1] == "3"  # the points possible
    assert {row[0]: row[-1] for row in rows[2:]} == {"all": "6", "some": "3", "only": "4"}


def test_a_gradebook_of_canvas_gets_them_in_full(pairs, tmp_path):
    head = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Draw a line (55)"]
    people = [[name, str(number), "", name, "A", ""] for number, name in enumerate(("all", "some", "only"), 1)]
    path = sheet(tmp_path, head, ["    Points Possible", "", "", "", "", "30"], *people)
    filled = fill_canvas_gradebook(flat(pairs)[0], path, tmp_path / "filled.csv")
    assert (filled.strangers, filled.notes) == ([], [])
    rows = cells_of(tmp_path / "filled.csv")
    assert rows[1][-1] == "30"
    assert [row[-1] for row in rows[2:]] == ["60", "30", "40"]


# ---- Moodle does not ----


def test_moodle_gets_the_maximum_and_who_is_cut_is_said(pairs, tmp_path):
    [note] = write_moodle_csv(*flat(pairs), tmp_path / "moodle.csv")
    assert note.startswith("moodle.csv: 2 with bonus points above the maximum, written as the maximum")
    assert "all (lines), only (lines)" in note
    assert "grades.csv has the whole scores" in note
    rows = {row["Username"]: row for row in rows_of(tmp_path / "moodle.csv")}
    assert {name: row["Draw a line"] for name, row in rows.items()} == {"all": "3", "some": "3", "only": "3"}
    assert "line: right, 3 bonus points." in rows["all"]["Draw a line (feedback)"]
    assert "line: not attempted, 0 of 3 bonus points." in rows["some"]["Draw a line (feedback)"]
    assert write_moodle_csv(*flat(pairs[1:2]), tmp_path / "moodle.csv") == []


def test_a_worksheet_of_moodle_gets_the_maximum_and_who_is_cut_is_said(pairs, tmp_path):
    head = [
        "Identifier",
        "Full name",
        "Username",
        "Grade",
        "Maximum Grade",
        "Last modified (grade)",
        "Feedback comments",
    ]
    lines = [[f"Participant {n}", name, name, "", "10.00", "-", ""] for n, name in enumerate(("all", "some", "only"))]
    people = read_moodle_worksheet(sheet(tmp_path, head, *lines))
    filled = fill_moodle_worksheet(*flat(pairs), people, tmp_path / "moodle-worksheet.csv")
    rows = cells_of(tmp_path / "moodle-worksheet.csv")
    assert [row[3] for row in rows[1:]] == ["10", "10", "10"]
    [note] = filled.notes
    assert note.startswith("moodle-worksheet.csv: 2 with bonus points above the maximum")
    assert "all, only" in note


def test_the_report_says_what_is_cut(pairs, tmp_path, dl):
    out = tmp_path / "out"
    out.mkdir()
    with GradeBook(out / "gradebook.sqlite") as book:
        run = book.begin(1)
        for mine, results in pairs:
            book.store(run, mine, results)
        book.finish(run)
    code, printed, errors = dl("report", out)
    assert (code, errors) == (0, "")
    assert "2 with bonus points above the maximum" in printed.replace("\n", " ")


# ---- Gradescope takes them ----


def test_gradescope_gets_them_on_top(pairs):
    content = gradescope_results(pairs[:1], RUN)
    assert content["score"] == 6
    assert sum(test["max_score"] for test in content["tests"]) == 3
    last = content["tests"][-1]
    assert last["name"] == "lines.line (3 bonus points)"
    assert (last["score"], last["max_score"], last["status"]) == (3, 0, "passed")
    last = gradescope_results(pairs[1:2], RUN)["tests"][-1]
    assert (last["score"], last["status"]) == (0, "failed")
    assert "This is a bonus: without it nothing is lost." in last["output"]


# ---- nbgrader has extra credit ----


def told(text, grade_id="lines-line-points"):
    """A graded notebook with one test cell that printed a text."""
    outputs = [{"output_type": "stream", "name": "stdout", "text": text}]
    metadata = {"nbgrader": {"grade": True, "grade_id": grade_id}}
    return SimpleNamespace(cells=[SimpleNamespace(metadata=metadata, get=lambda name, other: outputs)])


def test_the_points_of_a_bonus_are_told_in_words(sample, capsys):
    assert points("lines.line", find("lines.line").accepted[0][1], seed=5) == 3
    assert bonus_points("lines.line", find("lines.line").accepted[0][1], seed=5) is None
    assert bonus_points("lines.line", find("lines.line").mistakes[1].answer) is None
    said = capsys.readouterr().out
    assert said == "Bonus points: 3 of 3\nBonus points: 0 of 3\n"
    first, second = said.splitlines(keepends=True)
    assert bonus_in(told(first)) == {"lines-line-points": 3}
    assert bonus_in(told(second)) == {"lines-line-points": 0}


def test_no_more_is_believed_than_a_bonus_can_give(sample):
    assert bonus_in(told("Bonus points: 900 of 900\n")) == {"lines-line-points": 3}
    assert bonus_in(told("Bonus points: -4 of 3\n")) == {"lines-line-points": 0}
    assert bonus_in(told("")) == {"lines-line-points": 0}
    for other in ("lines-double-points", "lines-line", "lines-unknown-points", "mine", ""):
        assert bonus_in(told("Bonus points: 3 of 3\n", other)) == {}


SCORES = """
SELECT a.student_id, SUM(g.auto_score), SUM(COALESCE(g.extra_credit, 0)), SUM(c.max_score) FROM grade g
JOIN submitted_notebook n ON g.notebook_id = n.id JOIN submitted_assignment a ON n.assignment_id = a.id
JOIN grade_cells c ON g.cell_id = c.id GROUP BY a.student_id
"""


def nbgrader(course, lessons, *arguments):
    """Call the real nbgrader, whose processes and kernels know the sample lesson, too."""
    programs = Path(sys.executable).parent
    settings = environment(lessons) | {"PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"}
    settings["JUPYTER_CONFIG_DIR"] = settings["IPYTHONDIR"] = str(course / ".jupyter")
    command = [sys.executable, "-m", "nbgrader", *arguments]
    ran = subprocess.run(command, cwd=course, env=settings, capture_output=True, text=True, timeout=120)
    assert ran.returncode == 0, ran.stderr[-3000:]


@pytest.mark.slow
@pytest.mark.skipif(not importlib.util.find_spec("nbgrader"), reason="needs nbgrader")
def test_nbgrader_makes_extra_credit_of_them(sample, tmp_path):
    course = tmp_path / "course"
    [source] = export_nbgrader(course, ["lines"])
    nbgrader(course, sample, "generate_assignment", "lines")
    [release] = (course / "release" / "lines").glob("*.ipynb")
    places = {name: course / "submitted" / name / "lines" for name in ("solved", "blank", "without")}
    for place in places.values():
        place.mkdir(parents=True)
    shutil.copy(source, places["solved"] / source.name)
    shutil.copy(release, places["blank"] / source.name)
    blank = release.read_text("utf-8")
    at = blank.index("lines.line")  # the core is solved, the challenge is left as it is
    (places["without"] / source.name).write_text(
        blank[:at].replace("    raise NotImplementedError", "    return x + x").replace("answer=...", "answer='a'")
        + blank[at:],
        "utf-8",
    )
    nbgrader(course, sample, "autograde", "lines")
    with contextlib.closing(sqlite3.connect(course / "gradebook.db")) as book:
        scores = {student: row for student, *row in book.execute(SCORES)}
    assert scores == {"solved": [3, 3, 3], "blank": [0, 0, 3], "without": [3, 0, 3]}
    nbgrader(course, sample, "export")
    total = {row["student_id"]: (row["score"], row["max_score"]) for row in rows_of(course / "grades.csv")}
    assert total["solved"] == ("6.0", "3.0")
