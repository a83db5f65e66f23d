"""Slips of Python and NumPy: each is named from the error, the line and its names, or from the source."""

import functools

import pytest
from slip_files import NO_SLIPS, SLIPS

from dlcourse.checking import python_errors, slips
from dlcourse.checking.check import check
from dlcourse.checking.oracle import Oracle
from dlcourse.checking.python_errors import advice_on
from dlcourse.checking.python_errors.facts import Facts, read_facts
from dlcourse.checking.python_errors.syntax import plain_sentence
from dlcourse.checking.question import Question
from dlcourse.checking.runtime.run import Failure, run
from dlcourse.checking.slips.source import Source, source_of
from dlcourse.checking.trials import case_arguments
from dlcourse.exercises import all_exercises, find

SLIP_NAMES = {*slips.RULES, slips.integers.NAME} - {"missing return"}


def by_lesson(items):
    return {item.exercise.partition(".")[0] for item in items}


@functools.cache
def oracle(exercise):
    """What the reference and the mistakes do on the cases: computed once for all answers to an exercise."""
    return Oracle(exercise, case_arguments(exercise, 0))


def checked(slip):
    exercise = find(slip.exercise)
    return check(exercise, slip.function(), oracle=oracle(exercise))


@pytest.mark.parametrize("slip", SLIPS, ids=str)
def test_a_slip_is_named(slip):
    verdict = checked(slip)
    assert (verdict.diagnosis, verdict.status in ("wrong", "error")) == (slip.name, True), verdict.message
    assert slip.part in verdict.advice
    assert len(verdict.advice) < 900


def test_there_are_many_slips_from_every_lesson():
    assert len(SLIPS) > 200
    assert len({slip.name for slip in SLIPS}) > 70
    assert len(by_lesson(SLIPS)) > 10


@pytest.mark.parametrize("slip", NO_SLIPS, ids=str)
def test_what_is_wrong_without_a_slip_gets_no_such_name(slip):
    verdict = checked(slip)
    assert verdict.status == "wrong", verdict.message
    assert verdict.diagnosis not in SLIP_NAMES


def test_right_answers_have_no_slips_in_their_source():
    """The rules that read the source alone claim nothing of an answer that is right."""
    exercises = [exercise for exercise in all_exercises() if not isinstance(exercise, Question)]
    answers = [
        item for exercise in exercises for item in (exercise.reference, *(answer for _, answer in exercise.accepted))
    ]
    found = [(answer, name) for answer in answers for name, rule in slips.RULES.items() if rule(source_of(answer), [])]
    assert len(answers) > 200
    assert not found


# ---- messages of other versions: (type, message of one version, of another) ----

WORDINGS = [
    (
        "TypeError",
        "only length-1 arrays can be converted to Python scalars",
        "only 0-dimensional arrays can be converted to Python scalars",
    ),
    (
        "IndexError",
        "boolean index did not match indexed array along dimension 0; dimension is 3 but corresponding boolean "
        "dimension is 2",
        "boolean index did not match indexed array along axis 0; size of axis is 3 but size of corresponding boolean "
        "axis is 2",
    ),
    ("ValueError", "too many values to unpack (expected 2)", "too many values to unpack (expected 2, got 3)"),
    ("ValueError", "max() arg is an empty sequence", "max() iterable argument is empty"),
    ("ValueError", "probabilities do not sum to 1", "Probabilities do not sum to 1. See Notes section of docstring."),
    (
        "TypeError",
        "f() got an unexpected keyword argument 'rat'",
        "f() got an unexpected keyword argument 'rat'. Did you mean 'rate'?",
    ),
    ("TypeError", "'axis' is an invalid keyword argument for sum()", "sum() got an unexpected keyword argument 'axis'"),
    ("TypeError", "return arrays must be of ArrayType", "output must be an array"),
    ("ZeroDivisionError", "float division by zero", "division by zero"),
    ("ValueError", "math domain error", "expected a positive input"),
    (
        "UnboundLocalError",
        "local variable 'x' referenced before assignment",
        "cannot access local variable 'x' where it is not associated with a value",
    ),
    (
        "TypeError",
        "maximum() takes from 2 to 3 positional arguments but 1 were given",
        "maximum() takes from 2 to 3 positional arguments but 1 was given",
    ),
]


@pytest.mark.parametrize(("kind", "one", "other"), WORDINGS)
def test_versions_that_word_it_differently_get_one_name(kind, one, other):
    names = {advice_on(Failure(kind, message))[0] for message in (one, other)}
    assert len(names) == 1


# ---- what crosses the border ----

HOSTILE = [
    None,
    7,
    [],
    {"names": 3, "known": {}, "homes": 4, "expression": 5, "statement": ["x"]},
    {
        "names": {
            "x": 1,
            "y y": {"kind": "int", "value": 1},
            5: {},
            "z": {"kind": {}},
            "`<b>`": {"kind": "int", "value": 1},
        }
    },
    {"names": {"x": {"kind": "array", "shape": [10**30], "dtype": "<script>"}}},
    {"names": {"x": {"kind": "array", "shape": [1] * 1000, "dtype": "float64"}}},
    {"names": {"x": {"kind": "int", "value": "1"}, "y": {"kind": "float", "value": []}}},
    {"names": {"x": {"kind": "tuple", "length": -1}, "y": {"kind": "list", "length": 2, "parts": [3, {"kind": 3}]}}},
    {"names": {"x": {"kind": "dict", "length": 2, "keys": ["`</script>`", 3]}}},
    {"names": {"f": {"kind": "function", "parameters": ["<b>", 3, "*"]}}},
    {"names": {"x": {"kind": "<b>x</b>", "cell": "4</b>", "scope": "everywhere"}}},
    {"expression": "(" * 290, "statement": "-" * 390 + "x"},
    {"expression": "x`y", "statement": "\x00\x1b[31m"},
    {"expression": "x" * 10_000, "known": ["x" * 10_000], "homes": ["<b>"]},
    {"expression": "x[9**9**9 : 10**300] @ x", "names": {"x": {"kind": "array", "shape": [2, 2], "dtype": "f"}}},
]
MESSAGES = [
    ("TypeError", "'int' object is not callable"),
    ("ValueError", "operands could not be broadcast together with shapes (2,3) (2,) "),
    ("ValueError", "matmul: Input operand 1 has a mismatch in its core dimension 0 (size 2 is different from 3)"),
    ("ValueError", "shapes (2,3) and (2,3) not aligned: 3 (dim 1) != 2 (dim 0)"),
    ("ValueError", "shapes (a) and (b) not aligned"),
    ("IndexError", "index 9999999999999999999999 is out of bounds for axis 99999999 with size 3"),
    ("IndexError", "tuple index out of range"),
    ("NameError", "name 'x' is not defined"),
    ("KeyError", "'`x`'"),
    ("TypeError", "unsupported operand type(s) for +: 'tuple' and 'int'"),
    ("ValueError", "setting an array element with a sequence. The shape is inhomogeneous"),
    ("ValueError", "too many values to unpack (expected 99999999999999999999)"),
    ("ZeroDivisionError", "division by zero"),
    ("TypeError", "f() takes 1 positional argument but 99999 were given"),
    ("TypeError", "f() got an unexpected keyword argument 'axes'"),
    ("AttributeError", "'numpy.ndarray' object has no attribute 'append'"),
]


@pytest.mark.parametrize("raw", HOSTILE)
def test_hostile_facts_are_read_and_do_no_harm(raw):
    facts = read_facts(raw)
    assert isinstance(facts, Facts)
    for kind, message in MESSAGES:
        for code in ("", "x ^ 2", "`"):
            found = advice_on(
                Failure(kind, message, 3, code, facts=raw), find("neuron.relu"), Source("def relu(z):\n  z")
            )
            name, advice = found or ("", "")
            assert "<" not in name + advice.replace("x < b", "").replace("`<`", "").replace("a < x", "")
            assert "\x1b" not in advice
            assert len(advice) < 1500


def test_the_advice_on_hidden_cases_tells_nothing_of_them():
    def leaking(z):
        raise KeyError(f"the secret is {z[0]}")

    for message in ("name 'secret_7' is not defined", "index 7 is out of bounds for axis 7 with size 7"):
        failure = Failure(message.partition(" ")[0].title() + "Error", message, facts={"homes": ["secret_7"]})
        failure.type = {"NameError": "NameError"}.get(failure.type, "IndexError")
        told, secret = advice_on(failure), advice_on(failure, secret=True)
        assert "7" in told[1] or told == secret
        assert "7" not in "".join(secret)
    outcome = run(leaking, {"z": [7.5]}, ["z"])
    assert "7.5" not in "".join(advice_on(outcome.failure, secret=True))


def test_only_the_facts_of_harmless_values_are_told():
    class Foreign:
        def __repr__(self):
            raise RuntimeError("looked at")

        def __getattr__(self, name):
            raise RuntimeError("looked at")

        __str__ = __eq__ = __hash__ = __repr__
        shape = property(__repr__)

    def answer(z):
        foreign, text, many = Foreign(), "long " * 1000, list(range(10**5))
        return many + foreign + text

    failure = run(answer, {"z": 1.0}, ["z"]).failure
    assert failure.type == "TypeError"
    assert failure.facts["names"]["foreign"]["kind"] == "Foreign"
    assert len(str(failure.facts)) < 2000


# ---- syntax errors ----

SYNTAX = {
    "print(“hello”)": "curly quotes",
    "x = ‘a’": "curly quotes",
    "y = (1 + 2": "has no partner",
    "y = 1 + 2)": "one `)` too many",
    "y = [1, 2)": "of one kind",
    "if x = 3:\n    pass": "to compare, write `==`",
    "if x > 3\n    pass": "need a `:`",
    "def f(x)\n    return x": "need a `:`",
    "y = 3 − 2": "write `-`",
    "y = 3 × 2": "write `*`",
    "y = x²": "write `**2`",
    "if x:\n    y = 1\nelse if z:\n    y = 2": "`elif`",
    "for i in range(3):\nprint(i)": "must be indented",
    "x = 1\n  y = 2": "further to the right",
    "if x:\n    y = 1\n  z = 2": "not as far to the left",
    "if x:\n\ty = 1\n        z = 2": "tabs",
    "y = 2x": "`2 * x`",
    "i++": "`i += 1`",
    "if a && b:\n    pass": "`and`",
    "return 3": "is it indented",
    "print 3": "`print(x)`",
    "f(x=1, 2)": "come first",
    "y = 'abc": "no quote at its end",
    "2 = x": "On the left of `=`",
    "y = (1 2)": "comma",
}


@pytest.mark.parametrize("code", SYNTAX)
def test_a_syntax_error_gets_a_plain_sentence(code):
    with pytest.raises(SyntaxError) as caught:
        compile(code, "cell", "exec")
    lines = code.split("\n")
    assert SYNTAX[code] in plain_sentence(caught.value.msg, lines[min(caught.value.lineno, len(lines)) - 1])


def test_every_rule_has_a_pattern_and_a_docstring():
    rules = {rule for _, _, rule in python_errors.RULES}
    assert len(rules) > 50
    assert all(rule.__doc__ for rule in rules)
