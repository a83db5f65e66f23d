"""Grades for Canvas."""

from classroom import cells_of
from synthetic import BROKEN, CANVAS, PLAIN, POINTS, pair

from dlcourse.grading.exports.canvas import write_canvas_csv
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


def test_a_text_or_a_link_has_an_empty_cell_and_no_column_of_its_own(tmp_path):
    text = BROKEN[0] | {"student": "ann_3", "lesson": "", "name": "all.zip/ann_3_text.html", "max_score": 0.0}
    write_canvas_csv(flat([PLAIN, (text, [])])[0], tmp_path / "canvas.csv")
    rows = cells_of(tmp_path / "canvas.csv")
    assert rows[0][5:] == [TITLE]
    assert ["ann", "3", "", "", "", ""] in rows


def test_points_of_an_earlier_edition_count_by_their_share(tmp_path):
    """Where a column has one maximum, half of the points that were possible is half of it."""
    half = PLAIN[0] | {"student": "early", "score": 4.0, "max_score": 8.0}
    submissions, _ = flat([CANVAS, PLAIN, (half, [])])
    write_canvas_csv(submissions, tmp_path / "canvas.csv")
    assert ["early", "", "", "early", "", f"{POINTS / 2:g}"] in cells_of(tmp_path / "canvas.csv")
    write_moodle_csv(*flat([PLAIN, (half, [])]), tmp_path / "moodle.csv")
    assert [row[3] for row in cells_of(tmp_path / "moodle.csv")[1:]] == [f"{POINTS / 2:g}", "1"]


def test_names_with_every_sign_survive(tmp_path):
    names = ['O"Brien, Seán', "=SUM(A1)", "李\n小龍", "x\ud800"]
    write_canvas_csv(flat([pair(name) for name in names])[0], tmp_path / "canvas.csv")
    told = {row[0] for row in cells_of(tmp_path / "canvas.csv")[2:]}
    assert told == {'O"Brien, Seán', "'=SUM(A1)", "李\n小龍", "x?"}
    write_canvas_csv(flat([pair(name) for name in names])[0], tmp_path / "canvas.csv", raw=True)
    assert {row[0] for row in cells_of(tmp_path / "canvas.csv")[2:]} == {*names[:3], "x?"}
