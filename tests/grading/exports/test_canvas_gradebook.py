"""A gradebook that Canvas exported, filled in."""

import csv

import pytest
from classroom import cells_of
from synthetic import BROKEN, CANVAS, PLAIN, POINTS, pair

from dlcourse.grading.errors import UsageError
from dlcourse.grading.exports.canvas_gradebook import fill_canvas_gradebook
from dlcourse.grading.reports.class_report import flat
from dlcourse.grading.reports.pages import lesson_title

TITLE = lesson_title("neuron")
HEAD = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", f"{TITLE} (5501)"]


def table(folder, *lines, delimiter=","):
    """Write lines as Canvas does; returns the file."""
    path = folder / "export.csv"
    with open(path, "w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream, delimiter=delimiter).writerows(lines)
    return path


def possible(points, *more):
    return ["    Points Possible", "", "", "", "", points, *more]


def fill(folder, path, *pairs):
    """What `fill_canvas_gradebook` says, and the rows that it wrote."""
    filled = fill_canvas_gradebook(flat(list(pairs))[0], path, folder / "filled.csv")
    return filled, cells_of(folder / "filled.csv")


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
    filled = fill_canvas_gradebook(submissions, tmp_path / "export.csv", tmp_path / "filled.csv")
    assert (filled.strangers, filled.notes) == (["stranger"], [])
    rows = cells_of(tmp_path / "filled.csv")
    assert rows[0] == [*lines[0][:5], f"{TITLE} (5501)"]
    assert rows[1] == ["    Points Possible", "", "", "", "", "100"]
    assert rows[2] == ["Núñez, José", "4711", "u1", "jose", "A, 1", f"{round(100 / POINTS, 2):g}"]
    assert [row[-1] for row in rows[3:]] == [f"{round(100 / POINTS, 2):g}", "33"]


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"\xff\xfe\x00", None])
def test_a_file_that_is_no_export(tmp_path, content):
    if content is not None:
        (tmp_path / "x.csv").write_bytes(content)
    with pytest.raises(UsageError, match="as the platform exports it"):
        fill_canvas_gradebook([PLAIN[0]], tmp_path / "x.csv", tmp_path / "out.csv")


def test_who_is_excused_stays_so_and_what_is_not_graded_keeps_its_grade(tmp_path):
    lines = [
        ["Núñez, José", "4711", "", "", "A", "EX"],
        ["Cut", "9", "", "", "A", "7,5"],
        ["Ada", "2", "", "jnunez", "", "Excused"],
    ]
    path = table(tmp_path, HEAD, possible("10"), *lines)
    filled, rows = fill(tmp_path, path, CANVAS, (BROKEN[0] | {"student": "Cut"}, []), PLAIN)
    assert [row[-1] for row in rows[2:]] == ["EX", "7,5", "EX"]
    assert filled.notes == ["Excused in Canvas, and left so: jnunez (neuron), nunezjose_4711 (neuron)."]


@pytest.mark.parametrize(
    ("points", "others", "delimiter", "most"),
    [
        ("100.00", [], ",", 100),
        ("10,00", [], ",", 10),
        ("1,000.00", [], ",", 1000),
        ("1.000,5", [], ",", 1000.5),
        ("1 000", [], ",", 1000),
        ("1,000", ["7.5"], ",", 1000),
        ("1,000", ["7,5"], ",", 1),
        ("1,000", [], ";", 1),
        ("1.000", ["7,5"], ",", 1000),
        ("1.000", ["1 000,500"], ",", 1000),
    ],
)
def test_points_possible_in_every_form(tmp_path, points, others, delimiter, most):
    student = ["Ada", "1", "", "jnunez", "A", "", *others]
    path = table(tmp_path, [*HEAD, "Essay (2)"], possible(points, ""), student, delimiter=delimiter)
    _, rows = fill(tmp_path, path, PLAIN)
    assert float(rows[1][5]) == most
    assert float(rows[2][5]) == pytest.approx(most / POINTS, abs=0.006)


@pytest.mark.parametrize(
    "points", ["1,000", "1.000", "ten", "1.2.3", "-5", "10%", "1,00,000", "1e3", "9" * 60, "NaN", "0x10"]
)
def test_points_possible_that_are_not_understood_are_refused(tmp_path, points):
    path = table(tmp_path, HEAD, possible(points), ["Ada", "1", "", "jnunez", "A", ""])
    with pytest.raises(UsageError, match=r"export.csv, row 2, column '.*5501.*write") as error:
        fill(tmp_path, path, PLAIN)
    assert points[:20] in str(error.value)
    assert not (tmp_path / "filled.csv").exists()


@pytest.mark.parametrize(("points", "told"), [("", "no points"), ("0", "0 points")])
def test_without_points_possible_the_lessons_own_count_and_that_is_said(tmp_path, points, told):
    path = table(tmp_path, HEAD, possible(points), ["Ada", "1", "", "jnunez", "A", ""])
    filled, rows = fill(tmp_path, path, PLAIN)
    assert (rows[1][5], rows[2][5]) == (points, "1")
    assert told in filled.notes[0]


def test_last_and_first_names(tmp_path):
    head = ["LastName", "FirstName", *HEAD[1:]]
    lines = [
        ["Points Possible", "", "", "", "", "", "10"],
        ["Lovelace", "Ada", "4", "", "", "A", ""],
        ["Núñez", "José", "4711", "", "", "A", ""],
    ]
    filled, rows = fill(tmp_path, table(tmp_path, head, *lines), CANVAS, pair("ada lovelace", "right"))
    assert filled.strangers == []
    assert [row[-1] for row in rows[2:]] == [f"{10 / POINTS:.2f}".rstrip("0")] * 2
    assert rows[0] == head
    assert (tmp_path / "filled.csv").read_bytes().startswith(b"LastName")  # with a mark Canvas would not know it


def test_a_student_of_two_sections_gets_the_grade_in_both_and_that_is_said(tmp_path):
    lines = [["Núñez, José", "4711", "", "", section, ""] for section in "AB"]
    filled, rows = fill(tmp_path, table(tmp_path, HEAD, possible(str(POINTS)), *lines), CANVAS)
    assert [row[-1] for row in rows[2:]] == ["1", "1"]
    assert filled.notes == ["In it more than once, filled in each time: nunezjose_4711."]


def test_two_of_one_name_and_two_for_one_row_are_left_out(tmp_path):
    lines = [
        ["Lee, Ann", "1", "", "", "", "3"],
        ["Lee, Ann", "2", "", "", "", "4"],
        ["Núñez, José", "4711", "", "jnunez", "", "5"],
    ]
    path = table(tmp_path, HEAD, possible("10"), *lines)
    filled, rows = fill(tmp_path, path, CANVAS, PLAIN, pair("Ann Lee", "right"))
    assert [row[-1] for row in rows[2:]] == ["3", "4", "5"]
    assert filled.strangers == ["Ann Lee"]
    assert filled.notes == ["jnunez, nunezjose_4711 are one person in it: fill in that row by hand."]


def test_a_group_is_not_the_person_with_its_number(tmp_path):
    path = table(tmp_path, HEAD, possible("10"), ["Three, T.", "3", "", "", "", ""])
    group = pair("group_3", "right", name="all.zip/group_3_4711_99_01_neuron.ipynb")
    folder = pair("group_3", "right", name="all.zip/group_3/group_3_99_01_neuron.ipynb")
    for one in (group, folder):
        filled, rows = fill(tmp_path, path, one)
        assert (filled.strangers, rows[2][-1]) == (["group_3"], "")


def test_two_assignments_of_one_lesson_are_refused_and_a_read_only_one_is_named(tmp_path):
    path = table(tmp_path, [*HEAD, "neuron (77)"], possible("10", "10"), ["Ada", "1", "", "jnunez", "", "", ""])
    with pytest.raises(UsageError, match="several assignments"):
        fill(tmp_path, path, PLAIN)
    path = table(tmp_path, HEAD, possible("(read only)"), ["Ada", "1", "", "jnunez", "", ""])
    filled, rows = fill(tmp_path, path, PLAIN)
    assert filled.notes == ["Left out, for Canvas has it as read only: neuron."]
    assert rows[0] == HEAD[:-1]


def test_formulas_in_an_export_do_no_harm(tmp_path):
    path = table(
        tmp_path, HEAD, possible("10"), ["=1+1", "1", "", "jnunez", " @A", "-3"], ["-5", "2", "", "x", "", "-3"]
    )
    _, rows = fill(tmp_path, path, PLAIN)
    assert [rows[2][0], rows[2][4], rows[3][0], rows[3][-1]] == ["'=1+1", "' @A", "'-5", "-3"]
