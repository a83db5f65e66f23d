"""What a student's answer finds of the course in the sandbox: all but what would give it away."""

import ast
import sys
import types

import numpy as np
import pytest

from dlcourse.checking.compare import Tolerance, compare
from dlcourse.checking.runtime.run import run
from dlcourse.checking.specification import Question
from dlcourse.checking.trials import case_arguments, positional, view_of
from dlcourse.exercises import all_exercises
from dlcourse.grading.sandbox.provisions import modules_for, wanted, without

EXERCISES = [exercise for exercise in all_exercises() if not isinstance(exercise, Question)]


@pytest.fixture
def provided(monkeypatch):
    """`provided(exercise)`: the modules of the sandbox, run in this process."""

    def provide(exercise):
        modules = {}
        for name, source in modules_for((exercise.id,)).items():
            modules[name] = types.ModuleType(name)
            modules[name].__path__ = []
            monkeypatch.setitem(sys.modules, name, modules[name])
            parent, _, child = name.rpartition(".")
            if parent in modules:
                setattr(modules[parent], child, modules[name])
            exec(compile(source, name, "exec"), vars(modules[name]))
        return modules

    return provide


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.id)
def test_no_other_function_gives_the_answer(exercise, provided):
    modules = provided(exercise)
    assert not hasattr(modules[f"dlcourse.lessons.{exercise.lesson}"], exercise.name)
    cases = case_arguments(exercise, 0)
    names = positional(exercise.reference)  # of which a case may leave out those with a default
    right = [run(exercise.reference, case, [name for name in names if name in case]).value for case in cases]
    found = [
        f"{name}.{key}"
        for name, module in modules.items()
        for key, function in list(vars(module).items())  # a warning writes to a module's names
        if isinstance(function, types.FunctionType) and _answers(exercise, function, cases, right)
    ]
    assert not found, f"name these in `hidden` of {exercise.id}"


def _answers(exercise, function, cases, wanted):
    """Whether the function, or its output without its last or first part, is right in all cases."""
    ways = [lambda value: value, lambda value: value[0], lambda value: value[-1], lambda value: value[0][-1]]
    return any(_right(exercise, function, cases, wanted, way) for way in ways)


def _right(exercise, function, cases, wanted, way):
    for case, expected in zip(cases, wanted, strict=True):
        outcome = run(lambda *values: way(function(*values)), case, list(case))
        if outcome.failure:
            return False
        try:
            got = view_of(exercise, case, outcome.value)
        except ValueError:
            return False
        with np.errstate(all="ignore"):
            if compare(view_of(exercise, case, expected), got, Tolerance(exercise.rtol, exercise.atol)):
                return False
    return True


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.id)
def test_names_and_texts_do_not_tell(exercise):
    """No later lesson, no docstring, no specification."""
    modules = modules_for((exercise.id,))
    assert all(name == "dlcourse.lessons" or name.startswith("dlcourse.lessons.") for name in modules)
    for source in modules.values():
        tree = ast.parse(source)
        nodes = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.Module)]
        assert not any(ast.get_docstring(node) for node in nodes)
        assert exercise.name not in {node.name for node in nodes if isinstance(node, ast.FunctionDef)}


def test_without_the_references_of_a_whole_lesson():
    own = [exercise for exercise in EXERCISES if exercise.lesson == "neuron"]
    [last] = [
        source for name, source in modules_for(tuple(item.id for item in own)).items() if name.endswith(".neuron")
    ]
    assert not {item.name for item in own} & {node.name for node in ast.parse(last).body if hasattr(node, "name")}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("def dense(X, W, b): return X @ W + b", {"forward", "neuron"}),  # its own lesson, and what that imports
        ("x = getattr(a, b)", {"forward", "neuron", "start_here"}),
        ("from dlcourse.lessons import *", {"forward", "neuron", "start_here"}),
        ("from dlcourse.lessons import start_here", {"forward", "neuron", "start_here"}),
    ],
)
def test_a_lesson_is_provided_where_it_may_be_imported(text, names):
    found = wanted(("forward.dense",), text)
    assert {name.rpartition(".")[2] for name in found} == {*names, "lessons"}
    assert list(found) == [name for name in modules_for(("forward.dense",)) if name in found]


def test_what_builds_on_the_answer_goes_too():
    source = "def a():\n    return 1\ndef b():\n    return a()\ndef c():\n    return b()\ndef d():\n    return 2\n"
    assert without(source, {"a"}) == "def d():\n    return 2"
