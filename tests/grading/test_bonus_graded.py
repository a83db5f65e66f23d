"""Bonus points when graded: from the sandbox to the grade book, the tables, the pages and the class report."""

import itertools
import subprocess
import sys
import time

import pytest
from bonus_class import pair
from bonus_lesson import (
    ALL_BUT_BONUS,
    BLANKS,
    IMPORTS,
    LEVEL_LINE,
    LINE,
    RIGHT_LINE,
    RIGHT_WHY,
    WRONG_DOUBLE,
    environment,
    notebook,
)
from classroom import needs_sandbox, put, rows_of
from html_text import text_of
from synthetic import RUN

from dlcourse.checking.trials import case_arguments
from dlcourse.exercises import find
from dlcourse.grading import marking
from dlcourse.grading.gradebook import GradeBook
from dlcourse.grading.policy.layer import Layer
from dlcourse.grading.reports import plots, statistics
from dlcourse.grading.reports.class_report import flat, report_page
from dlcourse.grading.reports.feedback import feedback_page
from dlcourse.grading.reports.publish import publish
from dlcourse.grading.submission import points_of, ungraded
from dlcourse.grading.time_budget import TimeBudget

SLOW_LINE = LINE + "    import time\n    time.sleep({})\n    return tuple(np.polyfit(x, y, 1))"
ENDLESS_LINE = LINE + "    while True: pass"


@pytest.fixture
def outcome(sample, grade):
    """`outcome(*cells)`: that of a notebook of the sample lesson, and its results by name."""

    def of(*cells, timeout=10.0):
        found = grade(notebook(*cells), lesson="lines", timeout=timeout)
        return found, {item["exercise"].partition(".")[2]: item for item in found["results"]}

    return of


@pytest.mark.parametrize("last", [None, BLANKS[3]])
def test_an_untried_challenge_is_never_missing(outcome, last):
    found, results = outcome(*ALL_BUT_BONUS, *([last] if last else []))
    assert (found["status"], found["score"], found["max_score"]) == ("correct", 3, 3)
    assert found["message"] == "2 of 2 right."
    line = results["line"]
    assert (line["status"], line["score"], line["max_score"], line["bonus"]) == ("not attempted", 0, 0, 3)
    assert not line["message"]


def test_a_right_one_lifts_the_score_above_the_maximum(outcome):
    found, results = outcome(*ALL_BUT_BONUS, RIGHT_LINE)
    assert (found["status"], found["score"], found["max_score"]) == ("correct", 6, 3)
    assert found["message"] == "2 of 2 right, and 1 for bonus points."
    assert (results["line"]["score"], results["line"]["max_score"]) == (3, 0)


def test_a_wrong_one_costs_nothing_and_has_a_name(outcome):
    found, results = outcome(*ALL_BUT_BONUS, LEVEL_LINE)
    assert (found["status"], found["score"], found["max_score"]) == ("correct", 3, 3)
    assert (results["line"]["status"], results["line"]["diagnosis"]) == ("wrong", "level")
    found, _ = outcome(IMPORTS, WRONG_DOUBLE, RIGHT_WHY, RIGHT_LINE)
    assert (found["status"], found["score"], found["max_score"]) == ("partial", 4, 3)
    found, _ = outcome(*BLANKS[:3], LEVEL_LINE)
    assert (found["status"], found["score"]) == ("wrong", 0)


def test_what_is_right_on_the_visible_cases_only_earns_nothing(outcome):
    """The cases of the secret seed are others: numbers that were worked out at home fit there alone."""
    exercise = find("lines.line")
    known = [(case["y"].sum(), exercise.reference(**case)) for case in case_arguments(exercise, 0)]
    table = {round(float(total), 9): (float(slope), float(height)) for total, (slope, height) in known}
    copied = LINE + f"    return {table!r}.get(round(float(y.sum()), 9), (0.0, 0.0))"
    _, results = outcome(*ALL_BUT_BONUS, copied)
    assert results["line"]["status"] == "wrong"
    assert results["line"]["message"].startswith("The cases in the notebook pass")
    assert (results["line"]["score"], results["line"]["max_score"], results["line"]["bonus"]) == (0, 0, 3)


# ---- its time ----


def test_what_trains_is_run_by_itself_and_leaves_the_others_their_time(outcome, monkeypatch):
    asked, ask = [], marking.Marker._ask

    def listening(self, jobs, *rest):
        asked.append(sorted(jobs))
        return ask(self, jobs, *rest)

    monkeypatch.setattr(marking.Marker, "_ask", listening)
    more = '@exercise("lines.double")\ndef double(x):\n    return line(x, x)[0] * x * 2'
    outcome(IMPORTS, more, RIGHT_WHY, RIGHT_LINE)
    assert ["lines.line"] in asked
    assert not [jobs for jobs in asked if len(jobs) > 1]  # what builds on it comes with it, so by itself, too


@pytest.mark.slow
def test_the_grader_gives_five_times_as_long_and_no_more(outcome, monkeypatch):
    monkeypatch.setattr(find("lines.line"), "seconds", 0.3)
    found, results = outcome(*ALL_BUT_BONUS, SLOW_LINE.format(0.1))
    assert results["line"]["status"] == "correct"
    begun = time.monotonic()
    found, results = outcome(*ALL_BUT_BONUS, ENDLESS_LINE)
    assert time.monotonic() - begun < 8
    assert (results["line"]["status"], found["status"]) == ("timeout", "correct")
    assert results["line"]["message"] == "Stopped after 1.5 seconds. Is there a loop that never ends?"


def test_a_limit_of_its_own_in_the_budget():
    budget = TimeBudget(10.0)
    assert (budget.next_limit(), budget.next_limit(own=5.0), budget.next_limit(own=60.0)) == (10, 5, 10)
    budget.waste(12)
    assert (budget.next_limit(), budget.next_limit(own=5.0)) == (8, 5)
    assert budget.sentence(5.0, own=5.0) == "it was stopped after 5 seconds. Is there a loop that never ends?"
    assert "other exercises" in budget.sentence(5.0)
    budget.waste(5)
    assert budget.next_limit(own=5.0) == 3
    assert "other exercises" in budget.sentence(3.0, own=5.0)


# ---- the book, the tables, the pages ----


@pytest.fixture
def book(sample, tmp_path):
    """A book with three students: with the bonus, without it, and with it only."""
    with GradeBook(tmp_path / "gradebook.sqlite") as opened:
        run = opened.begin(1)
        for mine, results in (pair("all", line="right"), pair("some"), pair("only", double=0, line="right")):
            opened.store(run, mine, results)
        yield opened


def test_points_of_the_lesson_leave_bonus_out(sample):
    assert points_of("lines") == 3
    assert ungraded("invalid", "It is cut.", "lines")["max_score"] == 3


def test_the_tables(book, tmp_path):
    publish(Layer(book, book.latest()), tmp_path)
    grades = {row["student"]: (row["score"], row["max_score"]) for row in rows_of(tmp_path / "grades.csv")}
    assert grades == {"all": ("6", "3"), "some": ("3", "3"), "only": ("4", "3")}
    rows = [row for row in rows_of(tmp_path / "exercises.csv") if row["exercise"] == "lines.line"]
    assert {(row["student"], row["score"], row["max_score"], row["status"]) for row in rows} == {
        ("all", "3", "0", "correct"),
        ("some", "0", "0", "not attempted"),
        ("only", "3", "0", "correct"),
    }


def test_the_page_of_a_student(sample):
    said = text_of(feedback_page(*pair("all", line="right"), RUN))
    assert "3 of 3 points, and 3 bonus points" in said
    assert "2 of 2 points" in said
    said = text_of(feedback_page(*pair("some", line=1), RUN))
    assert "3 of 3 points, and 0 of 3 bonus points" in said
    assert "Level." in said
    old = [{key: value for key, value in item.items() if key != "bonus"} for item in pair("old")[1]]
    assert "bonus" not in text_of(feedback_page(pair("old")[0], old, RUN))  # of a book from before there were any


def test_the_numbers_of_the_class_leave_bonus_apart(sample):
    variants = itertools.product(("right", 0), ("right", 0), ("right", 1, "not attempted"))
    pairs = [pair(str(number), *mine) for number, mine in enumerate(variants)]
    without = [
        pair(str(number), *mine) for number, mine in enumerate(itertools.product(("right", 0), ("right", 0)))
    ] * 3
    rows = {row["exercise"]: row for row in statistics.exercise_table(flat(pairs)[1])}
    plain = [
        {**item, "student": f"{copy} {mine['student']}"}
        for copy, (mine, results) in enumerate(without)
        for item in results[:2]
    ]
    for row in statistics.exercise_table(plain):
        assert rows[row["exercise"]]["difficulty"] == row["difficulty"]
        assert rows[row["exercise"]]["discrimination"] == pytest.approx(row["discrimination"])
    assert rows["lines.line"]["bonus"]
    assert rows["lines.line"]["difficulty"] == 0.5  # of those who tried it
    assert rows["lines.line"]["discrimination"] is None
    untried = statistics.exercise_table([item | {"student": "a"} for item in pair("a")[1]])[-1]
    assert untried["difficulty"] is None


def test_a_score_above_the_maximum_has_its_bar(sample):
    shown = plots.score_plot([6, 3, 6, 2], 3)
    assert "of 3, and bonus points" in shown["alt"]
    assert "highest 6, most often 6" in shown["alt"]
    assert "bonus" not in plots.score_plot([3, 2], 3)["alt"]
    assert plots.score_plot([40, 3], 20) is not None
    page = report_page(*flat([pair("all", line="right"), pair("some"), pair("only", double=0, line=1)]), RUN)
    assert "line (bonus)" in " ".join(text_of(page).split())
    assert "A bonus counts for itself" in " ".join(text_of(page).split())


@pytest.mark.slow
@needs_sandbox
def test_the_command_grades_a_class_with_it(sample, tmp_path):
    for student, last in (("all", RIGHT_LINE), ("some", BLANKS[3]), ("wrong", LEVEL_LINE)):
        put(tmp_path / "class", f"{student}/90_lines.ipynb", notebook(*ALL_BUT_BONUS, last))
    command = [sys.executable, "-m", "dlcourse", "grade", tmp_path / "class", "-o", tmp_path / "out", "--jobs", "1"]
    ran = subprocess.run(command, env=environment(sample), cwd=tmp_path, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    assert "4.0/3" in ran.stdout  # the mean, of the points without bonus
    grades = {row["student"]: row for row in rows_of(tmp_path / "out" / "grades.csv")}
    assert {row["status"] for row in grades.values()} == {"correct"}
    assert {name: (row["score"], row["max_score"]) for name, row in grades.items()} == {
        "all": ("6", "3"),
        "some": ("3", "3"),
        "wrong": ("3", "3"),
    }
