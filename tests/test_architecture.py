"""The import graph: which part of the package may know which (DESIGN, "Shape")."""

import ast
import functools
import re
import sys
from pathlib import Path

import pytest

import dlcourse
from dlcourse.coursework.files import course_notebooks, lesson_name

PACKAGE = Path(dlcourse.__file__).parent
NUMERIC = {"numpy"}
RUNTIME = "dlcourse.checking.runtime"
WALL = {f"dlcourse.grading.sandbox.{name}" for name in ("worker", "runner", "seccomp", "calls")}
# Room -> the rooms that it may import (DESIGN, "Shape"). The longest name that fits counts.
ALLOWED = {
    "dlcourse.lessons": ("dlcourse.lessons",),
    "dlcourse.nn": ("dlcourse.nn", "dlcourse.lessons"),
    "dlcourse.experiments": ("dlcourse.experiments", "dlcourse.nn", "dlcourse.lessons", "dlcourse.data"),
    "dlcourse.data": ("dlcourse.data", "dlcourse.lessons"),
    "dlcourse.figures": ("dlcourse.figures", "dlcourse.data", "dlcourse.lessons"),
    "dlcourse.explore": (
        *("dlcourse.explore", "dlcourse.figures", "dlcourse.experiments", "dlcourse.nn", "dlcourse.data"),
        "dlcourse.lessons",
    ),
    "dlcourse.checking": ("dlcourse.checking",),
    RUNTIME: (RUNTIME,),
    # Data: pictures for the cases of a network that is scored are drawn where no answer runs, as a sandbox has no data.
    "dlcourse.exercises": (
        *("dlcourse.exercises", "dlcourse.checking", "dlcourse.nn", "dlcourse.data", "dlcourse.lessons"),
    ),
    "dlcourse.coursework": ("dlcourse.coursework", "dlcourse.exercises", "dlcourse.checking"),
    "dlcourse.notebook": (
        *("dlcourse.notebook", "dlcourse.coursework", "dlcourse.exercises", "dlcourse.checking", "dlcourse.figures"),
    ),
    # What it shows is measured by experiments, on the learner's functions.
    "dlcourse.notebook.library": (
        *("dlcourse.notebook", "dlcourse.experiments", "dlcourse.coursework", "dlcourse.exercises"),
        *("dlcourse.checking", "dlcourse.figures"),
    ),
    "dlcourse.lab": ("dlcourse.lab", "dlcourse.coursework", "dlcourse.exercises", "dlcourse.checking"),
    "dlcourse.grading": ("dlcourse.grading", "dlcourse.coursework", "dlcourse.exercises", "dlcourse.checking"),
    "dlcourse.grading.reports": (
        *("dlcourse.grading", "dlcourse.figures", "dlcourse.coursework", "dlcourse.exercises", "dlcourse.checking"),
    ),
    "dlcourse.site": ("dlcourse.site", "dlcourse.coursework", "dlcourse.exercises", "dlcourse.checking"),
    "dlcourse.cli": (
        *("dlcourse.cli", "dlcourse.grading", "dlcourse.lab", "dlcourse.notebook", "dlcourse.site"),
        "dlcourse.coursework",
        *("dlcourse.exercises", "dlcourse.checking"),
    ),
    "dlcourse.__main__": ("dlcourse.cli",),
    "dlcourse": ("dlcourse.notebook",),
}


def module_name(path):
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


FILES = {module_name(path): path for path in sorted(PACKAGE.rglob("*.py"))}


@functools.cache
def imports_of(name, top_only=False):
    """The modules that a module imports; of the package's own, the most exact name."""
    tree = ast.parse(FILES[name].read_text(encoding="utf-8"))
    found = set()
    for node in tree.body if top_only else ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parents = name.split(".")[: -node.level + (FILES[name].name == "__init__.py")]
                base = ".".join([*parents, *([base] if base else [])])
            exact = {f"{base}.{alias.name}" for alias in node.names}
            found |= {item if item in FILES else base for item in exact}
    return found


def own_imports(name, top_only=False):
    """Those of them that are the package's own."""
    return {item for item in imports_of(name, top_only) if item in FILES}


def room_of(name):
    """The room that a module stands in: the longest that fits, and "dlcourse" for the package itself only."""
    rooms = [room for room in ALLOWED if name == room or (room != "dlcourse" and name.startswith(f"{room}."))]
    return max(rooms, key=len, default=None)


def test_every_module_stands_in_a_room():
    assert not [name for name in FILES if not room_of(name)], "these stand in no room: give them one"


@pytest.mark.parametrize("room", ALLOWED)
def test_what_stands_in_a_room_follows_the_arrows(room):
    allowed = ALLOWED[room]
    wrong = {
        (name, item)
        for name in FILES
        if room_of(name) == room
        for item in own_imports(name)
        if not any(item == part or item.startswith(f"{part}.") for part in allowed)
    }
    if room not in ("dlcourse.lessons", "dlcourse.nn", "dlcourse.checking", RUNTIME):
        wrong = {pair for pair in wrong if pair[1] != "dlcourse"}  # where its files are, or its version
    assert not wrong, f"in {room} these are not allowed; it may import {allowed}"


@pytest.mark.parametrize("name", [name for name in FILES if name.startswith("dlcourse.lessons")])
def test_lessons_import_only_numpy_and_earlier_lessons(name):
    others = {item.partition(".")[0] for item in imports_of(name) - own_imports(name)}
    assert others <= NUMERIC, f"{name} imports {sorted(others)}"
    order = [lesson_name(path) for path in course_notebooks()]
    own = name.rpartition(".")[2]
    for item in own_imports(name):
        earlier = item.rpartition(".")[2]
        if own in order:
            assert earlier in order[: order.index(own)], f"{own} imports {earlier}, which does not come before it"


def test_experiments_build_on_those_of_earlier_lessons():
    """But for the tour at the beginning, which shows what comes; what several lessons need has a room of its own."""
    order = [lesson_name(path) for path in course_notebooks()]
    for name in FILES:
        own = name.split(".")[2] if name.startswith("dlcourse.experiments.") else None
        if own in order[1:]:
            used = {item.split(".")[2] for item in own_imports(name) if item.startswith("dlcourse.experiments.")}
            later = used & set(order[order.index(own) + 1 :])
            assert not later, f"{name} imports from {sorted(later)}, which come later"


@pytest.mark.parametrize("name", sorted(name for name in FILES if name in WALL or room_of(name) == RUNTIME))
def test_both_sides_of_the_wall_need_numpy_and_the_standard_library_only(name):
    others = {item for item in imports_of(name) if item.partition(".")[0] not in sys.stdlib_module_names}
    others -= {item for item in others if item in WALL or (item in FILES and room_of(item) == RUNTIME)}
    assert others <= NUMERIC | {"dlcourse.grading.sandbox"}, others


def test_checking_needs_no_heavy_packages():
    found = {
        item for name in FILES if name.startswith("dlcourse.checking") for item in imports_of(name) - own_imports(name)
    }
    outside = {item.partition(".")[0] for item in found if item.partition(".")[0] not in sys.stdlib_module_names}
    assert outside <= {"numpy", "jinja2", "markupsafe"}


def test_no_circles():
    """Of imports at the top of a module; what a function imports when it is called may point back."""
    top = {name: own_imports(name, top_only=True) for name in FILES}
    done, path = set(), []

    def visit(name):
        assert name not in path, " → ".join([*path[path.index(name) :], name])
        if name not in done:
            path.append(name)
            for other in sorted(top[name] - {name}):
                visit(other)
            path.pop()
            done.add(name)

    for name in FILES:
        visit(name)


def test_only_notebooks_carry_numbers():
    assert not [name for name in FILES if re.search(r"\.\d", name)]


def test_each_lesson_is_one_word_everywhere():
    modules, specified = (
        {path.stem for path in (PACKAGE / folder).glob("*.py") if not path.stem.startswith("_")}
        for folder in ("lessons", "exercises")
    )
    assert specified <= modules
    assert specified <= {lesson_name(path) for path in course_notebooks()}


def test_no_list_names_a_lesson():
    """Adding a lesson means adding its files: the engine and the tools name none."""
    lessons = {lesson_name(path) for path in course_notebooks()} - {"start_here"}
    for name, path in FILES.items():
        if name.startswith("dlcourse.checking"):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            names = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
            assert not {item for item in names if isinstance(item, str)} & lessons, name
