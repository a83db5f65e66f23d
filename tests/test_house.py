"""The rules of the house: what a newcomer may rely on when looking for something."""

import ast
import functools
from pathlib import Path

import pytest

import dlcourse
from dlcourse.coursework import new_lesson
from dlcourse.coursework.files import course_notebooks, lesson_name
from dlcourse.exercises import lesson, lesson_names, names_in

PACKAGE = Path(dlcourse.__file__).parent
TESTS = Path(__file__).parent
FILES = sorted(PACKAGE.rglob("*.py"))
MODULE_LINES = 300
FUNCTION_LINES = 40  # without its docstring
LESSON_LINES = range(100, MODULE_LINES + 1)
# Of a lesson, questions among them. A challenge comes on top, as its points do; a derivation and the question that it
# begins with are one.
# An application is one sitting; the capstone asks for one thing, built of all that was there.
EXERCISES = {"lesson": range(10, 14), "application": range(4, 8), "capstone": range(4, 10)}
CAPSTONE = 25  # what comes behind it is an extra, as small as it likes
# Module or module:function -> why it may be longer.
LONGER = {}
TOURS = {"start_here"}  # not a lesson: it has one exercise and one question
# What a lesson's folder may have beside its exercises.
BESIDE = {"__init__", "_cases", "questions", "guesses", "milestones"}

every_lesson = pytest.mark.parametrize("name", lesson_names())


def place(path):
    return path.relative_to(PACKAGE).with_suffix("").as_posix()


@functools.cache
def tree_of(path):
    return ast.parse(path.read_text("utf-8"))


def lines_of(node):
    """How many lines a function has, its docstring left out."""
    first = node.body[0]
    is_docstring = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    return node.end_lineno - node.lineno + 1 - (first.end_lineno - first.lineno + 1 if is_docstring else 0)


def test_modules_and_functions_are_short():
    long = []
    for path in FILES:
        text = path.read_text("utf-8")
        long += [place(path)] if text.count("\n") > MODULE_LINES else []
        functions = [node for node in ast.walk(tree_of(path)) if isinstance(node, ast.FunctionDef)]
        long += [f"{place(path)}:{node.name}" for node in functions if lines_of(node) > FUNCTION_LINES]
    assert not set(long) - set(LONGER)


def test_modules_say_what_they_are():
    ends = (".", "/", ")", "`", "::")
    assert not [place(path) for path in FILES if not (ast.get_docstring(tree_of(path)) or "").endswith(ends)]


def test_no_module_has_the_name_of_what_its_package_offers():
    """Else it depends on who imports what first, which of the two is meant by it."""
    for init in PACKAGE.rglob("__init__.py"):
        offered = {node.name for node in tree_of(init).body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
        package = ".".join(("dlcourse", *init.parent.relative_to(PACKAGE).parts))
        for node in ast.walk(tree_of(init)):
            if isinstance(node, ast.ImportFrom) and node.module != package:  # what stands in its modules
                offered |= {alias.asname or alias.name for alias in node.names}
        assert not offered & {path.stem for path in init.parent.glob("*.py")}, init


def test_exceptions_from_the_rules_are_exceptions():
    """A rule that is kept needs no exception; a list of exceptions does not outlive what it names."""
    for name, reason in LONGER.items():
        module, _, function = name.partition(":")
        text = (PACKAGE / f"{module}.py").read_text("utf-8")
        assert reason.strip()
        if function:
            nodes = [node for node in ast.walk(ast.parse(text)) if getattr(node, "name", "") == function]
            assert any(lines_of(node) > FUNCTION_LINES for node in nodes), name
        else:
            assert text.count("\n") > MODULE_LINES, name


@every_lesson
def test_a_lesson_holds_what_the_learner_writes(name):
    if name in TOURS:
        return
    [number] = [int(path.name[:2]) for path in course_notebooks() if lesson_name(path) == name]
    if number > CAPSTONE:
        return
    assert (PACKAGE / "lessons" / f"{name}.py").read_text("utf-8").count("\n") in LESSON_LINES
    kind = "application" if 17 <= number <= 24 else "capstone" if number == CAPSTONE else "lesson"
    beginnings = {getattr(exercise, "first", "") for exercise in lesson(name)}
    assert sum(not exercise.bonus and exercise.id not in beginnings for exercise in lesson(name)) in EXERCISES[kind]


@every_lesson
def test_the_order_of_a_lesson_is_its_table_of_contents(name):
    folder = PACKAGE / "exercises" / name
    files = {path.stem for path in folder.glob("*.py")} - BESIDE
    order = names_in(name)
    assert len(set(order)) == len(order)
    assert files <= set(order), f"{sorted(files - set(order))} stand in no ORDER"
    asked = set(order) - files
    questions = folder / "questions.py"
    tree = ast.parse(questions.read_text("utf-8")) if questions.exists() else ast.Module([], [])
    public = {
        node.targets[0].id
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call) and not node.targets[0].id.isupper()
    }
    assert public == asked


@every_lesson
def test_nothing_that_a_new_lesson_leaves_open_is_open(name):
    """`dlcourse new` marks what its author writes."""
    root = course_notebooks()[0].parent.parent
    [number] = [path.name[:2] for path in course_notebooks() if lesson_name(path) == name]
    files = [root / target.format(name=name, number=number) for target in new_lesson.FILES.values()]
    files += (PACKAGE / "exercises" / name).glob("*.py")
    assert not [path for path in files if path.exists() and set(new_lesson.MARKS) & set(path.read_text("utf-8"))]


def test_every_lesson_has_a_notebook_and_only_notebooks_carry_numbers():
    assert set(lesson_names()) <= {lesson_name(path) for path in course_notebooks()}
    assert not [path for path in FILES if path.stem[:1].isdigit()]


def test_tests_stand_in_the_rooms_of_what_they_test():
    rooms = {path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*") if path.is_dir()}
    helpers = {
        "grading/corpus",
        "grading/corpus/honest",
        "grading/corpus/hostile",
        "exercises/wild",
        "explore/samples",
        "figures/samples",
        "forms/course",
        "forms/course/exercises",
        "forms/course/exercises/sample",
        "forms/course/lessons",
        "in_pyodide",
    }
    # What is tested there stands outside of the package, or goes through all its rooms.
    own = {"notebooks", "forms"}
    mine = {path.relative_to(TESTS).as_posix() for path in TESTS.rglob("*") if path.is_dir()}
    mine = {name for name in mine if "__pycache__" not in name and "." not in name.rpartition("/")[2]}
    assert {name for name in mine if not list((TESTS / name).glob("test_*.py"))} <= helpers | rooms | {
        "coursework/editions"
    }
    assert mine - helpers - own - {"coursework/editions"} <= rooms
