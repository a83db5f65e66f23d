"""Grades for Canvas."""

import csv

import pytest
from classroom import cells_of
from synthetic import BROKEN, CANVAS, PLAIN, POINTS, pair

from dlcourse.grading.errors import UsageError
from dlcourse.grading.exports.canvas import fill_canvas_gradebook, write_canvas_csv
from dlcourse.grading.exports.moodle import write_moodle_csv
from dlcourse.grading.reports.class_report import flat
from dlcourse.grading.reports.pages import lesson_title

TITLE = lesson_title("neuron")


def test_canvas_csv_has_canvas_columns(tmp_path):
    submissions, _ = flat([CANVAS, PLAIN, BROKEN])
    write_canvas_csv(submissions, tmp_path / "canvas.csv")
    rows = cells_of(tmp_path / "canvas.csv")
    assert rows[0] == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", TITLE]
    assert rows[1] == ["    Points Possible", "", "", "", "", str(POINTS)]
    assert ["nunezjose", "4711", "", "", "", "1"] in rows
    assert ["jnunez", "", "", "jnunez", "", "1"] in rows
    assert ["cut_9", "", "", "cut_9", "", ""] in rows  # not graded is not nought


def test_points_of_an_earlier_edition_count_by_their_share(tmp_path):
    """Where a column has one maximum, half of the points that were possible is half of it."""
    half = PLAIN[0] | {"student": "early", "score": 4.0, "max_score": 8.0}
    submissions, _ = flat([CANVAS, PLAIN, (half, [])])
    write_canvas_csv(submissions, tmp_path / "canvas.csv")
    assert ["early", "", "", "early", "", f"{POINTS / 2:g}"] in cells_of(tmp_path / "canvas.csv")
    write_moodle_csv(*flat([PLAIN, (half, [])]), tmp_path / "moodle.csv")
    assert [row[3] for row in cells_of(tmp_path / "moodle.csv")[1:]] == [f"{POINTS / 2:g}", "1"]


def test_a_gradebook_of_canvas_is_filled_in(tmp_path):
    lines = [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", f"{TITLE} (5501)", "Essay (5502)", "Final Score"],
        ["", "", "", "", "", "Manual Posting", "", "(read only)"],
        ["    Points Possible", "", "", "", "", "100", "10", ""],
        ["Núñez, José", "4711", "u1", "jose", "A, 1", "", "7", "70"],
        ["Lovelace, Ada", "4712", "u2", "jnunez", "A", "50", "8", "80"],
        ["Nobody, Nora", "4713", "u3", "nora", "A", "33", "9", "90"],
    ]
    with open(tmp_path / "export.csv", "w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows(lines)
    submissions, _ = flat([CANVAS, PLAIN, pair("stranger")])
    strangers = fill_canvas_gradebook(submissions, tmp_path / "export.csv", tmp_path / "filled.csv")
    assert strangers == ["stranger"]
    rows = cells_of(tmp_path / "filled.csv")
    assert rows[0] == [*lines[0][:5], f"{TITLE} (5501)"]
    assert rows[1] == ["    Points Possible", "", "", "", "", "100"]
    assert rows[2] == ["Núñez, José", "4711", "u1", "jose", "A, 1", f"{100 / POINTS:g}"]
    assert [row[-1] for row in rows[3:]] == [f"{100 / POINTS:g}", "33"]


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"\xff\xfe\x00", None])
def test_a_file_that_is_no_export(tmp_path, content):
    if content is not None:
        (tmp_path / "x.csv").write_bytes(content)
    with pytest.raises(UsageError, match="as the platform exports it"):
        fill_canvas_gradebook([PLAIN[0]], tmp_path / "x.csv", tmp_path / "out.csv")


def test_names_with_every_sign_survive(tmp_path):
    names = ['O"Brien, Seán', "=SUM(A1)", "李\n小龍", "x\ud800"]
    write_canvas_csv(flat([pair(name) for name in names])[0], tmp_path / "canvas.csv")
    assert {row[0] for row in cells_of(tmp_path / "canvas.csv")[2:]} == {*names[:3], "x?"}
