"""The rules that an instructor gives: kept in the grade book, added to through a semester, taken back."""

import pytest
from class_folder import folder, layer_of
from classroom import rows_of
from synthetic import pair, submission

from dlcourse.grading.errors import UsageError
from dlcourse.grading.policy.moments import moment
from dlcourse.grading.policy.rules import read_rules
from dlcourse.grading.run import grade

SHEET = (
    "Identifier,Full name,Email address,Status,Grade,Maximum Grade,Grade can be changed,Last modified (submission),"
    "Last modified (grade),Feedback comments\n"
    'Participant 815,Bob Ray,b@x.org,Submitted,,10.00,Yes,"Wednesday, 2 December 2026, 10:00 AM",-,\n'
)


def late_of(out, student="Bob Ray", lesson="neuron"):
    [row] = [row for row in layer_of(out).submissions if (row["student"], row["lesson"]) == (student, lesson)]
    return row


@pytest.fixture
def out(tmp_path):
    """Two lessons by one student."""
    other = submission("Bob Ray", "forward", [], status="wrong") | {"max_score": 4.0}
    return folder(tmp_path, pair("Bob Ray", "right"), (other, []))


def write(tmp_path, text, name="file.csv"):
    path = tmp_path / name
    path.write_text(text, "utf-8")
    return path


def test_due_dates_add_up_and_a_later_report_keeps_them(out, tmp_path, dl):
    assert (
        dl("report", out, "--due", "neuron=2026-12-01", "--zone", "Europe/Berlin", "--late", "1 point per day")[0] == 0
    )
    code, printed, errors = dl("report", out, "--due", "forward=2026-12-08")
    assert (code, errors) == (0, "")
    assert "neuron 2026-12-01 23:59:59 CET" in printed
    assert "as given before (--late none takes it back)" in printed
    assert late_of(out)["due"] == moment("2026-12-01 23:59:59", "Europe/Berlin")
    assert late_of(out, lesson="forward")["due"] == moment("2026-12-08 23:59:59", "Europe/Berlin")
    dl("report", out, "--due", "none", "--late", "none", "--zone", "none")
    assert late_of(out)["due"] is None
    assert layer_of(out).rules == {}


def test_extensions_add_up_by_student_and_lesson(out, tmp_path, dl):
    dl("report", out, "--due", "2026-12-01", "--zone", "UTC")
    dl("report", out, "--extensions", write(tmp_path, "student,lesson,days\nBob Ray,neuron,1\n"))
    dl("report", out, "--extensions", write(tmp_path, "student,lesson,days\nbob ray,forward,2\n"))
    due = moment("2026-12-01", "UTC", end_of_day=True)
    assert (late_of(out)["due"] - due, late_of(out, lesson="forward")["due"] - due) == (86400, 2 * 86400)
    dl("report", out, "--extensions", write(tmp_path, "student,lesson,days\nBOB RAY,neuron,3\n"))
    assert late_of(out)["due"] - due == 3 * 86400
    assert len(layer_of(out).rules["extensions"]) == 2


def test_a_table_of_times_says_of_which_lesson_it_is(out, tmp_path, dl):
    times = write(tmp_path, "student,time\nBob Ray,2026-12-02 10:00\n")
    dl("report", out, "--due", "2026-12-01", "--zone", "UTC")
    code, _, errors = dl("report", out, "--times", times)
    assert (code, errors.count("\n")) == (2, 1)
    assert f"--times neuron={times}" in errors
    assert late_of(out)["handed_in"] is None
    assert dl("report", out, "--times", f"forward={times}")[0] == 0
    assert late_of(out)["late_by"] == 0
    assert late_of(out, lesson="forward")["late_by"] == pytest.approx(10 * 3600, abs=1)
    times = write(tmp_path, "student,time\nBob Ray,2026-12-01 10:00\n")
    dl("report", out, "--times", f"neuron={times}")
    assert late_of(out)["late_by"] == 0
    assert late_of(out, lesson="forward")["late_by"] > 0


def test_a_worksheet_of_moodle_tells_the_times_where_lateness_counts(out, tmp_path, dl):
    sheet = write(tmp_path, SHEET)
    code, _, errors = dl("report", out, "--moodle-worksheet", f"neuron={sheet}")
    assert (code, errors) == (0, "")
    assert late_of(out)["handed_in"] is None
    dl("report", out, "--due", "2026-12-01", "--late", "10% per day", "--zone", "UTC")
    assert late_of(out)["penalty"] == 0
    dl("report", out, "--moodle-worksheet", f"neuron={sheet}")
    assert (late_of(out)["time_from"], late_of(out)["penalty"]) == ("table", pytest.approx(0.1))
    assert late_of(out, lesson="forward")["handed_in"] is None
    assert (out / "moodle-worksheet.csv").is_file()


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"late": "10% per day"}, "without a due date"),
        ({"late": "much"}, "not understood"),
        ({"due": ["some day"]}, "--due"),
        ({"due": ["nothing=2026-12-01"]}, "no lesson 'nothing'"),
        ({"due": ["2026-12-01"], "zone": "Nowhere"}, "no zone"),
        ({"groups": "none.csv"}, "cannot be read"),
        ({"extensions": "none.csv", "due": ["2026-12-01"]}, "cannot be read"),
        ({"assignments": ["neuron"]}, 'has no "="'),
    ],
)
def test_what_cannot_be_understood_is_told_before_anything_is_kept(out, options, told):
    with pytest.raises(UsageError, match=told):
        read_rules({}, ["neuron"], **options)


def test_nothing_is_kept_of_a_command_that_fails(out, tmp_path, dl):
    before = (out / "grades.csv").read_bytes()
    assert dl("report", out, "--due", "2026-12-01", "--late", "much")[0] == 2
    assert dl("report", out, "--due", "2026-12-01", "--groups", tmp_path / "no.csv")[0] == 2
    assert layer_of(out).rules == {}
    assert (out / "grades.csv").read_bytes() == before


def test_points_and_columns_are_read_before_anything_is_graded(tmp_path, fake):
    for options in ({"weights": write(tmp_path, "exercise,points\nnothing,1\n")}, {"assignments": ["A=nothing"]}):
        with pytest.raises(UsageError):
            grade([tmp_path], tmp_path / "out", **options)
    assert not (tmp_path / "out").exists()


def test_columns_of_a_platform_with_several_lessons(out, dl):
    code, _, errors = dl("report", out, "--assignment", "Homework 1=neuron,forward")
    assert (code, errors) == (0, "")
    [row] = rows_of(out / "canvas.csv")[1:]
    assert row["Homework 1"] == "1"
    assert "the assignments as given before" in dl("report", out)[1]
    assert dl("report", out, "--assignment", "none")[0] == 0
    assert "Homework 1" not in (out / "canvas.csv").read_text("utf-8-sig")


def test_a_correction_replaces_what_it_corrects_whatever_else_the_tables_say(out, tmp_path, dl):
    sheet = write(tmp_path, SHEET, "sheet.csv")
    dl("report", out, "--due", "2026-12-01", "--zone", "UTC", "--moodle-worksheet", f"neuron={sheet}")
    assert late_of(out)["late_by"] > 0
    dl("report", out, "--times", f"neuron={write(tmp_path, 'student,time' + chr(10) + 'Bob Ray,2026-11-30 20:00')}")
    assert late_of(out)["late_by"] == 0
    dl("report", out, "--moodle-worksheet", f"neuron={sheet}")  # a table counts before a worksheet
    assert late_of(out)["late_by"] == 0
    dl("report", out, "--moodle-worksheet", f"forward={sheet}")
    assert late_of(out, lesson="forward")["time_from"] == "table"
    dl("report", out, "--extensions", write(tmp_path, "student,login,days\nBob Ray,br,5\n"))
    dl("report", out, "--extensions", write(tmp_path, "student,days\nBob Ray,1\n"))
    assert [entry["seconds"] for entry in layer_of(out).rules["extensions"]] == [86400]


def test_two_of_one_name_keep_their_own(out, tmp_path, dl):
    dl("report", out, "--due", "2026-12-01", "--zone", "UTC")
    dl("report", out, "--extensions", write(tmp_path, "student,email,days\nAnn Lee,a1@x,5\n"))
    dl("report", out, "--extensions", write(tmp_path, "student,email,days\nAnn Lee,a2@x,1\n"))
    assert len(layer_of(out).rules["extensions"]) == 2


def test_a_due_date_means_the_same_moment_on_every_machine(out, monkeypatch, dl):
    monkeypatch.setenv("TZ", "Europe/Berlin")
    assert dl("report", out, "--due", "2026-12-01 23:59")[0] == 0
    assert layer_of(out).rules["zone"] == "Europe/Berlin"
    assert late_of(out)["due"] == moment("2026-12-01 23:59", "Europe/Berlin")
    monkeypatch.setenv("TZ", "no zone at all")
    dl("report", out, "--zone", "none", "--due", "none")
    dl("report", out, "--due", "2026-12-01 23:59")
    assert "zone" not in layer_of(out).rules


@pytest.mark.parametrize("back", ["neuron=none", "neuron=None", "neuron=none,forward=2026-12-24"])
def test_one_due_date_is_taken_back(out, dl, back):
    dl("report", out, "--due", "neuron=2026-12-01,forward=2026-12-08", "--zone", "UTC")
    assert dl("report", out, "--due", back)[0] == 0
    assert late_of(out)["due"] is None
    assert late_of(out, lesson="forward")["due"] is not None
