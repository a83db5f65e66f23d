"""The page that a student gets: it says what happened, in words, and nothing of the hidden cases."""

import re

import pytest
from html_text import text_of
from synthetic import RUN, result, submission

from dlcourse.checking.status import Status
from dlcourse.exercises import find, lesson
from dlcourse.grading.reports.feedback import feedback_page


def page(*results, student="Ada", run=RUN, **more):
    results = list(results)
    return feedback_page(submission(student, "neuron", results, **more), results, run)


def test_everything_about_a_mistake_is_there():
    mistake = find("neuron.neuron").mistakes[0]
    shown = result("neuron.neuron", 0, carried=["neuron.sigmoid"])
    text = text_of(page(result("neuron.sigmoid", 0), shown))
    assert mistake.advice.partition(".")[0] in text
    for field in ("message", "call", "got", "expected"):
        assert shown[field]
        assert re.sub(r"\s+", " ", shown[field]) in text
    assert "0 of 2" in text
    assert "Checked with the reference in place of your sigmoid , which is not right yet." in text
    assert re.sub("[`*]", "", find("neuron.neuron").hints[0])[:20] in text


def test_what_is_said_of_a_mistake_without_a_name_is_there():
    taught = "It is right in 5 of 8 cases; wrong only where `padding` is 0."
    text = text_of(page(result("neuron.relu", 0, diagnosis="", advice=taught)))
    assert "It is right in 5 of 8 cases; wrong only where padding is 0." in re.sub(r"\s+", " ", text)


def test_an_error_shows_the_learners_line():
    text = text_of(page(result("neuron.sigmoid", "error")))
    assert "cell 7, line 6" in text
    assert "return numpy.exp(-z)" in text


@pytest.mark.parametrize("status", Status)
def test_each_status_has_a_sign_and_words(status):
    shown = result("neuron.relu", "right") | {"status": status.value}  # as it comes from the grade book
    text = text_of(page(shown))
    assert f"{status.sign} {status.final_words}" in text


def test_only_hidden_cases_failed_names_no_value():
    message = "The cases in the notebook pass, but the same function on other numbers does not."
    shown = result("neuron.relu", 0, call="", got="", expected="", message=message)
    text = text_of(page(shown))
    assert message in text
    assert "expected" not in text.replace("is expected", "")


def test_a_question_does_not_tell_its_answer():
    shown = result("neuron.silent_weight", 0)
    text = text_of(page(shown))
    right = find("neuron.silent_weight").right
    assert f"'{right}'" not in text
    assert "expected" not in text


def test_the_seed_is_not_shown():
    assert str(RUN["seed"]) not in page(result("neuron.relu", 0))


def test_grading_without_a_sandbox_is_said():
    assert "without a sandbox" in text_of(page(result("neuron.relu", 0), run=RUN | {"sandboxed": False}))
    assert "without a sandbox" not in text_of(page(result("neuron.relu", 0)))


@pytest.mark.parametrize(
    "student", ["<script>alert(1)</script>", "a\"b'c", "李小龍", "x\ud800\x00\u202ey", "a\nb, c", ""]
)
def test_names_in_every_script_and_with_every_sign(student):
    text = page(result("neuron.relu", "right"), student=student)
    assert "<script" not in text
    assert text.encode("utf-8")
    assert not re.search("[\x00-\x08\u202e]", text)
    text_of(text)


def test_what_a_student_wrote_is_escaped():
    hostile = "</pre><script>x</script>{{ 7*7 }}\x1b[2J"
    shown = result("neuron.relu", 0, code=hostile, line=1, printed=hostile, got=hostile, message=hostile, note=hostile)
    text = page(shown)
    assert "<script" not in text
    assert "49" not in text_of(text)
    assert "\x1b" not in text


def test_a_submission_that_could_not_be_read():
    text = text_of(page(status="invalid", message="The file breaks off in the middle."))
    assert "breaks off in the middle" in text
    assert "points" not in text


def test_an_exercise_and_a_lesson_that_no_longer_exist():
    gone = result("neuron.relu", 0) | {"exercise": "gone.away"}
    row = submission("Ada", "gone", [gone])
    assert "away" in text_of(feedback_page(row, [gone], RUN))


def test_light_dark_print_and_no_meaning_by_colour_alone():
    text = page(*(result(exercise.id, "right") for exercise in lesson("neuron")))
    assert "prefers-color-scheme: dark" in text
    assert "@media print" in text
    assert 'lang="en"' in text
