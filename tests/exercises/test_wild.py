"""Wrong answers as people write them: each is refused, and named as what it is.

`wild/LESSON.txt` has them one after another, each below a line `## exercise | what is wrong | name of the diagnosis`;
the name is `-` where none is given.
"""

import functools
import linecache
import re
from pathlib import Path

import pytest

from dlcourse.checking.blanks import is_blank_function
from dlcourse.checking.check import SECONDS, check
from dlcourse.checking.faults import STILL_THERE
from dlcourse.checking.oracle import Oracle
from dlcourse.checking.trials import case_arguments
from dlcourse.coursework.files import lesson_name
from dlcourse.exercises import find, lesson_names

FOLDER = Path(__file__).parent / "wild"
LEAST_NAMED = 0.9  # of the answers of a lesson


@functools.cache
def wild_answers(lesson):
    """(exercise id, what is wrong, name, code) of each answer of a lesson."""
    text = (FOLDER / f"{lesson}.txt").read_text(encoding="utf-8")
    entries = re.split(r"^## ", text, flags=re.MULTILINE)[1:]
    return [
        (*map(str.strip, head.split(" | ")), code) for head, _, code in (entry.partition("\n") for entry in entries)
    ]


def written(exercise, code, where):
    """The function that a learner's code binds to the name of the exercise, with its lines at hand."""
    linecache.cache[where] = (len(code), None, code.splitlines(keepends=True), where)
    namespace = {"__name__": "__main__"}
    exec(compile(code, where, "exec"), namespace)
    return namespace[exercise.name]


@pytest.mark.parametrize("lesson", lesson_names())
def test_wild_answers_are_refused_and_named(lesson):
    others = []
    # What the reference and the mistakes do on the cases is computed once for all answers to an exercise.
    oracle = functools.cache(lambda exercise: Oracle(exercise, case_arguments(exercise, 0)))
    for number, (exercise_id, wrong, name, code) in enumerate(wild_answers(lesson)):
        exercise = find(exercise_id)
        answer = written(exercise, code, f"<wild {lesson} {number}>")
        if is_blank_function(answer, exercise):  # it is what is planted
            continue
        trains = getattr(exercise, "seconds", None) is not None  # in a second of its own: too short on a busy machine
        seconds = 6 * SECONDS if trains else SECONDS
        verdict = check(exercise, answer, time_limit=seconds, oracle=oracle(exercise))
        is_planted = getattr(exercise, "fault", None) and name in exercise.fault.bugs
        told = STILL_THERE if is_planted else name
        if verdict.status not in ("wrong", "error", "timeout") or (verdict.diagnosis or "-") != told:
            others.append((exercise_id, wrong, name, verdict.status, verdict.diagnosis, verdict.message))
    assert not others


@pytest.mark.parametrize("lesson", lesson_names())
def test_most_wild_answers_have_a_name(lesson):
    names = [name for _, _, name, _ in wild_answers(lesson)]
    assert sum(name != "-" for name in names) >= LEAST_NAMED * len(names)


def test_every_lesson_has_wild_answers():
    assert {lesson_name(path) for path in FOLDER.glob("*.txt")} == set(lesson_names())
