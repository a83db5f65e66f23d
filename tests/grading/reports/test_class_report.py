"""The class report as a page."""

import re

import pytest
from html_text import text_of
from synthetic import RUN, some_class, submission

from dlcourse.coursework.saved_with import SAVED_WITH
from dlcourse.grading.reports import statistics
from dlcourse.grading.reports.class_report import flat, report_page
from dlcourse.grading.reports.feedback import feedback_page

pytestmark = pytest.mark.slow


def test_the_page_of_a_class():
    page = report_page(*flat(some_class(60)), RUN)
    text = text_of(page)
    table = statistics.mistake_table(flat(some_class(60))[1])
    assert table[0]["diagnosis"] in text
    assert "61 submissions" in text
    assert "The file breaks off in the middle." in text
    assert "<b>Quinn" not in page
    assert "محمد الفارسي" in text
    assert "李小龍" in text
    assert page.count("<img") == 3 == len(re.findall(r'alt="[^"]{40,}', page))


@pytest.mark.parametrize("size", [0, 1, 2, 500])
def test_any_number_of_students(size):
    page = report_page(*flat(some_class(size)), RUN)
    text_of(page)
    assert ("Nothing has been graded" in page) == (size == 0)


def test_none_could_be_graded():
    pairs = [(submission(str(n), "neuron", [], status="invalid", message="Empty."), []) for n in range(3)]
    text = text_of(report_page(*flat(pairs), RUN))
    assert "3 submitted" in text
    assert "0 graded" in text


def test_without_a_sandbox_and_not_finished():
    text = text_of(report_page(*flat(some_class(60)[:3]), RUN | {"sandboxed": False, "finished": None}))
    assert "without a sandbox" in text
    assert "not finished" in text


def test_submissions_saved_with_other_versions_are_listed_apart():
    note = f"{SAVED_WITH}Python 3.13, graded with 3.11: `neuron.step` fails on syntax; look at it."
    (first, results), *others = some_class(3)
    pairs = [(first | {"notes": ["Handed in late.", note]}, results), *others]
    text = text_of(report_page(*flat(pairs), RUN))
    assert text.count("Saved with Python 3.13") == 2  # in the list apart, and with the submission
    assert "Saved with other versions" in text
    assert statistics.saved_with_sentence(flat(pairs)[0]).startswith("1 submission was saved with")
    assert statistics.saved_with_sentence(flat(others)[0]) == ""


def test_texts_of_any_size_make_a_page():
    row, results = some_class(1)[0]
    item = results[0] | {"message": "`*" * 10**6, "call": "x" * 10**6, "diagnosis": "", "status": "wrong"}
    row = row | {"notes": ["*" * 10**6], "name": "/" * 10**6, "message": "_*`" * 10**5}
    assert len(report_page([row], [item | {"student": row["student"], "lesson": "neuron"}], RUN)) < 500_000
    assert len(feedback_page(row, [item], RUN)) < 500_000


def test_a_page_about_several_lessons():
    pairs = some_class(3, "forward") + some_class(3, "neuron") + some_class(2, "start_here")
    text = text_of(report_page(*flat(pairs), RUN))
    places = [text.index(f"({name})") for name in ("start_here", "neuron", "forward")]
    assert places == sorted(places)
