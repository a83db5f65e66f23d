"""The class report, and the numbers in it."""

import re
import urllib.parse
from pathlib import Path

import numpy as np
import pytest
from synthetic import RUN, result, some_class, submission
from test_pages import read

from dlcourse.cli.commands import main
from dlcourse.exercises import lesson
from dlcourse.grading.gradebook import GradeBook
from dlcourse.grading.reports import plots, statistics
from dlcourse.grading.reports.csv_files import publish
from dlcourse.grading.reports.pages import STATUSES, class_report, flat, report_page

CLASS = some_class(60)


class Book:
    """What the report needs of a grade book."""

    def __init__(self, pairs):
        self.pairs = pairs

    def runs(self):
        return [RUN]

    def rows(self, run):
        assert run == RUN["id"]
        return iter(self.pairs)


def test_the_numbers_against_numpy():
    _, results = flat(CLASS)
    table = statistics.exercise_table(results)
    ids = [exercise.id for exercise in lesson("neuron")]
    assert [row["exercise"] for row in table] == ids
    points = np.array([[item["score"] for item in mine] for _, mine in CLASS if mine])
    possible = np.array([exercise.points for exercise in lesson("neuron")])
    for index, row in enumerate(table):
        rest = points.sum(1) - points[:, index]
        assert row["difficulty"] == pytest.approx(points[:, index].mean() / possible[index])
        assert row["discrimination"] == pytest.approx(np.corrcoef(points[:, index], rest)[0, 1])
        assert sum(row["counts"].values()) == len(points)


def test_discrimination_is_undefined_where_nothing_varies():
    assert statistics.discrimination([1, 1, 1], [3, 4, 5]) is None
    assert statistics.discrimination([0, 1, 1], [2, 2, 2]) is None
    assert statistics.discrimination([0, 1], [2, 3]) is None


def test_mistakes_are_counted_by_name():
    rows = [
        result("neuron.relu", variant, student=str(n)) for n, variant in enumerate([0, 0, 1, "right", "not attempted"])
    ]
    table = statistics.mistake_table(rows)
    assert [row["count"] for row in table] == [2, 1]
    assert table[0]["share"] == 0.5  # of the four who tried
    assert table[0]["advice"]
    unknown = result("neuron.relu", 0, diagnosis="", advice="", student="x")
    assert statistics.mistake_table([unknown])[0]["diagnosis"] == ""


def test_what_a_human_should_look_at():
    crashed = [result("neuron.relu", "crashed")]
    pairs = [
        (submission("slow", "neuron", [result("neuron.relu", "timeout")]), [result("neuron.relu", "timeout")]),
        (submission("fine", "neuron", [result("neuron.relu", "right")]), [result("neuron.relu", "right")]),
        (submission("hostile", "neuron", crashed), crashed),
        (submission("cut", "neuron", [], status="invalid", message="It breaks off."), []),
        (submission("unlucky", "neuron", [], status="error", message="No memory.", machine=True), []),
    ]
    table = statistics.look_table(*flat(pairs))
    assert [row["student"] for row in table] == ["unlucky", "hostile", "cut", "slow"]
    assert "segmentation" in table[1]["reasons"][0]


def alike(own, common=("relu", "step"), size=60):
    """The groups found in a class: `common` answers are everyone's, `own` gives some students' answers to others."""
    pairs = []
    for number in range(size):
        student = f"s{number:02}"
        marks = dict.fromkeys(common, "common")
        marks |= {
            name: own.get(student, student) for name in ("neuron", "sigmoid", "weighted_sum", "perceptron_update")
        }
        results = [result(f"neuron.{name}", "right", fingerprint=mark) for name, mark in marks.items()]
        pairs.append((submission(student, "neuron", results), results))
    return [row["students"] for row in statistics.alike_table(*flat(pairs))]


def test_shared_answers_are_found_if_they_are_rare():
    assert alike({}) == []  # what is common to all says nothing
    assert alike({"s03": "x", "s41": "x"}) == [["s03", "s41"]]
    assert alike({"s03": "x", "s41": "x", "s07": "x", "s08": "y", "s09": "y"}) == [
        ["s03", "s07", "s41"],
        ["s08", "s09"],
    ]
    assert alike({f"s{number:02}": "taught" for number in range(40)}) == []  # as shown in class
    assert alike({"s00": "x", "s01": "x"}, size=2) == [["s00", "s01"]]


def test_equal_files_are_found():
    pairs = [submission(name, "neuron", [], sha256=mark) for name, mark in zip("abcd", ["x", "y", "x", ""])]
    table = statistics.alike_table([*pairs, submission("e", "neuron", [], sha256="")], [])
    assert [(row["students"], row["same_file"]) for row in table] == [(["a", "c"], True)]


def test_the_page_of_a_class(tmp_path):
    path = class_report(Book(CLASS), RUN["id"], tmp_path)
    page = path.read_text("utf-8")
    text = read(page)
    table = statistics.mistake_table(flat(CLASS)[1])
    assert table[0]["diagnosis"] in text
    assert "61 submissions" in text
    assert "The file breaks off in the middle." in text
    assert "<b>Quinn" not in page
    assert "محمد الفارسي" in text
    assert "李小龍" in text
    assert page.count("<img") == 3 == len(re.findall(r'alt="[^"]{40,}', page))


@pytest.mark.parametrize("size", [0, 1, 2, 500])
def test_any_number_of_students(size, tmp_path):
    page = class_report(Book(some_class(size)), RUN, tmp_path).read_text("utf-8")
    read(page)
    assert ("Nothing has been graded" in page) == (size == 0)


def test_none_could_be_graded():
    pairs = [(submission(str(n), "neuron", [], status="invalid", message="Empty."), []) for n in range(3)]
    text = read(report_page(*flat(pairs), RUN))
    assert "3 submitted" in text
    assert "0 graded" in text


def test_several_lessons_in_course_order():
    pairs = some_class(3, "forward") + some_class(3, "neuron") + some_class(2, "start_here")
    submissions, _ = flat(pairs)
    assert statistics.lessons_of(submissions) == ["start_here", "neuron", "forward"]
    read(report_page(*flat(pairs), RUN))


def test_without_a_sandbox_and_not_finished():
    text = read(report_page(*flat(CLASS[:3]), RUN | {"sandboxed": False, "finished": None}))
    assert "without a sandbox" in text
    assert "not finished" in text


def test_plots_are_the_same_each_time():
    assert plots.score_plot([1, 2, 2], 5) == plots.score_plot([1, 2, 2], 5)
    assert plots.score_plot([], 5) is None
    assert plots.exercise_plot([]) is None
    assert plots.mistake_plot([]) is None


# ---- the command ----


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
        publish(book, book.latest(), folder)
    return folder


def call(capsys, *arguments):
    with pytest.raises(SystemExit) as caught:
        main([str(argument) for argument in arguments])
    printed = capsys.readouterr()
    return caught.value.code, printed.out, printed.err


def test_the_command_writes_everything(out, capsys):
    code, printed, errors = call(capsys, "report", out)
    assert (code, errors) == (0, "")
    for name in ("report.html", "canvas.csv", "moodle.csv", "gradescope"):
        assert f"Wrote {out / name} " in printed
        assert (out / name).exists()
    assert "1 without a grade" in printed
    page = (out / "report.html").read_text("utf-8")
    links = re.findall(r'href="(feedback/[^"]+)"', page)
    assert len(links) == 6
    assert all((out / urllib.parse.unquote(link)).is_file() for link in links)
    assert len(list((out / "gradescope").iterdir())) == 6


def test_the_command_fills_in_what_it_is_given(out, tmp_path, capsys):
    sheet = tmp_path / "sheet.csv"
    sheet.write_text("Identifier,Full name,Grade,Last modified (grade)\nParticipant 1,Ada Lovelace,,-\n", "utf-8")
    code, printed, _ = call(capsys, "report", out, "--moodle-worksheet", sheet)
    assert code == 0
    assert "Not found in it" in printed
    rows = (out / "moodle-worksheet.csv").read_text("utf-8").splitlines()
    assert re.match(r"Participant 1,Ada Lovelace,\d", rows[1])


def test_no_grade_book_no_run_no_place(tmp_path, capsys):
    code, _, errors = call(capsys, "report", tmp_path)
    assert (code, errors.count("\n")) == (2, 1)
    assert not list(tmp_path.iterdir())
    GradeBook(tmp_path / "gradebook.sqlite").close()
    assert call(capsys, "report", tmp_path)[0] == 2


def test_the_exports_are_commands(tmp_path, capsys):
    code, printed, _ = call(capsys, "export", "gradescope", tmp_path / "a", "--lessons", "neuron", "--seed", "3")
    assert (code, printed) == (0, f"Wrote {tmp_path / 'a' / 'autograder.zip'}.\n")
    code, printed, _ = call(capsys, "export", "nbgrader", tmp_path / "b", "--lessons", "neuron,start_here")
    assert code == 0
    assert printed.count("Wrote") == 2
    for arguments in (("gradescope", tmp_path / "a"), ("nbgrader", tmp_path / "b"), ("moodle", tmp_path / "c")):
        code, _, errors = call(capsys, "export", *arguments)
        assert (code, errors.count("\n")) == (2, 1)
    code, _, errors = call(capsys, "export", "nbgrader", tmp_path / "d", "--allow-unsandboxed")
    assert code == 2
    assert not (tmp_path / "d").exists()


def test_the_guide_says_what_exists():
    guide = (Path(__file__).parents[3] / "docs" / "instructors.md").read_text("utf-8")
    for line in re.findall(r"^dlcourse [a-z]+ .*$", guide, re.MULTILINE):
        name, *rest = line.split()[1:]
        options = {option for parameter in main.commands[name].params for option in parameter.opts}
        assert {word for word in rest if word.startswith("-")} <= options, line
    known = {option for command in main.commands.values() for parameter in command.params for option in parameter.opts}
    assert set(re.findall(r"--[a-z][a-z-]+", guide)) <= known
    for status in STATUSES:
        assert f"`{status}`" in guide
