"""The verdict: each way of being wrong has a sentence of its own."""

import functools

import learners
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from learners import PAIR, PROPERTY, SCALE, TABLE, scale

from dlcourse.checking import compare as comparing
from dlcourse.checking import trials
from dlcourse.checking.check import check, substituted
from dlcourse.exercises import find


def wrong(change):
    """A learner who changes the right result."""

    def learner(X, b, *, factor):
        return change(scale(X, b, factor=factor))

    return learner


def moved(amount):
    """A learner whose first column is a little too large."""
    return wrong(lambda value: value + amount * (np.arange(value.shape[1]) == 0))


BAD = {
    "a number instead of a function": (3, "error", "wants a function, but got the single number 3"),
    "nothing instead of a function": (None, "error", "wants a function, but got None"),
    "a class": (learners.AClass, "error", "`AClass` is a class"),
    "parameters missing": (learners.wrong_names, "error", "`scale(X, b)`, wanted are `scale(X, b, *, factor)`"),
    "parameters too many": (learners.too_many, "error", "yours are `scale(X, b, c, *, factor)`"),
    "async": (learners.coroutine, "error", "`async def scale` gives no result"),
    "async generator": (learners.async_generator, "error", "`async def scale`"),
    "generator": (learners.generator, "wrong", "is a list of 1 part; an array of shape (1, 3) is expected"),
    "no return": (wrong(lambda value: None), "wrong", "What came back is None."),
    "an error": (learners.raises, "error", "Your code raised ValueError in line"),
    "an error that cannot be printed": (learners.raises_unprintable, "error", "Unprintable in line"),
    "exit": (learners.exits, "error", "leave out `exit()`"),
    "recursion": (learners.recurses, "error", "calls itself"),
    "a string": (wrong(str), "wrong", "is the string"),
    "a list": (wrong(np.ndarray.tolist), "wrong", "is a list of 1 part; an array of shape (1, 3) is expected"),
    "a function": (wrong(lambda value: scale), "wrong", "is a function, not the result of calling it"),
    "an object": (wrong(lambda value: object()), "wrong", "an object of type object"),
    "strings in an array": (wrong(lambda value: value.astype(str)), "wrong", "instead of numbers"),
    "a masked array": (wrong(np.ma.array), "wrong", "a numpy MaskedArray instead of a plain array"),
    "another shape": (wrong(np.transpose), "wrong", "an array of shape (3, 1); an array of shape (1, 3) is expected"),
    "nan": (wrong(lambda value: value * np.nan), "wrong", "nan at [0, 0] where 2.5 is expected, and 2 more such"),
    "infinity": (wrong(lambda value: value + np.inf), "wrong", "inf at [0, 0] where 2.5 is expected"),
    "a huge array": (
        wrong(lambda value: np.broadcast_to(1.0, (10**6, 10**6))),
        "wrong",
        "an array of shape (1000000, 1000000): more than this check looks at",
    ),
    "a huge integer": (wrong(lambda value: 10**3000), "wrong", "a huge integer"),
    "a huge list": (wrong(lambda value: [0] * 10**6), "wrong", "a list of 1000000 parts: more than this check"),
    "an endless iterator": (wrong(lambda value: iter(int, 1)), "wrong", "an iterator of more than 10000 items"),
    "slightly wrong": (moved(1e-3), "wrong", "2.501 at [0, 0] where 2.5 is expected; 1 of 3 numbers differ."),
    "very slightly wrong": (moved(1e-6), "wrong", "2.500001 at [0, 0] where 2.5 is expected"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_bad_answer_gets_its_own_sentence(name):
    answer, status, words = BAD[name]
    verdict = check(SCALE, answer)
    assert (verdict.status, verdict.score) == (status, 0)
    assert words in verdict.message
    assert len(verdict.message) < 700
    assert all(isinstance(value, str | int | float | None) for value in verdict.to_dict().values())


def test_sentences_differ():
    assert len({check(SCALE, answer).message for answer, _, _ in BAD.values()}) >= len(BAD) - 2


@pytest.mark.parametrize(
    "answer",
    [
        lambda X, b, *, factor: X * factor + b,
        lambda *values, **named: scale(*values, **named),
        functools.partial(scale),
        learners.returns_a_view,
        learners.prints_much,
        learners.warns,
        learners.sets_numpy,
        wrong(np.asfortranarray),
        wrong(lambda value: value.astype(">f8")),
        wrong(lambda value: value.astype(np.longdouble)),
    ],
)
def test_right_answers_of_other_kinds(answer):
    verdict = check(SCALE, answer)
    assert (verdict.status, verdict.score) == ("correct", 2), verdict.message


def test_a_view_of_the_input_is_fine():
    exercise = find("neuron.relu")
    assert check(exercise, lambda z: z if (z >= 0).all() else np.where(z > 0, z, 0)).status == "correct"


def test_not_attempted_and_begun():
    assert check(SCALE, learners.not_written).status == "not attempted"
    verdict = check(SCALE, learners.begun)
    assert verdict.status == "not attempted"
    assert "You have begun" in verdict.note


def test_state_between_calls_is_no_excuse():
    seen = []

    def first_time_only(X, b, *, factor):
        seen.append(1)
        return scale(X, b, factor=factor) if len(seen) == 1 else X

    verdict = check(SCALE, first_time_only)
    assert (verdict.status, verdict.passed) == ("wrong", 1)


def test_parts_have_names():
    assert check(PAIR, lambda x: (3, x)).message.startswith("`doubled` is 1.5 at [0] where 3 is expected")
    assert check(PAIR, lambda x: 3).message.endswith("a tuple of 2 parts (label, doubled) is expected.")
    assert "; 2 parts (label, doubled) are expected." in check(PAIR, lambda x: (3, x * 2, 1)).message
    message = check(TABLE, lambda x: {"sum": 0.0, "all": x + 1.0}).message
    assert message.startswith("The entry 'sum' of the result is 0 where 4 is expected")
    assert "the keys 'mean', 'sum'; expected are 'all', 'sum'" in check(TABLE, lambda x: {"sum": 1, "mean": 2}).message


def test_several_values_are_shown_with_their_names():
    verdict = check(PAIR, lambda x: (3, np.outer(x, x)))
    assert verdict.expected == "label = 3\ndoubled = [3.0, 5.0]"
    assert verdict.got == "label = 3\ndoubled = [[2.25, 3.75],\n           [3.75, 6.25]]"


def test_property_says_what_was_looked_at():
    verdict = check(PROPERTY, lambda: 14)
    assert verdict.message == "The last digit: your answer gives 4; 3 is expected."
    assert verdict.got == "the last digit: 4\nparity: even"
    assert check(PROPERTY, lambda: "x").message == "Wanted is a whole number."
    assert check(PROPERTY, lambda: None).message == "What came back is None."
    assert check(PROPERTY, lambda: 23).status == "correct"


def test_xor_message_is_readable():
    exercise = find("forward.xor_network")
    verdict = check(exercise, exercise.mistakes[0].answer)
    assert verdict.message == "Corner (1, 1): your answer gives yes; no is expected."


def test_relu_minus_a_little_is_no_truncation():
    verdict = check(find("neuron.relu"), lambda z: np.maximum(z, 0) - 1e-8)
    assert verdict.status == "wrong"
    assert verdict.diagnosis in ("", "constant offset")


def test_a_listed_mistake_must_explain_every_case():
    def sometimes(X, b, *, factor):
        return learners.no_bias(X, b, factor=factor) if len(X) < 4 else X

    assert check(SCALE, learners.no_bias).diagnosis == "the bias left out"
    assert check(SCALE, sometimes).diagnosis == ""


# ---- one learner for every check: switched off, the learner passes ----


def nothing(*_, **__):
    return None


def in_place(X, b, *, factor):
    result = scale(X, b, factor=factor)
    X[0] = 0
    return result


CHECKS = {
    "type": (SCALE, wrong(np.ndarray.tolist), (comparing, "is_number", lambda value: True)),
    "dtype": (SCALE, wrong(lambda value: value.astype(np.float32)), (comparing, "_wrong_dtype", lambda *_: "")),
    "values": (
        SCALE,
        wrong(lambda value: value + 0.1),
        (comparing.Tolerance, "allows", lambda self, e, g: np.ones(e.shape, bool)),
    ),
    "in place": (SCALE, in_place, (trials, "_changed", lambda *_: False)),
    "parts": (PAIR, lambda x: (3, x * 2.0, 7), (comparing, "_compare_sequences", nothing)),
    "keys": (TABLE, lambda x: {"sum": float(np.sum(x))}, (comparing, "_compare_dicts", nothing)),
    "property": (PROPERTY, lambda: 14, (comparing, "_compare_dicts", nothing)),
}


@pytest.mark.parametrize("name", CHECKS)
def test_switching_a_check_off_lets_its_learner_pass(name, monkeypatch):
    exercise, learner, (owner, attribute, replacement) = CHECKS[name]
    assert check(exercise, learner).status == "wrong"
    monkeypatch.setattr(owner, attribute, replacement)
    assert check(exercise, learner).status == "correct"


def test_switching_off_the_check_of_none(monkeypatch):
    assert "None" in check(SCALE, wrong(lambda value: None)).message
    monkeypatch.setattr(trials, "compare", lambda expected, got, *_, **__: None if got is None else "different")
    assert check(SCALE, wrong(lambda value: None)).status == "correct"


def test_switching_off_the_check_of_noise(monkeypatch):
    def noisy(X, b, *, factor):
        np.exp(np.array(1000.0))
        return scale(X, b, factor=factor)

    verdict = check(SCALE, noisy)
    assert verdict.message == "The result is right, but NumPy warns: overflow encountered in exp."
    assert verdict.diagnosis == "numeric warning"
    monkeypatch.setattr("dlcourse.checking.runtime.run._numeric", lambda caught: ())
    assert check(SCALE, noisy).status == "correct"


@given(
    numbers=st.tuples(*[st.floats() | st.floats(-4, 4).map(lambda value: round(value, 1))] * 2),
    near=st.sampled_from([0.0, 1e-11, 1e-9, 1e-7, 1e-4]),
    tolerance=st.tuples(st.sampled_from([0.0, 1e-7, 1e-3]), st.sampled_from([0.0, 1e-10])),
)
def test_what_is_close_is_what_numpy_calls_close(numbers, near, tolerance):
    rtol, atol = tolerance
    expected = np.array(numbers)
    with np.errstate(all="ignore"):
        for got in (expected[::-1], expected * (1 + near), expected + near):
            wanted = np.isclose(got, expected, rtol=rtol, atol=atol, equal_nan=True)
            assert comparing.Tolerance(rtol, atol).allows(expected, got).tolist() == wanted.tolist()


def test_switching_off_the_check_of_shape():
    """NumPy would stretch a row over a table: only the check of shapes stands in the way."""
    expected, got = np.ones((2, 3)), np.ones(3)
    tolerance = comparing.Tolerance()
    assert tolerance.allows(expected, got).all()
    assert comparing.compare(expected, got, tolerance).kind == "shape"


def test_switching_off_the_check_of_finiteness():
    found = comparing.compare(np.ones(2), np.array([1.0, np.nan]), comparing.Tolerance())
    assert found.kind == "finite"
    assert comparing.compare(np.array([np.nan]), np.array([np.nan]), comparing.Tolerance()) is None


def test_switching_off_the_check_of_errors(monkeypatch):
    def fails_late(X, b, *, factor):
        if len(X) == 4:
            raise ValueError("late")
        return scale(X, b, factor=factor)

    assert check(SCALE, fails_late).status == "error"
    monkeypatch.setattr(trials.Trial, "passed", property(lambda self: not self.difference))
    assert check(SCALE, fails_late).status == "correct"


# ---- questions ----


@pytest.mark.parametrize("answer", [True, "0.25", [0.25], None, np.nan, np.inf, 10**400, 1j, np.bool_(True), len])
def test_question_wants_a_number(answer):
    verdict = check(find("neuron.largest_slope"), answer)
    assert verdict.status == "error"
    assert "Answer with one number" in verdict.message


@pytest.mark.parametrize("answer", [0.25, 1 / 4, np.float32(0.25), np.array(0.25), 0.25 + 1e-9])
def test_question_takes_any_number(answer):
    assert check(find("neuron.largest_slope"), answer).status == "correct"


def test_question_wants_a_letter():
    exercise = find("neuron.one_line")
    assert "Answer with one letter in quotes: 'a', 'b'" in check(exercise, "e").message
    assert check(exercise, 2).status == "error"
    assert check(exercise, " B ").status == "correct"
    assert check(exercise, ...).status == "not attempted"


def test_substituted_functions_are_put_back():
    space = {"np": np}
    exec("def inner(x):\n    return 0\ndef outer(x):\n    return inner(x) + 1", space)
    with substituted(space["outer"], {"inner": lambda x: x, "absent": None}) as names:
        assert names == ["inner"]
        assert space["outer"](5) == 6
    assert space["outer"](5) == 1
    assert "absent" not in space


@pytest.mark.parametrize(
    ("wanted", "given", "fits"), [("u1", "i8", 0), ("u1", "f8", 0), ("i8", "u1", 1), ("i1", "i8", 1)]
)
def test_bytes_are_asked_for_where_bytes_come_back(wanted, given, fits):
    ones = np.ones(3)
    found = comparing.compare(ones.astype(wanted), ones.astype(given), comparing.Tolerance(whole=True))
    assert bool(fits) == (found is None)
    assert fits or (found.kind, "not uint8" in found.message) == ("dtype", True)
