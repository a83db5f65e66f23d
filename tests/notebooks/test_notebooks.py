"""Every notebook: its form, and that no answer of a learner breaks it.

nbval runs each notebook with the reference in place and compares its outputs (see pyproject.toml). Here, each is
run as learners run it: blank, with answers that are wrong in several ways, and solved. A kernel takes seconds to
start, so that one kernel runs all of these, one after the other, each in an empty namespace.
"""

import ast
import copy
import datetime
import functools
import os
import platform
import re
import subprocess
import sys
from dataclasses import dataclass

import nbformat
import pytest
from nbformat.v4 import new_notebook
from notebook_runs import RESCUED, fresh_start, shown

from dlcourse.checking.question import Question
from dlcourse.coursework.announced import announce
from dlcourse.coursework.authoring import long, remarks
from dlcourse.coursework.editions import newest_edition
from dlcourse.coursework.execute import execute
from dlcourse.coursework.extraction import extract
from dlcourse.coursework.files import course_notebooks, lesson_name, read_notebook
from dlcourse.coursework.quiet import KEPT_METADATA
from dlcourse.coursework.solve import solve
from dlcourse.exercises import lesson
from dlcourse.lab import folder as lab
from dlcourse.notebook.progress import ProgressFile

NOTEBOOKS = course_notebooks()
LESSONS = [path for path in NOTEBOOKS if not path.name.startswith("00")]  # all but the tour
CLAIM = re.compile(r"A([1-8]|9[a-d]|10[a-h])|B([1-9]|10)")
BULLET = re.compile(r"(1[.)]|[-+*]) ")  # what begins a list even below a line of text
CELLS = range(30, 66)  # of a lesson
CAPSTONE = 25  # what comes behind it is an extra, as small as it likes
MOST_MINUTES = 115  # of a lesson of the first edition; sittings have bounds of their own

# What stands in the place of a function's body, and of the answer to a question. {id}, {call} and {other} are
# filled in: the exercise, the arguments as they are given on, and a value of a wrong type or shape.
WRONG = {
    "first mistake": "from dlcourse.exercises import find\nreturn find({id!r}).mistakes[0].answer({call})",
    "last mistake": "from dlcourse.exercises import find\nreturn find({id!r}).mistakes[-1].answer({call})",
    "nothing": "pass",
    "exception": "raise ValueError('my own')",
    "wrong type": "import numpy as np\nreturn {other}",
    "not a number": (
        "from dlcourse.exercises import find\nimport numpy as np\n"
        "nan = lambda tree: type(tree)(map(nan, tree)) if isinstance(tree, (list, tuple)) else tree * np.nan\n"
        "return nan(find({id!r}).reference({call}))"
    ),
    "endless or not Python": "{broken}",
}
MISTAKES = {"first mistake": 0, "last mistake": -1}
OTHERS = ["'text'", "np.zeros((2, 3, 5))", "{'a': 1}", "[]", "True"]
# Nine runs of each notebook would take a third of the time of all tests. So the answers of one run are wrong in
# another way each, and tomorrow in the next; what stops a kernel, and one way in all answers, has its days.
# DLCOURSE_VARIANTS=all runs each way alone, too.
DAY = datetime.date.today().toordinal()
TURNS = [name for name in WRONG if not name.startswith("endless")]
ALONE = {0: "exception", 4: "endless or not Python"}


def todays_wrong(path):
    """The ways in which a notebook's answers are wrong today."""
    if os.environ.get("DLCOURSE_VARIANTS") == "all":
        return ["mixed", *WRONG]
    alone = ALONE.get((NOTEBOOKS.index(path) + DAY) % 8)
    return ["mixed", alone] if alone else ["mixed"]


def way_of(variant, exercise):
    """The way in which one answer is wrong."""
    place = [item.id for item in lesson(exercise.lesson)].index(exercise.id)
    return TURNS[(place + DAY) % len(TURNS)] if variant == "mixed" else variant


@dataclass
class Run:
    """One run of all cells of a notebook: the executed cells, and the progress that was kept."""

    cells: list
    progress: dict

    def text(self, key):
        """What is shown under the cell of an exercise or a question."""
        [cell] = [cell for cell in self.cells if cell.cell_type == "code" and asks(cell, key)]
        return shown(cell)


def asks(cell, key):
    return bool(re.search(rf"(exercise|question)\(\s*['\"]{re.escape(key)}['\"]", cell.source))


# ---- the runs ----


def variant_of(notebook, variant):
    """A copy of a learner's notebook with its blanks filled in one way."""
    if variant == "blank":
        return notebook
    if variant == "solved":
        return solve(notebook)
    filled = nbformat.from_dict(notebook)
    for number, exercise in enumerate(lesson_of(notebook)):
        [cell] = [cell for cell in filled.cells if cell.cell_type == "code" and asks(cell, exercise.id)]
        cell.source = wrong(cell.source, exercise, way_of(variant, exercise), number)
    return filled


def lesson_of(notebook):
    keys = extract(notebook).ids
    return lesson(next(iter(keys)).partition(".")[0])


def wrong(source, exercise, variant, number):
    if isinstance(exercise, Question):
        answer = exercise.mistakes[MISTAKES[variant]].answer if variant in MISTAKES else None
        return source.replace("answer=...", f"answer={answer!r}")
    definition = function_in(source)
    arguments = definition.args
    call = [argument.arg for argument in arguments.args]
    call += [f"{argument.arg}={argument.arg}" for argument in arguments.kwonlyargs]
    body = WRONG[variant].format(
        id=exercise.id,
        call=", ".join(call),
        other=OTHERS[number % len(OTHERS)],
        broken="while True: pass" if number == 0 else "return (",
    )
    lines = source.split("\n")[: definition.body[0].end_lineno]  # up to the docstring
    return "\n".join([*lines, *(f"    {line}" for line in body.split("\n"))])


def function_in(source):
    """The function of an exercise's cell: the only one there, after what the cell takes from earlier lessons."""
    [definition] = [statement for statement in ast.parse(source).body if isinstance(statement, ast.FunctionDef)]
    return definition


def run_all(path, notebook, folder):
    """Run today's variants of a learner's copy of one notebook in one kernel; gives a Run by variant."""
    cells, spans = [], {}
    for variant in ["blank", *todays_wrong(path), "solved"]:
        cells.append(fresh_start(folder / variant, seconds=0.3 if "endless" in variant else 10))
        start = len(cells)
        cells += [nbformat.from_dict(cell) for cell in variant_of(notebook, variant).cells]
        spans[variant] = slice(start, len(cells))
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number}"
    # Here nothing but that no answer breaks the notebook is looked at: experiments make a few steps only. Kernels run
    # side by side: with one thread each they do not wait for one another.
    environment = {"DLCOURSE_MODE": None, "DLCOURSE_BUDGET": "small", "OPENBLAS_NUM_THREADS": "1"}
    ran = execute(new_notebook(cells=cells), folder, environment)
    return {variant: Run(ran.cells[span], ProgressFile(folder / variant).load()) for variant, span in spans.items()}


@pytest.fixture(scope="session")
def runs(tmp_path_factory):
    """`runs(path)` gives the Runs of a notebook, by variant: they are made when the first test asks for them."""
    mine = tmp_path_factory.mktemp("learner")
    lab.prepare(mine)
    return functools.cache(
        lambda path: run_all(path, read_notebook(mine / path.name), tmp_path_factory.mktemp(path.stem))
    )


@pytest.fixture
def run(runs, path, variant):
    return runs(path)[variant]


def every(variants):
    """A test of each notebook in each of these variants: names, or a function that gives them by the path."""
    of = variants if callable(variants) else lambda _path: variants
    cases = [pytest.param(path, name, id=f"{name}-{path.stem}") for path in NOTEBOOKS for name in of(path)]
    return lambda test: pytest.mark.slow(pytest.mark.parametrize(("path", "variant"), cases)(test))


@every(["blank"])
def test_blank(run, path):
    for exercise in lesson(lesson_name(path)):
        assert f"{exercise.id} — not attempted yet" in run.text(exercise.id)
    assert all(entry["attempts"] == 0 for entry in run.progress.values())


@every(["solved"])
def test_solved(run, path):
    for exercise in lesson(lesson_name(path)):
        assert f"✓ {exercise.id} — right" in run.text(exercise.id)
        assert run.progress[exercise.id]["score"] == exercise.points


@every(["blank", "solved"])
def test_nothing_is_rescued_or_warned_of(run):
    for cell in run.cells:
        if cell.cell_type == "code":
            assert RESCUED not in shown(cell)
            assert not [output for output in cell.outputs if output.get("name") == "stderr"], cell.source


@every(todays_wrong)
def test_wrong(run, path, variant):
    """That every cell ran to its end is in `execute`: it stops at the first error."""
    for exercise in lesson(lesson_name(path)):
        text = run.text(exercise.id)
        assert f"✗ {exercise.id} — " in text
        assert run.progress[exercise.id]["score"] == 0
        way = way_of(variant, exercise)
        if way in MISTAKES:
            assert told_of(exercise, exercise.mistakes[MISTAKES[way]]).lower() in text.lower()
        if way == "exception" and not isinstance(exercise, Question):
            assert "raise ValueError('my own')" in text


def told_of(exercise, mistake):
    """The name that stands under a cell for a mistake: one that is planted there is not named."""
    planted = getattr(exercise, "fault", None)
    return "a planted bug is still there" if planted and mistake.name in planted.bugs else mistake.name


@every(todays_wrong)
def test_experiments_on_a_failing_answer_are_told_in_words(run, path, variant):
    functions = [exercise for exercise in lesson(lesson_name(path)) if not isinstance(exercise, Question)]
    cards = [shown(cell) for cell in run.cells if cell.cell_type == "code" and RESCUED in shown(cell)]
    for card in cards:
        assert re.search(r"your answers? to `\w+\.\w+`", card)
    if variant == "exception":
        assert bool(cards) == bool(functions)


# ---- on another processor ----


TODAY = [NOTEBOOKS[(2 * DAY + number) % len(NOTEBOOKS)] for number in range(2)]  # two a day, in turn


@pytest.mark.slow
@pytest.mark.parametrize("path", TODAY, ids=lambda path: path.stem)
def test_outputs_are_the_same_on_another_processor(path):
    """nbval once more, with the routines of another processor and two threads."""
    core = "ARMV8" if platform.machine() in ("arm64", "aarch64") else "Haswell"
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-n0", "-p", "no:cacheprovider", "--nbval", path],
        env={**os.environ, "OPENBLAS_CORETYPE": core, "OPENBLAS_NUM_THREADS": "2"},
        capture_output=True,
        text=True,
        cwd=path.parent.parent,
    )
    assert ran.returncode == 0, ran.stdout[-5000:] + ran.stderr[-1000:]


# ---- the form ----


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def stored(request):
    """A notebook as it is stored."""
    return request.param, read_notebook(request.param)


def test_authors_have_nothing_to_remark(stored):
    assert remarks(stored[1]) + long(stored[1]) == []


def test_its_minutes_and_points_are_those_that_the_authors_command_calculates(stored):
    """With the run time that is stored: how long it takes here says nothing."""
    path, notebook = stored
    fresh = copy.deepcopy(notebook)
    announce(fresh)
    assert fresh == notebook, f"{path.name}: run the authors' command"


def test_it_begins_with_a_title(stored):
    first = stored[1].cells[0]
    assert first.cell_type == "markdown"
    assert first.source.startswith("# ")


def test_no_sentence_goes_on_in_a_line_that_begins_a_list(stored):
    """A line like "1. The mean" or "+ 50" below another one of a sentence would be shown as a list."""
    for cell in stored[1].cells:
        lines = cell.source.split("\n") if cell.cell_type == "markdown" else []
        for before, line in zip(lines, lines[1:], strict=False):
            if BULLET.match(line):
                assert not before or re.match(r"(\d+[.)]|[-+*]) |  ", before), line


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_a_lesson_imports_first_and_its_companion_too(path):
    second = read_notebook(path).cells[1]
    assert second.cell_type == "code"
    tree = ast.parse(second.source)
    assert all(isinstance(node, ast.Import | ast.ImportFrom) for node in tree.body)
    companions = [node for node in tree.body if getattr(node, "module", "") == "dlcourse.lessons"]
    assert lesson_name(path) in [alias.name for node in companions for alias in node.names]


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_the_size_of_a_lesson(path):
    cells = read_notebook(path).cells
    prose = sum(cell.cell_type == "markdown" for cell in cells)
    assert len(cells) in CELLS or int(path.name[:2]) > CAPSTONE
    assert 2 / 3 <= prose / (len(cells) - prose) <= 3 / 2
    assert not [cell for cell in cells if not cell.source.strip()]


def test_it_asks_each_exercise_once_in_order(stored):
    path, notebook = stored
    pattern = r"(?:@exercise|question)\(\s*\"([\w.]+)\""
    code = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")
    assert re.findall(pattern, code) == [exercise.id for exercise in lesson(lesson_name(path))]


def test_its_exercises_are_blank_and_look_like_the_reference(stored):
    path, notebook = stored
    extraction = extract(notebook)
    for exercise in lesson(lesson_name(path)):
        place = extraction.questions if isinstance(exercise, Question) else extraction.exercises
        assert not place[exercise.id].attempted
        if isinstance(exercise, Question):
            continue
        definition = function_in(notebook.cells[place[exercise.id].cell].source)
        signature = f"({', '.join(argument.arg for argument in definition.args.args)}"
        names = exercise.reference.__code__.co_varnames[: exercise.reference.__code__.co_argcount]
        assert signature == f"({', '.join(names)}"
        first = ast.get_docstring(definition).split("\n")[0]
        assert first == exercise.reference.__doc__.strip().split("\n")[0]


def test_its_metadata(stored):
    path, notebook = stored
    assert type(notebook.metadata.dlcourse.edition) is int
    assert notebook.metadata.dlcourse.edition >= newest_edition(lesson_name(path))
    assert notebook.metadata.kernelspec.name == "python3"
    assert 5 <= notebook.metadata.dlcourse.minutes <= MOST_MINUTES
    for cell in notebook.cells:
        assert set(cell.metadata) <= set(KEPT_METADATA), f"{path.name}: the authors' command removes the others"
        for claim in cell.metadata.get("dlcourse", {}).get("claims", []):
            assert CLAIM.fullmatch(claim), claim


def test_it_is_stored_as_it_was_run(stored):
    _, notebook = stored
    codes = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in codes] == list(range(1, len(codes) + 1))
    for cell in codes:
        assert not [output for output in cell.outputs if output.output_type == "error"]
        assert not [output for output in cell.outputs if output.get("name") == "stderr"]


def test_there_are_notebooks():
    assert NOTEBOOKS
