"""`dlcourse adjust`: a person decides, and everything that is written says so."""

import re

import pytest
from class_folder import WRONG, folder, layer_of
from classroom import rows_of
from html_text import text_of
from synthetic import pair

from dlcourse.checking.asked import points_in_words
from dlcourse.grading.gradebook import GradeBook
from dlcourse.grading.policy.adjust import decided
from dlcourse.grading.reports.file_names import feedback_path


def grades(out, student="Bob Ray"):
    return next(row for row in rows_of(out / "grades.csv") if row["student"] == student)


def page_of(out, student="Bob Ray"):
    return (out / feedback_path(student, "neuron")).read_text("utf-8")


@pytest.fixture
def out(tmp_path):
    return folder(tmp_path)


def second(out):
    """The id of the exercise that Bob has wrong, and what it is out of."""
    [row] = [row for row in rows_of(out / "exercises.csv") if row["student"] == "Bob Ray" and row["status"] == "wrong"]
    return row["exercise"], float(row["max_score"])


def test_points_by_hand_are_everywhere_and_the_checks_points_stay(out, dl):
    exercise, most = second(out)
    before = grades(out)
    code, printed, errors = dl("adjust", out, "Bob Ray", exercise, "--points", most, "--comment", "Right <b>idea</b>.")
    assert (code, errors) == (0, "")
    assert f"{points_in_words(most, most)}, where the checks gave 0." in printed
    after = grades(out)
    assert (after["score"], after["max_score"]) == (before["score"], before["max_score"])
    assert float(after["adjusted"]) == float(before["score"]) + most == float(after["final"])
    [row] = [row for row in rows_of(out / "exercises.csv") if row["exercise"] == exercise and row["comment"]]
    assert (row["score"], float(row["final"]), row["comment"]) == ("0", most, "Right <b>idea</b>.")
    page = page_of(out)
    assert "<b>idea" not in page
    text = text_of(page)
    assert "decided by a person" in text
    assert "Right <b>idea</b>." in text
    assert f"{exercise.partition('.')[2]}: decided by a person" in text.replace(" :", ":")  # and not: not right
    assert dl("report", out)[0] == 0
    assert "Right <b>idea</b>." in text_of((out / "report.html").read_text("utf-8"))


def test_a_comment_that_looks_like_a_formula_runs_nowhere(out, dl):
    comment = '=HYPERLINK("http://x","y")\nsecond "line"; <script>alert(1)</script>'
    assert dl("adjust", out, "Bob Ray", "neuron", "--comment", comment)[0] == 0
    assert grades(out)["comment"] == f"'{comment}"
    assert "<script>alert" not in page_of(out)
    assert dl("report", out)[0] == 0
    assert "<script>alert" not in (out / "report.html").read_text("utf-8")
    assert "'=HYPERLINK" in (out / "grades.csv").read_text("utf-8-sig")


def test_it_stays_through_a_regrade_and_a_newer_hand_in_does_not_take_it(tmp_path, dl):
    out = folder(tmp_path)
    exercise, most = second(out)
    dl("adjust", out, "Bob Ray", exercise, "--points", most)
    same = folder(tmp_path)
    assert float(grades(same)["final"]) == float(grades(same)["score"]) + most
    newer = pair("Bob Ray", "right", WRONG, "right", sha256="newer")
    out = folder(tmp_path, newer)
    assert grades(out)["final"] == grades(out)["score"]
    assert [row["state"] for row in decided(out)] == ["stale: on an earlier hand-in"]
    assert "decided by a person" not in text_of(page_of(out))
    _, printed, _ = dl("report", out)
    assert "Decided on an earlier hand-in" in printed
    assert "stale" in text_of((out / "report.html").read_text("utf-8"))
    assert "stale" in dl("adjust", out)[1]
    dl("adjust", out, "Bob Ray", exercise, "--points", "0.5")
    assert float(grades(out)["final"]) == float(grades(out)["score"]) + 0.5
    assert [row["state"] for row in decided(out)] == ["stale: on an earlier hand-in", "counts"]
    assert "Decided on an earlier hand-in" not in dl("report", out)[1]
    assert dl("adjust", out, "Bob Ray", exercise, "--withdraw")[0] == 0
    assert decided(out) == []
    assert grades(folder(tmp_path))["final"] == grades(folder(tmp_path))["score"]


def test_the_whole_hand_in_and_what_cannot_be_read(tmp_path, dl):
    row, _ = pair("Cem Öz")
    broken = row | {"status": "invalid", "message": "It breaks off.", "score": 0.0}
    out = folder(tmp_path, (broken, []), pair("Bob Ray", "right"))
    code, _, errors = dl("adjust", out, "Cem Öz", "neuron.sigmoid", "--points", "1")
    assert (code, "decide on the whole hand-in" in errors) == (2, True)
    assert dl("adjust", out, "Cem Öz", "neuron", "--points", "12.5", "--comment", "Shown in the lab.")[0] == 0
    assert (grades(out, "Cem Öz")["score"], grades(out, "Cem Öz")["final"]) == ("0", "12.5")
    text = text_of(page_of(out, "Cem Öz"))
    assert "12.5 of" in text
    assert "Shown in the lab." in text
    _, printed, _ = dl("report", out)
    assert "without a grade" not in printed
    assert "12.5" in (out / "canvas.csv").read_text("utf-8-sig")
    dl("adjust", out, "Cem Öz", "neuron", "--withdraw")
    assert grades(out, "Cem Öz")["final"] == "0"
    assert "1 without a grade" in dl("report", out)[1]


def test_a_comment_alone_gives_nothing_to_who_has_no_points(tmp_path, dl):
    row, _ = pair("Cem Öz")
    out = folder(tmp_path, (row | {"status": "invalid", "message": "Cut.", "score": 0.0}, []))
    dl("adjust", out, "Cem Öz", "neuron", "--comment", "Hand in the notebook itself.")
    assert "Hand in the notebook itself." in text_of(page_of(out, "Cem Öz"))
    assert "1 without a grade" in dl("report", out)[1]


def test_zero_points_for_the_whole_are_points(tmp_path, dl):
    row, _ = pair("Cem Öz")
    out = folder(tmp_path, (row | {"status": "invalid", "message": "Cut.", "score": 0.0}, []))
    dl("adjust", out, "Cem Öz", "neuron", "--points", "0")
    assert "without a grade" not in dl("report", out)[1]
    assert layer_of(out).submissions[0]["counts"]


def test_many_from_a_file_all_or_none(out, tmp_path, dl):
    exercise, _ = second(out)
    lines = tmp_path / "lines.csv"
    text = (
        f"Student;Exercise;Points;Comment\nBob Ray;{exercise};0,5;Halb\nANN LEE;neuron;;Gut\nAnn Lee;neuron.sigmoid;;\n"
    )
    lines.write_text(text, "utf-8-sig")
    code, printed, errors = dl("adjust", out, "--file", lines)
    assert (code, errors) == (0, "")
    assert "1 line without points or a comment" in printed
    assert float(grades(out)["final"]) == float(grades(out)["score"]) + 0.5
    assert grades(out, "Ann Lee")["comment"] == "Gut"
    for bad, told in [
        ("Nobody;neuron;1;", "row 6: Nobody"),
        ("Bob Ray;nothing;1;", "row 6: .*nothing graded as 'nothing'"),
        ("Bob Ray;neuron;many;", "row 6, column 'Points'"),
        ("Bob Ray;neuron;-1;", "row 6, column 'Points'"),
        (f"Bob Ray;{exercise};1;", "decided twice"),
    ]:
        lines.write_text(f"{text}Ann Lee;neuron;3;x\n{bad}\n", "utf-8")
        code, _, errors = dl("adjust", out, "--file", lines)
        assert code == 2
        assert re.search(told, errors), errors
        assert grades(out, "Ann Lee")["comment"] == "Gut"
    lines.write_text("who,what\n", "utf-8")
    assert "has no column that tells who" in dl("adjust", out, "--file", lines)[2]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("Bob Ray", "neuron", "--points", "-1"), "not negative"),
        (("Bob Ray", "neuron", "--points", "nan"), "not negative"),
        (("Bob Ray", "neuron", "--points", "inf"), "not negative"),
        (("Bob Ray", "neuron", "--points", "two"), "not negative"),
        (("Bob Ray", "neuron"), "Say of whom, on what"),
        (("Bob Ray",), "Say of whom, on what"),
        (("--points", "1"), "Say of whom, on what"),
        (("Bob Ray", "neuron", "--withdraw"), "decided is nothing"),
        (("Bob Ray", "neuron", "--comment", "x" * 10_001), "at most 10,000"),
        (("Bob Ray", "neuron", "--points", "1", "--withdraw"), "takes back"),
        (("Bob Ray", "neuron", "--file", "x.csv"), "not both"),
        (("", "neuron", "--points", "1"), "Nobody"),
    ],
)
def test_what_makes_no_sense_is_refused(out, dl, arguments, told):
    code, _, errors = dl("adjust", out, *arguments)
    assert (code, errors.count("\n")) == (2, 1)
    assert told in errors
    assert decided(out) == []


def test_no_results_no_decision(tmp_path, dl):
    assert dl("adjust", tmp_path, "a", "neuron", "--points", "1")[0] == 2
    assert not list(tmp_path.iterdir())
    GradeBook(tmp_path / "gradebook.sqlite").close()
    assert dl("adjust", tmp_path, "a", "neuron", "--points", "1")[0] == 2
    assert dl("adjust", tmp_path)[0] == 2


def test_more_than_there_is_is_given_and_said(out, dl):
    exercise, _ = second(out)
    assert "more than there are" in dl("adjust", out, "Bob Ray", exercise, "--points", "50")[1]
    assert float(grades(out)["final"]) > 50
