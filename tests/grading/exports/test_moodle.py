"""Grades and feedback for Moodle."""

import csv

import pytest
from classroom import cells_of
from synthetic import MOODLE, PLAIN, POINTS

from dlcourse.grading.exports.moodle import fill_moodle_worksheet, write_moodle_csv
from dlcourse.grading.reports.class_report import flat
from dlcourse.grading.reports.pages import lesson_title

TITLE = lesson_title("neuron")


def test_moodle_csv_has_grade_and_feedback(tmp_path):
    submissions, results = flat([MOODLE])
    write_moodle_csv(submissions, results, tmp_path / "moodle.csv")
    head, row = cells_of(tmp_path / "moodle.csv")
    assert head == ["Identifier", "Full name", "Username", TITLE, f"{TITLE} (feedback)"]
    assert row[:4] == ["Participant 815", "José Núñez", "", "1"]
    assert "weighted_sum: right, 1 of 1." in row[4]


def test_a_worksheet_of_moodle_is_filled_in(tmp_path):
    head = ["Identifier", "Full name", "Grade", "Maximum Grade", "Last modified (grade)", "Feedback comments"]
    rows = [
        ["Participant 815", "José Núñez", "", "10.00", "-", ""],
        ["Participant 816", "N. N.", "3", "10.00", "-", ""],
    ]
    with open(tmp_path / "sheet.csv", "w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([head, *rows])
    left = fill_moodle_worksheet(*flat([MOODLE, PLAIN]), tmp_path / "sheet.csv", tmp_path / "filled.csv")
    assert left == ["jnunez"]
    filled = cells_of(tmp_path / "filled.csv")
    assert filled[0] == head
    assert float(filled[1][2]) == pytest.approx(10 / POINTS, abs=0.01)
    assert "weighted_sum: right" in filled[1][5]
    assert filled[2] == rows[1]
