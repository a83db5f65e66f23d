"""A mistake costs once: what each answer runs with, planned without running anything."""

import itertools

import pytest

from dlcourse.checking.question import Question
from dlcourse.coursework.extracted import Answer, Extraction
from dlcourse.coursework.planning import Planner, stand_ins
from dlcourse.exercises import lesson

FUNCTIONS = [exercise for exercise in lesson("neuron") if not isinstance(exercise, Question)]
A, B, C, D = (exercise.id for exercise in FUNCTIONS[:4])
NAMES = {exercise.id: exercise.name for exercise in FUNCTIONS}
QUESTION = next(exercise for exercise in lesson("neuron") if isinstance(exercise, Question))


def planner(builds_on, *, unresolved=(), exercises=FUNCTIONS[:4]):
    """The Planner of a notebook whose answers build on others as in {id: ids}."""
    answers = {}
    for number, (key, others) in enumerate(builds_on.items()):
        uses = {NAMES.get(other, other.partition(".")[2]): other for other in others}
        answers[key] = Answer(key, f"my_{number}", 0, 1, needs=[number], builds_on=uses, unresolved=list(unresolved))
    return Planner(Extraction(exercises=answers), exercises)


def described(part):
    return part.id, set(part.answers.values()), set(part.references.values())


# ---- the rule ----


def test_the_reference_stands_in_for_what_does_not_pass():
    assert stand_ins(A, {"b": B, "c": C}, {C}) == {"b": B}
    assert stand_ins(A, {"b": B}, ()) == {"b": B}
    assert stand_ins(A, {}, {B}) == {}


def test_it_never_stands_in_for_the_answer_itself():
    assert stand_ins(A, {"a": A, "b": B}, ()) == {"b": B}


# ---- one answer ----


def test_an_answer_that_needs_no_other():
    [part] = planner({A: []}).parts(A, set())
    assert (part.id, part.function, part.needs) == (A, "my_0", [0])
    assert (part.answers, part.references, part.carried) == ({}, {}, [])


def test_what_passes_is_the_learners_own():
    part = planner({A: [], B: [], C: [A, B]}).part(C, {A})
    assert part.answers == {NAMES[A]: A}
    assert part.references == {NAMES[B]: B}
    assert part.carried == [B]


def test_two_names_of_one_exercise_are_carried_once():
    plan = planner({B: []})
    plan.answers[B].builds_on = {"first": A, "second": A}
    assert plan.part(B, set()).references == {"first": A, "second": A}
    assert plan.part(B, set()).carried == [A]


def test_a_name_that_nothing_binds_is_that_of_the_lessons_exercise():
    plan = planner({B: []}, unresolved=[NAMES[A], "no_such_name", QUESTION.name])
    assert plan.builds_on(B) == {NAMES[A]: A}
    assert planner({A: []}, unresolved=[NAMES[A]]).builds_on(A) == {}  # itself never


def test_questions_and_unknown_exercises_are_nothing_to_build_on():
    assert planner({B: [QUESTION.id, "no.such", "nonsense"]}).builds_on(B) == {}


def test_other_lessons_and_what_is_not_judged_are_the_references():
    other = next(item for item in lesson("forward") if not isinstance(item, Question)).id
    plan = planner({A: [], B: [A, other]}, exercises=FUNCTIONS[1:2])
    assert plan.part(B, set()).carried == [A, other]
    assert plan.order() == [B]


# ---- what it is made of ----


def test_what_an_answer_builds_on_comes_first():
    plan = planner({A: [], B: [A], C: [B, A], D: [C]})
    parts = plan.parts(D, {A, B, C})
    assert [described(part) for part in parts] == [
        (A, set(), set()),
        (B, {A}, set()),
        (C, {A, B}, set()),
        (D, {C}, set()),
    ]


def test_a_part_in_the_middle_may_rest_on_a_reference():
    parts = planner({A: [], B: [A], C: [B]}).parts(C, {B})
    assert [described(part) for part in parts] == [(B, set(), {A}), (C, {B}, set())]
    assert parts[-1].carried == []  # its own is told with the exercise that rests on it


def test_what_does_not_pass_brings_nothing_along():
    assert [part.id for part in planner({A: [], B: [A], C: [B]}).parts(C, {A})] == [C]


def test_in_a_circle_the_reference_stands_in():
    plan = planner({A: [B], B: [A]})
    assert [described(part) for part in plan.parts(A, {A, B})] == [(B, set(), {A}), (A, {B}, set())]
    assert [described(part) for part in plan.parts(B, set())] == [(B, set(), {A})]


def test_answers_that_all_use_each_other_are_planned_at_once():
    ids = [exercise.id for exercise in FUNCTIONS]
    plan = planner({key: [other for other in ids if other != key] for key in ids}, exercises=FUNCTIONS)
    for key in ids:
        parts = plan.parts(key, set(ids))
        made = [part.id for part in parts]
        assert sorted(made) == sorted(ids)
        assert made[-1] == key
        for part, place in zip(parts, itertools.count()):
            assert set(part.answers.values()) <= set(made[:place])


# ---- the order ----


@pytest.mark.parametrize(
    ("builds_on", "wanted"),
    [
        ({}, [A, B, C, D]),
        ({A: [], B: [A], C: []}, [A, B, C, D]),
        ({A: [D], B: [], D: [C]}, [C, D, A, B]),
        ({A: [B], B: [A]}, [B, A, C, D]),
        ({A: [A, "no.such", QUESTION.id]}, [A, B, C, D]),
    ],
)
def test_each_is_judged_after_those_it_builds_on(builds_on, wanted):
    assert planner(builds_on).order() == wanted
