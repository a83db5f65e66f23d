"""What a student's answer finds of the course in the sandbox: all but what would give it away."""

import ast
import importlib
import sys
import time
import types

import numpy as np
import pytest

import dlcourse.lessons
from dlcourse.checking.compare import Tolerance, compare
from dlcourse.checking.question import Question
from dlcourse.checking.runtime.run import TimeLimit, run, time_limit
from dlcourse.checking.trials import case_arguments, positional, view_of
from dlcourse.exercises import all_exercises
from dlcourse.grading.sandbox import provisions
from dlcourse.grading.sandbox.provisions import OWN_WAYS, ROOMS, compiled, lesson_order, modules_for, wanted
from dlcourse.grading.sandbox.runner import Provided
from dlcourse.grading.sandbox.withhold import imports

EXERCISES = [exercise for exercise in all_exercises() if not isinstance(exercise, Question)]
PATIENCE = 2  # seconds: what has not answered by then is no answer


@pytest.fixture
def provided(monkeypatch):
    """`provided(exercise)`: the modules of the sandbox, run in this process."""

    def provide(exercise_id):
        sources = provisions.modules_for((exercise_id,))
        codes = {name: compiled(name, source) for name, source in sources.items()}
        for room in ROOMS:  # importing them hangs them up in the package
            monkeypatch.setattr(dlcourse, room, None, raising=False)
        for name in [*codes, *(name for name in sys.modules if name.startswith(tuple(codes)))]:
            monkeypatch.setitem(sys.modules, name, None)
            del sys.modules[name]
        monkeypatch.setattr(sys, "meta_path", [Provided(codes), *sys.meta_path])
        return {name: importlib.import_module(name) for name in codes}

    return provide


@pytest.mark.slow
@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.id)
def test_no_other_function_gives_the_answer(exercise, provided):
    modules = provided(exercise.id)
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
    assert not found, f"name these in `withheld` of {exercise.id}"


def _answers(exercise, function, cases, wanted):
    """Whether the function, or its output without its last or first part, is right in all cases."""
    ways = [lambda value: value, lambda value: value[0], lambda value: value[-1], lambda value: value[0][-1]]
    return any(_right(exercise, function, cases, wanted, way) for way in ways)


def _right(exercise, function, cases, wanted, way):
    for case, expected in zip(cases, wanted, strict=True):
        try:
            with time_limit(PATIENCE):  # some functions never end on what is meant for another
                outcome = run(lambda *values: way(function(*values)), case, list(case))
        except TimeLimit:
            return False
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


@pytest.mark.slow
@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.id)
def test_names_and_texts_do_not_tell(exercise):
    """No later lesson, no docstring, no specification."""
    modules = modules_for((exercise.id,))
    later = lesson_order()[lesson_order().index(exercise.lesson) + 1 :]
    assert all(name.split(".")[1] in ROOMS and not set(name.split(".")[2:3]) & set(later) for name in modules)
    assert not any(name.startswith(f"dlcourse.nn.{exercise.lesson}") for name in modules)
    for source in modules.values():
        tree = ast.parse(source)
        nodes = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.Module)]
        assert not any(ast.get_docstring(node) for node in nodes)
        functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]  # each layer has a `forward`
        assert exercise.name not in {node.name for node in functions}


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
    lessons = {name.removeprefix("dlcourse.lessons.") for name in found if name.startswith("dlcourse.lessons.")}
    assert lessons == names
    assert list(found) == [name for name in modules_for(("forward.dense",)) if name in found]


@pytest.mark.parametrize("room", ROOMS)
def test_every_module_ships_with_a_lesson_and_needs_no_later_one(room):
    """What stands in these rooms and belongs to no lesson would never be there for a student's answer."""
    order = lesson_order()
    for path in (provisions.PACKAGE / room).rglob("*.py"):
        name = provisions._module_name(path, provisions.PACKAGE / room)
        found = imports(path.read_text("utf-8"), name, is_package=path.stem == "__init__")
        if name == f"dlcourse.{room}":
            assert not [base for base, _ in found if base.startswith("dlcourse")], f"{path} ships with every lesson"
            continue
        own = name.split(".")[2]
        assert own in order, f"{name} belongs to no lesson"
        for base, attribute in found:
            others = {
                part for part in [*base.split(".")[2:3], attribute] if base.startswith("dlcourse") and part in order
            }
            assert all(order.index(other) <= order.index(own) for other in others), f"{name} needs {others}"


# ---- a course with `nn` ----

COURSE = {
    "lessons/one.py": '"""One."""\ndef double(x):\n    """2x."""\n    return 2 * x\ndef half(x):\n    return x / 2\n',
    "lessons/two.py": """
from dlcourse.lessons import one
def triple(x):
    return x + one.double(x)
def nine_times(x):
    from dlcourse.lessons import two as me
    return me.triple(me.triple(x))
def hint(x):
    return 1
def quarter(x):
    return one.half(one.half(x))
""",
    "lessons/three.py": "from dlcourse.lessons import two\ndef last(x):\n    return two.triple(x)\n",
    "nn/one.py": """
from dlcourse.lessons import one
class Layer:
    def __call__(self, x):
        return one.double(x)
""",
    "nn/two/__init__.py": '"""Two."""\nfrom dlcourse.nn.two.fit import fit\nfrom dlcourse.nn.two import layers\n',
    "nn/two/fit.py": "from dlcourse.nn.one import Layer\ndef fit(x):\n    return Layer()(x)\n",
    "nn/two/layers.py": "from dlcourse.lessons import two\nfrom . import fit\ndef fast(x):\n    return two.triple(x)\n",
    "nn/three.py": "from dlcourse.nn.two import layers\nclass Last:\n    pass\n",
}
ALL_OF_TWO = {"dlcourse.nn.two", "dlcourse.nn.two.fit", "dlcourse.nn.two.layers"}
NEEDS = {"dlcourse.lessons", "dlcourse.lessons.one", "dlcourse.lessons.two"}


@pytest.fixture
def course(tmp_path, monkeypatch):
    """A course of three lessons, each with layers, and a fourth that has neither a module nor layers."""
    for name, source in COURSE.items():
        path = tmp_path / "dlcourse" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source)
    for room in ROOMS:
        (tmp_path / "dlcourse" / room / "__init__.py").write_text('"""A room."""\n')
    monkeypatch.setattr(provisions, "PACKAGE", tmp_path / "dlcourse")
    monkeypatch.setattr(provisions, "lesson_order", lambda: ["one", "two", "three", "four"])
    monkeypatch.setattr(provisions, "find", _exercise)
    monkeypatch.setattr(provisions, "modules_for", modules_for.__wrapped__)


def _exercise(key):
    lesson, name = key.split(".")
    return types.SimpleNamespace(lesson=lesson, name=name, withheld=("hint",))


def test_layers_of_earlier_lessons_ship_whole_and_none_of_its_own(course, provided):
    assert set(provisions.modules_for(("one.double",))) == {"dlcourse.lessons", "dlcourse.nn", "dlcourse.lessons.one"}
    assert set(provisions.modules_for(("two.triple",))) == {*NEEDS, "dlcourse.nn", "dlcourse.nn.one"}
    modules = provided("two.triple")
    assert modules["dlcourse.nn.one"].Layer()(2) == 4
    two = modules["dlcourse.lessons.two"]
    assert two.quarter(4) == 1
    assert not any(hasattr(two, name) for name in ("triple", "nine_times", "hint"))


def test_a_folder_of_layers_is_a_package(course, provided):
    expected = {*NEEDS, "dlcourse.lessons.three", "dlcourse.nn", "dlcourse.nn.one", *ALL_OF_TWO}
    assert set(provisions.modules_for(("three.last",))) == expected
    modules = provided("three.last")
    assert modules["dlcourse.nn.two"].fit(3) == 6
    assert modules["dlcourse.nn.two"].layers.fast(3) == 9
    assert modules["dlcourse.lessons.two"].nine_times(1) == 9  # of an earlier lesson nothing is withheld
    assert set(provisions.modules_for(("four.hunt",))) == {*expected, "dlcourse.nn.three"}


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("x + 1", set()),
        ("nnn.two.x", set()),
        ("from dlcourse.nn import one\none.Layer()", {"dlcourse.nn", "dlcourse.nn.one"}),
        ("import dlcourse.nn.one as layers", {"dlcourse.nn", "dlcourse.nn.one"}),
        ("from dlcourse.nn.two.fit import fit", {"dlcourse.nn", "dlcourse.nn.one", *ALL_OF_TWO}),
        ("from dlcourse.lessons import two", set()),
    ],
)
def test_layers_are_provided_where_they_may_be_imported(course, text, more):
    """Lesson three itself needs two and one."""
    assert set(wanted(("three.last",), text)) == {*NEEDS, "dlcourse.lessons.three", *more}


@pytest.mark.parametrize(
    "text",
    [
        "from dlcourse.nn import *",
        "from dlcourse.lessons import ( * )",
        "from dlcourse import nn",
        "from dlcourse import exercise, lessons",
        "import dlcourse\nvars(dlcourse.nn)",
        "x = dlcourse.lessons\nx.one.double(1)",
        "getattr(a, b)",
    ],
)
def test_all_is_provided_where_anything_may_be_meant(course, text):
    assert wanted(("three.last",), text) == tuple(provisions.modules_for(("three.last",)))


def test_no_text_takes_long_to_search():
    begun = time.perf_counter()
    for text in (
        "lessons import" + " " * 1_000_000,
        "nn " * 300_000,
        "lessons import (" * 100_000,
        "\n" * 1_000_000 + "nn",
    ):
        OWN_WAYS.search(text.replace("nn ", "nn."))
        OWN_WAYS.search(text)
    assert time.perf_counter() - begun < 5


def test_a_course_without_layers(course):
    for path in (provisions.PACKAGE / "nn").rglob("*.py"):
        path.unlink()
    (provisions.PACKAGE / "nn" / "two").rmdir()
    (provisions.PACKAGE / "nn").rmdir()
    assert set(provisions.modules_for(("three.last",))) == {*NEEDS, "dlcourse.lessons.three"}
