"""A planted bug is never named: whatever shows it, the values, an error or the source."""

import inspect
import linecache

import numpy as np
import pytest

from dlcourse.checking.check import check, verdict_on
from dlcourse.checking.faults import STILL_THERE, keep_secret, symptom, texts, untouched
from dlcourse.checking.oracle import Oracle
from dlcourse.checking.slips.source import source_of
from dlcourse.checking.specification import Case, Exercise
from dlcourse.checking.trials import case_arguments, run_cases
from dlcourse.grading.hidden_mistakes import named


def running(x):
    """The sums of the first numbers.

    Formula: ``x_1 + ... + x_n``
    """
    total, out = 0.0, []
    for value in x.tolist():
        total += value
        out.append(total)
    return np.array(out)


def sizes(rng):
    return [Case(np.array([1.0, 2.0, 4.0])), Case(rng.normal(size=5)), Case(rng.normal(size=2))]


def fault(*bugs, planted, symptom="the last sum is wrong"):
    """An exercise with these bugs planted."""
    exercise = Exercise(
        id="test.running", points=1, reference=running, cases=sizes, hints=["?", "!"], solved="it.", form="fault"
    )
    exercise.edit("begun at 1", {"0.0": "1.0"}, "The sum begins at 1.")
    exercise.edit("overwritten", {"total += value": "total = value"}, "The sum is overwritten.")
    exercise.edit("returned too early", {"    return np.array(out)": "        return np.array(out)"}, "Too early.")
    exercise.edit("no such method", {"x.tolist()": "x.to_list()"}, "There is no such method.")
    exercise.edit("stops at the second", {"x.tolist()": "x[[0, 1, 2]].tolist()"}, "Some numbers are left out.")
    exercise.plants(*bugs, symptom=symptom)(written(planted))
    return exercise


def written(source, name="running"):
    """The function that some source defines, with its text at hand."""
    where = f"<test {hash(source)}>"
    linecache.cache[where] = (len(source), None, source.splitlines(keepends=True), where)
    names = {"np": np}
    exec(compile(source, where, "exec"), names)
    return names[name]


def changed(*changes):
    text = inspect.getsource(running)
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return text


EARLY = ("    return np.array(out)", "        return np.array(out)")
TYPO = ("x.tolist()", "x.to_list()")
SHORT = ("x.tolist()", "x[[0, 1, 2]].tolist()")


def told(verdict):
    return verdict.diagnosis, verdict.advice


def test_a_slip_that_the_source_shows_is_not_named_where_it_is_planted():
    exercise = fault("returned too early", planted=changed(EARLY))
    verdict = check(exercise, written(changed(EARLY, ("total, out", "tot, out"), ("total", "tot"))))
    assert told(verdict) == (STILL_THERE, "The last sum is wrong.")


def test_a_slip_of_the_source_with_other_values_is_not_named_either():
    exercise = fault("returned too early", planted=changed(EARLY))
    verdict = check(exercise, written(changed(EARLY, ("total += value", "total += value ** 3 + 7 * len(out)"))))
    assert told(verdict) == (STILL_THERE, "The last sum is wrong.")


def test_a_slip_of_ones_own_is_named():
    exercise = fault("overwritten", planted=changed(("total += value", "total = value")))
    assert check(exercise, written(changed(EARLY))).diagnosis == "`return` inside of the loop"


def test_an_error_that_is_planted_is_not_explained():
    exercise = fault("no such method", planted=changed(TYPO))
    verdict = check(exercise, written(changed(TYPO, ("total += value", "total = total + value"))))
    assert verdict.status == "error"
    assert "to_list" in verdict.message
    assert told(verdict) == (STILL_THERE, "The last sum is wrong.")


def test_an_error_of_ones_own_is_explained():
    exercise = fault("no such method", planted=changed(TYPO))
    verdict = check(exercise, written(changed(("x.tolist()", "x.lists()"))))
    assert verdict.status == "error"
    assert verdict.diagnosis not in ("", STILL_THERE)


def test_an_error_in_some_cases_is_not_explained():
    exercise = fault("stops at the second", planted=changed(SHORT))
    verdict = check(exercise, written(changed(SHORT, ("total += value", "total = total + value"))))
    assert told(verdict) == (STILL_THERE, "The last sum is wrong.")


def test_other_mistakes_keep_their_names():
    exercise = fault("overwritten", planted=changed(("total += value", "total = value")))
    verdict = check(exercise, written(changed(("0.0", "1.0"))))
    assert told(verdict) == ("begun at 1", "The sum begins at 1.")


def test_where_nothing_is_planted_nothing_is_hidden():
    exercise = fault("overwritten", planted=changed(("total += value", "total = value")))
    exercise.fault = None
    assert (untouched(exercise, running), texts(exercise)) == ("", ())
    assert check(exercise, exercise.mistakes[1].answer).diagnosis == "overwritten"
    keep_secret(exercise, None, [], None, None)


@pytest.mark.parametrize("text", ["the last sum is wrong", "The last sum is wrong.", " the last sum is wrong. "])
def test_the_symptom_is_one_sentence(text):
    exercise = fault("overwritten", planted=changed(("total += value", "total = value")), symptom=text)
    assert symptom(exercise) == "The last sum is wrong."


def test_hidden_cases_name_nothing_that_is_planted():
    exercise = fault("overwritten", planted=changed(("total += value", "total = value")))
    answer = written(changed(("total += value", "total = value"), ("value", "v")))
    oracle = Oracle(exercise, case_arguments(exercise, 7))
    outcomes = run_cases(exercise, answer, oracle.cases)
    verdict = verdict_on(exercise, oracle.cases, outcomes, oracle=oracle, source=source_of(answer), secret=True)
    assert named(exercise, oracle, verdict, outcomes, source_of(answer)) == (STILL_THERE, "The last sum is wrong.")
    verdict.advice = "something that came back"
    assert named(exercise, oracle, verdict, outcomes, source_of(answer)) == ("", "")
