"""Every exercise of every lesson: the quality of its specification, of its checks and of its diagnoses.

Nothing here names an exercise: a new lesson is covered by adding its files.
"""

import ast
import doctest
import functools
import importlib
import inspect
import os
import re
import sys
import time
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mutants import mutants
from plants import PLANTS
from shapes import check_shapes, read

from dlcourse.checking.blanks import is_blank_function, planted_source
from dlcourse.checking.check import check
from dlcourse.checking.faults import ONE_MENDED, STILL_THERE, symptom, texts
from dlcourse.checking.oracle import Oracle
from dlcourse.checking.question import Question
from dlcourse.checking.refusals import is_refusal
from dlcourse.checking.runtime.freezing import freeze
from dlcourse.checking.runtime.functions import REGISTRY
from dlcourse.checking.runtime.plain import FunctionName, OwnAnswer, Seed, decode, encode
from dlcourse.checking.runtime.run import TimeLimit, run, thaw, time_limit
from dlcourse.checking.show import show_call
from dlcourse.checking.specification import Case
from dlcourse.checking.status import Status
from dlcourse.checking.trials import case_arguments, exactly_equal, judge, positional, run_cases
from dlcourse.coursework.extraction import extract
from dlcourse.coursework.files import course_notebooks, lesson_name, read_notebook
from dlcourse.exercises import all_exercises, find, lesson, lesson_names

EXERCISES = all_exercises()
FUNCTIONS = [exercise for exercise in EXERCISES if not isinstance(exercise, Question)]
QUESTIONS = [exercise for exercise in EXERCISES if isinstance(exercise, Question)]
SEEDS = (0, 1, 7, 12345)
# Of other forms 3 and 2: here more than one way is right, and a hunt is made of the mistakes of another exercise.
LEAST_MISTAKES, LEAST_ACCEPTED = {"hunt": 0, "challenge": 2}, {"hunt": 0, "challenge": 1}
# The reference of these stands beside its specification: nothing of a lesson is built on it. It has no formula to be
# stated, and no small change of it is wrong: inputs that are a little different catch as much, weights a little
# different do as well. So they have no mutants, and the docstring of a function of a lesson is not asked of them.
PATIENCE = 100.0  # seconds: whether an answer is in time is no matter of a busy machine
IN_THEIR_FILE = ("hunt", "challenge")
CALLED = {key for exercise in FUNCTIONS for key in exercise.calls}  # trained weights: a text, in its own file, too
OF_LESSONS = [exercise for exercise in FUNCTIONS if exercise.form not in IN_THEIR_FILE and exercise.id not in CALLED]
MOST_MUTANTS = 60  # of an exercise; DLCOURSE_MUTANTS=1000 tries them all

every_exercise = pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.id)
every_function = pytest.mark.parametrize("exercise", FUNCTIONS, ids=lambda exercise: exercise.id)
every_function_of_a_lesson = pytest.mark.parametrize("exercise", OF_LESSONS, ids=lambda exercise: exercise.id)
every_lesson = pytest.mark.parametrize("name", lesson_names())
every_question = pytest.mark.parametrize("exercise", QUESTIONS, ids=lambda exercise: exercise.id)


@functools.cache
def oracle(exercise_id, seed=0):
    """The cases of an exercise, with what the reference and the mistakes do on them: nothing is computed twice."""
    exercise = find(exercise_id)
    return Oracle(exercise, case_arguments(exercise, seed))


def checked(exercise, answer, seed=0):
    """The verdict on an answer, on cases that all tests share."""
    if isinstance(exercise, Question):
        return check(exercise, answer)
    return check(exercise, answer, seed=seed, oracle=oracle(exercise.id, seed), time_limit=PATIENCE)


@functools.cache
def reference_run(exercise_id, seed=0):
    """The cases of an exercise, what its reference does, and the trials of that against itself."""
    exercise, known = find(exercise_id), oracle(exercise_id, seed)
    outcomes = known.outcomes(exercise.reference)
    return known.cases, outcomes, judge(exercise, known.cases, outcomes, outcomes)


def as_called(exercise, case):
    """The arguments of a case as a function gets them, with what the references of other exercises give."""
    return {name: exercise.calls[value.id]() if isinstance(value, OwnAnswer) else value for name, value in case.items()}


@every_function
def test_what_is_refused_comes_last(exercise):
    refused = [is_refusal(outcome) for outcome in reference_run(exercise.id)[1]]
    assert refused == sorted(refused)
    assert any(refused) or not exercise.refused


# ---- the specification ----


@every_exercise
def test_specification_is_complete(exercise):
    name, _, rest = exercise.id.partition(".")
    assert name in lesson_names()
    assert rest.isidentifier()
    assert exercise.points > 0
    assert len(exercise.mistakes) >= LEAST_MISTAKES.get(exercise.form, 3)
    assert len(exercise.hints) >= 2
    assert exercise.solved.endswith((".", ":"))
    texts_are_distinct_and_are_sentences(exercise)
    if not isinstance(exercise, Question):
        assert exercise.reference.__name__ == exercise.name
        in_own_file = exercise not in OF_LESSONS
        room = "exercises" if in_own_file else "lessons"
        rest = f".{rest}" if in_own_file else ""
        assert exercise.reference.__module__ == f"dlcourse.{room}.{exercise.lesson}{rest}"
        assert exercise.cases is not None
        least = LEAST_ACCEPTED.get(exercise.form, 2)
        assert len(exercise.accepted) >= least, f"{exercise.id}: give {least} right answers with `@exercise.accepts`"
        assert len({style for style, _ in exercise.accepted}) == len(exercise.accepted)


def texts_are_distinct_and_are_sentences(exercise):
    texts = [mistake.advice for mistake in exercise.mistakes] + exercise.hints
    assert len(set(texts)) == len(texts)
    assert len({mistake.name for mistake in exercise.mistakes}) == len(exercise.mistakes)
    for mistake in exercise.mistakes:
        assert mistake.advice.strip() == mistake.advice
        assert mistake.advice.endswith((".", "?", ")", "`"))
        assert not mistake.name.endswith(".")


def test_ids_are_unique():
    ids = [exercise.id for exercise in EXERCISES]
    assert len(set(ids)) == len(ids)


@every_function
def test_first_hint_does_not_give_the_answer_away(exercise):
    tree = ast.parse(inspect.getsource(exercise.reference).strip())
    lines = [ast.unparse(node.value) for node in ast.walk(tree) if isinstance(node, ast.Return)]
    assert not any(line.replace(" ", "") in exercise.hints[0].replace(" ", "") for line in lines)


SECOND_EDITION = [name for name in lesson_names() if any(item.form != "build" for item in lesson(name))]


@pytest.mark.parametrize("name", SECOND_EDITION)
def test_hints_are_a_question_an_idea_and_an_idiom(name):
    for exercise in lesson(name):
        assert len(exercise.hints) == 3, exercise.id
        assert "?" in exercise.hints[0], exercise.id
        assert not [line for line in answer_lines(exercise) for hint in exercise.hints if line in bare(hint)], (
            exercise.id
        )


def answer_lines(exercise):
    """What the reference gives back, as code without spaces; a name alone tells nothing."""
    if isinstance(exercise, Question):
        return set()
    tree = ast.parse(inspect.getsource(exercise.reference).strip())
    values = [node.value for node in ast.walk(tree) if isinstance(node, ast.Return)]
    return {bare(ast.unparse(value)) for value in values if not isinstance(value, ast.Name | ast.Constant)}


def bare(text):
    return text.replace(" ", "")


@every_function
def test_a_derivation_comes_behind_its_question(exercise):
    assert (exercise.form == "derive") == bool(exercise.first)
    if exercise.first:
        ids = [item.id for item in lesson(exercise.lesson)]
        assert isinstance(find(exercise.first), Question)
        assert ids.index(exercise.first) < ids.index(exercise.id)


@every_question
def test_question_knows_its_answers(exercise):
    wrong = [mistake.answer for mistake in exercise.mistakes]
    assert exercise.right not in wrong
    if exercise.options:
        answers = [claim + reason for claim in exercise.options for reason in exercise.reasons or ("",)]
        assert sorted([exercise.right, *wrong]) == sorted(answers)
        texts = [*exercise.options.values(), *exercise.reasons.values()]
        assert len(set(texts)) == len(texts)


# ---- right answers ----


@every_exercise
def test_right_answers_pass(exercise):
    right_answers_pass(exercise, SEEDS[:1])


def right_answers_pass(exercise, seeds):
    """The reference, and right answers in other styles; those with one seed more than is quick."""
    answers = [("the reference", exercise.right, seeds)]
    answers += [(style, answer, seeds[:1]) for style, answer in getattr(exercise, "accepted", ())]
    verdicts = [(style, seed, checked(exercise, answer, seed)) for style, answer, mine in answers for seed in mine]
    assert not [(*which, verdict.message, verdict.call) for *which, verdict in verdicts if verdict.status != "correct"]
    assert all(verdict.score == exercise.points for *_, verdict in verdicts)
    assert all(
        (verdict.max_score, verdict.bonus) == (exercise.max_score, exercise.bonus_points) for *_, verdict in verdicts
    )


def layout(change):
    """A `prepare` that makes the arguments as ever, with every array in another memory layout."""

    def prepare(tree):
        if isinstance(tree, np.ndarray):
            return change(tree.copy())
        if isinstance(tree, list | tuple):
            return type(tree)(map(prepare, tree))
        return thaw(tree)

    return prepare


def non_contiguous(array):
    wide = np.empty((*array.shape, 2), array.dtype)
    wide[..., 0] = array
    return wide[..., 0]


def read_only(array):
    array.flags.writeable = False
    return array


def backwards(array):
    return array[::-1].copy()[::-1] if array.ndim else array


LAYOUTS = {
    "non-contiguous": non_contiguous,
    "read-only": read_only,
    "Fortran order": np.asfortranarray,
    "negative strides": backwards,
    "big-endian": lambda array: array.astype(array.dtype.newbyteorder(">")),
}


@pytest.mark.slow
@every_function
def test_reference_works_in_any_memory_layout(exercise):
    cases, expected, _ = reference_run(exercise.id)
    for name, change in LAYOUTS.items():
        got = run_cases(exercise, exercise.reference, cases, layout(change))
        for trial in judge(exercise, cases, expected, got):
            assert trial.passed, (name, trial.difference, trial.changed, trial.warnings, trial.got.failure)


@every_function
def test_reference_works_in_float32(exercise):
    cases, expected, _ = reference_run(exercise.id)
    narrow = layout(lambda array: array.astype(np.float32) if array.dtype == np.float64 else array)
    with np.errstate(over="ignore"):
        fits = [all(exactly_finite(value) for value in case.values()) for case in cases]
        got = run_cases(exercise, exercise.reference, cases, narrow)
    assert sum(fits) >= len(cases) / 2
    for fit, left, right in zip(fits, expected, got):
        if fit:
            assert is_refusal(left) == bool(right.failure)
            close_in_float32(left.value, right.value)


def exactly_finite(value):
    """Whether numbers that are finite stay so, and above 0 if they are, as float32."""
    if isinstance(value, list | tuple):
        return all(map(exactly_finite, value))
    array = np.asarray(value)
    if array.dtype.kind != "f":
        return True
    with np.errstate(all="ignore"):
        narrow = array.astype(np.float32)
    return bool(np.array_equal(np.isfinite(narrow), np.isfinite(array)) and np.array_equal(narrow == 0, array == 0))


def close_in_float32(left, right):
    if isinstance(left, dict):
        assert list(left) == list(right)
        left, right = list(left.values()), list(right.values())
    if isinstance(left, list | tuple):
        for pair in zip(left, right, strict=True):
            close_in_float32(*pair)
        return
    if left is None or isinstance(left, str):
        assert right == left
        return
    scale = np.abs(left).max(initial=1, where=np.isfinite(left))
    np.testing.assert_allclose(right, left, rtol=1e-3, atol=1e-5 * scale)


@every_function
def test_reference_keeps_float32(exercise):
    """Float in, same float type out: where all arrays are float32, so is what comes back."""
    cases, expected, _ = reference_run(exercise.id)
    for case, outcome in zip(cases, expected):
        arrays = [value for value in flat(list(case.values())) if isinstance(value, np.ndarray)]
        if arrays and all(array.dtype == np.float32 for array in arrays):
            floats = [leaf for leaf in flat(outcome.value) if np.asarray(leaf).dtype.kind == "f"]
            assert all(np.asarray(leaf).dtype == np.float32 for leaf in floats)


def flat(tree):
    if isinstance(tree, dict):
        tree = list(tree.values())
    return [leaf for item in tree for leaf in flat(item)] if isinstance(tree, list | tuple) else [tree]


@every_function
def test_reference_changes_nothing_and_is_quiet(exercise):
    cases, outcomes, _ = reference_run(exercise.id)
    for case, outcome in zip(cases, outcomes):
        assert not outcome.failure or is_refusal(outcome)
        assert not outcome.warnings
        assert not outcome.printed
        made = Seed | OwnAnswer  # a generator, and what an answer gives: made where the reference runs
        left = {name: value for name, value in outcome.arguments.items() if not isinstance(case[name], made)}
        assert all(exactly_equal(case[name], value) for name, value in left.items())


# ---- wrong answers ----


@every_exercise
def test_mistakes_are_rejected_and_diagnosed_as_themselves(exercise):
    mistakes_are_diagnosed_as_themselves(exercise, SEEDS[:1])


def mistakes_are_diagnosed_as_themselves(exercise, seeds):
    others = []
    forms = [(mistake, answer) for mistake in exercise.mistakes for answer in (mistake.answer, *forms_of(mistake))]
    forms = [(mistake, in_other_words(exercise, answer)) for mistake, answer in forms]
    for mistake, answer in forms:
        for seed in seeds:
            verdict = checked(exercise, answer, seed)
            assert verdict.status in ("wrong", "error"), (mistake.name, seed)
            assert verdict.score == 0, (mistake.name, seed)
            assert verdict.message, (mistake.name, seed)
            if (verdict.diagnosis, verdict.advice) not in told_of(exercise, mistake):
                others.append((mistake.name, seed, verdict.diagnosis, verdict.message))
    assert not others


def told_of(exercise, mistake):
    """What may be told of a mistake: itself; of one that is planted, only that something planted is still there."""
    if getattr(exercise, "fault", None) and mistake.name in exercise.fault.bugs:
        return [(STILL_THERE, text) for text in texts(exercise)]
    return [(mistake.name, mistake.advice)]


def in_other_words(exercise, answer):
    """An answer that is attempted: one that is written as what is planted, in other words."""
    if isinstance(exercise, Question) or not is_blank_function(answer, exercise):
        return answer
    return lambda *values, **named: answer(*values, **named)


def forms_of(mistake):
    return getattr(mistake, "others", ())


def other_seeds(exercise):
    """Another seed than 0, by turns of the exercises; DLCOURSE_VARIANTS=all: all of them."""
    if os.environ.get("DLCOURSE_VARIANTS") == "all":
        return SEEDS[1:]
    return [SEEDS[1:][FUNCTIONS.index(exercise) % len(SEEDS[1:])]]


@pytest.mark.slow
@every_function
def test_the_same_on_other_cases(exercise):
    right_answers_pass(exercise, other_seeds(exercise))
    mistakes_are_diagnosed_as_themselves(exercise, other_seeds(exercise))


def planted(exercise, seed):
    """The general mistakes that make sense for an exercise, by name."""
    trials = [trial for trial in reference_run(exercise.id, seed)[2] if not trial.refused]
    return {name: plant for name, plant in PLANTS.items() if plant.applies(exercise, trials)}


@pytest.mark.slow
@every_function
def test_general_mistakes_are_recognised(exercise):
    for seed in SEEDS[:2]:
        for name, plant in planted(exercise, seed).items():
            verdict = checked(exercise, plant.wrap(exercise.reference), seed)
            assert verdict.status in ("wrong", "error"), (name, seed)
            # A listed mistake that does exactly the same may have the word.
            listed = [name for mistake in exercise.mistakes for name, _ in told_of(exercise, mistake)]
            assert verdict.diagnosis in [plant.name, *listed], (name, seed, verdict.message)


@pytest.mark.slow
def test_every_plant_is_planted_somewhere():
    used = {name for exercise in FUNCTIONS for seed in SEEDS[:2] for name in planted(exercise, seed)}
    drawn = any(
        isinstance(value, Seed) for e in FUNCTIONS for case in reference_run(e.id)[0] for value in case.values()
    )
    assert used == set(PLANTS) - (set() if drawn else {"own generator"})


STRANGE = [
    None, "a word", 3, np.nan, True, [], {}, (np.ones(2), None), (None, None), [np.ones(2), np.ones(3)],
    [[1.0], [2.0, 3.0]],
    {"dW": np.ones(2)}, np.ones(0), np.ones((1, 1, 1, 1, 1)), np.array(["a"]), np.array([1 + 2j]), np.array([None, 1]),
    [(np.ones(2), "b"), 7], ((), [], {}), np.float32(2), np.array(5), 10**30,
]  # fmt: skip


@pytest.mark.slow
@every_function
def test_whatever_comes_back_gets_a_verdict(exercise):
    """Also where a strange value comes back in some cases only, or in place of one part."""
    first = FUNCTIONS.index(exercise) % 4  # of the strange values, so that each is with a quarter of the functions
    answers = [always(strange) for strange in STRANGE[first::4]]
    answers += [kind(exercise, strange) for strange in STRANGE[first::4] for kind in (sometimes, in_one_part)]
    for number, answer in enumerate(answers):
        verdict = checked(exercise, answer)
        assert verdict.status == "correct" or verdict.message, number


def always(strange):
    return lambda *values, **named: strange


def sometimes(exercise, strange):
    calls = iter(range(10**6))
    return lambda *values, **named: strange if next(calls) % 2 else exercise.reference(*values, **named)


def in_one_part(exercise, strange):
    def answer(*values, **named):
        right = exercise.reference(*values, **named)
        return (*right[:-1], strange) if isinstance(right, tuple) else [right, strange]

    return answer


def passes(exercise, function):
    """Whether a mutant is right in every case: most are found out in the first few, and no more are run."""
    cases, expected, _ = reference_run(exercise.id)
    try:
        with time_limit(2):
            for case, outcome in zip(cases, expected):
                got = run_cases(exercise, function, [case])
                if not judge(exercise, [case], [outcome], got)[0].passed:
                    return False
    except TimeLimit:
        return False
    return True


def own_limit_holds(exercise):
    """Whether a right answer and the mistakes leave time on a busy machine, on visible and on hidden cases."""
    answers = [exercise.reference, *(answer for _, answer in exercise.accepted)]
    answers += [mistake.answer for mistake in exercise.mistakes]
    for seed in SEEDS[:2]:
        for answer in answers:
            begun = time.process_time()
            run_cases(exercise, answer, case_arguments(exercise, seed))
            assert time.process_time() - begun < exercise.seconds / 2, (exercise.id, answer)


@every_function
def test_what_trains_keeps_to_half_of_its_time(exercise):
    if exercise.seconds is not None:
        own_limit_holds(exercise)
        assert exercise.seconds <= 1


@pytest.mark.slow
@every_function_of_a_lesson
def test_mutants_are_rejected(exercise):
    if exercise.form == "challenge" or exercise.marks:
        return  # many ways lead to what must hold: a changed one that still gets there is as right as the reference
    survivors = [mutant for mutant in chosen_mutants(exercise) if passes(exercise, mutant.function)]
    lines = {mutant.line for mutant in survivors}
    unlisted = "\n".join(str(mutant) for mutant in survivors if mutant.line not in exercise.equivalent_mutants)
    assert not unlisted, f"these mutants pass: add a case, or list them with the reason\n{unlisted}"
    assert set(exercise.equivalent_mutants) <= lines, f"no such mutants: {set(exercise.equivalent_mutants) - lines}"
    assert all(reason.strip() for reason in exercise.equivalent_mutants.values())


def chosen_mutants(exercise):
    """So many mutants of a reference, drawn with a fixed seed; all at boundaries, and all that are listed as right."""
    found = mutants(exercise.reference, zero_for=zero_for(exercise), one_for=one_for(exercise))
    most = int(os.environ.get("DLCOURSE_MUTANTS", MOST_MUTANTS))
    drawn = set(np.random.default_rng(0).permutation(len(found))[:most].tolist())
    return [
        mutant
        for number, mutant in enumerate(found)
        if number in drawn or mutant.at_boundary or mutant.line in exercise.equivalent_mutants
    ]


def zero_for(exercise):
    """The single numbers among the arguments that may be 0: where the reference stays quiet, and 1 gives another."""
    cases, names = reference_run(exercise.id)[0], positional(exercise.reference)
    numbers = {name: case for case in cases for name, value in case.items() if type(value) in (int, float)}
    found = []
    for name, case in numbers.items():
        zero, one = (run(exercise.reference, {**case, name: type(case[name])(value)}, names) for value in (0, 1))
        quiet = not (zero.failure or zero.warnings or one.failure) and all(map(is_finite, flat(zero.value)))
        if quiet and not exactly_equal(zero.value, one.value):
            found.append(name)
    return sorted(found)


def is_finite(leaf):
    return not isinstance(leaf, int | float | np.ndarray) or bool(np.isfinite(leaf).all())


def one_for(exercise):
    """The first argument, if it is an array: of a single row, or a single number."""
    cases = reference_run(exercise.id)[0]
    name = next(iter(cases[0]), None)
    is_array = name and any(isinstance(case[name], np.ndarray) and np.ndim(case[name]) for case in cases)
    return [name] if is_array else []


def shapes_of(tree):
    """The shapes of the arrays and the lengths of the lists in plain data."""
    if isinstance(tree, dict):
        return tuple((key, shapes_of(value)) for key, value in tree.items())
    if isinstance(tree, list | tuple):
        return tuple(map(shapes_of, tree))
    return np.shape(tree) if isinstance(tree, np.ndarray) else type(tree).__name__


def has_arrays(exercise):
    return any(isinstance(leaf, np.ndarray) for case in reference_run(exercise.id)[0] for leaf in flat(case))


ONE_BOARD = {"games.winner", "games.minimax_value"}  # always nine squares: the shape gives nothing away


@every_function
def test_hidden_cases_have_other_shapes(exercise):
    """Whoever writes down what the visible cases give, or what their shapes give, is found out by other seeds."""
    if exercise.fixed or exercise.form == "hunt" or not has_arrays(exercise) or exercise.id in ONE_BOARD:
        return
    visible = {shapes_of(case) for case in case_arguments(exercise, 0)}
    for seed in range(1, 13):
        assert {shapes_of(case) for case in case_arguments(exercise, seed)} - visible, f"seed {seed}: the same shapes"


FUNCTION_NAMES = {function: FunctionName(name) for name, function in REGISTRY.items()}


@every_function
def test_a_table_of_the_visible_cases_is_no_answer(exercise):
    known, names = oracle(exercise.id), positional(exercise.reference)

    def table(*values, **named):
        given = inspect.signature(exercise.reference).bind(*values, **named).arguments
        given = freeze(
            {key: FUNCTION_NAMES.get(value, value) if callable(value) else value for key, value in given.items()}
        )
        for case, outcome in zip(known.cases, known.outcomes(exercise.reference)):
            if exactly_equal(
                {key: value for key, value in case.items() if not isinstance(value, Seed)},
                {key: value for key, value in given.items() if not isinstance(case.get(key), Seed)},
            ):
                return thaw(outcome.value)
        raise LookupError("not in the table")

    for seed in range(1, 13):
        cases = case_arguments(exercise, seed)
        hits = [not run(table, case, names).failure for case in cases]
        assert all(hits) == exercise.fixed, f"seed {seed}: {sum(hits)} of {len(hits)} cases stand in the table"


def float_paths(value, path=()):
    """The places of the floats in a returned tree."""
    if isinstance(value, list | tuple):
        return [found for index, item in enumerate(value) for found in float_paths(item, (*path, index))]
    return [path] if np.asarray(value).dtype.kind == "f" else []


def disturbed(value, rng, size):
    """A copy with every float moved a little, each by an amount of its own."""
    if isinstance(value, list | tuple):
        return type(value)(disturbed(item, rng, size) for item in value)
    if np.asarray(value).dtype.kind != "f":
        return value
    shape = np.shape(value)
    moved = value * (1 + size * rng.normal(size=shape)) + size * 0.1 * rng.normal(size=shape)
    return np.asarray(moved, np.asarray(value).dtype) if shape else type(value)(moved)


@pytest.mark.slow
@every_function
@given(number=st.integers(0, 10**6), exponent=st.integers(-12, -1), share=st.sampled_from([0.2, 0.6, 1.0]))
@settings(max_examples=8, deadline=None, derandomize=True)
def test_nearly_right_values_get_no_diagnosis(exercise, number, exponent, share):
    if exercise.observe or not any(float_paths(outcome.value) for outcome in reference_run(exercise.id)[1]):
        return  # nothing that could be nearly right
    rng = np.random.default_rng(number)

    def answer(*values, **named):
        right = exercise.reference(*values, **named)
        return disturbed(right, rng, 10.0**exponent) if rng.random() < share else right

    verdict = checked(exercise, answer, SEEDS[number % len(SEEDS)])
    assert verdict.diagnosis == "", (verdict.diagnosis, verdict.advice, verdict.message)


# ---- plain data ----


@every_function
def test_cases_and_outcomes_are_plain_data(exercise):
    cases, outcomes, _ = reference_run(exercise.id)
    assert cases
    for case, outcome in zip(cases, outcomes):
        for tree in (as_called(exercise, case), outcome.value, outcome.arguments):
            assert exactly_equal(decode(encode(tree)), tree)
            assert exactly_equal(freeze(tree), tree)
            assert types_of(decode(encode(tree))) == types_of(tree)


def types_of(tree):
    if isinstance(tree, dict):
        return {key: types_of(item) for key, item in tree.items()}
    if isinstance(tree, list | tuple):
        return type(tree), [types_of(item) for item in tree]
    return type(tree), getattr(tree, "dtype", None), getattr(tree, "shape", None)


@every_function
def test_cases_depend_on_the_seed_alone(exercise):
    first, again, other = (case_arguments(exercise, seed) for seed in (3, 3, 4))
    assert exactly_equal(first, again)
    if any(np.size(value) > 4 for case in first for value in flat(list(case.values()))):
        assert not exactly_equal(first, other)


class NumPyWithSeeds:
    """NumPy, but a generator stays the seed that it is made from: two generators do not compare."""

    random = SimpleNamespace(default_rng=Seed)

    def __getattr__(self, name):
        return getattr(np, name)


@every_function
def test_small_calls_can_be_copied_and_run(exercise):
    cases, _, _ = reference_run(exercise.id)
    names = positional(exercise.reference)
    copied = 0
    for case in cases:
        text = show_call("call", case, names)
        if "…" in text:
            continue
        copied += 1

        names_in_call = {name: FunctionName(name) for name in REGISTRY} | {"np": NumPyWithSeeds(), "call": Case}
        arguments = eval(text, names_in_call)  # a Case takes its arguments as in the call
        arguments = arguments.arguments(exercise.reference)
        assert types_of(freeze(arguments)) == types_of(case)
        for left, right in zip(flat(arguments), flat(case), strict=True):
            if right is None or isinstance(right, FunctionName | Seed | str):
                assert left == right
            else:
                np.testing.assert_allclose(left, right, rtol=1e-5)
    assert copied or exercise.marks, f"{exercise.id}: no case is small enough to be shown as a call"


# ---- the reference's documentation, and the notebooks ----


@functools.cache
def notebook_answers(path):
    return extract(read_notebook(path))


@functools.cache
def stub(exercise_id):
    """The function that the notebook gives, as its tree."""
    path = next(path for path in course_notebooks() if lesson_name(path) == exercise_id.partition(".")[0])
    answers = notebook_answers(path)
    answer = answers.exercises[exercise_id]
    cell = ast.parse(answers.cells[answer.cell]).body
    return next(node for node in cell if isinstance(node, ast.FunctionDef) and node.name == answer.function)


def shape_lines(exercise_id):
    """What stands in a stub's docstring below its sentence."""
    return ast.get_docstring(stub(exercise_id)).partition("\n\n")[2]


@every_function_of_a_lesson
def test_docstring_is_compact(exercise):
    """A sentence; the formula and the shape lines of the stub; what is raised; an example: paragraphs in this order."""
    sentence, formula, *rest = inspect.getdoc(exercise.reference).split("\n\n")
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert formula.startswith("Formula: ")
    assert formula.endswith("\n" + shape_lines(exercise.id)), "the shape lines are not those of the notebook's stub"
    raised = set(re.findall(r"^\s*raise (\w+)", inspect.getsource(exercise.reference), re.MULTILINE))
    if raised:
        stated = rest.pop(0)
        assert set(re.findall(r"^Raises (\w+) if .", stated, re.MULTILINE)) == raised
        assert stated.endswith(".")
    assert rest, "no example"
    assert all(example.startswith(">>> ") for example in rest)


@pytest.mark.parametrize("name", lesson_names())
def test_lesson_ends_with_its_sources(name):
    module = importlib.import_module(f"dlcourse.lessons.{name}")
    _, _, sources = module.__doc__.partition("\nSources\n-------\n")
    written = re.findall(r"^(\w+(?:, \w+)*): \S", sources, re.MULTILINE)
    named = [function for names in written for function in names.split(", ")]
    assert set(named) >= {exercise.name for exercise in OF_LESSONS if exercise.lesson == name}
    assert all(callable(getattr(module, function)) for function in named)


@every_function_of_a_lesson
def test_docstring_examples_hold(exercise):
    finder = doctest.DocTestFinder(recurse=False)
    examples = finder.find(exercise.reference, globs=vars(sys.modules[exercise.reference.__module__]).copy())
    assert sum(len(example.examples) for example in examples) >= 1
    for example in examples:
        assert doctest.DocTestRunner().run(example).failed == 0


@every_function_of_a_lesson
def test_shapes_in_the_docstring_hold(exercise):
    lines = shape_lines(exercise.id)
    signature = inspect.signature(exercise.reference)
    needed = {name for name, parameter in signature.parameters.items() if parameter.default is parameter.empty}
    assert needed <= set(read(lines)[0]), "some arguments are not named"
    for seed in SEEDS[:2]:
        cases, outcomes, _ = reference_run(exercise.id, seed)
        for case, outcome in zip(cases, outcomes):
            if is_refusal(outcome):
                continue
            call = signature.bind(**as_called(exercise, case))
            call.apply_defaults()
            check_shapes(lines, call.arguments, outcome.value)


NOTEBOOKS = [pytest.param(path, id=path.stem) for path in course_notebooks() if lesson_name(path) in lesson_names()]


@pytest.mark.parametrize("path", NOTEBOOKS)
def test_notebook_has_all_exercises_of_its_lesson(path):
    assert notebook_answers(path).ids == {exercise.id for exercise in lesson(lesson_name(path))}
    assert not notebook_answers(path).broken


@pytest.mark.parametrize("path", NOTEBOOKS)
def test_stubs_agree_with_the_references(path):
    answers = notebook_answers(path)
    for exercise_id, answer in answers.exercises.items():
        given = stub(exercise_id)
        written = ast.parse(inspect.getsource(find(exercise_id).reference).strip()).body[0]
        assert not answer.attempted, f"{exercise_id} is not blank"
        assert ast.unparse(given.args) == ast.unparse(written.args)
        lines = [ast.get_docstring(node).splitlines()[0] for node in (given, written)]
        assert lines[0] == lines[1]


@pytest.mark.parametrize("path", NOTEBOOKS)
def test_options_of_questions_stand_in_the_text(path):
    text = "\n".join(cell.source for cell in read_notebook(path).cells if cell.cell_type == "markdown")
    for exercise in lesson(lesson_name(path)):
        for sign, option in (getattr(exercise, "options", {}) | getattr(exercise, "reasons", {})).items():
            assert plain_text(option) in plain_text(text), f"{exercise.id}, option {sign}"
            assert not getattr(exercise, "reasons", {}) or f"**{sign}**" in text, f"{exercise.id}, option {sign}"


# ---- functions with a fault, and hunts ----


def of_form(name, form):
    """The exercises of a lesson that have this form."""
    return [exercise for exercise in lesson(name) if exercise.form == form]


@every_lesson
def test_what_is_a_fault_is_planted(name):
    faults = [exercise for exercise in lesson(name) if getattr(exercise, "fault", None)]
    assert faults == of_form(name, "fault")


@every_lesson
def test_a_planted_function_is_not_attempted_wrong_and_not_named(name):
    for exercise in of_form(name, "fault"):
        function = exercise.fault.function
        blank = check(exercise, function)
        assert blank.status == Status.NOT_ATTEMPTED, exercise.id
        assert texts(exercise)[0] in blank.message, exercise.id
        for seed in SEEDS:
            verdict = checked(exercise, in_other_words(exercise, function), seed)
            assert verdict.status in ("wrong", "error"), exercise.id
            assert (verdict.diagnosis, verdict.advice) == (STILL_THERE, texts(exercise)[0]), exercise.id
        said = " ".join(texts(exercise)).lower()
        assert not [bug for bug in exercise.fault.bugs if bug.lower() in said], exercise.id


@every_lesson
def test_each_planted_bug_alone_is_wrong_and_not_named(name):
    for exercise in of_form(name, "fault"):
        for mistake in [item for item in exercise.mistakes if item.name in exercise.fault.bugs]:
            verdict = checked(exercise, in_other_words(exercise, mistake.answer))
            assert verdict.status in ("wrong", "error"), exercise.id
            mended = f"{ONE_MENDED} " if len(exercise.fault.bugs) == 2 else ""
            advice = f"{mended}{symptom(exercise, {mistake.name})}"
            assert (verdict.diagnosis, verdict.advice) == (STILL_THERE, advice), exercise.id
            assert advice in texts(exercise), exercise.id


@every_lesson
def test_the_notebook_has_exactly_the_planted_source(name):
    path = next((path for path in course_notebooks() if lesson_name(path) == name), None)
    for exercise in of_form(name, "fault"):
        cell = read_notebook(path).cells[notebook_answers(path).exercises[exercise.id].cell]
        source = f'@exercise("{exercise.id}")\n{planted_source(exercise.fault.function)}'
        assert source in cell.source, f"{exercise.id}: the cell wants to be\n{source}"


@every_lesson
def test_a_hunt_has_inputs_that_catch_all_that_is_known(name):
    for exercise in of_form(name, "hunt"):
        value = exercise.reference()
        caught = {"wrong versions that got away": "none", "hidden ones caught": "enough"}
        assert exercise.observe({}, value) == caught, exercise.tell({}, value)
        assert "does not count" not in exercise.tell({}, value), exercise.id


def plain_text(text):
    return " ".join(text.replace("`", "").replace("*", "").replace("$", "").split())


def test_outcome_of_a_case_does_not_depend_on_the_others():
    """Cases run alone give what they give in a row: nothing is kept between calls."""
    for exercise in FUNCTIONS:
        cases, outcomes, _ = reference_run(exercise.id)
        [alone] = run_cases(exercise, exercise.reference, cases[-1:])
        assert exactly_equal(alone.value, outcomes[-1].value)
