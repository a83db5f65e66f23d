"""`dlcourse report`: all its files."""

import re
import urllib.parse

import pytest
from synthetic import some_class, submission

from dlcourse.grading.gradebook import GradeBook
from dlcourse.grading.policy.layer import Layer
from dlcourse.grading.reports.class_report import flat, report_page
from dlcourse.grading.reports.file_names import feedback_path
from dlcourse.grading.reports.publish import publish

pytestmark = pytest.mark.slow


@pytest.fixture
def out(tmp_path):
    """A folder as `dlcourse grade` leaves it."""
    folder = tmp_path / "out"
    folder.mkdir()
    with GradeBook(folder / "gradebook.sqlite") as book:
        run = book.begin(7)
        for submission_row, results in some_class(5):
            book.store(run, submission_row, results)
        book.store(run, submission("cut", "neuron", [], status="invalid", message="It breaks off."))
        book.finish(run)
        publish(Layer(book, book.latest()), folder)
    return folder


def test_the_command_writes_everything(out, dl):
    code, printed, errors = dl("report", out)
    assert (code, errors) == (0, "")
    for name in ("canvas.csv", "moodle.csv", "grades.csv", "exercises.csv"):
        assert (out / name).read_bytes().startswith(b"\xef\xbb\xbf")
    for name in ("report.html", "canvas.csv", "moodle.csv", "gradescope"):
        assert f"Wrote {out / name} " in printed
        assert (out / name).exists()
    assert "1 without a grade" in printed
    page = (out / "report.html").read_text("utf-8")
    links = re.findall(r'href="(feedback/[^"]+)"', page)
    assert len(links) == 6
    assert all((out / urllib.parse.unquote(link)).is_file() for link in links)
    assert len(list((out / "gradescope").iterdir())) == 6


def test_the_command_fills_in_what_it_is_given(out, tmp_path, dl):
    sheet = tmp_path / "sheet.csv"
    sheet.write_text("Identifier,Full name,Grade,Last modified (grade)\nParticipant 1,Ada Lovelace,,-\n", "utf-8")
    code, printed, _ = dl("report", out, "--moodle-worksheet", sheet)
    assert code == 0
    assert f"Not found in {sheet}" in printed
    rows = (out / "moodle-worksheet.csv").read_text("utf-8-sig").splitlines()
    assert re.match(r"Participant 1,Ada Lovelace,\d", rows[1])


def test_the_command_writes_raw_files_and_knows_participants(out, tmp_path, dl):
    people = tmp_path / "people.csv"
    people.write_text("Full name,Username,Email address\nAda Lovelace,ada,ada@x.org\n", "utf-8")
    code, _, errors = dl("report", out, "--moodle-participants", people, "--raw-csv")
    assert (code, errors) == (0, "")
    text = (out / "moodle.csv").read_text("utf-8")
    assert not text.startswith("\ufeff")
    assert "ada@x.org" in text
    people.write_text("a,b\n", "utf-8")
    code, _, errors = dl("report", out, "--moodle-participants", people)
    assert (code, errors.count("\n")) == (2, 1)


def test_a_page_that_an_earlier_run_left_is_not_linked_and_a_report_writes_it_anew(out, dl):
    page = out / feedback_path("Ada Lovelace", "neuron")
    whole = page.read_text("utf-8")
    page.write_text(whole.replace('name="page-of" content="', 'name="page-of" content="0'), "utf-8")
    with GradeBook(out / "gradebook.sqlite") as book:
        run = book.latest()
        linked = report_page(*flat(list(book.rows(run["id"]))), run, out)
    assert len(re.findall(r'href="feedback/', linked)) == 5
    assert dl("report", out)[0] == 0
    assert page.read_text("utf-8") == whole
    assert len(re.findall(r'href="feedback/', (out / "report.html").read_text("utf-8"))) == 6


def test_no_grade_book_no_run_no_place(tmp_path, dl):
    code, _, errors = dl("report", tmp_path)
    assert (code, errors.count("\n")) == (2, 1)
    assert not list(tmp_path.iterdir())
    GradeBook(tmp_path / "gradebook.sqlite").close()
    assert dl("report", tmp_path)[0] == 2
